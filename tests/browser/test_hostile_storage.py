"""Storage is hostile: wiped before and after sending, or full. Nothing is receipted falsely."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.cards import come_back, come_in, new_card
from tests.browser.journeys import (
    CHECK,
    MINE,
    answer,
    answer_all,
    kept,
    lasting,
    questions_of,
    stored,
    wait_until_sent,
)
from tests.support.ownphone import Phone

HOME, COURSE = "/vi/", "/vi/khoa/an-toan/"
ALL_BUT_COOKIES = "indexeddb,cache_storage,service_workers,local_storage"
SAFE = "kết quả đã an toàn"


def wipe(phone: Phone, what: str = "all") -> None:
    """As a browser does that needs the room, or a helpful relative: told to nobody."""
    session = phone.context.new_cdp_session(phone.page)
    session.send("Storage.clearDataForOrigin", {"origin": phone.server.url, "storageTypes": what})
    session.detach()


class Room:
    """How much the browser lets the site keep: nothing more, until there is room again.

    Chromium believes what it knew of the room for half a minute, so it is started anew.
    """

    def __init__(self, phone: Phone) -> None:
        phone.close()
        phone.open()
        self._session = phone.context.new_cdp_session(phone.page)
        self._origin = phone.server.url
        self._session.send("Storage.overrideQuotaForOrigin", {"origin": self._origin, "quotaSize": 1})

    def make(self) -> None:
        self._session.send("Storage.overrideQuotaForOrigin", {"origin": self._origin})


def asked(page: Page) -> list[str | None]:
    return [one.get_attribute("data-question") for one in page.locator("[data-question]").all()]


def test_what_was_wiped_before_it_was_sent_is_not_called_safe(phone: Phone) -> None:
    """Two had arrived, two were still waiting: those two alone are lost, and she can answer them again."""
    page = phone.visit(CHECK)
    names = asked(page)
    for _ in range(2):
        answer(page)
    wait_until_sent(page)
    first = stored(page, "me")["device"]
    phone.lose_the_network()
    for _ in range(2):
        answer(page)
    phone.go(HOME)
    expect(page.locator("[data-outbox]")).to_contain_text("đang chờ gửi: 2")
    wipe(phone)
    phone.find_the_network()
    phone.visit(HOME)
    expect(page.locator("[data-outbox]")).to_be_hidden()
    assert SAFE not in page.locator("body").inner_text()
    phone.visit(CHECK)
    answer_all(page)
    expect(page.locator("[data-outbox]:visible")).to_contain_text(f"5 trong 5 {SAFE}")
    assert stored(page, "me")["device"] != first
    assert questions_of(kept(phone.server, page)) == names


def test_what_was_wiped_after_it_was_sent_is_all_at_the_server(phone: Phone) -> None:
    """Who has a card loses nothing: not what she did, and not who she is."""
    card = new_card(phone.server, "Bà Lan")
    page = phone.page
    come_in(page, card)
    phone.visit(CHECK)
    answer_all(page)
    wait_until_sent(page)
    before = kept(phone.server, page)
    wipe(phone)
    come_back(page, card)
    expect(phone.visit(MINE).locator(".card-done")).to_contain_text("Nhận biết")
    phone.visit(CHECK.replace("/1/", "/2/"))
    answer(page)
    wait_until_sent(page)
    after = [row for row in kept(phone.server, page) if row.verb == "answered"]
    assert {row.person_id for row in before} == {row.person_id for row in after}
    assert not {row.id for row in before} & {row.id for row in after}


def test_what_is_wiped_while_she_is_signed_in_leaves_her_signed_in(phone: Phone) -> None:
    """Browsers throw away what lies in databases and leave cookies: what comes next is the same person's."""
    page = phone.visit(CHECK)
    answer_all(page)
    wait_until_sent(page)
    (before,) = {row.person_id for row in kept(phone.server, page)}
    wipe(phone, ALL_BUT_COOKIES)
    phone.visit(CHECK.replace("/1/", "/2/"))
    answer_all(page)
    wait_until_sent(page)
    assert {row.person_id for row in kept(phone.server, page)} == {before}


def test_a_full_phone_says_that_it_keeps_nothing_and_loses_nothing(phone: Phone) -> None:
    """No network and no room: the page must stay open, and says so; with room again, all is kept."""
    names = asked(phone.visit(CHECK))
    phone.lose_the_network()
    room = Room(phone)
    page = phone.go(CHECK)
    answer_all(page)
    line = page.locator("[data-outbox]:visible")
    expect(line).to_contain_text("Máy này không cất được kết quả (5)")
    assert not lasting(page)
    assert SAFE not in page.locator("body").inner_text()
    room.make()
    phone.go(HOME)
    expect(line).to_contain_text("đang chờ gửi: 5")
    phone.close()
    phone.open()
    phone.find_the_network()
    page = phone.go(HOME)
    wait_until_sent(page)
    assert questions_of(kept(phone.server, page)) == names


def test_a_full_phone_still_sends_what_it_cannot_keep(phone: Phone) -> None:
    Room(phone)
    page = phone.go(CHECK)
    names = asked(page)
    answer_all(page)
    expect(page.locator("[data-outbox]:visible")).to_contain_text(f"5 trong 5 {SAFE}")
    assert not lasting(page)
    assert questions_of(kept(phone.server, page)) == names


def test_a_full_phone_has_no_half_course(phone: Phone) -> None:
    phone.visit(HOME)
    room = Room(phone)
    page = phone.go(COURSE)
    page.get_by_role("button", name="Tải về học").click()
    expect(page.locator("[data-say]", has_text="hết chỗ")).to_be_visible()
    assert not [name for name in phone.caches() if name.startswith("module ")]
    room.make()
    page.get_by_role("button", name="Tải về học").click()
    expect(page.locator("[data-say]", has_text="Đã có trên máy này")).to_be_visible(timeout=60_000)
