"""One thread that commits together what many ask for at one time. `db.write_together` is its door."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learning.trouble import DatabaseBusy, DatabaseTrouble

T = TypeVar("T")
R = TypeVar("R")

WAITING_CALLS = 512
CALLS_A_COMMIT = 64
SECONDS_TO_WAIT = 30.0
SECONDS_IDLE = 10.0
# Where many write, a moment between two commits lets their calls gather, and other workers have their turn.
SECONDS_TO_GATHER = 0.002

# The session of the write block that this thread is in.
writing: ContextVar[Session | None] = ContextVar("writing", default=None)


@dataclass(slots=True, eq=False)
class Call(Generic[T, R]):
    run: Callable[[Session, Sequence[T]], Sequence[R]]
    item: T
    answer: "Future[R]" = field(default_factory=Future)


class Writer:
    """One thread a process and database, which commits together what other threads ask for at one time.

    The thread starts with the first call and ends when nobody has called for a while.
    """

    def __init__(self, engine: Engine) -> None:
        self.process = os.getpid()
        self._engine = engine
        self._calls: deque[Call[Any, Any]] = deque()
        self._called = threading.Condition()
        self._thread: threading.Thread | None = None

    def do(self, run: Callable[[Session, Sequence[T]], Sequence[R]], item: T) -> R:
        call = Call(run, item)
        with self._called:
            if len(self._calls) >= WAITING_CALLS:
                raise DatabaseBusy("too many wait to write")
            self._calls.append(call)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                self._thread.start()
            self._called.notify()
        try:
            return call.answer.result(SECONDS_TO_WAIT)
        except TimeoutError:
            if call.answer.done() and not call.answer.cancelled():
                raise
            call.answer.cancel()
            raise DatabaseBusy("waited too long to write") from None

    def _work(self) -> None:
        while calls := self._take():
            wanted = [call for call in calls if call.answer.set_running_or_notify_cancel()]
            if wanted:
                self._serve(wanted)
            if len(calls) > 1:
                time.sleep(SECONDS_TO_GATHER)

    def _take(self) -> list[Call[Any, Any]]:
        with self._called:
            self._called.wait_for(lambda: bool(self._calls), SECONDS_IDLE)
            taken = [self._calls.popleft() for _ in range(min(len(self._calls), CALLS_A_COMMIT))]
            if not taken:
                self._thread = None
            return taken

    def _serve(self, calls: Sequence[Call[Any, Any]]) -> None:
        """Answer every call, after the commit and never before it."""
        try:
            answers = self._commit(calls)
        except Exception as error:  # noqa: BLE001  # whatever it is, it belongs to those who wait for an answer
            if len(calls) > 1 and not isinstance(error, _NotBegun):
                # Nobody pays for a neighbour: what fails together is done one by one.
                for call in calls:
                    self._serve([call])
                return
            for call in calls:
                call.answer.set_exception(error.trouble if isinstance(error, _NotBegun) else error)
        else:
            for call, answer in zip(calls, answers, strict=True):
                call.answer.set_result(answer)

    def _commit(self, calls: Sequence[Call[Any, Any]]) -> list[Any]:
        answers: dict[int, Any] = {}
        with Session(self._engine, expire_on_commit=False) as session:
            try:
                session.connection(execution_options={"writes": True})
            except DatabaseTrouble as trouble:
                raise _NotBegun(trouble) from trouble
            token = writing.set(session)
            try:
                for run, group in _by_run(calls).items():
                    given = run(session, [call.item for call in group])
                    answers.update(zip(map(id, group), given, strict=True))
                session.commit()
            finally:
                writing.reset(token)
        return [answers[id(call)] for call in calls]


class _NotBegun(Exception):
    """The transaction could not even begin, so that trying one by one would not help."""

    def __init__(self, trouble: DatabaseTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def _by_run(calls: Sequence[Call[Any, Any]]) -> dict[Callable[..., Any], list[Call[Any, Any]]]:
    groups: dict[Callable[..., Any], list[Call[Any, Any]]] = {}
    for call in calls:
        groups.setdefault(call.run, []).append(call)
    return groups
