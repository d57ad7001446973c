"""Books of certificates travel between paired servers: our own lies here too, as it was last told.

Revision 0031, after 0030.
"""

from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

PAIRED = "(SELECT 1 FROM peer)"
DERIVED = UUID("5a2f6a52-1f0c-5d7e-9a3a-0d1f4c1e7b10")


def upgrade() -> None:
    with op.batch_alter_table("credential_book") as table:
        table.add_column(sa.Column("is_own", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("told_as", sa.String(36), nullable=True))
    name_those_that_are_there()
    with op.batch_alter_table("credential_book") as table:
        table.alter_column("is_own", server_default=None)
        table.alter_column("told_as", nullable=False)
        table.create_unique_constraint("uq_credential_book_told_as", ["told_as"])
    for statement in triggers(op.get_bind().dialect.name):
        op.execute(statement)
    # What a peer that was newer told us, and we could not read, it tells once more.
    op.execute("UPDATE peer SET taken = 0")


def name_those_that_are_there() -> None:
    """As learning.ids.derived_id names them."""
    database = op.get_bind()
    for (issuer,) in database.execute(sa.text("SELECT issuer FROM credential_book")).all():
        name = str(uuid5(DERIVED, f"book of\x1f{issuer}"))
        named = sa.text("UPDATE credential_book SET told_as = :name WHERE issuer = :issuer")
        database.execute(named, {"name": name, "issuer": issuer})


def downgrade() -> None:
    for change in ("insert", "update"):
        name = f"credential_book_{change}_followed"
        of = " ON credential_book" if op.get_bind().dialect.name == "postgresql" else ""
        op.execute(f"DROP TRIGGER {name}{of}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION credential_book_followed()")
    op.execute("DELETE FROM credential_book WHERE is_own")
    with op.batch_alter_table("credential_book") as table:
        table.drop_constraint("uq_credential_book_told_as", type_="unique")
        table.drop_column("told_as")
        table.drop_column("is_own")
    op.execute("DELETE FROM peer_change WHERE feed = 'books'")


def triggers(dialect: str) -> list[str]:
    """As those of 0011: a book that is kept is written down in the same transaction, for the peers."""
    noted = "INSERT INTO peer_change (feed, row) VALUES ('books', NEW.told_as);"
    made = "CREATE TRIGGER credential_book_{}_followed AFTER {} ON credential_book {}"
    if dialect != "postgresql":
        does = f"WHEN EXISTS {PAIRED} BEGIN {noted} END"
        return [made.format(change.lower(), change, does) for change in ("INSERT", "UPDATE")]
    body = f"BEGIN IF EXISTS {PAIRED} THEN {noted} END IF; RETURN NULL; END"
    does = "FOR EACH ROW EXECUTE FUNCTION credential_book_followed()"
    return [
        f"CREATE FUNCTION credential_book_followed() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        *(made.format(change.lower(), change, does) for change in ("INSERT", "UPDATE")),
    ]
