"""Commands for figures of places: bring the tallies up to date, count all anew, prove that they agree."""

import multiprocessing
import os
import time

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

SECONDS_BETWEEN = 10

figures = AppGroup("figures", help="Figures of places.")


@figures.command("catch-up")
@with_appcontext
def catch_up() -> None:
    """Count what has changed since the last time; `flask serve` does so every ten seconds."""
    from learning.reports import tallies

    click.echo(f"{tallies.catch_up()} people were counted anew.")


@figures.command("rebuild")
@click.option("--verify", is_flag=True, help="Change nothing; exit 1 where a place's figures differ.")
@click.pass_context
@with_appcontext
def rebuild(context: click.Context, *, verify: bool) -> None:
    """Count every place anew, from the classes' lists and what was passed."""
    from learning.reports import tallies

    if not verify:
        tallies.mark_everybody()
        click.echo(f"{tallies.catch_up()} people were counted anew.")
        return
    different = list(tallies.differences())
    for place in different:
        click.echo(f"The figures of {place} are not what is there.", err=True)
    click.echo(f"{len(different)} places differ; {tallies.waiting()[0]} people wait to be counted.")
    if different:
        context.exit(1)


def keep_counting(app: Flask) -> None:
    """Count what has changed, again and again, in a process of its own that ends with the server."""
    context = multiprocessing.get_context("fork")
    context.Process(target=_again_and_again, args=(app, os.getpid()), name="figures", daemon=True).start()


def _again_and_again(app: Flask, server: int) -> None:
    from learning.reports import tallies
    from learning.trouble import DatabaseTrouble

    while os.getppid() == server:
        with app.app_context():
            try:
                tallies.catch_up()
            except DatabaseTrouble as trouble:
                app.logger.info("figures of places wait: %s", trouble)
        time.sleep(SECONDS_BETWEEN)


commands: list[click.Command] = [figures]
