"""Thousands of dossiers, written at once: what a commune looks like in December."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import insert

from learning.accounts.models import Person
from learning.clock import now
from learning.db import session, write
from learning.ids import new_id
from learning.recognition import listing, operations
from learning.recognition.models import Dossier, DossierStep
from learning.recognition.own_models import OwnConsent, OwnHome
from learning.recognition.rules import Result, judge
from tests.factories.offices import Offices
from tests.factories.recognition import citizen
from tests.support.judging import answers_in, stays_in

FAMILY, GIVEN = ("Sơn", "Thạch", "Lâm", "Nguyễn"), ("Lan", "Sang", "Bảy", "Tư", "Út", "Hạnh", "Ánh")


def a_crowd(here: Offices, many: int, until: Literal["submitted", "endorsed"]) -> Sequence[UUID]:
    """So many people of the first hamlet whose dossiers stand there, each with their yes; the dossiers."""
    people, dossiers = [new_id() for _ in range(many)], [new_id() for _ in range(many)]
    with write():
        operations.keep_rules(citizen(), now())
        _add(Person, (_person(number, id) for number, id in enumerate(people)))
        _add(OwnHome, ({"person_id": id, "place_id": here.hamlet.id, "said_at": now()} for id in people))
        _add(OwnConsent, (_yes(id) for id in people))
        _add(Dossier, (_dossier(*one, here) for one in zip(dossiers, people, strict=True)))
        _step(dossiers, people, 1, "opened", "draft")
        _step(dossiers, people, 2, "submitted", "submitted")
        if until == "endorsed":
            _step(dossiers, [here.branch] * many, 3, "endorsed", "endorsed")
    return dossiers


def a_long_list(here: Offices, many: int) -> UUID:
    """So many of them on one closed list, drawn by the officer."""
    dossiers = a_crowd(here, many, "endorsed")
    with write():
        made = listing.propose(
            here.commune.path, citizen(), 2026, dict.fromkeys(dossiers, enough()), by=here.association
        )
    with write():
        listing.speak(made, "402915", here.officer)
    return made


def enough() -> Result:
    """What the rules say of whoever gives herself eight points for each indicator."""
    on, ids = now().date(), [one.id for one in citizen().indicators]
    return judge(citizen(), [], answers_in("8 " * len(ids), ids, on), stays_in("usual"), on=on)


def _add(table: type[Any], rows: Any) -> None:
    session().execute(insert(table), list(rows))


def _person(number: int, id: UUID) -> dict[str, Any]:
    name = f"{FAMILY[number % 4]} Thị {GIVEN[number % 7]} {number}"
    told = {"display_name": name, "year_of_birth": 1950 + number % 50, "language": "vi"}
    return {"id": id, "kind": "learner", "created_at": now(), **told}


def _yes(person: UUID) -> dict[str, Any]:
    which = {"person_id": person, "set_id": citizen().id, "year": 2026, "seq": 1}
    return {**which, "agrees": True, "said_at": now()}


def _dossier(id: UUID, person: UUID, here: Offices) -> dict[str, Any]:
    rules = {"set_id": citizen().id, "set_version": citizen().version, "year": 2026}
    return {"id": id, "person_id": person, "place": here.hamlet.path, "opened_at": now(), **rules}


def _step(dossiers: Sequence[UUID], by: Sequence[UUID], seq: int, verb: str, stage: str) -> None:
    taken = {"seq": seq, "verb": verb, "stage": stage, "at": now()}
    _add(
        DossierStep,
        ({"dossier_id": id, "by_id": one, **taken} for id, one in zip(dossiers, by, strict=True)),
    )
