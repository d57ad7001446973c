"""The desk on a phone and a bad line: one translates, another approves, and a learner reads it."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
from playwright.sync_api import Page, Route, expect

from learning.desk import rules
from tests.browser.journeys import Visitors, wait_until
from tests.conftest import looking_into
from tests.factories.accounts import PASSWORD
from tests.factories.desk import a_suggestion, a_translator, many_approved, text
from tests.support.browser import Visitor
from tests.support.server import Server

HOME = "Trang chủ"
SECONDS = 45  # a limit for waiting in vain: workers look every ten


def come_in(visitor: Visitor, name: str, wanted: str) -> Page:
    page = visitor.go("/vi/vao/can-bo/")
    sign_in(page, name)
    expect(page.locator("h1")).to_have_text("Quản trị")
    return visitor.go(wanted)


def sign_in(page: Page, name: str) -> None:
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main form button[type=submit]")


def is_clean(visitor: Visitor) -> None:
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()


def every_worker_says(server: Server, words: str) -> None:
    """Ask on fresh lines until each worker's answer had it; which of them holds a line is chance."""
    silent = set(server.workers)
    deadline = time.monotonic() + SECONDS
    while silent:
        assert time.monotonic() < deadline, f"a worker does not say {words!r} after {SECONDS} s"
        with httpx.Client(base_url=server.url, timeout=SECONDS) as line:
            answer = line.get("/tyz/")
            if words in answer.text:
                _here, port = answer.extensions["network_stream"].get_extra_info("client_addr")
                silent.discard(server.worker_at(port))


def test_one_translates_on_a_bad_line_another_approves_and_a_learner_reads_it(
    visitors: Visitors, make_server: Callable[..., Server]
) -> None:
    server = make_server(workers=2)
    with looking_into(server):
        first, second = a_translator("Chị Nọi"), a_translator("Anh Sinh")
        many_approved(first, second, rules.SENTENCES_TO_BEGIN - 1)
        a_suggestion(first, text("Của tôi"), "Cúa khỏi")
        address = f"/vi/dich/tyz/cau/{text(HOME).key}/"
    assert httpx.get(f"{server.url}/tyz/", timeout=SECONDS).status_code == 404
    she_translates_while_the_line_breaks(visitors(server.url), address)
    he_reads_and_approves(visitors(server.url))
    every_worker_says(server, "Rườn")
    learner = visitors(server.url)
    page = learner.go("/tyz/")
    expect(page.locator("nav a[aria-current=page]")).to_have_text("Rườn")
    learner.go("/vi/dich/")
    is_clean(learner)


def she_translates_while_the_line_breaks(noi: Visitor, address: str) -> None:
    page = come_in(noi, "Chị Nọi", "/vi/dich/ban/")
    is_clean(noi)
    page.get_by_role("link", name="Tiếng Tày").click()
    is_clean(noi)
    page.get_by_role("link", name="Dịch câu tiếp theo").click()
    expect(page.locator("h1")).to_have_text("Dịch một câu")
    noi.go(address)
    is_clean(noi)
    noi.context.set_offline(True)
    page.locator("summary", has_text="Hỏi về câu này").click()
    page.fill("#note", "Trang nào?")
    page.fill("#loi-0", "Rườn")
    page.get_by_role("button", name="Giữ câu này").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa gửi được")
    expect(page.locator("#loi-0")).to_have_value("Rườn")
    page.close()
    noi.context.set_offline(False)
    noi.page = page = noi.context.new_page()
    noi.go(address)
    expect(page.locator("#loi-0")).to_have_value("Rườn")
    expect(page.locator(".desk-form [data-back]")).to_be_visible()
    expect(page.locator("#note")).to_have_value("Trang nào?")
    is_clean(noi)
    her_session_ends_meanwhile(noi, page)
    expect(page.locator("#loi-0")).to_have_value("Rườn")
    page.get_by_label("Không rõ câu tiếng Việt nghĩa là gì").check()
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator("main")).to_contain_text("Đã gửi câu hỏi")
    expect(page.locator("#loi-0")).to_have_value("Rườn")
    page.get_by_role("button", name="Giữ câu này").click()
    expect(page.locator("main")).to_contain_text("Đã giữ câu trước")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dich:'))") == []


def her_session_ends_meanwhile(noi: Visitor, page: Page) -> None:
    noi.troubles.expect("401")
    noi.context.clear_cookies()
    page.get_by_role("button", name="Giữ câu này").click()
    page.get_by_role("link", name="Vào bằng tên và mật khẩu").click()
    sign_in(page, "Chị Nọi")
    expect(page.locator("h1")).to_have_text("Dịch một câu")


def he_reads_and_approves(sinh: Visitor) -> None:
    page = come_in(sinh, "Anh Sinh", "/vi/dich/tyz/duyet/")
    expect(page.locator(".desk-said")).to_contain_text("Cúa khỏi")
    is_clean(sinh)
    page.get_by_role("link", name="Để sau").click()
    expect(page.locator(".desk-said")).to_contain_text("Rườn")
    page.get_by_role("button", name="Đúng, dùng được").click()
    expect(page.locator("main")).to_contain_text("Đã duyệt")


def test_a_tap_on_a_mark_puts_it_where_the_writer_is(visitors: Visitors, live_server: Server) -> None:
    with looking_into(live_server):
        a_translator("Bà Mảy", "nut")
        address = f"/vi/dich/nut/cau/{text('%(num)d câu chờ đọc duyệt').key}/"
    visitor = visitors()
    page = come_in(visitor, "Bà Mảy", address)
    page.fill("#loi-0", "Nhằng  cằm")
    page.locator("#loi-0").evaluate("(field) => field.setSelectionRange(6, 6)")
    page.get_by_role("button", name="%(num)d").click()
    expect(page.locator("#loi-0")).to_have_value("Nhằng %(num)d cằm")
    is_clean(visitor)
    on_its_way: list[Route] = []

    def keep_waiting(route: Route) -> None:
        on_its_way.append(route)

    page.route(f"**{address}", keep_waiting)
    page.get_by_role("button", name="Giữ câu này").click()
    expect(page.locator("#loi-0")).not_to_be_editable()  # what she typed now, the next page would take away
    page.get_by_role("button", name="%(num)d").click()
    expect(page.locator("#loi-0")).to_have_value("Nhằng %(num)d cằm")
    wait_until(page, lambda: on_its_way, "nothing was sent")
    on_its_way[0].continue_()
    expect(page.locator("main")).to_contain_text("Đã giữ câu trước")


def test_with_scripts_off_it_is_a_plain_form_that_gives_back_what_was_typed(
    visitors: Visitors, live_server: Server
) -> None:
    with looking_into(live_server):
        a_translator("Cô Pủ", "nut")
        address = f"/vi/dich/nut/cau/{text('Còn <b data-left>15</b> giây').key}/"
    visitor = visitors(java_script_enabled=False)
    visitor.troubles.expect("422")
    page = come_in(visitor, "Cô Pủ", address)
    page.fill("#loi-0", "Nhằng 15 giây")
    page.get_by_role("button", name="Giữ câu này").click()
    expect(page.locator("#loi-0")).to_have_value("Nhằng 15 giây")
    expect(page.locator(".field-error")).to_contain_text("<b data-left>")
    page.fill("#loi-0", "Nhằng <b data-left>15</b> giây")
    page.get_by_role("button", name="Giữ câu này").click()
    expect(page.locator("main")).to_contain_text("Đã giữ câu trước")
