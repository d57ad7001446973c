"""Right and wrong answers to any question, as JSON for the API and as fields for a form."""

from __future__ import annotations

from typing import Any

from learning.quizzes.questions import Question

Answer = Any


def right_answer(question: Question) -> Answer:
    """What the key holds to be right."""
    return _right(question.key())


def wrong_answer(question: Question) -> Answer:
    """A readable answer that is not right."""
    return _wrong(question.key())


def fields(question: Question, answer: Answer) -> dict[str, list[str]]:
    """The answer as a page without scripts would send it."""
    if isinstance(answer, str):
        return {question.id: [answer]}
    if isinstance(answer, dict):
        return {f"{question.id}.{name}": [value] for name, value in answer.items()}
    if question.key()["rule"] == "sequence":
        return {f"{question.id}.{item}": [str(place)] for place, item in enumerate(answer, 1)}
    return {question.id: list(answer)}


def _right(key: Any) -> Answer:
    match key["rule"]:
        case "one":
            return key["right"][0]
        case "set" | "sequence":
            return list(key["right"])
        case "pairs":
            return dict(key["right"])
        case _:
            return {name: _right(part) for name, part in key["parts"].items()}


def _wrong(key: Any) -> Answer:
    match key["rule"]:
        case "one":
            return next(choice for choice in key["of"] if choice not in key["right"])
        case "set":
            return [choice for choice in key["of"] if choice not in key["right"]]
        case "sequence":
            return list(reversed(key["right"]))
        case "pairs":
            lefts, rights = list(key["right"]), list(key["right"].values())
            return dict(zip(lefts, rights[1:] + rights[:1], strict=True))
        case _:
            return {name: _wrong(part) for name, part in key["parts"].items()}
