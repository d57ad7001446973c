"""From a learner's yes to a corrected decision, in a real browser: each step by somebody else, on every size.

The certificate is read off its PDF by the camera of somebody who has no network: genuine at first, withdrawn
once the decision behind it was corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from learning.clock import now
from learning.db import write
from learning.ids import new_id
from learning.recognition import own
from tests.browser import journeys
from tests.browser.cards import come_in
from tests.browser.journeys import Visitors, come_in_as_staff
from tests.browser.test_certificates import HERE, verdict
from tests.browser.test_handover import CAMERA, HOLD
from tests.conftest import looking_into
from tests.factories.accounts import a_learner, a_new_card, a_phone
from tests.factories.offices import ENOUGH, offices_of
from tests.factories.places import NHU_GIA, a_commune, a_province, somebody_at
from tests.factories.recognition import gives_herself
from tests.support.browser import DESKTOP, NARROW, PHONE, Visitor
from tests.support.server import Server

NAME = "Bà Thạch Thị Sa Rươn"
CITIZEN = '[aria-labelledby="cong-dan-hoc-tap"]'
GENUINE, WITHDRAWN = "Giấy thật, còn giá trị", "Giấy thật, nhưng đã bị thu hồi"
SLOW = 60_000  # a certificate is signed and printed beside the pages, in a second or two of a busy machine
# The grey squares of a code, as the PDF has them, into a picture to be held up.
PICTURE = """([width, squares]) => {
  const sheet = document.createElement('canvas');
  sheet.width = width;
  sheet.height = squares.length / width;
  const pen = sheet.getContext('2d');
  squares.forEach((grey, at) => {
    pen.fillStyle = grey > 127 ? '#fff' : '#000';
    pen.fillRect(at % width, Math.floor(at / width), 1, 1);
  });
  return sheet.toDataURL();
}"""
LAST_OF_THE_READER = "vendor/qr/index.js"  # its other files ask for this one
BOOK = "() => localStorage.getItem('so-tra')"


@dataclass(frozen=True, slots=True)
class Town:
    """Who takes the steps: `card` opens the learner's pages, `enter` those of an office, on a screen."""

    card: str
    enter: Callable[[str, tuple[int, int]], Visitor]


def is_clean(visitor: Visitor) -> None:
    """For axe, and on a screen as wide as it is."""
    assert visitor.axe() == []
    assert not visitor.scrolls_sideways()


def a_commune_at_work(visitors: Visitors, server: Server) -> Town:
    """Five offices with their phones, and somebody at home there who has filled in the form."""
    mark = f" {str(new_id())[:13]}"
    with looking_into(server):
        here = offices_of(a_commune(NHU_GIA), mark)
        above = somebody_at(a_province(), "officer", f"Anh Phúc{mark}")
        learner = a_learner(NAME)
        with write():
            own.say_home(learner, here.hamlet.id)
        gives_herself(learner, ENOUGH)
        card = a_new_card(learner).path
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

    return Town(card, enter)


def signed_on() -> str:
    """A day that lies behind, whenever this runs."""
    return (now() - timedelta(days=2)).date().isoformat()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    journeys.follow(page, page.get_by_role("link", name=name).first)


def test_from_a_yes_to_a_corrected_decision(visitors: Visitors, live_server: Server) -> None:
    town = a_commune_at_work(visitors, live_server)
    learner = visitors(screen_size=NARROW)
    she_says_yes_and_sends(learner, town.card)
    branch_and_association(town)
    officer = draw_and_check(town)
    decision(officer)
    printed = certificate(officer)
    anyone = visitors(screen_size=PHONE)
    anyone.context.add_init_script(CAMERA + "delete window.BarcodeDetector;")
    assert held_up_without_a_network(anyone, printed, GENUINE) == NAME
    correction(town, asked_for(officer))
    held_up_without_a_network(anyone, printed, WITHDRAWN)
    learner.go("/vi/cong-nhan/")
    expect(learner.page.locator(CITIZEN)).to_contain_text("16/QĐ-UBND")
    is_clean(learner)


def she_says_yes_and_sends(learner: Visitor, card: str) -> None:
    page = learner.page
    come_in(page, card)
    learner.go("/vi/cong-nhan/")
    page.locator(CITIZEN).get_by_role("link", name="Gửi hồ sơ").click()
    press(page, "Có, tôi đồng ý")
    expect(page).to_have_url(re.compile("/gui/$"))
    press(page, "Gửi hồ sơ")
    expect(page.locator("main")).to_contain_text("Hồ sơ đang ở chi hội khuyến học.")


def branch_and_association(town: Town) -> None:
    branch = town.enter("Bà Năm", NARROW)
    branch.go("/vi/cong-nhan/can-bo/")
    is_clean(branch)
    follow(branch.page, "Chi hội khuyến học")
    is_clean(branch)
    follow(branch.page, NAME)
    is_clean(branch)
    press(branch.page, "Đồng ý, chuyển lên")
    expect(branch.page.get_by_text("Đã chuyển hồ sơ lên")).to_be_visible()
    association = town.enter("Ông Bảy", PHONE)
    association.go("/vi/cong-nhan/hoi/")
    is_clean(association)
    press(association.page, "Xem lại trước khi đề nghị")
    expect(association.page.locator("h1")).to_have_text("Đề nghị 1 người")
    is_clean(association)
    press(association.page, "Chốt và đề nghị")
    expect(association.page.get_by_text("Chờ người làm chứng")).to_be_visible()
    is_clean(association)


def draw_and_check(town: Town) -> Visitor:
    """The officer is the witness, somebody else looks again; the officer's screen shows the list then."""
    officer = town.enter("Chị Hạnh", DESKTOP)
    officer.go("/vi/cong-nhan/xa/")
    is_clean(officer)
    follow(officer.page, "danh sách ngày")
    follow(officer.page, "Làm chứng và bốc thăm")
    is_clean(officer)
    officer.page.get_by_label("Sáu chữ số").fill("402915")
    press(officer.page, "Bốc thăm")
    expect(officer.page.get_by_text("Còn 1 người phải gặp")).to_be_visible()
    trainer = town.enter("Anh Sơn", NARROW)
    trainer.go("/vi/cong-nhan/kiem-tra/")
    is_clean(trainer)
    press(trainer.page, "Đúng, tự làm được")
    expect(trainer.page.get_by_text("Đã ghi kết quả")).to_be_visible()
    officer.page.reload()
    return officer


def decision(officer: Visitor) -> None:
    follow(officer.page, "Ghi quyết định của xã")
    is_clean(officer)
    officer.page.get_by_label("Số quyết định").fill("15/QĐ-UBND")
    officer.page.get_by_label("Ngày ký").fill(signed_on())
    press(officer.page, "Ghi quyết định")
    expect(officer.page.get_by_text("Quyết định số 15/QĐ-UBND").first).to_be_visible()
    is_clean(officer)


def certificate(officer: Visitor) -> list[Any]:
    """Signed, printed and fetched: the code on it, as the width of its picture and its grey squares."""
    page, of_list = officer.page, officer.page.url
    follow(page, "Giấy tờ của danh sách")
    press(page, "Ký mã và in giấy chứng nhận")
    expect(page.get_by_text("Đã xong: 1 người")).to_be_visible(timeout=SLOW)
    with page.expect_download() as fetched:
        press(page, "Tải tệp 1")
    sheet = PdfReader(fetched.value.path()).pages[0]
    assert NAME in sheet.extract_text()
    (code,) = (part.get_object() for part in sheet["/Resources"]["/XObject"].values())  # type: ignore[index]  # a page has them
    officer.go(of_list)
    return [code["/Width"], list(code.get_data())]


def held_up_without_a_network(anyone: Visitor, printed: list[Any], said: str) -> str:
    """The book is fetched and the camera opened; then the network goes, and the paper is held up."""
    anyone.context.set_offline(False)
    page = anyone.go(HERE)
    page.evaluate("localStorage.removeItem('so-tra')")
    page.reload()
    page.wait_for_function(BOOK)
    with page.expect_event("requestfinished", lambda one: one.url.endswith(LAST_OF_THE_READER)):
        press(page, "Quét mã")
    anyone.context.set_offline(True)
    page.evaluate(HOLD, page.evaluate(PICTURE, printed))
    verdict(page, said)
    assert not page.evaluate("navigator.onLine")
    expect(page.locator("[data-verdict] [data-put='decision']")).to_contain_text("15/QĐ-UBND")
    is_clean(anyone)
    return page.locator("[data-verdict] [data-put='name']").inner_text()


def asked_for(officer: Visitor) -> str:
    """The officer holds the decision for wrong: the address of the dossier."""
    page = officer.page
    follow(page, NAME)
    page.get_by_text("Quyết định có chỗ sai?").click()
    page.get_by_label("Kết quả ghi chưa đúng").check()
    is_clean(officer)
    press(page, "Đề nghị sửa")
    expect(page.get_by_text("Một người khác sẽ quyết định")).to_be_visible()
    return page.url


def correction(town: Town, dossier: str) -> None:
    above = town.enter("Anh Phúc", PHONE)
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
