"""Opening dossiers and taking steps: each is added to the log, inside the caller's write block."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.accounts.links import canonical, ids_of
from learning.db import session
from learning.ids import derived_id
from learning.recognition import queries, stages
from learning.recognition.models import CriteriaVersion, Dossier, DossierStep
from learning.recognition.queries import DossierFacts, Step
from learning.recognition.rules import Result
from learning.recognition.sets import CriteriaSet
from learning.recognition.stages import ANSWERS, WITHDRAWN, Ruling, StepRefused, Verb


def keep_rules(criteria: CriteriaSet, at: datetime) -> None:
    """Let the database know a criteria set as it stands now. Twice changes nothing."""
    if session().get(CriteriaVersion, (criteria.id, criteria.version)) is None:
        content = criteria.model_dump(mode="json")
        row = CriteriaVersion(set_id=criteria.id, version=criteria.version, content=content, kept_at=at)
        session().add(row)
        session().flush()


def open_dossier(
    person: UUID, criteria: CriteriaSet, *, year: int, place: str, by: UUID, at: datetime
) -> DossierFacts:
    """Somebody's dossier of a year, under the rules as they stand now. Opening twice gives the same one."""
    whole = canonical(person)
    found = [one for one in queries.dossiers_of(whole) if (one.set_id, one.year) == (criteria.id, year)]
    if found:
        return found[0]
    keep_rules(criteria, at)
    id = derived_id("dossier", whole, criteria.id, year)
    session().add(
        Dossier(
            id=id,
            person_id=whole,
            set_id=criteria.id,
            set_version=criteria.version,
            year=year,
            place=place,
            opened_at=at,
        )
    )
    session().flush()
    session().add(DossierStep(dossier_id=id, seq=1, verb="opened", stage="draft", by_id=by, at=at))
    session().flush()
    return queries.dossier(id)


def move(dossier: UUID, place: str) -> None:
    """Send a dossier elsewhere: while it is with whoever it is about, and nobody else has it."""
    if _held(session(), [dossier])[dossier].stage not in ("draft", "returned"):
        raise StepRefused("not_now")
    session().execute(update(Dossier).where(Dossier.id == dossier).values(place=place))


@dataclass(frozen=True, slots=True)
class Taking:
    """One step that somebody takes, with what must come with it."""

    dossier: UUID
    verb: Verb
    reason: str | None = None
    ruling: Ruling | None = None
    result: Result | None = None


def take_step(
    dossier: UUID,
    verb: Verb,
    *,
    by: UUID,
    at: datetime,
    reason: str | None = None,
    ruling: Ruling | None = None,
    result: Result | None = None,
) -> DossierFacts:
    """Go one step on; StepRefused where it may not be taken now, not by this person, or not without more."""
    take_steps([Taking(dossier, verb, reason, ruling, result)], by=by, at=at)
    return queries.dossier(dossier)


def take_steps(takings: Sequence[Taking], *, by: UUID, at: datetime) -> None:
    """The same with many dossiers at once: all of them or none, in as many questions as for one."""
    held = _held(session(), [one.dossier for one in takings])
    mine = frozenset(ids_of(canonical(by)))
    for one in takings:
        if one.dossier not in held:
            raise queries.UnknownDossier(one.dossier)
        session().add(_step(held[one.dossier], one, by=by, mine=mine, at=at))
    session().flush()


def _step(
    held: DossierFacts, taking: Taking, *, by: UUID, mine: frozenset[UUID], at: datetime
) -> DossierStep:
    stage = stages.after(held.stage, taking.verb)
    ruling = taking.ruling
    stages.require_whole(taking.verb, taking.reason, ruling)
    _require_fair(held, taking, by, mine)
    answered = _answered(held, taking.verb, mine)
    return DossierStep(
        dossier_id=held.id,
        seq=held.steps[-1].seq + 1,
        verb=taking.verb,
        stage=stage,
        by_id=by,
        at=at,
        reason=taking.reason,
        outcome=ruling.outcome if ruling else None,
        number=ruling.number.strip() if ruling else None,
        signed_on=ruling.signed_on if ruling else None,
        answers_seq=answered.seq if answered else None,
        answers_by=answered.by if answered else None,
        result=_snapshot(taking.result) if taking.result else None,
    )


def _held(current: Session, ids: Sequence[UUID]) -> dict[UUID, DossierFacts]:
    """The dossiers, held until the block ends: two people who press at once come one after the other."""
    current.execute(select(Dossier.id).where(Dossier.id.in_(ids)).order_by(Dossier.id).with_for_update())
    return {one.id: one for one in queries.dossiers(ids)}


def _require_fair(held: DossierFacts, taking: Taking, by: UUID, mine: frozenset[UUID]) -> None:
    """Only she takes her dossier back or appeals, and no more; nobody answers what is said against them."""
    hers = taking.verb == "appealed" or taking.reason == WITHDRAWN
    if hers and canonical(by) != canonical(held.person):
        raise StepRefused("not_hers")
    if taking.verb in stages.OF_OFFICES and not hers and held.person in mine:
        raise StepRefused("own")
    if taking.verb == "appealed" and stages.open_to_appeal(held.steps) is None:
        raise StepRefused("not_now")
    against = stages.complained_of(held.steps)
    if against is None and ANSWERS.get(taking.verb) == "appealed":
        raise StepRefused("not_now")
    if against is not None and taking.verb in ANSWERS and against.by in mine:
        raise StepRefused("same_person")


def _answered(held: DossierFacts, verb: Verb, mine: frozenset[UUID]) -> Step | None:
    """The step that this one answers. A second name of the same person is the same person."""
    asked = ANSWERS.get(verb)
    if asked is None:
        return None
    step = next(one for one in reversed(held.steps) if one.verb == asked)
    if step.by in mine:
        raise StepRefused("same_person")
    return step


def _snapshot(result: Result) -> dict[str, Any]:
    """What the rules said, as far as a decision needs it: points and what they rest on, no lessons."""
    return {
        "set": [result.set_id, result.version],
        "on": result.on.isoformat(),
        "area": result.area,
        "needed": result.needed,
        "standing": result.standing,
        "total": result.total,
        "mix": result.mix,
        "points": [[one.indicator, one.points, one.by] for one in result.scored],
        "questions": [asdict(one)["code"] for one in result.questions],
    }
