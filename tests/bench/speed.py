"""How much the site answers beside an empty Flask view, and how long readers wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

import httpx

from learning.config import ROOT
from learning.web.assets import Assets
from tests.bench import serving
from tests.bench.learner import Learner, content
from tests.bench.loading import Outcome, load, loader
from tests.bench.report import Line, Part
from tests.bench.serving import Running

THROUGHPUT = Part(
    "throughput: requests a second at 16 connections, beside an empty Flask view in the same run"
)
READERS = Part(
    "waiting: 50 readers at once, each asking again as soon as she has her page (the longest p95 of three)"
)
ROUNDS = 3
SECONDS = 2
BROTLI = {"Accept-Encoding": "gzip, deflate, br"}
PUBLIC, PERSONAL = 60, 20


@dataclass(frozen=True, slots=True)
class Target:
    """An address to load, and what part of an empty view's throughput it should keep."""

    what: str
    server: Running
    path: str
    headers: Mapping[str, str]
    budget: float | None = None

    def load(self, connections: int, seconds: float = SECONDS) -> tuple[Outcome, float]:
        """What came, and the computing time of the server for one answer, in microseconds."""
        before = self.server.cpu_seconds
        outcome = load(
            self.server.url + self.path, connections=connections, seconds=seconds, headers=self.headers
        )
        return outcome, 1e6 * (self.server.cpu_seconds - before) / max(1, outcome.answers)


def throughput() -> Iterator[Line]:
    """Rounds of all targets in turn, so that a bad moment of the machine meets all of them."""
    with ExitStack() as stack:
        site = stack.enter_context(serving.site())
        empty = Target("an empty Flask view", stack.enter_context(serving.bare(like=site)), "/", {})
        targets = [*_beside(site), *_public(site), *_personal(site)]
        rates: dict[str, list[float]] = {}
        costs: dict[str, list[float]] = {}
        wrong = 0
        for target in (empty, *targets):
            target.load(16, 1)  # first asking compiles and compresses
        for _ in range(ROUNDS):
            for target in (empty, *targets):
                outcome, cost = target.load(16)
                rates.setdefault(target.what, []).append(outcome.rate)
                costs.setdefault(target.what, []).append(cost)
                wrong += outcome.wrong
    yield THROUGHPUT.least(
        empty.what,
        median(rates[empty.what]),
        "/s",
        None,
        f"{_cost(costs, empty)}; load by {loader()}",
    )
    for target in targets:
        share = median(own / yard for own, yard in zip(rates[target.what], rates[empty.what], strict=True))
        note = f"{median(rates[target.what]):,.0f} /s, {_cost(costs, target)}"
        yield THROUGHPUT.least(target.what, 100 * share, "%", target.budget, note)
    yield THROUGHPUT.most("answers that were not 200", wrong, "", 0)


def readers() -> Iterator[Line]:
    """Each kind of page alone, so that a quick one does not hide a slow one."""
    with serving.site() as site:
        for target in (*_public(site), *_personal(site)):
            target.load(50, 1)
            outcomes = [target.load(50, 1)[0] for _ in range(ROUNDS)]
            worst = max(outcome.p95 for outcome in outcomes)
            wrong = sum(outcome.wrong for outcome in outcomes)
            note = f"p50 {median(outcome.p50 for outcome in outcomes):.0f} ms"
            yield READERS.most(
                target.what, worst, "ms", 300, note + (f", {wrong} wrong answers" if wrong else "")
            )


def _beside(site: Running) -> list[Target]:
    style = Assets.load(ROOT / "static").address("css/site.css")
    return [Target("a static file (the stylesheet)", site, style, BROTLI)]


def _public(site: Running) -> list[Target]:
    course = content().courses[0]
    module = course.modules[0]
    lesson = f"/vi/bai/{module.id}/"
    pages = {
        "home": "/vi/",
        "course": f"/vi/khoa/{course.id}/",
        "lesson": lesson,
        "check": f"{lesson}kiem-tra/1/",
    }
    rehearsed = next(each for each in content().modules if each.practice)
    pages["practice"] = f"/vi/bai/{rehearsed.id}/thuc-hanh/"
    targets = [Target(f"{name}, public", site, path, BROTLI, PUBLIC) for name, path in pages.items()]
    etag = httpx.get(site.url + lesson, headers=BROTLI, timeout=30).headers["ETag"]
    return [*targets, Target("lesson, not modified (304)", site, lesson, {**BROTLI, "If-None-Match": etag})]


def _personal(site: Running) -> list[Target]:
    learner = Learner(site.url)
    learner.learn(content().modules[:4])
    signed_in = {**BROTLI, "Cookie": learner.cookie}
    pages = {"her own page": "/vi/cua-toi/", "her fragment": "/vi/cua-toi/the", "review": "/vi/on-tap/"}
    return [
        Target(f"{name}, signed in, 4 modules", site, path, signed_in, PERSONAL)
        for name, path in pages.items()
    ]


def _cost(costs: Mapping[str, list[float]], target: Target) -> str:
    return f"{median(costs[target.what]):,.0f} µs of computing"
