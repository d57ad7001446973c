"""What is known of lists: the face for pages and documents. As many queries for a thousand names as for one.

`list_of` is a list with its draw and decision, `entries_of` its names as they stand on paper, `lists_at` the
lists of a place and below.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from learning.accounts import queries as accounts
from learning.accounts.links import canonical_of
from learning.classes import homes as homes_of_classes
from learning.db import session
from learning.places import queries as places
from learning.recognition import draw, queries, written
from learning.recognition.draw import Confidence, Outcome, Published
from learning.recognition.list_models import (
    RecognitionCheck,
    RecognitionDecision,
    RecognitionDraw,
    RecognitionDrawn,
    RecognitionEntry,
    RecognitionList,
    RecognitionQuestion,
    RecognitionReply,
)
from learning.recognition.models import Dossier
from learning.recognition.queries import DossierFacts, Step
from learning.recognition.written import Written

State = Literal["closed", "drawn", "checked", "decided"]


class UnknownList(KeyError):
    """No list of that id."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The draw of a list: what the witness said, and who was drawn, in order."""

    spoken: str
    spoken_by: UUID
    at: datetime
    drawn: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One second look at somebody who was drawn."""

    dossier: UUID
    outcome: Outcome
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ListDecision:
    """The commune's decision, and how sure the list was when it was made."""

    number: str
    signed_on: date
    by: UUID
    at: datetime
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Question:
    """What the radar asked about names of a list, and what somebody who was there said."""

    number: int
    kind: str
    dossiers: tuple[UUID, ...]
    count: int
    seconds: float | None
    reply: str | None = None
    replied_by: UUID | None = None
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A list. `state`: closed → drawn → checked (everybody drawn was looked for) → decided.

    `mix` is what the points of all its names rest on, as it was proposed.
    """

    id: UUID
    place: str
    set_id: str
    set_version: str
    year: int
    proposed_by: UUID
    proposed_at: datetime
    listed: int
    digest: str
    many: int
    commitment: str
    secret: bytes = field(repr=False)
    mix: Mapping[str, int] = field(repr=False)
    drawing: Drawing | None = None
    checks: tuple[Check, ...] = ()
    decision: ListDecision | None = None
    questions: tuple[Question, ...] = ()

    @property
    def drawn(self) -> tuple[UUID, ...]:
        return self.drawing.drawn if self.drawing else ()

    @property
    def state(self) -> State:
        if self.decision is not None:
            return "decided"
        if self.drawing is None:
            return "closed"
        return "checked" if all(one in self.outcomes for one in self.drawing.drawn) else "drawn"

    @property
    def outcomes(self) -> Mapping[UUID, Check]:
        """The last look at each who was drawn."""
        return {one.dossier: one for one in self.checks}

    @property
    def confidence(self) -> Confidence | None:
        """What the list can claim now: whoever was not looked for yet counts as not reached."""
        if self.drawing is None:
            return None
        found = self.outcomes
        return draw.confidence(
            self.listed,
            [found[one].outcome if one in found else "not_reached" for one in self.drawing.drawn],
        )

    @property
    def published(self) -> Published:
        """All that anybody may know of the draw by now: the secret only once the witness has spoken."""
        if self.drawing is None:
            return Published(self.listed, self.digest, self.many, self.commitment)
        chosen = tuple(str(one) for one in self.drawing.drawn)
        return Published(
            self.listed,
            self.digest,
            self.many,
            self.commitment,
            self.drawing.spoken,
            self.secret.hex(),
            chosen,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One name on a list, as it was written there (written.py); its points are those of when it was proposed.

    `fate` is where this proposal led: proposed (still open), returned, decided. `decision` is the one that
    stands, which may be a correction; `decisions` are all of them, the first first.
    """

    dossier: DossierFacts
    person: UUID
    number: int
    name: str
    year_of_birth: int | None
    hamlet: str
    total: int
    needed: int | None
    area: str | None
    standing: str
    mix: Mapping[str, int]
    fate: Literal["proposed", "returned", "decided"]
    reason: str | None
    is_drawn: bool
    outcome: Outcome | None
    came_back: bool
    decisions: tuple[Step, ...] = ()

    @property
    def id(self) -> UUID:
        return self.dossier.id

    @property
    def decision(self) -> Step | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def is_recognised(self) -> bool:
        return self.decision is not None and self.decision.outcome == "recognised"


# ── Lists ──

_LIST = tuple(RecognitionList.__table__.columns)  # in the order of ListFacts


def list_of(id: UUID) -> ListFacts:
    """A list with its draw, checks, decision and questions."""
    found = _lists(RecognitionList.id == id)
    if not found:
        raise UnknownList(id)
    return found[0]


def lists_at(paths: Collection[str | None], year: int | None = None) -> list[ListFacts]:
    """The lists of these places and what lies below (None is everywhere), the latest first."""
    if not paths:
        return []
    inside = [places.below(RecognitionList.place, path) for path in paths if path is not None]
    wanted = [] if None in paths else [or_(*inside)]
    if year is not None:
        wanted.append(RecognitionList.year == year)
    return _lists(*wanted)


def lists_drawn_at(paths: Collection[str | None]) -> list[ListFacts]:
    """The open lists on which anybody was drawn who lives at these places or below: theirs may lie above."""
    if not paths:
        return []
    row = RecognitionDrawn
    drawn = select(row.list_id).join(Dossier, Dossier.id == row.dossier_id)
    if None not in paths:
        drawn = drawn.where(or_(*(places.below(Dossier.place, path) for path in paths if path is not None)))
    decided = select(RecognitionDecision.list_id)
    return _lists(RecognitionList.id.in_(drawn), RecognitionList.id.not_in(decided))


def _lists(*which: ColumnElement[bool]) -> list[ListFacts]:
    rows = session().execute(
        select(*_LIST).where(*which).order_by(RecognitionList.proposed_at.desc(), RecognitionList.id)
    )
    found: list[tuple[Any, ...]] = [tuple(row) for row in rows]
    ids = [row[0] for row in found]
    drawings, checks = _drawings(ids), _checks(ids)
    decisions, questions = _decisions(ids), _questions(ids)
    return [
        replace(
            ListFacts(*row),
            drawing=drawings.get(row[0]),
            checks=tuple(checks.get(row[0], ())),
            decision=decisions.get(row[0]),
            questions=tuple(questions.get(row[0], ())),
        )
        for row in found
    ]


def _drawings(ids: Collection[UUID]) -> dict[UUID, Drawing]:
    drawn: dict[UUID, list[UUID]] = {}
    row = RecognitionDrawn
    wanted = select(row.list_id, row.dossier_id).where(row.list_id.in_(ids)).order_by(row.list_id, row.number)
    for list_id, dossier in session().execute(wanted):
        drawn.setdefault(list_id, []).append(dossier)
    made = RecognitionDraw
    columns = (made.list_id, made.spoken, made.spoken_by, made.drawn_at)
    said = session().execute(select(*columns).where(made.list_id.in_(ids)))
    return {one[0]: Drawing(one[1], one[2], one[3], tuple(drawn.get(one[0], ()))) for one in said}


def _checks(ids: Collection[UUID]) -> dict[UUID, list[Check]]:
    row = RecognitionCheck
    columns = (row.list_id, row.dossier_id, row.outcome, row.checked_by, row.checked_at)
    wanted = select(*columns).where(row.list_id.in_(ids)).order_by(row.list_id, row.dossier_id, row.seq)
    found: dict[UUID, list[Check]] = {}
    for list_id, dossier, outcome, by, at in session().execute(wanted):
        found.setdefault(list_id, []).append(Check(dossier, cast("Outcome", outcome), by, at))
    return found


def _decisions(ids: Collection[UUID]) -> dict[UUID, ListDecision]:
    row = RecognitionDecision
    columns = (row.list_id, row.number, row.signed_on, row.decided_by, row.decided_at, row.confidence)
    return {
        one[0]: ListDecision(one[1], one[2], one[3], one[4], Confidence(**one[5]))
        for one in session().execute(select(*columns).where(row.list_id.in_(ids)))
    }


def _questions(ids: Collection[UUID]) -> dict[UUID, list[Question]]:
    row, said = RecognitionQuestion, RecognitionReply
    wanted = (
        select(row.list_id, row.number, row.kind, row.dossiers, row.count, row.seconds)
        .add_columns(said.reply, said.replied_by, said.replied_at)
        .outerjoin(said, (said.list_id == row.list_id) & (said.number == row.number))
        .where(row.list_id.in_(ids))
        .order_by(row.list_id, row.number)
    )
    found: dict[UUID, list[Question]] = {}
    for list_id, number, kind, dossiers, *rest in session().execute(wanted):
        asked = Question(number, kind, tuple(UUID(one) for one in dossiers), *rest)
        found.setdefault(list_id, []).append(asked)
    return found


# ── Names ──


def entries_of(list_id: UUID) -> list[Entry]:
    """The names of a list by their numbers: by given name, in the order of the alphabet."""
    return entries_in([list_of(list_id)])[list_id]


def entries_in(lists: Sequence[ListFacts], only: Collection[UUID] | None = None) -> dict[UUID, list[Entry]]:
    """The same of many lists, in as many queries as of one; `only` these dossiers of them."""
    names = written.written_on([one.id for one in lists], only)
    row, by_id = RecognitionEntry, {one.id: one for one in lists}
    wanted = select(row.list_id, row.dossier_id, row.seq).where(
        row.list_id.in_(by_id), *([] if only is None else [row.dossier_id.in_(only)])
    )
    listed = [(one[0], one[1], one[2]) for one in session().execute(wanted)]
    dossiers = {one.id: one for one in queries.dossiers({one[1] for one in listed})}
    whole = canonical_of({one.person for one in dossiers.values()})
    found: dict[UUID, list[Entry]] = {id: [] for id in by_id}
    for list_id, dossier_id, seq in listed:
        held, name = dossiers[dossier_id], names[list_id, dossier_id]
        found[list_id].append(_entry(by_id[list_id], held, seq, whole[held.person], name))
    return {id: sorted(some, key=lambda one: one.number) for id, some in found.items()}


def _entry(of: ListFacts, dossier: DossierFacts, seq: int, person: UUID, name: Written) -> Entry:
    step = next(one for one in dossier.steps if one.seq == seq)
    said: Mapping[str, Any] = step.result or {}
    led_to = next(
        (one for one in dossier.steps if one.seq > seq and one.verb in ("decided", "returned")), None
    )
    is_decided = led_to is not None and led_to.verb == "decided"
    fate = "proposed" if led_to is None else "decided" if is_decided else "returned"
    check = of.outcomes.get(dossier.id)
    return Entry(
        dossier=dossier,
        person=person,
        number=name.number,
        name=name.name,
        year_of_birth=name.year_of_birth,
        hamlet=name.hamlet,
        total=said.get("total", 0),
        needed=said.get("needed"),
        area=said.get("area"),
        standing=said.get("standing", "unruled"),
        mix=said.get("mix", {}),
        fate=cast("Any", fate),
        reason=led_to.reason if led_to else None,
        is_drawn=dossier.id in of.drawn,
        outcome=check.outcome if check else None,
        came_back=any(one.verb == "proposed" for one in dossier.steps if one.seq < seq),
        decisions=dossier.decisions if is_decided else (),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Whose dossier it is, as they are called now, and the hamlet they live in, as far as known."""

    person: UUID
    name: str
    year_of_birth: int | None
    hamlet: str


def named(dossiers: Collection[DossierFacts]) -> dict[UUID, Named]:
    """Who stands behind each of many dossiers. Somebody erased has no name any more: the log stays."""
    whole = canonical_of({one.person for one in dossiers})
    people = accounts.people(set(whole.values()))
    homes = homes_of_classes.homes_of(set(whole.values()))
    at_home = {one.id: one for one in places.places_of(set(homes.values())) if one.kind == "hamlet"}
    here = {one.path: one for one in places.places_at({one.place for one in dossiers})}
    found = {}
    for one in dossiers:
        person = whole[one.person]
        facts = people.get(person)
        own = here.get(one.place)
        hamlet = own if own is not None and own.kind == "hamlet" else at_home.get(homes.get(person, person))
        found[one.id] = Named(
            person,
            (facts.name if facts else None) or "",
            facts.year_of_birth if facts else None,
            hamlet.full_name if hamlet else "",
        )
    return found


def lists_with(dossier: UUID) -> list[ListFacts]:
    """The lists on which a dossier stands or stood, the latest first."""
    listed = select(RecognitionEntry.list_id).where(RecognitionEntry.dossier_id == dossier)
    return _lists(RecognitionList.id.in_(listed))
