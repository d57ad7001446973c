"""`flask content`: check what authors wrote, and report what there is. Works without the rest of the site."""

from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup, ScriptInfo

from learning import clock
from learning.catalog.content import Problem
from learning.catalog.loader import read_shelf
from learning.catalog.report import report_of
from learning.catalog.validation import check_shelf

content = AppGroup("content", help="Check and report course content.")
commands: list[click.Command] = [content]

courses_option = click.option(
    "--courses",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The courses folder; the site's own when left out.",
)
today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Check review dates as of this day.",
)


@content.command("check", with_appcontext=False)
@courses_option
@today_option
@click.option("--report", is_flag=True, help="Print the report too.")
@click.pass_context
def check(context: click.Context, courses: Path | None, today: "click.DateTime | None", *, report: bool) -> None:
    """Say what is wrong, as `file:line: sentence`. Exits 1 if anything is."""
    folder = courses or _site_courses(context)
    shelf = read_shelf(folder)
    problems = check_shelf(shelf, _day(today))
    for problem in problems:
        click.echo(_line(folder, problem), err=problem.level == "error")
    if report:
        click.echo(report_of(shelf))
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(f"{len(shelf.readings)} bài: {errors} lỗi, {len(problems) - errors} điều nên xem lại.")
    context.exit(1 if errors else 0)
