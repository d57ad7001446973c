"""Somebody wishes to see or delete what is kept of them: staff find them by card, take it out, erase it."""

from __future__ import annotations

import json

from sqlalchemy import select

from learning.accounts import queries
from learning.accounts.models import StaffAction
from learning.db import session
from tests.factories.accounts import a_card, a_learner, a_staff_member, keep_something
from tests.support.site import Site


def test_by_the_number_of_a_card_all_is_taken_out_and_erased(site: Site) -> None:
    learner = a_learner("Sơn Thị Lan")
    card = a_card(learner)
    keep_something(learner)
    site.sign_in(a_staff_member(), "staff")
    page = site.get("accounts.staff_home").follow("Dữ liệu của một người")
    page = page.form().fill(number=card.spaced_number).submit()
    assert page.heading == "Sơn Thị Lan"
    answer = page.form("form[action$='/xuat']").submit().response
    assert json.loads(answer.get_data(as_text=True))["people"][0]["id"] == str(learner)
    done = page.form("form[action$='/xoa']").fill(reason="asked-staff").submit()
    assert str(learner)[:8] in done.text
    assert queries.person(learner) is None
    about = select(StaffAction.verb).where(StaffAction.thing_id == str(learner)).order_by(StaffAction.at)
    assert list(session().execute(about).scalars())[-2:] == ["person-exported", "person-erased"]


def test_without_a_reason_nothing_is_erased(site: Site) -> None:
    learner = a_learner()
    site.sign_in(a_staff_member(), "staff")
    site.post("data.erase", {}, person_id=learner, status=422)
    assert queries.person(learner) is not None


def test_a_number_that_is_no_card_and_an_erased_person_are_not_found(site: Site) -> None:
    site.sign_in(a_staff_member(), "staff")
    assert "Không có thẻ nào" in site.post("data.find", {"number": "123456784"}, status=422).text


def test_only_who_administers_everywhere_looks_for_learners(site: Site) -> None:
    learner = a_learner()
    for number, (role, place) in enumerate([("administrator", "/94/"), ("officer", None), ("trainer", None)]):
        site.sign_in(a_staff_member(f"Anh {number}", role, place), "staff")
        site.get("data.find", status=403)
        site.get("data.person", person_id=learner, status=403)
        site.post("data.erase", {"reason": "asked-staff"}, person_id=learner, status=403)
    assert queries.person(learner) is not None


def test_nobody_erases_themselves_here(site: Site) -> None:
    me = a_staff_member()
    site.sign_in(me, "staff")
    site.post("data.erase", {"reason": "asked-staff"}, person_id=me, status=403)
    assert queries.person(me) is not None
