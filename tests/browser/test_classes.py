"""A trainer's first evening: a class, a learner, the roll, a task observed; with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from learning.ids import new_id
from tests.browser.journeys import Visitors, come_in_as_staff
from tests.conftest import looking_into
from tests.factories.accounts import a_phone
from tests.factories.classes import a_trainer
from tests.support.browser import DESKTOP, NARROW, PHONE, Visitor
from tests.support.server import Server


def come_in(visitor: Visitor, server: Server) -> None:
    name = f"Chị Mai {str(new_id())[:13]}"
    with looking_into(server):
        phone, _ = a_phone(a_trainer(name))
    come_in_as_staff(visitor.page, name, phone)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("size", [PHONE, NARROW, DESKTOP])
def test_a_class_in_a_minute_and_its_first_evening(
    visitors: Visitors, live_server: Server, size: tuple[int, int], *, scripts: bool
) -> None:
    visitor = visitors(screen_size=size, java_script_enabled=scripts)
    come_in(visitor, live_server)
    page = visitor.page

    def looks_right() -> None:
        if scripts:
            assert visitor.axe() == []
            assert not visitor.scrolls_sideways()

    page.get_by_role("link", name="Lớp học").first.click()
    page.get_by_role("link", name="Mở lớp mới").click()
    page.get_by_label("Tên lớp").fill("Lớp tối ấp Bưng Tróp")
    looks_right()
    page.get_by_role("button", name="Mở lớp").click()
    page.get_by_role("link", name="Thêm người học").click()
    page.get_by_label("Họ và tên").fill("Sơn Thị Lan")
    page.get_by_label("Năm sinh").fill("1961")
    page.get_by_role("button", name="Thêm vào lớp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sơn Thị Lan")
    page.get_by_role("button", name="Làm thẻ mới").click()
    looks_right()
    page.get_by_role("link", name="Xong").click()
    page.get_by_role("link", name="Lớp tối ấp Bưng Tróp").click()
    looks_right()
    page.get_by_role("link", name="Buổi học hôm nay").click()
    page.get_by_role("button", name="Mở buổi học").click()
    page.get_by_role("button", name="Sơn Thị Lan").click()
    expect(page.get_by_role("heading", name="1 người có mặt")).to_be_visible()
    looks_right()
    page.get_by_role("link", name="Sơn Thị Lan").click()
    page.locator(".card a").first.click()
    steps = page.locator(".choice")
    for step in range(steps.count()):
        steps.nth(step).click()
    looks_right()
    page.get_by_role("button", name="Ghi đúng như đã thấy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sơn Thị Lan")
