"""Tap: find the right place on a simulated phone screen."""

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import model_validator

from learning.quizzes.marking import Answer
from learning.quizzes.pieces import wrong
from learning.quizzes.questions import Choice, Control, Note, Question, Values, one_value
from learning.quizzes.screens import Phone


class Tap(Question):
    """Tap the one right element."""

    kind: Literal["tap"]
    screen: Phone

    @model_validator(mode="after")
    def _exactly_one_right(self) -> Self:
        elements = self.screen.elements
        where = ("screen", "elements")
        if any(element.to for element in elements):
            raise wrong("tap_to", "Câu hỏi chạm không đi tới màn hình khác: bỏ to, dùng right: true.", where)
        if sum(element.right for element in elements) != 1:
            raise wrong("one_right", "Phải có đúng một chỗ chạm đúng (right: true).", where)
        if len(self.screen.tappable) < 2:
            raise wrong("two_taps", "Phải có ít nhất hai chỗ chạm được: thêm why cho chỗ chạm nhầm.", where)
        return self

    def key(self) -> dict[str, Any]:
        return {
            "rule": "one",
            "right": [element.id for element in self.screen.elements if element.right],
            "of": sorted(element.id for element in self.screen.tappable),
        }

    def controls(self, seed: str) -> tuple[Control, ...]:  # noqa: ARG002 -- a phone looks the same every time
        places = tuple(Choice(place.id, place.say, place.detail or "") for place in self.screen.tappable)
        return (Control(self.id, "tap", self.ask, places),)

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(
            Note(place.id, place.say, place.why or "", place.right) for place in self.screen.tappable
        )

    def read(self, values: Values) -> Answer | None:
        return one_value(values(self.id))

    def pictures(self) -> Iterator[str]:
        yield from super().pictures()
        yield from (element.file for element in self.screen.elements if element.file)
