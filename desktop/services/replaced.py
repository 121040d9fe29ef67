"""What the database that a restore replaces knows and the one that comes may not: erasures, numbers, copies, wishes and holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.errors import UserError
from desktop.i18n import local_day
from desktop.models.audit import AuditEntry
from desktop.models.backup import BackupCopy
from desktop.models.consent import Hold
from desktop.models.customer import Customer
from desktop.models.numbering import NumberSeries
from desktop.services.in_force import not_ended
from desktop.services.office import Office, Work
from desktop.services.retention import follow
from desktop.storage import schema
from desktop.storage.database import Database
from desktop.storage.ledger import ErasedEntry, Numbers
from desktop.storage.vault import Key

_ERASED = ("customer.erased", "complaint.erased")
_HELD = ("kind", "reason", "since", "until", "citation", "letter_number", "letter_sent_on")


@dataclass(frozen=True)
class KeptHold:
    """A hold and the random ids of its customer's records, the one that answers for the others first."""

    hold: Hold
    records: list[str] = field(default_factory=list[str])


@dataclass
class Replaced:
    """``wishes``: when customers asked for deletion, by random id, None where they did not or took it back."""

    erased: list[ErasedEntry] = field(default_factory=list[ErasedEntry])
    numbers: Numbers = field(default_factory=dict)
    copies: Sequence[BackupCopy] = ()
    wishes: dict[str, date | None] = field(default_factory=dict[str, date | None])
    holds: list[KeptHold] = field(default_factory=list[KeptHold])


# ---- reading -------------------------------------------------------------------------------------------------------------


def askers(database: Database) -> list[str]:
    """Who has asked for deletion by a database, by random id."""
    with database.reading() as session:
        return list(session.scalars(select(Customer.public_id).where(Customer.asked_deletion_on.is_not(None))))


def read_replaced(path: Path, key: Key, asked: Sequence[str], since: date) -> Replaced:
    """Read a database that is being replaced, as far as that can be done; this also ends what a crash left unfinished in it.

    ``asked``: who has asked by the other database; ``since``: the day on which the two parted.
    """
    found = Replaced()
    if not path.is_file():
        return found
    database = Database(path, key)
    try:
        with suppress(UserError):  # damaged: that is why it is replaced
            if schema.version(database) == schema.HEAD:
                with database.reading() as session:
                    _read(session, found, asked, since)
    finally:
        database.close()
    return found


def _read(session: Session, found: Replaced, asked: Sequence[str], since: date) -> None:
    """Most important first, should a part of it be unreadable."""
    found.erased = _erased(session)
    found.numbers = {(row.series, row.year): row.last for row in session.scalars(select(NumberSeries))}
    found.copies = session.scalars(select(BackupCopy)).all()
    found.wishes = _wishes(session, asked)
    found.holds = _holds(session, since)


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
    either = or_(main.asked_deletion_on.is_not(None), _among(Customer.public_id, asked))
    return dict(session.execute(query.where(either)).all())


def _holds(session: Session, since: date) -> list[KeptHold]:
    """In force on that day or later; one that was released ended the day before."""
    theirs = or_(Customer.id == Hold.customer_id, Customer.merged_into_id == Hold.customer_id)
    query = select(Hold, Customer.public_id).join(Customer, theirs).where(not_ended(Hold, since - timedelta(days=1)))
    found = dict[str, KeptHold]()
    for hold, record in session.execute(query.order_by(Hold.id, Customer.merged_into_id.is_not(None), Customer.id)):
        found.setdefault(hold.public_id, KeptHold(hold)).records.append(record)
    return list(found.values())


def _among(column: Any, values: Iterable[str]) -> ColumnElement[bool]:
    """However many there are."""
    wanted = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(wanted.c.value))


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


def catch_up(office: Office, replaced: Replaced) -> None:
    """What customers wished since and what a law keeps since counts on, for whoever the restored database holds."""
    if not replaced.wishes and not replaced.holds:
        return
    with office.writing() as work:
        wishes, holds = _take_over_wishes(work.session, replaced.wishes), _take_over_holds(work.session, replaced.holds)
        if wishes:
            follow(work, *wishes)
        if wishes or holds:
            work.log("wishes.taken_over", "backups", wishes=len(wishes), holds=holds)


def _take_over_wishes(session: Session, wishes: dict[str, date | None]) -> list[int]:
    """Whose wish is another one now; records that are one here have the earliest wish of any of them."""
    days, changed = dict[int, list[date | None]](), list[int]()
    for row in session.scalars(select(Customer).where(_among(Customer.public_id, wishes))):
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


def _take_over_holds(session: Session, holds: Sequence[KeptHold]) -> int:
    """How many came or are different."""
    known = {row.public_id: row for row in session.scalars(select(Hold).where(_among(Hold.public_id, _ids(holds))))}
    people = select(Customer).where(_among(Customer.public_id, [record for kept in holds for record in kept.records]))
    customers = {row.public_id: row.merged_into_id or row.id for row in session.scalars(people)}
    return sum(_take_over_hold(session, kept, known.get(kept.hold.public_id), customers) for kept in holds)


def _take_over_hold(session: Session, kept: KeptHold, row: Hold | None, customers: dict[str, int]) -> bool:
    values = {name: getattr(kept.hold, name) for name in _HELD}
    customer_id = next((customers[record] for record in kept.records if record in customers), None)
    if row is None and customer_id is not None:
        session.add(Hold(public_id=kept.hold.public_id, customer_id=customer_id, **values))
        return True
    if row is None or all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True


def _ids(holds: Sequence[KeptHold]) -> list[str]:
    return [kept.hold.public_id for kept in holds]
