"""Everybody gets through: keyboard only, 320 px, dark, large writing, a screen reader, a slow line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.journeys import (
    CHECK,
    LESSON,
    MINE,
    PRACTICE,
    Visitors,
    answer,
    answer_all,
    give,
    read_to_its_end,
    shown,
    wait_until,
    wait_until_rested,
    wait_until_sent,
)
from tests.support.browser import DESKTOP, NARROW, PHONE, Visitor

SHOTS = Path(__file__).resolve().parents[2] / "test-results"
COURSE = "/vi/khoa/an-toan/"
REVIEW = "/vi/on-tap/"
PAGES = {
    "home": "/vi/",
    "course": COURSE,
    "lesson": LESSON,
    "practice": PRACTICE,
    "check": CHECK,
    "note": f"{LESSON}ghi-nho/",
    "note-asked": f"{LESSON}ghi-nho/#hai-the",
    "radio": f"{LESSON}phat-thanh/",
    "mine": MINE,
    "review": REVIEW,
    "lesson-en": LESSON.replace("/vi/", "/en/"),
    "check-en": CHECK.replace("/vi/", "/en/"),
}


def shoot(visitor: Visitor, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    visitor.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visitors: Visitors, name: str, scheme: str) -> None:
    visitor = visitors(color_scheme=scheme)
    visitor.go(PAGES[name])
    visitor.page.wait_for_timeout(200)
    shoot(visitor, f"{name}-{scheme}")
    assert visitor.axe() == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_narrow_screen(visitors: Visitors, name: str) -> None:
    visitor = visitors(screen_size=NARROW)
    page = visitor.go(PAGES[name])
    page.wait_for_timeout(200)
    assert not visitor.scrolls_sideways()
    page.evaluate("document.documentElement.dataset.chu = 'rat-to'")
    shoot(visitor, f"{name}-320")
    assert not visitor.scrolls_sideways()


@pytest.mark.parametrize("name", ["lesson", "practice", "check"])
def test_a_page_without_scripts_is_sound_too(visitors: Visitors, name: str) -> None:
    visitor = visitors(screen_size=NARROW, java_script_enabled=False)
    visitor.go(PAGES[name])
    shoot(visitor, f"{name}-plain")
    assert visitor.page.locator("h1").count() == 1


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_state_of_a_check_is_sound(visitors: Visitors, size: tuple[int, int]) -> None:
    """Each question, its explanation, and the end; every second one answered wrongly."""
    visitor = visitors(screen_size=size)
    page = visitor.go(CHECK)
    for place in range(1, 6):
        page.locator("[data-verify]:visible").wait_for()
        give(shown(page), right=place % 2 == 0)
        page.screenshot(path=SHOTS / f"check-{size[0]}-{place}.png")
        page.click("[data-verify]")
        page.locator(".feedback:visible").wait_for()
        page.screenshot(path=SHOTS / f"check-{size[0]}-{place}-said.png")
        assert visitor.axe() == []
        page.click("[data-onward]")
    page.locator("[data-result]:visible").wait_for()
    page.screenshot(path=SHOTS / f"check-{size[0]}-end.png")
    assert visitor.axe() == []


def test_a_check_fits_every_kind_of_question_at_320(visitors: Visitors) -> None:
    """Forms until every kind was seen."""
    visitor = visitors(screen_size=NARROW)
    seen: set[str] = set()
    for module in ("goi-video-bang-zalo", "mat-khau-va-otp"):
        for form in range(1, 4):
            page = visitor.go(f"/vi/bai/{module}/kiem-tra/{form}/")
            page.locator("[data-verify]").wait_for()
            for place in range(5):
                page.evaluate(
                    "place => document.querySelectorAll('[data-question]')"
                    ".forEach((one, index) => { one.hidden = index !== place; })",
                    place,
                )
                kind = re.findall(r"question-(\w+)", shown(page).get_attribute("class") or "")[0]
                assert not visitor.scrolls_sideways(), f"{module} {form} {place}: {kind}"
                if kind not in seen:
                    shoot(visitor, f"kind-{kind}")
                seen.add(kind)
    assert seen == {"single", "multiple", "order", "match", "inspect", "listen", "tap"}


def _to(page: Page, selector: str) -> None:
    """Tab until it has the focus."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_keyboard_alone_takes_a_check(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    page.locator("[data-verify]").wait_for()
    for _ in range(5):
        names = {one.get_attribute("name") for one in shown(page).locator("input").all()}
        for name in sorted(filter(None, names)):
            _to(page, f'input[name="{name}"]')
            page.keyboard.press("Space")
        for select in shown(page).locator("select:visible").all():
            select.focus()
            page.keyboard.press("ArrowDown")
        wait_until_rested(page, "verify")
        _to(page, "[data-verify]")
        page.keyboard.press("Enter")
        expect(page.locator(".feedback:visible")).to_be_focused()
        wait_until_rested(page, "onward")
        _to(page, "[data-onward]")
        page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_be_focused()


def test_the_keyboard_alone_turns_the_screens(visitor: Visitor) -> None:
    page = visitor.go(LESSON)
    while page.locator("[data-next]:visible").count():
        _to(page, "[data-next]")
        page.keyboard.press("Enter")
        expect(page.locator("[data-screen]:visible h2")).to_be_focused()
    _to(page, "[data-end] a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("kiem-tra|thuc-hanh"))


def test_the_journey_on_a_slow_phone_and_a_bad_line(visitor: Visitor) -> None:
    visitor.context.set_default_timeout(30_000)
    visitor.slow_down()
    page = visitor.go(LESSON)
    read_to_its_end(page)
    page.click("[data-end] a >> nth=-1")
    answer_all(page)
    expect(page.locator(".outcome[data-when=passed]")).to_be_visible()
    wait_until_sent(page)


def test_a_hasty_reader_on_a_slow_line_is_not_thrown_back(visitors: Visitors) -> None:
    """Past the second question before the scripts came: the plain form goes on, and is marked."""
    visitor = visitors()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.context.route("**/check.js", hold)
    page = visitor.page
    page.goto(CHECK, wait_until="commit")
    page.locator("#cau-3").wait_for()
    page.evaluate("document.getElementById('cau-3').scrollIntoView({behavior: 'instant'})")
    wait_until(page, lambda: held, "the script of the check was never asked for")
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    expect(page.locator("#cau-3")).to_be_in_viewport()
    expect(page.locator("[data-plain] button")).to_be_visible()


def test_the_personal_pages_of_a_learner_are_sound(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    answer(page)
    wait_until_sent(page)
    for name, path in (("mine-learner", MINE), ("home-learner", "/vi/")):
        visitor.go(path)
        page.wait_for_timeout(500)
        shoot(visitor, name)
        assert visitor.axe() == []
