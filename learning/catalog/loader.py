"""courses/ into one Catalog: what is broken is refused with its reason, the rest served; nothing raises."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath

from learning.catalog.content import Catalog, Course, Module, Problem
from learning.catalog.folder import Folder, subfolders
from learning.catalog.located import Located
from learning.catalog.module_files import (
    Reading,
    located,
    note_words,
    read_module,
    refuse_unknown_facts,
)
from learning.catalog.schema import CourseFile, Fact, Framework
from learning.quizzes.pieces import is_id

FRAMEWORKS = "frameworks"


@dataclass(slots=True)
class Shelf:
    """Everything read from a courses folder: what is served, and the readings that the checks look into.

    `left_out` are modules that no course may serve: not listed, a wrong name, or the course itself is broken.
    """

    root: FilePath
    facts: dict[str, Fact] = field(default_factory=dict)
    frameworks: dict[str, Framework] = field(default_factory=dict)
    courses: list[Course] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    left_out: list[Reading] = field(default_factory=list)
    covers: list[Reading] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)
    fact_lines: dict[str, int] = field(default_factory=dict)

    def problems(self) -> list[Problem]:
        """All problems, in the order of files and lines."""
        found = {problem for folder in self.folders for problem in folder.problems}
        return sorted(found, key=lambda problem: (problem.file, problem.line, problem.say))

    def folder(self, root: FilePath, name: str) -> Folder:
        """A folder whose problems count."""
        self.folders.append(Folder(root, name))
        return self.folders[-1]


def load(courses_dir: FilePath, today: date) -> Catalog:
    """The catalogue of a courses folder, as of a day (dates that have passed are warnings here)."""
    shelf = read_shelf(FilePath(courses_dir))
    warnings = [Problem(each.file, each.line, each.say, "warning") for each in overdue_on(shelf, today)]
    return Catalog(tuple(shelf.courses), shelf.facts, shelf.frameworks, (*shelf.problems(), *warnings))


def read_shelf(courses_dir: FilePath) -> Shelf:
    """Read everything; each problem lies with its folder."""
    shelf = Shelf(courses_dir)
    top = shelf.folder(courses_dir, "")
    if not courses_dir.is_dir():
        top.complain("", 1, f"Không có thư mục {courses_dir}.")
        return shelf
    _read_facts(shelf, top)
    _read_frameworks(shelf, courses_dir)
    for root in subfolders(courses_dir):
        if root.name != FRAMEWORKS:
            course = _read_course(shelf, shelf.folder(root, root.name))
            if course:
                shelf.courses.append(course)
    shelf.courses.sort(key=lambda course: (course.order, course.id))
    return shelf


def overdue_on(shelf: Shelf, today: date) -> list[Problem]:
    """The modules and facts whose review date has passed."""
    problems = [
        Problem(
            f"{reading.folder.name}/module.yaml",
            reading.line("module.yaml", ("review_by",)),
            f"Bài này quá hạn xem lại (review_by: {reading.module.review_by}).",
        )
        for reading in shelf.readings
        if reading.module and reading.module.review_by < today
    ]
    problems += [
        Problem("facts.yaml", shelf.fact_lines[id], f"“{id}” quá hạn xem lại (review_by: {fact.review_by}).")
        for id, fact in shelf.facts.items()
        if fact.review_by < today
    ]
    return problems


def _read_facts(shelf: Shelf, folder: Folder) -> None:
    if not folder.has("facts.yaml"):
        return
    found = folder.yaml("facts.yaml")
    if found is None or found.data is None:
        return
    if not isinstance(found.data, dict):
        folder.complain("facts.yaml", 1, "Tệp này phải gồm các mục “mã: …”.")
        return
    for id in found.data:
        fact = folder.model("facts.yaml", Fact, found, (id,))
        shelf.fact_lines[id] = found.line((id,))
        if not is_id(id):
            folder.complain(
                "facts.yaml", found.line((id,)), f"Mã “{id}” chỉ được có chữ thường không dấu, số, gạch nối."
            )
        elif fact and fact.checked_on >= fact.review_by:
            folder.complain("facts.yaml", found.line((id, "review_by")), "review_by phải sau checked_on.")
        elif fact:
            shelf.facts[id] = fact


def _read_frameworks(shelf: Shelf, courses_dir: FilePath) -> None:
    folder = shelf.folder(courses_dir / FRAMEWORKS, FRAMEWORKS)
    for file in folder.names():
        found = folder.yaml(file)
        framework = folder.model(file, Framework, found) if found else None
        if framework and framework.id in shelf.frameworks:
            folder.complain(file, 1, f"Khung “{framework.id}” có hai tệp.")
        elif framework:
            shelf.frameworks[framework.id] = framework


def _read_course(shelf: Shelf, folder: Folder) -> Course | None:
    cover = Reading(folder)
    found = located(cover, "course.yaml")
    about = folder.model("course.yaml", CourseFile, found) if found else None
    if not is_id(folder.root.name):
        folder.complain("course.yaml", 1, "Tên thư mục khóa học phải không dấu, chữ thường, có gạch nối.")
    if about:
        shelf.covers.append(cover)
        note_words(cover, "course.yaml", about)
        refuse_unknown_facts(cover, shelf.facts)
    is_served = about is not None and not folder.is_broken
    modules = _read_modules(shelf, folder, about.modules if about else None)
    if about is None or found is None or not is_served:
        return None
    _refuse_lost_modules(folder, about, found)
    if not modules:
        folder.complain("course.yaml", 1, "Khóa này không còn bài nào dùng được.")
        return None
    return Course(
        id=folder.root.name,
        title=about.title,
        summary=about.summary,
        icon=about.icon,
        order=about.order,
        modules=tuple(modules[id] for id in dict.fromkeys(about.modules) if id in modules),
        wishes=tuple(wish for wish in about.wishes if wish.module in modules),
    )


def _refuse_lost_modules(folder: Folder, about: CourseFile, found: Located) -> None:
    for place, id in enumerate(about.modules):
        line = found.line(("modules", place))
        if id in about.modules[:place]:
            folder.complain("course.yaml", line, f"Bài “{id}” được kể hai lần.")
        elif not (folder.root / id).is_dir():
            folder.complain("course.yaml", line, f"Không có thư mục bài “{id}”.")
    for place, wish in enumerate(about.wishes):
        if wish.module not in about.modules:
            line = found.line(("wishes", place, "module"))
            folder.complain("course.yaml", line, f"Không có bài “{wish.module}” trong khóa này.")


def _read_modules(shelf: Shelf, course: Folder, listed: Collection[str] | None) -> Mapping[str, Module]:
    """The modules in a course's folders; of a course that is refused, too, so that all is told at once."""
    taken = {reading.folder.root.name: reading.folder.name for reading in shelf.readings}
    modules = {}
    for root in subfolders(course.root):
        folder = shelf.folder(root, f"{course.name}/{root.name}")
        reading = read_module(folder, course.root.name, shelf.facts)
        if listed is not None and _may_be_served(root.name, listed, taken, course, folder):
            shelf.readings.append(reading)
            if reading.module:
                modules[root.name] = reading.module
        else:
            shelf.left_out.append(reading)
    return modules


def _may_be_served(
    id: str, listed: Collection[str], taken: Mapping[str, str], course: Folder, folder: Folder
) -> bool:
    """Whether a module's folder has a name of its own that the course lists; it complains where not."""
    if id not in listed:
        course.complain("course.yaml", 1, f"Thư mục “{id}” chưa được kể trong modules.")
    elif not is_id(id):
        folder.complain("module.yaml", 1, "Tên thư mục bài phải không dấu, chữ thường, có gạch nối.")
    elif id in taken:
        folder.complain("module.yaml", 1, f"Mã bài “{id}” đã dùng ở {taken[id]}.")
    else:
        return True
    return False
