"""What marking promises of every answer, whatever it is."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes.marking import Mark, UnreadableAnswer, explain, mark, passed
from tests.catalog.sample import right_answer, sample_module

KEYS = [question.key() for question in sample_module().bank.questions]
IDS = sorted({word for key in KEYS for word in str(key).replace("'", " ").split() if word.isascii()})

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(IDS)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.sampled_from(IDS), inner, max_size=6),
)


def near(key: Mapping[str, Any]) -> st.SearchStrategy[object]:
    """Answers of the right shape, and some that only nearly are."""
    match key["rule"]:
        case "one":
            return st.sampled_from(key["of"])
        case "set":
            return st.lists(st.sampled_from(key["of"]), max_size=8)
        case "sequence":
            return st.permutations(key["right"])
        case "pairs":
            sides = st.sampled_from(list(key["right"].values()))
            return st.fixed_dictionaries(dict.fromkeys(key["right"], sides))
        case _:
            return st.fixed_dictionaries({name: near(part) for name, part in key["parts"].items()})


keys_and_answers = st.sampled_from(KEYS).flatmap(lambda key: st.tuples(st.just(key), near(key) | anything))


@given(keys_and_answers)
def test_nothing_but_an_unreadable_answer_is_ever_raised(asked: tuple[dict[str, Any], object]) -> None:
    key, answer = asked
    try:
        found, explained = mark(key, answer), explain(key, answer)
    except UnreadableAnswer:
        return
    assert 0 <= found.points <= found.of
    assert not found.right or found.points == found.of
    assert found.right == (not explained.right)


@given(keys_and_answers)
def test_marking_leaves_the_answer_and_the_key_alone(asked: tuple[dict[str, Any], object]) -> None:
    before = repr(asked)
    try:
        mark(*asked)
        explain(*asked)
    except UnreadableAnswer:
        pass
    assert repr(asked) == before


@pytest.mark.parametrize("key", KEYS, ids=lambda key: str(key["rule"]))
def test_what_the_key_calls_right_is_right(key: dict[str, Any]) -> None:
    found = mark(key, right_answer(key))
    assert found.right
    assert found.points == found.of


def test_marks_and_plain_truths_pass_alike() -> None:
    right = Mark(right=True, points=1, of=1)
    assert passed([(right, True)] * 4 + [(False, False)])
    assert not passed([(True, False)] * 4 + [(Mark(right=False, points=2, of=3), True)])
