"""Lists of recognition: names proposed together, the draw, what was checked again, the commune's decision.

Branches and associations get roles of their own; a decision keeps the day on which it was signed.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

UUID, INSTANT = sa.Uuid(), sa.DateTime(timezone=True)
SAY = "what a list says stays written"
OLD_ROLES = "role IN ('trainer', 'officer', 'author', 'translator', 'administrator')"
ROLES = "role IN ('trainer', 'branch', 'association', 'officer', 'author', 'translator', 'administrator')"
TABLES = (
    "recognition_list",
    "recognition_entry",
    "recognition_draw",
    "recognition_drawn",
    "recognition_check",
    "recognition_decision",
    "recognition_question",
    "recognition_reply",
)


def upgrade() -> None:
    roles_are(ROLES)
    order_paths(sa.String(200, collation="C"))
    op.add_column("dossier_step", sa.Column("signed_on", sa.Date(), nullable=True))
    proposed()
    drawn()
    decided()
    asked()
    guard()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION list_stays_written()")
    op.drop_column("dossier_step", "signed_on")
    order_paths(sa.String(200))
    op.execute("DELETE FROM role_grant WHERE role IN ('branch', 'association')")
    roles_are(OLD_ROLES)


def roles_are(rule: str) -> None:
    with op.batch_alter_table("role_grant") as table:
        table.drop_constraint(op.f("ck_role_grant_role_known"), type_="check")
        table.create_check_constraint("role_known", rule)


def order_paths(kind: sa.String) -> None:
    """SQLite compares by the codes of letters anyway."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("dossier", "place", type_=kind, existing_nullable=False)


def of_list(table: str) -> sa.ForeignKeyConstraint:
    """Who proposed, so that the other name can be held against it."""
    return sa.ForeignKeyConstraint(
        ["list_id", "proposed_by"],
        ["recognition_list.id", "recognition_list.proposed_by"],
        name=f"fk_{table}_list_id_proposed_by",
    )


def by(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=f"fk_{table}_{column}")


def proposed() -> None:
    path = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
    op.create_table(
        "recognition_list",
        sa.Column("id", UUID, nullable=False),
        sa.Column("place", path, nullable=False),
        sa.Column("set_id", sa.String(40), nullable=False),
        sa.Column("set_version", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("proposed_by", UUID, nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("secret", sa.LargeBinary(32), nullable=False),
        sa.Column("mix", sa.JSON(), nullable=False),
        sa.CheckConstraint("listed > 0 AND many > 0 AND many <= listed", name="somebody"),
        sa.ForeignKeyConstraint(
            ["set_id", "set_version"],
            ["criteria_version.set_id", "criteria_version.version"],
            name="fk_recognition_list_set_id_set_version",
        ),
        by("recognition_list", "proposed_by"),
        sa.UniqueConstraint("id", "proposed_by", name="uq_recognition_list_id_proposed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_recognition_list"),
    )
    op.create_index("ix_recognition_list_place", "recognition_list", ["place"])
    op.create_table(
        "recognition_entry",
        sa.Column("list_id", UUID, nullable=False),
        sa.Column("dossier_id", UUID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["recognition_list.id"], name="fk_recognition_entry_list_id"),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["dossier_step.dossier_id", "dossier_step.seq"],
            name="fk_recognition_entry_dossier_id_seq",
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_recognition_entry_dossier_id"),
        sa.UniqueConstraint("dossier_id", "seq", name="uq_recognition_entry_dossier_id_seq"),
        sa.PrimaryKeyConstraint("list_id", "dossier_id", name="pk_recognition_entry"),
    )


def drawn() -> None:
    op.create_table(
        "recognition_draw",
        sa.Column("list_id", UUID, nullable=False),
        sa.Column("proposed_by", UUID, nullable=False),
        sa.Column("spoken_by", UUID, nullable=False),
        sa.Column("spoken", sa.String(6), nullable=False),
        sa.Column("drawn_at", INSTANT, nullable=False),
        sa.CheckConstraint("spoken_by <> proposed_by", name="two_persons"),
        sa.CheckConstraint("length(spoken) = 6", name="six_digits"),
        of_list("recognition_draw"),
        by("recognition_draw", "spoken_by"),
        sa.PrimaryKeyConstraint("list_id", name="pk_recognition_draw"),
    )
    op.create_table(
        "recognition_drawn",
        sa.Column("list_id", UUID, nullable=False),
        sa.Column("dossier_id", UUID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recognition_draw.list_id"], name="fk_recognition_drawn_list_id"
        ),
        sa.ForeignKeyConstraint(
            ["list_id", "dossier_id"],
            ["recognition_entry.list_id", "recognition_entry.dossier_id"],
            name="fk_recognition_drawn_list_id_dossier_id",
        ),
        sa.UniqueConstraint("list_id", "number", name="uq_recognition_drawn_list_id_number"),
        sa.PrimaryKeyConstraint("list_id", "dossier_id", name="pk_recognition_drawn"),
    )
    checked()


def checked() -> None:
    op.create_table(
        "recognition_check",
        sa.Column("list_id", UUID, nullable=False),
        sa.Column("dossier_id", UUID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("proposed_by", UUID, nullable=False),
        sa.Column("checked_by", UUID, nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.CheckConstraint("checked_by <> proposed_by", name="two_persons"),
        sa.CheckConstraint("outcome IN ('confirmed', 'not_confirmed', 'not_reached')", name="outcome_known"),
        sa.CheckConstraint("seq >= 1", name="seq_counted"),
        sa.ForeignKeyConstraint(
            ["list_id", "dossier_id"],
            ["recognition_drawn.list_id", "recognition_drawn.dossier_id"],
            name="fk_recognition_check_list_id_dossier_id",
        ),
        of_list("recognition_check"),
        by("recognition_check", "checked_by"),
        sa.PrimaryKeyConstraint("list_id", "dossier_id", "seq", name="pk_recognition_check"),
    )


def decided() -> None:
    op.create_table(
        "recognition_decision",
        sa.Column("list_id", UUID, nullable=False),
        sa.Column("proposed_by", UUID, nullable=False),
        sa.Column("decided_by", UUID, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.JSON(), nullable=False),
        sa.CheckConstraint("decided_by <> proposed_by", name="two_persons"),
        of_list("recognition_decision"),
        by("recognition_decision", "decided_by"),
        sa.PrimaryKeyConstraint("list_id", name="pk_recognition_decision"),
    )


def asked() -> None:
    op.create_table(
        "recognition_question",
        sa.Column("list_id", UUID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("dossiers", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["recognition_list.id"], name="fk_recognition_question_list_id"),
        sa.PrimaryKeyConstraint("list_id", "number", name="pk_recognition_question"),
    )
    op.create_table(
        "recognition_reply",
        sa.Column("list_id", UUID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(32), nullable=False),
        sa.Column("replied_by", UUID, nullable=False),
        sa.Column("replied_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id", "number"],
            ["recognition_question.list_id", "recognition_question.number"],
            name="fk_recognition_reply_list_id_number",
        ),
        by("recognition_reply", "replied_by"),
        sa.PrimaryKeyConstraint("list_id", "number", name="pk_recognition_reply"),
    )


def guard() -> None:
    """Nothing of a list changes any more; only the path of its place follows."""
    refuse = "FOR EACH ROW EXECUTE FUNCTION list_stays_written()"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION list_stays_written() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN RAISE EXCEPTION '{SAY}'; END $$"
        )
    known = sa.inspect(op.get_bind())
    for table in TABLES:
        columns = ", ".join(one["name"] for one in known.get_columns(table) if one["name"] != "place")
        op.execute(f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OF {columns} ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {refuse}")
