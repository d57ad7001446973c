"""Coming in with a card in the middle of learning: what was done before is kept, and stays whose it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import CHECK, MINE, answer, answer_all, kept, wait_until_sent
from tests.support.browser import Visitor
from tests.support.server import SECRET, Server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def card(live_server: Server) -> str:
    """The address on a new card, as the command line issues it."""
    environment = {
        **os.environ,
        "DATA_DIR": str(live_server.data_dir),
        "DATABASE_URL": live_server.database_url,
        "SECRET_KEY": SECRET,
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "cards", "issue", "--name", "Bà Lan"]
    said = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"/the/[\w-]+", said)
    assert found, said
    return found[0]


def come_in(page: Page, card: str) -> None:
    """Scan the card and choose its three pictures for the first time."""
    page.goto(card)
    for place in range(3):
        page.locator(".picture-button").nth(place).click()
    page.click('button[name="confirm"]')
    page.wait_for_url(re.compile("/vao/chao/"))


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
