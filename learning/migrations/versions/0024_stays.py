"""Past months stay: where people counted and when, and numbers alone of those who are erased.

Revision 0024, after 0023.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("place_person")
    place_person(
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "since", name="pk_place_person"),
    )
    op.create_table(
        "erased_tally",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("course", sa.String(40), nullable=False),
        sa.Column("evidence", sa.String(16), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.CheckConstraint("many > 0", name="any"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_erased_tally_place_id"),
        sa.PrimaryKeyConstraint("place_id", "month", "course", "evidence", name="pk_erased_tally"),
    )
    count_again()


def downgrade() -> None:
    op.drop_table("erased_tally")
    op.drop_table("place_person")
    place_person(sa.PrimaryKeyConstraint("person_id", name="pk_place_person"))
    count_again()


def place_person(*more: Any) -> None:
    op.create_table(
        "place_person",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_place_person_person_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_place_person_place_id"),
        *more,
    )
    op.create_index("ix_place_person_place_id_person_id", "place_person", ["place_id", "person_id"])


def count_again() -> None:
    """Everybody of a class, those too who left, and every place, when tallies are brought up to date next."""
    op.execute(
        "INSERT INTO tally_due (person_id, since) SELECT DISTINCT person_id, CURRENT_TIMESTAMP "
        "FROM membership WHERE place_id IS NOT NULL ON CONFLICT DO NOTHING"
    )
    op.execute(
        "INSERT INTO place_due (place_id, since) SELECT place_id, CURRENT_TIMESTAMP "
        "FROM place_reach WHERE true ON CONFLICT DO NOTHING"
    )
