"""A commune with the offices of recognition, and people who sent their dossiers there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from learning.clock import now
from learning.db import write
from learning.places.queries import PlaceFacts
from learning.places.rules import day_of
from learning.recognition import listing, lists, offices, own, piles, queries
from learning.recognition.lists import ListFacts
from learning.recognition.queries import DossierFacts
from tests.factories.accounts import a_learner
from tests.factories.places import a_commune, hamlets, somebody_at
from tests.factories.recognition import citizen, gives_herself, sends

NAMES = ("Sơn Thị Lan", "Thạch Văn Sang", "Giàng A Páo", "Lò Thị Ính", "Nguyễn Văn Bảy", "Trần Thị Tư")
ENOUGH, ONE_SHORT, ONE_LOW = (8,) * 10, (8,) * 9 + (7,), (9,) * 9 + (4,)


@dataclass(frozen=True, slots=True)
class Offices:
    """A commune, two of its hamlets, and who works there."""

    commune: PlaceFacts
    hamlets: Sequence[PlaceFacts]
    branch: UUID
    association: UUID
    officer: UUID
    trainer: UUID

    @property
    def hamlet(self) -> PlaceFacts:
        return self.hamlets[0]


def offices_of(commune: PlaceFacts | None = None, mark: str = "") -> Offices:
    """Somebody in each office of a commune."""
    place = commune or a_commune()
    found = hamlets(place)
    return Offices(
        commune=place,
        hamlets=found,
        branch=somebody_at(found[0], "branch", f"Bà Năm{mark}"),
        association=somebody_at(place, "association", f"Ông Bảy{mark}"),
        officer=somebody_at(place, "officer", f"Chị Hạnh{mark}"),
        trainer=somebody_at(place, "trainer", f"Anh Sơn{mark}"),
    )


def sent(place: PlaceFacts, name: str = "Sơn Thị Lan", points: Sequence[int] = ENOUGH) -> DossierFacts:
    """Somebody who lives there has sent a dossier."""
    person = a_learner(name)
    with write():
        own.say_home(person, place.id)
    gives_herself(person, points)
    return sends(person)


def endorsed(here: Offices, name: str = "Sơn Thị Lan", points: Sequence[int] = ENOUGH) -> DossierFacts:
    """And the branch agreed."""
    held = sent(here.hamlet, name, points)
    result = piles.judged([held], lists.named([held]), day_of(now()))[held.id]
    with write():
        offices.endorse(held, result, here.branch)
    return queries.dossier(held.id)


def proposed(here: Offices, names: Sequence[str]) -> ListFacts:
    """A closed list of these people."""
    some = {endorsed(here, name).id for name in names}
    found = piles.piles_of(here.commune.path, citizen().id, 2026, day_of(now()))
    results = {one.dossier.id: one.result for one in found.all if one.dossier.id in some}
    with write():
        made = listing.propose(here.commune.path, citizen(), 2026, results, by=here.association)
    return lists.list_of(made)


def a_list_of(person: UUID, staff: Mapping[str, UUID]) -> UUID:
    """Somebody alone on a closed list of their commune, whatever their points; `staff` by role."""
    held = sends(person)
    results = piles.judged([held], lists.named([held]), day_of(now()))
    with write():
        offices.endorse(held, results[held.id], staff["branch"])
        return listing.propose(held.place, citizen(), held.year, results, by=staff["association"])


def checked(here: Offices, names: Sequence[str]) -> ListFacts:
    """Drawn, and everybody who was drawn confirmed."""
    one = proposed(here, names)
    with write():
        listing.speak(one.id, "402915", here.officer)
    drawing = lists.list_of(one.id).drawing
    assert drawing is not None
    for dossier in drawing.drawn:
        with write():
            listing.check(one.id, dossier, "confirmed", here.trainer)
    return lists.list_of(one.id)


def decided(here: Offices, names: Sequence[str]) -> ListFacts:
    """And decided."""
    one = checked(here, names)
    with write():
        listing.decide(one.id, "15/QĐ-UBND", date(2026, 11, 20), {}, here.officer)
    return lists.list_of(one.id)


def one_drawn(list_id: UUID) -> UUID:
    """Whom the draw of this list chose first."""
    drawing = lists.list_of(list_id).drawing
    assert drawing is not None
    return drawing.drawn[0]
