"""Staff: the first administrator, name and password, roles, and the front room."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, update

from learning.accounts import hashing, operations, queries, staff
from learning.accounts.models import StaffAction, StaffCredential
from learning.db import session, write
from learning.web.access import ROLES
from tests.factories.accounts import HERE, PASSWORD, Phone, a_card, a_learner, a_staff_member
from tests.support.page import Form, Page
from tests.support.site import Site


def offered() -> str:
    """A fresh set-up address."""
    with write():
        path = operations.offer_setup()
    assert path is not None
    return path


def learned(page: Page) -> Page:
    """The page of the second factor, filled in with what a phone shows that has learned the secret."""
    secret = page.texts(".secret")[0].replace(" ", "")
    return page.form("ol form").fill(code=Phone(secret).code()).submit()


def filled(form: Form, password: str = PASSWORD, again: str = PASSWORD) -> Form:
    return form.fill(name="Anh Tuấn", password=password, again=again)


def test_the_first_administrator_is_made_under_the_one_time_address(site: Site) -> None:
    phone_page = filled(site.get(offered()).form()).submit()
    codes = learned(phone_page)
    assert len(codes.texts(".codes li")) == 10
    page = codes.follow("Tôi đã cất mã, đi tiếp")
    assert page.heading == "Quản trị"
    assert "Đang vào với tên Anh Tuấn." in page.text
    assert "Mọi nơi" in page.text


def test_the_address_works_once(site: Site) -> None:
    path = offered()
    form = filled(site.get(path).form())
    form.submit()
    assert form.submit(status=410).heading == "Địa chỉ này đã đóng"
    assert Site(site.app).get(path, status=410).heading == "Địa chỉ này đã đóng"


def test_a_newer_address_closes_the_older_and_each_is_open_for_a_day(site: Site) -> None:
    old, new = offered(), offered()
    site.get(old, status=410)
    assert site.get(new).heading == "Người quản trị đầu tiên"


def test_once_somebody_works_here_there_is_no_address(site: Site) -> None:
    path = offered()
    a_staff_member()
    site.get(path, status=410)
    with write():
        assert operations.offer_setup() is None


@pytest.mark.parametrize(
    ("name", "password", "again", "said"),
    [
        ("", PASSWORD, PASSWORD, "Ô này chưa điền."),
        ("Anh Tuấn", "ngắn", "ngắn", "Cần ít nhất 10 ký tự."),
        ("Anh Tuấn", "matkhau123", "matkhau123", "nhiều người dùng"),
        ("Anh Tuấn Anh", "anh tuấn anh", "anh tuấn anh", "nhiều người dùng"),
        ("Anh Tuấn", PASSWORD, "khác hẳn", "chưa giống nhau"),
        ("a" * 81, PASSWORD, PASSWORD, "Nhiều nhất 80 ký tự"),
        ("Anh\u202eTuấn\ufffd", PASSWORD, PASSWORD, "Có chữ bị lỗi"),
        ("Anh Tuấn", "x" * 5000, "x" * 5000, "Nhiều nhất 200 ký tự"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    site: Site, name: str, password: str, again: str, said: str
) -> None:
    form = site.get(offered()).form().fill(name=name, password=password, again=again)
    page = form.submit(status=422)
    assert said in page.text
    assert PASSWORD not in page.html
    assert not queries.has_staff()


def test_staff_come_in_by_name_and_password(site: Site) -> None:
    a_staff_member("Chị Hạnh", "author")
    form = site.get("accounts.enter_staff").form().fill(name="  CHỊ   hạnh ", password=PASSWORD)
    assert form.submit().heading == "Quản trị"


@pytest.mark.parametrize(("name", "password"), [("Chị Hạnh", "sai mật khẩu"), ("Chị Hoa", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(site: Site, name: str, password: str) -> None:
    a_staff_member("Chị Hạnh")
    page = site.get("accounts.enter_staff").form().fill(name=name, password=password).submit(status=422)
    assert "Tên hoặc mật khẩu chưa đúng." in page.text
    assert page.form().values["password"] == [""]


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "\ufffd", "x" * 3000, "'; DROP TABLE person; --", "%"])
def test_odd_names_get_a_sentence(site: Site, name: str) -> None:
    page = site.post("accounts.enter_staff", {"name": name, "password": "\x00"}, status=422)
    assert page.heading == "Cán bộ đăng nhập"


def test_staff_return_to_where_they_were_going(site: Site) -> None:
    a_staff_member("Chị Hạnh", "author")
    form = site.get("accounts.enter_staff", query={"tiep": ["/vi/on-tap/"]}).form()
    assert form.fill(name="Chị Hạnh", password=PASSWORD).submit().path == "/vi/on-tap/"


def test_who_must_come_in_first_is_shown_the_door_and_returns(site: Site) -> None:
    a_staff_member("Chị Hạnh", "author")
    refused = site.get("accounts.staff_home", status=401)
    assert refused.heading == "Trang của cán bộ, hướng dẫn viên"
    door = refused.follow("Vào bằng tên và mật khẩu")
    form = door.form().fill(name="Chị Hạnh", password=PASSWORD)
    assert form.submit().path == "/vi/quan-tri/"


def test_two_of_the_staff_cannot_have_one_name(app: Flask) -> None:
    a_staff_member("Chị Hạnh")
    with pytest.raises(operations.NameTaken):
        a_staff_member("CHỊ HẠNH")


def test_the_front_room_is_closed_to_everybody_else(site: Site) -> None:
    site.get("accounts.staff_home", status=401)
    site.get("accounts.staff_home", status=401, as_=a_learner())
    site.sign_in(a_staff_member(role=None), "staff")
    site.get("accounts.staff_home", status=403)


def test_a_card_opens_no_staff_page_even_for_staff(site: Site) -> None:
    person = a_staff_member()
    a_card(person)
    site.get("accounts.staff_home", status=401, as_=person)


def test_a_changed_password_ends_the_sessions_of_the_old_one(site: Site) -> None:
    person = a_staff_member("Chị Hạnh", "author")
    site.get("accounts.enter_staff").form().fill(name="Chị Hạnh", password=PASSWORD).submit()
    site.get("accounts.staff_home")
    staff.change_password(person, PASSWORD, PASSWORD + " mới", HERE)
    site.get("accounts.staff_home", status=401)


def test_a_role_holds_at_its_place_and_is_given_once(app: Flask) -> None:
    person = a_staff_member(role=None)
    with write():
        for _ in range(2):
            operations.grant(person, "trainer", "/92/31117/")
    assert [(held.role, held.place) for held in queries.grants_of(person)] == [("trainer", "/92/31117/")]


def test_a_role_that_does_not_exist_is_refused(app: Flask) -> None:
    person = a_staff_member(role=None)
    with write(), pytest.raises(ValueError, match="no such role"):
        operations.grant(person, "king")


def test_every_role_of_the_guards_can_be_granted(app: Flask) -> None:
    person = a_staff_member(role=None)
    with write():
        for role in ROLES:
            operations.grant(person, role)
    assert queries.roles_of(person) == ROLES


def test_what_staff_do_to_people_is_written_down_without_naming_them(app: Flask) -> None:
    by = a_staff_member()
    learner = a_learner()
    with write():
        operations.issue_card(learner, by)
        operations.issue_card(learner, by)
    about = select(StaffAction).where(StaffAction.thing_id == str(learner))
    done = session().execute(about).scalars().all()
    assert {(action.verb, action.actor_id) for action in done} == {
        ("card-issued", by),
        ("card-reissued", by),
    }
    assert all(action.details is None for action in done)


def test_a_hash_with_old_parameters_is_renewed_at_the_next_sign_in(site: Site) -> None:
    person = a_staff_member("Chị Hạnh")
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with write() as current:
        mine = update(StaffCredential).where(StaffCredential.person_id == person)
        current.execute(mine.values(password_hash=weak))
    site.get("accounts.enter_staff").form().fill(name="Chị Hạnh", password=PASSWORD).submit()
    found = queries.staff_by_name("Chị Hạnh")
    assert found is not None
    assert found.password_hash
    assert not hashing.is_outdated(found.password_hash)


def test_passwords_are_argon2id_with_19_mib(app: Flask) -> None:
    assert hashing.slow(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_nobody_is_shown_a_door_that_stays_shut(site: Site) -> None:
    for number, role in enumerate(sorted(ROLES)):
        site.sign_in(a_staff_member(f"Người làm {number}", role), "staff")
        home = site.get("accounts.staff_home")
        for link in home.links:
            if "/quan-tri/" in home.path and link.href.startswith("/vi/"):
                site.get(link.href)
