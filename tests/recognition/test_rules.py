"""Whatever the rules: more evidence never lowers a result, and no order changes one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from learning.recognition.groups import Member, Title, judge_group
from learning.recognition.rules import Answer, Result, Shown, Stay, judge, months_before, next_steps
from learning.recognition.sets import (
    LEVELS,
    Condition,
    Decision,
    Evidence,
    GroupSet,
    Indicator,
    PersonSet,
    Threshold,
)
from tests.support.judging import LESSONS, criteria_named

ON = date(2026, 11, 22)
RANK = {"not_yet": 0, "refresh": 1, "meets": 2, "unruled": 3}
DAYS = st.integers(-1100, 40).map(lambda days: ON + timedelta(days=days))
SOURCE = criteria_named("cong-dan-hoc-tap").sources


def lesson(name: str, level: str, passed_on: date, again: int) -> Shown:
    course, skills = LESSONS[name]
    return Shown(name, level, passed_on, passed_on + timedelta(days=again), course, skills)  # type: ignore[arg-type]  # one of LEVELS


SHOWN = st.builds(
    lesson, st.sampled_from(sorted(LESSONS)), st.sampled_from(LEVELS), DAYS, st.sampled_from((0, 0, 200, 600))
)
EVIDENCE = st.builds(
    Evidence,
    modules=st.lists(st.sampled_from(sorted(LESSONS)), min_size=1, max_size=3).map(tuple),
    courses=st.sampled_from(((), ("an-toan",))),
    skills=st.sampled_from(((), ("dlgf:4",))),
    points=st.integers(0, 10),
    need=st.integers(1, 4),
    at_least=st.sampled_from(LEVELS),
    fresh_months=st.sampled_from((None, 6, 12, 24)),
)
INDICATORS = st.lists(
    st.tuples(st.lists(EVIDENCE, max_size=3), st.sampled_from((None, 0, 4))), min_size=1, max_size=5
).map(
    lambda drawn: tuple(
        Indicator(id=f"i-{place}", points=10, evidence=tuple(rules), most_by_answer=most)
        for place, (rules, most) in enumerate(drawn)
    )
)


@st.composite
def sets(draw: st.DrawFn) -> PersonSet:
    usual = draw(st.integers(0, 50))
    return PersonSet(
        id="drawn",
        recognises="drawn",
        kind="person",
        title="Drawn",
        edition="Drawn",
        decision=Decision(number="1", issued_by="Nobody"),
        verified=False,
        sources=SOURCE,
        indicators=draw(INDICATORS),
        thresholds=(
            Threshold(area="usual", points=usual),
            Threshold(area="difficult", points=draw(st.integers(0, usual))),
        ),
        least=draw(st.sampled_from((None, 5))),
        answers_within_months=draw(st.sampled_from((None, 12))),
    )


ANSWERS = st.dictionaries(
    st.integers(0, 4).map(lambda place: f"i-{place}"), st.builds(Answer, st.integers(-2, 12), DAYS)
)
STAYS = st.lists(
    st.builds(
        Stay,
        st.sampled_from(("Tu", "Gia", "Cao")),
        st.sampled_from(("usual", "difficult")),
        DAYS,
        st.one_of(st.none(), DAYS),
    ),
    max_size=4,
)
RECORD = st.lists(SHOWN, max_size=8)


def not_lower(after: Result, before: Result) -> bool:
    each = zip(after.scored, before.scored, strict=True)
    return (
        RANK[after.standing] >= RANK[before.standing]
        and after.total >= before.total
        and all(more.points >= one.points and more.if_refreshed >= one.if_refreshed for more, one in each)
    )


@given(sets(), RECORD, RECORD, ANSWERS, STAYS)
def test_more_evidence_never_lowers_a_result(
    criteria: PersonSet,
    shown: list[Shown],
    more: list[Shown],
    answers: dict[str, Answer],
    stays: Sequence[Stay],
) -> None:
    before = judge(criteria, shown, answers, stays, on=ON)
    assert not_lower(judge(criteria, [*shown, *more], answers, stays, on=ON), before)


@given(sets(), RECORD, ANSWERS, STAYS, st.integers(0, 9))
def test_better_known_later_shown_or_rated_higher_never_lowers_a_result(
    criteria: PersonSet,
    shown: list[Shown],
    answers: dict[str, Answer],
    stays: Sequence[Stay],
    by: int,
) -> None:
    before = judge(criteria, shown, answers, stays, on=ON)
    better = [
        Shown(
            one.module,
            LEVELS[min(3, LEVELS.index(one.level) + by % 4)],
            one.passed_on,
            max(one.shown_on, ON),
            one.course,
            one.skills,
        )
        for one in shown
    ]
    higher = {id: Answer(one.points + by, one.said_on) for id, one in answers.items()}
    assert not_lower(judge(criteria, better, higher, stays, on=ON), before)


@given(sets(), RECORD, ANSWERS, STAYS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(
    criteria: PersonSet,
    shown: list[Shown],
    answers: dict[str, Answer],
    stays: list[Stay],
    random: Random,
) -> None:
    before = judge(criteria, shown, answers, stays, on=ON)
    others, places = [*shown, *shown], list(stays)
    random.shuffle(others)
    random.shuffle(places)
    said = dict(reversed(answers.items()))
    assert judge(criteria, others, said, places, on=ON) == before


@given(sets(), RECORD, ANSWERS, STAYS)
def test_all_that_is_asked_for_refreshed_comes_to_what_was_promised(
    criteria: PersonSet, shown: list[Shown], answers: dict[str, Answer], stays: Sequence[Stay]
) -> None:
    before = judge(criteria, shown, answers, stays, on=ON)
    asked = {module for one in before.scored for module in one.stale}
    again = [
        Shown(one.module, one.level, one.passed_on, ON, one.course, one.skills)
        if one.module in asked and one.passed_on <= ON
        else one
        for one in shown
    ]
    after = judge(criteria, again, answers, stays, on=ON)
    assert all(more.points >= one.if_refreshed for more, one in zip(after.scored, before.scored, strict=True))
    if before.standing == "refresh":
        assert after.standing == "meets"


@given(sets(), RECORD, ANSWERS, STAYS)
def test_no_total_without_its_mix_and_never_too_many_steps(
    criteria: PersonSet, shown: list[Shown], answers: dict[str, Answer], stays: Sequence[Stay]
) -> None:
    result = judge(criteria, shown, answers, stays, on=ON)
    assert sum(result.mix.values()) == result.total
    assert len(next_steps(result)) <= 3
    assert all(0 <= one.points <= one.if_refreshed <= one.of for one in result.scored)


@given(sets(), RECORD, ANSWERS)
def test_what_is_enough_where_more_is_needed_is_enough_where_less_is(
    criteria: PersonSet, shown: list[Shown], answers: dict[str, Answer]
) -> None:
    usual, difficult = (
        judge(criteria, shown, answers, [Stay("Tu", area, date(2000, 1, 1))], on=ON)
        for area in ("usual", "difficult")
    )
    assert RANK[difficult.standing] >= RANK[usual.standing]


# ── Groups ──

TITLES = st.lists(
    st.builds(Title, st.sampled_from(("ta", "other")), DAYS, st.one_of(st.none(), DAYS)), max_size=2
).map(tuple)
MEMBERS = st.lists(
    st.builds(
        Member, st.sampled_from("abcdefgh"), TITLES, st.sampled_from((None, True, False)), st.booleans()
    ),
    max_size=10,
)
GROUP_RANK = {"not_yet": 0, "unruled": 1, "meets": 2}


COUNTED: tuple[Literal["members", "adults", "learners"], ...] = ("members", "adults", "learners")


@st.composite
def group_sets(draw: st.DrawFn) -> GroupSet:
    shares = st.tuples(st.sampled_from(COUNTED), st.sampled_from((None, 50, 90)))
    return GroupSet(
        id="drawn",
        recognises="drawn-group",
        kind="group",
        title="Drawn",
        edition="Drawn",
        decision=Decision(number="1", issued_by="Nobody"),
        verified=False,
        sources=SOURCE,
        conditions=tuple(
            Condition(
                id=f"c-{place}", say="Share", kind="titles", title="ta", of=of, at_least_percent=percent
            )
            for place, (of, percent) in enumerate(draw(st.lists(shares, min_size=1, max_size=3)))
        ),
    )


@given(group_sets(), MEMBERS, st.randoms(use_true_random=False))
def test_one_more_title_never_lowers_a_group_and_order_never_matters(
    criteria: GroupSet, members: list[Member], random: Random
) -> None:
    before = judge_group(criteria, members, {}, on=ON)
    shuffled = list(members)
    random.shuffle(shuffled)
    assert judge_group(criteria, shuffled, {}, on=ON) == before
    awarded = [
        Member(one.person, (*one.titles, Title("ta", date(2026, 1, 1))), one.is_adult, one.is_learner)
        for one in members
    ]
    after = judge_group(criteria, awarded, {}, on=ON)
    assert GROUP_RANK[after.standing] >= GROUP_RANK[before.standing]
    assert all(more.held >= one.held for more, one in zip(after.conditions, before.conditions, strict=True))


@given(st.dates(date(2000, 3, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_months_are_counted_back_without_skipping_any(on: date, months: int) -> None:
    before = months_before(on, months)
    assert (on.year * 12 + on.month) - (before.year * 12 + before.month) == months
    assert before.day == on.day or (before + timedelta(days=1)).day == 1
