"""What a catalogue holds: courses, modules, lessons and banks as frozen values. loader.py reads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeAlias

from learning.catalog.lesson import LessonScreen, PictureBlock
from learning.catalog.schema import Fact, Framework, Source, Wish
from learning.quizzes.drawing import DeckCard, form
from learning.quizzes.practice import Practice
from learning.quizzes.questions import Question

Octets: TypeAlias = bytes


class UnknownModule(KeyError):
    """No module of that id is served."""


class UnknownCourse(KeyError):
    """No course of that id is served."""


class UnknownQuestion(KeyError):
    """The bank has no question of that id."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author must see to. An error keeps its module from being served."""

    file: str
    line: int
    say: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.say}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of a module."""

    file: str
    bytes: Octets
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Radio:
    """The module as a script for the commune loudspeaker: one voice, about three minutes."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """The questions of a module, in the order of the file."""

    questions: tuple[Question, ...]

    @cached_property
    def deck(self) -> tuple[DeckCard, ...]:
        """The bank as far as drawing cares."""
        return tuple(DeckCard(each.id, each.critical, each.group) for each in self.questions)

    @cached_property
    def _by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    def question(self, id: str) -> Question:
        """The question of that id; UnknownQuestion when there is none."""
        try:
            return self._by_id[id]
        except KeyError:
            raise UnknownQuestion(id) from None


@dataclass(frozen=True)
class Module:
    """One lesson with its check and, perhaps, its practice."""

    id: str
    course_id: str
    title: str
    summary: str
    icon: str
    minutes: int
    skills: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed_on: date
    review_by: date
    note: tuple[str, ...]
    radio: Radio | None
    screens: tuple[LessonScreen, ...]
    bank: Bank
    practice: Practice | None
    pictures: Mapping[str, Picture]
    marking: Mapping[str, Any]
    version: str

    @property
    def cover(self) -> PictureBlock | None:
        """The drawing that stands for the module: the first of its lesson."""
        return next((screen.picture for screen in self.screens if screen.picture), None)

    def form(self, n: int) -> tuple[Question, ...]:
        """The five questions of form n, in the order in which they are asked."""
        return tuple(self.bank.question(id) for id in form(self.bank.deck, n, self.id))

    def texts(self) -> Iterator[str]:
        """Every text that a learner meets: what translators and voices are asked for."""
        yield from (self.title, self.summary, *self.note)
        if self.radio:
            yield from (self.radio.title, *self.radio.paragraphs)
        for screen in self.screens:
            yield from screen.texts()
        for question in self.bank.questions:
            yield from question.texts()
        if self.practice:
            yield from self.practice.texts()


@dataclass(frozen=True)
class Course:
    """Modules in learning order."""

    id: str
    title: str
    summary: str
    icon: str
    order: int
    modules: tuple[Module, ...]
    wishes: tuple[Wish, ...]

    def texts(self) -> Iterator[str]:
        """Every text of the course itself."""
        yield from (self.title, self.summary)
        yield from (wish.say for wish in self.wishes)


@dataclass(frozen=True)
class Catalog:
    """Everything that is served, and what was found wrong while reading it."""

    courses: tuple[Course, ...]
    facts: Mapping[str, Fact]
    frameworks: Mapping[str, Framework]
    problems: tuple[Problem, ...]

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """All modules, in the order of the courses."""
        return tuple(module for course in self.courses for module in course.modules)

    @cached_property
    def wishes(self) -> tuple[Wish, ...]:
        """What people come for, in the order of the courses."""
        return tuple(wish for course in self.courses for wish in course.wishes)

    @cached_property
    def question_names(self) -> frozenset[tuple[str, str]]:
        """Every (module id, question id) that can be asked today."""
        return frozenset((module.id, each.id) for module in self.modules for each in module.bank.questions)

    @cached_property
    def _modules_by_id(self) -> Mapping[str, Module]:
        return {module.id: module for module in self.modules}

    def module(self, id: str) -> Module:
        """The module of that id; UnknownModule when none is served."""
        try:
            return self._modules_by_id[id]
        except KeyError:
            raise UnknownModule(id) from None

    def course(self, id: str) -> Course:
        """The course of that id; UnknownCourse when none is served."""
        for course in self.courses:
            if course.id == id:
                return course
        raise UnknownCourse(id)

    def texts(self) -> Iterator[str]:
        """Every text of every course and module."""
        for course in self.courses:
            yield from course.texts()
            for module in course.modules:
                yield from module.texts()
