"""Who could send a dossier and has not: counted where a number points at nobody, and never named."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from learning.db import write
from learning.places.queries import PlaceFacts
from learning.recognition import own
from learning.recognition.inviting import counted, without_dossier
from learning.recognition.queries import dossiers_of
from tests.conftest import Clock
from tests.factories.accounts import a_learner
from tests.factories.offices import ENOUGH, ONE_SHORT, Offices, sent
from tests.factories.places import NHU_GIA, a_commune
from tests.factories.recognition import citizen, gives_herself
from tests.places.worlds import counted as questions
from tests.support.site import Site

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def ready(place: PlaceFacts, many: int, points: tuple[int, ...] = ENOUGH) -> list[UUID]:
    """So many people at home there who filled in the form and sent nothing."""
    people = [a_learner(f"Người {number} {place.name}") for number in range(many)]
    for person in people:
        with write():
            own.say_home(person, place.id)
        gives_herself(person, points)
    return people


def test_few_in_a_hamlet_are_not_told_apart_and_few_in_all_are_not_counted_out(here: Offices) -> None:
    one, other = here.hamlets
    told = counted([one] * 7 + [other] * 4)
    assert (told.by_hamlet, told.elsewhere, told.has_few, told.at_least) == ([(one, 7)], 0, True, 7)
    told = counted([one] * 3 + [other] * 4)
    assert (told.by_hamlet, told.elsewhere, told.has_few) == ([], 7, False)
    told = counted([one] * 4)
    assert (told.at_least, told.has_few) == (0, True)


def test_only_who_meets_the_rule_lives_there_sent_nothing_and_said_no_no(here: Offices) -> None:
    people = ready(here.hamlet, 6)
    ready(here.hamlets[1], 5, ONE_SHORT)
    ready(a_commune(NHU_GIA), 5)
    sent(here.hamlet, "Sơn Thị Lan")
    found = without_dossier(here.commune, citizen(), TODAY)
    assert [(place.id, many) for place, many in found.meets.by_hamlet] == [(here.hamlet.id, 6)]
    with write():
        own.say_whether(people[0], citizen(), agrees=False)
    assert without_dossier(here.commune, citizen(), TODAY).meets.at_least == 5
    assert dossiers_of(people[1]) == []  # looking opens nothing


def test_the_page_names_nobody_and_is_for_the_commune(site: Site, here: Offices) -> None:
    ready(here.hamlet, 6)
    way = f"/vi/cong-nhan/hoi/{here.commune.id}/"
    site.sign_in(here.association, "staff")
    page = site.get(way).follow("Mời bà con chưa gửi hồ sơ")
    assert "Ấp Bưng Tróp: 6 người" in page.text
    assert "Người 1" not in page.text
    for person in (here.branch, here.trainer):
        site.sign_in(person, "staff")
        site.get(f"{way}moi/?bo={citizen().id}", status=403)


def test_as_many_questions_for_many_as_for_few(here: Offices) -> None:
    def asked() -> int:
        without_dossier(here.commune, citizen(), TODAY)  # what begins the transaction is not counted
        return questions(lambda: without_dossier(here.commune, citizen(), TODAY))

    ready(here.hamlet, 1)
    few = asked()
    ready(here.hamlet, 6)
    assert asked() == few
