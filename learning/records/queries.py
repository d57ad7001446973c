"""What the record knows of a person, and the marking data of every version. Answers are frozen values."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from cachetools import LRUCache
from sqlalchemy import bindparam, case, func, inspect, select, tuple_, union

from learning.accounts.links import canonical, canonical_of, counted_with, each_counted_with
from learning.db import read, session
from learning.quizzes.discernment import Discernment, discernment, truth_of
from learning.records import models, presence
from learning.records.rules import Fact, fact_of

VERSIONS_AT_HAND = 512


@dataclass(frozen=True, slots=True)
class ModuleProgress:
    """How far a person is with a module. `attempts` are checks answered to the end."""

    module: str
    opened_at: datetime | None
    practised_at: datetime | None
    attempts: int
    best_right: int | None
    passed_at: datetime | None
    evidence: str | None
    last_at: datetime


@dataclass(frozen=True, slots=True)
class DueReview:
    """A question that it is time to meet again."""

    module: str
    question: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """A person's totals."""

    answers: int = 0
    right: int = 0
    passed: int = 0
    last_received_at: datetime | None = None


_EVENT = models.Event
_PROGRESS = inspect(models.ModuleProgress).local_table
_CARD = inspect(models.ReviewCard).local_table
_SUMMARY = inspect(models.PersonSummary).local_table
_PROGRESS_OF = (
    select(*(_PROGRESS.c[name] for name in ModuleProgress.__dataclass_fields__))
    .where(_PROGRESS.c.person_id == bindparam("person"))
    .order_by(_PROGRESS.c.last_at.desc(), _PROGRESS.c.module)
)
_KEPT_BY = select(func.count()).where(_PROGRESS.c.person_id == bindparam("person"))
_DUE = (
    select(*(_CARD.c[name] for name in DueReview.__dataclass_fields__))
    .where(_CARD.c.person_id == bindparam("person"), _CARD.c.due_at <= bindparam("at"))
    .order_by(_CARD.c.due_at, _CARD.c.module, _CARD.c.question)
)
_DUE_AT_MOST = _DUE.limit(bindparam("most"))
_NEXT_DUE = select(func.min(_CARD.c.due_at)).where(_CARD.c.person_id == bindparam("person"))
_NEXT_DUE_AFTER = _NEXT_DUE.where(_CARD.c.due_at > bindparam("at"))
_SUMMARY_OF = select(*(_SUMMARY.c[name] for name in Summary.__dataclass_fields__)).where(
    _SUMMARY.c.person_id == bindparam("person")
)


def progress_of(person: UUID) -> list[ModuleProgress]:
    """Every module that this person has touched, the latest first."""
    return [ModuleProgress(*row) for row in read(_PROGRESS_OF, person=canonical(person))]


def kept_of(person: UUID) -> list[dict[str, Any]]:
    """Every event that counts for this person, in its order, as they may take it home."""
    everything = select(_EVENT.__table__).where(_EVENT.person_id.in_(counted_with(person)))
    ordered = everything.order_by(_EVENT.effective_at, _EVENT.seq, _EVENT.id)
    return [dict(row) for row in session().execute(ordered).mappings()]


def progress_of_all(people: Collection[UUID]) -> dict[UUID, list[ModuleProgress]]:
    """`progress_of` of many, in as many queries as for one."""
    counts_for = canonical_of(people)
    columns = (_PROGRESS.c[name] for name in ModuleProgress.__dataclass_fields__)
    wanted = (
        select(_PROGRESS.c.person_id, *columns)
        .where(_PROGRESS.c.person_id.in_(set(counts_for.values())))
        .order_by(_PROGRESS.c.last_at.desc(), _PROGRESS.c.module)
    )
    found: dict[UUID, list[ModuleProgress]] = {person: [] for person in counts_for.values()}
    for person, *row in session().execute(wanted) if people else ():
        found[person].append(ModuleProgress(*row))
    return {person: found[counted] for person, counted in counts_for.items()}


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done, as whoever stands beside needs it."""

    at: datetime
    verb: str
    module: str
    question: str | None
    attempt: str | None
    right: bool | None


def done_between(people: Collection[UUID], since: datetime, until: datetime) -> dict[UUID, list[Done]]:
    """What each of these did from then to then, the latest first."""
    counts_for = canonical_of(people)
    row = models.Event
    attempt = case((row.form.is_not(None), row.attempt))
    wanted = (
        select(_COUNTED.c.person, row.effective_at, row.verb, row.module, row.question, attempt, row.right)
        .join(_COUNTED, _COUNTED.c.id == row.person_id)
        .where(row.effective_at >= since, row.effective_at <= until)
        .order_by(row.effective_at.desc(), row.seq.desc(), row.id.desc())
    )
    found: dict[UUID, list[Done]] = {person: [] for person in counts_for.values()}
    asked = {"people": list(found)}
    for person, *done in session().execute(wanted, asked) if people else ():
        found[person].append(Done(*done))
    return {person: found[counted] for person, counted in counts_for.items()}


def last_right(people: Collection[UUID], since: datetime, until: datetime) -> dict[UUID, dict[str, datetime]]:
    """When each of these last answered rightly about a module, or was watched doing it, in that time."""
    counts_for = canonical_of(people)
    row = models.Event
    shows = row.right.is_(True) & row.verb.in_(("answered", "reviewed", "observed"))
    wanted = (
        select(_COUNTED.c.person, row.module, func.max(row.effective_at))
        .join(_COUNTED, _COUNTED.c.id == row.person_id)
        .where(shows, row.effective_at >= since, row.effective_at < until)
        .group_by(_COUNTED.c.person, row.module)
    )
    found: dict[UUID, dict[str, datetime]] = {person: {} for person in counts_for.values()}
    for person, module, at in session().execute(wanted, {"people": list(found)}) if people else ():
        found[person][module] = at
    return {person: found[counted] for person, counted in counts_for.items()}


def answers_to(people: Collection[UUID], modules: Collection[str]) -> list[tuple[str, str, Any, bool, int]]:
    """(module, question, answer, right, how often): what these people answered, in one query."""
    row = models.Event
    counted = {"people": list(set(canonical_of(people).values()))}
    wanted = (
        select(row.module, row.question, row.answer, row.right)
        .join(_COUNTED, _COUNTED.c.id == row.person_id)
        .where(row.module.in_(modules), row.question.is_not(None))
    )
    found: dict[tuple[str, str, str, bool], int] = {}
    for module, question, answer, right in session().execute(wanted, counted) if people else ():
        key = (module, question, json.dumps(answer, sort_keys=True), bool(right))
        found[key] = found.get(key, 0) + 1
    return [(key[0], key[1], json.loads(key[2]), key[3], many) for key, many in found.items()]


_COUNTED = each_counted_with("people")


def kept_answers(person: UUID) -> int:
    """In how many modules this person has kept something."""
    counted: int = read(_KEPT_BY, person=canonical(person)).scalar_one()
    return counted


def due_reviews(
    person: UUID, at: datetime, limit: int, *, among: Collection[tuple[str, str]] | None = None
) -> list[DueReview]:
    """The questions due by then, longest due first; `among` names the (module, question) still on offer."""
    values = {"person": canonical(person), "at": at}
    if among is None:
        return [DueReview(*row) for row in read(_DUE_AT_MOST, **values, most=limit)]
    found = (DueReview(*row) for row in read(_DUE, **values))
    return [due for due in found if (due.module, due.question) in among][:limit]


def next_due_at(person: UUID) -> datetime | None:
    """When the next question falls due, be it past or to come."""
    at: datetime | None = read(_NEXT_DUE, person=canonical(person)).scalar_one()
    return at


def next_due_after(person: UUID, at: datetime) -> datetime | None:
    """When a question falls due that is not yet."""
    due: datetime | None = read(_NEXT_DUE_AFTER, person=canonical(person), at=at).scalar_one()
    return due


def summary_of(person: UUID) -> Summary:
    """A person's totals; all nought for somebody who has kept nothing."""
    found = read(_SUMMARY_OF, person=canonical(person)).one_or_none()
    return Summary() if found is None else Summary(*found)


def discernment_of(person: UUID) -> Discernment:
    """How well this person tells scams from genuine messages, in one query where the versions are at hand.

    Each message counts once, by the latest verdict: what she would say today. What it is, its version knows.
    """
    said = _EVENT.answer["verdict"].as_string()
    wanted = (
        select(_EVENT.module, _EVENT.question, _EVENT.version, said)
        .where(_EVENT.person_id.in_(counted_with(person)), said.is_not(None))
        .order_by(_EVENT.effective_at, _EVENT.seq, _EVENT.id)
    )
    latest = {(row[0], row[1]): (row[2], row[3]) for row in session().execute(wanted)}
    markings = _markings({(module, version) for (module, _), (version, _) in latest.items()})
    judged = [
        (truth_of(markings[module, version]["questions"][question]["key"]), verdict)
        for (module, question), (version, verdict) in latest.items()
    ]
    return discernment((truth, verdict) for truth, verdict in judged if truth)


# ── Versions ──

# A version names its content (it is a hash of it), so what was read once holds for ever and everywhere.
_at_hand: LRUCache[tuple[str, str], Mapping[str, Any]] = LRUCache(VERSIONS_AT_HAND)
_at_hand_lock = Lock()


def keep_at_hand(module: str, version: str, marking: Mapping[str, Any]) -> None:
    """Spare the database a question."""
    with _at_hand_lock:
        _at_hand[module, version] = marking


def marking_of(module: str, version: str) -> Mapping[str, Any] | None:
    """What is needed to mark an answer to this version; None for a version that was never loaded."""
    with _at_hand_lock:
        marking = _at_hand.get((module, version))
    if marking is None:
        row = models.ModuleVersion
        wanted = select(row.marking).where(row.module == module, row.version == version)
        marking = session().execute(wanted).scalar_one_or_none()
        if marking is not None:
            keep_at_hand(module, version, marking)
    return marking


def _markings(wanted: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """The marking data of versions that events name; those not at hand in one query."""
    with _at_hand_lock:
        found = {name: marking for name in wanted if (marking := _at_hand.get(name)) is not None}
    if missing := set(wanted) - found.keys():
        row = models.ModuleVersion
        asked = select(row.module, row.version, row.marking).where(
            tuple_(row.module, row.version).in_(missing)
        )
        for module, version, marking in session().execute(asked):
            keep_at_hand(module, version, marking)
            found[module, version] = marking
    return found


def knows_module(module: str) -> bool:
    """Was any version of this module ever loaded?"""
    wanted = select(models.ModuleVersion.version).where(models.ModuleVersion.module == module).limit(1)
    return session().execute(wanted).scalar_one_or_none() is not None


# ── Facts ──

_FACT_COLUMNS = (
    _EVENT.id,
    _EVENT.verb,
    _EVENT.module,
    _EVENT.question,
    _EVENT.device,
    _EVENT.version,
    _EVENT.form,
    _EVENT.attempt,
    _EVENT.effective_at,
    _EVENT.seq,
    _EVENT.received_at,
    _EVENT.right,
    _EVENT.critical,
    _EVENT.evidence,
)
ROWS_AT_ONCE = 1000


def facts_of(ids: Collection[UUID], module: str | None = None) -> Iterator[Fact]:
    """All that was done under these ids, in one module or in all, module by module, each in its order."""
    wanted = (
        select(*_FACT_COLUMNS)
        .where(_EVENT.person_id.in_(ids))
        .order_by(_EVENT.module, _EVENT.effective_at, _EVENT.seq, _EVENT.id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    if module is not None:
        wanted = wanted.where(_EVENT.module == module)
    facts = (fact_of(row) for row in session().execute(wanted).mappings())
    windows = [window for seen in presence.windows_of(ids).values() for window in seen]
    return presence.seen(facts, windows) if windows else facts


# ── For rebuilding ──


def people_after(after: UUID | None, limit: int) -> list[UUID]:
    """The next persons in the order of their ids who have events, or rows computed from some."""
    tables = (models.Event, models.ModuleProgress, models.ReviewCard, models.PersonSummary)
    parts = []
    for table in tables:
        part = select(table.person_id).distinct().order_by(table.person_id).limit(limit)
        if after is not None:
            part = part.where(table.person_id > after)
        parts.append(select(part.subquery().c.person_id))
    together = union(*parts).subquery()
    wanted = select(together.c.person_id).order_by(together.c.person_id).limit(limit)
    return list(session().execute(wanted).scalars())


def is_projected(person: UUID) -> bool:
    """Is there a summary of this person?"""
    wanted = select(models.PersonSummary.person_id).where(models.PersonSummary.person_id == person)
    return session().execute(wanted).scalar_one_or_none() is not None
