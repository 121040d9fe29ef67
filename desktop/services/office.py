"""What every service works with: the open shop, its clock, the person at the counter, and one transaction per public method."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.i18n import local_day
from desktop.models.audit import GENESIS, AuditEntry
from desktop.models.base import random_id
from desktop.models.numbering import NumberSeries
from desktop.models.shop import Setting
from desktop.storage.attachments import Attachments
from desktop.storage.database import Database
from desktop.storage.head_file import HeadFile, LogHead
from desktop.storage.ledger import Ledger, Numbers


class Work:
    """One writing transaction: its session, its instant, and the log."""

    def __init__(self, session: Session, now: datetime, actor: str) -> None:
        self.session = session
        self.now = now
        self.today = local_day(now)
        self.actor = actor
        self.last_entry: AuditEntry | None = None
        self.numbers: Numbers = {}
        self._holds_back = False

    def log(self, action: str, subject: str, **details: str | int | list[str]) -> AuditEntry:
        """Add an entry to the chain. ``details`` are codes and counts, never anything about a person."""
        last = self.last_entry or self.session.scalar(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1))
        entry = AuditEntry(
            number=last.number + 1 if last else 1,
            at=self.now,
            actor=self.actor,
            action=action,
            subject=subject,
            details=json.dumps(details, ensure_ascii=False, sort_keys=True),
            previous=last.digest if last else GENESIS,
        )
        entry.seal()
        self.session.add(entry)
        if not self._holds_back:
            self.session.flush()
        self.last_entry = entry
        return entry

    @contextmanager
    def many_entries(self) -> Generator[None]:
        """Rows and entries made in the block reach the database together at its end: thousands would pay for a flush each."""
        self._holds_back = True
        try:
            yield
        finally:
            self._holds_back = False
        self.session.flush()

    def next_number(self, series: str) -> int:
        """The next number of a series in this year, taken in this transaction."""
        row = self.session.get(NumberSeries, (series, self.today.year))
        if row is None:
            row = NumberSeries(series=series, year=self.today.year, last=0)
            self.session.add(row)
        self.numbers[series, row.year] = row.take()
        return self.numbers[series, row.year]


@dataclass
class Office:
    """An open shop. ``actor`` is the random id of whoever was picked at unlock."""

    database: Database
    attachments: Attachments
    head_file: HeadFile
    ledger: Ledger
    clock: Callable[[], datetime]
    actor: str = ""
    _head_is_ours: bool | None = None
    _beside: Lock = field(default_factory=Lock)  # one thread at a time writes the files beside the database

    def now(self) -> datetime:
        """The instant, from the one clock of the program."""
        return self.clock()

    def today(self) -> date:
        """The Vietnamese day."""
        return local_day(self.clock())

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A session that only looks."""
        with self.database.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Generator[Work]:
        """The transaction of one public method; when it has committed, the log's head is remembered outside."""
        with self.database.writing() as session:
            work = Work(session, self.now(), self.actor)
            yield work
        with suppress(OSError), self._beside:  # behind is normal; the commit has happened and must not look as if it had not
            if work.last_entry is not None and self._may_write_head():
                self.head_file.write(LogHead(work.last_entry.number, work.last_entry.digest))
            if work.numbers:
                self.ledger.note_numbers(work.numbers)

    def accept_log(self) -> None:
        """The owner knows that this database is not the newest and goes on with it."""
        self._head_is_ours = True
        with self.writing() as work:
            work.log("log.accepted", "log")

    def _may_write_head(self) -> bool:
        """An older database put back by hand must not wipe the proof that there was a newer one."""
        if self._head_is_ours is None:
            self._head_is_ours = self.log_is_whole()
        return self._head_is_ours

    def log_is_whole(self) -> bool:
        """Whether the database still holds the entry whose hash was remembered outside."""
        head = self.head_file.read()
        if head is None:
            return True
        with self.reading() as session:
            digest = session.scalar(select(AuditEntry.digest).where(AuditEntry.number == head.number))
            return digest == head.digest


def setting(session: Session, key: str, default: str) -> str:
    """A choice of the shop."""
    row = session.get(Setting, key)
    return row.value if row else default


def put_setting(work: Work, key: str, value: str) -> None:
    """Remember a choice of the shop and log that it changed."""
    put_note(work, key, value)
    work.log("setting.changed", key)


def put_note(work: Work, key: str, value: str) -> None:
    """Remember something of the program's own beside the choices of the shop, within a transaction that logs what it does."""
    work.session.merge(Setting(key=key, value=value))


def entry_count(session: Session) -> int:
    """How long the log is."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def new_id() -> str:
    """A random public id."""
    return random_id()
