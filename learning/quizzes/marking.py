"""Marking: a key and an answer in, a mark out. One file of vectors holds static/js/marking.js to the same.

A key is JSON and lives on in `module_version`, so a late answer is marked by what its learner saw:

    {"rule": "one", "right": ["b"], "of": ["a", "b", "c"]}
    {"rule": "set", "right": ["a", "c"], "of": ["a", "b", "c"]}
    {"rule": "sequence", "right": ["a", "b", "c"]}
    {"rule": "pairs", "right": {"left": "right"}}
    {"rule": "parts", "parts": {"verdict": {…}, "clue": {…}}}

Answers come from anywhere: `mark` and `explain` understand them or raise `UnreadableAnswer`, nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

CHECK_SIZE = 5
PASS_RIGHT = 4

Answer: TypeAlias = str | list[str] | dict[str, str]
Key: TypeAlias = Mapping[str, Any]


class UnreadableAnswer(ValueError):
    """The answer has the wrong shape, names something that was not on offer, or is too large."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether an answer was right, and how much of it was: `points` out of `of`, never under nought."""

    right: bool
    points: int
    of: int


@dataclass(frozen=True, slots=True)
class Explained:
    """Which notes to show: `chosen`, about what was chosen; `right`, saying what is right."""

    chosen: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    mark: Callable[[Key, object], Mark]
    explain: Callable[[Key, object], Explained]


def mark(key: Key, answer: object) -> Mark:
    """Mark one answer."""
    return _rule_of(key).mark(key, answer)


def explain(key: Key, answer: object) -> Explained:
    """Say which notes belong to this answer. `right` is empty when there is nothing left to be told."""
    return _rule_of(key).explain(key, answer)


def passed(marks: Sequence[tuple[Mark | bool, bool]]) -> bool:
    """A check is passed with all five answered, at least four right, and no critical one wrong.

    Each pair is (the mark, whether its question is critical).
    """
    if len(marks) != CHECK_SIZE:
        return False
    rights = [(mark.right if isinstance(mark, Mark) else mark, critical) for mark, critical in marks]
    safe = all(right for right, critical in rights if critical)
    return safe and sum(right for right, _ in rights) >= PASS_RIGHT


def _rule_of(key: Key) -> _Rule:
    try:
        return _RULES[key["rule"]]
    except KeyError:
        raise UnreadableAnswer("the key has a rule that is not known here") from None


# ── One of several ──


def _one(key: Key, answer: object) -> str:
    if not isinstance(answer, str) or answer not in key["of"]:
        raise UnreadableAnswer("expected the id of one choice")
    return answer


def _mark_one(key: Key, answer: object) -> Mark:
    right = _one(key, answer) in key["right"]
    return Mark(right=right, points=int(right), of=1)


def _explain_one(key: Key, answer: object) -> Explained:
    choice = _one(key, answer)
    return Explained((choice,), () if choice in key["right"] else tuple(key["right"]))


# ── Several of several ──


def _distinct(answer: object, of: Sequence[str]) -> list[str]:
    if not isinstance(answer, list) or len(answer) > len(of):
        raise UnreadableAnswer("expected a list of ids, none twice")
    if not all(isinstance(choice, str) and choice in of for choice in answer):
        raise UnreadableAnswer("expected ids that were on offer")
    if len(set(answer)) < len(answer):
        raise UnreadableAnswer("an id came twice")
    return answer


def _mark_set(key: Key, answer: object) -> Mark:
    chosen = set(_distinct(answer, key["of"]))
    right = set(key["right"])
    points = max(0, len(chosen & right) - len(chosen - right))
    return Mark(right=chosen == right, points=points, of=len(right))


def _explain_set(key: Key, answer: object) -> Explained:
    chosen = _distinct(answer, key["of"])
    return Explained(tuple(chosen), () if set(chosen) == set(key["right"]) else tuple(key["right"]))


# ── In order ──


def _whole_sequence(key: Key, answer: object) -> list[str]:
    sequence = _distinct(answer, key["right"])
    if len(sequence) < len(key["right"]):
        raise UnreadableAnswer("expected every item, each once")
    return sequence


def _mark_sequence(key: Key, answer: object) -> Mark:
    given = _whole_sequence(key, answer)
    neighbours = set(pairwise(key["right"]))
    return Mark(
        right=given == list(key["right"]),
        points=sum(pair in neighbours for pair in pairwise(given)),
        of=len(neighbours),
    )


def _explain_sequence(key: Key, answer: object) -> Explained:
    """The items that stand in their place; and the whole order, unless all of them do."""
    given, right = _whole_sequence(key, answer), tuple(key["right"])
    placed = tuple(item for item, rightly in zip(given, right, strict=True) if item == rightly)
    return Explained(placed, () if placed == right else right)


# ── In pairs ──


def _all_pairs(key: Key, answer: object) -> dict[str, str]:
    right: Mapping[str, str] = key["right"]
    if not isinstance(answer, dict) or answer.keys() != right.keys():
        raise UnreadableAnswer("expected something for each left side")
    if not all(isinstance(chosen, str) and chosen in right.values() for chosen in answer.values()):
        raise UnreadableAnswer("expected right sides that were on offer")
    return answer


def _mark_pairs(key: Key, answer: object) -> Mark:
    given = _all_pairs(key, answer)
    points = sum(given[left] == right for left, right in key["right"].items())
    return Mark(right=points == len(given), points=points, of=len(given))


def _explain_pairs(key: Key, answer: object) -> Explained:
    """The lefts that were matched rightly; and those that were not."""
    given = _all_pairs(key, answer)
    lefts = sorted(given)
    matched = {left for left in lefts if given[left] == key["right"][left]}
    return Explained(
        tuple(left for left in lefts if left in matched), tuple(left for left in lefts if left not in matched)
    )


# ── In parts ──


def _all_parts(key: Key, answer: object) -> list[tuple[str, Key, object]]:
    parts: Mapping[str, Key] = key["parts"]
    if not isinstance(answer, dict) or answer.keys() != parts.keys():
        raise UnreadableAnswer("expected an answer to each part")
    return [(name, parts[name], answer[name]) for name in sorted(parts, reverse=True)]


def _mark_parts(key: Key, answer: object) -> Mark:
    marks = [mark(part, given) for _, part, given in _all_parts(key, answer)]
    return Mark(
        right=all(each.right for each in marks),
        points=sum(each.points for each in marks),
        of=sum(each.of for each in marks),
    )


def _explain_parts(key: Key, answer: object) -> Explained:
    explained = [(name, explain(part, given)) for name, part, given in _all_parts(key, answer)]
    return Explained(
        tuple(f"{name}.{note}" for name, each in explained for note in each.chosen),
        tuple(f"{name}.{note}" for name, each in explained for note in each.right),
    )


_RULES = {
    "one": _Rule(_mark_one, _explain_one),
    "set": _Rule(_mark_set, _explain_set),
    "sequence": _Rule(_mark_sequence, _explain_sequence),
    "pairs": _Rule(_mark_pairs, _explain_pairs),
    "parts": _Rule(_mark_parts, _explain_parts),
}
