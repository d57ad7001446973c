"""What every question has, whatever its kind; and the plain values with which pages draw and explain it."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from learning.quizzes.drawing import shuffled
from learning.quizzes.marking import Answer, UnreadableAnswer
from learning.quizzes.pieces import Id, Option, PictureUse, Piece, Say, refuse_repeated, words, wrong

Values: TypeAlias = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, or a row to choose for."""

    id: str
    say: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to fill in. `name` is the form field, or its beginning: rows add `.{row id}`."""

    name: str
    type: Literal["one", "many", "places", "pairs", "tap"]
    legend: str
    choices: tuple[Choice, ...]
    rows: tuple[Choice, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What is said after answering, about one thing that could be chosen (`detail`: what belongs to it)."""

    id: str
    say: str
    why: str
    right: bool
    detail: str = ""


class Question(Piece):
    """A question of the bank. Each kind is a module in `kinds/`."""

    id: Id
    kind: str
    ask: Say
    critical: bool = False
    picture: PictureUse | None = None
    next_time: Say

    @property
    def group(self) -> str:
        """What drawing deals evenly over the forms: the kind, or a finer share of it."""
        return self.kind

    @abstractmethod
    def key(self) -> dict[str, Any]:
        """What is right, as marking reads it. Holds nothing that is only wording."""

    @abstractmethod
    def controls(self, seed: str) -> tuple[Control, ...]:
        """What to draw, in the order that follows from the seed."""

    @property
    @abstractmethod
    def notes(self) -> tuple[Note, ...]:
        """One note for each thing that can be chosen; marking.explain names them by id."""

    @abstractmethod
    def read(self, values: Values) -> Answer | None:
        """The answer in a submitted form; None when it is not there, or not whole."""

    def pictures(self) -> Iterator[str]:
        """The files of the drawings it shows."""
        if self.picture:
            yield self.picture.file

    def texts(self) -> Iterator[str]:
        """Every text of the author's that a learner meets."""
        return (text for _, text in words(self))


def options_shuffled(options: Sequence[Option], seed: str) -> tuple[Choice, ...]:
    """Options as choices, in the seed's order."""
    said = {option.id: option.say for option in options}
    return tuple(Choice(id, said[id]) for id in shuffled(list(said), seed))


def option_notes(options: Iterable[Option], part: str = "") -> tuple[Note, ...]:
    """A note for each option; `part` comes before the id."""
    return tuple(Note(part + option.id, option.say, option.why, option.right) for option in options)


def options_key(rule: str, options: Sequence[Option]) -> dict[str, Any]:
    """The key to options; sorted, because the order in the file decides nothing."""
    return {
        "rule": rule,
        "right": sorted(option.id for option in options if option.right),
        "of": sorted(option.id for option in options),
    }


def one_value(values: Sequence[str]) -> str | None:
    """The value of a field that is sent once."""
    if len(values) > 1:
        raise UnreadableAnswer("a field came twice")
    return (values[0] or None) if values else None


class ChooseOne(Question):
    """The kinds with two to four options of which exactly one is right."""

    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=4)]

    @model_validator(mode="after")
    def _exactly_one_right(self) -> Self:
        refuse_repeated([option.id for option in self.options], "options")
        if sum(option.right for option in self.options) != 1:
            raise wrong("one_right", "Phải có đúng một lựa chọn đúng (right: true).", ("options",))
        return self

    def key(self) -> dict[str, Any]:
        return options_key("one", self.options)

    def controls(self, seed: str) -> tuple[Control, ...]:
        return (Control(self.id, "one", self.ask, options_shuffled(self.options, seed)),)

    @property
    def notes(self) -> tuple[Note, ...]:
        return option_notes(self.options)

    def read(self, values: Values) -> Answer | None:
        return one_value(values(self.id))
