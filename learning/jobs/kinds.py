"""What a kind of long work is, and which there are: rooms define them, the factory hands them in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, current_app

from learning.web.errors import Sentence

EXTENSION = "job_kinds"


class NoLongerFits(Exception):
    """What was made for this part is out of date: it is thrown away, and the part made anew."""


@dataclass(frozen=True, slots=True)
class Task:
    """The next part of a job, as its maker is told. `arguments` are what the job was begun with."""

    job: UUID
    by: UUID
    arguments: Mapping[str, Any]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part, made and not yet kept.

    `keep` runs inside the write block that also counts the part: both are there, or neither. It raises
    NoLongerFits where the world has moved on since the part was made.
    """

    count: int
    keep: Callable[[], None]
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of long work.

    `make` makes the next part, outside of any write block; it answers None where nothing is left; it
    may run more often than its part is kept. `file` is how its files are called, `mimetype` what they are.
    `counted` says how many of its things, `stopped` what is true of those made before it was stopped.
    """

    name: str
    title: Sentence
    make: Callable[[Task], Part | None]
    counted: Callable[[int], str]
    stopped: Sentence
    file: str
    mimetype: str = "application/pdf"
    extension: str = "pdf"


def hand_in(app: Flask, kinds: Iterable[Kind]) -> None:
    """The kinds of work that this site knows."""
    app.extensions[EXTENSION] = {kind.name: kind for kind in kinds}


def kind_of(name: str) -> Kind:
    """The kind of that name."""
    found: Kind = current_app.extensions[EXTENSION][name]
    return found
