"""The log: verified entry by entry, listed for the owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desktop.models.audit import GENESIS, AuditEntry
from desktop.services.office import Office


@dataclass(frozen=True)
class LogLine:
    """One entry as a list shows it; ``actor`` is the random id of a staff member."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    printed: str


class Audit:
    """Reads and checks the chain."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def first_broken(self) -> int | None:
        """The number of the first entry that does not follow from the one before; None when the chain is whole."""
        with self._office.reading() as session:
            previous = GENESIS
            for number, entry in enumerate(session.scalars(select(AuditEntry).order_by(AuditEntry.number)), start=1):
                if entry.number != number or entry.previous != previous or entry.digest != entry.expected_digest():
                    return number
                previous = entry.digest
        return None

    def about(self, subject: str) -> list[LogLine]:
        """Entries that name a thing, newest first."""
        with self._office.reading() as session:
            query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.number.desc())
            return [_line(entry) for entry in session.scalars(query)]


def _line(entry: AuditEntry) -> LogLine:
    return LogLine(entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.printed())
