"""From the record to the radar: checks of some people as attempts, and what somebody should be asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from uuid import UUID

from learning.accounts.links import canonical_of
from learning.classes import queries as classes
from learning.places.rules import HERE
from learning.recognition import radar
from learning.recognition.radar import Asked, Attempt, Where
from learning.records import attempts
from learning.records.attempts import Given

# What was done longer ago is not asked about: nobody remembers who held the phone.
LOOKED_BACK = timedelta(days=400)
Seen = Sequence[tuple[datetime, datetime, UUID]]


def questions_about(people: Collection[UUID], on: date) -> list[Asked]:
    """What somebody should be asked about these people. Four queries, however many they are."""
    return radar.questions(attempts_of(people, on))


def attempts_of(people: Collection[UUID], on: date) -> list[Attempt]:
    """Every check that these people answered in the year before, one attempt each."""
    until = datetime.combine(on + timedelta(days=1), time(), HERE)
    given = attempts.given_by(people, until - LOOKED_BACK, until)
    seen = classes.seen_in(list(set(canonical_of(people).values())))
    ordered = sorted(given, key=_which)
    return [_attempt(list(some), seen) for _one, some in groupby(ordered, key=_which)]


def _which(one: Given) -> tuple[str, str, str, int, str]:
    return str(one.person), str(one.device), one.module, one.form, one.attempt


def _attempt(given: Sequence[Given], seen: Mapping[UUID, Seen]) -> Attempt:
    first = given[0]
    ordered = sorted(given, key=lambda one: one.question)
    group = _class_at(first.at, seen.get(first.person, ()))
    where: Where = "kiosk" if first.via == "kiosk" else "class" if group else "own"
    return Attempt(
        person=str(first.person),
        device=str(first.device),
        module=first.module,
        form=first.form,
        at=min(one.at for one in given),
        answers=tuple(one.answer for one in ordered),
        right=tuple(one.right for one in ordered),
        seconds=_gaps(one.at for one in given),
        group=str(group) if group else None,
        where=where,
    )


def _gaps(moments: Iterable[datetime]) -> tuple[float, ...]:
    """Seconds between answers. A form sent whole has one moment for all, and says nothing of speed."""
    ordered = sorted(moments)
    gaps = tuple((after - before).total_seconds() for before, after in pairwise(ordered))
    return gaps if any(gaps) else ()


def _class_at(at: datetime, seen: Seen) -> UUID | None:
    return next((group for begin, end, group in seen if begin <= at <= end), None)
