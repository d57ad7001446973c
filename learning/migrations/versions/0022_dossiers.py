"""Dossiers of recognition: the rules they were opened under, and every step taken; rows are only added.

Revision 0022, after 0024, which came into use before it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0024"
branch_labels = None
depends_on = None

SAY = "the log of a dossier only grows"


def upgrade() -> None:
    op.create_table(
        "criteria_version",
        sa.Column("set_id", sa.String(40), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("set_id", "version", name="pk_criteria_version"),
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.String(40), nullable=False),
        sa.Column("set_version", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_dossier_person_id"),
        sa.ForeignKeyConstraint(
            ["set_id", "set_version"],
            ["criteria_version.set_id", "criteria_version.version"],
            name="fk_dossier_set_id_set_version",
        ),
        sa.UniqueConstraint("person_id", "set_id", "year", name="uq_dossier_person_id_set_id_year"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
    )
    op.create_index("ix_dossier_place", "dossier", ["place"])
    steps()
    guard()


def steps() -> None:
    op.create_table(
        "dossier_step",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(16), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=True),
        sa.Column("number", sa.String(60), nullable=True),
        sa.Column("answers_seq", sa.Integer(), nullable=True),
        sa.Column("answers_by", sa.Uuid(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "verb IN ('opened', 'submitted', 'endorsed', 'returned', 'proposed', 'decided', "
            "'correction-asked', 'corrected', 'kept')",
            name="verb_known",
        ),
        sa.CheckConstraint("seq >= 1", name="seq_counted"),
        sa.CheckConstraint(
            "verb NOT IN ('decided', 'corrected', 'kept') OR (answers_seq IS NOT NULL "
            "AND answers_by IS NOT NULL AND answers_by <> by_id AND answers_seq < seq)",
            name="two_persons",
        ),
        sa.CheckConstraint(
            "verb NOT IN ('decided', 'corrected') OR (outcome IS NOT NULL AND number IS NOT NULL)",
            name="decision_whole",
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_dossier_step_dossier_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_dossier_step_by_id"),
        sa.ForeignKeyConstraint(
            ["dossier_id", "answers_seq", "answers_by"],
            ["dossier_step.dossier_id", "dossier_step.seq", "dossier_step.by_id"],
            name="fk_dossier_step_dossier_id_answers_seq_answers_by",
        ),
        sa.UniqueConstraint("dossier_id", "seq", "by_id", name="uq_dossier_step_dossier_id_seq_by_id"),
        sa.PrimaryKeyConstraint("dossier_id", "seq", name="pk_dossier_step"),
    )


def guard() -> None:
    refuse = "FOR EACH ROW EXECUTE FUNCTION dossier_only_grows()"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION dossier_only_grows() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN RAISE EXCEPTION '{SAY}'; END $$"
        )
    for table in ("criteria_version", "dossier_step"):
        op.execute(f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {refuse}")


def downgrade() -> None:
    for table in ("dossier_step", "dossier", "criteria_version"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION dossier_only_grows()")
