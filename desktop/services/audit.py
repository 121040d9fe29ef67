"""The log: shown to the owner, checked entry by entry, compared with what papers carry, written into a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from desktop.models.audit import AuditEntry
from desktop.models.base import tidy_line
from desktop.services.audit_chain import HeadComparison, LogCheck, compare_head, follow_chain, newest_number, standing_to
from desktop.services.audit_history import HistoryFilter, HistoryPage, Person, people, read_page
from desktop.services.office import Office
from desktop.services.progress import NO_PROGRESS, Progress


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
        return follow_chain(self._office).first_broken

    def about(self, subject: str) -> list[LogLine]:
        """Entries that name a thing, newest first."""
        with self._office.reading() as session:
            query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.number.desc())
            return [_line(entry) for entry in session.scalars(query)]

    # ---- reading --------------------------------------------------------------------------------------------------------

    def people(self) -> list[Person]:
        """Who may have been at the counter."""
        with self._office.reading() as session:
            return people(session)

    def page(
        self, wanted: HistoryFilter | None = None, older_than: int | None = None, progress: Progress = NO_PROGRESS
    ) -> HistoryPage:
        """The newest entries that fit, or those below a number. Raises UserError for what cannot be looked for, Cancelled."""
        return read_page(self._office, wanted or HistoryFilter(), older_than, progress)

    def export(self, wanted: HistoryFilter, path: Path, progress: Progress = NO_PROGRESS) -> int:
        """Write all entries that fit into a file, CSV or PDF by its name; returns how many. Raises UserError, Cancelled."""
        from desktop.services.audit_export import export

        return export(self._office, wanted, path, progress)

    # ---- checking -------------------------------------------------------------------------------------------------------

    def verify(self, progress: Progress = NO_PROGRESS) -> LogCheck:
        """Follow the chain from the first entry to the last and compare it with the head kept outside. Raises Cancelled."""
        beside = standing_to(self._office.head_file.read(), self._office)
        chain = follow_chain(self._office, progress)
        return LogCheck(chain.entries, chain.printed, chain.first_broken, beside)

    def compare(self, head: str) -> HeadComparison:
        """How a head that stands on a paper fits the log. Raises UserError (``head``) for what is no head."""
        return compare_head(self._office, tidy_line(head))

    def newest(self) -> int:
        """The number of the newest entry."""
        return newest_number(self._office)


def _line(entry: AuditEntry) -> LogLine:
    return LogLine(entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.printed())
