"""Order: three to five items to put in order; the file has the right one, a page never shows it first."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from learning.quizzes.drawing import shuffled
from learning.quizzes.marking import Answer, UnreadableAnswer
from learning.quizzes.pieces import Id, Piece, Say, refuse_repeated
from learning.quizzes.questions import Choice, Control, Note, Question, Values, one_value


class Item(Piece):
    """One step."""

    id: Id
    say: Say
    why: Say


class Order(Question):
    """Give each item its place."""

    kind: Literal["order"]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=5)]

    @model_validator(mode="after")
    def _items_are_distinct(self) -> Self:
        refuse_repeated([item.id for item in self.items], "items")
        return self

    def key(self) -> dict[str, Any]:
        return {"rule": "sequence", "right": [item.id for item in self.items]}

    def controls(self, seed: str) -> tuple[Control, ...]:
        said = {item.id: item.say for item in self.items}
        rows = tuple(Choice(id, said[id]) for id in shuffled(list(said), seed, avoid_given=True))
        places = tuple(Choice(str(place), str(place)) for place in range(1, len(rows) + 1))
        return (Control(self.id, "places", self.ask, places, rows, len(rows)),)

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(Note(item.id, item.say, item.why, right=True) for item in self.items)

    def read(self, values: Values) -> Answer | None:
        """Items by the place each was given; None while one has no place or two share one."""
        places = {item.id: one_value(values(f"{self.id}.{item.id}")) for item in self.items}
        known = {str(place) for place in range(1, len(self.items) + 1)}
        if any(place is not None and place not in known for place in places.values()):
            raise UnreadableAnswer("a place that is not there")
        if set(places.values()) != known:
            return None
        return sorted(places, key=lambda id: places[id] or "")
