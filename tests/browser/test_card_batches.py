"""Cards by the hundred on a phone: asked for, watched, fetched while it goes on, and stopped."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from learning.ids import new_id
from tests.browser.journeys import Visitors, come_in_as_staff, follow
from tests.conftest import looking_into
from tests.factories.accounts import a_phone
from tests.factories.classes import a_class, a_trainer
from tests.support.browser import PHONE, Visitor
from tests.support.server import Server

SLOW = 60_000  # a sheet of a hundred cards takes a second or two of a busy machine


def ask_for(page: Page, many: int) -> None:
    page.goto("/vi/lop/")
    page.get_by_role("link", name="In thẻ trắng").click()
    page.locator("input[name=many]").fill(str(many))
    page.locator("main form button").click()
    page.wait_for_url("**/viec/*/")


def press_slowly(page: Page, name: str) -> None:
    """With the page asking how far the work is, and being told of more, while the button is down."""
    page.get_by_role("button", name=name).hover()
    with page.expect_response(lambda one: "/den-dau" in one.url and one.status == 200, timeout=SLOW) as told:
        page.mouse.down()
    told.value.finished()
    page.mouse.up()


def reads_well(visitor: Visitor) -> None:
    assert (visitor.axe(), visitor.scrolls_sideways()) == ([], False)


def test_a_pack_is_watched_fetched_and_another_one_stopped(visitors: Visitors, live_server: Server) -> None:
    visitor = visitors(screen_size=PHONE)
    name = f"Chị Mai {str(new_id())[:13]}"
    with looking_into(live_server):
        trainer = a_trainer(name)
        a_class(trainer)
        phone, _ = a_phone(trainer)
    page = visitor.page
    come_in_as_staff(page, name, phone)

    ask_for(page, 120)
    reads_well(visitor)
    expect(page.get_by_text("Đã xong: 120 thẻ")).to_be_visible(timeout=SLOW)
    reads_well(visitor)
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Tải tệp 1").click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF-")

    ask_for(page, 1000)
    press_slowly(page, "Dừng lại")
    expect(page.get_by_role("status").get_by_text("Đã dừng")).to_be_visible(timeout=SLOW)
    reads_well(visitor)
    follow(page, page.get_by_role("link", name="Việc làm hàng loạt"))
    reads_well(visitor)
