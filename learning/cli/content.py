"""`flask content`: check what authors wrote, and report what there is. With --courses it needs no site."""

from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

import click
from flask.cli import AppGroup, ScriptInfo

from learning import clock
from learning.catalog.content import Problem
from learning.catalog.loader import read_shelf
from learning.catalog.report import report_of
from learning.catalog.sheet import sheet_of
from learning.catalog.validation import check_shelf

content = AppGroup("content", help="Check course content, and report what there is.")
commands: list[click.Command] = [content]

courses_option = click.option(
    "--courses",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The courses folder; the site's own when left out.",
)
_today = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Judge review dates as of this day; today when left out.",
)


@content.command("check", with_appcontext=False)
@click.argument("name", metavar="[COURSE/MODULE]", required=False)
@courses_option
@_today
@click.option("--report", is_flag=True, help="Print the report too.")
@click.pass_context
def check(
    context: click.Context, *, name: str | None, courses: Path | None, today: datetime | None, report: bool
) -> None:
    """Say what is wrong, each as `file:line: sentence`, and exit 1 if anything is.

    With a module's name, only what stands in its folder.
    """
    folder = courses_or_own(context, courses)
    shelf = read_shelf(folder)
    problems = check_shelf(shelf, _day(today))
    count = len(shelf.readings)
    if name:
        require_module(folder, name)
        problems, count = [each for each in problems if each.file.startswith(f"{name}/")], 1
    for problem in problems:
        click.echo(_line(folder, problem))
    if report:
        click.echo(report_of(shelf))
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(f"{count} bài: {errors} lỗi, {len(problems) - errors} điều nên xem lại.")
    context.exit(1 if errors else 0)


@content.command("report", with_appcontext=False)
@click.argument("module", required=False)
@courses_option
@_today
@click.pass_context
def report(
    context: click.Context, *, module: str | None, courses: Path | None, today: datetime | None
) -> None:
    """Print a line for each module, or all about one MODULE (its id)."""
    shelf = read_shelf(courses_or_own(context, courses))
    if module is None:
        click.echo(report_of(shelf))
        return
    sheet = sheet_of(shelf, module, check_shelf(shelf, _day(today)))
    if sheet is None:
        raise click.BadParameter(f"Không có bài “{module}”.", param_hint="MODULE")
    click.echo(sheet)


@content.command("pack")
@click.argument("courses", nargs=-1, required=True, metavar="COURSE…")
def pack(courses: tuple[str, ...]) -> None:
    """Sign COURSEs as they are here; every paired centre gets them at its next exchange, and lays them."""
    from learning.desk import live
    from learning.peers.courses import NotMade, make

    live.look()  # what translators had approved goes along
    for course in courses:
        try:
            number = make(course)
        except NotMade as trouble:
            raise click.ClickException(str(trouble)) from None
        click.echo(f"{course}: {f'gói số {number}' if number else 'không có gì mới'}.")


def require_module(courses: Path, name: str) -> None:
    """Refuse a name that is no module's folder, with the nearest that is one."""
    known = [f"{each.parent.name}/{each.name}" for each in courses.glob("*/*") if each.is_dir()]
    if name not in known:
        near = get_close_matches(name, known, n=1)
        meant = f" Có phải “{near[0]}”?" if near else ""
        raise click.ClickException(f"Không có thư mục bài “{name}” trong {courses}.{meant}")


def courses_or_own(context: click.Context, courses: Path | None) -> Path:
    """The folder that the option names; the site's own without it."""
    if courses:
        return courses
    site = context.ensure_object(ScriptInfo).load_app().extensions["hocso"]
    return Path(site.settings.courses_dir)


def _day(today: datetime | None) -> date:
    return (today or clock.now()).date()


def _line(folder: Path, problem: Problem) -> str:
    hint = "" if problem.level == "error" else "(nên xem) "
    return f"{folder / problem.file}:{problem.line}: {hint}{problem.say}"
