"""Reading aloud: a button only where something can be heard, sentence by sentence, voices that come late.

A headless Chromium has no voices, so the tests bring the browser's side: voices, and an engine that
reports what it says.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import CHECK, LESSON, Visitors, give, shown

ENGINE = """
window.said = [];
window.voices = [{lang: 'vi_VN', name: 'Lan'}];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => window.voices,
  cancel() { this.speaking = null; },
  speak(utterance) { window.said.push(utterance.text.trim()); this.speaking = utterance; },
}});
window.goOn = () => speechSynthesis.speaking.onend();
"""

FIRST = "Số lạ gọi đến, bác đừng vội lo"
# as if the first heading were recorded
RECORDED = """() => {
  const heading = document.querySelector('[data-screen]:not([hidden]) h2');
  const span = Object.assign(document.createElement('span'), {textContent: heading.textContent});
  span.dataset.clip = '/giong/a.webm';
  heading.textContent = '';
  heading.appendChild(span);
}"""


@pytest.fixture
def heard(visitors: Visitors) -> Page:
    """A phone with a Vietnamese voice, at a lesson."""
    visitor = visitors()
    visitor.context.add_init_script(ENGINE)
    return visitor.go(LESSON)


def test_without_a_voice_there_is_no_button(visitors: Visitors) -> None:
    page = visitors().go(LESSON)
    page.wait_for_timeout(300)
    expect(page.locator(".listen")).to_have_count(0)


def test_a_screen_is_read_sentence_by_sentence_and_lit_up(heard: Page) -> None:
    text = heard.locator("[data-screen]:visible h2").inner_text()
    heard.click("[data-screen]:visible .listen >> nth=0")
    heard.wait_for_function("() => said.length === 1")
    assert heard.evaluate("said[0]") == " ".join(text.split())
    expect(heard.locator(".spoken")).to_have_text(text)
    heard.evaluate("goOn()")
    heard.wait_for_function("() => said.length === 2")
    expect(heard.locator(".spoken")).not_to_have_text(text)


def test_it_ends_by_itself_and_leaves_the_page_as_it_was(heard: Page) -> None:
    before = heard.locator("[data-screen]:visible").inner_html()
    heard.click("[data-screen]:visible .listen >> nth=0")
    heard.wait_for_function("() => said.length === 1")
    heard.evaluate("async () => { while (speechSynthesis.speaking) { goOn(); await 0; } }")
    assert heard.locator("[data-screen]:visible").inner_html() == before
    assert all(sentence for sentence in heard.evaluate("said"))


def test_a_second_touch_stops_it(heard: Page) -> None:
    button = heard.locator("[data-screen]:visible .listen").first
    button.click()
    heard.wait_for_function("() => said.length === 1")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(heard.locator(".spoken")).to_have_count(0)


def test_turning_the_screen_stops_it(heard: Page) -> None:
    heard.click("[data-screen]:visible .listen >> nth=0")
    heard.wait_for_function("() => said.length === 1")
    heard.click("[data-next]")
    expect(heard.locator(".spoken")).to_have_count(0)


def test_voices_that_come_late_bring_the_buttons(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.context.add_init_script(ENGINE + "window.late = window.voices; window.voices = [];")
    page = visitor.go(LESSON)
    expect(page.locator(".listen")).to_have_count(0)
    page.evaluate("voices = late; speechSynthesis.onvoiceschanged()")
    expect(page.locator("[data-screen]:visible .listen").first).to_be_visible()


def test_a_voice_of_another_language_is_not_used(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.context.add_init_script(ENGINE + "window.voices = [{lang: 'fr-FR', name: 'Marie'}];")
    page = visitor.go(LESSON)
    page.wait_for_timeout(300)
    expect(page.locator(".listen")).to_have_count(0)


def test_question_options_and_explanation_can_each_be_heard(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.context.add_init_script(ENGINE)
    page = visitor.go(CHECK)
    page.locator("[data-verify]").wait_for()
    question = shown(page)
    expect(question.locator("fieldset > .listen").first).to_be_visible()
    assert question.locator(".choice-line .listen").count() == question.locator(".choice-line").count()
    give(question, right=False)
    page.click("[data-verify]")
    page.click(".feedback:visible .listen")
    page.wait_for_function("() => said.length === 1")
    assert page.evaluate("said[0]").startswith("Chưa đúng")


def test_the_vietnamese_words_of_a_translated_text_are_offered_slowly(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.context.add_init_script(ENGINE + "window.voices.push({lang: 'en-US', name: 'Ann'});")
    page = visitor.go(LESSON.replace("/vi/", "/en/"))
    page.click("[data-screen]:visible .listen")
    page.wait_for_function("() => said.length === 1")
    page.get_by_role("button", name="Listen slowly in Vietnamese").click()
    page.wait_for_function("() => said.length === 2")
    english, vietnamese = page.evaluate("said")
    assert (vietnamese, page.evaluate("speechSynthesis.speaking.rate")) == (FIRST, 0.6)
    expect(page.locator(".spoken")).to_have_text(english)


def test_where_her_language_has_no_voice_the_button_is_the_vietnamese_one(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.context.add_init_script(ENGINE)
    page = visitor.go(LESSON.replace("/vi/", "/en/"))
    button = page.locator("[data-screen]:visible .listen").first
    expect(button).to_have_accessible_name("Listen slowly in Vietnamese")
    page.evaluate("voices.push({lang: 'en-US', name: 'Ann'}); speechSynthesis.onvoiceschanged()")
    expect(button).to_have_accessible_name("Listen")
    expect(page.locator("[data-screen]:visible .listen")).to_have_count(1)


def test_a_clip_that_this_browser_cannot_play_is_asked_for_in_aac_and_else_spoken(visitors: Visitors) -> None:
    visitor = visitors()
    visitor.context.add_init_script(ENGINE + "HTMLMediaElement.prototype.canPlayType = () => '';")
    page = visitor.go(LESSON)
    visitor.troubles.expect("404")
    page.evaluate(RECORDED)
    with page.expect_request("**/giong/a.m4a"):
        page.click("[data-screen]:visible .listen >> nth=0")
    page.wait_for_function("() => said.length === 1")
    assert page.evaluate("said[0]") == FIRST
