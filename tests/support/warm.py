"""Commands that start from a process in which the code is read already: reading takes longer than starting.

What runs is `flask serve` and the like all the same, with its own environment, app, database connections and
workers. Only the modules come from the parent, Python's own fork server, which has made nothing of them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from flask.cli import main as flask

READ = ("learning.factory", "learning.cli.server", "flask_migrate", "granian", "psycopg")
_forks = get_context("forkserver")
_forks.set_forkserver_preload(list(READ))


class Done(NamedTuple):
    """How a command ended, and all it said."""

    code: int | None
    said: str


def started(words: tuple[str, ...], environ: Mapping[str, str], folder: Path, log: Path) -> BaseProcess:
    """A `flask` command in a process and a group of its own, which says everything into the log."""
    process = _forks.Process(target=_run, args=(words, dict(environ), folder, log))
    process.start()
    return process


def done(words: tuple[str, ...], environ: Mapping[str, str], folder: Path, log: Path) -> Done:
    """A command from beginning to end."""
    log.unlink(missing_ok=True)
    process = started(words, environ, folder, log)
    process.join()
    return Done(process.exitcode, log.read_text(encoding="utf-8"))


def _run(words: tuple[str, ...], environ: Mapping[str, str], folder: Path, log: Path) -> None:
    os.setsid()  # a group of its own, workers included: stopping reaches them all
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    with log.open("ab") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    gc.freeze()  # what was read lies in the memory of all
    sys.argv = ["flask", "--app", "app", *words]
    flask()
