"""The planned deletion beside each customer, filled when the shop is opened, by the rules of its policy; holds say of which kind they are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """New columns, and an index over what is due."""
    with op.batch_alter_table("customer") as batch_op:
        batch_op.add_column(sa.Column("last_contact_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("delete_on", sa.Date(), nullable=True))
    with op.batch_alter_table("hold") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(40), nullable=False, server_default="law"))
    op.create_index("ix_customer_delete_on", "customer", ["delete_on", "id"], unique=False)
