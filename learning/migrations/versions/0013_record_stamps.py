"""A stamp of each person's record, by which a page that was made of it is known to hold still.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # One value for all that is there: no page of it is kept yet, and every change draws another stamp.
    op.add_column("person_summary", sa.Column("stamp", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("person_summary") as batch:
        batch.drop_column("stamp")
