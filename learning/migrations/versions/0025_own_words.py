"""What somebody says for herself: points, form, home, consent. The log of a dossier knows appeals too.

Revision 0025, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None

UUID, INSTANT = sa.Uuid(), sa.DateTime(timezone=True)
SAY = "the log of a dossier only grows"
OLD_VERBS = (
    "'opened', 'submitted', 'endorsed', 'returned', 'proposed', 'decided', "
    "'correction-asked', 'corrected', 'kept'"
)
NEW_VERBS = "'appealed', 'upheld', 'reopened'"
OLD_PAIRS, PAIRS = "'decided', 'corrected', 'kept'", "'decided', 'corrected', 'kept', 'upheld', 'reopened'"
TABLES = ("own_consent", "own_home", "own_group", "own_answer")


def upgrade() -> None:
    said()
    verbs_are(f"{OLD_VERBS}, {NEW_VERBS}", PAIRS)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    unguard()
    op.execute("DELETE FROM dossier_step WHERE verb IN ('upheld', 'reopened')")
    op.execute("DELETE FROM dossier_step WHERE verb = 'appealed'")
    verbs_are(OLD_VERBS, OLD_PAIRS)


def said() -> None:
    op.create_table(
        "own_answer",
        sa.Column("person_id", UUID, nullable=False),
        sa.Column("set_id", sa.String(40), nullable=False),
        sa.Column("set_version", sa.String(16), nullable=False),
        sa.Column("indicator", sa.String(40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.CheckConstraint("points >= 0", name="points_counted"),
        by("own_answer"),
        sa.ForeignKeyConstraint(
            ["set_id", "set_version"],
            ["criteria_version.set_id", "criteria_version.version"],
            name="fk_own_answer_set_id_set_version",
        ),
        sa.PrimaryKeyConstraint("person_id", "set_id", "set_version", "indicator", name="pk_own_answer"),
    )
    op.create_table(
        "own_group",
        sa.Column("person_id", UUID, nullable=False),
        sa.Column("set_id", sa.String(40), nullable=False),
        sa.Column("group", sa.String(40), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        by("own_group"),
        sa.PrimaryKeyConstraint("person_id", "set_id", name="pk_own_group"),
    )
    op.create_table(
        "own_home",
        sa.Column("person_id", UUID, nullable=False),
        sa.Column("place_id", UUID, nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        by("own_home"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_own_home_place_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_own_home"),
    )
    op.create_table(
        "own_consent",
        sa.Column("person_id", UUID, nullable=False),
        sa.Column("set_id", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.CheckConstraint("seq >= 1", name="seq_counted"),
        by("own_consent"),
        sa.PrimaryKeyConstraint("person_id", "set_id", "year", "seq", name="pk_own_consent"),
    )


def by(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{table}_person_id")


def verbs_are(verbs: str, pairs: str) -> None:
    """SQLite changes a table by copying it, and its triggers stay with the old one."""
    unguard()
    with op.batch_alter_table("dossier_step") as table:
        for name in ("verb_known", "two_persons"):
            table.drop_constraint(op.f(f"ck_dossier_step_{name}"), type_="check")
        table.create_check_constraint("verb_known", f"verb IN ({verbs})")
        table.create_check_constraint(
            "two_persons",
            f"verb NOT IN ({pairs}) OR (answers_seq IS NOT NULL "
            "AND answers_by IS NOT NULL AND answers_by <> by_id AND answers_seq < seq)",
        )
    refuse = "FOR EACH ROW EXECUTE FUNCTION dossier_only_grows()"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
    op.execute(f"CREATE TRIGGER dossier_step_is_kept BEFORE UPDATE ON dossier_step {refuse}")
    op.execute(f"CREATE TRIGGER dossier_step_stays BEFORE DELETE ON dossier_step {refuse}")


def unguard() -> None:
    on = " ON dossier_step" if op.get_bind().dialect.name == "postgresql" else ""
    for name in ("dossier_step_is_kept", "dossier_step_stays"):
        op.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
