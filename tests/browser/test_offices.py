"""From the branch to a corrected decision, in a real browser: each step by somebody else, on every size."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Page, expect

from learning.clock import now
from learning.ids import new_id
from tests.browser.journeys import Visitors, come_in_as_staff
from tests.conftest import looking_into
from tests.factories.accounts import a_phone
from tests.factories.offices import offices_of, sent
from tests.factories.places import NHU_GIA, a_commune, a_province, somebody_at
from tests.support.browser import DESKTOP, NARROW, PHONE, Visitor
from tests.support.server import Server

NAME = "Bà Thạch Thị Sa Rươn"
Enter = Callable[[str, tuple[int, int]], Visitor]


def is_clean(visitor: Visitor) -> None:
    """For axe, and on a screen as wide as it is."""
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()


def a_commune_at_work(visitors: Visitors, server: Server) -> Enter:
    """Five offices with their phones, and one dossier that was sent."""
    mark = f" {str(new_id())[:8]}"
    with looking_into(server):
        here = offices_of(a_commune(NHU_GIA), mark)
        above = somebody_at(a_province(), "officer", f"Anh Phúc{mark}")
        sent(here.hamlet, NAME)
        staff: dict[str, UUID] = {
            f"Bà Năm{mark}": here.branch,
            f"Ông Bảy{mark}": here.association,
            f"Chị Hạnh{mark}": here.officer,
            f"Anh Sơn{mark}": here.trainer,
            f"Anh Phúc{mark}": above,
        }
        phones = {name: a_phone(person)[0] for name, person in staff.items()}

    def enter(who: str, size: tuple[int, int]) -> Visitor:
        visitor = visitors(screen_size=size)
        come_in_as_staff(visitor.page, who + mark, phones[who + mark])
        return visitor

    return enter


def signed_on() -> str:
    """A day that lies behind, whenever this runs."""
    return (now() - timedelta(days=2)).date().isoformat()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def test_from_the_branch_to_a_corrected_decision(visitors: Visitors, live_server: Server) -> None:
    enter = a_commune_at_work(visitors, live_server)
    branch_and_association(enter)
    list_page = draw_and_check(enter)
    decision_and_correction(enter, list_page)


def branch_and_association(enter: Enter) -> None:
    branch = enter("Bà Năm", NARROW)
    branch.go("/vi/cong-nhan/can-bo/")
    is_clean(branch)
    follow(branch.page, "Chi hội khuyến học")
    is_clean(branch)
    follow(branch.page, NAME)
    is_clean(branch)
    press(branch.page, "Đồng ý, chuyển lên")
    expect(branch.page.get_by_text("Đã chuyển hồ sơ lên")).to_be_visible()
    association = enter("Ông Bảy", PHONE)
    association.go("/vi/cong-nhan/hoi/")
    is_clean(association)
    press(association.page, "Xem lại trước khi đề nghị")
    expect(association.page.locator("h1")).to_have_text("Đề nghị 1 người")
    is_clean(association)
    press(association.page, "Chốt và đề nghị")
    expect(association.page.get_by_text("Chờ người làm chứng")).to_be_visible()
    is_clean(association)


def draw_and_check(enter: Enter) -> str:
    officer = enter("Chị Hạnh", DESKTOP)
    officer.go("/vi/cong-nhan/xa/")
    is_clean(officer)
    follow(officer.page, "danh sách ngày")
    follow(officer.page, "Làm chứng và bốc thăm")
    is_clean(officer)
    officer.page.get_by_label("Sáu chữ số").fill("402915")
    press(officer.page, "Bốc thăm")
    expect(officer.page.get_by_text("Còn 1 người phải gặp")).to_be_visible()
    trainer = enter("Anh Sơn", NARROW)
    trainer.go("/vi/cong-nhan/kiem-tra/")
    is_clean(trainer)
    press(trainer.page, "Đúng, tự làm được")
    expect(trainer.page.get_by_text("Đã ghi kết quả")).to_be_visible()
    officer.page.reload()
    follow(officer.page, "Ghi quyết định của xã")
    is_clean(officer)
    officer.page.get_by_label("Số quyết định").fill("15/QĐ-UBND")
    officer.page.get_by_label("Ngày ký").fill(signed_on())
    press(officer.page, "Ghi quyết định")
    expect(officer.page.get_by_text("Quyết định số 15/QĐ-UBND").first).to_be_visible()
    is_clean(officer)
    follow(officer.page, NAME)
    officer.page.get_by_text("Quyết định có chỗ sai?").click()
    officer.page.get_by_label("Kết quả ghi chưa đúng").check()
    is_clean(officer)
    press(officer.page, "Đề nghị sửa")
    expect(officer.page.get_by_text("Một người khác sẽ quyết định")).to_be_visible()
    return officer.page.url


def decision_and_correction(enter: Enter, dossier: str) -> None:
    above = enter("Anh Phúc", PHONE)
    above.go("/vi/cong-nhan/tinh/")
    is_clean(above)
    follow(above.page, NAME)
    expect(above.page).to_have_url(re.compile(re.escape(dossier.partition("?")[0])))
    above.page.get_by_text("Ghi quyết định mới").click()
    above.page.get_by_label("Nay là").select_option("not-recognised")
    above.page.get_by_label("Số quyết định").fill("16/QĐ-UBND")
    above.page.get_by_label("Ngày ký").fill(signed_on())
    is_clean(above)
    press(above.page, "Sửa quyết định")
    expect(above.page.locator(".recog-old s")).to_have_text(re.compile("15/QĐ-UBND"))
    expect(above.page.get_by_text("Không công nhận: quyết định số 16/QĐ-UBND").first).to_be_visible()
    is_clean(above)
