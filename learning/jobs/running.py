"""Doing long work, part by part. Kill whoever does it at any moment: the next goes on where they stopped.

A part is made first, outside of any transaction; then all that it stands for, its file and the count of
what is done are kept in one. So a part is there whole or not at all, and nothing is made twice.
"""

import logging
import time
from collections.abc import Callable
from uuid import UUID

from flask import current_app, g
from sqlalchemy.exc import IntegrityError

from learning.accounts import sealing
from learning.db import write
from learning.ids import new_id
from learning.jobs import operations, queries
from learning.jobs.kinds import NoLongerFits, Task, kind_of
from learning.trouble import DatabaseTrouble
from learning.web.site import site

log = logging.getLogger(__name__)
ANEW_AT_MOST = 20
SECONDS_TO_WAIT = 1.0


def is_needed() -> bool:
    """Is there something to do: a job that nobody works on, or files that are kept no longer?"""
    return queries.waiting() is not None or queries.has_old_files()


def run_waiting(may_go_on: Callable[[], bool] = lambda: True, worker: UUID | None = None) -> int:
    """Work until nothing waits, or until one may not go on. Returns how many jobs were worked on."""
    me = worker or new_id()
    if queries.has_old_files():
        with write():
            operations.drop_old_files()
    worked = 0
    while may_go_on() and (job := _taken(me)) is not None:
        worked += 1
        with current_app.app_context():  # words of its own language, and a session of its own
            _work(job, me, may_go_on)
    return worked


def let_go(worker: UUID) -> None:
    """Whoever was that worker has died: what they had in hand waits for another, from now on."""
    with write():
        operations.let_go(worker)


def _taken(worker: UUID) -> UUID | None:
    while (waiting := queries.waiting()) is not None:
        with write():
            is_mine = operations.take_up(waiting, worker)
        if is_mine:
            return waiting
    return None


def _work(job: UUID, worker: UUID, may_go_on: Callable[[], bool]) -> None:
    try:
        while may_go_on():
            if not _next_part(job, worker):
                return
        let_go(worker)
    except DatabaseTrouble as trouble:
        log.warning("job %s waits for the database: %s", job, trouble)
        time.sleep(SECONDS_TO_WAIT)  # its lease ends, and it is taken up again
    except Exception:
        log.exception("job %s was given up", job)
        with write():
            operations.give_up(job, worker)


def _next_part(job: UUID, worker: UUID) -> bool:
    """Make and keep one part; False where the job is over, or no longer this worker's."""
    for _again in range(ANEW_AT_MOST):
        facts = queries.job(job)
        if facts is None or facts.state != "open" or facts.worker != worker:
            return False
        g.language = site().languages.by_code.get(facts.language, site().languages.source)
        task = Task(job, facts.made_by, facts.arguments, facts.done, facts.total)
        part = kind_of(facts.kind).make(task)
        if part is None:
            with write():
                operations.finish(job, worker)
            return False
        sealed = None if part.file is None else sealing.seal_file(part.file)
        try:
            with write():
                return operations.keep_part(job, worker, part, sealed)
        except (NoLongerFits, IntegrityError):
            continue  # somebody got a card meanwhile, or a number was taken
    raise RuntimeError("the same part was made anew too often")
