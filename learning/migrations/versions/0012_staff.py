"""Staff: second factor, recovery codes, one-time links, the life of a grant, and a log that only grows.

Revision 0012, after 0011. Rows of the old log are carried over in both directions.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SAY = "the log of staff only grows"
GRANT_PERSON, GRANT_BEFORE = "fk_role_grant_ended_by", "fk_role_grant_follows_id"


def upgrade() -> None:
    second_factor()
    op.add_column("staff_credential", instant("blocked_at", nullable=True))
    with op.batch_alter_table("role_grant") as table:
        table.add_column(text("reason", 16, nullable=True))
        table.add_column(uuid("ended_by", nullable=True))
        table.add_column(text("end_reason", 16, nullable=True))
        table.add_column(uuid("follows_id", nullable=True))
        table.create_foreign_key(GRANT_PERSON, "person", ["ended_by"], ["id"])
        table.create_foreign_key(GRANT_BEFORE, "role_grant", ["follows_id"], ["id"])
    kept = rows_of(OLD_COLUMNS)
    op.drop_table("staff_action")
    add(new_log(), [as_new(row) for row in kept])
    guard_log()


def downgrade() -> None:
    kept = rows_of(NEW_COLUMNS)
    op.drop_table("staff_action")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION staff_action_only_grows()")
    add(old_log(), [as_old(row) for row in kept])
    with op.batch_alter_table("role_grant") as table:
        table.drop_constraint(GRANT_BEFORE, type_="foreignkey")
        table.drop_constraint(GRANT_PERSON, type_="foreignkey")
        for column in ("follows_id", "end_reason", "ended_by", "reason"):
            table.drop_column(column)
    op.drop_column("staff_credential", "blocked_at")
    for name in ("password_link", "recovery_code", "second_factor"):
        op.drop_table(name)


def uuid(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def person(table: str, column: str = "person_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=f"fk_{table}_{column}")


def second_factor() -> None:
    op.create_table(
        "second_factor",
        uuid("person_id"),
        text("sealed", 300),
        instant("set_at"),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        person("second_factor"),
        key("second_factor", "person_id"),
    )
    op.create_table(
        "recovery_code",
        text("code_hash", 64),
        uuid("person_id"),
        instant("made_at"),
        instant("used_at", nullable=True),
        person("recovery_code"),
        key("recovery_code", "code_hash"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])
    op.create_table(
        "password_link",
        uuid("id"),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        uuid("person_id"),
        instant("made_at"),
        uuid("made_by", nullable=True),
        instant("used_at", nullable=True),
        person("password_link"),
        person("password_link", "made_by"),
        sa.UniqueConstraint("token_hash", name="uq_password_link_token_hash"),
        key("password_link", "id"),
    )
    op.create_index("ix_password_link_person_id", "password_link", ["person_id"])


# --- the log ---

SAME = {"id": sa.Uuid(), "at": sa.DateTime(timezone=True), "actor_id": sa.Uuid()}
OLD_COLUMNS = {**SAME, "action": sa.String(), "person_id": sa.Uuid(), "detail": sa.String()}
NEW_COLUMNS = {
    **SAME,
    "verb": sa.String(),
    "thing": sa.String(),
    "thing_id": sa.String(),
    "details": sa.JSON(),
}


def rows_of(columns: dict[str, Any]) -> list[dict[str, Any]]:
    table = sa.table("staff_action", *(sa.column(name, kind) for name, kind in columns.items()))
    return [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]


def add(table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.bulk_insert(table, rows)


def new_log() -> sa.Table:
    made = op.create_table(
        "staff_action",
        uuid("id"),
        instant("at"),
        uuid("actor_id", nullable=True),
        text("role", 16, nullable=True),
        text("verb", 32),
        text("thing", 16, nullable=True),
        text("thing_id", 40, nullable=True),
        text("place", 200, nullable=True),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=True),
        person("staff_action", "actor_id"),
        key("staff_action", "id"),
    )
    op.create_index("ix_staff_action_at_id", "staff_action", ["at", "id"])
    for column in ("actor_id", "thing_id", "place"):
        op.create_index(f"ix_staff_action_{column}", "staff_action", [column])
    return made


def old_log() -> sa.Table:
    made = op.create_table(
        "staff_action",
        uuid("id"),
        instant("at"),
        uuid("actor_id", nullable=True),
        text("action", 32),
        uuid("person_id", nullable=True),
        text("detail", 200, nullable=True),
        person("staff_action", "actor_id"),
        person("staff_action"),
        key("staff_action", "id"),
    )
    op.create_index("ix_staff_action_at", "staff_action", ["at"])
    op.create_index("ix_staff_action_person_id", "staff_action", ["person_id"])
    return made


def as_new(row: dict[str, Any]) -> dict[str, Any]:
    whom = row["person_id"]
    return {
        "id": row["id"],
        "at": row["at"],
        "actor_id": row["actor_id"],
        "role": None,
        "verb": row["action"],
        "thing": None if whom is None else "person",
        "thing_id": None if whom is None else str(whom),
        "place": None,
        "details": details_of(row),
    }


def details_of(row: dict[str, Any]) -> dict[str, str] | None:
    """A role, or the id of a thing. The names of machines stay behind: the log holds no words."""
    detail = row["detail"]
    if detail is None or row["action"].startswith("kiosk-"):
        return None
    return {"role" if row["action"] == "role-granted" else "of": detail}


def as_old(row: dict[str, Any]) -> dict[str, Any]:
    is_person = row["thing"] == "person"
    return {
        "id": row["id"],
        "at": row["at"],
        "actor_id": row["actor_id"],
        "action": row["verb"],
        "person_id": UUID(row["thing_id"]) if is_person else None,
        "detail": next(
            (row["details"][name] for name in ("role", "of") if name in (row["details"] or {})), None
        ),
    }


def guard_log() -> None:
    refuse = "FOR EACH ROW EXECUTE FUNCTION staff_action_only_grows()"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION staff_action_only_grows() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN RAISE EXCEPTION '{SAY}'; END $$"
        )
    op.execute(f"CREATE TRIGGER staff_action_is_kept BEFORE UPDATE ON staff_action {refuse}")
    op.execute(f"CREATE TRIGGER staff_action_stays BEFORE DELETE ON staff_action {refuse}")
