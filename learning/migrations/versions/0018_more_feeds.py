"""Places, classes and evenings travel too; what both sides changed is kept of things as it was of people.

Revision 0018, after 0017. Who made or opened something is known only where it was done.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Table and when a row of it counts, feed, and how the feed names the row.
FOLLOWED = {
    "place": ("NEW.edition IS NULL", "places", "NEW.id"),
    "place_before": ("TRUE", "places", "NEW.place_id"),
    "place_successor": ("TRUE", "places", "NEW.successor_id"),
    "class_group": ("TRUE", "classes", "NEW.id"),
    "membership": ("TRUE", "members", "NEW.id"),
    "meeting": ("TRUE", "evenings", "NEW.id"),
    "attendance": ("TRUE", "roll", "NEW.id"),
    "group_answer": ("TRUE", "hands", "NEW.id"),
}
# Where each server writes something beside what it tells: whose hamlet is which place it finds out by itself.
CARRIED = {"membership": "class_id, person_id, hamlet, joined_at, left_at"}
THERE_ALREADY = {
    "places": "place WHERE edition IS NULL",
    "classes": "class_group",
    "members": "membership",
    "evenings": "meeting",
    "roll": "attendance",
    "hands": "group_answer",
}
BY = {"class_group": "made_by", "meeting": "opened_by", "attendance": "by", "group_answer": "by"}
JSON, UUID = sa.JSON(), sa.Uuid()
PAIRED = "(SELECT 1 FROM peer)"
INSTANT = sa.DateTime(timezone=True)
SHARED: dict[str, dict[str, Any]] = {
    "peer_profile": {"peer_id": UUID, "profile": JSON},
    "peer_conflict": {"peer_id": UUID, "theirs": JSON},
    "peer_decision": {"over": JSON, "at": INSTANT},
}


def upgrade() -> None:
    op.add_column("meeting", sa.Column("decided_at", INSTANT, nullable=True))
    op.execute("UPDATE meeting SET decided_at = coalesce(closed_at, opened_at)")
    for table, column in BY.items():
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, existing_type=UUID, nullable=True)
    with op.batch_alter_table("meeting") as changed:
        changed.alter_column("decided_at", existing_type=INSTANT, nullable=False)
    for table, columns in SHARED.items():
        kept = rows_of(table, "person_id", columns)
        op.drop_table(table)
        add(of_things(table, columns), [{**row, "feed": "people"} for row in kept])
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)
    for feed, rows in THERE_ALREADY.items():
        told = f"SELECT '{feed}', id FROM {rows} {'AND' if 'WHERE' in rows else 'WHERE'} EXISTS {PAIRED}"  # noqa: S608  # names of ours
        op.execute(f"INSERT INTO peer_change (feed, row) {told}")
    # What a peer that was newer told us, and we could not read, it tells once more.
    op.execute("UPDATE peer SET taken = 0")


def downgrade() -> None:
    for table in FOLLOWED:
        unfollow(table)
    op.execute(
        sa.text("DELETE FROM peer_change WHERE feed IN :feeds").bindparams(
            sa.bindparam("feeds", list(THERE_ALREADY), expanding=True)
        )
    )
    for table, columns in SHARED.items():
        kept = rows_of(table, "thing_id", columns, of="people")
        op.drop_table(table)
        add(of_people(table, columns), kept)
    somebody = "SELECT id FROM person WHERE kind = 'staff' ORDER BY created_at LIMIT 1"
    for table, column in BY.items():
        # Who did it stayed where it was done, and the older tables want somebody of here.
        op.execute(f"UPDATE {table} SET {column} = ({somebody}) WHERE {column} IS NULL")  # noqa: S608  # names of ours
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, existing_type=UUID, nullable=False)
    with op.batch_alter_table("meeting") as changed:
        changed.drop_column("decided_at")


# ── What both sides changed ──


def rows_of(table: str, thing: str, columns: dict[str, Any], of: str | None = None) -> list[dict[str, Any]]:
    typed = {**columns, thing: UUID}
    named = sa.table(table, *(sa.column(name, kind) for name, kind in typed.items()), sa.column("feed"))
    wanted = sa.select(*(named.c[name] for name in typed))
    rows = op.get_bind().execute(wanted if of is None else wanted.where(named.c.feed == of)).mappings()
    other = "thing_id" if thing == "person_id" else "person_id"
    return [{other if name == thing else name: row[name] for name in typed} for row in rows]


def add(table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.bulk_insert(table, rows)


def of_things(table: str, columns: dict[str, Any]) -> sa.Table:
    keys = [*(["peer_id"] if "peer_id" in columns else []), "feed", "thing_id"]
    thing = {"feed": sa.String(16), "thing_id": UUID}
    return made(table, {**columns, **thing}, keys)


def of_people(table: str, columns: dict[str, Any]) -> sa.Table:
    keys = [*(["peer_id"] if "peer_id" in columns else []), "person_id"]
    person = sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{table}_person_id")
    return made(table, {**columns, "person_id": UUID}, keys, person)


def made(table: str, columns: dict[str, Any], keys: list[str], *more: sa.schema.SchemaItem) -> sa.Table:
    if "peer_id" in columns:
        more = (*more, sa.ForeignKeyConstraint(["peer_id"], ["peer.id"], name=f"fk_{table}_peer_id"))
    return op.create_table(
        table,
        *(sa.Column(name, kind, nullable=False) for name, kind in columns.items()),
        *more,
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"),
    )


# ── What has changed ──


def triggers(dialect: str) -> list[str]:
    """As in 0011: whatever changes a row writes it down, once there is a peer to tell it to."""
    made = []
    for table, (counts, feed, row) in FOLLOWED.items():
        noted = f"INSERT INTO peer_change (feed, row) VALUES ('{feed}', {row});"  # noqa: S608  # names of ours
        does = f"WHEN {counts} AND EXISTS {PAIRED} BEGIN {noted} END"
        if dialect == "postgresql":
            does = f"FOR EACH ROW EXECUTE FUNCTION {table}_followed()"
            body = f"BEGIN IF {counts} AND EXISTS {PAIRED} THEN {noted} END IF; RETURN NULL; END"
            returns = f"CREATE FUNCTION {table}_followed() RETURNS trigger LANGUAGE plpgsql"
            made.append(f"{returns} AS $$ {body} $$")
        update = f"UPDATE OF {CARRIED[table]}" if table in CARRIED else "UPDATE"
        made.extend(
            f"CREATE TRIGGER {table}_{when}_followed AFTER {change} ON {table} {does}"
            for when, change in (("insert", "INSERT"), ("update", update))
        )
    return made


def unfollow(table: str) -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for when in ("insert", "update"):
        place = f" ON {table}" if on_postgresql else ""
        op.execute(f"DROP TRIGGER IF EXISTS {table}_{when}_followed{place}")
    if on_postgresql:
        op.execute(f"DROP FUNCTION IF EXISTS {table}_followed()")
