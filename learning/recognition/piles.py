"""Whom an association can put forward: three piles over the dossiers of a commune, a page at a time.

As many queries for a thousand dossiers as for one (one more for each version of the rules among them); only
one page of them is judged, however many wait.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, cast
from uuid import UUID

from learning import letters
from learning.accounts import queries as accounts
from learning.accounts.links import canonical_of
from learning.classes import queries as classes
from learning.places.rules import is_below
from learning.recognition import answers, lists, noticing, queries, standing, yearly
from learning.recognition.listing import AskedOf
from learning.recognition.lists import Named
from learning.recognition.queries import DossierFacts, Turn
from learning.recognition.radar import Asked
from learning.recognition.rules import Pile, Reason, Result, reason
from learning.recognition.sets import PersonSet

WAITING = ("submitted", "endorsed")
# A name without its accents, and a year of birth.
Key: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whose dossier is here: what the rules say, what a person has to settle, what may be asked."""

    dossier: DossierFacts
    who: Named
    result: Result
    pile: Pile
    questions: tuple[Reason, ...]
    asked: tuple[Asked, ...]
    agrees: bool

    @property
    def may_be_proposed(self) -> bool:
        """Read by the branch, wanted by herself, and not simply short of points."""
        return self.dossier.stage == "endorsed" and self.agrees and self.pile != "nearly"


@dataclass(frozen=True, slots=True)
class Piles:
    """A page of a commune's year under one kind of recognition. `learning`: how many learn in its classes."""

    all: tuple[Candidate, ...]
    learning: int
    turn: Turn

    def of(self, pile: Pile) -> list[Candidate]:
        return [one for one in self.all if one.pile == pile]


def piles_of(path: str, set_id: str, year: int, on: date, *, number: int = 1) -> Piles:
    """The dossiers of a commune that are with its branches or its association: as many as one page holds."""
    turn = queries.turn([path], WAITING, year, set_id=set_id, number=number)
    found = candidates(turn.dossiers, yearly.day_judged(year, on), twice=_twice(path, set_id, year))
    return Piles(tuple(found), classes.many_learning_at(path), turn)


def chosen_of(path: str, set_id: str, year: int, on: date, ids: Collection[UUID]) -> list[Candidate]:
    """Those of the dossiers that lie on the piles there: whoever went on meanwhile is left out."""
    here = [
        one
        for one in queries.dossiers(ids)
        if is_below(one.place, path) and (one.set_id, one.year) == (set_id, year) and one.stage in WAITING
    ]
    return candidates(here, yearly.day_judged(year, on), twice=_twice(path, set_id, year))


def candidates(
    dossiers: Sequence[DossierFacts], on: date, *, twice: Collection[Key] = frozenset()
) -> list[Candidate]:
    """What stands in these dossiers, judged on a day, in the order of the alphabet by given name."""
    who = lists.named(dossiers)
    results = judged(dossiers, who, on)
    agree = consents(dossiers, who)
    asked = noticing.questions_about({one.person for one in who.values()}, on) if dossiers else []
    found = [
        _candidate(one, who[one.id], results[one.id], asked, agrees=agree[one.id], twice=twice)
        for one in dossiers
    ]
    return sorted(found, key=lambda one: (classes.as_called(one.who.name), str(one.dossier.id)))


def judged(dossiers: Collection[DossierFacts], who: Mapping[UUID, Named], on: date) -> dict[UUID, Result]:
    """What the rules of each dossier say of its person on that day."""
    found: dict[UUID, Result] = {}
    for set_id, version in sorted({(one.set_id, one.set_version) for one in dossiers}):
        criteria = rules_of(set_id, version)
        some = [one for one in dossiers if (one.set_id, one.set_version) == (set_id, version)]
        stands = standing.standing_of_all({who[one.id].person for one in some}, criteria, on)
        found.update({one.id: stands[who[one.id].person].result for one in some})
    return found


def rules_of(set_id: str, version: str) -> PersonSet:
    """The rules that a dossier of a person was opened under."""
    return cast("PersonSet", queries.rules_of(set_id, version))


def consents(dossiers: Collection[DossierFacts], who: Mapping[UUID, Named]) -> dict[UUID, bool]:
    """Who still agrees to being put forward."""
    found: dict[UUID, bool] = {}
    for set_id, year in sorted({(one.set_id, one.year) for one in dossiers}):
        some = [one for one in dossiers if (one.set_id, one.year) == (set_id, year)]
        said = answers.consents_of_all({who[one.id].person for one in some}, set_id, year)
        found.update({one.id: said.get(who[one.id].person, False) for one in some})
    return found


def asked_of(candidates: Iterable[Candidate]) -> list[AskedOf]:
    """The questions about some dossiers, each once, by dossier: only about those who are among them."""
    by_question: dict[Asked, list[UUID]] = {}
    for one in candidates:
        for asked in one.asked:
            by_question.setdefault(asked, []).append(one.dossier.id)
    return [
        AskedOf(asked.kind, tuple(some), asked.count, asked.seconds) for asked, some in by_question.items()
    ]


def _candidate(
    dossier: DossierFacts,
    who: Named,
    result: Result,
    asked: Sequence[Asked],
    *,
    agrees: bool,
    twice: Collection[Key],
) -> Candidate:
    questions = [*result.questions]
    if not agrees:
        questions.append(reason("no_longer_agrees"))
    if _key(who.name, who.year_of_birth) in twice:
        questions.append(reason("same_name"))
    return Candidate(
        dossier=dossier,
        who=who,
        result=result,
        pile="person" if questions else result.pile,
        questions=tuple(questions),
        asked=tuple(one for one in asked if str(who.person) in one.people),
        agrees=agrees,
    )


def _twice(path: str, set_id: str, year: int) -> set[Key]:
    """Who may be one person with two dossiers there: the same name and year of birth. No more is read."""
    whole = set(canonical_of(queries.people_at(path, WAITING, year, set_id)).values())
    counted = Counter(_key(one.name or "", one.year_of_birth) for one in accounts.people(whole).values())
    return {key for key, many in counted.items() if many > 1 and key[0]}


def _key(name: str, year_of_birth: int | None) -> Key:
    return letters.plain(name), year_of_birth
