"""Requests of customers and incidents with their papers, the published policy and what the owner checked of it, the law's limits."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_SHIPPED = (
    ("request_acknowledged", 2, "working_days", 0, 0),
    ("request_answer", 10, "days", 10, 1),
    ("request_answer_with_others", 15, "days", 10, 1),
    ("request_stop", 15, "days", 15, 1),
    ("request_stop_with_others", 20, "days", 15, 1),
    ("request_delete", 20, "days", 20, 1),
    ("request_delete_with_others", 30, "days", 20, 1),
)
_HOURS = (
    ("incident_attack", 24, "2024-07-01", "Luật Bảo vệ quyền lợi người tiêu dùng 19/2023/QH15", "the Consumer Protection Law 19/2023/QH15"),
    (
        "incident_breach", 72, "2026-01-01", "khoản 1 Điều 23 Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15",
        "Article 23.1 of the Personal Data Protection Law 91/2025/QH15",
    ),
)  # fmt: skip
_DECREE = ("Điều 5 Nghị định 356/2025/NĐ-CP", "Article 5 of Decree 356/2025/NĐ-CP")


def _clocks() -> None:
    """The law's limits for requests and incidents, for a shop that is at work already; a new one gets its own with its policy."""
    if not op.get_bind().scalar(sa.text("SELECT count(*) FROM policy_version")):
        return
    columns = ("code", "amount", "unit", "start", "extension", "may_pause", "source_vi", "source_en", "valid_from")
    rows = [(code, amount, unit, "receipt", more, pause, *_DECREE, "2026-01-01") for code, amount, unit, more, pause in _SHIPPED]
    rows += [(code, hours, "hours", "discovery", 0, 0, vi, en, since) for code, hours, since, vi, en in _HOURS]
    table = sa.table("legal_clock", *(sa.column(name) for name in columns))
    op.bulk_insert(table, [dict(zip(columns, row, strict=True)) for row in rows])


def upgrade() -> None:
    """New tables, the limits that count for them, and an index that finds what was given away without a consent."""
    _clause_check()
    _incident()
    _incident_authority()
    _incident_event()
    _published_policy()
    _incident_member()
    _rights_request()
    _request_event()
    _request_letter()
    _request_pause()
    _clocks()
    without_consent = sa.text("consent_id IS NULL AND voided_at IS NULL")
    op.create_index("ix_disclosure_without_consent", "disclosure", ["basis"], unique=False, sqlite_where=without_consent)


def _clause_check() -> None:
    op.create_table(
        "clause_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_check")),
        sa.UniqueConstraint("public_id", name=op.f("uq_clause_check_public_id")),
    )
    op.create_index(op.f("ix_clause_check_clause"), "clause_check", ["clause"], unique=False)


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.String(32), nullable=True),
        sa.Column("noticed_at", sa.String(32), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.Column("is_attack", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("nobody_told", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("number", name=op.f("uq_incident_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_incident_public_id")),
    )
    op.create_index(op.f("ix_incident_closed_on"), "incident", ["closed_on"], unique=False)
    op.create_index(op.f("ix_incident_noticed_at"), "incident", ["noticed_at"], unique=False)


def _incident_authority() -> None:
    op.create_table(
        "incident_authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.String(32), nullable=True),
        sa.Column("sent_by", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_authority_incident_id_incident"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_authority")),
        sa.UniqueConstraint("public_id", name=op.f("uq_incident_authority_public_id")),
    )
    op.create_index(op.f("ix_incident_authority_incident_id"), "incident_authority", ["incident_id"], unique=False)
    op.create_index(op.f("ix_incident_authority_sent_at"), "incident_authority", ["sent_at"], unique=False)


def _incident_event() -> None:
    op.create_table(
        "incident_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_event_incident_id_incident"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_event")),
    )
    op.create_index(op.f("ix_incident_event_incident_id"), "incident_event", ["incident_id"], unique=False)


def _published_policy() -> None:
    op.create_table(
        "published_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("policy_version_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("is_pasted", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_version.id"], name=op.f("fk_published_policy_policy_version_id_policy_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_policy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_published_policy_public_id")),
    )
    op.create_index(op.f("ix_published_policy_policy_version_id"), "published_policy", ["policy_version_id"], unique=False)


def _incident_member() -> None:
    op.create_table(
        "incident_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.String(40), nullable=True),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_incident_member_customer_id_customer")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_member_incident_id_incident"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_member")),
    )
    op.create_index(op.f("ix_incident_member_customer_id"), "incident_member", ["customer_id"], unique=False)
    op.create_index(op.f("ix_incident_member_incident_id"), "incident_member", ["incident_id"], unique=False)
    op.create_index(op.f("ix_incident_member_told_on"), "incident_member", ["told_on"], unique=False)


def _rights_request() -> None:
    op.create_table(
        "rights_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("outsider_name", sa.Text(), nullable=False),
        sa.Column("outsider_phone", sa.Text(), nullable=False),
        sa.Column("outsider_email", sa.Text(), nullable=False),
        sa.Column("outsider_address", sa.Text(), nullable=False),
        sa.Column("outsider_delete_on", sa.Date(), nullable=True),
        sa.Column("on_behalf", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.Column("involves_others", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("identity_check", sa.String(40), nullable=True),
        sa.Column("identity_checked_on", sa.Date(), nullable=True),
        sa.Column("identity_checked_by", sa.String(), nullable=False),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=False),
        sa.Column("refusal", sa.String(40), nullable=True),
        sa.Column("refusal_reason", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_rights_request_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
        sa.UniqueConstraint("number", name=op.f("uq_rights_request_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rights_request_public_id")),
    )
    op.create_index(op.f("ix_rights_request_customer_id"), "rights_request", ["customer_id"], unique=False)
    op.create_index(op.f("ix_rights_request_outsider_delete_on"), "rights_request", ["outsider_delete_on"], unique=False)
    op.create_index(op.f("ix_rights_request_received_on"), "rights_request", ["received_on"], unique=False)
    op.create_index(op.f("ix_rights_request_state"), "rights_request", ["state"], unique=False)


def _request_event() -> None:
    op.create_table(
        "request_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["rights_request.id"], name=op.f("fk_request_event_request_id_rights_request"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_event")),
    )
    op.create_index(op.f("ix_request_event_request_id"), "request_event", ["request_id"], unique=False)


def _request_letter() -> None:
    op.create_table(
        "request_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.String(32), nullable=False),
        sa.Column("audit_number", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_by", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["rights_request.id"], name=op.f("fk_request_letter_request_id_rights_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_letter")),
        sa.UniqueConstraint("number", name=op.f("uq_request_letter_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_request_letter_public_id")),
    )
    op.create_index(op.f("ix_request_letter_request_id"), "request_letter", ["request_id"], unique=False)


def _request_pause() -> None:
    op.create_table(
        "request_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["rights_request.id"], name=op.f("fk_request_pause_request_id_rights_request"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_pause")),
    )
    op.create_index(op.f("ix_request_pause_request_id"), "request_pause", ["request_id"], unique=False)
