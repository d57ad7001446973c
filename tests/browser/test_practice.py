"""The rehearsal: to the end and down every wrong branch, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import BUSY_DISK, PRACTICE, Json, Visitors, follow, kept, wait_until_sent
from tests.support.browser import Visitor
from tests.support.rehearsal import steps
from tests.support.server import Server


def key_of(page: Page) -> Json:
    return page.locator("[data-practice]").evaluate("root => JSON.parse(root.dataset.key)")


def button(page: Page, element: str) -> Locator:
    return page.locator(f'[data-stage] [name="cham"][value="{element}"]')


def tap(page: Page, element: str) -> None:
    button(page, element).click()


def tap_plainly(page: Page, element: str) -> None:
    """Each tap is a page of its own, which may have a button of the same name."""
    follow(page, button(page, element))


def wrong_taps(key: Json, screen: str) -> list[str]:
    return [element for element, to in key["screens"][screen].items() if to is None]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_it_is_walked_to_the_end_past_every_wrong_tap(visitors: Visitors, *, scripts: bool) -> None:
    page = visitors(java_script_enabled=scripts).go(PRACTICE)
    key = key_of(page) if scripts else key_of(visitors().go(PRACTICE))
    do = tap if scripts else tap_plainly
    for screen, element in steps(key):
        for wrong in wrong_taps(key, screen):
            do(page, wrong)
            expect(page.locator("[data-stage] [data-told]")).not_to_be_empty()
            expect(page.locator(f'[data-stage] .phone-wrong[value="{wrong}"]')).to_be_visible()
        do(page, element)
        expect(page.locator("[data-stage] .phone-wrong")).to_have_count(0)
    expect(page.locator("[data-done]")).to_be_visible()
    expect(page.locator("[data-stage]")).to_be_hidden()


def test_a_run_is_kept_once_with_its_taps(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(PRACTICE)
    key = key_of(page)
    way = steps(key)
    wrong = wrong_taps(key, way[0][0])[0]
    for element in [wrong, *(step[1] for step in way)]:
        tap(page, element)
    expect(page.locator("[data-done]")).to_be_focused()
    wait_until_sent(page)
    page.go_back()
    expect(page.locator("[data-stage]")).to_be_visible()
    page.go_forward()
    expect(page.locator("[data-done]")).to_be_visible()
    page.go_back()
    page.evaluate(BUSY_DISK)  # even where nothing can be looked up before she leaves
    tap(page, way[-1][1])
    page.reload()
    expect(page.locator("[data-done]")).to_be_visible()
    wait_until_sent(page)
    rows = kept(live_server, page)
    assert [(row.verb, row.answer) for row in rows] == [("practised", [wrong, *(step[1] for step in way)])]


def test_undo_and_back_both_take_a_tap_back(visitor: Visitor) -> None:
    page = visitor.go(PRACTICE)
    way = steps(key_of(page))
    first = page.locator("[data-stage] [data-do]").inner_text()
    tap(page, way[0][1])
    expect(page.locator("[data-stage] [data-do]")).not_to_have_text(first)
    second = page.locator("[data-stage] [data-do]").inner_text()
    expect(page.locator("[data-stage] [data-do]")).to_be_focused()
    page.click("[data-undo]")
    expect(page.locator("[data-stage] [data-do]")).to_have_text(first)
    expect(page.locator("[data-undo]")).to_be_hidden()
    page.go_back()
    expect(page.locator("[data-stage] [data-do]")).to_have_text(second)


def test_reloading_goes_on_where_she_was(visitor: Visitor) -> None:
    page = visitor.go(PRACTICE)
    way = steps(key_of(page))
    first = page.locator("[data-stage] [data-do]").inner_text()
    tap(page, way[0][1])
    expect(page.locator("[data-stage] [data-do]")).not_to_have_text(first)
    now = page.locator("[data-stage] [data-do]").inner_text()
    page.reload()
    expect(page.locator("[data-stage] [data-do]")).to_have_text(now)
    page.click("[data-restart]")
    expect(page.locator("[data-stage] [data-do]")).not_to_have_text(now)


def test_with_scripts_a_tap_asks_the_server_nothing(visitor: Visitor) -> None:
    page = visitor.go(PRACTICE)
    way = steps(key_of(page))
    page.wait_for_load_state("networkidle")
    visitor.context.set_offline(True)
    for _, element in way:
        tap(page, element)
    expect(page.locator("[data-done]")).to_be_visible()
    visitor.context.set_offline(False)
    wait_until_sent(page)


def test_without_scripts_a_finished_run_can_be_kept(visitors: Visitors) -> None:
    page = visitors(java_script_enabled=False).go(PRACTICE)
    for _, element in steps(key_of(visitors().go(PRACTICE))):
        tap_plainly(page, element)
    page.click("[data-keep] button")
    expect(page.locator("main")).to_contain_text("Đã giữ kết quả")


def test_the_keyboard_alone_finishes_it(visitor: Visitor) -> None:
    page = visitor.go(PRACTICE)
    for _, element in steps(key_of(page)):
        page.locator(f'[data-stage] [name="cham"][value="{element}"]').focus()
        page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_be_focused()
