"""Peers: servers that carry the same record, invitations to pair, and what has changed since.

Revision 0011, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("peer", "peer_invite", "peer_change", "peer_profile", "peer_conflict")
FOLLOWED = {
    "module_version": ("versions", "NEW.module || '/' || NEW.version"),
    "person": ("people", "NEW.id"),
    "person_link": ("links", "NEW.id"),
    "card": ("cards", "NEW.id"),
    "event": ("events", "NEW.id"),
}
PAIRED = "(SELECT 1 FROM peer)"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    peers()
    changes()
    profiles()
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in FOLLOWED:
        for when in ("insert", "update"):
            place = f" ON {table}" if on_postgresql else ""
            op.execute(f"DROP TRIGGER IF EXISTS {table}_{when}_followed{place}")
        if on_postgresql:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_followed()")
    for table in reversed(TABLES):
        op.drop_table(table)


def peers() -> None:
    op.create_table(
        "peer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("public_key", sa.LargeBinary(32), nullable=False),
        sa.Column("is_upstream", sa.Boolean(), nullable=False),
        sa.Column("paired_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.Column("skew", sa.BigInteger(), nullable=True),
        sa.Column("heard", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("given", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_peer"),
    )
    op.create_table(
        "peer_invite",
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name="pk_peer_invite"),
    )


def changes() -> None:
    op.create_table(
        "peer_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True),
        sa.Column("feed", sa.String(16), nullable=False),
        sa.Column("row", sa.String(64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("origin", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_peer_change"),
    )
    op.create_index("ix_peer_change_number", "peer_change", ["number"])


def profiles() -> None:
    for table, column in (("peer_profile", "profile"), ("peer_conflict", "theirs")):
        op.create_table(
            table,
            sa.Column("peer_id", sa.Uuid(), nullable=False),
            sa.Column("person_id", sa.Uuid(), nullable=False),
            sa.Column(column, sa.JSON(), nullable=False),
            sa.ForeignKeyConstraint(["peer_id"], ["peer.id"], name=f"fk_{table}_peer_id"),
            sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{table}_person_id"),
            sa.PrimaryKeyConstraint("peer_id", "person_id", name=f"pk_{table}"),
        )


def triggers(dialect: str) -> list[str]:
    """Whatever changes a row writes it down in the same transaction, once there is a peer to tell it to."""
    made = []
    for table, (feed, row) in FOLLOWED.items():
        noted = f"INSERT INTO peer_change (feed, row) VALUES ('{feed}', {row});"  # noqa: S608  # names of ours
        does = f"WHEN EXISTS {PAIRED} BEGIN {noted} END"
        if dialect == "postgresql":
            does = f"FOR EACH ROW EXECUTE FUNCTION {table}_followed()"
            body = f"BEGIN IF EXISTS {PAIRED} THEN {noted} END IF; RETURN NULL; END"
            returns = f"CREATE FUNCTION {table}_followed() RETURNS trigger LANGUAGE plpgsql"
            made.append(f"{returns} AS $$ {body} $$")
        made.extend(
            f"CREATE TRIGGER {table}_{when}_followed AFTER {when.upper()} ON {table} {does}"
            for when in ("insert", "update")
        )
    return made
