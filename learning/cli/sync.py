"""Commands for servers that carry the same record: invite, pair, exchange, look, revoke."""

import multiprocessing
import os
import signal
import time
from pathlib import Path
from uuid import UUID

import click
from flask import Flask
from flask.cli import AppGroup

MINUTES_BETWEEN = 5
SECONDS_TO_LOOK = 5

sync = AppGroup("sync", help="Servers that carry the same record: a centre and its province.")


@sync.command("invite")
@click.option("--place", help="Path of a place, as /24/02755/: only who belongs there goes to that server.")
def invite(place: str | None) -> None:
    """Make a code that pairs one other server with this one, once, within seven days."""
    from learning.db import write
    from learning.peers import operations
    from learning.web.site import site

    name = site().places.name_of(place) if place else None
    if place and name is None:
        raise click.BadParameter(f"there is no place {place}")
    with write():
        code = operations.invite(by=None, place=f"{place.rstrip('/')}/" if place else None)
    click.echo(
        f"Whoever pairs with this code gets the places and classes of {name} and below, the people who learn "
        "there, and whom it made itself: nobody else."
        if place
        else "EVERYBODY goes: whoever pairs with this code gets every person, class and result known here. "
        "For a centre, name its place: --place.",
        err=True,
    )
    click.echo(code)


@sync.command("pair")
@click.argument("code")
def pair(code: str) -> None:
    """Pair this centre with the province at UPSTREAM_URL."""
    from learning.peers import upstream

    try:
        upstream.pair(code)
    except upstream.NoLink as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo("Paired. flask sync run carries everything.")


@sync.command("run")
@click.pass_context
def run(context: click.Context) -> None:
    """Send and fetch until both have everything. Exit 1 where that is not possible, 2 while another runs."""
    from learning.peers import upstream
    from learning.trouble import DatabaseTrouble

    try:
        done = upstream.run()
    except upstream.AlreadyRunning as trouble:
        click.echo(str(trouble), err=True)
        context.exit(2)
    except (upstream.NoLink, DatabaseTrouble) as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo(f"{done.sent} sent, {done.fetched} fetched, {done.refused} refused.")
    say_what_was_laid()


@sync.command("status")
def status() -> None:
    """Each paired server: last contact, how many changes wait for it, refused, how far its clock is off."""
    from learning.peers import upstream

    for peer in upstream.status():
        seen = peer["seen_at"].isoformat(timespec="seconds") if peer["seen_at"] else "never"
        state = "revoked" if peer["revoked_at"] else "upstream" if peer["is_upstream"] else "paired"
        where = "" if peer["is_upstream"] else f", {peer['place'] or 'everybody'}"
        click.echo(
            f"{peer['id']} {peer['name']} ({state}{where}): last contact {seen}, {peer['waiting']} waiting, "
            f"{peer['refused']} refused, clock {peer['skew'] or 0} s off"
            + (f", in the way: {peer['trouble']}" if peer["trouble"] else "")
        )


@sync.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--to", "node", type=click.UUID, help="Which server, where several are paired.")
def export(file: Path, node: UUID | None) -> None:
    """Write what a paired server has not yet into a file for a USB stick. Only that server can open it."""
    from learning.peers import stick

    try:
        written = stick.export(file, node)
    except (stick.NotTaken, OSError) as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo(f"{written} records for the other server, and how far we have its own.")


@sync.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Take in a file that a paired server wrote for this one. Twice, or in any order, does no harm."""
    from learning.peers import stick
    from learning.trouble import DatabaseTrouble

    try:
        taken = stick.take_in(file)
    except (stick.NotTaken, DatabaseTrouble, OSError) as trouble:
        raise click.ClickException(str(trouble)) from None
    if taken is None:
        click.echo("All of this file is here already. Nothing was changed.")
    else:
        click.echo(f"{taken.records} records taken in, {taken.refused} refused.")
    say_what_was_laid()


def say_what_was_laid() -> None:
    """Lay the courses that have come whole, and say what became of each."""
    from learning.peers import courses

    try:
        done = courses.lay_waiting()
    except OSError as trouble:
        raise click.ClickException(f"The courses that came cannot be laid now: {trouble}") from None
    for one in done:
        click.echo(f"Course {one.course}: {f'refused, {one.trouble}' if one.trouble else 'laid'}.")
        for fault in one.faults:
            click.echo(f"  {fault}", err=True)


@sync.command("revoke")
@click.argument("node", type=click.UUID)
def revoke(node: UUID) -> None:
    """Take its right to speak from a paired server."""
    from learning.db import write
    from learning.peers import operations

    with write():
        was_paired = operations.revoke(node, by=None)
    if not was_paired:
        raise click.ClickException("No such server is paired.")
    click.echo("Revoked.")


def keep_in_step(app: Flask) -> None:
    """Exchange every few minutes in a process of its own, which ends with the server."""
    context = multiprocessing.get_context("fork")
    context.Process(target=_again_and_again, args=(app, os.getpid()), name="sync", daemon=True).start()


def _again_and_again(app: Flask, server: int) -> None:
    from learning.catalog import laid
    from learning.peers import courses, upstream
    from learning.trouble import DatabaseTrouble

    settings = app.extensions["hocso"].settings
    next_at, shown = time.monotonic(), laid.stamp(settings.data_dir)
    while os.getppid() == server:
        if time.monotonic() >= next_at:
            with app.app_context():
                try:
                    upstream.run()
                    courses.lay_waiting()
                except (upstream.NoLink, upstream.AlreadyRunning, DatabaseTrouble, OSError) as trouble:
                    app.logger.info("not in step with the province: %s", trouble)
            next_at = time.monotonic() + MINUTES_BETWEEN * 60
        # Whoever laid them: this process, a command, a stick. New workers read them, one after the other.
        if laid.stamp(settings.data_dir) != shown:
            shown = laid.stamp(settings.data_dir)
            os.kill(server, signal.SIGHUP)
        time.sleep(SECONDS_TO_LOOK)


commands: list[click.Command] = [sync]
