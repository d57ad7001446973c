"""Servers in step: a long storm between a centre and its province, and what it costs to note what changes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from sqlalchemy import delete, text

from learning.clock import now
from learning.db import db, session, write
from learning.factory import create_app
from learning.ids import new_id
from learning.peers.models import Peer
from learning.records import operations as records
from tests.bench import serving
from tests.bench.report import Line, Part
from tests.conftest import close, looking_into, settings_for
from tests.factories.accounts import a_learner
from tests.factories.records import DEVICE, Version, a_check, a_version
from tests.support.hell import a_seed
from tests.support.pair import Pair
from tests.support.storm import through_a_storm

STORM = Part(
    "a centre on SQLite and its province on PostgreSQL: both write, the line is cut, either is killed, sticks"
)
NOTING = Part("storing a check's answers, beside the same without any trigger of the feeds")
KINDS = {"SQLite": "sqlite", "PostgreSQL": "postgresql"}
ROUNDS, CUTS = 40, 10
TURNS, CHECKS = 15, 12


def storm() -> Iterator[Line]:
    """In the end both hold all that either wrote, once, and what follows from it is as computed anew."""
    with serving.server("postgresql") as province, tempfile.TemporaryDirectory() as folder:
        own = Path(folder)
        centre = create_app(settings_for(f"sqlite:///{own / 'centre.db'}", own / "data"))
        pair = Pair(centre, province)
        pair.command("prepare")
        pair.join()
        begun = time.monotonic()
        told = through_a_storm(pair, a_seed(), own, rounds=ROUNDS, cuts=CUTS)
        took = time.monotonic() - begun
        close(centre)
    yield STORM.most("lost, doubled, changed, or computed otherwise", len(told.wrong), "", 0, told.story)
    yield STORM.most(f"{ROUNDS} rounds", took, "s", note=" · ".join(told.wrong[:3]))


def noting() -> Iterator[Line]:
    """By turns in one run, so that whatever else the machine does falls on each alike."""
    for name, kind in KINDS.items():
        with serving.server(kind) as server, looking_into(server):
            took = _by_turns(a_version())
        bare = took["without triggers"]
        for what in ("nobody paired", "a server paired"):
            ratio = median(one / other for one, other in zip(took[what], bare, strict=True))
            each = f"{1000 * median(took[what]) / CHECKS:.1f} ms a check"
            yield NOTING.most(f"{name}, {what}", ratio, "×", note=each)


def _by_turns(version: Version) -> dict[str, list[float]]:
    states: dict[str, Callable[[], None]] = {
        "without triggers": lambda: _triggers(are_on=False),
        "nobody paired": lambda: _triggers(are_on=True),
        "a server paired": _pair_somebody,
    }
    took: dict[str, list[float]] = {state: [] for state in states}
    for turn in range(TURNS + 1):
        for state, begin in states.items():
            with write() as current:
                current.execute(delete(Peer))
            begin()
            person = a_learner()  # somebody new: the longer a record, the more is computed
            started = time.perf_counter()
            for number in range(CHECKS):
                records.append(person, DEVICE, a_check(version, minute=number))
            if turn:  # the first warms up
                took[state].append(time.perf_counter() - started)
    return took


def _triggers(*, are_on: bool) -> None:
    """Those that note events: away, or there."""
    if db.engine.dialect.name == "postgresql":
        with write() as current:
            does = "ENABLE" if are_on else "DISABLE"
            current.execute(text(f"ALTER TABLE event {does} TRIGGER event_insert_followed"))
        return
    asked = "SELECT sql FROM sqlite_master WHERE name = 'event_insert_followed'"
    made = session().execute(text(asked)).scalar_one_or_none()
    _Sql.made = made or _Sql.made
    with write() as current:
        if are_on and made is None:
            current.connection().exec_driver_sql(_Sql.made)
        elif not are_on and made is not None:
            current.execute(text("DROP TRIGGER event_insert_followed"))


class _Sql:
    """The trigger as the migration made it."""

    made = ""


def _pair_somebody() -> None:
    _triggers(are_on=True)
    counters = dict.fromkeys(("heard", "said", "taken", "given", "refused"), 0)
    with write() as current:
        current.add(
            Peer(
                id=new_id(),
                name="a centre",
                public_key=b"k" * 32,
                is_upstream=False,
                paired_at=now(),
                **counters,
            )
        )
