"""Discernment: d′ held to tables of the normal distribution, and what must hold for any counts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes.discernment import LEAST_OF_EACH, Discernment, Leaning, discernment, truth_of
from tests.catalog.sample import sample_module, sample_question

Counts = tuple[int, int, int, int]

some = st.integers(0, 200)
anybody = st.builds(Discernment, some, some, some, some)
judges = anybody.filter(lambda one: one.is_enough)
verdicts = st.lists(st.tuples(*2 * [st.sampled_from(["scam", "genuine"])]))

# hits, misses, false alarms, correct rejections: d′, c, percent. By hand from a table of z:
# z(.95) 1.64485 · z(11/12) 1.38299 · z(5/6) 0.96742 · z(.75) 0.67449 · z(25/42) 0.24104 · z(5/12) −0.21043
# z(3/14) −0.79164 · z(5/42) −1.17976
BY_HAND: list[tuple[Counts, float, float, float]] = [
    ((9, 0, 0, 9), 3.28970, 0, 100),  # H = 9.5/10, F = 0.5/10
    ((7, 1, 1, 5), 1.75906, -0.08789, 85.41667),  # H = 7.5/9, F = 1.5/7
    ((4, 1, 1, 4), 1.34898, 0, 80),  # H = 4.5/6, F = 1.5/6
    ((5, 0, 2, 3), 1.59342, -0.58628, 80),  # H = 5.5/6, F = 2.5/6
    ((12, 8, 2, 18), 1.42080, 0.46936, 75),  # H = 12.5/21, F = 2.5/21
    ((5, 0, 5, 0), 0, -1.38299, 50),  # everything is a scam: H = F = 5.5/6
    ((0, 5, 0, 5), 0, 1.38299, 50),  # nothing is
]


@pytest.mark.parametrize(("counts", "d_prime", "criterion", "percent"), BY_HAND)
def test_scores_are_what_the_tables_say(
    counts: Counts, d_prime: float, criterion: float, percent: float
) -> None:
    found = Discernment(*counts)
    assert found.d_prime == pytest.approx(d_prime, abs=2e-5)
    assert found.criterion == pytest.approx(criterion, abs=2e-5)
    assert found.percent == pytest.approx(percent, abs=1e-4)


ADVISED: list[tuple[Counts, Leaning]] = [
    ((7, 1, 1, 5), "discerning"),
    ((4, 1, 1, 4), "discerning"),
    ((18, 2, 0, 20), "discerning"),  # c alone would call her trusting
    ((15, 5, 5, 15), "discerning"),
    ((12, 8, 2, 18), "trusting"),  # d′ alone would call her discerning
    ((0, 5, 0, 5), "trusting"),
    ((5, 0, 2, 3), "suspicious"),
    ((60, 0, 30, 30), "suspicious"),
    ((3, 2, 2, 3), "mixed"),
    ((1, 9, 9, 1), "mixed"),  # takes each for the other
]


@pytest.mark.parametrize(("counts", "leaning"), ADVISED)
def test_the_advice_goes_to_the_error_that_outweighs(counts: Counts, leaning: Leaning) -> None:
    assert Discernment(*counts).leaning == leaning


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (4, 0, 0, 40), (20, 20, 4, 0), (2, 2, 2, 2)])
def test_with_few_messages_of_a_kind_there_is_no_score(counts: Counts) -> None:
    few = Discernment(*counts)
    assert (few.d_prime, few.criterion, few.percent, few.leaning) == (None, None, None, None)


@pytest.mark.parametrize(
    ("counts", "slip"),
    [
        ((2, 0, 0, 1), "discerning"),
        ((1, 1, 0, 1), "trusting"),
        ((1, 0, 1, 0), "suspicious"),
        ((0, 1, 1, 0), "mixed"),
    ],
)
def test_a_handful_is_told_by_what_went_wrong_in_it(counts: Counts, slip: Leaning) -> None:
    assert Discernment(*counts).slip == slip


@given(anybody)
def test_a_score_needs_enough_of_both_kinds(one: Discernment) -> None:
    scores = (one.d_prime, one.criterion, one.percent, one.leaning)
    assert (None not in scores) == (one.scams >= LEAST_OF_EACH and one.genuine >= LEAST_OF_EACH)


@given(judges)
def test_trusting_and_suspicious_mirror_each_other(one: Discernment) -> None:
    """Call every scam genuine and every genuine message a scam: as discerning, and leaning the other way."""
    mirrored = Discernment(one.correct_rejections, one.false_alarms, one.misses, one.hits)
    other: dict[Leaning | None, Leaning] = {"trusting": "suspicious", "suspicious": "trusting"}
    assert mirrored.d_prime == pytest.approx(one.d_prime, abs=1e-9)
    assert mirrored.percent == pytest.approx(one.percent)
    assert mirrored.criterion == pytest.approx(-(one.criterion or 0), abs=1e-9)
    assert mirrored.leaning == other.get(one.leaning, one.leaning)


@given(judges)
def test_saying_the_opposite_of_everything_turns_the_score_round(one: Discernment) -> None:
    opposite = Discernment(one.misses, one.hits, one.correct_rejections, one.false_alarms)
    assert opposite.d_prime == pytest.approx(-(one.d_prime or 0), abs=1e-9)
    assert (opposite.percent or 0) + (one.percent or 0) == pytest.approx(100)


@given(judges)
def test_every_error_less_is_a_better_score(one: Discernment) -> None:
    better = []
    if one.misses:
        better.append(Discernment(one.hits + 1, one.misses - 1, one.false_alarms, one.correct_rejections))
    if one.false_alarms:
        better.append(Discernment(one.hits, one.misses, one.false_alarms - 1, one.correct_rejections + 1))
    for each in better:
        assert (each.d_prime or 0) > (one.d_prime or 0)
        assert (each.percent or 0) > (one.percent or 0)


@given(st.integers(LEAST_OF_EACH, 200))
def test_suspicion_alone_earns_nothing(count: int) -> None:
    suspects_all, believes_all = Discernment(count, 0, count, 0), Discernment(0, count, 0, count)
    for one in (suspects_all, believes_all):
        assert one.d_prime == pytest.approx(0, abs=1e-9)
        assert one.percent == 50
    assert (suspects_all.leaning, believes_all.leaning) == ("suspicious", "trusting")


@given(judges)
def test_nobody_is_told_of_an_error_that_is_rare_or_not_hers(one: Discernment) -> None:
    missed, alarmed = Fraction(one.misses, one.scams), Fraction(one.false_alarms, one.genuine)
    if one.leaning == "trusting":
        assert missed > Fraction(1, 4)
    if one.leaning == "suspicious":
        assert alarmed > Fraction(1, 4)
    if one.leaning == "discerning":
        assert max(missed, alarmed) < Fraction(1, 3)
    if not (one.misses or one.false_alarms):
        assert one.leaning == "discerning"


@given(verdicts)
def test_counting_heeds_every_verdict_and_no_order(judged: list[tuple[str, str]]) -> None:
    found = discernment(judged)
    assert found == discernment(reversed(judged))
    assert found.messages == len(judged)
    assert found.scams == sum(truth == "scam" for truth, _ in judged)
    assert found.hits + found.correct_rejections == sum(truth == said for truth, said in judged)


def test_a_key_says_what_its_message_is() -> None:
    inspect = sample_question("inspect")
    assert truth_of(inspect.key()) == inspect.verdict  # type: ignore[attr-defined]  # it is of that kind
    others = [each for each in sample_module().bank.questions if each.kind != "inspect"]
    assert len({each.kind for each in others}) == 6
    assert {truth_of(each.key()) for each in others} == {None}
