"""The files as authors write them: course.yaml, module.yaml, facts.yaml and the frameworks."""

import re
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from learning.quizzes.pieces import Icon, Id, Piece, Plain, Say, Words, wrong

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SKILL = re.compile(r"[a-z][a-z0-9-]*:[0-9]+(?:\.[0-9]+)*")
_CODE = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise wrong("day", "Ngày viết theo kiểu 2026-11-22, và phải là ngày có thật.")


def _matching(pattern: re.Pattern[str], say: str) -> AfterValidator:
    def check(value: str) -> str:
        if len(value) > 500 or not pattern.fullmatch(value):
            raise wrong("pattern", say)
        return value

    return AfterValidator(check)


Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
Address: TypeAlias = Annotated[str, _matching(_ADDRESS, "Địa chỉ phải bắt đầu bằng https:// hoặc http://.")]
Skill: TypeAlias = Annotated[str, _matching(_SKILL, "Mã kỹ năng viết theo kiểu dlgf:4.2.")]
Code: TypeAlias = Annotated[str, _matching(_CODE, "Mã viết theo kiểu “4.2”, trong dấu ngoặc kép.")]


class Reference(Piece):
    """Where something is written."""

    title: Plain
    url: Address


class Source(Reference):
    """Where a module's facts come from, and when somebody last looked."""

    seen_on: Day


class Wish(Piece):
    """A reason to come: “Tôi muốn …”, and the module that answers it."""

    say: Say
    module: Id
    icon: Icon


class CourseFile(Piece):
    """course.yaml"""

    title: Say
    summary: Say
    icon: Icon
    order: int
    modules: Annotated[tuple[Id, ...], Field(min_length=1)]
    wishes: tuple[Wish, ...] = ()


class ModuleFile(Piece):
    """module.yaml"""

    title: Say
    summary: Say
    icon: Icon
    minutes: Annotated[int, Field(ge=1, le=30)]
    skills: Annotated[tuple[Skill, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    reviewed_on: Day
    review_by: Day
    note: Annotated[tuple[Say, ...], Field(max_length=5), Words()] = ()


class Fact(Piece):
    """Something that changes: its value now, and until when that may be relied on."""

    value: Plain
    says: Plain
    source: Reference
    checked_on: Day
    review_by: Day


class Skillset(Piece):
    """One competence of a framework."""

    code: Code
    say: Plain


class Area(Skillset):
    """A group of competences."""

    skills: Annotated[tuple[Skillset, ...], Field(min_length=1)]


class Framework(Piece):
    """A competence framework. `verified` says whether somebody held its labels against the official text."""

    id: Id
    title: Plain
    edition: Plain
    verified: bool
    source: Reference
    checked_on: Day
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]

    def codes(self) -> frozenset[str]:
        """The codes of all areas and competences, as modules write them."""
        own = [code for area in self.areas for code in (area, *area.skills)]
        return frozenset(f"{self.id}:{each.code}" for each in own)

    def label(self, skill: str) -> str:
        """What the code of one competence means."""
        for area in self.areas:
            for each in (area, *area.skills):
                if f"{self.id}:{each.code}" == skill:
                    return each.say
        raise KeyError(skill)
