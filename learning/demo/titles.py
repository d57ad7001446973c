"""Who of the made-up province asks for a title: decided here, being checked there, just closed elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal
from uuid import UUID

from learning import clock
from learning.db import write
from learning.demo.people import Learner, Province, Worker
from learning.places.rules import day_of, is_below
from learning.recognition import listing, lists, offices, own, piles, queries, standing
from learning.recognition.queries import DossierFacts
from learning.recognition.sets import PersonSet

# How far the list of each commune comes, in the order of the communes.
FAR: Sequence[Literal["decided", "drawn", "closed"]] = ("decided", "drawn", "closed")
ENOUGH, SHORT = (8, 9, 10), (5, 6)
LISTED, LATER, WAITING = 8, 4, 3
NUMBER = "15/QĐ-UBND"


@dataclass(frozen=True, slots=True)
class _Offices:
    """Who takes the steps in a commune: the branch of its first hamlet, and the rest."""

    branch: Worker
    association: Worker
    officer: Worker
    trainer: Worker

    @property
    def commune(self) -> str:
        assert self.association.path is not None
        return self.association.path


def play(random: Random, province: Province, ends: datetime) -> int:
    """The last week of the story; returns how many scenes. Opens its own write blocks."""
    found = [_offices(province.workers, one) for one in province.workers if one.role == "association"]
    for here, far in zip(found, FAR, strict=True):
        people = [
            one for group in province.groups for one in group.learners if one.hamlet == here.branch.where
        ]
        _a_week(random.sample(people, LISTED + LATER + WAITING), random, here, ends, far)
    return len(found)


def _offices(workers: Sequence[Worker], association: Worker) -> _Offices:
    inside = {one.role: one for one in workers if one.path and is_below(one.path, association.path or "")}
    return _Offices(inside["branch"], association, inside["officer"], inside["trainer"])


def _a_week(people: Sequence[Learner], random: Random, here: _Offices, ends: datetime, far: str) -> None:
    """They send, the branch reads, the association proposes; somebody else draws, looks again, decides."""
    with clock.fixed(ends - timedelta(days=6)):
        early = [_sends(one, random, ENOUGH) for one in people[:LISTED]]
    with clock.fixed(ends - timedelta(days=5)):
        _endorsed(early, here.branch.id)
    with clock.fixed(ends - timedelta(days=4)):
        made = _listed(early, here)
    if far != "closed":
        with clock.fixed(ends - timedelta(days=3)):
            _looked_at_again(random, made, here, leaving=1 if far == "drawn" else 0)
    if far == "decided":
        with clock.fixed(ends - timedelta(days=2)):
            _decided(made, here)
    with clock.fixed(ends - timedelta(days=1)):
        later = [_sends(one, random, (SHORT, ENOUGH)[at % 2]) for at, one in enumerate(people[LISTED:])]
        _endorsed(later[:LATER], here.branch.id)
        _sent_back(later[LATER], here)


def _sends(learner: Learner, random: Random, points: Sequence[int]) -> DossierFacts:
    """Her own word on each indicator, a yes, and off it goes."""
    criteria = _citizen()
    with write():
        for indicator in criteria.indicators:
            own.give_points(learner.id, criteria, indicator.id, random.choice(points))
        own.say_whether(learner.id, criteria, agrees=True)
        sent = own.send(learner.id, criteria)
    assert sent is not None, "her class knows where she lives"
    return sent


def _citizen() -> PersonSet:
    return standing.person_sets(day_of(clock.now()))[0]


def _endorsed(held: Sequence[DossierFacts], by: UUID) -> None:
    results = piles.judged(held, lists.named(held), day_of(clock.now()))
    with write():
        for one in held:
            offices.endorse(one, results[one.id], by)


def _listed(held: Sequence[DossierFacts], here: _Offices) -> UUID:
    on, chosen = day_of(clock.now()), {one.id for one in held}
    found = piles.piles_of(here.commune, held[0].set_id, held[0].year, on)
    some = [one for one in found.all if one.dossier.id in chosen]
    with write():
        return listing.propose(
            here.commune,
            _citizen(),
            held[0].year,
            {one.dossier.id: one.result for one in some},
            asked=piles.asked_of(some),
            by=here.association.id,
        )


def _looked_at_again(random: Random, made: UUID, here: _Offices, *, leaving: int) -> None:
    """The officer is the witness, the trainer sees whoever was drawn; `leaving` so many for another day."""
    with write():
        listing.speak(made, f"{random.randrange(10**6):06}", here.officer.id)
    drawing = lists.list_of(made).drawing
    assert drawing is not None
    with write():
        for one in drawing.drawn[leaving:]:
            listing.check(made, one, "confirmed", here.trainer.id)


def _decided(made: UUID, here: _Offices) -> None:
    """All but one; of another, the association holds the decision for wrong."""
    first, second = (one.dossier for one in lists.entries_of(made)[:2])
    sent_back: Mapping[UUID, str] = {first.id: "wrong-person"}
    with write():
        listing.decide(made, NUMBER, day_of(clock.now()), sent_back, here.officer.id)
    with write():
        offices.ask_correction(queries.dossier(second.id), "misspelt", here.association.id)


def _sent_back(held: DossierFacts, here: _Offices) -> None:
    """And she does not agree."""
    with write():
        offices.send_back(held, "evidence-missing", here.branch.id)
    with write():
        own.appeal(held.id, held.person, "points-missing")
