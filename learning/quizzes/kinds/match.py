"""Match: three to five pairs; each left belongs to exactly one right."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from learning.quizzes.drawing import shuffled
from learning.quizzes.marking import Answer
from learning.quizzes.pieces import Id, Piece, Say, refuse_repeated, wrong
from learning.quizzes.questions import Choice, Control, Note, Question, Values, one_value


class Pair(Piece):
    """What belongs together, and why."""

    id: Id
    left: Say
    right: Say
    why: Say


class Match(Question):
    """Choose the right side for each left side."""

    kind: Literal["match"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=3, max_length=5)]

    @model_validator(mode="after")
    def _sides_are_distinct(self) -> Self:
        refuse_repeated([pair.id for pair in self.pairs], "pairs")
        for side in ([pair.left for pair in self.pairs], [pair.right for pair in self.pairs]):
            if len(set(side)) < len(side):
                raise wrong("same_side", "Mỗi vế trái và mỗi vế phải chỉ được có một lần.", ("pairs",))
        return self

    def key(self) -> dict[str, Any]:
        return {"rule": "pairs", "right": {pair.id: pair.id for pair in self.pairs}}

    def controls(self, seed: str) -> tuple[Control, ...]:
        """Rows and choices are shuffled apart, so that a row never tells its partner by where it stands."""
        pairs = {pair.id: pair for pair in self.pairs}
        rows = shuffled(list(pairs), f"{seed}\x1fleft")
        choices = shuffled(rows, f"{seed}\x1fright", avoid_given=True)
        return (
            Control(
                self.id,
                "pairs",
                self.ask,
                tuple(Choice(id, pairs[id].right) for id in choices),
                tuple(Choice(id, pairs[id].left) for id in rows),
                len(rows),
            ),
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(Note(p.id, p.left, p.why, right=True, detail=p.right) for p in self.pairs)

    def read(self, values: Values) -> Answer | None:
        given = {pair.id: one_value(values(f"{self.id}.{pair.id}")) for pair in self.pairs}
        whole = {left: right for left, right in given.items() if right is not None}
        return whole if len(whole) == len(given) else None
