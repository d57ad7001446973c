"""Multiple: three to six options, at least two right and one wrong; the page says how many."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from learning.quizzes.marking import Answer
from learning.quizzes.pieces import Option, refuse_repeated, wrong
from learning.quizzes.questions import (
    Control,
    Note,
    Question,
    Values,
    option_notes,
    options_key,
    options_shuffled,
)


class Multiple(Question):
    """Choose several."""

    kind: Literal["multiple"]
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=6)]

    @model_validator(mode="after")
    def _two_right_and_one_wrong(self) -> Self:
        refuse_repeated([option.id for option in self.options], "options")
        if not 2 <= self._right < len(self.options):
            raise wrong("some_right", "Phải có ít nhất hai lựa chọn đúng và một sai.", ("options",))
        return self

    @property
    def _right(self) -> int:
        return sum(option.right for option in self.options)

    def key(self) -> dict[str, Any]:
        return options_key("set", self.options)

    def controls(self, seed: str) -> tuple[Control, ...]:
        return (Control(self.id, "many", self.ask, options_shuffled(self.options, seed), count=self._right),)

    @property
    def notes(self) -> tuple[Note, ...]:
        return option_notes(self.options)

    def read(self, values: Values) -> Answer | None:
        return list(values(self.id)) or None
