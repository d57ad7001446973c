"""Keeping progress, review cards and summaries in step with the events. The arithmetic is in `rules`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Executable, Table, bindparam, case, delete, select
from sqlalchemy.orm import Session

from learning.accounts.links import ids_of
from learning.db import Base, as_one_statement, insert_into
from learning.records import models
from learning.records.queries import facts_of
from learning.records.rules import Fact, ModuleState, Order, Recall, Totals, fold, totals

PROGRESS: Table = Base.metadata.tables[models.ModuleProgress.__tablename__]
CARD: Table = Base.metadata.tables[models.ReviewCard.__tablename__]
SUMMARY: Table = Base.metadata.tables[models.PersonSummary.__tablename__]

_TABLES = {"progress": PROGRESS, "cards": CARD, "summary": SUMMARY}

Place: TypeAlias = tuple[UUID, str]  # a canonical person and a module
Row: TypeAlias = dict[str, Any]


# ── One step on: what the append does ──


def apply(connection: Connection, news: Mapping[Place, Sequence[Fact]]) -> None:
    """Take newly kept facts into the projections, and write what has changed."""
    before = _states(connection, news)
    after: dict[Place, ModuleState] = {}
    progress: list[Row] = []
    cards: list[Row] = []
    for place, facts in news.items():
        after[place] = state = _next_state(place, before.get(place), facts)
        progress.append(progress_row(place, state))
        known = before[place].cards if place in before else {}
        cards.extend(
            card_row(place, name, card) for name, card in state.cards.items() if known.get(name) != card
        )
    _write(connection, PROGRESS, progress)
    _write(connection, CARD, cards)
    _write(connection, SUMMARY, _summaries_to_add(news, before, after))


def _next_state(place: Place, before: ModuleState | None, facts: Sequence[Fact]) -> ModuleState:
    """Fold on where all news come after what is there; otherwise everything again from the beginning."""
    ordered = sorted(facts, key=_order)
    if before is None:
        return fold(ModuleState(), ordered)
    assert before.last is not None
    if ordered[0].order > before.last:
        return fold(before, ordered)
    person, module = place
    return fold(ModuleState(), facts_of(ids_of(person), module))


def _order(fact: Fact) -> Order:
    return fact.order


def _states(connection: Connection, news: Mapping[Place, Sequence[Fact]]) -> dict[Place, ModuleState]:
    """What is there so far, with the review cards that the news touch."""
    asked = {"people": {person for person, _ in news}, "modules": {module for _, module in news}}
    rows = connection.execute(_PROGRESS_OF, asked).mappings()
    states = {(row["person_id"], row["module"]): state_of(row) for row in rows}
    if questions := {fact.question for place in states for fact in news.get(place, ()) if fact.question}:
        for row in connection.execute(_CARDS_OF, {**asked, "questions": questions}).mappings():
            if state := states.get((row["person_id"], row["module"])):
                state.cards[row["question"]] = recall_of(row)
    return states


def _among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


# Made once: making a statement costs more than asking it.
_PROGRESS_OF = select(PROGRESS).where(
    _among(PROGRESS.c.person_id, "people"), _among(PROGRESS.c.module, "modules")
)
_CARDS_OF = select(CARD).where(
    _among(CARD.c.person_id, "people"), _among(CARD.c.module, "modules"), _among(CARD.c.question, "questions")
)


def _summaries_to_add(
    news: Mapping[Place, Sequence[Fact]],
    before: Mapping[Place, ModuleState],
    after: Mapping[Place, ModuleState],
) -> list[Row]:
    by_person: dict[UUID, list[Place]] = {}
    for place in news:
        by_person.setdefault(place[0], []).append(place)
    rows = []
    for person, places in by_person.items():
        passed = sum(_has_passed(after.get(place)) - _has_passed(before.get(place)) for place in places)
        rows.append(summary_row(person, totals(fact for place in places for fact in news[place]), passed))
    return rows


def _has_passed(state: ModuleState | None) -> int:
    return int(state is not None and state.passed_at is not None)


# ── From the beginning: what links, rebuilding and verifying do ──


@dataclass(frozen=True, slots=True)
class Computed:
    """All projection rows of one person."""

    progress: list[Row]
    cards: list[Row]
    summary: list[Row]


def computed(person: UUID, ids: Collection[UUID]) -> Computed:
    """The rows that a person's events come to. `ids` are all that count for it; none for a linked one."""
    progress: list[Row] = []
    cards: list[Row] = []
    total = Totals()
    passed = 0
    for module, facts in groupby(facts_of(ids) if ids else (), key=lambda fact: fact.module):
        place = (person, module)
        everything = list(facts)
        state = fold(ModuleState(), everything)
        total = totals(everything, total)
        passed += _has_passed(state)
        progress.append(progress_row(place, state))
        cards.extend(card_row(place, name, card) for name, card in sorted(state.cards.items()))
    return Computed(progress, cards, [summary_row(person, total, passed)] if progress else [])


def stored(session: Session, person: UUID) -> Computed:
    """The rows that are there."""
    return Computed(
        _rows(session, PROGRESS, person, PROGRESS.c.module),
        _rows(session, CARD, person, CARD.c.module, CARD.c.question),
        _rows(session, SUMMARY, person),
    )


def differences(expected: Computed, found: Computed) -> Iterator[tuple[str, Row | None, Row | None]]:
    """Table, row as it should be, row as it is; for every row where the two are not the same."""
    for field in fields(Computed):
        table = _TABLES[field.name]
        keys = [column.name for column in table.primary_key]
        sides = [
            {tuple(row[key] for key in keys): row for row in getattr(side, field.name)}
            for side in (expected, found)
        ]
        for key in sorted(sides[0].keys() | sides[1].keys()):
            should_be, is_now = (side.get(key) for side in sides)
            if should_be != is_now:
                yield table.name, should_be, is_now


def renew(session: Session, person: UUID, ids: Collection[UUID]) -> None:
    """Put a person's rows right, from nothing but the events. Inside a write block."""
    for table in (PROGRESS, CARD, SUMMARY):
        session.execute(delete(table).where(table.c.person_id == person))
    rows = computed(person, ids)
    connection = session.connection()
    _write(connection, PROGRESS, rows.progress)
    _write(connection, CARD, rows.cards)
    _write(connection, SUMMARY, rows.summary)


def _rows(session: Session, table: Table, person: UUID, *order: Any) -> list[Row]:
    columns = (column for column in table.columns if column is not SUMMARY.c.stamp)
    wanted = select(*columns).where(table.c.person_id == person).order_by(*order)
    return [dict(row) for row in session.execute(wanted).mappings()]


# ── Rows and states ──


def state_of(row: Mapping[Any, Any]) -> ModuleState:
    kept = row["attempts_state"]
    return ModuleState(
        opened_at=row["opened_at"],
        practised_at=row["practised_at"],
        attempts=row["attempts"],
        best_right=row["best_right"],
        passed_at=row["passed_at"],
        evidence=row["evidence"],
        last=(row["last_at"], row["last_seq"], row["last_id"]),
        open_attempts={
            name: {
                question: (right, critical, evidence) for question, (right, critical, evidence) in one.items()
            }
            for name, one in kept["open"].items()
        },
        done_attempts=frozenset(kept["done"]),
        observed=kept.get("observed", False),
    )


def progress_row(place: Place, state: ModuleState) -> Row:
    assert state.last is not None
    return {
        "person_id": place[0],
        "module": place[1],
        "opened_at": state.opened_at,
        "practised_at": state.practised_at,
        "attempts": state.attempts,
        "best_right": state.best_right,
        "passed_at": state.passed_at,
        "evidence": state.evidence,
        "last_at": state.last[0],
        "last_seq": state.last[1],
        "last_id": state.last[2],
        "attempts_state": {
            "open": {
                name: {question: list(answer) for question, answer in sorted(one.items())}
                for name, one in sorted(state.open_attempts.items())
            },
            "done": sorted(state.done_attempts),
            **({"observed": True} if state.observed else {}),
        },
    }


def recall_of(row: Mapping[Any, Any]) -> Recall:
    return Recall(**{field.name: row[field.name] for field in fields(Recall)})


def card_row(place: Place, question: str, card: Recall) -> Row:
    return {
        "person_id": place[0],
        "module": place[1],
        "question": question,
        "due_at": card.due_at,
        "reviewed_at": card.reviewed_at,
        "stability": card.stability,
        "difficulty": card.difficulty,
    }


def summary_row(person: UUID, total: Totals, passed: int) -> Row:
    return {
        "person_id": person,
        "answers": total.answers,
        "right": total.right,
        "passed": passed,
        "last_received_at": total.last_received_at,
    }


# ── Statements ──


def _write(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(_upsert(connection.dialect.name, table), rows)


@cache
def _upsert(dialect: str, table: Table) -> Executable:
    """Insert, or exchange what is there; into the summaries, add."""
    made = insert_into(table, dialect)
    new = made.excluded
    if table is SUMMARY:
        kept, came = table.c.last_received_at, new.last_received_at
        changed = {name: table.c[name] + new[name] for name in ("answers", "right", "passed")}
        changed["last_received_at"] = case((came > kept, came), else_=kept)
        changed["stamp"] = new.stamp
    else:
        changed = {column.name: new[column.name] for column in table.columns if not column.primary_key}
    upsert = made.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)
    several: Executable = as_one_statement(upsert, table, dialect)
    return several
