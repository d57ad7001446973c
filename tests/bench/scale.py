"""What pages, files and answers take with a country in the database. `BIG=2000000 … --only scale`."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from flask import Flask
from lxml.html import fromstring
from sqlalchemy import event, select

from learning import sheets
from learning.accounts import operations as accounts
from learning.classes import operations
from learning.classes import queries as classes
from learning.cli import register
from learning.config import Settings
from learning.db import db, session, write
from learning.factory import create_app
from learning.records.models import PersonSummary
from learning.reports import tallies
from learning.reports.models import PlacePerson
from tests.bench import serving
from tests.bench.answers import WRITERS, is_stored
from tests.bench.big.filling import Filled, fill
from tests.bench.learner import Learner
from tests.bench.loading import exchange
from tests.bench.report import Line, Part
from tests.support import postgres
from tests.support.client import Visit
from tests.support.databases import let_go
from tests.support.server import SECRET, Server
from tests.support.site import Site

PAGES = Part("a country in PostgreSQL: what a page asks and takes, without the wire (median of seven)")
FILES = Part("a country in PostgreSQL: files out and in")
WRITTEN = Part("a country in PostgreSQL: answers kept by 16 writers, two workers")
USUAL = 200_000
ROUNDS = 7
SECONDS = 5
A_LIST = 200
SIGNED_IN = 2  # statements that say who asks and may
OWN = {"Sec-Fetch-Site": "same-origin"}
# A server for a country has more memory than the one of the tests.
MEMORY = {"shared_buffers": "1GB", "effective_cache_size": "8GB", "max_wal_size": "8GB"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that was asked for: how long it took, in how many statements, and how much came."""

    status: int
    milliseconds: float
    computing: float
    statements: int
    kilobytes: float

    @property
    def note(self) -> str:
        return (
            f"{self.computing:.0f} ms of computing, {self.statements} statements, {self.kilobytes:,.0f} KB"
            + ("" if self.status == 200 else f", answered {self.status}")
        )


def scale() -> Iterator[Line]:
    """Fill it, ask for pages and files as those who may, then let phones send."""
    with _database() as url, tempfile.TemporaryDirectory(prefix="hocso-bench-") as folder:
        app = _app(url, Path(folder))
        with app.app_context():
            filled = fill(url, int(os.environ.get("BIG") or USUAL), 1945, _tell)
            yield PAGES.least("filling it", filled.rows / filled.seconds, "rows/s", None, filled.story)
            yield _tallies()
            yield from _pages(app, filled)
            yield from _files(app, filled)
            db.session.remove()
            let_go(db.engine)
        yield from _answers(url, Path(folder))


@contextmanager
def _database() -> Iterator[str]:
    with postgres.own(MEMORY) as server:
        yield server.url.replace("postgresql://", "postgresql+psycopg://")


def _app(url: str, folder: Path) -> Flask:
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key=SECRET, environment="testing"))
    app.test_client_class = Visit
    register(app)
    app.test_cli_runner().invoke(args=["prepare"], catch_exceptions=False)
    return app


def _tallies() -> Line:
    """Where each counts is there already; every place is counted anew, as after a restore."""
    with write():
        places = session().execute(select(PlacePerson.place_id).distinct()).scalars().all()
        tallies.mark_places(places)
    begun = time.perf_counter()
    tallies.catch_up()
    took = time.perf_counter() - begun
    what = "figures of all places, counted anew"
    return PAGES.least(what, len(places) / took, "places/s", None, f"{len(places):,} places in {took:,.0f} s")


# ── Pages ──


def _pages(app: Flask, filled: Filled) -> Iterator[Line]:
    site = Site(app)
    there = {"class_id": filled.class_id, "place_id": filled.commune.id}
    site.sign_in(filled.trainer, "staff")
    shown = asked(site, "classes.show", **there)
    yield PAGES.most("class, 40 people × 30 lessons", shown.milliseconds, "ms", 50, shown.note)
    yield PAGES.most("its statements, beside who asks", shown.statements - SIGNED_IN, "", 8)
    lesson = app.extensions["hocso"].catalog.modules[0].id
    yield _page("class, one lesson", asked(site, "classes.module", module_id=lesson, **there))
    learner = classes.members(filled.class_id)[0].person
    yield _page("class, one person", asked(site, "classes.person", person_id=learner, **there))
    for role, place in (("officer", filled.commune), ("administrator", filled.commune)):
        site.sign_in(somebody(role, place.path), "staff")
        yield _page(f"list of classes, {role} of the commune", asked(site, "classes.index"))
        yield _page(f"log of staff, {role} of the commune", asked(site, "staff.log"))
    yield from _results(site, filled)
    yield from _own(site)


def _results(site: Site, filled: Filled) -> Iterator[Line]:
    """The commune's and the province's, by whichever address answers with the results of a place."""
    site.sign_in(somebody("officer", filled.commune.path), "staff")
    learners = len(classes.learners_at(filled.commune.path))
    yield _results_line(site, f"commune, {learners:,} people", filled.commune.id, 100)
    site.sign_in(somebody("officer", filled.province.path), "staff")
    yield _page("list of classes, officer of the province", asked(site, "classes.index"))
    yield _page("log of staff, officer of the province", asked(site, "staff.log"))
    half = f"province, half of the classes of {filled.people:,} people"
    yield _results_line(site, half, filled.province.id, 300)


def _results_line(site: Site, what: str, place: UUID, budget: float) -> Line:
    for endpoint in results_pages(site.app):
        shown = asked(site, endpoint, place_id=place)
        if shown.status == 200:
            return _page(what, shown, budget)
    return Line(PAGES.title, what, None, "ms", budget, note="no page of results answers for this place")


def results_pages(app: Flask) -> list[str]:
    """The pages of results that need nothing but a place."""
    return sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("reports.")
        and "GET" in (rule.methods or ())
        and rule.arguments == {"language", "place_id"}
        and rule.rule.endswith("/ket-qua/")
    )


def _own(site: Site) -> Iterator[Line]:
    """Her own pages, with all the others in the table: of whoever learned the most."""
    most = select(PersonSummary.person_id).order_by(PersonSummary.answers.desc()).limit(1)
    site.sign_out()
    site.sign_in(session().execute(most).scalar_one())
    for what, endpoint in (("her own page", "study.mine"), ("review", "study.review")):
        yield _page(what, asked(site, endpoint))


def somebody(role: str, place: str) -> UUID:
    """Somebody of the staff there."""
    person = accounts.create_staff(f"{role} {place} {time.monotonic_ns()}", "lúa nếp thơm đồng xa")
    with write():
        accounts.grant(person, role, place)
    return person


def asked(site: Site, endpoint: str, **values: Any) -> Asked:
    """Ask some times for a page; what the address does not need is left out."""
    rule = next(one for one in site.app.url_map.iter_rules() if one.endpoint == endpoint)
    path = site.address(endpoint, **{name: one for name, one in values.items() if name in rule.arguments})
    return _timed(lambda: site.client.get(path))


def _timed(ask: Callable[[], Any], rounds: int = ROUNDS) -> Asked:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    answer = ask()
    times = []
    computed = time.process_time()
    event.listen(db.engine, "before_cursor_execute", note)
    for _ in range(rounds):
        begun = time.perf_counter()
        answer = ask()
        times.append(1000 * (time.perf_counter() - begun))
    event.remove(db.engine, "before_cursor_execute", note)
    computing = 1000 * (time.process_time() - computed) / rounds
    size = len(answer.data) / 1000
    return Asked(answer.status_code, median(times), computing, len(statements) // rounds, size)


def _page(what: str, shown: Asked, budget: float | None = 300) -> Line:
    return PAGES.most(what, shown.milliseconds, "ms", budget, shown.note)


# ── Files ──


def _files(app: Flask, filled: Filled) -> Iterator[Line]:
    site = Site(app)
    site.sign_in(filled.trainer, "staff")
    shown = asked(site, "classes.export", class_id=filled.class_id)
    yield FILES.most("class as .xlsx", shown.milliseconds, "ms", None, shown.note)
    site.sign_in(somebody("officer", filled.commune.path), "staff")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("reports.") and rule.rule.endswith(".xlsx"):
            shown = asked(site, rule.endpoint, place_id=filled.commune.id)
            yield FILES.most(
                f"commune as .xlsx ({rule.endpoint})", shown.milliseconds, "ms", None, shown.note
            )
    site.sign_in(filled.trainer, "staff")
    yield from _rosters(site, filled)


def _rosters(site: Site, filled: Filled) -> Iterator[Line]:
    """A thousand people on five lists, each into a class of its own: looked at, then taken in."""
    looking = taking = 0.0
    lists = 5
    for number in range(lists):
        rows = [[f"Thạch Thị Bưởi {'I' * number}{at}", 1950 + at % 50, "Tân Lập"] for at in range(A_LIST)]
        sent = sheets.workbook("Danh sach", ("Họ và tên", "Năm sinh", "Ấp, thôn, bản"), rows, [30, 10, 20])
        with write():
            group = operations.make_class(f"Danh sách {number}", filled.commune.path, [], [], filled.trainer)
        path = site.address("classes.import_roster", class_id=group)
        begun = time.perf_counter()
        shown = site.client.post(path, data={"tep": (io.BytesIO(sent), "danh-sach.xlsx")}, headers=OWN)
        looked = time.perf_counter()
        kept = _field(shown.get_data(as_text=True), "rows")
        done = site.client.post(path, data={"rows": kept}, headers=OWN)
        taking += time.perf_counter() - looked
        looking += looked - begun
        assert done.status_code == 200, done.status_code
        assert classes.size_of(group) == A_LIST, classes.size_of(group)
    yield FILES.most("lists of 1,000 people, looked at", looking, "s", None, f"{lists} files")
    yield FILES.most("lists of 1,000 people, taken in", taking, "s")


def _field(html: str, name: str) -> str:
    found = next(one for one in fromstring(html).iter("input") if one.get("name") == name)
    return found.get("value") or ""


# ── Answers ──


def _answers(url: str, folder: Path) -> Iterator[Line]:
    server = Server(folder, url, workers=serving.WORKERS)
    try:
        started = server.start()
        writers = [Learner(started.url) for _ in range(WRITERS)]
        exchange(started.url, [writer.answers() for writer in writers], 1, is_stored)
        outcome = exchange(started.url, [writer.answers() for writer in writers], SECONDS, is_stored)
    finally:
        server.stop()
    note = f"p50 {outcome.p50:.0f} ms, p95 {outcome.p95:.0f} ms, p99 {outcome.p99:.0f} ms"
    yield WRITTEN.least("answers", outcome.rate, "/s", 800, note)
    yield WRITTEN.most("refused", outcome.wrong, "", 0)


def _tell(words: str) -> None:
    sys.stderr.write(f"bench: {words}\n")
