"""What a page without scripts sends: answers and taps, read with their limits."""

from collections.abc import Callable, Sequence

from flask import request

from learning.quizzes.marking import UnreadableAnswer
from learning.study.pages import Asked
from learning.web.errors import BadInput

MOST_TAPS = 200
LONGEST_FIELD = 100


def answers(questions: Sequence[Asked]) -> tuple[dict[str, object], list[Asked]]:
    """The answers of a form by question id, and the questions left open. Raises BadInput for what no page sends."""
    given: dict[str, object] = {}
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


def _values(name: str) -> list[str]:
    values = request.form.getlist(name)
    if any(len(value) > LONGEST_FIELD for value in values):
        raise BadInput
    return values
