"""`flask criteria`: check criteria sets; `flask papers`: make frozen reports anew and compare."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup, ScriptInfo

if TYPE_CHECKING:
    from learning.recognition.lint import Known

criteria = AppGroup("criteria", help="Rules of recognition: check them, see which there are.")
papers = AppGroup("papers", help="Papers of recognition.")
commands: list[click.Command] = [criteria, papers]


@criteria.command("check", with_appcontext=False)
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@click.option(
    "--courses",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The courses folder that evidence names; the site's own when left out.",
)
@click.pass_context
def check(context: click.Context, *, path: Path | None, courses: Path | None) -> None:
    """Say what is wrong with a set or a folder of sets, as `file:line: sentence`; exit 1 if anything is."""
    from learning.recognition import files

    known, root = _known(context, courses), path or files.SHIPPED
    if root.is_dir():
        read = files.read_sets(root, known)
        found, problems = list(read.all), list(read.problems)
    else:
        one, told = files.read_set(root, known)
        found, problems, root = [one] if one else [], list(told), root.parent
    for problem in problems:
        click.echo(f"{root / problem.file}:{problem.line}: {problem.say}")
    for one in found:
        held = "đã kiểm chứng" if one.verified else "CHƯA KIỂM CHỨNG"
        click.echo(f"{one.id}  {one.version}  {one.decision.number}  {held}")
    click.echo(f"{len(found)} bộ tiêu chí dùng được: {len(problems)} lỗi.")
    context.exit(1 if problems else 0)


def _known(context: click.Context, courses: Path | None) -> "Known":
    from learning import clock
    from learning.catalog.loader import load
    from learning.recognition.lint import Known

    if courses is None:
        return Known.of(context.ensure_object(ScriptInfo).load_app().extensions["hocso"].catalog)
    return Known.of(load(courses, clock.now().date()))


@papers.command("verify")
@click.pass_context
def verify(context: click.Context) -> None:
    """Make every frozen report anew from its values; exit 1 where the bytes are not those that lie here."""
    from learning.recognition.papers import freezing, press

    found = list(freezing.faults())
    for id, what in found:
        click.echo(f"{id}: {what}")
    click.echo(f"{len(found)} frozen reports differ ({press.engine()}).")
    context.exit(1 if found else 0)
