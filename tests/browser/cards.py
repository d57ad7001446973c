"""Cards in a browser: new ones, and used for the first time."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.conftest import looking_into
from tests.factories.accounts import a_new_card
from tests.support.server import Server


def new_card(server: Server, name: str) -> str:
    """The address on a new card."""
    with looking_into(server):
        return a_new_card(name=name).path


def come_in(page: Page, card: str) -> None:
    """Scan the card and choose its three pictures for the first time."""
    _choose(page, card)
    page.click('button[name="confirm"]')
    page.wait_for_url(re.compile("/vao/chao/"))


def come_back(page: Page, card: str) -> None:
    """Scan the card again and choose the same three."""
    _choose(page, card)
    page.wait_for_url(re.compile("/vao/chao/"))


def _choose(page: Page, card: str) -> None:
    page.goto(card)
    for place in range(3):
        page.locator(".picture-button").nth(place).click()
