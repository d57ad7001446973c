"""Commands about places: load the official list of provinces and communes, see what a newer one changes."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

if TYPE_CHECKING:
    from learning.places.editions import Changes, Edition

places = AppGroup(
    "places", help="Provinces and communes: load the official list, see what a newer one changes."
)
MOST_SHOWN = 40


@places.command("load")
@click.option(
    "--file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A list as nested-divisions.json of vietnam-provinces; without it, the edition that is installed.",
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day from which the changes hold; today if left out."
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def load(file: Path | None, on: datetime | None, *, dry_run: bool) -> None:
    """Load the list, or the changes of a newer edition. Nothing is deleted; loading twice changes nothing."""
    from learning.clock import now
    from learning.db import write
    from learning.places import editions, loading
    from learning.places.others import others
    from learning.places.rules import day_of

    try:
        edition = editions.from_file(file) if file else editions.packaged()
    except (editions.UnreadableEdition, OSError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from None
    day = on.date() if on else day_of(now())
    if day > day_of(now()):
        raise click.ClickException("The day cannot be in the future.")
    changes = loading.changes_of(edition)
    show(edition, changes, day)
    if dry_run or changes.is_none:
        return
    with write():
        if not loading.load_first(edition):
            others().note(None, loading.apply_edition(edition, loading.changes_of(edition), day))
    click.echo("Written.")


@places.command("find")
@click.argument("name")
def find(name: str) -> None:
    """The paths of places by their name, for `flask staff grant --place`. Accents may be left out."""
    from learning.places import queries

    for path, said in queries.search_paths(name, [None]):
        click.echo(f"{path}  {said}")


def show(edition: "Edition", changes: "Changes", day: date) -> None:
    """What an edition changes, one line each; long lists shortened to their number."""
    click.echo(
        f"{edition.name}: {len(edition.listed)} provinces and communes; changes from {day.isoformat()}"
    )
    lines = {
        "new": [f"{one.code} {one.label} {one.name}" for one in changes.new],
        "renamed": [
            f"{pair.known.label} {pair.known.name} → {pair.listed.label} {pair.listed.name}"
            for pair in changes.renamed
        ],
        "moved to another province": [f"{pair.listed.label} {pair.listed.name}" for pair in changes.moved],
        "spelled otherwise": [f"{pair.known.name} → {pair.listed.name}" for pair in changes.spelled],
        "another code": [
            f"{pair.listed.name}: {pair.known.code} → {pair.listed.code}" for pair in changes.recoded
        ],
        "gone": [f"{one.code} {one.label} {one.name}" for one in changes.gone],
    }
    for what, each in lines.items():
        if each:
            click.echo(f"{what}: {len(each)}")
            for line in each[:MOST_SHOWN]:
                click.echo(f"  {line}")
    if changes.is_none:
        click.echo("Nothing changes.")
    if changes.gone:
        click.echo("What is gone ends on that day. Say on its page what became of it.")


commands: list[click.Command] = [places]
