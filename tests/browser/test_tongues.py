"""Every kind of page fits a narrow screen in every kind of language: long, right to left, other letters."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from learning.config import ROOT
from learning.db import write
from learning.voices import operations, rules, texts
from learning.web.languages import GREETING
from learning.web.site import site
from tests.browser.cards import come_in
from tests.browser.journeys import CHECK, LESSON, MINE, PRACTICE, Visitors
from tests.browser.test_reach import shoot
from tests.conftest import looking_into
from tests.factories.accounts import a_new_card
from tests.factories.desk import a_translator, speaker, text
from tests.factories.recognition import gives_herself, sends, somebody_at_home
from tests.factories.voices import a_recording, ogg
from tests.support.browser import NARROW, Visitor
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
    "certificate": "/vi/xac-minh/",
    "ready": "/vi/dich/",
    "titles": "/vi/cong-nhan/",
}
CODES = ["vi", "en", "km", "de", "ar"]
FAR = ["km", "de", "ar"]  # tests/browser/test_titles.py has the Vietnamese of these pages
CITIZEN = "/vi/cong-nhan/cong-dan-hoc-tap/"
OWN = {
    "mine": MINE,
    "titles": "/vi/cong-nhan/",
    "answers": f"{CITIZEN}phieu/",
    "question": f"{CITIZEN}phieu/9/",
    "group": f"{CITIZEN}nhom/",
    "place": "/vi/cong-nhan/noi-o/",
    "consent": f"{CITIZEN}dong-y/",
    "send": f"{CITIZEN}gui/",
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
    with looking_into(server):
        greets("km", "Cô Sa", "Chú Rươn")
    try:
        yield server.start()
    finally:
        server.stop()


def greets(code: str, reader: str, hearer: str) -> None:
    """The question on the page of languages has a voice: one read it, another approved."""
    asked = texts.words(site().languages.by_code[code], text(GREETING))
    assert asked is not None
    clip = a_recording(a_translator(reader, code), asked, ogg(), code)
    second = speaker(a_translator(hearer, code), code)
    with write():
        operations.approve(second, clip, rules.name_of(ogg(), "ogg"))


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_wider_than_a_narrow_screen(visitors: Visitors, tongues: Server, code: str) -> None:
    visitor = visitors(tongues.url, screen_size=NARROW)
    for name, path in PAGES.items():
        fits(visitor, path, name, code)


def test_a_learners_own_pages_fit_it_too_and_so_does_her_dossier(visitors: Visitors, tongues: Server) -> None:
    with looking_into(tongues):
        person = somebody_at_home("Bà Thạch Thị Sa Rươn")
        gives_herself(person, [8] * 8)
        card = a_new_card(person).path
    visitor = visitors(tongues.url, screen_size=NARROW)
    come_in(visitor.page, card)
    for code in FAR:
        for name, path in OWN.items():
            fits(visitor, path, f"own-{name}", code)
    with looking_into(tongues):
        dossier = f"/vi/cong-nhan/ho-so/{sends(person).id}/"
    for code in FAR:
        fits(visitor, dossier, "own-dossier", code)
        fits(visitor, "/vi/cong-nhan/", "own-sent", code)


def fits(visitor: Visitor, path: str, name: str, code: str) -> None:
    """In that language, with letters of the usual size and with the largest."""
    page = visitor.go(path.replace("/vi/", f"/{code}/"))
    page.evaluate("document.fonts.ready")  # till then another font draws it, which may be wider
    shoot(visitor, f"tongue-{name}-{code}")
    assert not visitor.scrolls_sideways(), f"{name} in {code}"
    page.evaluate("document.documentElement.dataset.chu = 'rat-to'")
    assert not visitor.scrolls_sideways(), f"{name} in {code}, large"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_languages(visitors: Visitors, tongues: Server, scheme: str) -> None:
    visitor = visitors(tongues.url, color_scheme=scheme)
    visitor.go("/vi/ngon-ngu/")
    shoot(visitor, f"tongues-{scheme}")
    assert visitor.axe() == []


def test_a_language_is_heard_before_anything_is_read_and_nothing_is_chosen_by_it(
    visitors: Visitors, tongues: Server
) -> None:
    page = visitors(tongues.url).go("/vi/ngon-ngu/")
    khmer = page.locator(".tongue", has_text="ភាសាខ្មែរ")
    with page.expect_request("**/giong/*"):
        khmer.get_by_role("button", name="Nghe").click()
    assert page.url.endswith("/vi/ngon-ngu/")
    silent = page.locator(".tongue", has_text="Hmôngz")  # nobody has read it, and no machine speaks it
    expect(silent.get_by_role("button")).to_have_count(0)
    plain = visitors(tongues.url, java_script_enabled=False).go("/vi/ngon-ngu/")
    # Chromium whose scripts a test switches off goes on hiding <noscript>; its content is read all the same.
    expect(plain.locator(".tongue", has_text="ភាសាខ្មែរ").locator("audio")).to_be_attached()


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
