"""Names as they stand on a list when it is closed and when it is decided: forgotten perhaps, never changed.

Lists that were closed before get the names of today, in the order of given names.

Revision 0032, after 0030.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SAY = "what a list says stays written"
CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}" for column in ("list_id", "dossier_id", "moment", "number")
)
SAID = " OR ".join(f"NEW.{column} IS NOT NULL" for column in ("name", "year_of_birth", "hamlet"))
LISTED = sa.text(
    "SELECT entry.list_id, entry.dossier_id, person.display_name, person.year_of_birth, "
    "trim(place.label || ' ' || place.name) AS hamlet FROM recognition_entry AS entry "
    "JOIN dossier ON dossier.id = entry.dossier_id JOIN person ON person.id = dossier.person_id "
    "LEFT JOIN place ON place.path = dossier.place AND place.kind = 'hamlet'"
).columns(sa.column("list_id", sa.Uuid()), sa.column("dossier_id", sa.Uuid()))


def upgrade() -> None:
    made = op.create_table(
        "recognition_name",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("moment", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=True),
        sa.Column("year_of_birth", sa.Integer(), nullable=True),
        sa.Column("hamlet", sa.String(120), nullable=True),
        sa.CheckConstraint("moment IN ('closed', 'decided')", name="moment_known"),
        sa.ForeignKeyConstraint(
            ["list_id", "dossier_id"],
            ["recognition_entry.list_id", "recognition_entry.dossier_id"],
            name="fk_recognition_name_list_id_dossier_id",
        ),
        sa.UniqueConstraint("list_id", "moment", "number", name="uq_recognition_name_list_id_moment_number"),
        sa.PrimaryKeyConstraint("list_id", "dossier_id", "moment", name="pk_recognition_name"),
    )
    op.create_index("ix_recognition_name_dossier_id", "recognition_name", ["dossier_id"])
    if rows := names_of_today():
        op.bulk_insert(made, rows)
    guard()


def names_of_today() -> list[dict[str, Any]]:
    """One row for each name of each list there is, numbered."""
    found = sorted(op.get_bind().execute(LISTED), key=lambda one: (str(one[0]), called(one[2]), str(one[1])))
    numbers: dict[str, int] = {}
    rows = []
    for list_id, dossier_id, name, born, hamlet in found:
        numbers[str(list_id)] = number = numbers.get(str(list_id), 0) + 1
        told = {"number": number, "name": name, "year_of_birth": born, "hamlet": begun_large(hamlet)}
        rows.append({"list_id": list_id, "dossier_id": dossier_id, "moment": "closed", **told})
    return rows


def called(name: str | None) -> list[str]:
    """By given name first."""
    return (name or "").lower().split()[::-1]


def begun_large(hamlet: str | None) -> str | None:
    """ "Ấp Bưng Tróp"."""
    return hamlet and hamlet[:1].upper() + hamlet[1:]


def guard() -> None:
    """A name may become nothing, and nothing else."""
    refuse = "EXECUTE FUNCTION list_stays_written()"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{SAY}'); END"
    op.execute(
        "CREATE TRIGGER recognition_name_is_kept BEFORE UPDATE ON recognition_name "
        f"FOR EACH ROW WHEN ({CHANGED} OR {SAID}) {refuse}"
    )
    op.execute(
        f"CREATE TRIGGER recognition_name_stays BEFORE DELETE ON recognition_name FOR EACH ROW {refuse}"
    )


def downgrade() -> None:
    op.drop_table("recognition_name")
