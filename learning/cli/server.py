"""Commands that get the site ready and serve it."""

import ctypes
import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable
from functools import partial

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from learning.config import ROOT
from learning.web.site import site

MIGRATIONS = ROOT / "learning" / "migrations"
M_ARENA_MAX = -8  # as malloc.h of glibc names it
HEAPS = 2
NO_DATABASE = (
    "The database cannot be used now: {}\nIs its disk there, writable and not full? Is its server running?"
)


def know_migrations(app: Flask) -> None:
    """Give the app Flask-Migrate. Only commands need it: a serving process is spared Alembic's weight."""
    from flask_migrate import Migrate

    from learning.db import db

    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)


@click.command("prepare")
@with_appcontext
@click.option("--port", envvar="PORT", default=8000, help="Where it will be served, for the address it says.")
def prepare(port: int) -> None:
    """Bring database and content versions up to date. Safe to run at every start."""
    from flask_migrate import upgrade

    from learning.accounts.operations import offer_setup
    from learning.db import write
    from learning.places import editions, loading, queries
    from learning.records.operations import remember_versions
    from learning.trouble import DatabaseTrouble

    for problem in site().catalog.problems:
        click.echo(f"{problem.level}: {problem}", err=True)
    know_migrations(current_app)
    try:
        upgrade()
        remember_versions(site().catalog)
        if not queries.has_places():
            with write():
                loading.load_first(editions.packaged())
        with write():
            setup = offer_setup()
    except DatabaseTrouble as trouble:
        raise click.ClickException(NO_DATABASE.format(trouble)) from trouble
    if setup:
        where = site().settings.public_url or f"http://127.0.0.1:{port}"
        click.echo(f"First administrator: open {where}{setup} (works once)")


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", envvar="WORKERS", default=2, show_default=True, type=click.IntRange(1, 64))
@click.pass_context
@with_appcontext
def serve(context: click.Context, host: str, port: int, workers: int) -> None:
    """Prepare, then serve on granian until stopped."""
    from learning.cli.jobs import keep_at_work
    from learning.db import db
    from learning.desk import live

    context.invoke(prepare, port=port)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until granian listens for it
    live.look()  # every worker begins with what translators had approved
    db.engine.dispose()  # a connection must not be shared by two processes
    keep_at_work(context.ensure_object(ScriptInfo).load_app())
    if site().settings.upstream_url:
        from learning.cli.sync import keep_in_step

        keep_in_step(context.ensure_object(ScriptInfo).load_app())
    from learning.cli.figures import keep_counting

    keep_counting(context.ensure_object(ScriptInfo).load_app())
    click.echo(f"Serving on http://{host}:{port}")
    sys.stdout.flush()
    served = context.ensure_object(ScriptInfo).load_app()
    serve_forked(served, host, port, workers, partial(_with_laid_courses, served))


def serve_forked(
    app: Flask, host: str, port: int, workers: int, load: Callable[[], Flask] | None = None
) -> None:
    """Serve an app until stopped, from workers forked with it: they start at once and share its memory.

    Each worker asks `load` what to serve, once there is a reason to serve something else.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    multiprocessing.set_start_method("fork", force=True)
    _share_the_heap()
    gc.collect()
    gc.freeze()  # the collector would write to shared pages
    Granian(
        "app:app",
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=16,
        backlog=1024,
        # It counts connections, not requests, and a phone keeps several open while somebody reads.
        backpressure=1024,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        # Not its warning that sixteen threads are many: they mostly wait, for bodies and for the database.
        log_level=LogLevels.error,
        websockets=False,
    ).serve(target_loader=load or (lambda: app), wrap_loader=False)


def _with_laid_courses(app: Flask) -> Flask:
    """What a new worker serves: the app it was forked with, or one with the courses laid since."""
    from learning.catalog import laid
    from learning.factory import create_app

    settings, packs = app.extensions["hocso"].settings, app.extensions["hocso"].packs
    there = laid.served(settings.courses_dir, settings.data_dir).numbers
    return app if there == packs else create_app(settings)


def _share_the_heap() -> None:
    """Few heaps for all threads: glibc would give each its own, and each would keep its largest day for ever.

    A C library without this choice has no such heaps.
    """
    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        choose(M_ARENA_MAX, HEAPS)


commands: list[click.Command] = [prepare, serve]
