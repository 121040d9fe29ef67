"""Consents with their slips, recipients, disclosures, manifests: a function per table."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """New tables, those others point at first; then the columns that older tables gain."""
    _stored_file()
    _customer_extra()
    _manifest()
    _recipient_task()
    _disclosure()
    _complaint_disclosure()
    _consent()
    _recipient()
    _restriction()


def _stored_file() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("file_name", name=op.f("uq_stored_file_file_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stored_file_public_id")),
    )


def _customer_extra() -> None:
    op.create_table(
        "customer_extra",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_extra_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_extra")),
        sa.UniqueConstraint("customer_id", "field", name=op.f("uq_customer_extra_customer_id")),
    )
    op.create_index(op.f("ix_customer_extra_customer_id"), "customer_extra", ["customer_id"], unique=False)


def _manifest() -> None:
    op.create_table(
        "manifest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("ship_on", sa.Date(), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("parcels", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("saved_at", sa.String(32), nullable=True),
        sa.Column("not_sent_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_manifest_recipient_id_recipient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_manifest_public_id")),
    )
    op.create_index(op.f("ix_manifest_fingerprint"), "manifest", ["fingerprint"], unique=False)


def _recipient_task() -> None:
    op.create_table(
        "recipient_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_recipient_task_customer_id_customer")),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_recipient_task_recipient_id_recipient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient_task")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recipient_task_public_id")),
    )
    op.create_index(op.f("ix_recipient_task_customer_id"), "recipient_task", ["customer_id"], unique=False)
    op.create_index(op.f("ix_recipient_task_told_on"), "recipient_task", ["told_on"], unique=False)


def _disclosure() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("manifest_id", sa.Integer(), nullable=True),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("disclosed_on", sa.Date(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("order_reference", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=False),
        sa.Column("letter_dated", sa.Date(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("wants_notice", sa.Boolean(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("notified_by", sa.String(40), nullable=True),
        sa.Column("voided_at", sa.String(32), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_disclosure_consent_id_consent")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_disclosure_customer_id_customer")),
        sa.ForeignKeyConstraint(["letter_id"], ["stored_file.id"], name=op.f("fk_disclosure_letter_id_stored_file")),
        sa.ForeignKeyConstraint(["manifest_id"], ["manifest.id"], name=op.f("fk_disclosure_manifest_id_manifest")),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_version.id"], name=op.f("fk_disclosure_policy_version_id_policy_version")
        ),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"], name=op.f("fk_disclosure_recipient_id_recipient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_public_id")),
    )
    op.create_index(op.f("ix_disclosure_customer_id"), "disclosure", ["customer_id"], unique=False)
    op.create_index("ix_disclosure_day", "disclosure", ["disclosed_on", "id"], unique=False)
    op.create_index(op.f("ix_disclosure_manifest_id"), "disclosure", ["manifest_id"], unique=False)
    op.create_index("ix_disclosure_notice", "disclosure", ["wants_notice", "notified_on"], unique=False)
    op.create_index(op.f("ix_disclosure_recipient_id"), "disclosure", ["recipient_id"], unique=False)


def _complaint_disclosure() -> None:
    op.create_table(
        "complaint_disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(40), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_disclosure_complaint_id_complaint")),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_complaint_disclosure_disclosure_id_disclosure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_disclosure")),
        sa.UniqueConstraint("complaint_id", "disclosure_id", name=op.f("uq_complaint_disclosure_complaint_id")),
    )
    op.create_index(op.f("ix_complaint_disclosure_complaint_id"), "complaint_disclosure", ["complaint_id"], unique=False)
    op.create_index(op.f("ix_complaint_disclosure_disclosure_id"), "complaint_disclosure", ["disclosure_id"], unique=False)


def _consent() -> None:
    with op.batch_alter_table("consent") as batch_op:
        batch_op.add_column(sa.Column("slip_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_consent_slip_id_stored_file"), "stored_file", ["slip_id"], ["id"])
    columns = ["purpose", "customer_id", "decided_on", "id", "decision", "policy_version_id"]
    op.create_index("ix_consent_purpose", "consent", columns, unique=False)


def _recipient() -> None:
    with op.batch_alter_table("recipient") as batch_op:
        batch_op.add_column(sa.Column("contact", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("fields", sa.Text(), nullable=False, server_default="name phone address"))
        batch_op.add_column(sa.Column("preset", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("columns", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agreed_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("agreed_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("agreement_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_recipient_agreement_id_stored_file"), "stored_file", ["agreement_id"], ["id"])


def _restriction() -> None:
    with op.batch_alter_table("restriction") as batch_op:
        batch_op.add_column(sa.Column("recipient_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_restriction_recipient_id_recipient"), "recipient", ["recipient_id"], ["id"])
