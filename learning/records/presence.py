"""Who was there: what the record asks of classes, to say `present` of what was done in one.

An event keeps the evidence of its door for ever. That a trainer had called the person up when it was done is
looked up where facts are read, so that roll call and answers may arrive in any order (decision 0018).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from learning.records.rules import Fact

Window = tuple[datetime, datetime]
# For each canonical person, when a trainer saw them at a class. Inside the caller's session.
Ask = Callable[[Collection[UUID]], Mapping[UUID, Sequence[Window]]]


def _nobody(people: Collection[UUID]) -> Mapping[UUID, Sequence[Window]]:  # noqa: ARG001  # the signature of Ask
    return {}


class _Told:
    """One a process, not one an app: the writer's thread knows no app."""

    ask: Ask = staticmethod(_nobody)


def hand_in(ask: Ask) -> None:
    """The factory says whom to ask."""
    _Told.ask = staticmethod(ask)


def windows_of(people: Collection[UUID]) -> Mapping[UUID, Sequence[Window]]:
    """When each of them was seen at a class; one query."""
    return _Told.ask(people)


def seen(facts: Iterable[Fact], windows: Sequence[Window]) -> Iterator[Fact]:
    """The facts, those done by themselves at a class now `present`."""
    for fact in facts:
        there = fact.evidence == "self" and any(begin <= fact.effective_at <= end for begin, end in windows)
        yield replace(fact, evidence="present") if there else fact
