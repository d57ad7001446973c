"""A trainer's first evening: a class, a learner, the roll, a task observed; with scripts and without."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from learning.ids import new_id
from tests.browser.journeys import Visitors, come_in_as_staff, follow
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


def go(page: Page, role: Literal["link", "button"], name: str) -> None:
    follow(page, page.get_by_role(role, name=name))


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

    follow(page, page.get_by_role("link", name="Lớp học").first)
    go(page, "link", "Mở lớp mới")
    page.get_by_label("Tên lớp").fill("Lớp tối ấp Bưng Tróp")
    looks_right()
    go(page, "button", "Mở lớp")
    go(page, "link", "Thêm người học")
    page.get_by_label("Họ và tên").fill("Sơn Thị Lan")
    page.get_by_label("Năm sinh").fill("1961")
    go(page, "button", "Thêm vào lớp")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sơn Thị Lan")
    go(page, "button", "Làm thẻ mới")
    looks_right()
    go(page, "link", "Xong")
    go(page, "link", "Lớp tối ấp Bưng Tróp")
    looks_right()
    go(page, "link", "Buổi học hôm nay")
    go(page, "button", "Mở buổi học")
    go(page, "button", "Sơn Thị Lan")
    expect(page.get_by_role("heading", name="1 người có mặt")).to_be_visible()
    looks_right()
    go(page, "link", "Sơn Thị Lan")
    follow(page, page.locator(".card a").first)
    for step in page.locator(".choice").all():
        step.click()
    looks_right()
    go(page, "button", "Ghi đúng như đã thấy")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sơn Thị Lan")
