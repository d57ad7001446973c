"""Clips that came in a pack from another server: nobody here has read them.

Revision 0033, after 0030.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

WHOLE = "state NOT IN ('approved', 'returned') OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)"
CARRIED = (
    "state NOT IN ('approved', 'returned') OR "
    "(decided_at IS NOT NULL AND (decided_by IS NOT NULL OR origin IS NOT NULL))"
)


def upgrade() -> None:
    with op.batch_alter_table("voice_clip") as table:
        table.add_column(sa.Column("origin", sa.Uuid(), nullable=True))
        table.alter_column("by_id", existing_type=sa.Uuid(), nullable=True)
        table.drop_constraint(op.f("ck_voice_clip_decision_whole"), type_="check")
        table.create_check_constraint("decision_whole", CARRIED)
        table.create_check_constraint("read_by_somebody", "(by_id IS NULL) = (origin IS NOT NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM voice_clip WHERE origin IS NOT NULL")
    with op.batch_alter_table("voice_clip") as table:
        table.drop_constraint(op.f("ck_voice_clip_read_by_somebody"), type_="check")
        table.drop_constraint(op.f("ck_voice_clip_decision_whole"), type_="check")
        table.create_check_constraint("decision_whole", WHOLE)
        table.alter_column("by_id", existing_type=sa.Uuid(), nullable=False)
        table.drop_column("origin")
