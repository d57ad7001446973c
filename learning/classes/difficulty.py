"""What a class finds hard in a module: how many were right, and what people really answer wrongly."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from learning.catalog.content import Module
from learning.classes.queries import ClassFacts
from learning.quizzes.questions import Question

MOST_WRONG = 2


@dataclass(frozen=True, slots=True)
class Hard:
    """One question as this class answered it. `wrong` are texts of the course, with how often."""

    ask: str
    right: int
    answers: int
    wrong: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class HardPage:
    """The questions of a module, the hardest first; those nobody met are left out."""

    group: ClassFacts
    module: Module
    questions: list[Hard]


def page(group: ClassFacts, module: Module, answers: Iterable[tuple[str, str, Any, bool, int]]) -> HardPage:
    asked = {question.id: question for question in module.bank.questions}
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = {}
    for _module, name, answer, was_right, many in answers:
        if name not in asked:
            continue
        total[name] += many
        if was_right:
            right[name] += many
        elif (said := _said(asked[name], answer)) is not None:
            wrong.setdefault(name, Counter())[said] += many
    hardest = sorted(total, key=lambda name: (right[name] / total[name], name))
    return HardPage(
        group,
        module,
        [
            Hard(
                asked[name].ask, right[name], total[name], wrong.get(name, Counter()).most_common(MOST_WRONG)
            )
            for name in hardest
        ],
    )


def _said(question: Question, answer: Any) -> str | None:
    """A wrong answer in the course's own words; None where it is no single choice."""
    if not isinstance(answer, str):
        return None
    return next((note.say for note in question.notes if note.id == answer), None)
