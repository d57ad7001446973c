"""Checks as they were answered, for whoever asks how: on which device, when, what. The latest of many."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from learning.accounts.links import canonical_of, each_counted_with
from learning.db import session
from learning.records import models

MOST = 50_000
_COUNTED = each_counted_with("people")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer within a check, by whom it counts for now. `via` is the door it came in by."""

    person: UUID
    device: UUID
    module: str
    form: int
    attempt: str
    question: str
    answer: str
    right: bool
    at: datetime
    via: str


def given_by(people: Collection[UUID], since: datetime, until: datetime, most: int = MOST) -> list[Given]:
    """The answers of these people in that time, in order; of more than `most` the latest. Two queries."""
    counts_for = set(canonical_of(people).values())
    row = models.Event
    columns = (row.device, row.module, row.form, row.attempt, row.question, row.answer, row.right)
    wanted = (
        select(_COUNTED.c.person, *columns, row.at, row.via)
        .join(_COUNTED, _COUNTED.c.id == row.person_id)
        .where(row.verb == "answered", row.form.is_not(None))
        .where(row.effective_at >= since, row.effective_at < until)
        .order_by(row.effective_at.desc(), row.seq.desc(), row.id.desc())
        .limit(most)
    )
    found = session().execute(wanted, {"people": list(counts_for)}) if people else ()
    given = [_given(*one) for one in found]
    return given[::-1]


def _given(*row: Any) -> Given:
    person, device, module, form, attempt, question, answer, right, at, via = row
    said = json.dumps(answer, sort_keys=True)
    return Given(person, device, module, form, attempt, question, said, bool(right), at, via)
