"""Paths of places compare by the codes of their letters; indexes for a place, a class, a holder.

A range of paths ("all below /92/") is right only so: other orders of PostgreSQL pass over the slashes.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PATHS = ("class_group", "role_grant", "staff_action", "kiosk")
ADDED = (("membership", "class_id"), ("role_grant", "place"), ("kiosk", "place"), ("card", "person_id"))


def upgrade() -> None:
    ordered(sa.String(200, collation="C"))
    for table, column in ADDED:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in reversed(ADDED):
        op.drop_index(f"ix_{table}_{column}", table)
    ordered(sa.String(200))


def ordered(kind: sa.String) -> None:
    """SQLite compares by the codes of letters anyway."""
    if op.get_bind().dialect.name == "postgresql":
        for table in PATHS:
            op.alter_column(table, "place", type_=kind, existing_nullable=True)
