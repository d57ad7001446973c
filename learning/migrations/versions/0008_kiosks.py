"""Shared devices: paired kiosks and the codes for pairing them.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("place", sa.String(200), nullable=True),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["paired_by"], ["person.id"], name="fk_kiosk_paired_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_kiosk_ended_by"),
        sa.ForeignKeyConstraint(["class_id"], ["class_group.id"], name="fk_kiosk_class_id"),
        sa.UniqueConstraint("token_hash", name="uq_kiosk_token_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_kiosk"),
    )
    op.create_table(
        "kiosk_pairing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("place", sa.String(200), nullable=True),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_kiosk_pairing_made_by"),
        sa.ForeignKeyConstraint(["class_id"], ["class_group.id"], name="fk_kiosk_pairing_class_id"),
        sa.UniqueConstraint("code_hash", name="uq_kiosk_pairing_code_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_kiosk_pairing"),
    )
    op.create_index("ix_kiosk_pairing_made_at", "kiosk_pairing", ["made_at"])


def downgrade() -> None:
    op.drop_table("kiosk_pairing")
    op.drop_table("kiosk")
