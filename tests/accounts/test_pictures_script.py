"""The three pictures in a real browser: three taps, one request; by keyboard; undone; without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, expect

from learning.accounts.operations import NewCard
from tests.conftest import looking_into
from tests.factories.accounts import OTHER_PICTURES, PICTURES, a_card, a_new_card
from tests.support.browser import DESKTOP, NARROW, PHONE, Visitor
from tests.support.server import Server

pytestmark = pytest.mark.browser
Visitors = Callable[..., Visitor]


@pytest.fixture
def card(live_server: Server) -> NewCard:
    """A card of a learner on the running server."""
    with looking_into(live_server):
        return a_card()


@pytest.fixture
def new_card(live_server: Server) -> NewCard:
    """One that nobody has used."""
    with looking_into(live_server):
        return a_new_card()


def tap(visitor: Visitor, *pictures: str) -> None:
    for one in pictures:
        visitor.page.click(f"button[value={one}]")


def test_three_taps_are_one_request(visitor: Visitor, card: NewCard) -> None:
    page = visitor.go(card.path)
    begun = page.url
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.service_worker is None:  # which passes on what the page asks
            sent.append(request.url)

    visitor.context.on("request", note)
    tap(visitor, *PICTURES)
    expect(page.get_by_role("heading", level=1)).to_have_text("Chào bác Sơn Thị Lan!")
    assert sent.count(begun) == 1


def test_the_same_three_taps_do_without_scripts(visitors: Visitors, card: NewCard) -> None:
    visitor = visitors(java_script_enabled=False)
    visitor.go(card.path)
    tap(visitor, *PICTURES)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Chào bác Sơn Thị Lan!")


def test_the_keyboard_is_enough(visitor: Visitor, card: NewCard) -> None:
    page = visitor.go(card.path)
    for one in PICTURES:
        page.focus(f"button[value={one}]")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chào bác Sơn Thị Lan!")


def test_a_pick_can_be_undone_and_is_said_aloud(visitor: Visitor, card: NewCard) -> None:
    page = visitor.go(card.path)
    expect(page.get_by_role("button", name="Bỏ hình vừa chọn")).to_be_hidden()
    tap(visitor, "trau", "trau", "ga")
    expect(page.get_by_role("status").first).to_have_text("Đã chọn: Trâu, Gà")
    page.get_by_role("button", name="Bỏ hình vừa chọn").click()
    expect(page.get_by_role("status").first).to_have_text("Đã chọn: Trâu")
    tap(visitor, *PICTURES[1:])
    expect(page.get_by_role("heading", level=1)).to_have_text("Chào bác Sơn Thị Lan!")


def test_wrong_pictures_can_be_tried_again_at_once(visitor: Visitor, card: NewCard) -> None:
    visitor.troubles.expect("answered 422")
    page = visitor.go(card.path)
    tap(visitor, *OTHER_PICTURES)
    expect(page.get_by_role("alert")).to_contain_text("Ba hình chưa khớp")
    tap(visitor, *PICTURES)
    expect(page.get_by_role("heading", level=1)).to_have_text("Chào bác Sơn Thị Lan!")


def test_going_back_begins_anew(visitor: Visitor, card: NewCard) -> None:
    page = visitor.go(card.path)
    tap(visitor, *PICTURES)
    page.wait_for_url("**/vao/chao/")
    page.go_back()
    expect(page.locator(".picked-filled")).to_have_count(0)
    tap(visitor, *PICTURES)
    page.wait_for_url("**/vao/chao/")


def test_new_pictures_are_shown_once_more_before_they_count(visitor: Visitor, new_card: NewCard) -> None:
    page = visitor.go(new_card.path)
    tap(visitor, *PICTURES)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bác nhớ ba hình này nhé")
    page.dblclick("button[name=confirm]")
    page.wait_for_url("**/vao/chao/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chào bác Sơn Thị Lan!")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
def test_everybody_can_use_these_pages(
    visitors: Visitors, card: NewCard, size: tuple[int, int], scheme: str
) -> None:
    visitor = visitors(screen_size=size, color_scheme=scheme)
    visitor.troubles.expect("answered 4")
    for path in (card.path, "/vi/vao/?giu=1", "/vi/vao/can-bo/", "/vi/ra/", "/the/none"):
        visitor.go(path)
        assert visitor.axe() == [], path
        assert not visitor.scrolls_sideways(), path


def test_all_twelve_pictures_are_big_enough_for_a_thumb(visitors: Visitors, card: NewCard) -> None:
    page = visitors(screen_size=NARROW).go(card.path)
    boxes = [button.bounding_box() for button in page.locator("button[name=pick]").all()]
    assert len(boxes) == 12
    assert all(box is not None and box["width"] >= 48 and box["height"] >= 48 for box in boxes)
