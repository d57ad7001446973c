"""The linter: what docs/content-format.md promises, over a whole courses folder. Files in, problems out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath

from learning.catalog.across import check_across
from learning.catalog.allowance import Allowance, read_allowance
from learning.catalog.brands import check_brands
from learning.catalog.content import Problem
from learning.catalog.fairness import check_fairness
from learning.catalog.figures import check_figures
from learning.catalog.folder import Folder
from learning.catalog.lesson import link_target, links_in
from learning.catalog.loader import Shelf, overdue_on, read_shelf
from learning.catalog.module_files import Reading, used_pictures
from learning.catalog.plain import check_plainness
from learning.catalog.readability import Level, check_level, levels
from learning.catalog.wording import check_wording

IN_MODULE = ("module.yaml", "lesson.md", "radio.md", "questions.yaml", "practice.yaml", "pictures")


def check(courses_dir: FilePath, today: date) -> list[Problem]:
    """All problems of a courses folder as of a day, in the order of files and lines."""
    return check_shelf(read_shelf(courses_dir), today)


def check_shelf(shelf: Shelf, today: date) -> list[Problem]:
    """All problems of what was read."""
    beside = Beside.of(shelf)
    problems = [*shelf.problems(), *overdue_on(shelf, today), *_unused_facts(shelf)]
    for cover in shelf.covers:
        problems += check_wording(cover, shelf.facts)
    for reading in shelf.readings:
        problems += check_reading(reading, beside, today)
    problems += check_across(shelf)
    problems += beside.allowance.problems(beside.modules)
    return in_order(problems)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a module is judged beside: the other modules, what they say, what they may say by themselves."""

    shelf: Shelf
    modules: frozenset[str]
    allowance: Allowance
    levels: Mapping[str, Level]

    @classmethod
    def of(cls, shelf: Shelf) -> "Beside":
        """Everything on a shelf, and the modules that are left out of it."""
        readings = [*shelf.readings, *shelf.left_out]
        modules = frozenset(reading.folder.root.name for reading in shelf.readings)
        return cls(shelf, modules, read_allowance(Folder(shelf.root, "")), levels(readings, shelf.facts))


def check_reading(reading: Reading, beside: Beside, today: date) -> Iterator[Problem]:
    """What is wrong with one module beyond what stopped its reading (that lies with its folder)."""
    facts = beside.shelf.facts
    yield from check_wording(reading, facts)
    yield from check_plainness(reading)
    yield from check_brands(reading)
    yield from check_figures(reading, facts, beside.allowance)
    yield from check_level(reading, beside.levels[reading.folder.name])
    yield from check_fairness(reading)
    yield from _dead_skills(reading, beside.shelf)
    yield from _dead_links(reading, beside.modules)
    yield from _unused_pictures(reading)
    yield from _stray_files(reading.folder)
    yield from _days_to_come(reading, today)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each once, in the order of files and lines."""
    return sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.level, problem.say))


def _dead_skills(reading: Reading, shelf: Shelf) -> Iterator[Problem]:
    known = {code for framework in shelf.frameworks.values() for code in framework.codes()}
    for place, skill in enumerate(reading.module.skills if reading.module else ()):
        if skill not in known:
            line = reading.line("module.yaml", ("skills", place))
            yield reading.error("module.yaml", line, f"Không có kỹ năng “{skill}” trong frameworks/.")


def _dead_links(reading: Reading, modules: Collection[str]) -> Iterator[Problem]:
    for each in reading.texts:
        for href in links_in(each.text):
            module = link_target(href)
            if module and module not in modules:
                yield reading.error(each.file, each.line, f"Link tới bài “{module}” nhưng không có bài đó.")


def _unused_pictures(reading: Reading) -> Iterator[Problem]:
    if reading.module is None:
        return
    used = {name for _, _, name in used_pictures(reading, reading.module.screens)}
    for name in reading.folder.names("pictures"):
        if name not in used:
            yield reading.error(f"pictures/{name}", 1, "Hình này không dùng ở đâu cả.")


def _stray_files(folder: Folder) -> Iterator[Problem]:
    for name in folder.names():
        if name not in IN_MODULE:
            yield Problem(
                f"{folder.name}/{name}",
                1,
                f"Tệp lạ. Ở đây chỉ có: {', '.join(IN_MODULE)}.",
            )


def _days_to_come(reading: Reading, today: date) -> Iterator[Problem]:
    module = reading.module
    if module is None:
        return
    if module.reviewed_on > today:
        line = reading.line("module.yaml", ("reviewed_on",))
        yield reading.error("module.yaml", line, "reviewed_on là ngày chưa tới.")
    for place, source in enumerate(module.sources):
        if source.seen_on > today:
            line = reading.line("module.yaml", ("sources", place, "seen_on"))
            yield reading.error("module.yaml", line, "seen_on là ngày chưa tới.")


def _unused_facts(shelf: Shelf) -> Iterator[Problem]:
    named = {fact for reading in (*shelf.readings, *shelf.covers) for fact in reading.facts()}
    for id in shelf.facts:
        if id not in named:
            yield Problem("facts.yaml", shelf.fact_lines[id], f"Chưa bài nào dùng “{id}”.", "warning")
