"""Commands for the learning record: compute what is computed from it again, or prove that it still agrees."""

import click
from flask.cli import AppGroup, with_appcontext

records = AppGroup("records", help="The learning record.")


@records.command("rebuild")
@click.option("--verify", is_flag=True, help="Change nothing; exit 1 where anything differs.")
@click.pass_context
@with_appcontext
def rebuild(context: click.Context, *, verify: bool) -> None:
    """Compute progress, review cards and summaries again from the events."""
    from learning.records import operations

    different = 0
    for difference in operations.rebuild(verify=verify):
        different += 1
        click.echo(f"{difference.table} of {difference.person}: {difference.what}", err=True)
    click.echo(f"{different} rows were not what the events come to.")
    if verify and different:
        context.exit(1)


commands: list[click.Command] = [records]
