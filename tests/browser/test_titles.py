"""A learner's titles in a real browser: three sentences, the form, a no, a yes, sent, and where it is."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.cards import come_in
from tests.browser.journeys import Visitors
from tests.conftest import looking_into
from tests.factories.accounts import a_new_card
from tests.factories.recognition import gives_herself, somebody_at_home
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


def test_from_three_sentences_to_a_dossier_that_was_sent(visitors: Visitors, live_server: Server) -> None:
    visitor = visitors(screen_size=NARROW)
    page = visitor.page
    come_in(page, a_card_of_somebody_at_home(live_server))
    visitor.go("/vi/cua-toi/")
    page.get_by_role("link", name="Danh hiệu của tôi").click()
    expect(page.locator(f"{CITIZEN} > .title-said p")).to_have_count(3)
    for fold in page.locator("details.fold summary").all():
        fold.click()
    is_clean(visitor)
    page.get_by_role("link", name="Tự đánh giá", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Chỉ số 9")
    is_clean(visitor)
    for _each in range(2):
        page.get_by_label("8", exact=True).check()
        page.get_by_role("button", name="Giữ và sang câu sau").click()
    expect(page.locator("main")).to_contain_text("Bác đã xong cả phiếu")
    is_clean(visitor)
    page.get_by_role("link", name="Gửi hồ sơ").click()
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
