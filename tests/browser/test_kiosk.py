"""A shared device in a real browser: it asks, clears itself, and its profile folder remembers nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from learning.accounts import queries as people
from learning.ids import new_id
from tests.browser.journeys import CHECK, LESSON, Visitors, answer, answer_all, follow, wait_until_rested
from tests.browser.test_handover import CAMERA, HOLD
from tests.conftest import looking_into
from tests.factories.accounts import a_card, a_learner
from tests.factories.classes import a_class, a_member, a_trainer
from tests.factories.kiosk import a_code
from tests.support.browser import DESKTOP, FLAGS, NARROW, Visitor, with_windows
from tests.support.server import Server

HOME = re.compile(r"/vi/quay/$")
NAME = "Bà Kăn Nhiên Hrưm"
PICTURES = ("Trâu", "Hoa sen", "Cá")


@pytest.fixture
def kiosk(visitor: Visitor, live_server: Server) -> Visitor:
    """A device that somebody paired, at its front page."""
    visitor.troubles.expect("Clear-Site-Data")
    pair(visitor.page, live_server)
    return visitor


def pair(page: Page, server: Server, class_name: str | None = None) -> None:
    with looking_into(server):
        trainer = a_trainer(f"Chị Mai {str(new_id())[:13]}")
        group = a_class(trainer, class_name) if class_name else None
        if group:
            a_card(a_member(group, trainer, NAME))
        code = a_code(trainer, group)
    page.goto("/vi/quay/")
    page.fill("#code", code)
    page.click("main form button")
    page.locator("[data-kiosk-home]").wait_for()  # at the very address where it was asked for the code
    page.wait_for_load_state()


def choose_pictures(page: Page) -> None:
    page.locator(".picture-button").first.wait_for()
    page.wait_for_load_state()  # and its script, which gathers the taps
    for word in PICTURES:
        page.click(f'.picture-button:has-text("{word}")')
    page.wait_for_url("**/vao/chao/**")


def test_learning_on_a_kiosk_takes_one_tap_and_is_kept(kiosk: Visitor, live_server: Server) -> None:
    page = kiosk.page
    page.click(".kiosk-wishes a >> nth=0")
    page.wait_for_url("**" + LESSON)
    kiosk.go(CHECK)
    answer_all(page)
    page.click(".kiosk-bar a")
    expect(page.locator(".slip")).to_contain_text("Nhận biết")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_nobody_touches_and_the_device_clears_itself(kiosk: Visitor) -> None:
    page = kiosk.page
    page.clock.install()
    kiosk.go(CHECK)
    page.locator(".kiosk-bar").wait_for()
    answer(page)
    wait_until_rested(page, "verify")  # it has scrolled to the next question, which counts as a touch
    page.clock.run_for(46_000)
    expect(page.locator("[data-ask]")).to_be_visible()
    expect(page.locator("[data-stay]")).to_be_focused()
    assert kiosk.axe() == []
    page.clock.run_for(16_000)
    page.wait_for_url(HOME)
    kiosk.go("/vi/cua-toi/")
    expect(page.locator("main")).to_contain_text("Bác chưa làm bài nào")


def test_a_reminder_that_did_not_come_is_asked_for_again(kiosk: Visitor) -> None:
    kiosk.troubles.expect("answered 503")
    kiosk.context.route("**/quay/nhac", lambda route: route.fulfill(status=503), times=1)
    page = kiosk.go(LESSON)
    expect(page.locator(".kiosk-bar")).to_be_visible()


@pytest.mark.parametrize("way", ["touch", "Escape"])
def test_whoever_is_still_here_goes_on(kiosk: Visitor, way: str) -> None:
    page = kiosk.page
    page.clock.install()
    kiosk.go(LESSON)
    page.locator(".kiosk-bar").wait_for()
    page.clock.run_for(46_000)
    expect(page.locator("[data-ask]")).to_be_visible()
    page.click("[data-stay]") if way == "touch" else page.keyboard.press("Escape")
    expect(page.locator("[data-ask]")).to_be_hidden()
    page.clock.run_for(30_000)
    assert page.url.endswith(LESSON)


def test_back_from_the_front_page_leads_nowhere(kiosk: Visitor) -> None:
    page = kiosk.page
    page.click(".kiosk-wishes a >> nth=0")
    page.locator(".kiosk-bar a").click()
    page.locator("main [data-leave]").click()
    page.wait_for_url(HOME)
    page.evaluate("history.back()")
    page.wait_for_timeout(300)
    assert HOME.search(page.url)


def test_a_scanner_types_into_the_card_field(kiosk: Visitor, live_server: Server) -> None:
    with looking_into(live_server):
        card = a_card(a_learner(NAME))
    page = kiosk.page
    page.keyboard.type(f"https://hoc.example.vn{card.path}\n")
    choose_pictures(page)
    expect(page.locator("main")).to_contain_text(NAME)
    assert card.token not in page.url


def test_a_name_of_the_class_and_three_pictures_are_enough(visitors: Visitors, live_server: Server) -> None:
    visitor = visitors(screen_size=DESKTOP)
    visitor.troubles.expect("Clear-Site-Data")
    pair(visitor.page, live_server, "Lớp tối thôn Thượng")
    follow(visitor.page, visitor.page.get_by_role("link", name="Tôi ở lớp tối thôn Thượng"))
    assert visitor.axe() == []
    visitor.page.click(f"button:has-text('{NAME}')")
    choose_pictures(visitor.page)
    expect(visitor.page.locator("main")).to_contain_text(NAME)


@pytest.mark.parametrize("size", [NARROW, DESKTOP])
def test_the_front_page_is_sound_on_every_screen(
    visitors: Visitors, live_server: Server, size: tuple[int, int]
) -> None:
    visitor = visitors(screen_size=size)
    visitor.troubles.expect("Clear-Site-Data")
    pair(visitor.page, live_server)
    assert not visitor.scrolls_sideways()
    assert visitor.axe() == []


def test_the_front_page_works_by_keyboard(kiosk: Visitor) -> None:
    page = kiosk.page
    page.locator(".kiosk-wishes a >> nth=0").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**" + LESSON)


# ── What the disk remembers ──


@contextmanager
def profile(chromium: Browser, folder: Path, server: Server) -> Iterator[Page]:
    """A browser with a profile folder of its own, closed at the end so that all of it is on the disk."""
    context = chromium.browser_type.launch_persistent_context(
        str(folder), executable_path=with_windows(), args=FLAGS, base_url=server.url
    )
    try:
        yield context.pages[0]
    finally:
        context.close()


def found_in(folder: Path, canary: str) -> list[str]:
    needles = [canary.encode(code) for code in ("utf-8", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


def test_after_a_sitting_the_profile_folder_knows_nobody(
    chromium: Browser, tmp_path: Path, live_server: Server
) -> None:
    with looking_into(live_server):
        person = a_learner(NAME)
        card = a_card(person)
    with profile(chromium, tmp_path / "profile", live_server) as page:
        pair(page, live_server)
        page.fill("[data-scanned]", card.number)
        page.keyboard.press("Enter")
        choose_pictures(page)
        page.goto(CHECK)
        page.locator(".kiosk-bar").wait_for()
        answer_all(page)
        page.click(".kiosk-bar a")
        expect(page.locator(".slip")).to_contain_text(NAME)
        page.click("main [data-leave]", timeout=90_000)  # a busy disk clears a whole profile slowly
        page.wait_for_url(HOME)
    with looking_into(live_server):
        assert people.person(person) is not None
    for canary in (NAME, card.number, card.token, str(person), person.hex):
        assert (canary, found_in(tmp_path / "profile", canary)) == (canary, [])
    assert found_in(tmp_path / "profile", "/vi/quay/") != []  # the search does find what is there


def test_a_card_is_read_by_the_camera_and_nothing_of_the_picture_is_kept(
    kiosk: Visitor, live_server: Server
) -> None:
    page = kiosk.page
    with looking_into(live_server):
        card = a_card(a_learner(NAME))
    drawn = segno.make(f"http://hoc.example{card.path}", error="m", micro=False)
    kiosk.context.add_init_script(CAMERA)
    page.reload()
    page.click("[data-scan]")
    page.wait_for_function("() => window.sight && document.querySelector('video').videoWidth > 0")
    page.evaluate(HOLD, drawn.png_data_uri(scale=8, border=4))
    expect(page.locator(".picture-button").first).to_be_visible()
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
