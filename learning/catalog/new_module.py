"""A new module: its folder with everything still to be filled in, and its place in course.yaml."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path as FilePath
from string import Template

import yaml

from learning.catalog.content import Problem
from learning.catalog.folder import Folder, subfolders
from learning.catalog.loader import FRAMEWORKS
from learning.catalog.located import Unreadable, read_yaml
from learning.catalog.module_files import read_module
from learning.quizzes.pieces import is_id

SKELETON = FilePath(__file__).parent / "skeleton"
ALWAYS = ("module.yaml", "lesson.md", "questions.yaml", "radio.md")
PRACTICE = "practice.yaml"
UNTIL_REVIEW = timedelta(days=182)


class Refused(ValueError):
    """A module of this name cannot be made; the sentence says why, and what would do."""


@dataclass(frozen=True, slots=True)
class NewModule:
    """What was made. `to_fill` is what the linter still misses; `is_listed`: course.yaml names it already."""

    folder: FilePath
    files: tuple[str, ...]
    to_fill: tuple[Problem, ...]
    is_listed: bool


def make_module(courses: FilePath, name: str, today: date, *, with_practice: bool) -> NewModule:
    """Write the skeleton of `<course>/<module>`. Raises Refused, and has written nothing then."""
    course, module = _checked(courses, name)
    folder = courses / course / module
    files = (*ALWAYS, PRACTICE) if with_practice else ALWAYS
    days = {"today": today.isoformat(), "review_by": (today + UNTIL_REVIEW).isoformat()}
    folder.mkdir()
    for file in files:
        text = (SKELETON / file).read_text(encoding="utf-8")
        (folder / file).write_text(Template(text).substitute(days), encoding="utf-8")
    read = Folder(folder, name)
    read_module(read, course, {})
    cover = courses / course / "course.yaml"
    return NewModule(folder, files, tuple(read.problems), is_listed=_listed(cover, module))


def with_module(cover: str, module: str) -> str | None:
    """course.yaml with one module more, all else as it was; None where that cannot be done so."""
    try:
        before, node = read_yaml(cover).data, yaml.compose(cover, Loader=yaml.BaseLoader)
    except (Unreadable, yaml.YAMLError):
        return None
    listing = _modules_node(node)
    if listing is None or not listing.value:
        return None
    at, added = listing.value[-1].end_mark.index, f", {module}"
    if not listing.flow_style:
        # On a line of its own, after whatever is noted beside the last one.
        at += len(cover[at:].partition("\n")[0].rstrip("\r"))
        added = f"{_line_end(cover)}{' ' * listing.start_mark.column}- {module}"
    after = cover[:at] + added + cover[at:]
    wanted = {**before, "modules": (*before["modules"], module)}
    return after if _reads_as(after, wanted) else None


def suggested_id(said: str) -> str:
    """What someone may have meant as an id: without marks, words joined by hyphens."""
    letters = unicodedata.normalize("NFD", said.casefold().replace("đ", "d"))
    return "-".join(re.findall("[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", letters)))[:40].strip("-")


def _checked(courses: FilePath, name: str) -> tuple[str, str]:
    course, slash, module = name.partition("/")
    known = [each.name for each in subfolders(courses) if each.name != FRAMEWORKS]
    if not slash or not course or not module:
        raise Refused("Viết tên khóa, một gạch chéo, rồi mã bài. Ví dụ: dien-thoai/hen-gio.")
    if course not in known:
        near = get_close_matches(course, known, n=1)
        meant = f" Có phải “{near[0]}”?" if near else f" Đang có: {', '.join(known)}."
        raise Refused(f"Không có khóa “{course}”.{meant} Khóa mới thì viết tệp course.yaml của nó trước.")
    if not is_id(module):
        instead = suggested_id(module)
        rule = "chỉ dùng chữ thường không dấu, số và gạch nối, nhiều nhất 40 ký tự"
        raise Refused(f"“{module}” không làm mã bài được: {rule}.{f' Thử: {instead}.' if instead else ''}")
    for there in _folders_named(module, courses, known):
        raise Refused(f"Mã “{module}” đã có ở {there}. Mã bài không trùng nhau, dù ở khóa khác.")
    return course, module


def _folders_named(module: str, courses: FilePath, known: Iterable[str]) -> list[str]:
    return [f"{course}/{module}" for course in known if (courses / course / module).exists()]


def _listed(cover: FilePath, module: str) -> bool:
    """Put the module into course.yaml, if that can be done without touching anything else."""
    try:
        before = cover.read_bytes().decode("utf-8")
        after = with_module(before, module)
        if after is not None:
            cover.write_bytes(after.encode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return False
    return after is not None


def _modules_node(node: yaml.Node | None) -> yaml.SequenceNode | None:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == "modules" and isinstance(value, yaml.SequenceNode):
            return value
    return None


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _reads_as(text: str, wanted: object) -> bool:
    try:
        return bool(read_yaml(text).data == wanted)
    except Unreadable:
        return False
