"""Classes: who learns together, the evenings and who was there; blank cards that wait for their person.

Revision 0007, after 0004.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "class_group",
    "class_leader",
    "membership",
    "meeting",
    "attendance",
    "group_answer",
    "blank_card",
)


def upgrade() -> None:
    classes()
    memberships()
    evenings()
    answers_of_rooms()
    blank_cards()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def uuid(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def points_at(table: str, column: str, target: str = "person") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def one_open(name: str, table: str, columns: list[str], still_open: str) -> None:
    where = sa.text(still_open)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def classes() -> None:
    op.create_table(
        "class_group",
        uuid("id"),
        text("name", 80),
        text("place", 200, nullable=True),
        sa.Column("modules", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        instant("made_at"),
        uuid("made_by"),
        instant("ended_at", nullable=True),
        points_at("class_group", "made_by"),
        key("class_group", "id"),
    )
    op.create_index("ix_class_group_place", "class_group", ["place"])
    op.create_table(
        "class_leader",
        uuid("class_id"),
        uuid("person_id"),
        instant("since"),
        points_at("class_leader", "class_id", "class_group"),
        points_at("class_leader", "person_id"),
        key("class_leader", "class_id", "person_id"),
    )
    op.create_index("ix_class_leader_person_id", "class_leader", ["person_id"])


def memberships() -> None:
    op.create_table(
        "membership",
        uuid("id"),
        uuid("class_id"),
        uuid("person_id"),
        text("hamlet", 80, nullable=True),
        instant("joined_at"),
        instant("left_at", nullable=True),
        uuid("added_by", nullable=True),
        points_at("membership", "class_id", "class_group"),
        points_at("membership", "person_id"),
        points_at("membership", "added_by"),
        key("membership", "id"),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    one_open("uq_membership_open", "membership", ["class_id", "person_id"], "left_at IS NULL")


def evenings() -> None:
    op.create_table(
        "meeting",
        uuid("id"),
        uuid("class_id"),
        sa.Column("held_on", sa.Date(), nullable=False),
        instant("opened_at"),
        uuid("opened_by"),
        instant("closed_at", nullable=True),
        points_at("meeting", "class_id", "class_group"),
        points_at("meeting", "opened_by"),
        sa.UniqueConstraint("class_id", "held_on", name="uq_meeting_class_id_held_on"),
        key("meeting", "id"),
    )
    op.create_table(
        "attendance",
        uuid("id"),
        uuid("meeting_id"),
        uuid("person_id"),
        instant("at"),
        uuid("by"),
        instant("undone_at", nullable=True),
        points_at("attendance", "meeting_id", "meeting"),
        points_at("attendance", "person_id"),
        points_at("attendance", "by"),
        key("attendance", "id"),
    )
    op.create_index("ix_attendance_person_id", "attendance", ["person_id"])
    one_open("uq_attendance_open", "attendance", ["meeting_id", "person_id"], "undone_at IS NULL")


def answers_of_rooms() -> None:
    op.create_table(
        "group_answer",
        uuid("id"),
        uuid("meeting_id"),
        text("module", 40),
        text("question", 40),
        text("choice", 40),
        sa.Column("hands", sa.Integer(), nullable=False),
        instant("at"),
        uuid("by"),
        sa.CheckConstraint("hands >= 0", name=op.f("ck_group_answer_hands_counted")),
        points_at("group_answer", "meeting_id", "meeting"),
        points_at("group_answer", "by"),
        key("group_answer", "id"),
    )
    op.create_index("ix_group_answer_meeting_id", "group_answer", ["meeting_id"])


def blank_cards() -> None:
    op.create_table(
        "blank_card",
        uuid("id"),
        text("number", 9),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        instant("made_at"),
        uuid("made_by", nullable=True),
        instant("bound_at", nullable=True),
        points_at("blank_card", "made_by"),
        sa.UniqueConstraint("number", name="uq_blank_card_number"),
        sa.UniqueConstraint("token_hash", name="uq_blank_card_token_hash"),
        key("blank_card", "id"),
    )
