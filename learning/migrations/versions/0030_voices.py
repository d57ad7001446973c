"""The voice desk: who lets their voice be played, and the clips.

Revision 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voice_consent",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_voice_consent_person_id"),
        sa.PrimaryKeyConstraint("person_id", "language", name="pk_voice_consent"),
    )
    clips()


def clips() -> None:
    op.create_table(
        "voice_clip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("dialect", sa.String(60), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_kind", sa.String(16), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'returned', 'replaced')", name="state_known"),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> by_id", name="two_persons"),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'returned') OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decision_whole",
        ),
        sa.CheckConstraint(
            "return_kind IS NULL OR return_kind IN ('words', 'noise', 'quiet', 'dialect', 'cut', 'other')",
            name="return_known",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_voice_clip_by_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_voice_clip_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_voice_clip"),
    )
    op.create_index("ix_voice_clip_by_id", "voice_clip", ["by_id"])
    op.create_index("ix_voice_clip_name", "voice_clip", ["name"])
    op.create_index("ix_voice_clip_language_state_at", "voice_clip", ["language", "state", "at"])
    for name, columns, state in (
        ("uq_voice_clip_waiting", ["language", "key", "by_id"], "waiting"),
        ("uq_voice_clip_live", ["language", "key"], "approved"),
    ):
        only = sa.text(f"state = '{state}'")
        op.create_index(name, "voice_clip", columns, unique=True, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    op.drop_table("voice_clip")
    op.drop_table("voice_consent")
