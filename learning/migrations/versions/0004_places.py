"""Places: provinces, communes and what lies below; what they were before, and what became of them.

Revision 0004, after 0001.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    places()
    before()
    successors()


def downgrade() -> None:
    for table in ("place_successor", "place_before", "place"):
        op.drop_table(table)


def uuid(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def by_code(name: str, length: int) -> sa.Column[str]:
    kind = sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
    return sa.Column(name, kind, nullable=False)


def day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def made() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return sa.Column("made_at", sa.DateTime(timezone=True), nullable=False), uuid("made_by", nullable=True)


def points_at(table: str, column: str, target: str = "place") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def places() -> None:
    op.create_table(
        "place",
        uuid("id"),
        text("kind", 16),
        text("label", 16),
        text("name", 80),
        by_code("alphabetical", 240),
        by_code("plain", 120),
        uuid("parent_id", nullable=True),
        by_code("path", 200),
        text("official_code", 10, nullable=True),
        day("valid_from"),
        day("valid_to", nullable=True),
        sa.Column("is_difficult", sa.Boolean(), nullable=False),
        text("edition", 40, nullable=True),
        *made(),
        sa.CheckConstraint(
            "kind IN ('province', 'commune', 'hamlet', 'centre', 'school', 'agency', 'clan', 'family')",
            name=op.f("ck_place_kind_known"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_place_ends_after_it_began")
        ),
        points_at("place", "parent_id"),
        points_at("place", "made_by", "person"),
        sa.UniqueConstraint("path", name="uq_place_path"),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
    )
    op.create_index("ix_place_parent_id_kind_alphabetical", "place", ["parent_id", "kind", "alphabetical"])


def before() -> None:
    op.create_table(
        "place_before",
        uuid("id"),
        uuid("place_id"),
        text("label", 16),
        text("name", 80),
        uuid("parent_id", nullable=True),
        by_code("path", 200),
        day("from_on"),
        day("until_on"),
        text("why", 16),
        text("decision", 80, nullable=True),
        *made(),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_place_before_ends_after_it_began")),
        points_at("place_before", "place_id"),
        points_at("place_before", "parent_id"),
        points_at("place_before", "made_by", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_place_before"),
    )
    op.create_index("ix_place_before_place_id", "place_before", ["place_id"])
    op.create_index("ix_place_before_path", "place_before", ["path"])


def successors() -> None:
    op.create_table(
        "place_successor",
        uuid("id"),
        uuid("predecessor_id"),
        uuid("successor_id"),
        day("since_on"),
        text("how", 16),
        text("share", 8),
        text("decision", 80, nullable=True),
        *made(),
        sa.CheckConstraint("share IN ('whole', 'main', 'part')", name=op.f("ck_place_successor_share_known")),
        sa.CheckConstraint("predecessor_id <> successor_id", name=op.f("ck_place_successor_another")),
        points_at("place_successor", "predecessor_id"),
        points_at("place_successor", "successor_id"),
        points_at("place_successor", "made_by", "person"),
        sa.UniqueConstraint(
            "predecessor_id",
            "successor_id",
            "since_on",
            name="uq_place_successor_predecessor_id_successor_id_since_on",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_place_successor"),
    )
    op.create_index("ix_place_successor_successor_id", "place_successor", ["successor_id"])
