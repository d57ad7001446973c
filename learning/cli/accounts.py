"""Commands about people: staff and their roles, and cards while trainers have no screens for them yet."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from learning.web.access import ROLES
from learning.web.site import site

if TYPE_CHECKING:
    from learning.accounts.operations import NewCard

staff = AppGroup("staff", help="People who work here: names, passwords, roles.")
cards = AppGroup("cards", help="Learning cards: issue and replace.")

ROLE = click.Choice(sorted(ROLES))


@staff.command("create")
@click.option("--name", prompt="Name to sign in with")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@click.option("--role", type=ROLE, default="administrator", show_default=True)
@click.option("--place", default=None, help="Where the role holds; everywhere if left out.")
def create_staff(name: str, password: str, role: str, place: str | None) -> None:
    """Add somebody who works here, with one role."""
    from learning.accounts import operations
    from learning.db import write

    try:
        person = operations.create_staff(name, password)
    except ValueError as error:  # the name or the password is not usable; its sentence says why
        raise click.ClickException(str(error)) from None
    with write():
        operations.grant(person, role, place)
    click.echo(f"{role} added.")


@staff.command("grant")
@click.argument("name")
@click.argument("role", type=ROLE)
@click.option("--place", default=None, help="Where the role holds; everywhere if left out.")
def grant_role(name: str, role: str, place: str | None) -> None:
    """Give somebody another role."""
    from learning.accounts import operations, queries
    from learning.db import write

    found = queries.staff_by_name(name)
    if found is None:
        raise click.ClickException("Nobody of the staff has this name.")
    with write():
        operations.grant(found.person, role, place)
    click.echo(f"{role} granted.")


@staff.command("reset-second-factor")
@click.argument("name")
def reset_second_factor(name: str) -> None:
    """The phone is lost, and no other administrator can help: take the second factor of somebody away."""
    from learning.accounts import queries, second_factor
    from learning.db import write

    found = queries.staff_by_name(name)
    if found is None:
        raise click.ClickException("Nobody of the staff has this name.")
    with write():
        there_was = second_factor.reset(found.person, by=None)
    click.echo("Taken away: the next sign-in sets up a new one." if there_was else "There was none.")


@cards.command("issue")
@click.option("--name", required=True, help="The learner's name, as it greets them.")
@click.option("--year", type=int, default=None, help="Year of birth, if they wish to say it.")
@click.option("--language", default="vi", show_default=True)
@click.option("--qr-svg", type=click.Path(path_type=Path, dir_okay=False), help="Write the QR code there.")
def issue_card(name: str, year: int | None, language: str, qr_svg: Path | None) -> None:
    """Enter a learner and issue their first card. The address is shown this once."""
    from learning.accounts import operations
    from learning.db import write

    if site().languages.offered_code(language) is None:
        raise click.ClickException("The site does not offer this language.")
    try:
        with write():
            card = operations.issue_card(operations.make_learner(name, year, language), by=None)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    _show(card, qr_svg)


@cards.command("reissue")
@click.argument("number")
@click.option("--qr-svg", type=click.Path(path_type=Path, dir_okay=False), help="Write the QR code there.")
def reissue_card(number: str, qr_svg: Path | None) -> None:
    """Replace a lost card, or one whose pictures were forgotten. The old one opens nothing any more."""
    from learning.accounts import operations, queries
    from learning.db import write

    try:
        found = queries.card_by_number(number)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if found is None:
        raise click.ClickException("No card has this number.")
    with write():
        card = operations.issue_card(found.person, by=None)
    _show(card, qr_svg)


def _show(card: "NewCard", qr_svg: Path | None) -> None:
    import segno

    address = (site().settings.public_url or "http://127.0.0.1:8000") + card.path
    if qr_svg is not None:
        # Level M survives a thumb print; 4 modules of white around it are what scanners expect.
        segno.make(address, error="m", micro=False).save(str(qr_svg), kind="svg", scale=8, border=4)
    click.echo(f"Number:  {card.spaced_number}")
    click.echo(f"Address: {address}")


commands: list[click.Command] = [staff, cards]
