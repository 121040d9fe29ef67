"""Rows for tests of the store, entered without any service."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import entities as entities
from desktop.models import presets
from desktop.models.audit import GENESIS, AuditEntry
from desktop.models.base import random_id
from desktop.models.customer import Customer
from desktop.models.policy import PolicyVersion
from desktop.storage.database import Database
from desktop.storage.vault import Key

KEY = Key(bytes(range(32)))
OTHER_KEY = Key(bytes(range(1, 33)))
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def log(session: Session, action: str = "test.changed") -> None:
    """An entry of the log, so that a change may be committed."""
    number = (session.scalar(select(func.max(AuditEntry.number))) or 0) + 1
    entry = AuditEntry(number=number, at=NOW, actor="", action=action, subject="", details="{}", previous=GENESIS)
    entry.seal()
    session.add(entry)
    session.flush()


def customer(name: str, phone: str = "", email: str = "", address: str = "") -> Customer:
    return Customer(
        public_id=random_id(),
        name=name,
        phone=phone,
        email=email,
        address=address,
        entered_on=TODAY,
        changed_at=NOW,
        policy_version_id=1,
    )


def add(database: Database, *customers: Customer) -> list[int]:
    """Enter customers under one policy; returns their ids."""
    with database.writing() as session:
        if session.get(PolicyVersion, 1) is None:
            session.add(presets.policy_version("delivery", TODAY, NOW))
            session.flush()
        session.add_all(customers)
        log(session, "customer.added")
        return [row.id for row in customers]


def count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Customer)) or 0
