"""Coming in with a card in the middle of learning: what was done before is kept, and stays whose it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.cards import come_in, new_card
from tests.browser.journeys import CHECK, MINE, answer, answer_all, kept, wait_until_sent
from tests.support.browser import Visitor
from tests.support.server import Server


@pytest.fixture
def card(live_server: Server) -> str:
    """The address on a new card, as the command line issues it."""
    return new_card(live_server, "Bà Lan")


def test_what_a_guest_did_goes_onto_her_card(visitor: Visitor, card: str, live_server: Server) -> None:
    page = visitor.go(CHECK)
    answer_all(page)
    wait_until_sent(page)
    page.click("[data-result] a:visible:has-text('Ghi vào thẻ')")
    come_in(page, card)
    visitor.go(MINE)
    expect(page.locator("main")).to_contain_text("Bà Lan")
    expect(page.locator(".card-done")).to_contain_text("Nhận biết")


def test_what_was_not_yet_sent_stays_the_guests(visitor: Visitor, card: str, live_server: Server) -> None:
    visitor.troubles.expect("net::ERR_CONNECTION_RESET")
    page = visitor.go(CHECK)
    answer(page)
    wait_until_sent(page)
    visitor.context.route("**/api/v1/events", lambda route: route.abort("connectionreset"))
    answer(page)
    come_in(page, card)
    visitor.context.unroute_all()
    visitor.go(CHECK)
    expect(page.locator("[data-steps-say]")).to_have_text("Câu 1/5")
    answer(page)
    wait_until_sent(page)
    people = [row.person_id for row in kept(live_server, page)]
    assert people[0] == people[1] != people[2]
