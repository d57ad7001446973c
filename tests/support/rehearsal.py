"""Ways through a rehearsal, read from its key: to each screen, and to the end."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from learning.catalog.content import Module
from learning.quizzes.practice import END, Element, Practice, Screen

ROOT = Path(__file__).resolve().parent.parent.parent
# Known before any test runs, so that each rehearsal is a test of its own.
REHEARSED = sorted(path.parent.name for path in (ROOT / "courses").glob("*/*/practice.yaml"))


def practice_of(module: Module) -> Practice:
    assert module.practice, module.id
    return module.practice


def ways(key: dict[str, Any]) -> dict[str, list[str]]:
    """The fewest right taps to each screen, and to the end, which is called END."""
    found: dict[str, list[str]] = {key["start"]: []}
    waiting = deque([key["start"]])
    while waiting:
        here = waiting.popleft()
        for tap, to in key["screens"].get(here, {}).items():
            if to and to not in found:
                found[to] = [*found[here], tap]
                waiting.append(to)
    return found


def way_to_the_end(key: dict[str, Any]) -> list[str]:
    return ways(key)[END]


def steps(key: dict[str, Any]) -> list[tuple[str, str]]:
    """(screen, tap) from the start to the end."""
    here, found = key["start"], []
    for tap in way_to_the_end(key):
        found.append((here, tap))
        here = key["screens"][here][tap]
    return found


def screens_with_ways(practice: Practice) -> Iterator[tuple[Screen, list[str]]]:
    """Every screen and how to come to it."""
    to = ways(practice.key())
    return ((screen, to[screen.id]) for screen in practice.screens)


def wrong_taps(screen: Screen) -> list[Element]:
    return [element for element in screen.tappable if element.to is None]


def is_said(written: str | None, shown: str) -> bool:
    """Is what an author wrote what the page shows? Facts and marks for emphasis are left out of account."""
    pieces = re.split(r"\{fact:[^}]*\}|\*+", written or "")
    return re.search(".*".join(map(re.escape, pieces)), shown) is not None
