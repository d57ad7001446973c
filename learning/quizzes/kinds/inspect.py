"""Inspect: is this message a scam, and what tells you. Right when verdict and clue both are."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from learning.quizzes.marking import Answer
from learning.quizzes.pieces import N_, Option, Piece, Say, refuse_repeated, wrong
from learning.quizzes.questions import (
    Choice,
    Control,
    Note,
    Question,
    Values,
    one_value,
    option_notes,
    options_key,
    options_shuffled,
)

VERDICT = N_("Thật hay lừa?")
CLUE = N_("Điều gì cho bác biết?")
VERDICTS = {"genuine": N_("Thật"), "scam": N_("Lừa")}


class Message(Piece):
    """What came in."""

    channel: Literal["sms", "chat", "call", "email", "page"]
    sender: Annotated[Say, Field(alias="from")]
    text: Say


class Inspect(Question):
    """Judge a message and say what gives it away."""

    kind: Literal["inspect"]
    message: Message
    verdict: Literal["scam", "genuine"]
    why: Say
    clues: Annotated[tuple[Option, ...], Field(min_length=3, max_length=3)]

    @model_validator(mode="after")
    def _a_clue_is_right(self) -> Self:
        refuse_repeated([clue.id for clue in self.clues], "clues")
        if not 1 <= sum(clue.right for clue in self.clues) < len(self.clues):
            raise wrong("clue_right", "Phải có ít nhất một dấu hiệu đúng và một không đúng.", ("clues",))
        return self

    @property
    def group(self) -> str:
        """Scams and genuine messages each fall evenly on the forms, or one form would teach suspicion."""
        return f"{self.kind}-{self.verdict}"

    def key(self) -> dict[str, Any]:
        verdict = {"rule": "one", "right": [self.verdict], "of": sorted(VERDICTS)}
        return {"rule": "parts", "parts": {"verdict": verdict, "clue": options_key("one", self.clues)}}

    def controls(self, seed: str) -> tuple[Control, ...]:
        verdicts = tuple(Choice(id, say) for id, say in VERDICTS.items())
        return (
            Control(f"{self.id}.verdict", "one", VERDICT, verdicts),
            Control(f"{self.id}.clue", "one", CLUE, options_shuffled(self.clues, seed)),
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """The reason belongs to the right verdict; the wrong one has nothing of its own to say."""
        verdicts = tuple(
            Note(f"verdict.{id}", say, self.why if id == self.verdict else "", right=id == self.verdict)
            for id, say in VERDICTS.items()
        )
        return verdicts + option_notes(self.clues, "clue.")

    def read(self, values: Values) -> Answer | None:
        verdict, clue = one_value(values(f"{self.id}.verdict")), one_value(values(f"{self.id}.clue"))
        return {"verdict": verdict, "clue": clue} if verdict and clue else None
