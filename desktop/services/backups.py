"""Backups: made by the program every day and on leaving, made by the owner wherever she wants, kept for so many days and then removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop import __version__
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import local, local_day
from desktop.models.audit import GENESIS, AuditEntry
from desktop.models.backup import BackupCopy
from desktop.models.customer import Customer
from desktop.models.evidence import Evidence
from desktop.models.stored_file import StoredFile
from desktop.services import backup_files
from desktop.services.backup_copies import KEEP_DAYS, OlderCopies, goes_on, keep_days, older_copies
from desktop.services.backup_files import AUTOMATIC, add_row, is_beside_the_data, is_inside, last_automatic
from desktop.services.drafts import kept_files
from desktop.services.office import Office, put_setting
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.storage import backup, schema, vault
from desktop.storage.backup import Contents
from desktop.storage.database import Database
from desktop.storage.files import disk_troubles_in_words, write_safely
from desktop.storage.head_file import HeadFile, LogHead

LEAST_DAYS, MOST_DAYS = 7, 365
_NO_NEWS = ("dashboard.last_seen", "clock.seen")  # settings that change by looking


@dataclass(frozen=True)
class BackupMade:
    """Where it lies, how many evidence files it has, when it was made."""

    folder: Path
    files: int
    made_at: datetime


@dataclass(frozen=True)
class BackupRow:
    """A backup in the list. ``is_outside``: not beside the data, but where the owner put it; ``until``: the day it is removed by itself."""

    public_id: str
    made_at: datetime
    place: str
    is_automatic: bool
    is_outside: bool
    is_there: bool
    path: Path
    until: date | None
    gone_on: date | None


class Backups:
    """Makes, lists and removes them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._data = office.database.path.parent

    # ---- making ---------------------------------------------------------------------------------------------------------

    def make_automatic(self, progress: Progress = NO_PROGRESS) -> BackupMade:
        """One beside the data; evidence is shared with it, because evidence is never rewritten. Raises Cancelled."""
        return self._make(self._data / AUTOMATIC, progress, is_automatic=True)

    def make_in(self, folder: Path, progress: Progress = NO_PROGRESS) -> BackupMade:
        """One into a folder or onto a USB stick; UserError where it would be lost together with the data. Raises Cancelled."""
        if is_inside(folder, self._data):
            raise UserError(_("Choose another place: a copy inside the data folder would be lost together with it."))
        return self._make(folder, progress, is_automatic=False)

    def keep_current(self, progress: Progress = NO_PROGRESS) -> None:
        """At the first opening of a day: one backup, then those that were kept long enough go. Raises Cancelled."""
        if self.is_due():
            self.make_automatic(progress)
        self.remove_old()

    def is_due(self) -> bool:
        """Whether none was made by the program today."""
        with self._office.reading() as session:
            last = last_automatic(session)
            return last is None or local_day(last.made_at) != self._office.today()

    def has_news(self) -> bool:
        """Whether anything was entered since the program made one."""
        with self._office.reading() as session:
            last = last_automatic(session)
            later = (or_(AuditEntry.number > last.log_number, AuditEntry.at > last.made_at),) if last else ()
            counts = (AuditEntry.action.not_like("backup.%"), AuditEntry.subject.not_in(_NO_NEWS), *later)
            return session.scalar(select(AuditEntry.number).where(*counts).limit(1)) is not None

    def _make(self, place: Path, progress: Progress, *, is_automatic: bool) -> BackupMade:
        now, office = self._office.now(), self._office
        target = place / f"{backup.PREFIX}{local(now):%Y%m%d-%H%M%S}"
        with disk_troubles_in_words(), backup.being_made(target, office.database.key, progress.step) as part:
            contents = self._fill(part, now, progress, may_link=is_automatic)
            backup.seal(part, office.database.key, contents, progress.step)
        with office.writing() as work:
            where = f"{AUTOMATIC}/{target.name}" if is_automatic else str(target)
            row = add_row(work, where, now, is_automatic=is_automatic, log_number=contents.log_number)
            work.log("backup.made", row.public_id, automatic=int(is_automatic))
        return BackupMade(target, len(backup.evidence_in(target / backup.EVIDENCE)), now)

    def _fill(self, part: Path, now: datetime, progress: Progress, *, may_link: bool) -> Contents:
        """Evidence before and after the snapshot: what is added or dropped meanwhile is not missed."""
        source, target = self._data / backup.EVIDENCE, part / backup.EVIDENCE
        backup.take_evidence(source, target, backup.evidence_in(source), progress.step, may_link=may_link)
        self._office.database.vacuum_into(part / backup.DATABASE, lambda: progress.step(0, 0))
        snapshot = self._look_into(part / backup.DATABASE, now)
        backup.take_evidence(source, target, snapshot.named, progress.step, may_link=may_link)
        for name in set(backup.evidence_in(target)) - set(snapshot.named):
            (target / name).unlink()
        _require_whole(snapshot, target)
        self._office.ledger.copy_to(part)
        HeadFile(part).write(LogHead(snapshot.contents.log_number, snapshot.contents.log_digest))
        write_safely(part / backup.VAULT, vault.for_a_copy(self._data / backup.VAULT))
        return snapshot.contents

    def _look_into(self, path: Path, now: datetime) -> _Snapshot:
        database = Database(path, self._office.database.key)
        try:
            with database.reading() as session:
                last = session.scalar(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1))
                number, digest = (last.number, last.digest) if last else (0, GENESIS)
                customers = session.scalar(select(func.count()).select_from(Customer).where(Customer.merged_into_id.is_(None)))
                contents = Contents(__version__, schema.HEAD, now, number, digest, customers or 0)
                kept = [*session.scalars(select(Evidence)), *session.scalars(select(StoredFile))]
                return _Snapshot(contents, {row.file_name: row.original_name for row in kept}, named_files(session))
        finally:
            database.close()

    # ---- keeping --------------------------------------------------------------------------------------------------------

    def keep_days(self) -> int:
        """How many days an automatic backup is kept."""
        with self._office.reading() as session:
            return keep_days(session)

    def set_keep_days(self, days: int) -> None:
        """Another number of days. Fewer count for those that exist now, too; more only from now on: certificates named the day."""
        if not LEAST_DAYS <= days <= MOST_DAYS:
            raise UserError(_("Choose {least} to {most} days.").format(least=LEAST_DAYS, most=MOST_DAYS), "keep_days")
        with self._office.writing() as work:
            put_setting(work, KEEP_DAYS, str(days))
            mine = (BackupCopy.is_automatic, BackupCopy.gone_on.is_(None))
            for row in work.session.scalars(select(BackupCopy).where(*mine)):
                row.keep_until = goes_on(row, days)

    def remove_old(self) -> int:
        """Remove what was kept long enough, the newest automatic one never; returns how many went."""
        return backup_files.remove_old(self._office)

    def mark_destroyed(self, public_id: str, on: date) -> None:
        """The owner destroyed a copy that lay elsewhere."""
        with self._office.writing() as work:
            row = work.session.scalars(select(BackupCopy).where(BackupCopy.public_id == public_id)).one()
            if on > work.today:
                raise UserError(_("This day lies in the future."), "on")
            row.gone_on = on
            work.log("backup.destroyed", row.public_id, on=f"{on:%Y-%m-%d}")

    # ---- asking ---------------------------------------------------------------------------------------------------------

    def rows(self) -> list[BackupRow]:
        """All of them, newest first; looks onto the disk where they should lie."""
        with self._office.reading() as session:
            days = keep_days(session)
            newest_first = select(BackupCopy).order_by(BackupCopy.made_at.desc(), BackupCopy.id.desc())
            return [self._row(row, days) for row in session.scalars(newest_first)]

    def last(self) -> datetime | None:
        """When the last backup was made, wherever it lies."""
        made = [row.made_at for row in self.rows() if row.is_outside or row.place.startswith(f"{AUTOMATIC}/")]
        return max(made, default=None)

    def days_since_outside(self) -> int | None:
        """Days since a copy was made that a broken computer does not take along; None while there is none."""
        made = [row.made_at for row in self.rows() if row.is_outside and row.gone_on is None]
        return (self._office.today() - local_day(max(made))).days if made else None

    def older_copies(self) -> OlderCopies:
        """Until when, and where, backups hold what the shop's own database does not hold any more."""
        with self._office.reading() as session:
            return older_copies(session, self._office.now())

    def _row(self, row: BackupCopy, days: int) -> BackupRow:
        path = self._data / row.place
        is_there = row.gone_on is None and path.exists()
        until = goes_on(row, days) if row.is_automatic and row.gone_on is None else None
        is_outside = not is_beside_the_data(row.place)
        return BackupRow(row.public_id, row.made_at, row.place, row.is_automatic, is_outside, is_there, path, until, row.gone_on)


@dataclass(frozen=True)
class _Snapshot:
    """``required`` maps the files of registers to the names they came with; ``named`` has those of drafts as well."""

    contents: Contents
    required: dict[str, str]
    named: list[str]


def named_files(session: Session) -> list[str]:
    """Every stored file that a register or a draft names."""
    return [*session.scalars(select(Evidence.file_name)), *kept_files(session), *session.scalars(select(StoredFile.file_name))]


def _require_whole(snapshot: _Snapshot, evidence: Path) -> None:
    """A backup without a file that the registers name is no backup."""
    missing = [name for file, name in snapshot.required.items() if not (evidence / file).is_file()]
    if missing:
        names = ", ".join(missing[:3])
        raise UserError(
            _("Files are missing from the data folder: {names}. Put it back from your last copy first.").format(names=names)
        )
