"""Roles given, ended and handed over; colleagues invited and looked after; what lies outside one's reach."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask

from learning.accounts import colleagues, grants, operations, queries, second_factor, staff
from learning.accounts.actions import Sought, written
from learning.accounts.granting import Held, LastAdministrator, OutOfReach
from learning.db import write
from tests.conftest import Clock
from tests.factories.accounts import HERE, PASSWORD, a_learner, a_phone, a_staff_member
from tests.factories.places import NHU_GIA, a_commune, hamlets, merged
from tests.support.page import Page
from tests.support.site import Site

PROVINCE, COMMUNE, HAMLET, ELSEWHERE = "/94/", "/94/31117/", "/94/31117/3/", "/92/30001/"


def held(person: UUID) -> set[tuple[str, str | None]]:
    return {(grant.role, grant.place) for grant in queries.grants_of(person)}


def grant_of(person: UUID) -> UUID:
    """The one live grant of somebody."""
    found = colleagues.colleague(person, [None])
    assert found is not None
    (one,) = found.live_grants
    return one.id


def as_administrator(site: Site, place: str | None = None) -> UUID:
    person = a_staff_member("Chị Hạnh", "administrator", place)
    site.sign_in(person, "staff")
    return person


def invited(site: Site, name: str = "Anh Ba", role: str = "trainer") -> Page:
    return site.get("staff.invite").form("form[method=post]").fill(name=name, role=role).submit()


# --- inviting ---


def test_somebody_new_is_invited_and_comes_in_by_the_link(site: Site) -> None:
    as_administrator(site)
    page = invited(site)
    assert page.heading == "Liên kết cho Anh Ba"
    address = page.texts("p.secret")[0]
    new = Site(site.app)
    door = new.get(address.partition("localhost")[2])
    assert "Tên đăng nhập của anh chị là Anh Ba." in door.text
    assert door.form().fill(password=PASSWORD, again=PASSWORD).submit().heading == "Thêm mã trên điện thoại"
    assert new.get(address.partition("localhost")[2], status=410).heading == "Liên kết này đã hết hạn"


def test_a_link_ends_after_a_week_or_with_the_next_one(app: Flask, wall_clock: Clock) -> None:
    by, person = a_staff_member(), a_staff_member("Anh Ba", "trainer")
    with write():
        first = staff.make_link(person, by)
        second = staff.make_link(person, by)
    assert staff.open_link(first.token) is None
    assert staff.open_link(second.token) is not None
    wall_clock.advance(days=7, seconds=1)
    assert staff.open_link(second.token) is None


def test_nobody_comes_in_before_they_chose_a_password(site: Site) -> None:
    as_administrator(site)
    invited(site)
    stranger = Site(site.app)
    for password in ("", " ", PASSWORD):
        stranger.post("accounts.enter_staff", {"name": "Anh Ba", "password": password}, status=422)


def test_a_name_that_is_taken_is_said_at_the_form(site: Site) -> None:
    as_administrator(site)
    page = site.post("staff.invite", {"name": "CHỊ HẠNH", "role": "trainer", "place": ""}, status=422)
    assert "Đã có người tên này." in page.text


def test_only_what_one_may_give_is_offered(site: Site) -> None:
    a_staff_member("Anh Năm", "trainer", HAMLET)
    site.sign_in(a_staff_member("Cô Tư", "officer", COMMUNE), "staff")
    form = site.get("staff.invite").form("form[method=post]")
    assert form.offered("role") == ["officer", "association", "branch", "trainer"]
    assert form.offered("place") == [COMMUNE, HAMLET]
    for role, place in (
        ("administrator", COMMUNE),
        ("association", PROVINCE),
        ("trainer", PROVINCE),
        ("trainer", ""),
    ):
        site.post("staff.invite", {"name": "Anh Ba", "role": role, "place": place}, status=422)
    assert queries.staff_by_name("Anh Ba") is None


# --- giving and ending ---


def test_every_door_refuses_what_is_out_of_reach(app: Flask) -> None:
    officer = a_staff_member("Cô Tư", "officer", COMMUNE)
    other = a_staff_member("Anh Ba", "trainer", ELSEWHERE)
    theirs = grant_of(other)
    with pytest.raises(OutOfReach), write():
        grants.give(officer, Held("administrator", COMMUNE), officer)
    with pytest.raises(OutOfReach), write():
        grants.invite("Anh Sáu", Held("trainer", ELSEWHERE), officer)
    with pytest.raises(OutOfReach), write():
        grants.end(theirs, officer, "left")
    with pytest.raises(OutOfReach), write():
        grants.hand_over(theirs, officer, officer)
    with pytest.raises(OutOfReach), write():
        grants.look_after(other, "block", officer)
    assert held(officer) == {("officer", COMMUNE)}
    assert held(other) == {("trainer", ELSEWHERE)}


def test_a_role_is_given_with_its_reason_and_ended_with_its_own(site: Site) -> None:
    as_administrator(site)
    person = a_staff_member("Anh Ba", "trainer", COMMUNE)
    form = site.get("staff.give", person_id=person).form("form[method=post]")
    page = form.fill(role="officer", place=COMMUNE, reason="covering").submit()
    assert "Đã giao vai trò" in page.text
    assert held(person) == {("trainer", COMMUNE), ("officer", COMMUNE)}
    page = page.follow("Kết thúc").form("form[method=post]").fill(reason="term-over").submit()
    assert "Hết nhiệm kỳ" in page.text
    assert held(person) == {("officer", COMMUNE)}


def test_a_role_given_twice_is_one(app: Flask) -> None:
    by, person = a_staff_member(), a_staff_member("Anh Ba", None)
    for _ in range(2):
        with write():
            grants.give(person, Held("trainer", COMMUNE), by)
    found = colleagues.colleague(person, [None])
    assert found is not None
    assert len(found.grants) == 1


def test_the_last_administrator_of_everything_stays(site: Site) -> None:
    me = as_administrator(site)
    page = site.post("staff.end", {"reason": "left"}, grant_id=grant_of(me), status=422)
    assert "cuối cùng" in page.text
    a_staff_member("Anh Ba", "administrator")
    with write():
        grants.end(grant_of(me), me, "left")
    assert held(me) == set()


def test_who_has_no_password_yet_is_no_other_administrator(app: Flask) -> None:
    me = a_staff_member()
    with write():
        grants.invite("Anh Ba", Held("administrator", None), me)
    with pytest.raises(LastAdministrator), write():
        grants.end(grant_of(me), me, "left")


# --- handing over ---


def test_a_role_is_handed_over_in_four_taps(site: Site) -> None:
    as_administrator(site)
    old, new = a_staff_member("Cô Tư", "officer", COMMUNE), a_staff_member("Anh Ba", "trainer", COMMUNE)
    page = site.get("staff.people").follow("Cô Tư").follow("Bàn giao")
    assert "Cán bộ ở /94/31117/ và mọi nơi bên dưới" in page.text
    done = page.form("form[method=post]").fill(to=str(new)).submit("Bàn giao")
    assert done.heading == "Anh Ba"
    assert held(old) == set()
    assert held(new) == {("trainer", COMMUNE), ("officer", COMMUNE)}


def test_a_role_is_handed_over_to_somebody_new(site: Site) -> None:
    as_administrator(site)
    old = a_staff_member("Cô Tư", "officer", COMMUNE)
    form = site.get("staff.hand_over", grant_id=grant_of(old)).form("form[method=post]")
    assert "Anh chị điền tên người mới." in form.fill(to="moi").submit(status=422).text
    page = form.fill(to="moi", name="Anh Sáu").submit()
    assert page.heading == "Liên kết cho Anh Sáu"
    new = queries.staff_by_name("Anh Sáu")
    assert new is not None
    assert held(new.person) == {("officer", COMMUNE)}
    assert held(old) == set()


def test_from_a_later_day_the_old_one_holds_it_until_then(app: Flask, wall_clock: Clock) -> None:
    by, old, new = a_staff_member(), a_staff_member("Cô Tư", "officer"), a_staff_member("Anh Ba", None)
    with write():
        grants.hand_over(grant_of(old), new, by, wall_clock.at + timedelta(days=3))
    assert (held(old), held(new)) == ({("officer", None)}, set())
    wall_clock.advance(days=3, seconds=1)
    assert (held(old), held(new)) == (set(), {("officer", None)})


def test_an_officer_hands_over_her_own_role(site: Site) -> None:
    me, new = a_staff_member("Cô Tư", "officer", COMMUNE), a_staff_member("Anh Ba", "trainer", COMMUNE)
    site.sign_in(me, "staff")
    form = site.get("staff.hand_over", grant_id=grant_of(me)).form("form[method=post]")
    assert form.fill(to=str(new)).submit().heading == "Đã bàn giao"
    assert held(me) == set()
    assert ("officer", COMMUNE) in held(new)


@pytest.mark.parametrize("on", ["2020-01-01", "2099-01-01", "hôm qua"])
def test_a_day_that_makes_no_sense_is_refused(site: Site, on: str) -> None:
    as_administrator(site)
    old, new = a_staff_member("Cô Tư", "officer"), a_staff_member("Anh Ba", "trainer")
    where = {"to": str(new), "name": "", "on": on}
    site.post("staff.hand_over", where, grant_id=grant_of(old), status=422)
    assert held(old) == {("officer", None)}


# --- looking after ---


def test_who_is_blocked_is_out_at_once_and_cannot_come_in_until_unblocked(site: Site) -> None:
    me, other = as_administrator(site), a_staff_member("Anh Ba", "author")
    theirs = Site(site.app)
    theirs.get("accounts.enter_staff").form().fill(name="Anh Ba", password=PASSWORD).submit()
    site.post("staff.look_after", {"viec": "block"}, person_id=other)
    theirs.get("accounts.staff_home", status=401)
    theirs.post("accounts.enter_staff", {"name": "Anh Ba", "password": PASSWORD}, status=422)
    with write():
        grants.look_after(other, "unblock", me)
    theirs.get("accounts.enter_staff").form().fill(name="Anh Ba", password=PASSWORD).submit()


def test_a_lost_phone_is_helped_by_who_reaches_them(site: Site) -> None:
    other = a_staff_member("Anh Ba", "trainer", HAMLET)
    a_phone(other)
    site.sign_in(a_staff_member("Cô Tư", "officer", COMMUNE), "staff")
    page = site.get("staff.person", person_id=other)
    page = page.form("form:has([value='reset-second-factor'])").submit()
    assert "Đã gỡ mã bước hai" in page.text
    assert second_factor.of(other) is None


def test_nobody_looks_after_themselves_or_those_above(site: Site) -> None:
    above = a_staff_member("Chú Hai", "administrator", COMMUNE)
    me = a_staff_member("Cô Tư", "officer", COMMUNE)
    a_phone(above)
    site.sign_in(me, "staff")
    assert "vai trò cao hơn" in site.get("staff.person", person_id=above).text
    for person in (above, me):
        page = site.post("staff.look_after", {"viec": "reset-second-factor"}, person_id=person, status=403)
        assert page.heading == "Việc của người khác"
    assert second_factor.of(above) is not None


def test_who_works_elsewhere_is_as_if_they_did_not_exist(site: Site) -> None:
    other = a_staff_member("Anh Ba", "trainer", ELSEWHERE)
    theirs = grant_of(other)
    as_administrator(site, PROVINCE)
    assert "Anh Ba" not in site.get("staff.people").text
    for endpoint in ("staff.person", "staff.give"):
        site.get(endpoint, person_id=other, status=404)
    for endpoint in ("staff.end", "staff.hand_over"):
        site.get(endpoint, grant_id=theirs, status=404)
    site.post("staff.look_after", {"viec": "block"}, person_id=other, status=404)


# --- one's own password and sessions ---


def test_ones_own_password_is_changed_and_other_machines_are_out(site: Site) -> None:
    me = a_staff_member(role="author")
    other = Site(site.app)
    for machine in (site, other):
        machine.get("accounts.enter_staff").form().fill(name="Chị Hạnh", password=PASSWORD).submit()
    new = {"current": PASSWORD, "password": "mưa rào tháng bảy", "again": "mưa rào tháng bảy"}
    assert "chưa đúng" in site.post("staff.password", {**new, "current": "sai"}, status=422).text
    assert "Đã đổi mật khẩu" in site.post("staff.password", new).text
    other.get("accounts.staff_home", status=401)
    assert queries.needs_second_factor(me) is False
    with pytest.raises(staff.WrongPassword):
        staff.change_password(me, PASSWORD, PASSWORD, HERE)


def test_all_other_machines_are_out_and_this_one_is_not(site: Site) -> None:
    as_administrator(site)
    other = Site(site.app)
    found = queries.staff_by_name("Chị Hạnh")
    assert found is not None
    other.sign_in(found.person, "staff")
    other.get("accounts.staff_home")
    site.get("staff.me").form("form[action*='thoat']").submit()
    site.get("accounts.staff_home")
    other.get("accounts.staff_home", status=401)


def test_places_go_by_what_people_call_them_and_are_searched_for(site: Site) -> None:
    commune, other = a_commune(), a_commune(NHU_GIA)
    as_administrator(site)
    form = site.get("staff.invite").form("form[method=get]")
    found = form.fill(noi=other.name).submit().form("form[method=post]")
    assert other.path in (found.offered("place") or [])
    assert commune.path not in (found.offered("place") or [])
    page = found.fill(name="Anh Ba", role="trainer", place=other.path).submit()
    assert page.heading == "Liên kết cho Anh Ba"
    assert f"Hướng dẫn viên ở {other.full_name}" in site.get("staff.people").text


def test_the_log_of_a_commune_holds_what_was_done_where_its_parts_lay_before(app: Flask) -> None:
    tu, gia = a_commune(), a_commune(NHU_GIA)
    (hamlet,) = hamlets(gia, ["Một"])
    trainer = a_staff_member("Anh Ba", "trainer", hamlet.path)
    learner = a_learner()
    with write():
        operations.issue_card(learner, trainer)
    new = merged([tu, gia], "Mỹ Gia", date(2026, 7, 1))
    reader = a_staff_member("Cô Tư", "officer", new.path)
    assert [line.verb for line in written(reader, Sought(verb="card-issued"))] == ["card-issued"]
