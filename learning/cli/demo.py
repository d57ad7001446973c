"""A made-up province to show and to try the site: `make demo`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from learning.cli.server import prepare
from learning.web.site import site

if TYPE_CHECKING:
    from learning.demo.people import Province

demo = AppGroup("demo", help="A made-up province, to show and to try the site.")
SHEET = "demo-sign-in.txt"


@demo.command("fill")
@click.option("--seed", default=1945, show_default=True, help="The same seed tells the same story.")
@click.option("--weeks", default=13, show_default=True, type=click.IntRange(1, 26), help="How long it lasts.")
@click.option(
    "--port", envvar="PORT", default=8000, help="Where it will be served, for the addresses it says."
)
@click.pass_context
def fill(context: click.Context, seed: int, weeks: int, port: int) -> None:
    """Fill a database without people: three communes, six classes, 300 learners, three months of learning."""
    from datetime import timedelta
    from random import Random

    from learning import clock
    from learning.accounts import queries
    from learning.demo import people, story, titles
    from learning.ids import token
    from learning.reports import tallies

    _bring_up_to_date(context, port)
    if queries.has_people():
        raise click.ClickException(
            "There are people in this database: a demo fills an empty one only. "
            f"To serve this one: make run DATA_DIR={site().settings.data_dir}"
        )
    random, password = Random(seed), "thu " + token(64)  # noqa: S311  # a story, not a secret; the password is made apart
    start = story.begin(clock.now(), weeks)
    with clock.fixed(start):
        province = people.settle(random, password)
    scenes = story.play(random, province, start, weeks)
    scenes += titles.play(random, province, start + timedelta(weeks=weeks))
    tallies.catch_up()
    where = site().settings.public_url or f"http://127.0.0.1:{port}"
    sheet = _sheet(province, where)
    kept = site().settings.data_dir / SHEET
    _keep(kept, sheet)
    click.echo(sheet)
    click.echo(f"{scenes} scenes played. This sheet is kept in {kept}, for the owner of the file only.")


def _bring_up_to_date(context: click.Context, port: int) -> None:
    """As before each start; on an empty database it says a one-time address, which the demo closes again."""
    from learning.accounts import queries

    context.invoke(prepare, port=port)
    if not queries.has_staff():
        click.echo("That address is closed by what follows: the demo brings its own administrator.")


def _sheet(province: "Province", where: str) -> str:
    """How to sign in as each role."""
    lines = [f"Staff sign in at {where}/vi/vao/can-bo/ with name, password and a code.", ""]
    lines.append(f"password of all   {province.workers[0].password}")
    for one in province.workers:
        lines += ["", f"{one.role:15}   {one.name}   ({one.where})"]
        if one.secret:
            lines.append(f"  key for a code app (TOTP)   {one.secret}")
            lines.append(f"  or one of these, once each  {' '.join(one.codes[:4])}")
    lines += ["", "Learners open the address of their card:"]
    held = [one for group in province.groups for one in group.learners if one.card]
    for learner in held[:3]:
        if learner.card:
            lines.append(f"  {learner.name}   {learner.card.spaced_number}   {where}{learner.card.path}")
    lines.append(f"Guests just begin: {where}/")
    return "\n".join(lines)


def _keep(path: Path, text: str) -> None:
    """Only whoever made the demo may read it."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")


commands: list[click.Command] = [demo]
