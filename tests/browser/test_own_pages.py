"""Her own page without a network, for her alone: whoever comes after her at the same phone, and however."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select

from learning.accounts.models import Person
from tests.browser.cards import come_in, new_card
from tests.browser.journeys import CHECK, MINE, answer, answer_all, kept, stored, wait_until_sent
from tests.browser.test_review import TEN_DAYS_AGO
from tests.support.ownphone import Phone

HOME, REVIEW, ANOTHER = "/vi/", "/vi/on-tap/", CHECK.replace("/1/", "/2/")
NO_NETWORK = "Máy đang không có mạng"


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def own_caches(phone: Phone) -> list[str]:
    return [name for name in phone.caches() if name.startswith("mine ")]


def person_named(phone: Phone, name: str) -> object:
    engine = create_engine(phone.server.database_url)
    with engine.connect() as connection:
        found = connection.execute(select(Person.id).where(Person.display_name == name)).scalar_one()
    engine.dispose()
    return found


def come_in_by_card(phone: Phone, name: str) -> None:
    """In, and home: what belongs to her is at hand then."""
    come_in(phone.page, new_card(phone.server, name))
    phone.visit(HOME)


def test_her_page_says_as_of_when_it_is_and_what_is_not_in_it_yet(phone: Phone) -> None:
    page = phone.visit(CHECK)
    answer_all(page)
    wait_until_sent(page)
    phone.visit(MINE)
    expect(page.locator("[data-as-of]")).to_be_hidden()
    phone.lose_the_network()
    phone.go(MINE)
    expect(page.locator("[data-as-of]")).to_contain_text(re.compile(r"như lúc \d\d:\d\d, ngày \d+/\d+"))
    expect(page.locator("[data-since]")).to_be_hidden()
    expect(page.locator(".card-done")).to_contain_text("Nhận biết")
    phone.go(ANOTHER)
    answer_all(page)
    phone.go(MINE)
    expect(page.locator("[data-since]")).to_contain_text("Chưa tính 5 kết quả bác làm từ lúc đó")
    expect(page.locator("[data-outbox]")).to_contain_text("đang chờ gửi: 5")
    phone.find_the_network()
    phone.go(MINE)
    wait_until_sent(page)
    phone.go(MINE)  # once more: the first answer of a server that just began may come too late for the worker
    expect(page.locator("[data-as-of]")).to_be_hidden()


def test_a_review_that_was_done_is_not_asked_again_without_a_network(phone: Phone) -> None:
    page = phone.visit(CHECK)
    page.evaluate(TEN_DAYS_AGO)
    answer_all(page)
    wait_until_sent(page)
    phone.visit(REVIEW)
    phone.lose_the_network()
    phone.go(REVIEW)
    answer_all(page)
    done = len(stored(page, "outbox"))
    phone.go(MINE)
    phone.go(REVIEW)
    expect(page.locator("[data-result]")).to_contain_text("Bác ôn xong rồi")
    assert len(stored(page, "outbox")) == done


# Where she is greeted the disk has not answered when that page is left; on the next one it takes its time.
LATE_DISK = """
const open = IDBFactory.prototype.open;
const late = (names) => {
  const request = {};
  setTimeout(() => {
    const real = open.apply(indexedDB, names);
    for (const name of ['onupgradeneeded', 'onsuccess', 'onerror']) {
      real[name] = () => { Object.assign(request, {result: real.result, error: real.error})[name](); };
    }
  }, 1500);
  return request;
};
if (location.pathname.endsWith('/vao/chao/')) IDBFactory.prototype.open = () => ({});
if (location.pathname === '/vi/') IDBFactory.prototype.open = (...names) => late(names);
"""


def test_who_wants_to_leave_without_a_network_leaves_no_page_behind(phone: Phone) -> None:
    """And her pages are at hand by then, however late it is written down whose turn it is."""
    phone.page.add_init_script(LATE_DISK)
    come_in_by_card(phone, "Bà Lan")
    phone.lose_the_network()
    page = phone.go(MINE)
    expect(page.locator("h1")).to_contain_text("Bà Lan")
    page.get_by_role("link", name="Ra khỏi máy này").click()
    expect(page.locator("h1")).to_have_text(NO_NETWORK)
    expect(page.locator("[data-why]:visible")).to_contain_text("chưa ra khỏi máy này được")
    for path in (MINE, REVIEW):
        assert heading(phone.go(path)).strip() == NO_NETWORK
    assert own_caches(phone) == []


def test_a_card_over_somebody_else_with_a_network(phone: Phone) -> None:
    """She answered where nothing could be sent; another comes in with a card, and nobody has signed out."""
    come_in_by_card(phone, "Bà Lan")
    phone.lose_the_network()
    page = phone.go(HOME)
    assert heading(phone.go(MINE)) == "Chào bác Bà Lan"
    before = own_caches(phone)
    phone.context.route("**/api/v1/events", lambda route: route.abort("connectionreset"))
    phone.find_the_network()
    phone.visit(CHECK)
    answer(page)
    come_in_by_card(phone, "Ông Sáu")
    phone.visit(ANOTHER)
    answer(page)
    assert len(stored(page, "outbox")) == 2
    phone.context.unroute_all()
    phone.visit(MINE)
    wait_until_sent(page)
    assert {row.form: row.person_id for row in kept(phone.server, page) if row.verb == "answered"} == {
        1: person_named(phone, "Bà Lan"),
        2: person_named(phone, "Ông Sáu"),
    }
    phone.lose_the_network()
    assert heading(phone.go(MINE)) == "Chào bác Ông Sáu"
    assert len(own_caches(phone)) == 1
    assert own_caches(phone) != before


def test_a_card_over_somebody_else_without_a_network(phone: Phone) -> None:
    """A card opens nothing then; but what the next one answers is not given to the one before."""
    come_in_by_card(phone, "Bà Lan")
    card = new_card(phone.server, "Ông Sáu")
    phone.visit(CHECK)
    phone.lose_the_network()
    page = phone.go(CHECK)
    answer(page)
    assert heading(phone.go(card)).strip() == NO_NETWORK
    expect(page.locator("[data-why]:visible")).to_contain_text("Vào bằng thẻ học cần có mạng")
    assert heading(phone.go(MINE)).strip() == NO_NETWORK
    assert own_caches(phone) == []
    phone.go(ANOTHER)
    answer(page)
    phone.find_the_network()
    come_in(page, card)
    phone.visit(CHECK.replace("/1/", "/3/"))
    answer(page)
    wait_until_sent(page)
    people = {row.form: row.person_id for row in kept(phone.server, page) if row.verb == "answered"}
    assert people[1] == person_named(phone, "Bà Lan")
    assert people[3] == person_named(phone, "Ông Sáu")
    assert people[2] not in (people[1], people[3])


# The disk has not answered yet when the page of the card is left.
SLOW_DISK = """if (location.pathname.startsWith('/the/')) IDBFactory.prototype.open = () => ({});"""


def test_a_card_tried_before_the_disk_answers_is_somebody_else_all_the_same(phone: Phone) -> None:
    come_in_by_card(phone, "Bà Lan")
    card = new_card(phone.server, "Ông Sáu")
    phone.visit(CHECK)
    phone.lose_the_network()
    phone.page.add_init_script(SLOW_DISK)
    phone.go(card)
    answer(phone.go(ANOTHER))
    phone.find_the_network()
    page = phone.visit(CHECK)
    wait_until_sent(page)
    rows = [row for row in kept(phone.server, page) if row.verb == "answered"]
    assert [row.form for row in rows] == [2]
    assert rows[0].person_id != person_named(phone, "Bà Lan")


def test_who_only_looked_at_the_way_out_goes_on_as_herself(phone: Phone) -> None:
    come_in_by_card(phone, "Bà Lan")
    phone.visit(CHECK)
    phone.lose_the_network()
    phone.go("/vi/ra/")
    phone.find_the_network()
    page = phone.visit(CHECK)
    answer(page)
    wait_until_sent(page)
    rows = [row for row in kept(phone.server, page) if row.verb == "answered"]
    assert [row.person_id for row in rows] == [person_named(phone, "Bà Lan")]
