"""The voice desk on a phone whose microphone hears a file: recorded, approved, played to a learner."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.journeys import LESSON
from tests.browser.test_desk import come_in, is_clean
from tests.conftest import looking_into
from tests.factories.desk import a_translator, text
from tests.support.browser import FLAGS, Visitor, named_or_found
from tests.support.ownphone import AT_HAND
from tests.support.server import Server

TITLE = "Nhận biết cuộc gọi và tin nhắn lừa đảo"
RATE = 16_000
# A phone that begins to hear, as far as a page can look at it, nearly a second after it was asked.
SLOW_PHONE = """
if (navigator.mediaDevices) {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.asked = 0;
  navigator.mediaDevices.getUserMedia = (wanted) => { asked += 1; return ask(wanted); };
  window.AudioContext = class extends AudioContext {
    constructor() {
      super();
      const later = () => new Promise((done) => setTimeout(done, 900));
      this.begun = this.suspend().then(later).then(() => super.resume());
    }
    resume() { return this.begun; }
  };
}"""
KEPT = """async () => Boolean(await caches.match(
  document.querySelector('[data-clip]').getAttribute('data-clip')))"""
# What is lit up while it is said, however soon that is over.
LIT_UP = """() => {
  window.litUp = [];
  const look = () => document.querySelectorAll('.spoken').forEach((one) => litUp.push(one.textContent));
  new MutationObserver(look).observe(document.body, {attributes: true, childList: true, subtree: true});
}"""
PLAYED = """async () => {
  const sound = new Audio(document.querySelector('[data-clip]').getAttribute('data-clip'));
  const ended = new Promise((done, failed) => {
    Object.assign(sound, {onended: () => done(sound.currentTime), onerror: failed});
  });
  await sound.play();
  return ended;
}"""


@pytest.fixture
def speaking(chromium: Browser, tmp_path: Path) -> Iterator[Browser]:
    """A Chromium whose microphone hears a tone of two seconds, again and again."""
    heard = tmp_path / "tone.wav"
    with wave.open(str(heard), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        tone = (int(9000 * math.sin(2 * math.pi * 330 * at / RATE)) for at in range(2 * RATE))
        file.writeframes(b"".join(struct.pack("<h", each) for each in tone))
    fake = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={heard}",
        "--autoplay-policy=no-user-gesture-required",
    ]
    browser = chromium.browser_type.launch(executable_path=named_or_found(), args=[*FLAGS, *fake])
    yield browser
    browser.close()


def test_one_records_another_approves_and_a_learner_hears_it(
    speaking: Browser, make_server: Callable[..., Server]
) -> None:
    server = make_server()
    with looking_into(server):
        a_translator("Chị Nọi", "vi")
        a_translator("Anh Sinh", "vi")
        address = f"/vi/dich/vi/doc/cau/{text(TITLE).key}/"
    visitors = [Visitor(speaking, server.url) for _each in range(3)]
    visitors[0].context.add_init_script(SLOW_PHONE)
    she_records(visitors[0], address)
    he_hears_and_approves(visitors[1])
    visitors[2].troubles.expect("ERR_CONNECTION_REFUSED")
    a_learner_hears_it_without_a_network_too(visitors[2], server)
    for visitor in visitors:
        assert visitor.troubles.unexpected == []
        visitor.leave()


def she_records(noi: Visitor, address: str) -> None:
    page = come_in(noi, "Chị Nọi", "/vi/dich/vi/doc/")
    is_clean(noi)
    page.get_by_role("button", name="Tôi đồng ý cho dùng giọng của tôi").click()
    expect(page.locator("h2").first).to_have_text("Đọc phần nào?")
    is_clean(noi)
    noi.go(address)
    is_clean(noi)
    page.get_by_role("button", name="Ghi âm").dblclick()  # nothing shows at once, so she taps again
    expect(page.get_by_text("Đang ghi…")).to_be_visible()
    page.wait_for_timeout(1500)  # she reads
    page.get_by_role("button", name="Dừng").click()
    expect(page.locator("[data-hint=good]")).to_be_visible()
    assert page.evaluate("asked") == 1
    is_clean(noi)
    page.get_by_role("button", name="Giữ bản ghi này").click()
    expect(page.locator("main")).to_contain_text("Đã giữ câu trước")


def he_hears_and_approves(sinh: Visitor) -> None:
    page = come_in(sinh, "Anh Sinh", "/vi/dich/vi/doc/nghe/")
    expect(page.locator(".desk-words")).to_have_text(TITLE)
    is_clean(sinh)
    page.wait_for_function("() => document.querySelector('audio').readyState >= 2")
    page.get_by_role("button", name="Đúng câu, nghe rõ").click()
    expect(page.locator("main")).to_contain_text("Đã duyệt")


def a_learner_hears_it_without_a_network_too(learner: Visitor, server: Server) -> None:
    page = learner.go("/vi/khoa/an-toan/")
    page.evaluate(LIT_UP)
    page.locator(".card", has_text=TITLE).locator(".listen").click()
    page.wait_for_function("(title) => litUp.includes(title)", arg=TITLE)
    expect(page.locator(".spoken")).to_have_count(0, timeout=30_000)  # it was heard to its end
    learner.go(LESSON)
    clip = page.locator("[data-clip]").first
    expect(clip).to_have_text(TITLE)
    assert page.evaluate(PLAYED) > 1
    page.locator(AT_HAND).wait_for(state="attached", timeout=30_000)
    assert page.evaluate(KEPT)
    server.stop()
    page.reload()
    expect(clip).to_have_text(TITLE)
    assert page.evaluate(PLAYED) > 1
    is_clean(learner)
