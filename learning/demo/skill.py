"""How made-up people answer: by their skill, with slips, better the second time. Pure."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from learning.quizzes.marking import Answer
from learning.quizzes.practice import END

LEARNS = 0.09  # what another go at the same module adds


@dataclass(frozen=True, slots=True)
class Nature:
    """What somebody is like: how well they answer, from which week they come and how often, and at home."""

    skill: float
    from_week: int
    comes: float
    alone: float

    def is_right(self, random: Random, goes: int) -> bool:
        """Whether they answer the next question right, after so many goes at its module."""
        return random.random() < min(0.98, self.skill + LEARNS * goes)


def drawn(random: Random) -> Nature:
    """Somebody: most do well, some find it hard, a few stay away."""
    return Nature(
        skill=min(max(random.gauss(0.84, 0.11), 0.45), 0.97),
        from_week=random.choice((0, 0, 0, 1, 2, 4, 6, 8)),
        comes=random.choice((0.9, 0.8, 0.7, 0.5, 0.3, 0.1)),
        alone=random.choice((0.6, 0.3, 0.1, 0.0)),
    )


def answer(key: Mapping[str, Any], random: Random, *, right: bool) -> Answer:
    """A readable answer to a question, right or not."""
    made: Answer = _right(key) if right else _wrong(key, random)
    return made


def _right(key: Mapping[str, Any]) -> Any:
    match key["rule"]:
        case "one":
            return key["right"][0]
        case "set" | "sequence":
            return list(key["right"])
        case "pairs":
            return dict(key["right"])
        case _:
            return {name: _right(part) for name, part in key["parts"].items()}


def _wrong(key: Mapping[str, Any], random: Random) -> Any:
    match key["rule"]:
        case "one":
            return random.choice([choice for choice in key["of"] if choice not in key["right"]])
        case "set":
            return list(key["right"][1:]) or [one for one in key["of"] if one not in key["right"]][:1]
        case "sequence":
            return [key["right"][1], key["right"][0], *key["right"][2:]]
        case "pairs":
            lefts, rights = list(key["right"]), list(key["right"].values())
            return dict(zip(lefts, rights[1:] + rights[:1], strict=True))
        case _:
            slipped = random.choice(sorted(key["parts"]))
            return {
                name: _wrong(part, random) if name == slipped else _right(part)
                for name, part in key["parts"].items()
            }


def taps(key: Mapping[str, Any], random: Random, *, slips: float) -> list[str]:
    """The shortest way through a rehearsal, with wrong taps in between."""
    walked: list[str] = []
    for screen, tap in _way(key):
        wrong = sorted(one for one, to in key["screens"][screen].items() if to is None)
        if wrong and random.random() < slips:
            walked.append(random.choice(wrong))
        walked.append(tap)
    return walked


def _way(key: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    waiting: deque[tuple[str, tuple[tuple[str, str], ...]]] = deque([(key["start"], ())])
    been = {key["start"]}
    while waiting:
        screen, way = waiting.popleft()
        for tap, to in key["screens"][screen].items():
            if to == END:
                return (*way, (screen, tap))
            if to is not None and to not in been:
                been.add(to)
                waiting.append((to, (*way, (screen, tap))))
    raise ValueError("a rehearsal without an end; the linter of content refuses it")
