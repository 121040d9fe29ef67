"""Putting a backup in the place of the shop's data: verified first, whoever was erased erased again, the old database kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, local, local_day, ngettext, number_text
from desktop.i18n import gettext as _
from desktop.models.audit import PRINTED_DIGITS, AuditEntry
from desktop.models.backup import BackupCopy
from desktop.models.numbering import formatted
from desktop.services.backup_files import AUTOMATIC, KEPT_STAMP, add_row, follow_disk, is_inside, kept_place
from desktop.services.backups import named_files
from desktop.services.ledger_replay import doubt_ledger, replay
from desktop.services.office import Office, Work, put_note
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.services.replaced import TAKEN_OVER, Replaced, catch_up, look_at, read_replaced, take_over_copies
from desktop.services.restore_checked import UNCHECKED, unchecked_since
from desktop.services.shop import read_letter_settings
from desktop.storage import backup, schema, swap, vault
from desktop.storage.attachments import Attachments
from desktop.storage.database import Database
from desktop.storage.files import disk_troubles_in_words, write_safely
from desktop.storage.head_file import HeadFile
from desktop.storage.ledger import ERASED, Ledger
from desktop.storage.vault import Key

_RESTORED, _UNDONE = "backup.restored", "backup.restore_undone"


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
class _Act:
    """What is put in place: a backup of a day, or the database from before; ``stamp``: under which the old one waits for a decision."""

    action: str
    made_on: date
    stamp: str = ""
    source: Path | None = None
    contents: backup.Contents | None = None


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
            put_note(work, KEPT_STAMP, "")
            work.log("backup.restore_confirmed", "backups")
            names = named_files(work.session)
        follow_disk(self._office)
        self._office.attachments.sweep(names)

    def unchecked_since(self) -> date | None:
        """Since which day it is not known who withdrew, refused or restricted something: the data from before could not be read."""
        with self._office.reading() as session:
            return unchecked_since(session)

    def confirm_checked(self) -> None:
        """The owner has looked through slips and messages since that day and entered what was missing: the gates open again."""
        with self._office.writing() as work:
            put_note(work, UNCHECKED, "")
            work.log("backup.papers_checked", "backups")

    def explanation(self) -> str | None:
        """What the last restore brought along, what it did not, and why numbers are missing; None where there was none."""
        with self._office.reading() as session:
            entry = _last_restore(session)
            if entry is None:
                return None
            details = json.loads(entry.details)
            day, jumps, carried = date.fromisoformat(details["made_on"]), _jumps(session, entry), _carried(session, entry)
        texts = [_("The backup of {day} was restored.").format(day=day_text(day))]
        if carried:
            texts.append(_("Still in force, though decided after it: {list}.").format(list="; ".join(carried)))
        if lost := [lost_text(*one.split("=")) for one in details.get("lost", [])]:
            texts.append(_("Entered or changed after it and not in this data: {list}.").format(list="; ".join(lost)))
        if jumps:
            texts.append(_("Numbers given after it are not used again: {numbers}.").format(numbers="; ".join(jumps)))
        return " ".join(texts)


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
            contents = manifest.contents
            _settle(shop, made, _Act(_RESTORED, local_day(contents.made_at), stamp, source, contents))


def go_back(shop: ClosedShop, kept: KeptDatabase) -> None:
    """Put the database from before the last restore back; the restored one is kept for as long as an automatic backup."""
    with disk_troubles_in_words():
        with _being_made(shop) as (made, _stamp):
            for path, name in ((kept.path, backup.DATABASE), (_journal(kept.path), backup.DATABASE + "-journal")):
                if path.is_file():
                    shutil.copyfile(path, made / name)
            _settle(shop, made, _Act(_UNDONE, kept.backup_of))
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


def _settle(shop: ClosedShop, made: Path, act: _Act) -> None:
    """Bring the new database up to date with everything that is known outside it, and read it once through."""
    database = Database(made / backup.DATABASE, shop.key)
    try:
        schema.prepare(database, shop.clock())
        replaced = read_replaced(shop.path / backup.DATABASE, shop.key, look_at(database), act.made_on)
        ledger = _united_ledger(shop, made, act.source, replaced)
        office = Office(database, Attachments(made / backup.EVIDENCE, shop.key), HeadFile(made), ledger, shop.clock, shop.actor)
        _enter(office, shop, act, replaced)
        replay(office)
        catch_up(office, replaced, lambda name: any((folder / backup.EVIDENCE / name).is_file() for folder in (made, shop.path)))
        database.check()
    finally:
        database.close()
    _journal(database.path).unlink(missing_ok=True)
    shutil.rmtree(made / schema.COPIES, ignore_errors=True)


def _enter(office: Office, shop: ClosedShop, act: _Act, replaced: Replaced) -> None:
    """What was put in place, and the backups that are known; the ledger is replayed whatever this database knew of another one."""
    head = HeadFile(shop.path).read()
    was = {"number": head.number, "head": head.digest[:PRINTED_DIGITS]} if head else {}
    with office.writing() as work:
        take_over_copies(work, replaced.copies)
        _list_source(work, shop, act)
        put_note(work, KEPT_STAMP, act.stamp)
        if not replaced.is_whole:
            put_note(work, UNCHECKED, act.made_on.isoformat())
        doubt_ledger(work)
        lost = [f"{table}={count}" for table, count in replaced.lost.items()]
        work.log(act.action, "backups", made_on=f"{act.made_on:%Y-%m-%d}", lost=lost, **was)


def _list_source(work: Work, shop: ClosedShop, act: _Act) -> None:
    """A backup is not in its own list, and the owner has to destroy it one day: it is named where it lies now."""
    if act.source is None or act.contents is None or is_inside(act.source, shop.path):
        return
    place = str(act.source.absolute())
    listed = select(BackupCopy.id).where(BackupCopy.place == place, BackupCopy.gone_on.is_(None))
    if work.session.scalar(listed.limit(1)) is None:
        add_row(work, place, act.contents.made_at, is_automatic=False, log_number=act.contents.log_number)


def _united_ledger(shop: ClosedShop, made: Path, source: Path | None, replaced: Replaced) -> Ledger:
    """The shop's own ledger, those of its backups and the log of the database that goes: one that was damaged brings nobody back."""
    Ledger(shop.path, shop.key).copy_to(made)
    ledger = Ledger(made, shop.key)
    for folder in ([source] if source else []) + _with_other_ledgers(shop.path):
        ledger.take_over(Ledger(folder, shop.key))
    known = ledger.erased()
    ledger.add([entry for entry in replaced.erased if entry.subject not in known or known[entry.subject].kept_until])
    ledger.note_numbers(replaced.numbers)
    return ledger


def _with_other_ledgers(data: Path) -> list[Path]:
    """Automatic backups, newest first, whose list is not merely an earlier state of one that is taken already: lists only grow."""
    taken, found = [_erased_in(data)], list[Path]()
    for folder in sorted((data / AUTOMATIC).glob(f"{backup.PREFIX}*"), reverse=True):
        try:
            content = _erased_in(folder)
        except OSError:  # a backup that cannot be read must not keep another one from being restored
            continue
        if not any(other.startswith(content) for other in taken):
            taken.append(content)
            found.append(folder)
    return found


def _erased_in(folder: Path) -> bytes:
    path = folder / ERASED
    return path.read_bytes() if path.is_file() else b""


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


def _carried(session: Session, restored: AuditEntry) -> list[str]:
    """What was taken over from the data before, kind by kind."""
    following = select(AuditEntry.details).where(AuditEntry.action == TAKEN_OVER, AuditEntry.number > restored.number)
    counts: dict[str, int] = json.loads(session.scalar(following.order_by(AuditEntry.number).limit(1)) or "{}")
    return [_carried_text(name, count) for name, count in counts.items() if count]


def _carried_text(name: str, n: int) -> str:
    texts = {
        "wishes": ngettext("{n} wish to be deleted", "{n} wishes to be deleted", n), "holds": ngettext("{n} hold", "{n} holds", n),
        "consents": ngettext("{n} refusal or withdrawal", "{n} refusals or withdrawals", n),
        "restrictions": ngettext("{n} restriction", "{n} restrictions", n),
        "versions": ngettext("{n} version of the policy", "{n} versions of the policy", n),
        "recipients": ngettext("{n} recipient who gets less", "{n} recipients who get less", n),
    }  # fmt: skip
    return texts[name].format(n=number_text(n))


def lost_text(table: str, count: str) -> str:
    """``3 customers``: how many of a register were entered after the backup and are not as they were there."""
    n = int(count)
    texts = {
        "customer": ngettext("{n} customer", "{n} customers", n), "contact": ngettext("{n} contact", "{n} contacts", n),
        "customer_merge": ngettext("{n} merge", "{n} merges", n), "customer_import": ngettext("{n} list read in", "{n} lists read in", n),
        "disclosure": ngettext("{n} disclosure", "{n} disclosures", n), "manifest": ngettext("{n} carrier's file", "{n} carriers' files", n),
        "recipient_task": ngettext("{n} letter to a recipient", "{n} letters to recipients", n),
        "complaint": ngettext("{n} complaint", "{n} complaints", n), "rights_request": ngettext("{n} request", "{n} requests", n),
        "incident": ngettext("{n} incident", "{n} incidents", n),
        "published_policy": ngettext("{n} published policy", "{n} published policies", n),
    }  # fmt: skip
    return texts[table].format(n=number_text(n))


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
