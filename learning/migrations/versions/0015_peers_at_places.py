"""What goes to a peer is bound to a place: who may be told to it, and what people decided about profiles.

Revision 0015, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("peer", "peer_invite"):
        op.add_column(table, sa.Column("place", sa.String(200), nullable=True))
    op.create_table(
        "peer_reach",
        sa.Column("peer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_theirs", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["peer_id"], ["peer.id"], name="fk_peer_reach_peer_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_peer_reach_person_id"),
        sa.PrimaryKeyConstraint("peer_id", "person_id", name="pk_peer_reach"),
    )
    op.create_table(
        "peer_decision",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("over", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_peer_decision_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_peer_decision"),
    )


def downgrade() -> None:
    op.drop_table("peer_decision")
    op.drop_table("peer_reach")
    for table in ("peer_invite", "peer"):
        op.drop_column(
            table, "place"
        )  # in place: a table that is made anew would break the triggers that ask it
