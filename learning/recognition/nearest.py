"""The nearest thing to do for a result, and which questions are still open. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from learning.recognition.rules import Result, Scored, matches
from learning.recognition.sets import Indicator, PersonSet

Kind = Literal["group", "refresh", "answer", "home", "send", "learn", "raise", "wait"]
_OPEN = frozenset({"not_answered", "answer_old"})


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson that is taught, as rules of evidence name it."""

    module: str
    course: str
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Todo:
    """What to do, with which indicator or lesson."""

    kind: Kind
    number: int = 0
    module: str = ""


def most_by_word(indicator: Indicator) -> int:
    """The points that somebody's own word can come to."""
    return indicator.points if indicator.most_by_answer is None else indicator.most_by_answer


def asked_of(criteria: PersonSet, group: str | None) -> tuple[int, ...]:
    """The numbers of the indicators on her form for which her own word counts."""
    form = criteria.of_group(group)
    return tuple(
        number for number, one in enumerate(criteria.indicators, 1) if one in form and most_by_word(one)
    )


def proven(result: Result) -> frozenset[int]:
    """The indicators for which the record speaks: they are not asked again unless she wants to."""
    return frozenset(one.number for one in result.scored if one.by == "record")


def open_questions(criteria: PersonSet, result: Result, group: str | None) -> tuple[int, ...]:
    """What is asked of her and has no answer that counts, neither hers nor the record's."""
    asked, settled = asked_of(criteria, group), proven(result)
    return tuple(
        one.number
        for one in result.scored
        if one.number in asked
        and one.number not in settled
        and any(reason.code in _OPEN for reason in one.reasons)
    )


def next_todo(
    criteria: PersonSet,
    result: Result,
    passed: Collection[str],
    lessons: Sequence[Lesson],
    group: str | None = None,
) -> Todo:
    """First what only has to be said or refreshed, then what can be learned, then what can be raised."""
    unruled = {one.code for one in result.questions} if result.standing == "unruled" else set()
    if "not_in_force" in unruled:
        return Todo("wait")
    if "no_group" in unruled:
        return Todo("group")
    if result.standing != "meets" and (stale := _stale(result, lessons)):
        return stale
    if waiting := open_questions(criteria, result, group):
        return Todo("answer", waiting[0])
    if "no_home" in unruled and criteria.thresholds:
        return Todo("home")
    if result.standing == "meets":
        return Todo("send")
    return next(_further(criteria, result, passed, lessons), Todo("send"))


def _stale(result: Result, lessons: Sequence[Lesson]) -> Todo | None:
    """What is taught no longer can be asked no longer."""
    taught = {one.module for one in lessons}
    asked = ((one.number, module) for one in result.scored for module in one.stale if module in taught)
    return next((Todo("refresh", number, module) for number, module in asked), None)


def _further(
    criteria: PersonSet, result: Result, passed: Collection[str], lessons: Sequence[Lesson]
) -> Iterator[Todo]:
    """Where most is left, beginning with what is too low."""
    room = sorted(
        (one for one in result.scored if one.points < one.of),
        key=lambda one: (one.points >= result.least, one.points - one.of, one.number),
    )
    for one in room:
        if lesson := lesson_for(criteria.indicators[one.number - 1], passed, lessons):
            yield Todo("learn", one.number, lesson)
    for one in room:
        if _can_be_raised(criteria, result, one):
            yield Todo("raise", one.number)


def _can_be_raised(criteria: PersonSet, result: Result, one: Scored) -> bool:
    """Without a pass mark nobody is told to give herself more."""
    return result.needed is not None and one.points < most_by_word(criteria.indicators[one.number - 1])


def lesson_for(indicator: Indicator, passed: Collection[str], lessons: Sequence[Lesson]) -> str:
    """The first lesson, in the order in which they are taught, that would count and is not passed yet."""
    return next(
        (
            one.module
            for one in lessons
            if one.module not in passed and any(matches(rule, one) for rule in indicator.evidence)
        ),
        "",
    )
