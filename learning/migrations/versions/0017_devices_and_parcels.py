"""When each phone last spoke, what stands in the way of a peer, and parcels for other servers.

Revision 0017, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None

PAIRED = "(SELECT 1 FROM peer)"
IN_CARE = sa.text("(waiting > 0 OR refused > 0 OR skew > 3600 OR skew < -3600)")


def upgrade() -> None:
    op.create_table(
        "device_contact",
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.BigInteger(), nullable=True),
        sa.Column("skew", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_device_contact_person_id"),
        sa.PrimaryKeyConstraint("device", "person_id", name="pk_device_contact"),
    )
    op.create_index("ix_device_contact_person_id", "device_contact", ["person_id"])
    op.create_index(
        "ix_device_contact_in_care",
        "device_contact",
        ["seen_at"],
        sqlite_where=IN_CARE,
        postgresql_where=IN_CARE,
    )

    # In place: a table that is made anew would break the triggers that ask it.
    op.add_column("peer", sa.Column("trouble", sa.String(16), nullable=True))
    op.add_column("peer", sa.Column("trouble_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "parcel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parcel"),
    )
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("parcel")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION parcel_followed()")
    op.execute("DELETE FROM peer_change WHERE feed = 'parcels'")
    for column in ("trouble_at", "trouble"):
        op.drop_column("peer", column)
    op.drop_table("device_contact")


def triggers(dialect: str) -> list[str]:
    """As those of 0011: a parcel that is kept is written down in the same transaction, for the peers."""
    noted = "INSERT INTO peer_change (feed, row) VALUES ('parcels', NEW.id);"
    if dialect != "postgresql":
        does = f"WHEN EXISTS {PAIRED} BEGIN {noted} END"
        return [f"CREATE TRIGGER parcel_insert_followed AFTER INSERT ON parcel {does}"]
    body = f"BEGIN IF EXISTS {PAIRED} THEN {noted} END IF; RETURN NULL; END"
    does = "FOR EACH ROW EXECUTE FUNCTION parcel_followed()"
    return [
        f"CREATE FUNCTION parcel_followed() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER parcel_insert_followed AFTER INSERT ON parcel {does}",
    ]
