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
from desktop.models.rights_request import RightsRequest
from desktop.services.case_files import CaseFile
from desktop.services.erasing import Taken, erase_customers, erase_file, records
from desktop.services.erasure_letters import NOBODY_TOLD
from desktop.services.erasure_register import enter_erasure, note_recipients
from desktop.services.merging import part
from desktop.services.office import Office, Work, put_note, setting
from desktop.storage.files import disk_troubles_in_words
from desktop.storage.ledger import ErasedEntry, Ledger, Numbers

_STATE, _EMPTY, _NEVER = "ledger.state", "0", "-1"


def replay(office: Office) -> int:
    """Erase again whoever the ledger names and the database still holds; returns how many. Costs nothing where nothing is new."""
    _follow_numbers(office)
    with office.reading() as session:
        known = setting(session, _STATE, _EMPTY)
    state = office.ledger.state()
    if known == state or (known == _EMPTY and not office.ledger.size):
        return 0
    _write_again(office)
    return _erase_again(office)


def note_ledger(work: Work, ledger: Ledger) -> None:
    """The database knows the ledger as it is now."""
    put_note(work, _STATE, ledger.state())


def doubt_ledger(work: Work) -> None:
    """The next replay looks at everybody in the ledger, whatever this database knew of another one."""
    put_note(work, _STATE, _NEVER)


def _erase_again(office: Office) -> int:
    erased, taken = office.ledger.erased(), Taken()
    with office.writing() as work:
        people = _named(work.session, Customer.public_id, erased)
        for public_id in people:
            _erase_person(work, public_id, erased, taken)
        gone = [subject for subject, entry in erased.items() if entry.kept_until is None]
        files = _files(work.session, gone)
        for file in files:
            erase_file(work, file, erased[file.public_id].on, taken)
        if people or files:
            _certify(work, len(people), sum(erased[one].asked for one in people), len(files), taken)
        note_ledger(work, office.ledger)
        work.log("ledger.replayed", "ledger", erased=len(people) + len(files))
    for name in taken.files:
        office.attachments.remove(name)
    return len(people) + len(files)


def _certify(work: Work, people: int, asked: int, files: int, taken: Taken) -> None:
    """What an older database did not know is certified anew, and its recipients are told."""
    erasure = enter_erasure(work)
    erasure.people, erasure.asked, erasure.complaint_files, erasure.stored_files = people, asked, files, len(taken.files)
    note_recipients(work, erasure, taken.told, NOBODY_TOLD)


def _erase_person(work: Work, public_id: str, erased: dict[str, ErasedEntry], taken: Taken) -> None:
    """Where an older database still holds them as one with somebody who stays, the records are parted first."""
    customer = _customer(work.session, public_id)
    if customer is None:
        return
    group = records(work.session, [customer.merged_into_id or customer.id])
    if any(row.public_id not in erased for row in group):
        _take_apart(work, [row.id for row in group])
    root = work.session.get_one(Customer, customer.merged_into_id or customer.id)
    erase_customers(work, [root], erased, erased[public_id].on, taken)


def _take_apart(work: Work, ids: list[int]) -> None:
    """Undo all merges among these records, the newest first: its survivor is always the record that answers for the others."""
    open_ones = (CustomerMerge.undone_at.is_(None), CustomerMerge.absorbed_id.in_(ids))
    for merge in work.session.scalars(select(CustomerMerge).where(*open_ones).order_by(CustomerMerge.id.desc())).all():
        part(work, merge)
        work.session.flush()


def _customer(session: Session, public_id: str) -> Customer | None:
    """None where they went together with the record they were merged into."""
    return session.scalar(select(Customer).where(Customer.public_id == public_id))


def _named(session: Session, column: Any, erased: Iterable[str], *conditions: ColumnElement[bool]) -> list[str]:
    """Of the erased those whom the table still holds, records that others were merged into first."""
    wanted = func.json_each(json.dumps(list(erased))).table_valued("value")
    return list(session.scalars(select(column).where(column.in_(select(wanted.c.value)), *conditions)))


def _files(session: Session, subjects: list[str]) -> list[CaseFile]:
    """Of the erased files those whose data the database still holds."""
    found: list[CaseFile] = []
    for kind in (Complaint, RightsRequest):
        names = _named(session, kind.public_id, subjects, kind.erased_on.is_(None))
        found += session.scalars(select(kind).where(kind.public_id.in_(names)).order_by(kind.id))
    return found


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
    """Where the ledger was lost, cut short or damaged, the log still names whom it held, without the hashes of phone and email."""
    known = office.ledger.erased()
    with office.reading() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action.in_(("customer.erased", "complaint.erased", "request.erased")))
        )
        lost = [ErasedEntry(subject, local_day(entry.at)) for entry in entries for subject in _subjects(entry)]
    office.ledger.add([entry for entry in lost if entry.subject not in known])


def _subjects(entry: AuditEntry) -> list[str]:
    return json.loads(entry.details).get("records", [entry.subject])
