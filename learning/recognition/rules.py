"""One person and a criteria set: what is met, what is missing, and why. Pure: values in, values out.

More evidence never lowers a result, and no order changes one. Sentences are made of codes in words.py.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from learning.recognition.sets import LEVELS, Area, Evidence, Indicator, Level, Matching, PersonSet

Standing = Literal["meets", "refresh", "not_yet", "unruled"]
Pile = Literal["meets", "nearly", "person"]
MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """One lesson passed, as the record knows it: how well, since when, and when it was last shown again."""

    module: str
    level: Level
    passed_on: date
    shown_on: date
    course: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody gave themselves for an indicator, and when."""

    points: int
    said_on: date


@dataclass(frozen=True, slots=True)
class Stay:
    """Where somebody lived from a day on, until a day not included; and which kind of area that was then."""

    commune: str
    area: Area
    from_on: date
    until_on: date | None = None

    def covers(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to say: a code, and the values for its sentence."""

    code: str
    values: tuple[tuple[str, str | int], ...] = ()


def reason(code: str, **values: str | int) -> Reason:
    """A reason with its values in a fixed order, so that equal ones are equal."""
    return Reason(code, tuple(sorted(values.items())))


@dataclass(frozen=True, slots=True)
class Scored:
    """What an indicator came to. `if_refreshed`: with the lessons of `stale` shown again."""

    indicator: str
    number: int
    points: int
    of: int
    if_refreshed: int
    by: Literal["record", "answer", "none"]
    proof: tuple[Shown, ...]
    stale: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The whole judgement on a day. `questions` are for a person to settle; they never change the points."""

    set_id: str
    version: str
    verified: bool
    on: date
    commune: str | None
    area: Area | None
    needed: int | None
    least: int
    standing: Standing
    scored: tuple[Scored, ...]
    questions: tuple[Reason, ...]

    @property
    def total(self) -> int:
        return sum(one.points for one in self.scored)

    @property
    def if_refreshed(self) -> int:
        return sum(one.if_refreshed for one in self.scored)

    @property
    def below_least(self) -> tuple[Scored, ...]:
        return tuple(one for one in self.scored if one.points < self.least)

    @property
    def pile(self) -> Pile:
        """Which of the association's three piles this lies on."""
        if self.questions or self.standing == "unruled":
            return "person"
        return "meets" if self.standing == "meets" else "nearly"

    @property
    def mix(self) -> dict[str, int]:
        """Points by what they rest on: each evidence level, and `answer` for one's own word."""
        mixed: Counter[str] = Counter()
        for one in self.scored:
            mixed[_rests_on(one)] += one.points
        return {kind: mixed[kind] for kind in (*LEVELS, "answer")}


def judge(
    criteria: PersonSet,
    shown: Iterable[Shown],
    answers: Mapping[str, Answer],
    stays: Sequence[Stay],
    *,
    on: date,
    group: str | None = None,
) -> Result:
    """What these rules say of somebody on a day. What was done or said after that day is not looked at."""
    known = sorted({one for one in shown if one.passed_on <= on}, key=_in_order)
    scored = tuple(
        _score(indicator, known, answers.get(indicator.id), criteria, on=on, number=number)
        for number, indicator in enumerate(criteria.indicators, 1)
        if indicator in criteria.of_group(group)
    )
    here = home_on(stays, on)
    needed = criteria.needed(here.area) if here else None
    why_not = tuple(_why_unruled(criteria, here, needed, group, on))
    standing = _standing(scored, needed or 0, criteria.least or 0)
    questions = () if why_not or here is None else tuple(_questions(criteria, scored, stays, here, on))
    return Result(
        set_id=criteria.id,
        version=criteria.version,
        verified=criteria.verified,
        on=on,
        commune=here.commune if here else None,
        area=here.area if here else None,
        needed=needed,
        least=criteria.least or 0,
        standing="unruled" if why_not else standing,
        scored=scored,
        questions=why_not or questions,
    )


# ── Where ──


def home_on(stays: Sequence[Stay], on: date) -> Stay | None:
    """Where somebody lives on a day; the place taken last, where two overlap."""
    return max(
        (one for one in stays if one.covers(on)),
        key=lambda one: (one.from_on, one.commune, one.area),
        default=None,
    )


def _questions(
    criteria: PersonSet, scored: Sequence[Scored], stays: Sequence[Stay], here: Stay, on: date
) -> Iterator[Reason]:
    """What moved during the year, where it can matter."""
    begin = date(on.year, 1, 1)
    others = [one for one in stays if one.from_on <= on and (one.until_on is None or one.until_on > begin)]
    if any(one.covers(on) and one.commune != here.commune for one in others):
        yield reason("two_homes")
    elif any(one.commune != here.commune for one in others):
        yield reason("moved_this_year")
    least = criteria.least or 0
    standings = {
        _standing(scored, needed, least)
        for one in (here, *others)
        if (needed := criteria.needed(one.area)) is not None
    }
    if len(standings) > 1:
        yield reason("area_decides")


def _why_unruled(
    criteria: PersonSet, here: Stay | None, needed: int | None, group: str | None, on: date
) -> Iterator[Reason]:
    if not criteria.is_valid_on(on):
        yield reason("not_in_force")
    if any(one.groups for one in criteria.indicators) and group not in {one.id for one in criteria.groups}:
        yield reason("no_group")
    if here is None:
        yield reason("no_home")
    elif needed is None:
        yield reason("no_threshold")


def _standing(scored: Sequence[Scored], needed: int, least: int) -> Standing:
    if sum(one.points for one in scored) >= needed and all(one.points >= least for one in scored):
        return "meets"
    refreshed = [one.if_refreshed for one in scored]
    return "refresh" if sum(refreshed) >= needed and min(refreshed, default=0) >= least else "not_yet"


# ── One indicator ──


def _score(
    indicator: Indicator,
    known: Sequence[Shown],
    answer: Answer | None,
    criteria: PersonSet,
    *,
    on: date,
    number: int,
) -> Scored:
    counts = [_counted(rule, known, on) for rule in indicator.evidence]
    best = max(counts, key=lambda one: one.points, default=_NOTHING)
    renewed = max(counts, key=lambda one: (one.if_refreshed, -len(one.stale)), default=_NOTHING)
    said, told = _by_answer(indicator, answer, criteria, on)
    points = max(best.points, said)
    by_record = best.points > 0 and best.points >= said
    if_refreshed = max(points, renewed.if_refreshed)
    stale = renewed.stale if if_refreshed > points else ()
    return Scored(
        indicator=indicator.id,
        number=number,
        points=points,
        of=indicator.points,
        if_refreshed=if_refreshed,
        by="record" if by_record else "answer" if points else "none",
        proof=best.proof if by_record else (),
        stale=stale,
        reasons=(*_recorded(indicator, best, stale, known), *told, *_short(points, criteria)),
    )


def _by_answer(
    indicator: Indicator, answer: Answer | None, criteria: PersonSet, on: date
) -> tuple[int, tuple[Reason, ...]]:
    most = indicator.points if indicator.most_by_answer is None else indicator.most_by_answer
    if not most:
        return 0, ()
    if answer is None or answer.said_on > on:
        return 0, (reason("not_answered"),)
    lasts = criteria.answers_within_months
    if lasts is not None and answer.said_on < months_before(on, lasts):
        return 0, (reason("answer_old", months=lasts),)
    if answer.points > most:
        return most, (reason("answer_most", said=answer.points, most=most),)
    said = max(answer.points, 0)
    return said, (reason("answered", points=said, of=indicator.points),)


def _recorded(
    indicator: Indicator, best: "_Counted", stale: Sequence[str], known: Sequence[Shown]
) -> Iterator[Reason]:
    if best.points:
        weakest = min((one.level for one in best.proof), key=LEVELS.index)
        yield reason("record_shows", points=best.points, lessons=len(best.proof), level=weakest)
    elif indicator.evidence:
        begun = {one.module for one in known for rule in indicator.evidence if matches(rule, one)}
        needed = min(rule.need for rule in indicator.evidence)
        yield reason("record_short", lessons=len(begun), need=needed)
    if stale:
        yield reason("to_refresh", lessons=len(stale))


def _short(points: int, criteria: PersonSet) -> Iterator[Reason]:
    if criteria.least and points < criteria.least:
        yield reason("below_least", points=points, least=criteria.least)


# ── Evidence ──


@dataclass(frozen=True, slots=True)
class _Counted:
    """What one rule of evidence gives now, and with some lessons shown again."""

    points: int = 0
    if_refreshed: int = 0
    proof: tuple[Shown, ...] = ()
    stale: tuple[str, ...] = ()


_NOTHING = _Counted()


class Named(Protocol):
    """A lesson by what rules of evidence call it."""

    @property
    def module(self) -> str: ...
    @property
    def course(self) -> str: ...
    @property
    def skills(self) -> tuple[str, ...]: ...


def matches(wanted: Matching, one: Named) -> bool:
    """Is this one of the lessons that are meant? A skill means all that begin with it: dlgf:4, dlgf:4.2."""
    named = one.module in wanted.modules or (one.course != "" and one.course in wanted.courses)
    return named or any(
        skill == code or skill.startswith(f"{code}.") for skill in one.skills for code in wanted.skills
    )


def is_fresh(one: Shown, months: int | None, on: date) -> bool:
    """Was it shown within so many months? What was shown again after the day judged does not count."""
    last = one.shown_on if one.passed_on <= one.shown_on <= on else one.passed_on
    return months is None or last >= months_before(on, months)


def _counted(rule: Evidence, known: Sequence[Shown], on: date) -> _Counted:
    """Each lesson once: the fresh before the stale, the better known before the rest."""
    strong = [
        one for one in known if matches(rule, one) and LEVELS.index(one.level) >= LEVELS.index(rule.at_least)
    ]
    fresh = _each_once(one for one in strong if is_fresh(one, rule.fresh_months, on))
    if len(fresh) >= rule.need:
        best = sorted(fresh.values(), key=lambda one: (-LEVELS.index(one.level), _in_order(one)))
        return _Counted(rule.points, rule.points, tuple(best[: rule.need]))
    old = _each_once(one for one in strong if one.module not in fresh)
    if len(fresh) + len(old) < rule.need:
        return _NOTHING
    latest = sorted(old.values(), key=lambda one: (-one.shown_on.toordinal(), one.module))
    asked = tuple(one.module for one in latest[: rule.need - len(fresh)])
    return _Counted(0, rule.points, (), asked)


def _each_once(found: Iterable[Shown]) -> dict[str, Shown]:
    """The best known of each lesson."""
    best: dict[str, Shown] = {}
    for one in found:
        there = best.get(one.module)
        if there is None or LEVELS.index(one.level) > LEVELS.index(there.level):
            best[one.module] = one
    return best


def _in_order(one: Shown) -> tuple[str, str, date, date, str, tuple[str, ...]]:
    return (one.module, one.level, one.passed_on, one.shown_on, one.course, one.skills)


def _rests_on(one: Scored) -> str:
    """The weakest evidence that the points need."""
    if one.by != "record":
        return "answer"
    return min((shown.level for shown in one.proof), key=LEVELS.index)


def months_before(on: date, months: int) -> date:
    """The same day so many months ago; the last of the month, where that has no such day."""
    month = on.year * 12 + on.month - 1 - months
    year, number = month // 12, month % 12 + 1
    following = date(year + number // 12, number % 12 + 1, 1)
    return min(date(year, number, 1) + timedelta(days=on.day - 1), following - timedelta(days=1))


# ── What next ──


def next_steps(result: Result, most: int = MOST_STEPS) -> tuple[Reason, ...]:
    """The nearest things to do: refresh what is known, raise what is too low, add where most is left."""
    steps = [
        reason("step_refresh", number=one.number, module=one.stale[0], gain=one.if_refreshed - one.points)
        for one in result.scored
        if one.stale
    ]
    below = [one for one in result.below_least if not one.stale]
    steps += [reason("step_least", number=one.number, points=one.points, least=result.least) for one in below]
    if result.needed is not None and result.total < result.needed:
        room = [one for one in result.scored if one not in below and not one.stale and one.points < one.of]
        room.sort(key=lambda one: (one.points - one.of, one.number))
        steps += [reason("step_more", number=one.number, points=one.points, of=one.of) for one in room]
    return tuple(steps[:most])
