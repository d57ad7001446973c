"""Every kind of page fits a narrow screen in every kind of language: long, right to left, other letters."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from learning.config import ROOT
from tests.browser.journeys import CHECK, LESSON, MINE, PRACTICE, Visitors
from tests.browser.test_reach import shoot
from tests.support.browser import NARROW
from tests.support.databases import Databases
from tests.support.pseudo import add_language, longer
from tests.support.server import Server

PAGES = {
    "home": "/vi/",
    "languages": "/vi/ngon-ngu/",
    "find": "/vi/tim/?tim=lua+dao",
    "course": "/vi/khoa/an-toan/",
    "lesson": LESSON,
    "practice": PRACTICE,
    "check": CHECK,
    "note": f"{LESSON}ghi-nho/",
    "radio": f"{LESSON}phat-thanh/",
    "mine": MINE,
    "review": "/vi/on-tap/",
    "enter": "/vi/vao/",
}


@pytest.fixture(scope="module")
def tongues(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server with every language of the table, and two made-up ones."""
    folder = tmp_path_factory.mktemp("tongues")
    translations = folder / "translations"
    shutil.copytree(ROOT / "translations", translations)
    table = translations / "languages.toml"
    table.write_text(table.read_text().replace('status = "registered"', 'status = "draft"'))
    add_language(translations, "de", longer)
    add_language(translations, "ar", longer, "rtl")
    server = Server(folder, databases.prepared(), TRANSLATIONS_DIR=str(translations))
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.mark.parametrize("code", ["vi", "en", "km", "de", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_narrow_screen(
    visitors: Visitors, tongues: Server, name: str, code: str
) -> None:
    visitor = visitors(tongues.url, screen_size=NARROW)
    page = visitor.go(PAGES[name].replace("/vi/", f"/{code}/"))
    page.wait_for_timeout(200)
    shoot(visitor, f"tongue-{name}-{code}")
    assert not visitor.scrolls_sideways()
    page.evaluate("document.documentElement.dataset.chu = 'rat-to'")
    assert not visitor.scrolls_sideways()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_languages(visitors: Visitors, tongues: Server, scheme: str) -> None:
    visitor = visitors(tongues.url, color_scheme=scheme)
    visitor.go("/vi/ngon-ngu/")
    shoot(visitor, f"tongues-{scheme}")
    assert visitor.axe() == []


def test_a_touch_on_her_language_brings_everything_in_it(visitors: Visitors, tongues: Server) -> None:
    visitor = visitors(tongues.url)
    page = visitor.go("/vi/ngon-ngu/")
    page.locator(".tongue", has_text="ភាសាខ្មែរ").click()
    expect(page.locator("html")).to_have_attribute("lang", "km")
    page.goto(tongues.url)
    expect(page.locator("html")).to_have_attribute("lang", "km")


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("km", "Noto Sans Khmer"),
        ("blt", "Noto Sans Tai Viet"),
        ("cjm", "Noto Sans Cham"),
        ("rad", "Noto Sans"),
    ],
)
def test_its_own_font_draws_a_language(visitors: Visitors, tongues: Server, code: str, family: str) -> None:
    page = visitors(tongues.url).go(f"/{code}/ngon-ngu/")
    page.evaluate("document.fonts.ready")
    states = page.evaluate("[...document.fonts].map((each) => [each.family.replace(/\"/g, ''), each.status])")
    assert [family, "loaded"] in states
