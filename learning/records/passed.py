"""Who began and who passed what, as statements to build on: figures of places and their rows use the same."""

from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Select, String, and_, exists, func, inspect, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from learning.records import models

_PROGRESS = inspect(models.ModuleProgress).local_table


class MonthHere(FunctionElement[str]):
    """The month of an instant by the clock on the wall in Vietnam: "2026-11"."""

    type = String()
    inherit_cache = True


@compiles(MonthHere, "sqlite")
def _on_sqlite(element: MonthHere, compiler: Any, **how: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **how)}, '+7 hours')"


@compiles(MonthHere, "postgresql")
def _on_postgresql(element: MonthHere, compiler: Any, **how: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **how)} AT TIME ZONE 'Etc/GMT-7', 'YYYY-MM')"


def passes(during: FromClause) -> Select[UUID, str, str, str]:
    """(person, module, month, evidence): what canonical persons passed, each during some time.

    `during` says who, `since` when and `until` when; no end is up to now. Its columns may be added.
    """
    at = _PROGRESS.c.passed_at
    hers = _PROGRESS.c.person_id == during.c.person_id
    in_time = at >= during.c.since, or_(during.c.until.is_(None), at < during.c.until)
    return select(
        _PROGRESS.c.person_id,
        _PROGRESS.c.module,
        MonthHere(at).label("month"),
        func.coalesce(_PROGRESS.c.evidence, "self").label("evidence"),
    ).join_from(during, _PROGRESS, and_(hers, *in_time))


def begun(people: Select[UUID]) -> Select[UUID]:
    """Those of these canonical persons who have opened, practised or done anything."""
    chosen = people.subquery()
    theirs = exists().where(_PROGRESS.c.person_id == chosen.c[0])
    return select(chosen.c[0]).where(theirs)


def any_passed(people: Select[UUID]) -> Select[UUID]:
    """Those of these canonical persons who have passed a module."""
    chosen = people.subquery()
    theirs = exists().where(_PROGRESS.c.person_id == chosen.c[0], _PROGRESS.c.passed_at.is_not(None))
    return select(chosen.c[0]).where(theirs)
