"""The second factor: set up before anything else, each code good once, printed codes, a lost phone."""

from __future__ import annotations

from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts import second_factor
from learning.accounts.entry import Refused
from learning.accounts.models import RecoveryCode, SecondFactor
from learning.accounts.second_factor import Shown
from learning.cli import register
from learning.db import session, write
from tests.conftest import Clock
from tests.factories.accounts import HERE, PASSWORD, Phone, a_phone, a_staff_member
from tests.support.page import Page
from tests.support.site import Site

STEP = 30


def come_in(site: Site, name: str = "Chị Hạnh", status: int = 200) -> Page:
    """Name and password; what comes after them."""
    return site.get("accounts.enter_staff").form().fill(name=name, password=PASSWORD).submit(status=status)


def typed(page: Page, code: str, **options: Any) -> Page:
    return page.form("form[action$='buoc-hai/']").fill(code=code).submit(**options)


def test_a_password_alone_opens_nothing_to_who_sees_others(site: Site) -> None:
    a_staff_member(role="trainer")
    assert come_in(site).heading == "Thêm mã trên điện thoại"
    refused = site.get("accounts.staff_home", status=401)
    assert refused.heading == "Còn một bước nữa"
    assert refused.follow("Nhập mã trên điện thoại").heading == "Thêm mã trên điện thoại"


@pytest.mark.parametrize("role", ["author", "translator"])
def test_who_sees_nobody_needs_none(site: Site, role: str) -> None:
    a_staff_member(role=role)
    assert come_in(site).heading == "Quản trị"


def test_with_a_phone_they_come_in_and_go_where_they_wanted(site: Site) -> None:
    phone, _ = a_phone(a_staff_member())
    page = site.get("staff.log", status=401).follow("Vào bằng tên và mật khẩu")
    page = page.form().fill(name="Chị Hạnh", password=PASSWORD).submit()
    assert page.heading == "Nhập mã trên điện thoại"
    assert typed(page, phone.code()).heading == "Nhật ký"


def test_a_code_is_good_once(app: Flask, wall_clock: Clock) -> None:
    person = a_staff_member()
    phone, _ = a_phone(person)
    code = phone.code()
    assert second_factor.show(person, code, HERE) == Shown()
    assert isinstance(second_factor.show(person, code, HERE), Refused)
    wall_clock.advance(seconds=STEP * 2)
    assert second_factor.show(person, phone.code(), HERE) == Shown()


def test_the_code_that_proved_the_phone_does_not_let_in(app: Flask, wall_clock: Clock) -> None:
    person = a_staff_member()
    pending = second_factor.begin(person)
    code = pyotp.TOTP(pending.secret).at(wall_clock.at)
    assert isinstance(second_factor.set_up(person, pending.sealed, code, HERE), list)
    assert isinstance(second_factor.show(person, code, HERE), Refused)


def test_the_clock_of_a_phone_may_be_one_step_off(app: Flask, wall_clock: Clock) -> None:
    person = a_staff_member()
    phone, _ = a_phone(person)

    def is_let_in(off: int) -> bool:
        wall_clock.advance(minutes=10)
        code = phone.code_of(int(wall_clock.at.timestamp()) // STEP + off)
        return isinstance(second_factor.show(person, code, HERE), Shown)

    assert [is_let_in(off) for off in (-2, -1, 0, 1, 2)] == [False, True, True, True, False]


@pytest.mark.parametrize(
    "wrong", ["", " ", "000", "12345a", "1234567", "ÁÁÁÁÁÁ", "x" * 3000, "\x00", "ZZZZ-ZZZZ"]
)
def test_what_is_no_code_gets_a_sentence(site: Site, wrong: str) -> None:
    a_phone(a_staff_member())
    come_in(site)
    page = site.post("second.enter", {"code": wrong}, status=422)
    assert page.heading == "Nhập mã trên điện thoại"


def test_digits_of_any_script_and_spaces_are_understood(app: Flask) -> None:
    person = a_staff_member()
    phone, _ = a_phone(person)
    khmer = "".join(chr(0x17E0 + int(digit)) for digit in phone.code())
    assert second_factor.show(person, f" {khmer[:3]} {khmer[3:]} ", HERE) == Shown()


def test_many_wrong_codes_wait_like_wrong_passwords(site: Site) -> None:
    phone, _ = a_phone(a_staff_member())
    page = come_in(site)
    for _ in range(4):
        typed(page, "ZZZZ-ZZZZ", status=422)
    assert "Chờ" in typed(page, "ZZZZ-ZZZZ", status=429).text
    assert "Chờ" in typed(page, phone.code(), status=429).text


def test_each_printed_code_lets_in_once(site: Site) -> None:
    _, codes = a_phone(a_staff_member())
    page = typed(come_in(site), codes[0].lower().replace("-", " "))
    assert page.heading == "Tài khoản của tôi"
    assert "Còn 9 mã dự phòng" in page.text
    site.sign_out()
    typed(come_in(site), codes[0], status=422)


def test_new_printed_codes_end_the_old_ones(site: Site) -> None:
    person = a_staff_member()
    _, codes = a_phone(person)
    site.sign_in(person, "staff")
    new = site.get("staff.me").form("form[action*='ma-du-phong']").submit().texts(".codes li")
    assert len(set(new)) == 10
    assert not set(new) & set(codes)
    assert isinstance(second_factor.show(person, codes[0], HERE), Refused)
    assert second_factor.show(person, new[0], HERE) == Shown(9)


def test_nothing_in_the_database_shows_secret_or_codes(app: Flask) -> None:
    person = a_staff_member()
    pending = second_factor.begin(person)
    codes = second_factor.set_up(person, pending.sealed, Phone(pending.secret).code(), HERE)
    assert isinstance(codes, list)
    kept = [row.sealed for row in session().execute(select(SecondFactor)).scalars()]
    kept += [row.code_hash for row in session().execute(select(RecoveryCode)).scalars()]
    for secret in (pending.secret, *codes, *(code.replace("-", "") for code in codes)):
        assert not any(secret.casefold() in one.casefold() for one in kept)


def test_a_sealed_secret_opens_for_its_person_only_and_for_an_hour(app: Flask, wall_clock: Clock) -> None:
    hanh, tuan = a_staff_member("Chị Hạnh"), a_staff_member("Anh Tuấn")
    pending = second_factor.begin(hanh)
    assert isinstance(second_factor.set_up(tuan, pending.sealed, Phone(pending.secret).code(), HERE), Refused)
    wall_clock.advance(minutes=61)
    assert isinstance(second_factor.set_up(hanh, pending.sealed, Phone(pending.secret).code(), HERE), Refused)
    assert second_factor.of(hanh) is None


def test_a_wrong_first_code_keeps_the_secret_that_was_scanned(site: Site) -> None:
    a_staff_member()
    page = come_in(site)
    again = page.form("ol form").fill(code="12").submit(status=422)
    assert again.texts(".secret") == page.texts(".secret")


def test_who_knows_only_the_password_cannot_replace_the_phone(site: Site) -> None:
    phone, _ = a_phone(a_staff_member())
    come_in(site)
    page = site.get("second.set_up")
    assert page.heading == "Nhập mã trên điện thoại"
    assert typed(page, phone.code()).heading == "Cài mã trên điện thoại mới"


def test_a_lost_phone_is_helped_on_the_command_line_and_ends_the_sessions(site: Site) -> None:
    person = a_staff_member()
    a_phone(person)
    site.sign_in(person, "staff")
    site.get("accounts.staff_home")
    register(site.app)
    result = site.app.test_cli_runner().invoke(args=["staff", "reset-second-factor", "chị hạnh"])
    assert result.exit_code == 0, result.output
    site.get("accounts.staff_home", status=401)
    assert come_in(site).heading == "Thêm mã trên điện thoại"
    assert site.app.test_cli_runner().invoke(args=["staff", "reset-second-factor", "ai"]).exit_code == 1


def test_grave_steps_ask_again_after_a_while_and_a_form_begun_in_time_may_be_sent(
    site: Site, wall_clock: Clock
) -> None:
    person = a_staff_member()
    phone, _ = a_phone(person)
    site.sign_in(person, "staff")
    form = site.get("staff.invite").form("form[method=post]").fill(name="Anh Ba", role="trainer")
    wall_clock.advance(minutes=20)
    asked = site.get("staff.invite", status=401)
    assert asked.heading == "Nhập lại mã cho chắc"
    site.get("staff.people")
    assert form.submit().heading == "Liên kết cho Anh Ba"
    assert typed(asked.follow("Nhập mã"), phone.code()).heading == "Mời người mới"


def test_another_secret_key_reads_nothing_and_says_no(make_app: Any) -> None:
    app = make_app(secret_key="mot khoa khac han, du ba muoi hai chu")
    with app.app_context():
        person = a_staff_member()
        phone, _ = a_phone(person)
        with write() as current:
            found = current.get(SecondFactor, person)
            assert found is not None
            found.sealed = "gAAAAA" + "x" * 80
        assert isinstance(second_factor.show(person, phone.code(), HERE), Refused)
