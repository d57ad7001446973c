"""A check with scripts: three taps a question, said why, marked at once, kept once, whatever a thumb does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import (
    BUSY_DISK,
    CHECK,
    LESSON,
    MINE,
    MODULE,
    answer,
    answer_all,
    give,
    kept,
    questions_of,
    shown,
    stored,
    wait_until,
    wait_until_rested,
    wait_until_sent,
)
from tests.support.browser import Visitor
from tests.support.server import Server

SIZE = 5


def asked(page: Page) -> list[str | None]:
    return [one.get_attribute("data-question") for one in page.locator("[data-question]").all()]


def test_a_whole_check_is_kept_each_answer_once(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    answer_all(page)
    expect(page.locator(".outcome[data-when=passed]")).to_be_visible()
    expect(page.locator(".outcome[data-when=passed] [data-score]")).to_contain_text("5 trên 5")
    wait_until_sent(page)
    rows = kept(live_server, page)
    assert questions_of(rows) == asked(page)
    assert [(row.right, row.form, row.via) for row in rows] == [(True, 1, "web")] * SIZE
    assert len({(row.attempt, row.person_id) for row in rows}) == 1


def test_her_page_then_shows_the_module_as_finished(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    answer_all(page)
    wait_until_sent(page)
    visitor.go(MINE)
    expect(page.locator(".card-done")).to_contain_text("Nhận biết")


def test_two_wrong_answers_are_said_kindly_and_offer_another_form(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    answer_all(page, wrong=2)
    expect(page.locator(".outcome[data-when=passed]")).to_be_hidden()
    expect(page.locator(".outcome-score:visible")).to_contain_text("3 trên 5")
    page.click("a:visible:has-text('Làm đề khác')")
    expect(page).to_have_url(f"{page.url.split('/vi/')[0]}/vi/bai/{MODULE}/kiem-tra/2/")


def test_a_wrong_answer_tells_all_four_parts_and_takes_the_focus(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    page.locator("[data-verify]").wait_for()
    give(shown(page), right=False)
    page.click("[data-verify]")
    feedback = page.locator(".feedback:visible")
    expect(feedback).to_be_focused()
    for part in ("Chưa đúng", "Đúng là", "Lần sau để ý"):
        expect(feedback).to_contain_text(part)
    assert feedback.locator(".note-why:visible").count() >= 1
    assert page.locator("[data-onward]").bounding_box() is not None


def test_nothing_chosen_is_said_and_nothing_is_kept(visitor: Visitor) -> None:
    page = visitor.go("/vi/bai/mat-khau-va-otp/kiem-tra/2/")
    page.locator("[data-verify]").wait_for()
    if shown(page).locator("[data-move]").count():  # an order has always an answer
        answer(page)
    page.click("[data-verify]")
    expect(page.locator("[data-hint]")).to_have_text("Bác trả lời câu này đã nhé.")
    expect(page.locator(".feedback:visible")).to_have_count(0)


def test_a_double_tap_neither_skips_a_page_nor_keeps_twice(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    page.locator("[data-verify]").wait_for()
    for _ in range(SIZE):
        wait_until_rested(page, "verify")
        give(shown(page), right=True)
        page.dblclick("[data-verify]")
        expect(page.locator(".feedback:visible")).to_have_count(1)
        wait_until_rested(page, "onward")
        page.dblclick("[data-onward]", force=True)
    expect(page.locator("[data-result]")).to_be_visible()
    wait_until_sent(page)
    assert questions_of(kept(live_server, page)) == asked(page)


def test_a_slow_phone_does_not_count_the_moment_while_it_draws(visitor: Visitor) -> None:
    """Both halves of a double tap; between them it is busy for longer than the buttons rest."""
    page = visitor.go(CHECK)
    wait_until_rested(page, "verify")
    give(shown(page), right=True)
    page.evaluate(
        """async () => {
          document.querySelector('[data-verify]').click();
          for (const until = performance.now() + 900; performance.now() < until;);
          await new Promise((done) => setTimeout(done));
          document.querySelector('[data-onward]').click();
        }"""
    )
    expect(page.locator(".feedback:visible")).to_have_count(1)
    expect(page.locator("[data-onward]")).to_be_visible()


def test_reloading_goes_on_where_she_was(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    for _ in range(2):
        answer(page)
    wait_until_sent(page)
    page.reload()
    expect(page.locator("[data-steps-say]")).to_have_text("Câu 3/5")
    for _ in range(3):
        answer(page)
    page.reload()
    expect(page.locator(".outcome[data-when=passed]")).to_be_visible()
    wait_until_sent(page)
    rows = kept(live_server, page)
    assert questions_of(rows) == asked(page)
    assert len({row.attempt for row in rows}) == 1


def test_reloading_while_the_explanation_is_read_does_not_ask_again(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    page.locator("[data-verify]").wait_for()
    give(shown(page), right=True)
    page.click("[data-verify]")
    wait_until(
        page,
        lambda: any("answers" in fact for fact in stored(page, "facts") if isinstance(fact, dict)),
        "it is not kept",
    )
    page.reload()
    expect(page.locator("[data-steps-say]")).to_have_text("Câu 2/5")


def test_leaving_for_the_lesson_and_coming_back_goes_on(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    answer(page)
    visitor.go(LESSON)
    page.go_back()
    expect(page.locator("[data-steps-say]")).to_have_text("Câu 2/5")
    visitor.go(CHECK)
    expect(page.locator("[data-steps-say]")).to_have_text("Câu 2/5")
    for _ in range(4):
        answer(page)
    wait_until_sent(page)
    rows = kept(live_server, page)  # that the lesson was opened may be among them, if she stayed long enough
    assert questions_of([row for row in rows if row.verb == "answered"]) == asked(page)


@pytest.mark.parametrize("before", [0, 1])
def test_leaving_while_an_answer_is_written_goes_on_after_it(
    visitor: Visitor, live_server: Server, before: int
) -> None:
    page = visitor.go(CHECK)
    for _ in range(before):
        answer(page)
    wait_until_sent(page)
    page.evaluate(BUSY_DISK)
    answer(page)
    visitor.go(LESSON)
    wait_until_sent(page)
    visitor.go(CHECK)
    for place in range(before + 2, SIZE + 1):
        expect(page.locator("[data-steps-say]")).to_have_text(f"Câu {place}/5")
        answer(page)
    wait_until_sent(page)
    rows = [row for row in kept(live_server, page) if row.verb == "answered"]
    assert questions_of(rows) == asked(page)
    assert len({row.attempt for row in rows}) == 1


def test_a_finished_form_opened_anew_is_a_new_attempt(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    answer_all(page, wrong=5)
    visitor.go(LESSON)
    visitor.go(CHECK)
    expect(page.locator("[data-steps-say]")).to_have_text("Câu 1/5")
    answer_all(page)
    wait_until_sent(page)
    rows = kept(live_server, page)
    answered = [row for row in rows if row.verb == "answered"]
    assert len(answered) == 2 * SIZE
    assert len({row.attempt for row in answered}) == 2


def test_two_tabs_at_the_same_form_keep_each_answer_once(visitor: Visitor, live_server: Server) -> None:
    page = visitor.go(CHECK)
    answer(page)
    other = visitor.context.new_page()
    other.goto(CHECK)
    expect(other.locator("[data-steps-say]")).to_have_text("Câu 2/5")
    for tab in (page, other):
        for _ in range(4):
            answer(tab)
    wait_until_sent(page)
    assert questions_of(kept(live_server, page)) == asked(page)


def test_the_device_numbers_what_it_keeps(visitor: Visitor) -> None:
    page = visitor.go(CHECK)
    visitor.context.set_offline(True)
    answer(page)
    answer(page)
    waiting = stored(page, "outbox")
    assert len({item["event"]["seq"] for item in waiting}) == 2
    assert {item["event"]["via"] for item in waiting} == {"offline"}
    visitor.context.set_offline(False)
    wait_until_sent(page)
