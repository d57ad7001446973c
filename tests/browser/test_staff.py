"""Staff in a real browser: in by two steps, every page clean for axe and no wider than a narrow screen."""

from __future__ import annotations

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import Visitors
from tests.conftest import looking_into
from tests.factories.accounts import PASSWORD, Phone, a_card, a_phone, a_staff_member
from tests.support.browser import DESKTOP, NARROW
from tests.support.server import Server

STAFF = "/vi/quan-tri/"
PAGES = ("", "toi/", "toi/mat-khau/", "can-bo/", "can-bo/moi/", "nhat-ky/", "du-lieu/")
_numbers = count(1)


def somebody(server: Server, role: str = "administrator") -> tuple[str, Phone]:
    """One of the staff with a phone, known by a name of their own."""
    name = f"Cô Mai {next(_numbers)} {role}"
    with looking_into(server):
        phone, _ = a_phone(a_staff_member(name, role))
    return name, phone


def come_in(page: Page, name: str, phone: Phone, wanted: str = STAFF) -> None:
    page.goto(wanted)
    page.click("main a:has-text('Vào bằng tên và mật khẩu')")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    page.fill("#code", phone.code())
    page.click("main form button[type=submit]")
    expect(page).to_have_url(re.compile(f"^[^?]+{wanted}$"))  # the page of the code has it behind its ?


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_staff(
    visitors: Visitors, live_server: Server, scheme: str
) -> None:
    visitor = visitors(color_scheme=scheme, screen_size=DESKTOP if scheme == "dark" else NARROW)
    visitor.troubles.expect("401")
    come_in(visitor.page, *somebody(live_server))
    for path in PAGES:
        visitor.go(STAFF + path)
        assert visitor.axe() == [], path
        assert not visitor.scrolls_sideways(), path


def test_a_role_is_handed_over_by_keyboard_and_the_pages_between_are_clean(
    visitors: Visitors, live_server: Server
) -> None:
    visitor = visitors(screen_size=NARROW)
    visitor.troubles.expect("401")
    page = visitor.page
    old, _ = somebody(live_server, "officer")
    new, _ = somebody(live_server, "trainer")
    come_in(page, *somebody(live_server), "/vi/quan-tri/can-bo/")
    page.get_by_label("Tìm theo tên").fill(old)  # a page shows forty of those who work here
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for name in (old, "Bàn giao"):
        page.get_by_role("link", name=name).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert visitor.axe() == []
        assert not visitor.scrolls_sideways()
    page.get_by_label(new).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Bàn giao").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(new)
    expect(page.locator("main")).to_contain_text("Cán bộ ở mọi nơi")


def test_setting_up_a_phone_and_printing_the_codes(visitors: Visitors, live_server: Server) -> None:
    visitor = visitors(screen_size=NARROW)
    page = visitor.page
    with looking_into(live_server):
        a_staff_member("Chú Bảy", "trainer")
    page.goto("/vi/vao/can-bo/")
    page.fill("#name", "Chú Bảy")
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/buoc-hai/dat/")
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()
    phone = Phone((page.text_content(".secret") or "").replace(" ", ""))
    page.fill("#code", phone.code())
    page.click("ol button[type=submit]")
    expect(page.locator(".codes li")).to_have_count(10)
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()
    page.emulate_media(media="print")
    expect(page.locator(".header")).to_be_hidden()
    expect(page.locator(".codes")).to_be_visible()


def test_what_is_kept_of_a_learner_and_the_question_before_erasing(
    visitors: Visitors, live_server: Server
) -> None:
    visitor = visitors(screen_size=NARROW)
    with looking_into(live_server):
        card = a_card()
    page = visitor.go(card.path)
    for name in ("Trâu", "Hoa sen", "Cá"):
        page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/vao/chao/**")
    for path in ("/vi/cua-toi/du-lieu/", "/vi/cua-toi/du-lieu/xoa/"):
        visitor.go(path)
        assert visitor.axe() == [], path
        assert not visitor.scrolls_sideways(), path
    page.click("button:has-text('Có, xóa hết')")
    expect(page.locator("h1")).to_have_text("Không còn gì của bác ở đây")
