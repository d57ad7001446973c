"""Marking by a version, and folding: golden cases, and that order, repeats and borders never matter."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.records.rules import (
    Fact,
    Judgement,
    ModuleState,
    Unmarkable,
    fold,
    form_of,
    judge,
    recalled,
    totals,
)
from tests.factories.records import MORNING, RIGHT, WRONG, a_version

VERSION = a_version(stored=False)
FORM = VERSION.form(1)
CRITICAL = [question for question in FORM if VERSION.critical(question)]
HARMLESS = [question for question in FORM if not VERSION.critical(question)]


def judged(question: str | None, form: int | None, answer: Any) -> Judgement:
    return judge(VERSION.marking, VERSION.module, question, form, answer)


def refused(question: str | None, form: int | None, answer: Any) -> str:
    with pytest.raises(Unmarkable) as unmarkable:
        judged(question, form, answer)
    return unmarkable.value.reason


def a_fact(minute: float = 0, **changes: Any) -> Fact:
    at = MORNING + timedelta(minutes=minute)
    made = Fact(
        id=UUID(int=10**6 + int(minute * 100)),
        verb="answered",
        module=VERSION.module,
        question=FORM[0],
        attempt=None,
        effective_at=at,
        seq=0,
        received_at=at,
        right=True,
        critical=False,
        evidence="self",
    )
    return replace(made, **changes)


def a_check(
    *, minute: float = 0, name: str = "a", wrong: tuple[str, ...] = (), evidence: str = "self"
) -> list[Fact]:
    return [
        a_fact(
            minute + place,
            question=question,
            attempt=name,
            right=question not in wrong,
            critical=VERSION.critical(question),
            evidence=evidence,
        )
        for place, question in enumerate(FORM)
    ]


def test_an_answer_is_marked_with_points_and_whether_it_is_critical() -> None:
    assert judged(HARMLESS[0], 1, RIGHT) == Judgement(right=True, points=1, of=1, critical=False)
    assert judged(CRITICAL[0], None, WRONG) == Judgement(right=False, points=0, of=1, critical=True)


def test_a_practice_is_finished_or_not_and_counts_right_taps() -> None:
    assert judged(None, None, ["cai-dat", "am", "wifi"]) == Judgement(
        right=True, points=2, of=3, critical=False
    )
    assert judged(None, None, []) == Judgement(right=False, points=0, of=0, critical=False)


@pytest.mark.parametrize("taps", ["wifi", {"0": "wifi"}, [["wifi"]], ["wifi"], ["cai-dat"] * 501, [None], 5])
def test_taps_on_what_is_not_there_cannot_be_read(taps: Any) -> None:
    assert refused(None, None, taps) == "unreadable_answer"


def test_what_does_not_fit_the_version_says_why() -> None:
    outside = next(question for question in VERSION.marking["questions"] if question not in FORM)
    assert refused("cau-99", None, RIGHT) == "unknown_question"
    assert refused(outside, 1, RIGHT) == "not_in_form"
    assert refused(FORM[0], 201, RIGHT) == "not_in_form"
    assert refused(FORM[0], 1, "maybe") == "unreadable_answer"


def test_a_version_without_practice_takes_none() -> None:
    with pytest.raises(Unmarkable):
        judge({**VERSION.marking, "practice": None}, VERSION.module, None, None, ["cai-dat"])


def test_forms_are_those_of_the_version() -> None:
    assert len(form_of(VERSION.marking, VERSION.module, 1)) == 5
    assert form_of(VERSION.marking, VERSION.module, 0) == ()


def test_opening_and_finishing_a_practice_are_remembered_by_their_first_time() -> None:
    facts = [
        a_fact(minute, verb=verb, question=None, right=right)
        for minute, verb, right in (
            (1, "opened", None),
            (2, "opened", None),
            (3, "practised", False),
            (4, "practised", True),
        )
    ]
    state = fold(ModuleState(), facts)
    assert (state.opened_at, state.practised_at) == (facts[0].effective_at, facts[3].effective_at)
    assert state.attempts == 0
    assert not state.cards


def test_a_check_is_passed_by_its_fifth_answer() -> None:
    state = fold(ModuleState(), a_check(wrong=(HARMLESS[0],)))
    assert (state.attempts, state.best_right, state.evidence) == (1, 4, "self")
    assert state.passed_at == MORNING + timedelta(minutes=4)
    assert not fold(ModuleState(), a_check()[:4]).attempts


def test_a_critical_question_wrong_or_two_others_do_not_pass() -> None:
    for wrong in ((CRITICAL[0],), (HARMLESS[0], HARMLESS[1])):
        state = fold(ModuleState(), a_check(wrong=wrong))
        assert state.attempts == 1
        assert state.passed_at is None


def test_what_was_passed_stays_passed_and_keeps_its_first_date() -> None:
    facts = a_check() + a_check(minute=10, name="b", wrong=FORM) + a_check(minute=20, name="c")
    state = fold(ModuleState(), facts)
    assert (state.attempts, state.best_right) == (3, 5)
    assert state.passed_at == MORNING + timedelta(minutes=4)


def test_the_first_answer_to_a_question_counts_and_a_finished_check_takes_no_more() -> None:
    first, *rest = a_check(wrong=(CRITICAL[0], HARMLESS[0]))
    again = [replace(one, id=UUID(int=900 + place), right=True) for place, one in enumerate([first, *rest])]
    facts = [
        replace(one, effective_at=MORNING + timedelta(seconds=place))
        for place, one in enumerate([first, again[0], *rest, *again[1:]])
    ]
    state = fold(ModuleState(), facts)
    assert (state.attempts, state.best_right, state.passed_at) == (1, 3, None)
    assert not state.open_attempts


def test_a_pass_is_as_well_evidenced_as_its_weakest_answer_and_only_grows_stronger() -> None:
    mixed = a_check(evidence="confirmed")
    mixed[2] = replace(mixed[2], evidence="present")
    state = fold(ModuleState(), a_check(minute=-10, name="b") + mixed)
    assert state.evidence == "present"
    assert fold(state, a_check(minute=10, name="c")).evidence == "present"


def test_answers_outside_a_check_make_cards_but_no_attempt() -> None:
    state = fold(ModuleState(), [a_fact(0), a_fact(1, verb="reviewed", question=FORM[1], right=False)])
    assert set(state.cards) == {FORM[0], FORM[1]}
    assert state.attempts == 0


def test_a_right_answer_comes_back_later_than_a_wrong_one_and_ever_later() -> None:
    right = recalled(None, right=True, at=MORNING)
    assert recalled(None, right=False, at=MORNING).due_at < right.due_at
    again = recalled(right, right=True, at=right.due_at)
    assert again.due_at - right.due_at > right.due_at - MORNING
    assert all((card.due_at - card.reviewed_at) >= timedelta(days=1) for card in (right, again))


def test_the_golden_card() -> None:
    """The numbers of FSRS itself: a change of the library that changes people's dates must be seen."""
    card = recalled(recalled(None, right=True, at=MORNING), right=False, at=MORNING + timedelta(days=3))
    assert card.due_at == datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    assert card.stability == pytest.approx(0.6368507, abs=1e-6)
    assert card.difficulty == pytest.approx(7.3945027, abs=1e-6)


def test_a_fact_out_of_order_is_an_error_and_the_state_stays_as_it_was() -> None:
    state = fold(ModuleState(), a_check())
    before = replace(state, cards=dict(state.cards))
    with pytest.raises(ValueError, match="in their order"):
        fold(state, [a_fact(-1)])
    fold(state, [a_fact(30)])
    assert state == before


FACTS = st.lists(
    st.builds(
        lambda minute, seq, number, question, attempt, verb, right: a_fact(
            minute,
            id=UUID(int=number),
            seq=seq,
            question=None if verb == "opened" else question,
            attempt=attempt if verb == "answered" else None,
            verb=verb,
            right=right,
            critical=VERSION.critical(question),
        ),
        minute=st.integers(0, 5),
        seq=st.integers(0, 2),
        number=st.integers(0, 2**128 - 1),
        question=st.sampled_from(FORM),
        attempt=st.sampled_from(["a", "b", None]),
        verb=st.sampled_from(["answered", "reviewed", "opened"]),
        right=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda fact: fact.id,
)


@given(FACTS, st.data())
def test_folding_in_pieces_gives_what_folding_at_once_gives(facts: list[Fact], data: st.DataObject) -> None:
    ordered = sorted(facts, key=lambda fact: fact.order)
    state = ModuleState()
    rest = ordered
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        state, rest = fold(state, rest[:size]), rest[size:]
    assert state == fold(ModuleState(), ordered)


@given(FACTS, st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_order_or_pieces(facts: list[Fact], chance: random.Random) -> None:
    shuffled = chance.sample(facts, len(facts))
    half = len(facts) // 2
    assert totals(facts) == totals(shuffled[half:], totals(shuffled[:half]))


@given(FACTS)
def test_adding_later_facts_never_takes_a_pass_away(facts: list[Fact]) -> None:
    ordered = sorted(facts, key=lambda fact: fact.order)
    state = ModuleState()
    for fact in ordered:
        after = fold(state, [fact])
        assert state.passed_at is None or after.passed_at == state.passed_at
        assert after.attempts >= state.attempts
        state = after
