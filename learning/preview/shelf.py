"""The courses folder as it is at this moment: read anew when a file in it has changed."""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

from flask import current_app

from learning import clock
from learning.catalog.across import check_across
from learning.catalog.content import Catalog, Problem
from learning.catalog.loader import Shelf, overdue_on, read_shelf
from learning.catalog.module_files import Reading
from learning.catalog.validation import Beside, check_reading, check_shelf, in_order


@dataclass(frozen=True)
class Look:
    """What one look into the folder found. `fingerprint` differs as soon as any file does, or the day."""

    courses: Path
    fingerprint: str
    today: date
    shelf: Shelf

    @cached_property
    def catalog(self) -> Catalog:
        """What would be served."""
        return Catalog(tuple(self.shelf.courses), self.shelf.facts, self.shelf.frameworks, ())

    def readings(self) -> list[Reading]:
        """Every module there is a folder for, served or not, in the order of the folders."""
        return sorted([*self.shelf.readings, *self.shelf.left_out], key=lambda one: one.folder.name)

    def reading(self, name: str) -> Reading | None:
        """The module of that name (`course/module`), None where there is no such folder."""
        return next((one for one in self.readings() if one.folder.name == name), None)

    @cached_property
    def beside(self) -> Beside:
        """What each module is judged beside."""
        return Beside.of(self.shelf)

    def problems(self) -> list[Problem]:
        """All that the linter says, of modules that no course lists too."""
        left_out = [
            each for one in self.shelf.left_out for each in check_reading(one, self.beside, self.today)
        ]
        return in_order([*check_shelf(self.shelf, self.today), *left_out])

    def problems_of(self, reading: Reading) -> list[Problem]:
        """What the linter says about one module, and about the course and the facts that it stands on."""
        name, facts = reading.folder.name, reading.facts()
        of_facts = {self.shelf.fact_lines[id] for id in facts if id in self.shelf.fact_lines}
        found = [*self.shelf.problems(), *overdue_on(self.shelf, self.today), *check_across(self.shelf)]
        return in_order(
            each
            for each in [*found, *check_reading(reading, self.beside, self.today)]
            if each.file.startswith(f"{name}/")
            or each.file == f"{name.partition('/')[0]}/course.yaml"
            or (each.file == "facts.yaml" and each.line in of_facts)
        )


@dataclass
class LiveShelf:
    """Looks again whenever it is asked and something has changed since."""

    courses: Path
    _last: Look | None = None
    _lock: Lock = field(default_factory=Lock)

    def look(self) -> Look:
        """The folder as it is now."""
        today = clock.now().date()
        seen = _fingerprint(self.courses, today)
        with self._lock:
            if self._last is None or self._last.fingerprint != seen:
                self._last = Look(self.courses, seen, today, read_shelf(self.courses))
            return self._last


def live() -> LiveShelf:
    """The folder that this preview is of."""
    found: LiveShelf = current_app.extensions["preview"]
    return found


def _fingerprint(courses: Path, today: date) -> str:
    digest = hashlib.blake2b(today.isoformat().encode(), digest_size=9)
    for line in sorted(_signs(courses)):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _signs(courses: Path) -> Iterator[str]:
    """A line for each file: name, size, instant of the last change. What editors hide away does not count."""
    for path in courses.rglob("*"):
        name = path.relative_to(courses)
        if any(part.startswith(".") for part in name.parts):
            continue
        try:
            state = path.stat()
        except OSError:  # gone between two looks: the next one will see
            continue
        if stat.S_ISDIR(state.st_mode):  # its time changes with what is hidden in it
            continue
        yield f"{name.as_posix()}\0{state.st_size}\0{state.st_mtime_ns}\n"
