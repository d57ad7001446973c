"""The log of what staff do: a closed list of verbs, nothing personal, grows only, read by place."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from learning.accounts import actions, grants, operations, second_factor
from learning.accounts.actions import Sought, log_action, register, written
from learning.accounts.granting import Held
from learning.accounts.models import StaffAction
from learning.db import session, write
from tests.conftest import Clock
from tests.factories.accounts import HERE, PASSWORD, a_learner, a_phone, a_staff_member
from tests.support.site import Site

COMMUNE, HAMLET, ELSEWHERE = "/94/31117/", "/94/31117/3/", "/92/30001/"


def verbs_about(person: UUID) -> list[str]:
    wanted = select(StaffAction.verb).where(StaffAction.thing_id == str(person)).order_by(StaffAction.at)
    return list(session().execute(wanted).scalars())


def issue_a_card(by: UUID) -> None:
    learner = a_learner()
    with write():
        operations.issue_card(learner, by)


def seen_by(reader: UUID, **sought: object) -> list[str]:
    return [line.verb for line in written(reader, Sought(**sought))]  # type: ignore[arg-type]  # fields of Sought


def test_signing_in_wrong_codes_and_helping_are_written_down(site: Site) -> None:
    by, person = a_staff_member("Chú Hai"), a_staff_member(role="trainer")
    phone, codes = a_phone(person)
    second_factor.show(person, "ZZZZ-ZZZZ", HERE)
    second_factor.show(person, phone.code(), HERE)
    second_factor.show(person, codes[0], HERE)
    for task in ("reset-second-factor", "block", "unblock", "end-sessions", "new-link"):
        with write():
            grants.look_after(person, task, by)
    assert verbs_about(person) == [
        "staff-created",
        "role-granted",
        "second-factor-set",
        "recovery-codes-made",
        "second-factor-wrong",
        "staff-entered",
        "recovery-code-used",
        "second-factor-reset",
        "staff-blocked",
        "staff-unblocked",
        "sessions-ended",
        "password-link-made",
    ]


def test_who_needs_no_second_factor_is_in_with_the_password(site: Site) -> None:
    person = a_staff_member(role="author")
    site.get("accounts.enter_staff").form().fill(name="Chị Hạnh", password=PASSWORD).submit()
    assert verbs_about(person)[-1] == "staff-entered"


def test_a_line_says_who_in_which_role_what_and_where(app: Flask) -> None:
    by = a_staff_member("Cô Tư", "officer", COMMUNE)
    learner = a_learner()
    with write():
        card = operations.issue_card(learner, by)
    (line,) = written(by, Sought(verb="card-issued"))
    assert (line.actor_name, line.role, line.place) == ("Cô Tư", "officer", COMMUNE)
    assert (line.thing, line.thing_id, line.thing_name) == ("person", str(learner), None)
    assert card.number not in str(line)


def test_the_list_of_verbs_and_things_is_closed(app: Flask) -> None:
    with pytest.raises(ValueError, match="no such verb"), write():
        log_action("danced", by=None)
    with pytest.raises(ValueError, match="no such kind"), write():
        log_action("card-issued", by=None, thing=("dream", "1"))
    with pytest.raises(ValueError, match="registered already"):
        register({"card-issued": "Phát thẻ"})
    with pytest.raises(ValueError, match="too long"):
        register({"x" * 33: "Dài"})


@pytest.mark.parametrize("typed", ["Sơn Thị Lan", "bà Lan", "0912 345 678", "x" * 81, "a\nb"])
def test_what_anyone_typed_does_not_fit_into_the_details(app: Flask, typed: str) -> None:
    with pytest.raises(ValueError, match="not words"), write():
        log_action("card-issued", by=None, details={"why": typed})


def test_details_are_small(app: Flask) -> None:
    with pytest.raises(ValueError, match="too much"), write():
        log_action("card-issued", by=None, details={f"n{number}": "x" * 80 for number in range(9)})


@pytest.mark.parametrize("statement", ["UPDATE staff_action SET verb = 'x'", "DELETE FROM staff_action"])
def test_no_line_can_be_changed_or_deleted(app: Flask, statement: str) -> None:
    a_staff_member()
    with pytest.raises(Exception, match="only grows"), write() as current:
        current.execute(text(statement))


# --- reading ---


def test_one_reads_ones_own_places_and_what_one_did(app: Flask) -> None:
    officer = a_staff_member("Cô Tư", "officer", COMMUNE)
    below = a_staff_member("Anh Ba", "trainer", HAMLET)
    away = a_staff_member("Anh Năm", "trainer", ELSEWHERE)
    for by in (below, away, officer):
        issue_a_card(by)
    assert seen_by(officer, verb="card-issued", person=below) == ["card-issued"]
    assert seen_by(officer, verb="card-issued", person=away) == []
    assert len(seen_by(officer, verb="card-issued")) == 2
    assert seen_by(below, verb="card-issued") == ["card-issued"]
    assert len(seen_by(a_staff_member(), verb="card-issued")) == 3


def test_a_place_with_the_same_beginning_is_another_place(app: Flask) -> None:
    officer = a_staff_member("Cô Tư", "officer", "/94/3/")
    other = a_staff_member("Anh Ba", "trainer", "/94/31/")
    issue_a_card(other)
    assert seen_by(officer, verb="card-issued") == []


def test_the_page_filters_by_person_verb_and_day(site: Site, wall_clock: Clock) -> None:
    me = a_staff_member()
    issue_a_card(me)
    wall_clock.advance(days=2)
    other = a_staff_member("Anh Ba", None)
    with write():
        grants.give(other, Held("trainer", COMMUNE), me)
    site.sign_in(me, "staff")
    page = site.get("staff.log")
    assert "Phát thẻ học" in page.text
    form = page.form("form.filters")
    table = form.fill(viec="role-granted", nguoi=str(other)).submit().texts("table")[0]
    assert "Giao vai trò: Hướng dẫn viên" in table
    assert "Phát thẻ học" not in table
    assert "Phát thẻ học" in form.fill(den="2026-11-22").submit().texts("table")[0]
    assert "Không có dòng nào" in form.fill(tu="2027-01-01").submit().text


@pytest.mark.parametrize(
    "asked",
    [{"tu": ["hôm qua"]}, {"viec": ["nhảy"]}, {"nguoi": ["ai"]}, {"truoc": ["x"]}, {"tu": ["0000-00-00"]}],
)
def test_nonsense_in_the_address_is_answered_calmly(site: Site, asked: dict[str, list[str]]) -> None:
    site.sign_in(a_staff_member(), "staff")
    site.get("staff.log", query=asked, status=200 if "truoc" in asked else 422)


def test_older_lines_are_a_page_further_and_none_is_lost_between(site: Site, wall_clock: Clock) -> None:
    me = a_staff_member()
    with write():
        for _ in range(actions.A_PAGE + 20):
            log_action("card-issued", by=me)
    site.sign_in(me, "staff")
    first = site.get("staff.log")
    second = first.follow("Cũ hơn")
    lines = len(first.all("tbody tr")) + len(second.all("tbody tr"))
    assert lines == actions.A_PAGE + 20 + 2  # she was created, and given her role
    assert not [link for link in second.links if link.text == "Cũ hơn"]


def test_of_a_learner_the_log_shows_a_number_only(site: Site) -> None:
    me, learner = a_staff_member(), a_learner("Sơn Thị Lan")
    with write():
        operations.issue_card(learner, me)
    site.sign_in(me, "staff")
    text_of_page = site.get("staff.log").text
    assert "Lan" not in text_of_page
    assert f"Số {str(learner)[:8]}" in text_of_page
