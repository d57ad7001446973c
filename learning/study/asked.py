"""Questions as a page asks them: where each stands, its options in their order, and what marks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learning.catalog.content import Module
from learning.quizzes.discernment import truth_of
from learning.quizzes.questions import Control, Note, Question
from learning.study import addresses


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on a page: where it stands, what to draw, and what is needed to mark and explain it."""

    question: Question
    controls: tuple[Control, ...]
    number: int
    of: int

    @property
    def key(self) -> Mapping[str, Any]:
        return self.question.key()

    @property
    def message(self) -> str | None:
        """What the message that it shows is: "scam", "genuine"; None where it shows none."""
        return truth_of(self.key)

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.question.notes


def asked(module: Module, form: int) -> list[Asked]:
    """The five questions of a form, their options in the order of that form."""
    return ask(module.form(form), seed=f"{module.id}.{form}")


def ask(questions: Sequence[Question], *, seed: str) -> list[Asked]:
    return [
        Asked(question, question.controls(f"{seed}.{question.id}"), number, len(questions))
        for number, question in enumerate(questions, 1)
    ]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question that is due, with its module and the instant it was due (names this review for good)."""

    asked: Asked
    module: Module
    due_at: datetime

    @property
    def name(self) -> str:
        """What the form carries, so that the same questions are marked that were shown."""
        return f"{self.module.id} {self.asked.question.id} {int(self.due_at.timestamp())}"

    def picture_url(self, file: str) -> str:
        return addresses.picture(self.module, file)
