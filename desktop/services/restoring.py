"""Putting a backup in the place of the shop's data: verified first, whoever was erased erased again, the old database kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, local, local_day
from desktop.i18n import gettext as _
from desktop.models.audit import PRINTED_DIGITS, AuditEntry
from desktop.models.backup import BackupCopy
from desktop.models.numbering import NumberSeries, formatted
from desktop.models.shop import Setting
from desktop.services.backup_files import AUTOMATIC, KEPT_STAMP, follow_disk, kept_place
from desktop.services.backups import named_files
from desktop.services.ledger_replay import replay
from desktop.services.office import Office, Work
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.services.shop import read_letter_settings
from desktop.storage import backup, schema, swap, vault
from desktop.storage.attachments import Attachments
from desktop.storage.database import Database
from desktop.storage.files import disk_troubles_in_words, write_safely
from desktop.storage.head_file import HeadFile
from desktop.storage.ledger import Ledger, Numbers
from desktop.storage.vault import Key

_RESTORED, _UNDONE = "backup.restored", "backup.restore_undone"
_LEDGER_SIZE, _NOT_REPLAYED = "ledger.size", "-1"


@dataclass(frozen=True)
class ClosedShop:
    """A data folder of which nothing is open; ``actor`` is who closed it, "" where nobody was at the counter."""

    path: Path
    key: Key
    clock: Callable[[], datetime]
    actor: str = ""


@dataclass(frozen=True)
class Candidate:
    """A backup to choose; ``problem`` says in a sentence why it cannot be used."""

    folder: Path
    made_at: datetime | None = None
    customers: int = 0
    log_number: int = 0
    problem: str = ""


@dataclass(frozen=True)
class KeptDatabase:
    """The database that a restore replaced: on which day, by the backup of which day."""

    path: Path
    replaced_on: date
    backup_of: date


@dataclass(frozen=True)
class _Replaced:
    """What the database that goes knows and the one that comes may not."""

    numbers: Numbers = field(default_factory=dict)
    copies: tuple[BackupCopy, ...] = ()


class Restoring:
    """What an open shop knows of backups to restore and of the last restore. The swap itself needs it closed: ``ShopFolder.restore``."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._data = office.database.path.parent

    def candidates(self) -> list[Candidate]:
        """The backups that the program made by itself, newest first."""
        return candidates(self._data / AUTOMATIC, self._office.database.key)

    def candidates_in(self, folder: Path) -> list[Candidate]:
        """The backups in a folder; UserError where there is none."""
        return require_some(candidates(folder, self._office.database.key), folder)

    def examine(self, folder: Path, progress: Progress = NO_PROGRESS) -> Candidate:
        """Read every byte of a backup. Raises UserError for one that must not be restored, and Cancelled."""
        with disk_troubles_in_words():
            return _candidate(folder, backup.verify(folder, self._office.database.key, progress.step).contents)

    def unconfirmed(self) -> KeptDatabase | None:
        """The database that the last restore replaced, as long as the owner has not decided about it."""
        with self._office.reading() as session:
            place, entry = kept_place(session), _last_restore(session)
            if not place or entry is None or not (self._data / place).is_file():
                return None
            return KeptDatabase(self._data / place, local_day(entry.at), date.fromisoformat(json.loads(entry.details)["made_on"]))

    def require_decided(self) -> None:
        """A second restore would make the first one's old database unreachable."""
        if self.unconfirmed():
            raise UserError(_("Decide about the last restore first: keep it, or go back to the data from before."))

    def confirm(self) -> None:
        """The restored data stays; the old database goes, and with it the evidence that only it named."""
        kept = self.unconfirmed()
        if kept is None:
            return
        with disk_troubles_in_words():
            swap.remove_kept(kept.path)
        with self._office.writing() as work:
            _put(work, KEPT_STAMP, "")
            work.log("backup.restore_confirmed", "backups")
            names = named_files(work.session)
        follow_disk(self._office)
        self._office.attachments.sweep(names)

    def explanation(self) -> str | None:
        """Why numbers are missing since the last restore; None where there was none."""
        with self._office.reading() as session:
            entry = _last_restore(session)
            if entry is None:
                return None
            day, jumps = date.fromisoformat(json.loads(entry.details)["made_on"]), _jumps(session, entry)
        if not jumps:
            return _("The backup of {day} was restored.").format(day=day_text(day))
        text = _("The backup of {day} was restored. Numbers given after it are not used again: {numbers}.")
        return text.format(day=day_text(day), numbers="; ".join(jumps))


def candidates(place: Path, key: Key | None) -> list[Candidate]:
    """The backups in a folder, newest first; without a key nothing that they say of themselves is certain yet."""
    with disk_troubles_in_words():
        found = [_look_at(folder, key) for folder in backup.find(place)]
    return sorted(found, key=lambda one: (one.made_at is not None, one.made_at, one.folder), reverse=True)


def require_some(found: list[Candidate], folder: Path) -> list[Candidate]:
    """Raises UserError where a folder holds no backup."""
    if not found:
        raise UserError(
            _("There is no backup in {folder}. Choose the folder whose name begins with “giu-loi-”.").format(folder=folder.name)
        )
    return found


def restore(shop: ClosedShop, source: Path, progress: Progress = NO_PROGRESS) -> None:
    """Put a backup in the place of what is there. Raises UserError and Cancelled; nothing was changed then."""
    with disk_troubles_in_words():
        manifest = backup.read(source, shop.key)
        with _being_made(shop) as (made, stamp):
            backup.take_over(source, manifest, made, progress.step)
            if not _can_read_key_file(shop.path):
                write_safely(made / backup.VAULT, (source / backup.VAULT).read_bytes())
            progress.step(0, 0)
            _settle(shop, made, [Ledger(source, shop.key)], stamp, _RESTORED, local_day(manifest.contents.made_at))


def go_back(shop: ClosedShop, kept: KeptDatabase) -> None:
    """Put the database from before the last restore back; the restored one is kept for as long as an automatic backup."""
    with disk_troubles_in_words():
        with _being_made(shop) as (made, _stamp):
            for path, name in ((kept.path, backup.DATABASE), (_journal(kept.path), backup.DATABASE + "-journal")):
                if path.is_file():
                    shutil.copyfile(path, made / name)
            _settle(shop, made, [], "", _UNDONE, kept.backup_of)
        swap.remove_kept(kept.path)


@contextmanager
def _being_made(shop: ClosedShop) -> Generator[tuple[Path, str]]:
    """A folder to fill, and the stamp under which the old database will be kept; at the end it takes the data's place."""
    stamp = f"{local(shop.clock()):%Y%m%d-%H%M%S}"
    made = swap.begin(shop.path)
    try:
        yield made, stamp
        backup.sync_all(made)
        swap.commit(shop.path, stamp)
    except BaseException:
        swap.abandon(shop.path)
        raise


def _settle(shop: ClosedShop, made: Path, ledgers: Sequence[Ledger], stamp: str, action: str, made_on: date) -> None:
    """Bring the new database up to date with everything that is known outside it, and read it once through."""
    ledger, replaced = _united_ledger(shop, made, ledgers), _what_goes(shop)
    ledger.note_numbers(replaced.numbers)
    head = HeadFile(shop.path).read()
    database = Database(made / backup.DATABASE, shop.key)
    try:
        schema.prepare(database, shop.clock())
        office = Office(database, Attachments(made / backup.EVIDENCE, shop.key), HeadFile(made), ledger, shop.clock, shop.actor)
        with office.writing() as work:
            _take_over_copies(work, replaced.copies)
            _put(work, KEPT_STAMP, stamp)
            _put(work, _LEDGER_SIZE, _NOT_REPLAYED)  # it may know another ledger of the same size
            was = {"number": head.number, "head": head.digest[:PRINTED_DIGITS]} if head else {}
            work.log(action, "backups", made_on=f"{made_on:%Y-%m-%d}", **was)
        replay(office)
        database.check()
    finally:
        database.close()
    _journal(database.path).unlink(missing_ok=True)
    shutil.rmtree(made / schema.COPIES, ignore_errors=True)


def _united_ledger(shop: ClosedShop, made: Path, others: Sequence[Ledger]) -> Ledger:
    Ledger(shop.path, shop.key).copy_to(made)
    ledger = Ledger(made, shop.key)
    for other in others:
        ledger.take_over(other)
    return ledger


def _what_goes(shop: ClosedShop) -> _Replaced:
    """Read the database that is replaced, which also ends what a crash left unfinished in it; nothing where it cannot be read."""
    path = shop.path / backup.DATABASE
    if not path.is_file():
        return _Replaced()
    database = Database(path, shop.key)
    try:
        if schema.version(database) != schema.HEAD:
            return _Replaced()
        with database.reading() as session:
            numbers = {(row.series, row.year): row.last for row in session.scalars(select(NumberSeries))}
            return _Replaced(numbers, tuple(session.scalars(select(BackupCopy))))
    except UserError:  # damaged: that is why it is replaced
        return _Replaced()
    finally:
        database.close()


def _take_over_copies(work: Work, copies: Sequence[BackupCopy]) -> None:
    """Copies made after the backup exist all the same, and those destroyed since are gone."""
    known = {row.public_id: row for row in work.session.scalars(select(BackupCopy))}
    for copy in copies:
        row = known.get(copy.public_id)
        if row is None:
            row = BackupCopy(public_id=copy.public_id, made_at=copy.made_at, is_automatic=copy.is_automatic, place=copy.place)
            row.log_number = copy.log_number
            work.session.add(row)
        row.gone_on = copy.gone_on


def _can_read_key_file(data: Path) -> bool:
    try:
        vault.for_a_copy(data / backup.VAULT)
    except (OSError, UserError):
        return False
    return True


def _look_at(folder: Path, key: Key | None) -> Candidate:
    try:
        return _candidate(folder, backup.read(folder, key).contents if key else backup.peek(folder))
    except UserError as problem:
        return Candidate(folder, problem=problem.message)


def _candidate(folder: Path, contents: backup.Contents) -> Candidate:
    return Candidate(folder, contents.made_at, contents.customers, contents.log_number)


def _last_restore(session: Session) -> AuditEntry | None:
    restored = select(AuditEntry).where(AuditEntry.action == _RESTORED)
    return session.scalar(restored.order_by(AuditEntry.number.desc()).limit(1))


def _jumps(session: Session, restored: AuditEntry) -> list[str]:
    """The numbers that were given after the backup, series by series: ``KN-2026-0008 to KN-2026-0010``."""
    patterns, found = read_letter_settings(session).patterns, list[str]()
    moved = select(AuditEntry).where(AuditEntry.action == "numbers.moved_on", AuditEntry.number > restored.number)
    for entry in session.scalars(moved.order_by(AuditEntry.number)):
        details, pattern = json.loads(entry.details), patterns.get(entry.subject)
        if pattern is not None:
            first, last = (formatted(pattern, number, details["year"]) for number in (details["had"] + 1, details["now"]))
            found.append(first if first == last else _("{first} to {last}").format(first=first, last=last))
    return found


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _put(work: Work, key: str, value: str) -> None:
    """The program's own note, which is no choice of the shop."""
    work.session.merge(Setting(key=key, value=value))
