"""A family, clan, community or unit and its rules: whose titles count, and what that comes to. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from learning.recognition.rules import Reason, reason
from learning.recognition.sets import Condition, GroupSet

GroupStanding = Literal["meets", "not_yet", "unruled"]


@dataclass(frozen=True, slots=True)
class Title:
    """What somebody was recognised as: from a day, until a day (included) where it ends."""

    recognises: str
    awarded_on: date
    until_on: date | None = None

    def holds(self, on: date) -> bool:
        return self.awarded_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a group. An adult unless known to be none: whoever's age nobody wrote down is counted."""

    person: str
    titles: tuple[Title, ...] = ()
    is_adult: bool | None = None
    is_learner: bool = False


@dataclass(frozen=True, slots=True)
class ConditionMet:
    """One condition: met, not met, or (None) for people to say. Shares show both their numbers."""

    condition: str
    met: bool | None
    held: int
    of: int
    needed_percent: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The whole judgement of a group on a day."""

    set_id: str
    version: str
    verified: bool
    on: date
    standing: GroupStanding
    conditions: tuple[ConditionMet, ...]
    questions: tuple[Reason, ...]


def judge_group(
    criteria: GroupSet,
    members: Iterable[Member],
    stated: Mapping[str, bool],
    *,
    on: date,
    group: str | None = None,
) -> GroupResult:
    """What these rules say of a group on a day. `stated` is what people declared, by condition."""
    people = merged(members)
    conditions = tuple(_condition(one, people, stated, on) for one in criteria.of_group(group))
    questions = tuple(_questions(criteria, people.values(), group, on))
    return GroupResult(
        set_id=criteria.id,
        version=criteria.version,
        verified=criteria.verified,
        on=on,
        standing=_standing(
            conditions, is_ruled=not {"not_in_force", "no_group"} & {one.code for one in questions}
        ),
        conditions=conditions,
        questions=questions,
    )


def merged(members: Iterable[Member]) -> dict[str, Member]:
    """Each person once, with all their titles, whoever listed them."""
    people: dict[str, Member] = {}
    for one in members:
        there = people.get(one.person, one)
        ages = {there.is_adult, one.is_adult} - {None}
        people[one.person] = Member(
            one.person,
            tuple(sorted({*there.titles, *one.titles}, key=str)),
            ages.pop() if len(ages) == 1 else None,
            there.is_learner or one.is_learner,
        )
    return people


def _condition(
    condition: Condition, people: Mapping[str, Member], stated: Mapping[str, bool], on: date
) -> ConditionMet:
    if condition.kind == "stated":
        said = stated.get(condition.id)
        code = "not_stated" if said is None else "stated_yes" if said else "stated_no"
        return ConditionMet(condition.id, said, 0, 0, None, (reason(code),))
    counted = [one for one in people.values() if _is_counted(condition, one)]
    held = sum(any(t.recognises == condition.title and t.holds(on) for t in one.titles) for one in counted)
    of, needed = len(counted), condition.at_least_percent
    met = None if needed is None or not of else held * 100 >= needed * of
    code = "share_unknown" if needed is None else "nobody_counted" if not of else "share"
    said_so = reason(code, held=held, of=of, percent=needed or 0)
    return ConditionMet(condition.id, met, held, of, needed, (said_so,))


def _is_counted(condition: Condition, one: Member) -> bool:
    if condition.of == "adults":
        return one.is_adult is not False
    return one.is_learner if condition.of == "learners" else True


def _questions(criteria: GroupSet, people: Iterable[Member], group: str | None, on: date) -> Iterator[Reason]:
    if not criteria.is_valid_on(on):
        yield reason("not_in_force")
    if any(one.groups for one in criteria.conditions) and group not in {one.id for one in criteria.groups}:
        yield reason("no_group")
    ageless = sum(one.is_adult is None for one in people)
    if ageless and any(one.of == "adults" for one in criteria.conditions):
        yield reason("age_unknown", people=ageless)


def _standing(conditions: Iterable[ConditionMet], *, is_ruled: bool) -> GroupStanding:
    met = [one.met for one in conditions]
    if not is_ruled:
        return "unruled"
    if False in met:
        return "not_yet"
    return "unruled" if None in met else "meets"
