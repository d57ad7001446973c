"""Messages told apart in a check: the device says what the server would say, and her own page remembers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys import CHECK, MINE, Json, Visitors, fill, right_answer, shown
from tests.support.browser import Visitor

OTHER = {"scam": "genuine", "genuine": "scam"}
FLAGS = "all => all.map((one) => [one.dataset.question, JSON.parse(one.dataset.key)])"


def given(key: Json, mistaken: tuple[str, ...]) -> Json:
    """The right answer, but messages of these kinds are taken for the other."""
    answer = right_answer(key)
    if key["rule"] == "parts" and answer["verdict"] in mistaken:
        return {**answer, "verdict": OTHER[answer["verdict"]]}
    return answer


def finish(page: Page, mistaken: tuple[str, ...]) -> None:
    """The whole check, question by question, with scripts."""
    for _ in range(page.locator("[data-question]").count()):
        page.locator("[data-verify]:visible").wait_for()
        question: Locator = shown(page)
        key = question.evaluate("section => JSON.parse(section.dataset.key)")
        fill(question, key, given(key, mistaken), question.get_attribute("data-question") or "")
        page.click("[data-verify]")
        page.click("[data-onward]")
    page.locator("[data-result]:visible").wait_for()


def lines(page: Page) -> list[str]:
    return [line for line in page.locator(".told").inner_text().splitlines() if line.strip()]


@pytest.mark.parametrize("mistaken", [(), ("scam",), ("genuine",), ("scam", "genuine")])
def test_with_and_without_scripts_the_same_is_said(visitors: Visitors, mistaken: tuple[str, ...]) -> None:
    live = visitors().go(CHECK)
    keys: dict[str, Json] = dict(live.locator("[data-question]").evaluate_all(FLAGS))
    finish(live, mistaken)
    plain = visitors(java_script_enabled=False).go(CHECK)
    for name, key in keys.items():
        fill(plain.locator(f'[data-question="{name}"]'), key, given(key, mistaken), name)
    plain.click("[data-plain] button")
    expect(plain.locator(".told")).to_be_visible()
    assert lines(live) == lines(plain)
    assert len(lines(live)) == 4


def test_it_is_said_without_any_signal_and_her_own_page_counts_it_later(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    page.locator("[data-verify]:visible").wait_for()
    visitor.context.set_offline(True)
    finish(page, ("genuine",))
    said = lines(page)
    assert any("Tin thật: bác tin đúng 0 trên" in line for line in said)
    visitor.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_contain_text("5 trong 5 kết quả đã an toàn")
    visitor.go(MINE)
    expect(page.locator(".told")).to_contain_text("Tin thật: bác tin đúng 0 trên")
    expect(page.locator(".told progress")).to_have_count(2)
    assert visitor.axe() == []
