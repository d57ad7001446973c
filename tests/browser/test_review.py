"""Questions that are due again: met on a page of their own, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    CHECK,
    Visitors,
    answer,
    answer_all,
    fill,
    kept,
    right_answer,
    wait_until_sent,
)
from tests.support.browser import Visitor
from tests.support.server import Server

REVIEW = "/vi/on-tap/"
# A device says when; what was answered ten days ago is due today.
TEN_DAYS_AGO = """() => {
  const now = Date.prototype.toISOString;
  Date.prototype.toISOString = function () { return now.call(new Date(this - 10 * 24 * 3600 * 1000)); };
}"""


@pytest.fixture
def learner(visitors: Visitors) -> Visitor:
    """Somebody who answered five questions ten days ago."""
    visitor = visitors()
    page = visitor.go(CHECK)
    page.evaluate(TEN_DAYS_AGO)
    answer_all(page)
    wait_until_sent(page)
    return visitor


def asked(page: Page) -> list[str | None]:
    return [one.get_attribute("data-question") for one in page.locator("[data-question]").all()]


def test_due_questions_are_asked_again_and_kept(learner: Visitor, live_server: Server) -> None:
    page = learner.go(REVIEW)
    names = asked(page)
    assert 1 <= len(names) <= 3
    answer_all(page)
    expect(page.locator("[data-result]")).to_contain_text("Bác ôn xong rồi")
    wait_until_sent(page)
    reviewed = [row for row in kept(live_server, page) if row.verb == "reviewed"]
    assert [(row.question, row.form, row.right) for row in reviewed] == [(name, None, True) for name in names]


def test_what_was_reviewed_is_no_longer_due(learner: Visitor) -> None:
    page = learner.go(REVIEW)
    first = asked(page)
    answer_all(page)
    wait_until_sent(page)
    learner.go(REVIEW)
    assert not set(asked(page)) & set(first)


def test_leaving_in_the_middle_goes_on(learner: Visitor) -> None:
    page = learner.go(REVIEW)
    if len(asked(page)) > 1:
        answer(page)
        page.reload()
        expect(page.locator("[data-question]:visible")).to_have_count(1)


def test_the_plain_page_is_marked_and_kept(learner: Visitor, visitors: Visitors) -> None:
    keys = learner.go(REVIEW).locator("[data-question]")
    pairs = keys.evaluate_all("all => all.map((one) => [one.dataset.question, JSON.parse(one.dataset.key)])")
    plain = visitors(java_script_enabled=False, storage_state=learner.context.storage_state())
    page = plain.go(REVIEW)
    for name, key in pairs:
        fill(page.locator(f'[data-question="{name}"]'), key, right_answer(key), name)
    page.click("[data-plain] button")
    expect(page.locator("main")).to_contain_text("Bác ôn xong rồi")
    expect(page.locator(".feedback-good")).to_have_count(len(pairs))
    expect(page.locator("main")).to_contain_text("Đã giữ kết quả")
