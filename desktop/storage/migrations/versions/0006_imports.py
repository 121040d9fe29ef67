"""Lists of customers that were read in, so that the newest one can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Two new tables, and a contact says which import brought it."""
    op.create_table(
        "customer_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("imported_at", sa.String(32), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_customer_import_public_id")),
    )
    op.create_table(
        "imported_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("noted", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["customer_import.id"], name=op.f("fk_imported_change_import_id_customer_import")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_imported_change_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_change")),
    )
    op.create_index(op.f("ix_imported_change_import_id"), "imported_change", ["import_id"], unique=False)
    op.create_index(op.f("ix_imported_change_customer_id"), "imported_change", ["customer_id"], unique=False)
    reference = "CONSTRAINT fk_contact_import_id_customer_import REFERENCES customer_import (id)"
    op.execute(f"ALTER TABLE contact ADD COLUMN import_id INTEGER {reference}")
    op.create_index(op.f("ix_contact_import_id"), "contact", ["import_id"], unique=False)
