"""What places ask of rooms above them, handed in by the factory: who follows, who is there, who notes.

Other rooms keep the path of a place. Where paths change, they follow in the same transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Detail = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Follow:
    """The place at `old` is at `new` now, with all below it; or it has ended, and `new` is its successor.

    In the second case what lay below it has moved by itself, and comes as moves of its own.
    """

    old: str
    new: str
    itself: Literal["same", "successor"]


@dataclass(frozen=True, slots=True)
class Present:
    """What others keep at some places and below them."""

    classes: int = 0
    learners: int = 0
    grants: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What an operation did, for the log of staff: codes and numbers, no word that anybody typed."""

    verb: str
    place: UUID | None
    path: str
    details: dict[str, Detail] = field(default_factory=dict)


def _nobody_follows(moves: Sequence[Follow]) -> None: ...


def _nobody_there(paths: Sequence[str]) -> Present:  # noqa: ARG001  # the signature of `present`
    return Present()


def _nobody_notes(by: UUID | None, done: Done) -> None: ...


@dataclass(frozen=True, slots=True)
class Others:
    """Who follows when paths change, what is at places, and who writes down what staff did."""

    follow: Callable[[Sequence[Follow]], None] = _nobody_follows
    present: Callable[[Sequence[str]], Present] = _nobody_there
    note: Callable[[UUID | None, Done], None] = _nobody_notes


class _Told:
    """One a process, as in `records.presence`."""

    others = Others()


def hand_in(others: Others) -> None:
    """The factory says who they are."""
    _Told.others = others


def others() -> Others:
    """Those who were handed in."""
    return _Told.others
