"""When each phone last brought something of a person, and what it said of itself then.

Revision 0017, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None

IN_CARE = sa.text("(waiting > 0 OR refused > 0 OR skew > 3600 OR skew < -3600)")


def upgrade() -> None:
    op.create_table(
        "device_contact",
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.BigInteger(), nullable=True),
        sa.Column("skew", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_device_contact_person_id"),
        sa.PrimaryKeyConstraint("device", "person_id", name="pk_device_contact"),
    )
    op.create_index("ix_device_contact_person_id", "device_contact", ["person_id"])
    op.create_index(
        "ix_device_contact_in_care",
        "device_contact",
        ["seen_at"],
        sqlite_where=IN_CARE,
        postgresql_where=IN_CARE,
    )


def downgrade() -> None:
    op.drop_table("device_contact")
