"""What pages weigh and when they show, in a real Chromium: small phone, slow line, slow processor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import httpx
from playwright.sync_api import Browser

from tests.bench import serving
from tests.bench.learner import content
from tests.bench.report import Line, Part
from tests.bench.wire import Weight, Wire, together
from tests.support.browser import Visitor, launched

PART = Part(
    "pages: Chromium, 360×740, 400 kbit/s, 400 ms, CPU 4× slower; KB of 1,000 bytes, headers included"
)
PAINTS = """() => new Promise((done) => new PerformanceObserver((list) => {
  const first = performance.getEntriesByName('first-contentful-paint')[0];
  done([first ? first.startTime : 0, list.getEntries().slice(-1)[0].startTime]);
}).observe({type: 'largest-contentful-paint', buffered: true}))"""
BLOCKING = """() => performance.getEntriesByType('resource').filter((each) =>
  each.initiatorType === 'script' && each.renderBlockingStatus === 'blocking').length"""
ALL_PICTURES = "() => document.querySelectorAll('img').forEach((picture) => { picture.loading = 'eager'; })"
# Its answer is read: a request whose answer nobody reads is under way for ever.
BECOME_GUEST = """async () => { await (await fetch('/vi/vao/khoa', {method: 'POST',
  body: new URLSearchParams({device: '6f1e7e0a-7c5b-4c55-9a51-2f4b8a7d1c11'})})).text(); }"""
BROTLI = {"Accept-Encoding": "br"}
TIMES = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """A page from a phone that has never seen the site."""

    weight: Weight
    first_paint: float
    largest_paint: float
    blocking: int


def weights() -> Iterator[Line]:
    """The first lesson as it first comes, the way on from there, and everything that a learner ever loads."""
    with serving.site() as site, serving.bare(like=site) as bare, launched() as browser:
        lesson, following = (f"/vi/bai/{module.id}/" for module in content().modules[:2])
        yield from _first(browser, site.url, bare.url, "the first lesson", lesson)
        yield from _way_on(browser, site.url, lesson, following)
        yield from _first(browser, site.url, bare.url, "home", "/vi/")
        yield from _first(browser, site.url, bare.url, "a check", f"{lesson}kiem-tra/1/")
        yield from _ever(browser, site.url, lesson)


def _first(browser: Browser, url: str, bare: str, what: str, path: str) -> Iterator[Line]:
    visits = [_cold(browser, url, path) for _ in range(TIMES)]
    weight = visits[0].weight
    scripts = weight.of("Script")
    yield PART.most(f"{what}, cold", weight.wire / 1000, "KB", 40, weight.kinds)
    yield PART.most(f"{what}: requests", weight.requests, "", 12, f"{scripts.requests} of them scripts")
    flight = weight.of("Document", "Stylesheet").wire / 1000
    yield PART.most(f"{what}: HTML and CSS", flight, "KB", 14.6, "one flight of TCP")
    with_heads = f"{scripts.wire / 1000:.1f} with headers"
    yield PART.most(f"{what}: scripts, compressed", scripts.body / 1000, "KB", 12, with_heads)
    yield PART.most(f"{what}: blocking scripts", max(visit.blocking for visit in visits), "", 0)
    floor = _floor(browser, bare, weight)
    note = f"one line of text under as heavy a stylesheet, with nothing else to load: {floor:.2f} s"
    paint = median(visit.first_paint for visit in visits) / 1000
    yield PART.most(f"{what}: first paint", paint, "s", 1.5, note)
    yield PART.most(f"{what}: largest paint", median(visit.largest_paint for visit in visits) / 1000, "s")


def _floor(browser: Browser, bare: str, weight: Weight) -> float:
    """When a page of these bytes could show at the soonest, on this machine at this moment; in seconds."""
    page, style = (weight.of(kind).wire for kind in ("Document", "Stylesheet"))
    visits = [_cold(browser, bare, f"/floor/{page}/{style}") for _ in range(TIMES)]
    return median(visit.first_paint for visit in visits) / 1000


def _cold(browser: Browser, url: str, path: str) -> Visit:
    visitor = _phone(browser, url)
    wire = Wire(visitor.page)
    page = visitor.go(path)
    weight = wire.take()
    first, largest = page.evaluate(PAINTS)
    visit = Visit(weight, first, largest, page.evaluate(BLOCKING))
    visitor.leave()
    return visit


def _way_on(browser: Browser, url: str, lesson: str, following: str) -> Iterator[Line]:
    visitor = _phone(browser, url)
    wire = Wire(visitor.page)
    page = visitor.go(lesson)
    wire.take()
    page.evaluate(ALL_PICTURES)
    pictures = wire.take()
    note = f"{pictures.requests} pictures that waited for their screen"
    yield PART.most("the first lesson: the rest of its pictures", pictures.wire / 1000, "KB", None, note)
    visitor.go(following)
    weight = wire.take()
    page.evaluate(ALL_PICTURES)
    note = f"{weight.requests} requests; its other pictures {wire.take().wire / 1000:.1f}"
    yield PART.most("the next lesson", weight.wire / 1000, "KB", 12, note)
    visitor.go(lesson)
    yield PART.most("back at the first lesson", wire.take().wire / 1000, "KB", 1)
    page.reload()
    yield PART.most("the first lesson, reloaded", wire.take().wire / 1000, "KB", 1)
    visitor.leave()


def _ever(browser: Browser, url: str, lesson: str) -> Iterator[Line]:
    """Every kind of page, as somebody with a record, so that htmx comes too."""
    visitor = Visitor(browser, url, service_workers="block")
    wire = Wire(visitor.page)
    visitor.go("/vi/").evaluate(BECOME_GUEST)
    rehearsed = next(module for module in content().modules if module.practice)
    pages = ("/vi/", lesson, f"/vi/bai/{rehearsed.id}/thuc-hanh/", f"{lesson}kiem-tra/1/")
    taken = [wire.take()]
    for path in (*pages, "/vi/cua-toi/", "/vi/on-tap/", "/vi/vao/"):
        visitor.go(path)
        taken.append(wire.take())
    visitor.leave()
    scripts = together(taken).of("Script")
    htmx = sum(each.body for each in scripts.fetched if "htmx" in each.url) / 1000
    worker = int(httpx.head(url + "/sw.js", headers=BROTLI, timeout=30).headers["Content-Length"]) / 1000
    note = f"{scripts.requests} files and the service worker; htmx {htmx:.1f} of it, the worker {worker:.1f}"
    every = scripts.body / 1000 + worker
    yield PART.most("all scripts that a learner ever loads, compressed", every, "KB", 30, note)
    yield PART.most("everything but pictures, ever", _without_pictures(taken) / 1000, "KB")


def _without_pictures(taken: list[Weight]) -> int:
    return sum(each.wire for each in together(taken).fetched if each.kind != "Image")


def _phone(browser: Browser, url: str) -> Visitor:
    """Without a service worker: what it fetches or answers never shows on the page's own wire."""
    visitor = Visitor(browser, url, service_workers="block")
    visitor.context.set_default_timeout(60_000)
    visitor.slow_down()
    return visitor
