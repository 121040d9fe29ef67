"""The log: a SHA-256 chain of entries that name things by random id and hold no personal data, so anyone may check it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base

GENESIS = "0" * 64
PRINTED_DIGITS = 16


class AuditEntry(Base):
    """Who did what to which thing and when. ``details`` is JSON of codes, never of names or numbers of people."""

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    details: Mapped[str] = mapped_column(Text, default="{}")
    previous: Mapped[str]
    digest: Mapped[str]

    def expected_digest(self) -> str:
        """The hash that this entry must carry, given the one before it."""
        body = [
            self.number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor,
            self.action,
            self.subject,
            self.details,
        ]
        text = self.previous + json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def seal(self) -> None:
        """Fix the hash."""
        self.digest = self.expected_digest()

    def printed(self) -> str:
        """``128 · 9f2c 41d0 77ab 03e5``: what papers carry."""
        head = self.digest[:PRINTED_DIGITS]
        return f"{self.number} · " + " ".join(head[i : i + 4] for i in range(0, PRINTED_DIGITS, 4))


class Draft(Base):
    """Something half written, kept so that a power cut loses nothing. Not a register: writing one leaves no log entry."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
