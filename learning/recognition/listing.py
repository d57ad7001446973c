"""What is done with lists: proposed and closed in one step, drawn once, checked again, decided.

Inside the caller's write block. Who may is asked of the guards and of `scope`; that two people did it, here
and by the database.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import insert, select

from learning.accounts import actions
from learning.accounts import operations as accounts
from learning.accounts.links import canonical, ids_of
from learning.classes import queries as classes
from learning.clock import now
from learning.db import session
from learning.ids import new_id
from learning.places import following
from learning.places.others import Follow
from learning.recognition import draw, lists, operations, queries, written
from learning.recognition.draw import Outcome
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
from learning.recognition.lists import Entry, ListFacts, Named
from learning.recognition.models import Dossier
from learning.recognition.office_words import VERBS
from learning.recognition.operations import Taking
from learning.recognition.rules import Result
from learning.recognition.sets import PersonSet
from learning.recognition.stages import Ruling
from learning.recognition.written import Written

Why = Literal[
    "nobody",
    "same_person",
    "own",
    "already_drawn",
    "not_drawn",
    "not_listed",
    "said_already",
    "unchecked",
    "decided",
]
REPLIES = ("class", "shared", "helped", "knew", "unclear")


actions.register(VERBS)


class ListRefused(ValueError):
    """Something that may not be done with this list now, or not by this person."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A question of the radar, about dossiers of a list."""

    kind: str
    dossiers: tuple[UUID, ...]
    count: int
    seconds: float | None


def propose(
    place: str,
    criteria: PersonSet,
    year: int,
    results: Mapping[UUID, Result],
    *,
    asked: Sequence[AskedOf] = (),
    by: UUID,
) -> UUID:
    """Put dossiers on a list and close it: with what the rules say now, and a promise of the draw to come."""
    if not results:
        raise ListRefused("nobody")
    at, secret, id = now(), secrets.token_bytes(draw.SECRET_BYTES), new_id()
    closed = draw.committed([str(one) for one in results], secret)
    takings = [Taking(one, "proposed", result=result) for one, result in results.items()]
    operations.take_steps(takings, by=by, at=at)
    session().add(
        RecognitionList(
            id=id,
            place=place,
            set_id=criteria.id,
            set_version=criteria.version,
            year=year,
            proposed_by=by,
            proposed_at=at,
            listed=closed.listed,
            digest=closed.list_digest,
            many=closed.many,
            commitment=closed.commitment,
            secret=secret,
            mix=_mixed(results.values()),
        )
    )
    session().flush()
    _enter(id, list(results), asked)
    _log("list-proposed", by, lists.list_of(id), {"rows": len(results)})
    return id


def _enter(id: UUID, dossiers: Sequence[UUID], asked: Sequence[AskedOf]) -> None:
    """The names, as people are called today, and the questions of a list just made."""
    held = queries.dossiers(dossiers)
    last = {one.id: one.steps[-1].seq for one in held}
    _add(RecognitionEntry, ({"list_id": id, "dossier_id": one, "seq": last[one]} for one in dossiers))
    who = lists.named(held)
    ordered = sorted(dossiers, key=lambda one: (classes.as_called(who[one].name), str(one)))
    written.write_down(
        id, "closed", {one: _written(number, who[one]) for number, one in enumerate(ordered, 1)}
    )
    _add(
        RecognitionQuestion,
        (
            {**asdict(one), "list_id": id, "number": number, "dossiers": [str(each) for each in one.dossiers]}
            for number, one in enumerate(asked, 1)
        ),
    )


def speak(list_id: UUID, digits: str, by: UUID) -> None:
    """A witness says six digits, and the draw is made: once, and never by whoever proposed."""
    held = _held(list_id)
    if held.drawing is not None:
        raise ListRefused("already_drawn")
    _require_another(held, by)
    entries = [str(one.id) for one in lists.entries_of(list_id)]
    made = draw.reveal(held.published, entries, held.secret, digits)
    session().add(
        RecognitionDraw(
            list_id=list_id, proposed_by=held.proposed_by, spoken_by=by, spoken=digits, drawn_at=now()
        )
    )
    session().flush()
    _add(
        RecognitionDrawn,
        (
            {"list_id": list_id, "dossier_id": UUID(one), "number": number}
            for number, one in enumerate(made.drawn, 1)
        ),
    )
    _log("list-drawn", by, held, {"count": len(made.drawn)})


def check(list_id: UUID, dossier: UUID, outcome: Outcome, by: UUID) -> None:
    """Somebody else looked again at a person who was drawn. Whom nobody reached is tried again."""
    held = _held(list_id)
    if held.drawing is None or dossier not in held.drawing.drawn:
        raise ListRefused("not_drawn")
    if held.decision is not None:
        raise ListRefused("decided")
    _require_another(held, by)
    mine, whose = ids_of(canonical(by)), queries.dossier(dossier)
    if whose.person in mine:
        raise ListRefused("own")
    if any(one.by in mine for one in whose.steps if one.verb == "endorsed"):
        raise ListRefused("same_person")
    before = [one for one in held.checks if one.dossier == dossier]
    if before and before[-1].outcome != "not_reached":
        raise ListRefused("said_already")
    session().add(
        RecognitionCheck(
            list_id=list_id,
            dossier_id=dossier,
            seq=len(before) + 1,
            proposed_by=held.proposed_by,
            checked_by=by,
            checked_at=now(),
            outcome=outcome,
        )
    )
    session().flush()
    accounts.log_action(
        "list-checked", by=by, thing=("dossier", dossier), place=held.place, details={"outcome": outcome}
    )


def decide(list_id: UUID, number: str, signed_on: date, refused: Mapping[UUID, str], by: UUID) -> None:
    """Write down what the commune decided: everybody recognised but those sent back, each with a reason."""
    held = _held(list_id)
    if held.decision is not None:
        raise ListRefused("decided")
    if held.drawing is None:
        raise ListRefused("not_drawn")
    if held.state != "checked" or held.confidence is None:
        raise ListRefused("unchecked")
    _require_another(held, by)
    entries = lists.entries_of(list_id)
    open_ones = [one.id for one in entries if one.fate == "proposed"]
    if not set(refused) <= set(open_ones):
        raise ListRefused("not_listed")
    ruling = Ruling("recognised", number, signed_on)
    takings = [
        Taking(one, "returned", reason=refused[one])
        if one in refused
        else Taking(one, "decided", ruling=ruling)
        for one in open_ones
    ]
    at = now()
    operations.take_steps(takings, by=by, at=at)
    session().add(
        RecognitionDecision(
            list_id=list_id,
            proposed_by=held.proposed_by,
            decided_by=by,
            decided_at=at,
            number=number.strip(),
            signed_on=signed_on,
            confidence=asdict(held.confidence),
        )
    )
    session().flush()
    _write_decided(list_id, [one for one in entries if one.fate == "proposed" and one.id not in refused])
    _log("list-decided", by, held, {"rows": len(takings) - len(refused), "returned": len(refused)})


def _write_decided(list_id: UUID, recognised: Sequence[Entry]) -> None:
    """Who was decided on, as they are called on that day, under the numbers that the list gave them."""
    who = lists.named([one.dossier for one in recognised])
    written.write_down(list_id, "decided", {one.id: _written(one.number, who[one.id]) for one in recognised})


def _written(number: int, who: Named) -> Written:
    return Written(number, who.name, who.year_of_birth, who.hamlet)


def reply(list_id: UUID, number: int, said: str, by: UUID) -> None:
    """Answer a question of the radar, once. Nothing hangs on it."""
    held = _held(list_id)
    if said not in REPLIES or number not in {one.number for one in held.questions}:
        raise ListRefused("not_listed")
    if any(one.reply for one in held.questions if one.number == number):
        raise ListRefused("said_already")
    session().add(
        RecognitionReply(list_id=list_id, number=number, reply=said, replied_by=by, replied_at=now())
    )
    session().flush()
    _log("question-answered", by, held, {"number": number, "reply": said})


def follow_places(moves: Sequence[Follow]) -> None:
    """Dossiers and lists of places that moved, or became another, are where those are now."""
    for column in (Dossier.place, RecognitionList.place):
        following.rewrite(column, moves, to_successors=True)


# ── Rows ──


def _mixed(results: Iterable[Result]) -> dict[str, int]:
    """What the points of everybody together rest on."""
    mixed: Counter[str] = Counter()
    for one in results:
        mixed.update(one.mix)
    return dict(mixed)


def _held(list_id: UUID) -> ListFacts:
    """The list, held until the block ends."""
    session().execute(select(RecognitionList.id).where(RecognitionList.id == list_id).with_for_update())
    return lists.list_of(list_id)


def _require_another(held: ListFacts, by: UUID) -> None:
    """Never whoever proposed, under none of their names."""
    if held.proposed_by in ids_of(canonical(by)):
        raise ListRefused("same_person")


def _add(table: type, rows: Iterable[dict[str, object]]) -> None:
    if whole := list(rows):
        session().execute(insert(table), whole)


def _log(verb: str, by: UUID, held: ListFacts, details: Mapping[str, str | int]) -> None:
    accounts.log_action(verb, by=by, thing=("list", held.id), place=held.place, details=dict(details))
