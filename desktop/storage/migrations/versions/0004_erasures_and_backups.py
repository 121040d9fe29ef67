"""Erasures and what is left of them, backups that were made, the customer's own wish to be deleted, holds with a ground and a letter."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """New tables first, then the columns that older tables gain."""
    _erasure()
    _erasure_notice()
    _anonymous_disclosure()
    _backup_copy()
    with op.batch_alter_table("customer", recreate="always", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("asked_deletion_on", sa.Date(), nullable=True))
    op.execute("UPDATE customer SET delete_on = NULL WHERE merged_into_id IS NOT NULL")
    with op.batch_alter_table("complaint") as batch_op:
        batch_op.add_column(sa.Column("erased_on", sa.Date(), nullable=True))
        batch_op.create_index("ix_complaint_outsider_delete_on", ["outsider_delete_on"], unique=False)
    with op.batch_alter_table("hold") as batch_op:
        batch_op.add_column(sa.Column("citation", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("letter_number", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("letter_sent_on", sa.Date(), nullable=True))


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("erased_at", sa.String(32), nullable=False),
        sa.Column("erased_by", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("complaint_files", sa.Integer(), nullable=False),
        sa.Column("stored_files", sa.Integer(), nullable=False),
        sa.Column("audit_number", sa.Integer(), nullable=False),
        sa.Column("copies_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("number", name=op.f("uq_erasure_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_public_id")),
    )


def _erasure_notice() -> None:
    op.create_table(
        "erasure_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_erasure_notice_erasure_id_erasure")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_erasure_notice_recipient_id_recipient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_notice_public_id")),
    )
    op.create_index(op.f("ix_erasure_notice_erasure_id"), "erasure_notice", ["erasure_id"], unique=False)
    op.create_index(op.f("ix_erasure_notice_told_on"), "erasure_notice", ["told_on"], unique=False)


def _anonymous_disclosure() -> None:
    op.create_table(
        "anonymous_disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("disclosed_on", sa.Date(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_anonymous_disclosure_recipient_id_recipient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anonymous_disclosure")),
    )
    op.create_index(op.f("ix_anonymous_disclosure_recipient_id"), "anonymous_disclosure", ["recipient_id"], unique=False)


def _backup_copy() -> None:
    op.create_table(
        "backup_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("log_number", sa.Integer(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_copy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_backup_copy_public_id")),
    )
    op.create_index(op.f("ix_backup_copy_gone_on"), "backup_copy", ["gone_on"], unique=False)
