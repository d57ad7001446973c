"""A lesson: one screen at a time with scripts, one long page without; Back works, nothing jumps."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.journeys import LESSON, Visitors
from tests.support.browser import Visitor


def screens(page: Page) -> int:
    return page.locator("[data-screen]").count()


def test_it_is_read_screen_by_screen_to_the_questions(visitor: Visitor) -> None:
    page = visitor.go(LESSON)
    count = screens(page)
    for place in range(1, count + 1):
        expect(page.locator("[data-screen]:visible")).to_have_count(1)
        expect(page.locator("[data-steps-say]")).to_have_text(f"Trang {place}/{count}")
        if place < count:
            expect(page.locator("[data-end]")).to_be_hidden()
            page.click("[data-next]")
            expect(page.locator("[data-screen]:visible h2")).to_be_focused()
    expect(page.locator("[data-end] a").first).to_be_visible()
    expect(page.locator("[data-next]")).to_be_hidden()


def test_back_and_forward_turn_the_screens(visitor: Visitor) -> None:
    page = visitor.go(LESSON)
    for place in (2, 3):
        page.click("[data-next]")
        expect(page.locator("[data-steps-say]")).to_contain_text(f"Trang {place}/")
    page.go_back()
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 2/")
    page.go_back()
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 1/")
    page.go_forward()
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 2/")


def test_reloading_stays_on_the_screen(visitor: Visitor) -> None:
    page = visitor.go(LESSON)
    page.click("[data-next]")
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 2/")
    page.reload()
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 2/")
    page.click("[data-back]")
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 1/")


def test_the_way_to_the_content_leaves_the_screen_alone(visitor: Visitor) -> None:
    page = visitor.go(LESSON)
    page.click("[data-next]")
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 2/")
    page.evaluate("location.hash = 'main'")
    expect(page).to_have_url(re.compile("#main$"))
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 2/")


def test_a_turn_counts_that_is_told_late(visitor: Visitor) -> None:
    page = visitor.go(LESSON)
    page.evaluate("document.querySelector('[data-next]').click(); location.hash = 'main'")
    expect(page.locator("[data-steps-say]")).to_contain_text("Trang 2/")


def test_without_scripts_everything_is_there(visitors: Visitors) -> None:
    page = visitors(java_script_enabled=False).go(LESSON)
    assert page.locator("[data-screen]:visible").count() == screens(page) > 1
    expect(page.locator("[data-next]")).to_be_hidden()
    page.click("[data-end] a >> nth=-1")
    expect(page.locator("[data-question]").first).to_be_visible()


def test_the_first_screen_does_not_move_when_the_scripts_come(visitors: Visitors) -> None:
    plain = visitors(java_script_enabled=False).go(LESSON)
    live = visitors().go(LESSON)
    live.locator("[data-steps]:visible").wait_for()
    tops = [one.locator("h2").first.evaluate("h2 => h2.getBoundingClientRect().top") for one in (plain, live)]
    assert abs(tops[0] - tops[1]) <= 48


def test_the_size_of_writing_is_remembered(visitor: Visitor) -> None:
    page = visitor.go(LESSON)
    before = page.evaluate("getComputedStyle(document.body).fontSize")
    page.evaluate("document.querySelector('[data-size=\"rat-to\"]').click()")
    page.reload()
    page.wait_for_function("() => document.documentElement.dataset.chu === 'rat-to'")
    assert page.evaluate("getComputedStyle(document.body).fontSize") > before
    expect(page.locator('[data-size="rat-to"]')).to_have_attribute("aria-pressed", "true")
