"""A check as a plain page: no scripts, one form, everything kept, nothing filled in ever lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import CHECK, MINE, Json, Visitors, fill, right_answer, wrong_answer
from tests.support.browser import Visitor

Keys = dict[str, Json]


@pytest.fixture
def plain(visitors: Visitors) -> Visitor:
    return visitors(java_script_enabled=False)


@pytest.fixture
def keys(visitors: Visitors) -> Keys:
    """What is right, by question: read on another device, for a page without scripts cannot be asked."""
    found = visitors().go(CHECK).locator("[data-question]")
    pairs = found.evaluate_all("all => all.map((one) => [one.dataset.question, JSON.parse(one.dataset.key)])")
    return dict(pairs)


def question(page: Page, name: str) -> Json:
    return page.locator(f'[data-question="{name}"]')


def test_all_five_right_is_passed_explained_and_kept(plain: Visitor, keys: Keys) -> None:
    page = plain.go(CHECK)
    for name, key in keys.items():
        fill(question(page, name), key, right_answer(key), name)
    page.click("[data-plain] button")
    expect(page.locator(".outcome")).to_contain_text("5 trên 5")
    expect(page.locator(".feedback-good")).to_have_count(5)
    expect(page.locator("main")).to_contain_text("Đã giữ kết quả")
    plain.go(MINE)
    expect(page.locator(".card-done")).to_contain_text("Nhận biết")


def test_wrong_answers_stay_filled_in_and_are_explained(plain: Visitor, keys: Keys) -> None:
    page = plain.go(CHECK)
    for name, key in keys.items():
        fill(question(page, name), key, wrong_answer(key), name)
    page.click("[data-plain] button")
    expect(page.locator(".feedback-look")).to_have_count(5)
    for name, key in keys.items():
        if key["rule"] == "one":
            chosen = question(page, name).locator(f'input[value="{wrong_answer(key)}"]')
            expect(chosen).to_be_checked()
        expect(question(page, name).locator(".feedback")).to_contain_text("Đúng là")


def test_open_questions_are_named_and_nothing_is_lost(plain: Visitor, keys: Keys) -> None:
    plain.troubles.expect("answered 422")
    page = plain.go(CHECK)
    names = list(keys)
    for name in names[1:]:
        fill(question(page, name), keys[name], right_answer(keys[name]), name)
    page.click("[data-plain] button")
    summary = page.locator("[role=alert]")
    expect(summary.locator("a")).to_have_count(1)
    expect(summary.locator("a")).to_have_attribute("href", "#cau-1")
    fill(question(page, names[0]), keys[names[0]], right_answer(keys[names[0]]), names[0])
    page.click("[data-plain] button")
    expect(page.locator(".outcome")).to_contain_text("5 trên 5")


def test_sending_the_form_twice_is_one_attempt(plain: Visitor, keys: Keys) -> None:
    page = plain.go(CHECK)
    for name, key in keys.items():
        fill(question(page, name), key, right_answer(key), name)
    page.click("[data-plain] button")
    expect(page.locator(".outcome")).to_be_visible()
    page.reload()
    expect(page.locator("main")).to_contain_text("Đã giữ kết quả")
