"""Note cards and loudspeaker scripts on paper: they fit the sheet, and the print button does what it can."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.journeys import LESSON, Visitors
from tests.support.browser import NARROW, Visitor

NOTE, RADIO = f"{LESSON}ghi-nho/", f"{LESSON}phat-thanh/"
ON_PAPER = {"#bon-the": (4, 105, 148), "#hai-the": (2, 210, 148)}
MM = 96 / 25.4
# The room of each card and what stands in it: nothing may be cut off, nor the drawing squeezed away.
CARDS = """() => [...document.querySelectorAll('.note')].map((card) => {
  const box = card.getBoundingClientRect();
  const inside = [...card.querySelectorAll('*')].map((part) => part.getBoundingClientRect());
  return {
    width: box.width, height: box.height, picture: card.querySelector('img').getBoundingClientRect().height,
    over: Math.max(...inside.map((part) => Math.max(part.bottom - box.bottom, part.right - box.right))),
    foot: box.bottom - card.querySelector('.note-foot').getBoundingClientRect().bottom,
    words: parseFloat(getComputedStyle(card.querySelector('li')).fontSize),
  };
}).filter((card) => card.height)"""
COUNT_PRINTS = "window.printed = 0; window.print = () => { window.printed += 1; };"


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def on_paper(visitor: Visitor, path: str) -> Page:
    visitor.go("about:blank")  # an address that differs by its # only would not be opened anew
    page = visitor.go(path)
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("asked", ON_PAPER)
def test_the_cards_of_every_module_fit_one_sheet(visitor: Visitor, shared_app: Flask, asked: str) -> None:
    count, width, height = ON_PAPER[asked]
    for module in shared_app.extensions["hocso"].catalog.modules:
        page = on_paper(visitor, f"/vi/bai/{module.id}/ghi-nho/{asked}")
        cards: list[dict[str, Any]] = page.evaluate(CARDS)
        assert len(cards) == count, module.id
        for card in cards:
            assert card["width"] == pytest.approx(width * MM, abs=1)
            assert card["height"] == pytest.approx(height * MM, abs=1)
            assert card["over"] <= 0, module.id
            assert card["foot"] >= 5 * MM, f"{module.id}: no room for the printer's margin"
            assert card["picture"] >= 14 * MM, module.id
            assert card["words"] >= (14 if count == 4 else 20) / 0.75 - 0.1
        assert pages_of(page.pdf(prefer_css_page_size=True)) == 1, module.id


def test_a_script_is_printed_large_and_without_what_is_for_the_screen(visitor: Visitor) -> None:
    page = on_paper(visitor, RADIO)
    for gone in (".header", ".bar", ".actions", ".footer"):
        expect(page.locator(gone).first).to_be_hidden()
    says = page.locator(".radio-says p").first
    assert says.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 18 / 0.75
    assert 2 <= pages_of(page.pdf(prefer_css_page_size=True)) <= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [NOTE, RADIO])
def test_paper_is_black_on_white_whatever_the_screen(visitors: Visitors, path: str, scheme: str) -> None:
    page = on_paper(visitors(color_scheme=scheme), path)
    colours = page.evaluate(
        "() => [...document.querySelectorAll('main *')].filter((one) => one.offsetParent && one.innerText)"
        ".map((one) => getComputedStyle(one).color)"
    )
    assert set(colours) == {"rgb(0, 0, 0)"}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_print_button_asks_for_the_printer_once_and_chooses_what_is_printed(visitor: Visitor) -> None:
    visitor.page.add_init_script(COUNT_PRINTS)
    page = visitor.go(NOTE)
    expect(page.locator(".paper-how:visible")).to_have_count(0)
    for number, (button, way) in enumerate((("In tờ ghi nhớ", "#bon-the"), ("In chữ to", "#hai-the")), 1):
        page.click(f"a:has-text('{button}')")
        page.wait_for_function(f"() => window.printed === {number}")
        expect(page.locator(".paper-how:visible")).to_have_count(1)
        expect(page.locator(way)).to_be_visible()
    page.go_back()
    expect(page.locator("#bon-the")).to_be_visible()
    assert page.evaluate("window.printed") == 2


@pytest.mark.parametrize(("path", "way"), [(NOTE, "#bon-the"), (RADIO, "#cach-in")])
def test_where_a_page_cannot_print_the_button_says_how_one_does(
    visitors: Visitors, path: str, way: str
) -> None:
    plain = visitors(java_script_enabled=False)
    unable = visitors(screen_size=NARROW)
    unable.page.add_init_script("delete window.print; window.print = undefined;")
    for visitor in (plain, unable):
        page = visitor.go(path)
        expect(page.locator(way)).to_be_hidden()
        page.click(".actions a[data-print]")
        expect(page.locator(way)).to_be_in_viewport()
        expect(page.locator(way)).to_contain_text("chọn In")


def test_only_one_card_is_there_for_eyes_and_ears(visitor: Visitor) -> None:
    page = visitor.go(NOTE)
    expect(page.locator(".note:visible")).to_have_count(1)
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
