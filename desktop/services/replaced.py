"""What the database that a restore replaces knows and the one that comes may not: erasures, numbers, copies, wishes and holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.errors import UserError
from desktop.i18n import local_day
from desktop.models.audit import AuditEntry
from desktop.models.backup import BackupCopy
from desktop.models.base import Base
from desktop.models.consent import Hold
from desktop.models.customer import Customer
from desktop.models.numbering import NumberSeries
from desktop.services.among import is_among
from desktop.services.carried import Kept, Protection, own_ids, people, put, read_protection, take_over_protection, with_records
from desktop.services.in_force import not_ended
from desktop.services.office import Office, Work
from desktop.services.restore_fates import NAMED
from desktop.services.retention import follow
from desktop.storage import schema
from desktop.storage.database import Database
from desktop.storage.ledger import ErasedEntry, Numbers
from desktop.storage.vault import Key

TAKEN_OVER = "wishes.taken_over"
_ERASED = ("customer.erased", "complaint.erased")
_MARKS = {
    "customer": "changed_at",
    "complaint": "state",
    "rights_request": "state",
    "disclosure": "voided_at",
    "recipient_task": "told_on",
    "incident": "closed_on",
}
_HELD = ("kind", "reason", "since", "until", "citation", "letter_number", "letter_sent_on")


@dataclass
class Replaced:
    """``wishes``: when customers asked for deletion, by random id, None where they did not or took it back.

    ``lost``: by name of a table how many were entered since that the new database does not hold. ``is_whole``: all of it was read.
    """

    erased: list[ErasedEntry] = field(default_factory=list[ErasedEntry])
    numbers: Numbers = field(default_factory=dict)
    copies: Sequence[BackupCopy] = ()
    wishes: dict[str, date | None] = field(default_factory=dict[str, date | None])
    holds: list[Kept[Hold]] = field(default_factory=list[Kept[Hold]])
    protection: Protection = field(default_factory=Protection)
    lost: dict[str, int] = field(default_factory=dict[str, int])
    is_whole: bool = False


@dataclass(frozen=True)
class Known:
    """What the database that comes holds: who has asked for deletion, and by table how each thing that may be lost stands there."""

    askers: list[str]
    marks: dict[str, dict[str, object]]


# ---- reading -------------------------------------------------------------------------------------------------------------


def look_at(database: Database) -> Known:
    """What the database that comes holds."""
    with database.reading() as session:
        asked = session.scalars(select(Customer.public_id).where(Customer.asked_deletion_on.is_not(None)))
        return Known(list(asked), {table: _marks_in(session, table) for table in NAMED})


def read_replaced(path: Path, key: Key, known: Known, since: date) -> Replaced:
    """Read a database that is being replaced, as far as that can be done; this also ends what a crash left unfinished in it.

    ``since``: the day on which the two parted.
    """
    found = Replaced()
    if not path.is_file():
        return found
    database = Database(path, key)
    try:
        with suppress(UserError):  # damaged: that is why it is replaced
            if schema.version(database) == schema.HEAD:
                with database.reading() as session:
                    _read(session, found, known, since)
    finally:
        database.close()
    return found


def _read(session: Session, found: Replaced, known: Known, since: date) -> None:
    """Most important first, should a part of it be unreadable."""
    found.erased = _erased(session)
    found.numbers = {(row.series, row.year): row.last for row in session.scalars(select(NumberSeries))}
    found.copies = session.scalars(select(BackupCopy)).all()
    found.wishes = _wishes(session, known.askers)
    read_protection(session, found.protection, since)
    found.holds = with_records(session, Hold, not_ended(Hold, since - timedelta(days=1)))
    gone = {entry.subject for entry in found.erased}
    found.lost = {table: count for table in NAMED if (count := _count_lost(session, table, known.marks[table], gone))}
    found.is_whole = True


def _count_lost(session: Session, table: str, known: dict[str, object], gone: set[str]) -> int:
    """How many came or went on since; whoever was erased is not lost."""
    marks = _marks_in(session, table)
    return sum(
        public_id not in gone and (public_id not in known or known[public_id] != mark) for public_id, mark in marks.items()
    )


def _marks_in(session: Session, table: str) -> dict[str, object]:
    """By random id what changes when such a thing goes on."""
    columns = Base.metadata.tables[table].c
    mark = columns[_MARKS[table]] if table in _MARKS else literal("")
    return {row[0]: row[1] for row in session.execute(select(columns.public_id, mark))}


def _erased(session: Session) -> list[ErasedEntry]:
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action.in_(_ERASED)))
    return [
        ErasedEntry(subject, local_day(entry.at))
        for entry in entries
        for subject in json.loads(entry.details).get("records", [entry.subject])
    ]


def _wishes(session: Session, asked: Sequence[str]) -> dict[str, date | None]:
    """Of everybody who has asked by either database; a merged record has the wish of the one that answers for it."""
    main: Any = aliased(Customer)
    own = func.coalesce(Customer.merged_into_id, Customer.id)
    query = select(Customer.public_id, main.asked_deletion_on).join(main, main.id == own)
    either = or_(main.asked_deletion_on.is_not(None), is_among(Customer.public_id, asked))
    return dict(session.execute(query.where(either)).all())


# ---- taking over ---------------------------------------------------------------------------------------------------------


def take_over_copies(work: Work, copies: Sequence[BackupCopy]) -> None:
    """Copies made after the backup exist all the same, and those destroyed since are gone."""
    known = {row.public_id: row for row in work.session.scalars(select(BackupCopy))}
    for copy in copies:
        row = known.get(copy.public_id)
        if row is None:
            row = BackupCopy(public_id=copy.public_id, made_at=copy.made_at, is_automatic=copy.is_automatic, place=copy.place)
            row.log_number = copy.log_number
            work.session.add(row)
        row.keep_until, row.gone_on = copy.keep_until, copy.gone_on


def catch_up(office: Office, replaced: Replaced, has_file: Callable[[str], bool]) -> None:
    """What customers wished or took back since, and what a law keeps since, counts on for whoever the restored database holds."""
    with office.writing() as work:
        taken = take_over_protection(work, replaced.protection, has_file)
        wishes, holds = _take_over_wishes(work.session, replaced.wishes), _take_over_holds(work.session, replaced.holds)
        if wishes:
            follow(work, *wishes)
        counts = {"wishes": len(wishes), "holds": holds, **taken.counts()}
        if any(counts.values()):
            work.log(TAKEN_OVER, "backups", **{name: count for name, count in counts.items() if count})


def _take_over_wishes(session: Session, wishes: dict[str, date | None]) -> list[int]:
    """Whose wish is another one now; records that are one here have the earliest wish of any of them."""
    days, changed = dict[int, list[date | None]](), list[int]()
    for row in session.scalars(select(Customer).where(is_among(Customer.public_id, wishes))):
        days.setdefault(row.merged_into_id or row.id, []).append(wishes[row.public_id])
    for customer_id, asked in days.items():
        main = session.get_one(Customer, customer_id)
        if main.public_id not in wishes:
            asked.append(main.asked_deletion_on)
        asked_on = min((day for day in asked if day), default=None)
        if main.asked_deletion_on != asked_on:
            main.asked_deletion_on = asked_on
            changed.append(customer_id)
    return changed


def _take_over_holds(session: Session, holds: Sequence[Kept[Hold]]) -> int:
    """How many came or are different."""
    ids = [kept.row.public_id for kept in holds]
    known = {row.public_id: row for row in session.scalars(select(Hold).where(is_among(Hold.public_id, ids)))}
    mains = people(session, (record for kept in holds for record in kept.records))
    return sum(_take_over_hold(session, kept, known.get(kept.row.public_id), mains) for kept in holds)


def _take_over_hold(session: Session, kept: Kept[Hold], row: Hold | None, mains: dict[str, int]) -> int:
    values = {name: getattr(kept.row, name) for name in _HELD}
    if row is not None:
        return int(put(row, values))
    new = [Hold(public_id=public_id, customer_id=customer, **values) for public_id, customer in own_ids(kept, mains)]
    session.add_all(new)
    return len(new)
