"""Commands for long work, and the process beside the server that does it."""

import gc
import multiprocessing
import os
import time

import click
from flask import Flask
from flask.cli import AppGroup

SECONDS_TO_LOOK = 1.0
NICENESS = 15

jobs = AppGroup("jobs", help="Long work that staff ask for: cards by the thousand.")


@jobs.command("run")
def run() -> None:
    """Do what waits now, and end. `flask serve` does so by itself; elsewhere, run it by a timer."""
    from learning.jobs import running

    click.echo(f"{running.run_waiting()} jobs.")


def keep_at_work(app: Flask) -> None:
    """Do what waits in a process of its own, which ends with the server."""
    gc.collect()
    gc.freeze()  # the collector, here or there, would write to the pages that both share
    context = multiprocessing.get_context("fork")
    context.Process(target=_watch, args=(app, os.getpid()), name="jobs", daemon=True).start()


def _watch(app: Flask, server: int) -> None:
    """Look for work, and let a child do it: at its end all it used is given back; its death is no loss."""
    from learning.jobs import running
    from learning.trouble import DatabaseTrouble

    while os.getppid() == server:
        needed = False
        with app.app_context():
            try:
                needed = running.is_needed()
            except DatabaseTrouble as trouble:
                app.logger.info("cannot look for long work: %s", trouble)
        if needed:
            try:
                _let_a_child_do_it(app)
            except (OSError, DatabaseTrouble) as trouble:
                app.logger.warning("long work waits: %s", trouble)
        time.sleep(SECONDS_TO_LOOK)


def _let_a_child_do_it(app: Flask) -> None:
    from learning.ids import new_id
    from learning.jobs import running

    watcher, worker = os.getpid(), new_id()
    if child := os.fork():
        _child, ended = os.waitpid(child, 0)
        if ended != 0:
            with app.app_context():
                running.let_go(worker)
        return
    status = 1
    try:
        os.nice(NICENESS)  # learners' pages come first
        with app.app_context():
            running.run_waiting(lambda: os.getppid() == watcher, worker)
        status = 0
    except Exception:
        app.logger.exception("long work ended early")
    finally:
        os._exit(status)


commands: list[click.Command] = [jobs]
