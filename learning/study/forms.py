"""What a page without scripts sends: answers and taps, read with their limits."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flask import request

from learning.quizzes.marking import Answer, UnreadableAnswer
from learning.records.queries import DueReview
from learning.study.asked import Asked
from learning.web.errors import BadInput

MOST_TAPS = 200
MOST_REVIEWS = 5
LONGEST_FIELD = 100


def answers(questions: Sequence[Asked]) -> tuple[dict[str, Answer], list[Asked]]:
    """Answers by question id, and the questions left open. Raises BadInput for what no page sends."""
    given: dict[str, Answer] = {}
    missing = []
    for one in questions:
        try:
            answer = one.question.read(_values)
        except UnreadableAnswer as error:
            raise BadInput from error
        if answer is None:
            missing.append(one)
        else:
            given[one.question.id] = answer
    return given, missing


def filled() -> dict[str, list[str]]:
    """Everything that stood in the form, so that the page can come back with it."""
    return {name: request.form.getlist(name) for name in request.form}


def taps(source: Callable[[str], str | None]) -> tuple[str, ...]:
    """The taps so far, as the address or the form carries them: element ids joined by dots."""
    path = tuple(part for part in (source("d") or "").split(".") if part)
    if len(path) > MOST_TAPS or any(len(part) > LONGEST_FIELD for part in path):
        raise BadInput
    return path


def tapped(path: tuple[str, ...], source: Callable[[str], str | None]) -> tuple[str, ...]:
    """The path with the tap that a button of a form without scripts adds to it (`cham`)."""
    tap = source("cham")
    return (*path, tap) if tap else path


def version() -> str:
    """The module version that the page was made from."""
    return (request.form.get("version") or "")[:64]


def reviewed() -> list[DueReview]:
    """The due questions that a review page showed, as its hidden fields name them."""
    named = request.form.getlist("lan")
    if not 1 <= len(named) <= MOST_REVIEWS:
        raise BadInput
    return [_due(name) for name in named]


def _due(name: str) -> DueReview:
    module, _, rest = name[: 3 * LONGEST_FIELD].partition(" ")
    question, _, at = rest.partition(" ")
    if not (at.isascii() and at.isdigit() and len(at) <= 10):
        raise BadInput
    return DueReview(module, question, datetime.fromtimestamp(int(at), UTC))


def _values(name: str) -> list[str]:
    values = request.form.getlist(name)
    if any(len(value) > LONGEST_FIELD for value in values):
        raise BadInput
    return values
