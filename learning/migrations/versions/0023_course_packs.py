"""Packs of courses, in parts that travel as any row does.

Revision 0023, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None

PAIRED = "(SELECT 1 FROM peer)"


def upgrade() -> None:
    op.create_table(
        "course_pack",
        sa.Column("course", sa.String(40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(16), nullable=True),
        sa.Column("faults", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("course", name="pk_course_pack"),
    )
    op.create_table(
        "course_part",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("course", sa.String(40), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_course_part"),
    )
    op.create_index("ix_course_part_course", "course_part", ["course"])
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)
    # What a peer that was newer told us, and we could not read, it tells once more.
    op.execute("UPDATE peer SET taken = 0")


def downgrade() -> None:
    op.drop_table("course_part")
    op.drop_table("course_pack")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION course_part_followed()")
    op.execute("DELETE FROM peer_change WHERE feed = 'courses'")


def triggers(dialect: str) -> list[str]:
    """As those of 0011: a part that is kept is written down in the same transaction, for the peers."""
    noted = "INSERT INTO peer_change (feed, row) VALUES ('courses', NEW.id);"
    if dialect != "postgresql":
        does = f"WHEN EXISTS {PAIRED} BEGIN {noted} END"
        return [f"CREATE TRIGGER course_part_insert_followed AFTER INSERT ON course_part {does}"]
    body = f"BEGIN IF EXISTS {PAIRED} THEN {noted} END IF; RETURN NULL; END"
    does = "FOR EACH ROW EXECUTE FUNCTION course_part_followed()"
    return [
        f"CREATE FUNCTION course_part_followed() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER course_part_insert_followed AFTER INSERT ON course_part {does}",
    ]
