"""Commands that get the site ready and serve it."""

import os
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from learning.config import ROOT
from learning.web.site import site

MIGRATIONS = ROOT / "learning" / "migrations"


def know_migrations(app: Flask) -> None:
    """Give the app Flask-Migrate. Only commands need it: a serving process is spared Alembic's weight."""
    from flask_migrate import Migrate

    from learning.db import db

    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Bring database, catalogues and content versions up to date. Safe to run at every start."""
    from flask_migrate import upgrade

    from learning.accounts.operations import offer_setup
    from learning.db import write
    from learning.i18n.catalogs import compile_stale
    from learning.records.operations import remember_versions

    for problem in site().catalog.problems:
        click.echo(f"{problem.level}: {problem}", err=True)
    compile_stale(site().settings.translations_dir)
    know_migrations(current_app)
    upgrade()
    remember_versions(site().catalog)
    with write():
        setup = offer_setup()
    if setup:
        where = site().settings.public_url or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
        click.echo(f"First administrator: open {where}{setup} (works once)")


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", envvar="WORKERS", default=2, show_default=True, type=click.IntRange(1, 64))
@click.pass_context
@with_appcontext
def serve(context: click.Context, host: str, port: int, workers: int) -> None:
    """Prepare, then serve on granian until stopped."""
    context.invoke(prepare)
    click.echo(f"Serving on http://{host}:{port}")
    sys.stdout.flush()
    # exec: the server's main process holds no copy of the site.
    granian = Path(sys.executable).with_name("granian")
    os.execv(  # noqa: S606  # our own server, no shell, arguments checked above
        granian,
        [
            str(granian),
            "--interface=wsgi",
            f"--host={host}",
            f"--port={port}",
            f"--workers={workers}",
            "--blocking-threads=16",
            "--backlog=1024",
            # It counts connections, not requests, and a phone keeps several open while somebody reads.
            "--backpressure=1024",
            "--http1-header-read-timeout=15000",
            "--respawn-failed-workers",
            "--workers-kill-timeout=10",
            "--log-level=warning",
            "--no-ws",
            "app:app",
        ],
    )


commands: list[click.Command] = [prepare, serve]
