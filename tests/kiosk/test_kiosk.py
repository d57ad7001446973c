"""Shared devices: paired by a code, opening into big buttons, and leaving nothing of the last person."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from learning.accounts import session
from learning.classes.models import ClassGroup
from learning.db import write
from learning.ids import new_id
from learning.kiosk import operations, queries, rules
from tests.conftest import Clock
from tests.factories.accounts import HERE, a_card, a_learner, keep_something
from tests.factories.classes import a_class, a_member, a_trainer
from tests.factories.kiosk import LABEL, a_code, become_kiosk
from tests.factories.places import NHU_GIA, a_commune, somebody_at
from tests.support.site import Site


@pytest.fixture
def kiosk(site: Site) -> Site:
    """A device that was paired, with scripts."""
    become_kiosk(site, a_code())
    return site


def pair(site: Site, code: str, status: int) -> str:
    return site.get("kiosk.home").form().fill(code=code).submit("Ghép máy này", status=status).text


@pytest.mark.parametrize("typed", ["1234 5678", "", "abcdefgh", "12345", "9" * 500, "１２３４５６７８"])
def test_a_code_typed_wrong_is_told_at_its_field(site: Site, typed: str) -> None:
    assert "Mã có 8 chữ số" in pair(site, typed, 422)


def test_a_code_is_read_with_spaces_and_dashes() -> None:
    code = rules.pairing_code(1234567)
    assert rules.read_code(f" {code[:4]} - {code[4:]} ") == code


def test_a_code_works_once(site: Site) -> None:
    code = a_code()
    become_kiosk(site, code)
    site.sign_out()
    assert "không dùng được" in pair(site, code, 422)


def test_a_code_is_open_for_a_quarter_of_an_hour(site: Site, wall_clock: Clock) -> None:
    code = a_code()
    wall_clock.advance(minutes=16)
    assert "không dùng được" in pair(site, code, 422)


def test_guessing_codes_ends_in_waiting(site: Site) -> None:
    for serial in range(operations.WRONG_BY_ADDRESS.times):
        pair(site, rules.pairing_code(serial), 422)
    pair(site, rules.pairing_code(999), 429)


def test_a_kiosk_opens_into_big_buttons_and_knows_nobody(kiosk: Site) -> None:
    home = kiosk.get("kiosk.home")
    assert home.heading == "Bác muốn làm gì?"
    assert LABEL in home.text
    assert home.follow("không bị lừa qua điện thoại").path == "/vi/bai/nhan-biet-lua-dao/"


def test_coming_to_the_front_page_ends_the_sitting(kiosk: Site) -> None:
    kiosk.sign_in(a_learner("Bà Tư"))
    assert "Bà Tư" in kiosk.get("study.mine").text
    cleared = kiosk.client.get("/vi/quay/")
    assert cleared.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Bà Tư" not in kiosk.get("study.mine").text
    assert kiosk.client.get_cookie("so_hoc") is None
    assert kiosk.client.get_cookie("so") is None


def test_no_page_of_a_kiosk_may_be_kept(kiosk: Site) -> None:
    for path in ("/vi/", "/vi/bai/nhan-biet-lua-dao/", "/vi/cua-toi/"):
        assert kiosk.client.get(path).headers["Cache-Control"] == "private, no-store"
        assert "Refresh" not in kiosk.client.get(path).headers


def test_without_scripts_a_page_goes_home_by_itself(site: Site) -> None:
    become_kiosk(site, a_code(), scripts=False)
    assert site.client.get("/vi/bai/nhan-biet-lua-dao/").headers["Refresh"] == "180; url=/vi/quay/"
    assert "Refresh" not in site.client.get("/vi/quay/").headers


def test_a_session_on_a_kiosk_ends_with_the_browser(kiosk: Site) -> None:
    learner = a_learner()
    with kiosk.app.test_request_context("/", headers={"Cookie": "quay=1"}):
        session.start(learner, "card")
        answer = kiosk.app.process_response(kiosk.app.make_response(""))
    lines = answer.headers.getlist("Set-Cookie")
    kept = [line for line in lines if line.startswith(("so=", "so_hoc=")) and "xpires" in line]
    assert kept == []


def test_going_out_leads_to_the_front_page(kiosk: Site) -> None:
    kiosk.sign_in(a_learner("Bà Tư"))
    assert kiosk.get("accounts.leave").form().submit("Ra").path == "/vi/quay/"


def test_the_slip_shows_this_sitting_only(kiosk: Site, wall_clock: Clock) -> None:
    learner = a_learner("Bà Tư")
    keep_something(learner)
    wall_clock.advance(hours=1)
    kiosk.sign_in(learner)
    assert "chưa có kết quả nào" in kiosk.get("kiosk.slip").text
    wall_clock.advance(minutes=5)
    keep_something(learner)
    slip = kiosk.get("kiosk.slip")
    assert "Bà Tư" in slip.text
    assert "Đã xem bài" in slip.text


def test_a_scanned_card_is_typed_where_a_number_belongs(kiosk: Site) -> None:
    card = a_card()
    form = kiosk.get("kiosk.home").form()
    page = form.fill(number=f"https://hoc.example.vn{card.path}").submit("Vào bằng thẻ")
    assert page.heading == "Ba hình của bác là gì?"


def test_a_class_finds_its_names(site: Site) -> None:
    trainer = a_trainer()
    group = a_class(trainer)
    lan = a_member(group, trainer, "Sơn Thị Lan")
    a_member(group, trainer, "Thạch Văn Sang")
    a_card(lan)
    become_kiosk(site, a_code(trainer, group))
    names = site.get("kiosk.home").follow("Tôi ở lớp")
    assert "chưa có thẻ" in names.text
    assert names.form("li form").submit("Sơn Thị Lan").heading == "Ba hình của bác là gì?"


def test_a_kiosk_of_no_class_shows_no_names(kiosk: Site) -> None:
    assert "Tôi ở lớp" not in kiosk.get("kiosk.home").text
    assert kiosk.client.get("/vi/quay/lop/").status_code == 303


@pytest.fixture
def trainer(site: Site) -> UUID:
    person = a_trainer()
    site.sign_in(person, "staff")
    return person


def test_a_trainer_gets_a_code_and_sees_the_machine(site: Site, trainer: UUID) -> None:
    page = site.get("kiosk.machines").form("main form").fill(label="Máy ở bưu điện").submit("Lấy mã ghép")
    assert "Mã ghép cho Máy ở bưu điện" in page.text
    code = a_code(trainer)
    with write():
        operations.pair(code, HERE)
    assert shown(site) == [LABEL]


def test_only_own_classes_are_offered(site: Site, trainer: UUID) -> None:
    other = a_class(a_trainer("Anh Khang"), "Lớp của người khác")
    a_class(trainer, "Lớp của tôi")
    page = site.get("kiosk.machines")
    assert "Lớp của tôi" in page.text
    assert "Lớp của người khác" not in page.text
    sent = {"label": "Máy", "group": str(other)}
    answer = site.client.post("/vi/quay/may/", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422


def every_machine() -> list[queries.KioskFacts]:
    return queries.paired(queries.Reach(new_id(), select(ClassGroup.id), [None]))


def shown(site: Site) -> list[str]:
    return site.get("kiosk.machines").texts(".kiosk-machines b")


def test_other_peoples_machines_are_neither_shown_nor_ended(site: Site, trainer: UUID) -> None:
    tu = a_commune()
    other = somebody_at(tu, "trainer", "Anh Khang")
    become_kiosk(Site(site.app), a_code(other, a_class(other, place=tu.path)))
    (machine,) = every_machine()
    assert shown(site) == []
    site.post("kiosk.end", kiosk_id=machine.id, status=404)
    site.sign_in(somebody_at(a_commune(NHU_GIA), "administrator", "Cô Sáu"), "staff")
    assert shown(site) == []
    site.post("kiosk.end", kiosk_id=machine.id, status=404)
    assert every_machine() == [machine]
    site.sign_in(somebody_at(tu, "officer"), "staff")
    assert shown(site) == [LABEL]
    site.post("kiosk.end", kiosk_id=machine.id)
    assert every_machine() == []


def test_a_machine_is_where_its_class_is_or_where_its_trainer_works(site: Site) -> None:
    tu = a_commune()
    site.sign_in(somebody_at(tu, "trainer"), "staff")
    page = site.get("kiosk.machines").form("main form").fill(label="Máy ở bưu điện").submit("Lấy mã ghép")
    code = re.search(r"\d{4} \d{4}", page.text)
    assert code is not None
    become_kiosk(Site(site.app), code[0])
    assert [one.place for one in every_machine()] == [tu.path]


def test_a_machine_that_was_ended_is_an_ordinary_browser_again(site: Site) -> None:
    trainer = a_trainer()
    become_kiosk(site, a_code(trainer))
    with write():
        assert operations.end(every_machine()[0].id, trainer)
    assert site.get("kiosk.home").heading == "Ghép máy dùng chung"
    assert site.client.get_cookie("quay") is None


def test_a_code_is_long_enough_to_be_guessed_by_nobody() -> None:
    tries = operations.WRONG_BY_ADDRESS.times * (rules.CODE_OPEN_FOR / timedelta(minutes=15))
    assert tries / 10 ** (rules.CODE_DIGITS - 1) < 1e-5
