"""One entry of the log: its hash, what it covers, how papers show it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from desktop.i18n import VIETNAM
from desktop.models.audit import GENESIS, AuditEntry

NOW = datetime(2026, 11, 21, 3, 0, 0, 5, tzinfo=UTC)


def entry(**changed: object) -> AuditEntry:
    values: dict[str, object] = {
        "number": 128,
        "at": NOW,
        "actor": "a1",
        "action": "complaint.received",
        "subject": "c1",
        "details": '{"state": "received"}',
        "previous": GENESIS,
    }
    made = AuditEntry(**{**values, **changed})
    made.seal()
    return made


def test_anyone_can_compute_the_hash_without_the_program():
    body = '[128,"2026-11-21T03:00:00.000005+00:00","a1","complaint.received","c1","{\\"state\\": \\"received\\"}"]'
    assert entry().digest == hashlib.sha256((GENESIS + body).encode()).hexdigest()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", 129),
        ("at", NOW + timedelta(microseconds=1)),
        ("actor", "a2"),
        ("action", "complaint.closed"),
        ("subject", "c2"),
        ("details", "{}"),
        ("previous", "1" * 64),
    ],
)
def test_a_changed_entry_no_longer_fits_its_hash(field, value):
    changed = entry()
    setattr(changed, field, value)
    assert changed.expected_digest() != changed.digest
    assert entry(**{field: value}).digest != entry().digest


def test_text_cannot_move_from_one_field_to_the_next():
    assert entry(actor="a", action="bc").digest != entry(actor="ab", action="c").digest
    assert entry(actor='a","b', action="c").digest != entry(actor="a", action='b","c').digest


def test_the_same_instant_in_another_zone_has_the_same_hash():
    assert entry(at=NOW.astimezone(VIETNAM)).digest == entry().digest


def test_papers_show_the_number_and_sixteen_digits_in_fours():
    made = entry()
    number, digits = made.printed().split(" · ")
    assert number == "128"
    assert [len(group) for group in digits.split()] == [4, 4, 4, 4]
    assert made.digest.startswith(digits.replace(" ", ""))
