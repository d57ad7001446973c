"""Answers kept: 16 writers, one answer a request, each acknowledged only when it is on disk."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

from sqlalchemy import create_engine, text

from tests.bench import serving
from tests.bench.learner import Learner
from tests.bench.loading import Outcome, exchange
from tests.bench.report import Line, Part
from tests.bench.serving import Running

PART = Part("answers kept: 16 writers, two workers, one answer a request, each durable")
WRITERS = 16
SECONDS = 5
FORCED = 200
BUDGETS = {"SQLite": (500, 100), "PostgreSQL": (800, None)}


def answers() -> Iterator[Line]:
    """On both databases; and how quick the disk itself is, which bounds all that is durable."""
    yield PART.least("the disk itself: 4 KB written and forced to it", _forced_writes(), "/s")
    for name, (rate, p99) in BUDGETS.items():
        with serving.site(name.lower()) as site:
            writers = [Learner(site.url) for _ in range(WRITERS)]
            _write(site, writers, 1)
            there, computed = _rows(site), site.cpu_seconds
            outcome = _write(site, writers, SECONDS)
            cost = 1e6 * (site.cpu_seconds - computed) / max(1, outcome.answers)
            missing = there + outcome.answers - outcome.wrong - _rows(site)
        note = f"p50 {outcome.p50:.0f} ms, p95 {outcome.p95:.0f} ms"
        yield PART.least(f"{name}: answers", outcome.rate, "/s", rate, f"{cost:,.0f} µs of computing each")
        yield PART.most(f"{name}: p99", outcome.p99, "ms", p99, note)
        yield PART.most(
            f"{name}: refused, or acknowledged and not there", outcome.wrong + abs(missing), "", 0
        )


def _write(site: Running, writers: Sequence[Learner], seconds: float) -> Outcome:
    return exchange(site.url, [writer.answers() for writer in writers], seconds, is_stored)


def is_stored(status: int, body: bytes) -> bool:
    """Was the one answer of this request kept?"""
    return status == 200 and len(json.loads(body)["stored"]) == 1


def _rows(site: Running) -> int:
    with closing(create_engine(site.database_url).connect()) as connection:
        found: int = connection.execute(text("SELECT count(*) FROM event")).scalar_one()
        return found


def _forced_writes() -> float:
    block = os.urandom(4096)
    with tempfile.NamedTemporaryFile(prefix="hocso-bench-") as file:
        begun = time.perf_counter()
        for _ in range(FORCED):
            os.write(file.fileno(), block)
            os.fdatasync(file.fileno())
        return FORCED / (time.perf_counter() - begun)
