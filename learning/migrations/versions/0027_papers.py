"""Papers of recognition: reports that were frozen, and what other systems answered.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SAY = "a frozen paper stays as it is"


def upgrade() -> None:
    path = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
    op.create_table(
        "frozen_paper",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("place", path, nullable=False),
        sa.Column("set_id", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("xlsx", sa.LargeBinary(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(id) = 64", name="id_whole"),
        sa.ForeignKeyConstraint(["frozen_by"], ["person.id"], name="fk_frozen_paper_frozen_by"),
        sa.PrimaryKeyConstraint("id", name="pk_frozen_paper"),
    )
    op.create_index("ix_frozen_paper_place", "frozen_paper", ["place", "year"])
    op.create_table(
        "outside_answer",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.String(16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("why", sa.String(200), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("system IN ('congdanhoctap', 'vneid')", name="system_known"),
        sa.CheckConstraint("state IN ('sent', 'accepted', 'rejected')", name="state_known"),
        sa.CheckConstraint("(state = 'rejected') = (why IS NOT NULL)", name="rejected_why"),
        sa.CheckConstraint("seq >= 1", name="seq_counted"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_outside_answer_dossier_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name="fk_outside_answer_taken_by"),
        sa.PrimaryKeyConstraint("dossier_id", "system", "seq", name="pk_outside_answer"),
    )
    guard()


def downgrade() -> None:
    op.drop_table("outside_answer")
    op.drop_table("frozen_paper")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION frozen_stays()")


def guard() -> None:
    """Nothing of a frozen paper changes any more; only the path of its place follows."""
    refuse = "FOR EACH ROW EXECUTE FUNCTION frozen_stays()"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION frozen_stays() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN RAISE EXCEPTION '{SAY}'; END $$"
        )
    known = sa.inspect(op.get_bind()).get_columns("frozen_paper")
    columns = ", ".join(one["name"] for one in known if one["name"] != "place")
    op.execute(f"CREATE TRIGGER frozen_paper_is_kept BEFORE UPDATE OF {columns} ON frozen_paper {refuse}")
    op.execute(f"CREATE TRIGGER frozen_paper_stays BEFORE DELETE ON frozen_paper {refuse}")
