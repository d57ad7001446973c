"""What a learner's page of one kind of recognition rests on: rules, standing, dossier, consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from learning.places.rules import day_of
from learning.recognition import answers, queries, standing
from learning.recognition.files import UnknownSet
from learning.recognition.queries import DossierFacts, UnknownDossier
from learning.recognition.sets import PersonSet
from learning.recognition.standing import Standing


@dataclass(frozen=True, slots=True)
class Case:
    """One person and one kind of recognition this year. `agrees`: yes, no, or not asked."""

    person: UUID
    year: int
    criteria: PersonSet
    standing: Standing
    dossier: DossierFacts | None
    agrees: bool | None


def cases_of(person: UUID, at: datetime) -> list[Case]:
    """Every kind of recognition there is for one person today."""
    mine = queries.dossiers_of(person)
    return [_case(person, one, mine, at) for one in standing.person_sets(day_of(at))]


def case_of(person: UUID, recognises: str, at: datetime) -> Case:
    """One of them; UnknownSet where nothing of that name is recognised."""
    for one in standing.person_sets(day_of(at)):
        if one.recognises == recognises:
            return _case(person, one, queries.dossiers_of(person), at)
    raise UnknownSet(recognises)


def own_dossier(person: UUID, dossier: UUID) -> DossierFacts:
    """A dossier of hers; anybody else's is not there."""
    for one in queries.dossiers_of(person):
        if one.id == dossier:
            return one
    raise UnknownDossier(dossier)


def rules_of(dossier: DossierFacts) -> PersonSet:
    """The rules that a person's dossier was opened under."""
    return cast("PersonSet", queries.rules_of(dossier.set_id, dossier.set_version))


def _case(person: UUID, criteria: PersonSet, mine: Sequence[DossierFacts], at: datetime) -> Case:
    """Under the rules of this year's dossier, where there is one: a corrected file changes nothing for it."""
    on = day_of(at)
    found = next((one for one in mine if (one.set_id, one.year) == (criteria.id, on.year)), None)
    rules = rules_of(found) if found else criteria
    consents = answers.consents_of_all([person], rules.id, on.year)
    return Case(person, on.year, rules, standing.standing_of(person, rules, on), found, consents.get(person))
