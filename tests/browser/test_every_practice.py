"""Every rehearsal there is, on a small phone: each wrong tap of each screen, and the way to the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from learning.catalog.content import Module
from tests.browser.journeys import Visitors, follow
from tests.support.browser import Visitor
from tests.support.rehearsal import (
    REHEARSED,
    is_said,
    practice_of,
    screens_with_ways,
    way_to_the_end,
    wrong_taps,
)

# Taps each of these elements and takes it back: what the screen says before, then after each of both.
TRIED = """(elements) => {
  const stage = document.querySelector('[data-stage]');
  const told = stage.querySelector('[data-told]');
  const state = () => {
    const box = told.getBoundingClientRect();
    return {
      told: told.textContent.trim(),
      toldIsSeen: box.top >= 0 && box.bottom <= innerHeight,
      doing: stage.querySelector('[data-do]').textContent,
      marked: [...stage.querySelectorAll('.phone-wrong')].map((each) => each.value),
      isOver: stage.hidden,
    };
  };
  const before = state();
  return [before, elements.map((element) => {
    stage.querySelector(`[name="cham"][value="${element}"]`).click();
    const after = state();
    document.querySelector('[data-undo]').click();
    return [after, state()];
  })];
}"""
TOO_SMALL = """() => [...document.querySelectorAll('main a, main button')]
  .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 44 || box.height < 44))
  .map(([says, box]) => `${says}: ${box.width} × ${box.height}`)"""


@pytest.fixture(params=REHEARSED)
def module(request: pytest.FixtureRequest, shared_app: Flask) -> Module:
    found: Module = shared_app.extensions["hocso"].catalog.module(request.param)
    return found


def address(module: Module, taps: list[str]) -> str:
    return f"/vi/bai/{module.id}/thuc-hanh/" + (f"?d={'.'.join(taps)}" if taps else "")


def button(page: Page, element: str) -> Locator:
    return page.locator(f'[data-stage] [name="cham"][value="{element}"]')


def faults_of_wrong_taps(page: Page, module: Module) -> Iterator[str]:
    """Each wrong tap of each screen is tapped, read and taken back, all of a screen at once."""
    for screen, taps in screens_with_ways(practice_of(module)):
        page.goto(address(module, taps))
        wrong = list(wrong_taps(screen))
        before, tried = page.evaluate(TRIED, [element.id for element in wrong])
        for element, (after, undone) in zip(wrong, tried, strict=True):
            where = f"{screen.id}, {element.id}: {after}"
            if not is_said(element.why, after["told"]) or not after["toldIsSeen"]:
                yield f"its own explanation is not seen at {where}"
            if after["marked"] != [element.id] or after["isOver"] or after["doing"] != before["doing"]:
                yield f"it does not stay, marked, at {where}"
            if undone != before:
                yield f"it is not taken back at {where}"


def test_every_wrong_tap_explains_itself_and_is_taken_back(visitor: Visitor, module: Module) -> None:
    assert list(faults_of_wrong_taps(visitor.page, module)) == []


def test_every_screen_is_sound(visitor: Visitor, module: Module) -> None:
    for screen, taps in screens_with_ways(practice_of(module)):
        page = visitor.go(address(module, taps))
        assert not visitor.scrolls_sideways(), screen.id
        assert page.evaluate(TOO_SMALL) == [], screen.id
        assert visitor.axe() == [], screen.id


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_it_is_walked_to_its_end(visitors: Visitors, module: Module, *, scripts: bool) -> None:
    page = visitors(java_script_enabled=scripts).go(address(module, []))
    for element in way_to_the_end(practice_of(module).key()):
        expect(page.locator("[data-stage] [data-do]")).to_be_in_viewport()
        if scripts:
            button(page, element).click()
        else:  # the next screen may have a button of the same name
            follow(page, button(page, element))
    expect(page.locator("[data-done]")).to_be_visible()
    expect(page.locator("[data-stage]")).to_be_hidden()
