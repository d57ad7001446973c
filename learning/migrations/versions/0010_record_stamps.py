"""A stamp of each person's record, by which a page that was made of it is known to hold still.

Revision 0010, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # One value for all that is there: no page of it is kept yet, and every change draws another stamp.
    op.add_column("person_summary", sa.Column("stamp", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("person_summary") as batch:
        batch.drop_column("stamp")
