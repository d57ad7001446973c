"""Certificates: signing keys, what was issued, and the books of other issuers.

Revision 0028, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credential_key",
        sa.Column("kid", sa.String(16), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("public", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("in_use", sa.Boolean(), nullable=True),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handover", sa.Text(), nullable=True),
        sa.UniqueConstraint("in_use", name="uq_credential_key_in_use"),
        sa.PrimaryKeyConstraint("kid", name="pk_credential_key"),
    )
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "credential",
        sa.Column("serial", serial, autoincrement=True, nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("kid", sa.String(16), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("twin", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(16), nullable=True),
        sa.CheckConstraint(
            "withdrawn_why IN ('mistake', 'decision', 'fraud', 'asked', 'erased')", name="why_known"
        ),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_why IS NULL)", name="withdrawal_whole"),
        sa.ForeignKeyConstraint(["kid"], ["credential_key.kid"], name="fk_credential_kid"),
        sa.UniqueConstraint("subject", name="uq_credential_subject"),
        sa.UniqueConstraint("number", name="uq_credential_number"),
        sa.PrimaryKeyConstraint("serial", name="pk_credential"),
    )
    op.create_table(
        "credential_book",
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("issuer", name="pk_credential_book"),
    )


def downgrade() -> None:
    for table in ("credential_book", "credential", "credential_key"):
        op.drop_table(table)
