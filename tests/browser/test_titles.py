"""A learner's titles in a real browser: three sentences, the form, a no, a yes; returned, heard, decided."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect

from learning.clock import now
from learning.db import write
from learning.recognition.operations import take_step
from learning.recognition.papers import issuing
from learning.recognition.stages import Ruling, Verb
from tests.browser.cards import come_in
from tests.browser.journeys import Visitors, follow
from tests.conftest import looking_into
from tests.factories.accounts import a_new_card, a_staff_member
from tests.factories.recognition import gives_herself, sends, somebody_at_home
from tests.support.browser import NARROW, Visitor
from tests.support.server import Server

TITLES = "/vi/cong-nhan/"
CITIZEN = '[aria-labelledby="cong-dan-hoc-tap"]'


def a_card_of_somebody_at_home(server: Server) -> str:
    """She has given herself points for eight of the ten, on another day."""
    with looking_into(server):
        person = somebody_at_home("Bà Thạch Thị Sa Rươn")
        gives_herself(person, [8] * 8)
        return a_new_card(person).path


def is_clean(visitor: Visitor) -> None:
    """For axe, and on a screen 320 px wide."""
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()


def by_keyboard(page: Page, points: int) -> None:
    """From the top of the page: to the first row of points, down so many, and on."""
    first = page.get_by_label("0 – chưa có")
    while not first.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    for key in ("Space", *["ArrowDown"] * points, "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("h1")).to_contain_text("Chỉ số 10")


def steps_are_taken(server: Server, dossier: UUID, *steps: tuple[Verb, dict[str, Any]]) -> None:
    """What the offices do meanwhile, each step by somebody else."""
    with looking_into(server):
        for verb, more in steps:
            by = a_staff_member(f"Cán bộ {verb}", "officer")
            with write():
                take_step(dossier, verb, by=by, at=now(), **more)


def test_from_three_sentences_to_a_dossier_that_was_sent(visitors: Visitors, live_server: Server) -> None:
    visitor = visitors(screen_size=NARROW)
    page = visitor.page
    come_in(page, a_card_of_somebody_at_home(live_server))
    visitor.go("/vi/cua-toi/")
    follow(page, page.get_by_role("link", name="Danh hiệu của tôi"))
    expect(page.locator(f"{CITIZEN} > .title-said p")).to_have_count(3)
    for fold in page.locator("details.fold summary").all():
        fold.click()
    is_clean(visitor)
    page.get_by_role("link", name="Tự đánh giá", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Chỉ số 9")
    is_clean(visitor)
    by_keyboard(page, 8)
    page.get_by_label("8", exact=True).check()
    page.get_by_role("button", name="Giữ và sang câu sau").click()
    expect(page.locator("main")).to_contain_text("Bác đã xong cả phiếu")
    is_clean(visitor)
    follow(page, page.get_by_role("link", name="Gửi hồ sơ"))
    is_clean(visitor)
    page.get_by_role("button", name="Không, đừng gửi").click()
    expect(page.locator(CITIZEN)).to_contain_text("Bác đã chọn không gửi")
    page.locator(CITIZEN).get_by_role("link", name="Gửi hồ sơ").click()
    page.get_by_role("button", name="Có, tôi đồng ý").click()
    expect(page).to_have_url(re.compile("/gui/$"))
    is_clean(visitor)
    page.get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.locator("main")).to_contain_text("Hồ sơ đang ở chi hội khuyến học.")
    expect(page.locator(".log li")).to_have_count(2)
    is_clean(visitor)
    page.get_by_role("link", name="Danh hiệu của tôi").click()
    expect(page.locator(CITIZEN)).to_contain_text("Bác không phải làm gì.")


def test_from_a_return_to_a_certificate(visitors: Visitors, live_server: Server) -> None:
    with looking_into(live_server):
        person = somebody_at_home("Ông Thạch Sóc Kha")
        gives_herself(person, [8] * 10)
        card, dossier = a_new_card(person).path, sends(person).id
    visitor = visitors()
    page = visitor.page
    come_in(page, card)
    steps_are_taken(live_server, dossier, ("returned", {"reason": "evidence-missing"}))
    visitor.go(f"{TITLES}ho-so/{dossier}/")
    expect(page.locator(".title-said")).to_contain_text("Lý do: còn thiếu minh chứng.")
    page.get_by_role("link", name="Đề nghị xem lại").click()
    page.get_by_label("Tôi đã học, đã làm, mà chưa được tính điểm.").check()
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.locator(".title-said")).to_contain_text("Một người khác sẽ xem lại.")
    is_clean(visitor)
    ruling = Ruling("recognised", "15/QĐ-UBND", date(2026, 11, 20))
    later: list[tuple[Verb, dict[str, Any]]] = [("reopened", {}), ("endorsed", {}), ("proposed", {})]
    steps_are_taken(live_server, dossier, *later, ("decided", {"ruling": ruling}))
    with looking_into(live_server), write():
        issuing.sign(issuing.due([dossier]), now())
    page.reload()
    expect(page.locator(".title-said")).to_contain_text("Chúc mừng bác!")
    is_clean(visitor)
    page.get_by_role("link", name="Xem giấy xác nhận").click()
    expect(page.locator("main")).to_contain_text("Ông Thạch Sóc Kha")
