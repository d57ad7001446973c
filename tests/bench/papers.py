"""How quickly the real server makes signed and printed certificates of a list, also where it is killed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID

from sqlalchemy import select

from learning.credentials.models import Credential
from learning.db import session, write
from learning.jobs import operations, queries
from learning.recognition import lists
from learning.recognition.papers import batch
from tests.bench import serving
from tests.bench.report import Line, Part
from tests.conftest import looking_into
from tests.factories.papers import Offices, a_decided_list, some_offices
from tests.support.printed import numbers_of
from tests.support.server import Server

PART = Part("papers: a list of 1,000, signed and printed by the server's own long work, on SQLite")
MANY = 1000
SECONDS = 600


def papers() -> Iterator[Line]:
    """A thousand, in files of fifty; then a thousand more, the server killed in the middle."""
    with serving.server() as server, looking_into(server):
        offices = some_offices()
        job, begun = _begun(offices, "Huỳnh"), time.perf_counter()
        _until(lambda: _done(job) == MANY)
        took = time.perf_counter() - begun
        note = f"{MANY:,} in {took:.0f} s, {len(queries.parts_of(job))} files"
        yield PART.least("certificates signed, printed and kept", MANY / took, "/s", 20, note)
        yield _killed(server, _begun(offices, "Ngọc"))


def _killed(server: Server, job: UUID) -> Line:
    """What is missing, there twice, or signed and never printed, after kill -9 and a new start."""
    _until(lambda: _done(job) >= MANY // 2)
    server.kill()
    at = _done(job)
    server.restart()
    _until(lambda: _done(job) == MANY)
    printed = numbers_of(job)
    signed = Counter(session().execute(select(Credential.number)).scalars())
    wrong = {
        "missing": MANY - len(printed),
        "on paper twice": printed.total() - len(printed),
        "never signed": len(printed - signed),
        "signed twice, or never printed": abs(signed.total() - 2 * MANY),
    }
    told = f"killed after {at:,}" + "".join(f"; {what}: {many}" for what, many in wrong.items() if many)
    return PART.most("wrong after kill -9 in the middle", sum(wrong.values()), "", 0, told)


def _begun(offices: Offices, called: str) -> UUID:
    list_id = a_decided_list(offices, [f"Nguyễn Thị {called} {number}" for number in range(MANY)])
    told = batch.arguments(lists.entries_of(list_id))
    with write():
        return operations.begin(batch.CERTIFICATES.name, told, MANY, offices.officer, "vi")


def _done(job: UUID) -> int:
    session().rollback()
    found = queries.job(job)
    return found.done if found else 0


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the list was never finished")
        time.sleep(0.1)
