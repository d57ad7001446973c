"""What stands on a signed list is what was signed: the names of that day, forgotten with their person."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from learning.accounts.models import Person
from learning.db import write
from learning.recognition import listing, lists, offices, queries
from learning.recognition.list_models import RecognitionName
from learning.recognition.papers import issuing
from learning.recognition.stages import Ruling
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.offices import Offices, checked, decided, proposed
from tests.factories.places import somebody_at
from tests.support.site import Site

NAMES = ("Sơn Thị Lan", "Thạch Văn Ánh", "Lò Văn Bảy")


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def is_called(person: UUID, name: str) -> None:
    """She is written otherwise from now on."""
    with write() as current:
        current.execute(update(Person).where(Person.id == person).values(display_name=name))


def names(list_id: UUID) -> list[tuple[int, str]]:
    return [(one.number, one.name) for one in lists.entries_of(list_id)]


def test_a_closed_list_keeps_names_numbers_and_hamlets(site: Site, here: Offices) -> None:
    one = proposed(here, NAMES)
    assert names(one.id) == [(1, "Thạch Văn Ánh"), (2, "Lò Văn Bảy"), (3, "Sơn Thị Lan")]
    is_called(lists.entries_of(one.id)[0].person, "Zô")
    assert names(one.id)[0] == (1, "Thạch Văn Ánh")
    site.sign_in(here.association, "staff")
    page = site.get(f"/vi/cong-nhan/danh-sach/{one.id}/")
    assert "Thạch Văn Ánh" in page.text
    assert "Zô" not in page.text


def test_a_decision_is_about_people_as_they_are_called_on_its_day_and_then_no_more(here: Offices) -> None:
    one = checked(here, NAMES)
    person = lists.entries_of(one.id)[0].person
    is_called(person, "Thạch Văn Anh")
    with write():
        listing.decide(one.id, "15/QĐ-UBND", date(2026, 11, 20), {}, here.officer)
    is_called(person, "Zô")
    assert names(one.id)[0] == (1, "Thạch Văn Anh")


def test_a_certificate_says_what_was_signed_until_the_commune_mends_it(here: Offices) -> None:
    (entry,) = lists.entries_of(decided(here, NAMES[:1]).id)
    is_called(entry.person, "Sơn Thị Lang")
    assert [one.award.name for one in issuing.due([entry.id])] == ["Sơn Thị Lan"]
    other = somebody_at(here.commune, "officer", "Anh Phúc")
    with write():
        offices.ask_correction(entry.dossier, "misspelt", here.officer)
    with write():
        ruling = Ruling("recognised", "16/QĐ-UBND", date(2026, 11, 21))
        offices.correct(queries.dossier(entry.id), ruling, other)
    assert [one.award.name for one in issuing.due([entry.id])] == ["Sơn Thị Lang"]


def test_whoever_is_erased_leaves_a_number_and_a_decision(site: Site, here: Offices) -> None:
    one = decided(here, NAMES)
    person = lists.entries_of(one.id)[1].person
    web_site().erase(person, person, "own-wish")
    found = lists.entries_of(one.id)[1]
    assert (found.number, found.name, found.year_of_birth, found.hamlet) == (2, "", None, "")
    assert (found.is_recognised, found.total, found.decision and found.decision.number) == (
        True,
        80,
        "15/QĐ-UBND",
    )
    site.sign_in(here.officer, "staff")
    assert "Người đã xóa tên" in site.get(f"/vi/cong-nhan/danh-sach/{one.id}/").text


def test_she_takes_home_how_she_was_written(here: Offices) -> None:
    one = decided(here, NAMES)
    person = lists.entries_of(one.id)[2].person
    is_called(person, "Bà Lan")
    told = web_site().export(person)["written_on_lists"]
    assert [(each["moment"], each["number"], each["name"]) for each in told] == [
        ("closed", 3, "Sơn Thị Lan"),
        ("decided", 3, "Sơn Thị Lan"),
    ]


@pytest.mark.parametrize("change", [{"name": "Ai khác"}, {"number": 9}, {"moment": "decided"}])
def test_the_database_lets_a_name_be_forgotten_and_nothing_else(
    here: Offices, change: dict[str, object]
) -> None:
    proposed(here, NAMES)
    for statement in (update(RecognitionName).values(change), delete(RecognitionName)):
        with pytest.raises(Exception, match="stays written"), write() as current:
            current.execute(statement)
