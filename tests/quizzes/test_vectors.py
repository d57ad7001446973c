"""Python's side of tests/vectors: the same files hold static/js to the same meaning of right."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from learning.quizzes.discernment import discernment, truth_of
from learning.quizzes.marking import UnreadableAnswer, explain, mark, passed
from learning.quizzes.practice import replay

VECTORS = Path(__file__).parents[1] / "vectors"


def cases(file: str) -> list[Any]:
    found: list[Any] = json.loads((VECTORS / file).read_text(encoding="utf-8"))["cases"]
    assert len({case["name"] for case in found}) == len(found)
    return found


def by_name(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", cases("marking.json"), ids=by_name)
def test_an_answer_is_marked_as_the_vectors_say(case: dict[str, Any]) -> None:
    try:
        found = asdict(mark(case["key"], case["answer"]))
    except UnreadableAnswer:
        assert case["mark"] is None
    else:
        assert found == case["mark"]


@pytest.mark.parametrize("case", cases("marking.json"), ids=by_name)
def test_an_answer_is_explained_as_the_vectors_say(case: dict[str, Any]) -> None:
    try:
        found = explain(case["key"], case["answer"])
    except UnreadableAnswer:
        assert case["explain"] is None
    else:
        assert {"chosen": list(found.chosen), "right": list(found.right)} == case["explain"]


@pytest.mark.parametrize("case", cases("passing.json"), ids=by_name)
def test_a_check_is_passed_as_the_vectors_say(case: dict[str, Any]) -> None:
    assert passed([(right, critical) for right, critical in case["marks"]]) is case["passed"]


@pytest.mark.parametrize("case", cases("telling.json"), ids=by_name)
def test_verdicts_are_counted_as_the_vectors_say(case: dict[str, Any]) -> None:
    found = discernment(
        (truth, answer["verdict"]) for key, answer in case["pairs"] if (truth := truth_of(key))
    )
    assert {"scam": found.hits, "genuine": found.correct_rejections} == case["seen"]
    assert {"scam": found.misses, "genuine": found.false_alarms} == case["taken_for_the_other"]


@pytest.mark.parametrize("case", cases("practice.json"), ids=by_name)
def test_a_practice_is_replayed_as_the_vectors_say(case: dict[str, Any]) -> None:
    try:
        found = asdict(replay(case["key"], case["taps"]))
    except UnreadableAnswer:
        assert case["replay"] is None
    else:
        assert found == case["replay"]


def test_the_vectors_cover_every_rule_both_ways() -> None:
    marked = cases("marking.json")
    read = Counter(case["key"].get("rule") for case in marked if case["mark"])
    refused = Counter(case["key"].get("rule") for case in marked if not case["mark"])
    assert len(marked) >= 80
    assert all(
        read[rule] >= 5 and refused[rule] >= 10 for rule in ("one", "set", "sequence", "pairs", "parts")
    )
