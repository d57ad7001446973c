"""Criteria sets: dated rules with the decision's number, as their YAML files say them. Frozen, no behaviour.

A set for people has competences, indicators with points, and thresholds by area. A set for groups has
conditions, some of which count the titles of members. What nobody has seen is left out, and `doubts` says so.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from learning.catalog.schema import Day, Skill, Source
from learning.catalog.version import canonical
from learning.quizzes.pieces import Id, Piece, Plain

Area = Literal["usual", "difficult"]
Level = Literal["self", "present", "observed", "confirmed"]
LEVELS: tuple[Level, ...] = ("self", "present", "observed", "confirmed")  # the weakest first
Points: TypeAlias = Annotated[int, Field(ge=0, le=1000)]
Months: TypeAlias = Annotated[int, Field(ge=1, le=120)]


class Decision(Piece):
    """Who laid the rules down, under which number, and when. Without a day, nobody has seen the paper."""

    number: Plain
    issued_by: Plain
    signed_on: Day | None = None


class PeopleGroup(Piece):
    """One of the groups of people, or kinds of groups, that have a form of their own."""

    id: Id
    say: Plain | None = None


class Matching(Piece):
    """Which lessons: by their own id, by course, or by skill (`dlgf:4` is all of area 4)."""

    modules: tuple[Id, ...] = ()
    courses: tuple[Id, ...] = ()
    skills: tuple[Skill, ...] = ()


class Evidence(Matching):
    """What in the record gives an indicator points: so many lessons, known at least so well, so fresh."""

    points: Points
    need: Annotated[int, Field(ge=1, le=200)]
    at_least: Level = "self"
    fresh_months: Months | None = None


class Competence(Piece):
    """A group of indicators. `supports`: lessons shown beside it, which give no points by themselves."""

    id: Id
    say: Plain
    supports: Matching | None = None


class Indicator(Piece):
    """What is scored. `most_by_answer` is what somebody's own word can come to; the whole, if left out."""

    id: Id
    say: Plain | None = None
    ask: Plain | None = None
    competence: Id | None = None
    points: Annotated[int, Field(ge=1, le=1000)]
    most_by_answer: Points | None = None
    groups: tuple[Id, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Threshold(Piece):
    """How many points are needed, in which kind of area."""

    area: Area
    points: Points


class Condition(Piece):
    """What a group must meet: a statement, or a share of its members who hold a title.

    Without `at_least_percent` the share is counted and shown, and people decide.
    """

    id: Id
    say: Plain
    kind: Literal["titles", "stated"]
    title: Id | None = None
    of: Literal["members", "adults", "learners"] | None = None
    at_least_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    groups: tuple[Id, ...] = ()


class Rules(Piece):
    """What every set says of itself."""

    id: Id
    recognises: Id
    title: Plain
    edition: Plain
    decision: Decision
    verified: bool
    doubts: tuple[Plain, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    valid_from: Day | None = None
    valid_to: Day | None = None
    groups: tuple[PeopleGroup, ...] = ()

    @cached_property
    def version(self) -> str:
        """The first 16 hex digits of SHA-256 over all that the set says. Comments and layout do not count."""
        return sha256(canonical(self.model_dump(mode="json")).encode()).hexdigest()[:16]

    def is_valid_on(self, on: date) -> bool:
        """Is this a day on which these rules hold, as far as anybody knows?"""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class PersonSet(Rules):
    """Rules by which one person is recognised."""

    kind: Literal["person"]
    competences: tuple[Competence, ...] = ()
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    thresholds: tuple[Threshold, ...] = ()
    least: Points | None = None
    answers_within_months: Months | None = None

    def of_group(self, group: str | None) -> tuple[Indicator, ...]:
        """The indicators on the form of a group of people."""
        return tuple(one for one in self.indicators if not one.groups or group in one.groups)

    def needed(self, area: Area) -> int | None:
        """The points that are needed there; None where nobody knows."""
        return next((one.points for one in self.thresholds if one.area == area), None)

    def longest_fresh(self) -> int | None:
        """The most months for which any evidence counts; None where all of it counts for ever."""
        return max((rule.fresh_months for rule in self.rules() if rule.fresh_months), default=None)

    def rules(self) -> Iterator[Evidence]:
        """Every rule of evidence in the set."""
        return (rule for indicator in self.indicators for rule in indicator.evidence)


class GroupSet(Rules):
    """Rules by which a family, clan, community or unit is recognised."""

    kind: Literal["group"]
    conditions: Annotated[tuple[Condition, ...], Field(min_length=1)]

    def of_group(self, group: str | None) -> tuple[Condition, ...]:
        """The conditions for one kind of group."""
        return tuple(one for one in self.conditions if not one.groups or group in one.groups)


CriteriaSet: TypeAlias = PersonSet | GroupSet
