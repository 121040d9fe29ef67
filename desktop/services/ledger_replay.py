"""Keeping a database in step with the ledger beside it: whoever was erased stays erased, a number that was given is not given twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.i18n import local_day
from desktop.models.audit import AuditEntry
from desktop.models.complaint import Complaint
from desktop.models.customer import Customer, CustomerMerge
from desktop.models.numbering import NumberSeries
from desktop.models.shop import Setting
from desktop.services.erasing import Taken, erase_complaint_file, erase_customers
from desktop.services.merging import part
from desktop.services.office import Office, Work, setting
from desktop.storage.files import disk_troubles_in_words
from desktop.storage.ledger import ErasedEntry, Ledger, Numbers

_SIZE = "ledger.size"
KEEP_MONTHS = "complaint.keep_months"


def replay(office: Office) -> int:
    """Erase again whoever the ledger names and the database still holds; returns how many. Costs nothing where nothing is new."""
    _follow_numbers(office)
    with office.reading() as session:
        size = int(setting(session, _SIZE, "0"))
    if size == office.ledger.size:
        return 0
    if size > office.ledger.size:
        _write_again(office)
    return _erase_again(office)


def note_size(work: Work, ledger: Ledger) -> None:
    """The database knows the ledger up to here; no setting of the owner's, so the log is not told."""
    row = work.session.get(Setting, _SIZE)
    if row is None:
        work.session.add(Setting(key=_SIZE, value=str(ledger.size)))
    else:
        row.value = str(ledger.size)


def _erase_again(office: Office) -> int:
    erased, taken = office.ledger.erased(), Taken()
    with office.writing() as work:
        keep_months = int(setting(work.session, KEEP_MONTHS, "0"))
        people = _named(work.session, Customer.public_id, erased)
        for public_id in people:
            _erase_person(work, erased[public_id], keep_months, taken)
        files = _named(work.session, Complaint.public_id, erased, Complaint.erased_on.is_(None))
        for public_id in files:
            complaint = work.session.scalars(select(Complaint).where(Complaint.public_id == public_id)).one()
            erase_complaint_file(work, complaint, erased[public_id].on, taken)
        note_size(work, office.ledger)
        work.log("ledger.replayed", "ledger", erased=len(people) + len(files))
    for name in taken.files:
        office.attachments.remove(name)
    return len(people) + len(files)


def _erase_person(work: Work, entry: ErasedEntry, keep_months: int, taken: Taken) -> None:
    """A record that an older database still holds as merged into somebody who stays is parted from them first."""
    customer = _customer(work.session, entry.subject)
    while customer is not None and customer.merged_into_id is not None:
        absorbed = CustomerMerge.absorbed_id == customer.id
        merges = select(CustomerMerge).where(absorbed, CustomerMerge.undone_at.is_(None)).order_by(CustomerMerge.id.desc())
        part(work, work.session.scalars(merges.limit(1)).one())
        work.session.flush()
    if customer is not None:
        erase_customers(work, [customer], entry.on, keep_months, taken)


def _customer(session: Session, public_id: str) -> Customer | None:
    """None where they went together with the record they were merged into."""
    return session.scalar(select(Customer).where(Customer.public_id == public_id))


def _named(session: Session, column: Any, erased: Iterable[str], *conditions: ColumnElement[bool]) -> list[str]:
    """Of the erased those whom the table still holds, records that others were merged into first."""
    wanted = func.json_each(json.dumps(list(erased))).table_valued("value")
    return list(session.scalars(select(column).where(column.in_(select(wanted.c.value)), *conditions)))


def _follow_numbers(office: Office) -> None:
    """Numbering goes on after the highest number given, whichever of the two knows it."""
    known = office.ledger.numbers()
    with office.reading() as session:
        here: Numbers = {(row.series, row.year): row.last for row in session.scalars(select(NumberSeries))}
    behind = {place: last for place, last in known.items() if last > here.get(place, 0)}
    if behind:
        with office.writing() as work:
            for place, last in behind.items():
                _move_on(work, place, last)
    if any(last > known.get(place, 0) for place, last in here.items()):
        with disk_troubles_in_words():
            office.ledger.note_numbers(here)


def _move_on(work: Work, place: tuple[str, int], last: int) -> None:
    series, year = place
    row = work.session.get(NumberSeries, place) or NumberSeries(series=series, year=year, last=0)
    work.session.add(row)
    work.log("numbers.moved_on", series, year=year, had=row.last, now=last)
    row.last = last


def _write_again(office: Office) -> None:
    """The ledger was lost or cut short: the log still names whom it held, without the hashes of phone and email."""
    known = office.ledger.erased()
    with office.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.in_(("customer.erased", "complaint.erased"))))
        lost = [ErasedEntry(subject, local_day(entry.at)) for entry in entries for subject in _subjects(entry)]
    office.ledger.add([entry for entry in lost if entry.subject not in known])


def _subjects(entry: AuditEntry) -> list[str]:
    return json.loads(entry.details).get("records", [entry.subject])
