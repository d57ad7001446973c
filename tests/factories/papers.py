"""Lists of recognition for papers: proposed, drawn and checked, decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from learning.accounts import operations as accounts
from learning.clock import now
from learning.db import write
from learning.places.queries import PlaceFacts
from learning.places.rules import day_of
from learning.recognition import listing, lists, operations
from learning.recognition.files import shipped
from learning.recognition.operations import Taking
from learning.recognition.papers.values import Certificate
from learning.recognition.rules import judge
from learning.recognition.sets import PersonSet
from tests.factories.places import a_commune, somebody_at
from tests.support.judging import answers_in, stays_in

NAMES = (
    "Sơn Thị Lan",
    "Nguyễn Văn Ẩn",
    '=HYPERLINK("http://a.b","Lý & <Sơn>")',
    "{{ sheet }} Thạch",
    "Đỗ Thị Út",
)
NUMBER, SIGNED = "15/QĐ-UBND", date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Offices:
    """The people of one commune who take the steps."""

    place: PlaceFacts
    branch: UUID
    association: UUID
    officer: UUID


def some_offices(place: PlaceFacts | None = None) -> Offices:
    """Chi hội, Hội Khuyến học xã, Ủy ban nhân dân xã."""
    here = place or a_commune()
    roles = ("branch", "association", "officer")
    return Offices(here, *(somebody_at(here, role, f"{role} {here.name}") for role in roles))


def the_rules(id: str = "cong-dan-hoc-tap") -> PersonSet:
    criteria = shipped().get(id)
    assert isinstance(criteria, PersonSet)
    return criteria


def a_list(
    by: Offices, names: Sequence[str] = NAMES, language: str = "vi", rules: str = "cong-dan-hoc-tap"
) -> UUID:
    """A closed list of people who gave themselves eight points for each indicator."""
    criteria, on = the_rules(rules), day_of(now())
    ids = [one.id for one in criteria.indicators]
    result = judge(criteria, [], answers_in("8 " * len(ids), ids, on), stays_in("usual"), on=on)
    dossiers = []
    with write():
        for name in names:
            person = accounts.make_learner(name, 1961, language)
            opened = operations.open_dossier(
                person, criteria, year=2026, place=by.place.path, by=person, at=now()
            )
            operations.take_step(opened.id, "submitted", by=person, at=now())
            dossiers.append(opened.id)
        operations.take_steps([Taking(one, "endorsed") for one in dossiers], by=by.branch, at=now())
        return listing.propose(
            by.place.path, criteria, 2026, dict.fromkeys(dossiers, result), asked=(), by=by.association
        )


def drawn_and_checked(list_id: UUID, by: Offices) -> None:
    """The officer was the witness, and looked again at everybody drawn."""
    with write():
        listing.speak(list_id, "048151", by.officer)
    drawing = lists.list_of(list_id).drawing
    assert drawing is not None
    with write():
        for one in drawing.drawn:
            listing.check(list_id, one, "confirmed", by.officer)


def a_decided_list(
    by: Offices, names: Sequence[str] = NAMES, language: str = "vi", rules: str = "cong-dan-hoc-tap"
) -> UUID:
    """A list that the commune decided on: all of them recognised."""
    list_id = a_list(by, names, language, rules)
    drawn_and_checked(list_id, by)
    with write():
        listing.decide(list_id, NUMBER, SIGNED, {}, by.officer)
    return list_id


def a_paper(**changes: Any) -> Certificate:
    """A certificate as it is printed."""
    told: dict[str, Any] = {
        "name": "Nguyễn Thị Huỳnh Sáu",
        "title": "Công dân học tập",
        "year": 2026,
        "agency": "Ủy ban nhân dân xã Mỹ Tú",
        "decision": f"Quyết định số {NUMBER} của Ủy ban nhân dân xã Mỹ Tú.",
        "dated": "Xã Mỹ Tú, ngày 20 tháng 11 năm 2026",
        "signer": "Chủ tịch",
        "signs_for": "TM. Ủy ban nhân dân",
        "number": "1234 5678 9012 3456",
        "qr": "https://hoc.example/vi/xac-minh/1234567890123456#" + "a" * 600,
        "cautions": ("Bộ tiêu chí này chưa được đối chiếu với văn bản gốc.",),
    }
    return Certificate(**{**told, **changes})
