"""The translators' desk: who translates what, suggestions, questions, and how often a language changed.

Revision 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLES = ("desk_version", "desk_question", "desk_suggestion", "desk_speaker")


def upgrade() -> None:
    op.create_table(
        "desk_speaker",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("dialect", sa.String(60), nullable=False),
        sa.Column("spelling", sa.String(60), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_desk_speaker_person_id"),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name="fk_desk_speaker_given_by"),
        sa.PrimaryKeyConstraint("person_id", "language", name="pk_desk_speaker"),
    )
    suggestions()
    questions()
    op.create_table(
        "desk_version",
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("language", name="pk_desk_version"),
    )


def suggestions() -> None:
    op.create_table(
        "desk_suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("domain", sa.String(60), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("context", sa.String(60), nullable=False),
        sa.Column("source", sa.String(2000), nullable=False),
        sa.Column("plural", sa.String(2000), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("dialect", sa.String(60), nullable=False),
        sa.Column("spelling", sa.String(60), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_kind", sa.String(16), nullable=True),
        sa.Column("return_note", sa.String(200), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'returned', 'replaced')", name="state_known"),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> by_id", name="two_persons"),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'returned') OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decision_whole",
        ),
        sa.CheckConstraint(
            "return_kind IS NULL OR "
            "return_kind IN ('meaning', 'spelling', 'dialect', 'tone', 'too-long', 'other')",
            name="return_known",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_desk_suggestion_by_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_desk_suggestion_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_suggestion"),
    )
    op.create_index("ix_desk_suggestion_by_id", "desk_suggestion", ["by_id"])
    op.create_index("ix_desk_suggestion_language_state_at", "desk_suggestion", ["language", "state", "at"])
    for name, columns, state in (
        ("uq_desk_suggestion_waiting", ["language", "key", "by_id"], "waiting"),
        ("uq_desk_suggestion_live", ["language", "key"], "approved"),
    ):
        only = sa.text(f"state = '{state}'")
        op.create_index(
            name, "desk_suggestion", columns, unique=True, sqlite_where=only, postgresql_where=only
        )


def questions() -> None:
    op.create_table(
        "desk_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("domain", sa.String(60), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("source", sa.String(2000), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(200), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('meaning', 'no-word', 'who', 'space', 'wrong-source', 'other')", name="kind_known"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_desk_question_by_id"),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name="fk_desk_question_answered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_question"),
    )
    op.create_index("ix_desk_question_language_key", "desk_question", ["language", "key"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
