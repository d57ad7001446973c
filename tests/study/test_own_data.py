"""A learner reads what is kept of her, takes it home, and has it erased; and a real no."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from learning.accounts import queries
from tests.factories.accounts import a_card, a_guest, a_learner, a_staff_member, keep_something
from tests.support.page import Page
from tests.support.site import Site


def as_learner(site: Site) -> UUID:
    person = a_learner("Sơn Thị Lan")
    a_card(person)
    keep_something(person)
    site.sign_in(person)
    return person


def asked(site: Site) -> Page:
    return site.get("study.mine").follow("Máy giữ gì của bác").follow("Xóa hết dữ liệu của tôi")


def test_she_reads_what_is_kept_of_her(site: Site) -> None:
    as_learner(site)
    page = site.get("own.kept")
    for said in ("Sơn Thị Lan", "1961", "Tiếng Việt", "Thẻ học"):
        assert said in page.text
    assert page.texts(".kept-modules li")


def test_she_takes_all_of_it_home_in_one_file(site: Site) -> None:
    person = as_learner(site)
    answer = site.get("own.take_home").response
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    kept = json.loads(answer.get_data(as_text=True))
    assert kept["people"][0]["display_name"] == "Sơn Thị Lan"
    assert kept["learning"][0]["person_id"] == str(person)


def test_no_is_a_real_no(site: Site) -> None:
    person = as_learner(site)
    assert asked(site).follow("Không, giữ lại").heading == "Máy giữ gì của bác"
    site.post("own.erase", {})
    site.post("own.erase", {"xoa": "khong"})
    assert queries.person(person) is not None
    assert "Sơn Thị Lan" in site.get("study.mine").text


def test_yes_erases_and_ends_the_session(site: Site) -> None:
    person = as_learner(site)
    done = asked(site).form().submit("Có, xóa hết")
    assert done.heading == "Không còn gì của bác ở đây"
    assert queries.person(person) is None
    assert "Sơn Thị Lan" not in site.get("study.mine").text
    assert "chưa giữ gì" in site.get("own.kept").text


def test_a_guest_without_a_name_does_it_too(site: Site) -> None:
    guest = a_guest()
    keep_something(guest)
    site.sign_in(guest, "guest")
    assert "Không có tên" in site.get("own.kept").text
    asked(site).form().submit("Có, xóa hết")
    assert queries.person(guest) is None


@pytest.mark.parametrize("where", ["own.kept", "own.ask_to_erase"])
def test_nobody_is_told_that_nothing_is_kept(site: Site, where: str) -> None:
    page = site.get(where)
    assert not page.all("button[name=xoa]")
    site.post("own.erase", {"xoa": "co"})
    site.get("own.take_home")


def test_staff_are_sent_to_the_administrator(site: Site) -> None:
    person = a_staff_member()
    site.sign_in(person, "staff")
    assert "nhờ người quản trị" in site.get("own.kept").text
    site.post("own.erase", {"xoa": "co"})
    assert queries.person(person) is not None
