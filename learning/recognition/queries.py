"""What is known of dossiers: where each stands, every step, and the rules it was opened under."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from learning.accounts.links import canonical, canonical_of, ids_of
from learning.db import session
from learning.places.queries import below
from learning.recognition import stages
from learning.recognition.models import CriteriaVersion, Dossier, DossierStep
from learning.recognition.sets import CriteriaSet, GroupSet, PersonSet
from learning.recognition.stages import Stage, Verb

# So many dossiers, or names of a list, stand on one page of an office.
PER_PAGE = 200


class UnknownDossier(KeyError):
    """No dossier of that id."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a dossier."""

    seq: int
    verb: Verb
    stage: Stage
    by: UUID
    at: datetime
    reason: str | None
    outcome: str | None
    number: str | None
    signed_on: date | None
    answers_seq: int | None
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """A dossier with all its steps, the first first."""

    id: UUID
    person: UUID
    set_id: str
    set_version: str
    year: int
    place: str
    steps: tuple[Step, ...]

    @property
    def stage(self) -> Stage:
        return self.steps[-1].stage

    @property
    def decisions(self) -> tuple[Step, ...]:
        """Every decision, the one that stands last: what was corrected stays to be seen."""
        return tuple(one for one in self.steps if one.verb in ("decided", "corrected"))


_DOSSIER = (
    Dossier.id,
    Dossier.person_id,
    Dossier.set_id,
    Dossier.set_version,
    Dossier.year,
    Dossier.place,
)
_STEP = (
    DossierStep.seq,
    DossierStep.verb,
    DossierStep.stage,
    DossierStep.by_id,
    DossierStep.at,
    DossierStep.reason,
    DossierStep.outcome,
    DossierStep.number,
    DossierStep.signed_on,
    DossierStep.answers_seq,
    DossierStep.result,
)


def dossier(id: UUID) -> DossierFacts:
    """A dossier and its log."""
    found = dossiers([id])
    if not found:
        raise UnknownDossier(id)
    return found[0]


def dossiers(ids: Collection[UUID]) -> list[DossierFacts]:
    """Many, with their logs, in two queries."""
    rows = session().execute(
        select(*_DOSSIER).where(Dossier.id.in_(ids)).order_by(Dossier.opened_at, Dossier.id)
    )
    wanted = select(DossierStep.dossier_id, *_STEP).where(DossierStep.dossier_id.in_(ids))
    steps: dict[UUID, list[Step]] = {}
    for id, *step in session().execute(wanted.order_by(DossierStep.dossier_id, DossierStep.seq)):
        steps.setdefault(id, []).append(Step(*step))
    return [DossierFacts(*row, tuple(steps[row[0]])) for row in rows]


def dossiers_at(
    paths: Collection[str | None],
    at_stages: Collection[str],
    year: int | None = None,
    *,
    last_verb: Verb | None = None,
) -> list[DossierFacts]:
    """The dossiers of these places and what lies below (None is everywhere) that stand there now."""
    if not paths:
        return []
    wanted = _standing(paths, at_stages, year)
    if last_verb is not None:
        wanted = wanted.where(DossierStep.verb == last_verb)
    return dossiers(list(session().execute(wanted).scalars()))


@dataclass(frozen=True, slots=True)
class Turn:
    """One page of the dossiers that wait somewhere, and how many wait in all."""

    dossiers: Sequence[DossierFacts] = ()
    all: int = 0
    number: int = 1
    pages: int = 1


def turn(
    paths: Collection[str | None],
    at_stages: Collection[str],
    year: int | None = None,
    *,
    set_id: str | None = None,
    number: int = 1,
) -> Turn:
    """Those who wait longest first. Beyond the last page is the last page: others went on meanwhile."""
    if not paths:
        return Turn()
    wanted = _standing(paths, at_stages, year)
    if set_id is not None:
        wanted = wanted.where(Dossier.set_id == set_id)
    many = session().execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    pages = max(1, -(-many // PER_PAGE))
    here = min(max(number, 1), pages)
    ordered = wanted.order_by(DossierStep.stage, DossierStep.at, Dossier.id)  # endorsed before submitted
    ids = list(session().execute(ordered.limit(PER_PAGE).offset((here - 1) * PER_PAGE)).scalars())
    found = {one.id: one for one in dossiers(ids)}
    return Turn([found[id] for id in ids], many, here, pages)


def many_at(paths: Collection[str | None], at_stages: Collection[str]) -> int:
    """How many dossiers of these places stand there now."""
    if not paths:
        return 0
    wanted = _standing(paths, at_stages, None).subquery()
    return session().execute(select(func.count()).select_from(wanted)).scalar_one()


def people_at(path: str, at_stages: Collection[str], year: int, set_id: str) -> list[UUID]:
    """Whose dossiers stand there now: nothing but ids."""
    whose = _standing([path], at_stages, year).with_only_columns(Dossier.person_id)
    return list(session().execute(whose.where(Dossier.set_id == set_id)).scalars())


def people_with(people: Collection[UUID], set_id: str, year: int) -> set[UUID]:
    """Which of these canonical persons have a dossier of that year, wherever it stands."""
    whose = select(Dossier.person_id).where(Dossier.set_id == set_id, Dossier.year == year)
    wanted = whose.where(Dossier.person_id.in_(people))
    return set(canonical_of(session().execute(wanted).scalars().all()).values()) if people else set()


def _standing(paths: Collection[str | None], at_stages: Collection[str], year: int | None) -> Select[UUID]:
    """The ids of dossiers at these places by their last step, which stands beside them."""
    later = select(func.max(DossierStep.seq)).where(DossierStep.dossier_id == Dossier.id)
    last = (DossierStep.dossier_id == Dossier.id) & (
        DossierStep.seq == later.correlate(Dossier).scalar_subquery()
    )
    wanted = select(Dossier.id).join(DossierStep, last).where(DossierStep.stage.in_(at_stages))
    if None not in paths:
        wanted = wanted.where(or_(*(below(Dossier.place, path) for path in paths if path is not None)))
    return wanted if year is None else wanted.where(Dossier.year == year)


def appealed_at(paths: Collection[str | None]) -> list[DossierFacts]:
    """The dossiers of these places of which somebody asked that another looks again, and nobody has."""
    found = dossiers_at(paths, ("returned", "decided"), last_verb="appealed")
    return [one for one in found if stages.open_appeal(one.steps) is not None]


def dossiers_of(person: UUID) -> list[DossierFacts]:
    """All dossiers of somebody, under any of the names that count for them."""
    counted = ids_of(canonical(person))
    return dossiers(
        list(session().execute(select(Dossier.id).where(Dossier.person_id.in_(counted))).scalars())
    )


def rules_of(set_id: str, version: str) -> CriteriaSet:
    """A criteria set as it stood, whatever the files say today."""
    wanted = select(CriteriaVersion.content).where(
        CriteriaVersion.set_id == set_id, CriteriaVersion.version == version
    )
    content = session().execute(wanted).scalar_one()
    kind = PersonSet if content["kind"] == "person" else GroupSet
    return kind.model_validate(content, strict=False)
