"""Figures of places: where a learner lives, tallies kept ahead, and how many people live at a place.

Revision 0019, after 0015.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = (
    "tally_due",
    "place_person",
    "place_due",
    "place_reach",
    "place_tally",
    "unit_tally",
    "place_population",
)


def upgrade() -> None:
    # In place: a table that is made anew would break the triggers that ask it.
    kind = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    op.execute(
        f"ALTER TABLE membership ADD COLUMN place_id {kind} "
        "CONSTRAINT fk_membership_place_id REFERENCES place (id)"
    )
    waiting("tally_due", "person")
    waiting("place_due", "place")
    people()
    tallies()
    population()
    # Everybody who learns is counted the first time the tallies are brought up to date.
    op.execute(
        "INSERT INTO tally_due (person_id, since) "
        "SELECT DISTINCT person_id, CURRENT_TIMESTAMP FROM membership WHERE left_at IS NULL"
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("membership", "place_id")  # in place, as above


def uuid(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def points_at(table: str, column: str, target: str = "place") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def waiting(table: str, what: str) -> None:
    op.create_table(
        table,
        uuid(f"{what}_id"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        points_at(table, f"{what}_id", what),
        key(table, f"{what}_id"),
    )


def people() -> None:
    op.create_table(
        "place_person",
        uuid("person_id"),
        uuid("place_id"),
        points_at("place_person", "person_id", "person"),
        points_at("place_person", "place_id"),
        key("place_person", "person_id"),
    )
    op.create_index("ix_place_person_place_id_person_id", "place_person", ["place_id", "person_id"])


def parts() -> list[sa.Column[str]]:
    return [text("month", 7), text("course", 40), text("evidence", 16)]


def tallies() -> None:
    op.create_table(
        "place_reach",
        uuid("place_id"),
        uuid("unit_id"),
        number("learners"),
        number("begun"),
        number("passed"),
        points_at("place_reach", "place_id"),
        points_at("place_reach", "unit_id"),
        key("place_reach", "place_id"),
    )
    op.create_index("ix_place_reach_unit_id", "place_reach", ["unit_id"])
    op.create_table(
        "place_tally",
        uuid("place_id"),
        *parts(),
        uuid("then_id"),
        number("many"),
        points_at("place_tally", "place_id"),
        points_at("place_tally", "then_id"),
        key("place_tally", "place_id", "month", "course", "evidence"),
    )
    op.create_table(
        "unit_tally",
        uuid("unit_id"),
        uuid("then_id"),
        *parts(),
        number("many"),
        points_at("unit_tally", "unit_id"),
        points_at("unit_tally", "then_id"),
        key("unit_tally", "unit_id", "then_id", "month", "course", "evidence"),
    )
    op.create_index("ix_unit_tally_then_id", "unit_tally", ["then_id"])


def population() -> None:
    op.create_table(
        "place_population",
        uuid("id"),
        uuid("place_id"),
        number("people"),
        text("among", 8),
        text("source", 120),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        uuid("made_by", nullable=True),
        sa.CheckConstraint("people > 0", name="somebody"),
        sa.CheckConstraint("among IN ('all', 'from15', 'from18')", name="among_known"),
        points_at("place_population", "place_id"),
        points_at("place_population", "made_by", "person"),
        key("place_population", "id"),
    )
    op.create_index("ix_place_population_place_id_on_day", "place_population", ["place_id", "on_day"])
