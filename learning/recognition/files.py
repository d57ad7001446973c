"""criteria/*.yaml into frozen sets. Every fault names file and line; a set with a fault is not used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path as FilePath

from learning.catalog.content import Problem
from learning.catalog.folder import Folder
from learning.catalog.located import Located
from learning.recognition.lint import Fault, Known, faults_among, faults_of
from learning.recognition.sets import CriteriaSet, GroupSet, PersonSet, Rules

SHIPPED = FilePath(__file__).parent / "criteria"
_KINDS: dict[str, type[PersonSet] | type[GroupSet]] = {"person": PersonSet, "group": GroupSet}


class UnknownSet(KeyError):
    """No criteria set of that name."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The criteria sets of a folder, in the order of their ids; and what was wrong with others."""

    all: tuple[CriteriaSet, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def get(self, id: str) -> CriteriaSet:
        """The set of that id."""
        for one in self.all:
            if one.id == id:
                return one
        raise UnknownSet(id)

    def holding(self, recognises: str, on: date) -> CriteriaSet:
        """The set by which somebody is recognised as this, on that day."""
        for one in self.all:
            if one.recognises == recognises and one.is_valid_on(on):
                return one
        raise UnknownSet(recognises)


@dataclass(slots=True)
class _Read:
    file: str
    found: Located
    criteria: CriteriaSet


@cache
def shipped() -> Sets:
    """The sets that come with the site; names of lessons are checked by `flask criteria check`."""
    return read_sets(SHIPPED)


def read_sets(root: FilePath, known: Known | None = None) -> Sets:
    """Every set in a folder. `known` is what their evidence may name."""
    folder = Folder(root, "")
    named = (name for name in folder.names() if name.endswith(".yaml"))
    read = [one for name in named if (one := _read(folder, name, known))]
    by_id = {one.criteria.id: one for one in read}
    for criteria, (path, say) in faults_among([one.criteria for one in read]):
        one = by_id[criteria.id]
        folder.complain(one.file, one.found.line(path), say)
    if not read and not folder.problems:
        folder.complain("", 1, "Không có bộ tiêu chí nào trong thư mục này.")
    faulty = {problem.file for problem in folder.problems}
    sound = tuple(one.criteria for one in read if one.file not in faulty)
    return Sets(sound, tuple(sorted(folder.problems, key=lambda one: (one.file, one.line, one.say))))


def read_set(path: FilePath, known: Known | None = None) -> tuple[CriteriaSet | None, Sequence[Problem]]:
    """One set by itself, and what is wrong with it."""
    folder = Folder(path.parent, "")
    one = _read(folder, path.name, known, has_free_name=True)
    return (one.criteria if one and not folder.problems else None), folder.problems


def _read(folder: Folder, file: str, known: Known | None, *, has_free_name: bool = False) -> _Read | None:
    found = folder.yaml(file)
    if found is None:
        return None
    kind = found.data.get("kind") if isinstance(found.data, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        folder.complain(file, found.line(("kind",)), "“kind” phải là person hoặc group.")
        return None
    criteria = folder.model(file, _KINDS[kind], found)
    if criteria is None:
        return None
    for path, say in _faults(criteria, file, known, has_free_name=has_free_name):
        folder.complain(file, found.line(path), say)
    return _Read(file, found, criteria)


def _faults(criteria: Rules, file: str, known: Known | None, *, has_free_name: bool) -> Iterator[Fault]:
    if not has_free_name and file != f"{criteria.id}.yaml":
        yield ("id",), f"Tệp phải mang tên mã của nó: {criteria.id}.yaml."
    if isinstance(criteria, PersonSet | GroupSet):
        yield from faults_of(criteria, known)
