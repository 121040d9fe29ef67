"""A shop as the first release left it: the schema of revision 0001, and rows entered by plain SQL in nearly every table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, text

from desktop.models.names import fold, sort_key
from desktop.storage import schema
from desktop.storage.database import Database
from desktop.storage.search import create_statements
from tests.storage.rows import KEY

Row = dict[str, Any]
AT, DAY = "2026-03-05T03:00:00.000000+00:00", "2026-03-05"
HANH, DUC = "Nguyễn Thị Hạnh", "Đặng Đức"


def _customer(number: int, name: str, phone: str, merged_into: int | None = None) -> Row:
    return {
        "id": number, "public_id": f"customer-{number}", "name": name, "phone": phone, "email": f"k{number}@example.com",
        "address": "15 Hoa Mai", "group_name": "", "benefit_note": "", "entered_on": DAY, "changed_at": AT,
        "policy_version_id": 1, "merged_into_id": merged_into, "name_folded": fold(name), "sort_key": sort_key(name),
        "phone_reversed": phone[::-1], "email_folded": f"k{number}@example.com", "address_folded": "15 hoa mai",
    }  # fmt: skip


def _consent(number: int, customer_id: int, purpose: str, decision: str) -> Row:
    return {
        "id": number, "public_id": f"consent-{number}", "customer_id": customer_id, "policy_version_id": 1, "purpose": purpose,
        "decision": decision, "decided_on": DAY, "channel": "imported", "recorded_at": AT, "recorded_by": "staff-1",
    }  # fmt: skip


POLICY: Row = {
    "id": 1, "public_id": "policy-1", "preset": "delivery", "effective_from": "2026-01-01", "created_at": AT, "complaint_amount": 30,
    "complaint_unit": "days", "complaint_start": "receipt", "complaint_clause": "7", "compensation_clause": "7",
    "joint_liability": 0, "retention_kind": "until_request", "retention_months": 0, "retention_clause": "3", "sharing_clause": "4",
}  # fmt: skip
COMPLAINT: Row = {
    "id": 1, "public_id": "complaint-1", "number": "KN-2026-0001", "customer_id": 1, "outsider_name": "", "outsider_phone": "",
    "outsider_email": "", "outsider_address": "", "outsider_delete_on": None, "policy_version_id": 1, "received_on": DAY,
    "recorded_at": AT, "channel": "counter", "category": "disclosure", "subject": "lộ số điện thoại", "text": "Có người lạ gọi.",
    "state": "decided", "evidence_complete_on": DAY, "missing_evidence": "", "checking_began_on": DAY, "data_status": "Còn lưu.",
    "cause": "Chụp phiếu.", "remedy": "Đã xóa.", "security_firm": "", "decided_on": DAY, "joint_liability": 0, "claimed": 5,
    "proven": 3, "agreed": 3, "closed_on": None,
}  # fmt: skip
LETTER: Row = {
    "id": 1, "public_id": "letter-1", "complaint_id": 1, "kind": "reply", "number": "01/2026/TL-KN", "language": "vi",
    "dated": DAY, "issued_at": AT, "audit_number": 1, "pdf": b"%PDF-1.7", "is_stale": 0, "sent_on": None, "sent_by": None,
}  # fmt: skip
EVIDENCE: Row = {
    "id": 1, "public_id": "evidence-1", "complaint_id": 1, "file_name": "0a.evidence", "original_name": "tin-nhan.png",
    "media_type": "image/png", "size": 3, "sha256": "ab", "is_receipt": 1, "added_at": AT,
}  # fmt: skip
ENTRY: Row = {
    "number": 1, "at": AT, "actor": "", "action": "shop.made", "subject": "shop", "details": "{}", "previous": "0", "digest": "1",
}  # fmt: skip
SHOP: dict[str, list[Row]] = {
    "audit_entry": [ENTRY],
    "calendar_day": [{"day": "2026-04-26", "kind": "holiday", "name": "Giỗ Tổ", "by_hand": 0}],
    "draft": [{"key": "complaint", "content": "{}", "saved_at": AT}],
    "letter_block": [{"kind": "reply", "block": "closing", "language": "vi", "text": "Thân mến."}],
    "number_series": [{"series": "complaint", "year": 2026, "last": 1}],
    "setting": [{"key": "letters.language", "value": "vi"}],
    "staff_member": [{"id": 1, "public_id": "staff-1", "name": "Lan", "active": 1}],
    "policy_version": [POLICY],
    "policy_recipient": [
        {"id": 1, "policy_version_id": 1, "kind": "shipping_partner", "fields": "name phone address", "with_consent": 1, "with_notice": 1}
    ],
    "recipient": [
        {"id": 1, "public_id": "recipient-1", "kind": "shipping_partner", "name": "Giao Nhanh Sao Mai", "active": 1},
        {"id": 2, "public_id": "recipient-2", "kind": "state_agency", "name": "Công an phường", "active": 0},
    ],
    "customer": [
        _customer(1, HANH, "0912003365"), _customer(2, DUC, "0908111222"), _customer(3, "Chị Hạnh", "0912003366", merged_into=1),
    ],
    "consent": [_consent(1, 1, "advertising", "given"), _consent(2, 1, "advertising", "withdrawn"), _consent(3, 2, "answering", "given")],
    "hold": [{"id": 1, "public_id": "hold-1", "customer_id": 1, "reason": "Tòa yêu cầu", "since": DAY, "until": None}],
    "restriction": [
        {"id": 1, "public_id": "r-1", "customer_id": 1, "kind": "no_promotions", "since": DAY, "until": None, "note": "gọi điện"},
        {"id": 2, "public_id": "r-2", "customer_id": 2, "kind": "no_calls", "since": DAY, "until": "2026-12-31", "note": ""},
    ],
    "contact": [
        {
            "id": 1, "public_id": "contact-1", "customer_id": 1, "happened_at": AT, "direction": "from_customer",
            "channel": "phone", "note": "hỏi hàng", "recorded_by": "staff-1",
        }
    ],
    "customer_merge": [
        {
            "id": 1, "public_id": "merge-1", "survivor_id": 1, "absorbed_id": 3, "merged_at": AT, "undone_at": None,
            "survivor_before": "{}", "moved": "{}",
        }
    ],
    "complaint": [COMPLAINT],
    "complaint_event": [{"id": 1, "complaint_id": 1, "at": AT, "on_day": DAY, "actor": "staff-1", "action": "received", "note": ""}],
    "evidence": [EVIDENCE],
    "fault_share": [{"id": 1, "complaint_id": 1, "party": "shop", "name": "", "percent": 100}],
    "letter": [LETTER],
    "payment": [{"id": 1, "public_id": "p-1", "complaint_id": 1, "paid_on": DAY, "amount": 3, "means": "cash", "receipt_id": 1}],
}  # fmt: skip


def opened(path: Path) -> Database:
    """A database file of the first release with all these rows."""
    database = Database(path, KEY)
    with database.connection() as connection, connection.begin():
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in create_statements():
            connection.exec_driver_sql(statement)
        for table, rows in SHOP.items():
            for row in rows:
                _insert(connection, table, row)
    return database


def kept(database: Database) -> dict[str, list[Row]]:
    """The same columns of the same tables as they stand now, in the order in which they were entered."""
    with database.connection() as connection:
        return {table: _rows(connection, table, list(rows[0])) for table, rows in SHOP.items()}


def _insert(connection: Connection, table: str, row: Row) -> None:
    columns, places = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({places})"), row)


def _rows(connection: Connection, table: str, columns: list[str]) -> list[Row]:
    names = ", ".join(f'"{name}"' for name in columns)
    found = connection.execute(text(f"SELECT {names} FROM {table} ORDER BY rowid")).mappings()
    return [dict(row) for row in found]
