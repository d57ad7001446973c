"""Every sentence of the courses for translators: course by course, in reading order, with where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from learning.catalog.loader import Shelf, read_shelf
from learning.catalog.module_files import Reading
from learning.catalog.schema import Fact
from learning.quizzes.pieces import Path

FACTS = "facts"  # a domain of its own: every course may name a fact


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text as its author wrote it, its message id. `place` tells a translator what it is there for."""

    text: str
    file: str
    place: str


def sentences(courses_dir: FilePath) -> Mapping[str, list[Sentence]]:
    """What learners meet, by course, and the facts. Modules that are refused are not there."""
    shelf = read_shelf(courses_dir)
    found: dict[str, list[Sentence]] = {course.id: [] for course in shelf.courses}
    for reading in (*shelf.covers, *shelf.readings):
        course_id = reading.folder.name.partition("/")[0]
        if course_id in found and (reading.module or "/" not in reading.folder.name):
            found[course_id] += _of(reading)
    found[FACTS] = [Sentence(fact.value, "courses/facts.yaml", id) for id, fact in _in_words(shelf)]
    return found


def _in_words(shelf: Shelf) -> Iterator[tuple[str, Fact]]:
    """Facts said in Vietnamese: an hour, a colour, a button. Numbers and addresses are the same to all."""
    return ((id, fact) for id, fact in shelf.facts.items() if not fact.value.isascii())


def _of(reading: Reading) -> Iterator[Sentence]:
    for each in reading.texts:
        place = "/".join(["", *_named(reading, each.file, each.path)])
        yield Sentence(each.text, f"courses/{reading.folder.name}/{each.file}", place.lstrip("/"))


def _named(reading: Reading, file: str, path: Path) -> Iterator[str]:
    """The steps of a path, with the id of what stands there for its number: numbers move, ids do not."""
    here: Any = reading.lines[file].data if path else None
    for step in path:
        here = here[step]  # the path was made while reading these very data
        if isinstance(step, str):
            yield step
        elif isinstance(here, Mapping) and isinstance(here.get("id"), str):
            yield here["id"]
