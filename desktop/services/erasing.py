"""Taking one person's data out of every table, within a transaction that is under way. The only place that knows where data lies.

Rows about a person are deleted, not emptied: with ``secure_delete`` their bytes are overwritten in the file. What stays points at
nobody: a complaint's number, days and outcome, and that a recipient was told something on a day.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from desktop.models.base import Base
from desktop.models.choices import ComplaintState, RequestState
from desktop.models.complaint import Complaint, ComplaintEvent, FaultShare, Payment
from desktop.models.consent import Consent, Hold, Restriction
from desktop.models.contact import Contact
from desktop.models.customer import Customer, CustomerExtra, CustomerMerge
from desktop.models.customer_import import ImportedChange
from desktop.models.deadlines import add_months
from desktop.models.disclosure import ComplaintDisclosure, Disclosure, Manifest, RecipientTask
from desktop.models.erasure import AnonymousDisclosure
from desktop.models.evidence import Evidence
from desktop.models.incident import IncidentMember
from desktop.models.letter import Letter, RequestLetter
from desktop.models.rights_request import RequestEvent, RightsRequest
from desktop.models.stored_file import StoredFile
from desktop.services.case_files import CaseFile
from desktop.services.drafts import forget_drafts
from desktop.services.office import Work
from desktop.storage.ledger import ErasedEntry, Ledger

ROWS: tuple[type[Base], ...] = (Disclosure, RecipientTask, Consent, Restriction, Hold, Contact, CustomerExtra, ImportedChange)
_TEXTS = (
    "outsider_name", "outsider_phone", "outsider_email", "outsider_address", "subject", "text", "missing_evidence", "data_status",
    "cause", "remedy", "security_firm",
)  # fmt: skip
_REQUEST_TEXTS = (
    "outsider_name", "outsider_phone", "outsider_email", "outsider_address", "on_behalf", "authority", "text", "topics", "wanted",
    "outcome", "extension_reason", "refusal_reason",
)  # fmt: skip


@dataclass
class Taken:
    """What an erasure took: the encrypted files to remove after the commit, and how many people each recipient was told about."""

    files: list[str] = field(default_factory=list[str])
    told: Counter[int] = field(default_factory=Counter[int])


def ledger_entries(session: Session, people: Sequence[Customer], ledger: Ledger, on: date, keep_months: int) -> list[ErasedEntry]:
    """What the ledger keeps of customers: an entry for each record, for each merged into it, and for what became of each complaint."""
    asked = {person.id for person in people if person.asked_deletion_on is not None}
    rows = records(session, [person.id for person in people])
    complaints = session.scalars(select(Complaint).where(Complaint.customer_id.in_([row.id for row in rows]))).all()
    return [
        *(ErasedEntry(row.public_id, on, _main(row) in asked, _traces(row, ledger)) for row in rows),
        *(ErasedEntry(x.public_id, on, kept_until=kept_until(x, on, keep_months)) for x in complaints),
    ]


def records(session: Session, customer_ids: Sequence[int]) -> Sequence[Customer]:
    """The customers' own records and those merged into them."""
    theirs = or_(Customer.id.in_(customer_ids), Customer.merged_into_id.in_(customer_ids))
    return session.scalars(select(Customer).where(theirs).order_by(Customer.id)).all()


def erase_customers(work: Work, people: Sequence[Customer], entries: Mapping[str, ErasedEntry], on: date, taken: Taken) -> None:
    """Everything about these customers and the records merged into them; complaint files stay where the ledger's entries keep them."""
    session = work.session
    rows = records(session, [person.id for person in people])
    ids = [row.id for row in rows]
    _let_complaints_go(work, {row.id: row for row in rows}, entries, on, taken)
    forget_drafts(session, taken.files, {text for row in rows for text in _marks(row)}, {str(number) for number in ids})
    for request in session.scalars(select(RightsRequest).where(RightsRequest.customer_id.in_(ids))).all():
        erase_request(work, request, on)
    touched = update(IncidentMember).where(IncidentMember.customer_id.in_(ids)).values(customer_id=None)
    session.execute(touched.execution_options(synchronize_session=False))
    _blank_manifests(session, ids)
    _make_anonymous(session, rows, taken)
    papers = _papers(session, ids)
    for kind in ROWS:
        theirs = delete(kind).where(kind.__table__.c.customer_id.in_(ids))
        session.execute(theirs.execution_options(synchronize_session=False))
    _drop_papers(session, papers, taken)
    _forget_in_merges(session, rows)
    for person in people:
        work.log("customer.erased", person.public_id, records=[row.public_id for row in rows if _main(row) == person.id])
    session.execute(delete(Customer).where(Customer.id.in_(ids)).execution_options(synchronize_session="fetch"))


def erase_complaint_file(work: Work, complaint: Complaint, on: date, taken: Taken) -> None:
    """Leave number, days and outcome of a complaint; one that an older database still holds as open is closed."""
    session = work.session
    _drop_evidence(session, complaint.id, taken)
    forget_drafts(
        session,
        taken.files,
        {complaint.outsider_name, complaint.outsider_phone, complaint.outsider_email},
        set(),
        f"complaint.{complaint.public_id}",
    )
    session.execute(delete(ComplaintDisclosure).where(ComplaintDisclosure.complaint_id == complaint.id))
    session.execute(delete(Letter).where(Letter.complaint_id == complaint.id))
    for kind, blank in ((ComplaintEvent, {"note": ""}), (FaultShare, {"name": ""})):
        session.execute(update(kind).where(kind.complaint_id == complaint.id).values(**blank))
    values: dict[str, Any] = dict.fromkeys(_TEXTS, "")
    values |= {"customer_id": None, "outsider_delete_on": None, "erased_on": on}
    if complaint.is_open:
        values |= {"state": ComplaintState.CLOSED, "closed_on": on}
    session.execute(update(Complaint).where(Complaint.id == complaint.id).values(**values))
    work.log("complaint.erased", complaint.public_id)


def erase_file(work: Work, file: CaseFile, on: date, taken: Taken) -> None:
    """The file of somebody outside the register."""
    if isinstance(file, Complaint):
        erase_complaint_file(work, file, on, taken)
    else:
        erase_request(work, file, on)


def erase_request(work: Work, request: RightsRequest, on: date) -> None:
    """Leave number, kind, days and outcome of a request; with the data gone, nothing in it is open any more."""
    session = work.session
    forget_drafts(
        session,
        [],
        {request.outsider_name, request.outsider_phone, request.outsider_email},
        set(),
        f"request.{request.public_id}",
    )
    session.execute(delete(RequestLetter).where(RequestLetter.request_id == request.id))
    session.execute(update(RequestEvent).where(RequestEvent.request_id == request.id).values(note=""))
    values: dict[str, Any] = dict.fromkeys(_REQUEST_TEXTS, "")
    values |= {"customer_id": None, "outsider_delete_on": None, "erased_on": on}
    if request.is_open:
        values |= {"state": RequestState.DONE, "ended_on": on}
    session.execute(update(RightsRequest).where(RightsRequest.id == request.id).values(**values))
    work.log("request.erased", request.public_id)


def kept_until(complaint: Complaint, on: date, keep_months: int) -> date | None:
    """Until when the shop keeps the file of an answered complaint on its own ground; None: it goes with the customer."""
    until = add_months(complaint.ended_on(), keep_months) if keep_months else on
    return until if until > on else None


def _let_complaints_go(
    work: Work, people: dict[int, Customer], entries: Mapping[str, ErasedEntry], on: date, taken: Taken
) -> None:
    for complaint in work.session.scalars(select(Complaint).where(Complaint.customer_id.in_(people))).all():
        entry, customer = entries.get(complaint.public_id), people[complaint.customer_id or 0]
        if entry is None or entry.kept_until is None:
            erase_complaint_file(work, complaint, on, taken)
        else:
            _put_by(work.session, complaint, customer, entry)


def _put_by(session: Session, complaint: Complaint, customer: Customer, entry: ErasedEntry) -> None:
    """A file that is kept for a time stands on its own from now on; one that an older database still holds as open is closed."""
    session.execute(delete(ComplaintDisclosure).where(ComplaintDisclosure.complaint_id == complaint.id))
    if complaint.is_open:
        complaint.state, complaint.closed_on = ComplaintState.CLOSED, entry.on
    complaint.customer_id, complaint.outsider_delete_on = None, entry.kept_until
    complaint.outsider_name, complaint.outsider_phone = customer.name, customer.phone
    complaint.outsider_email, complaint.outsider_address = customer.email, customer.address
    session.flush()


def _forget_in_merges(session: Session, rows: Sequence[Customer]) -> None:
    """Merges of the erased go; others of the same survivor may hold what was once filled in from them."""
    ids = [row.id for row in rows]
    shared = select(CustomerMerge.survivor_id).where(CustomerMerge.absorbed_id.in_(ids))
    session.execute(delete(CustomerMerge).where(CustomerMerge.survivor_id.in_(ids)))
    theirs = {text for row in rows for text in (row.phone, row.email, row.address) if text}
    for merge in session.scalars(select(CustomerMerge).where(CustomerMerge.survivor_id.in_(shared))).all():
        before: dict[str, str] = json.loads(merge.survivor_before)
        merge.survivor_before = json.dumps({name: "" if text in theirs else text for name, text in before.items()})
    session.flush()
    session.execute(delete(CustomerMerge).where(CustomerMerge.absorbed_id.in_(ids)))


def _main(row: Customer) -> int:
    """The record that answers for this one."""
    return row.merged_into_id or row.id


def _traces(customer: Customer, ledger: Ledger) -> tuple[str, ...]:
    values = (("phone", customer.phone), ("email", customer.email_folded))
    return tuple(ledger.trace(kind, value) for kind, value in values if value)


def _marks(customer: Customer) -> list[str]:
    """By what a half-written form may name somebody."""
    return [customer.name, customer.phone, customer.email]


def _make_anonymous(session: Session, people: Sequence[Customer], taken: Taken) -> None:
    """Disclosures that were really made leave day, recipient and kinds of data, tied to nobody; who was told is counted."""
    main = {row.id: _main(row) for row in people}
    mine = Disclosure.customer_id.in_(main)
    columns = (Disclosure.customer_id, Disclosure.recipient_id, Disclosure.disclosed_on, Disclosure.fields, Disclosure.basis)
    rows = session.execute(select(*columns).where(mine, Disclosure.voided_at.is_(None)).order_by(Disclosure.id)).mappings().all()
    if rows:
        left = [{name: value for name, value in row.items() if name != "customer_id"} for row in rows]
        session.execute(insert(AnonymousDisclosure), left)
    taken.told.update(recipient for _person, recipient in {(main[row["customer_id"]], row["recipient_id"]) for row in rows})
    gone = ComplaintDisclosure.disclosure_id.in_(select(Disclosure.id).where(mine))
    session.execute(delete(ComplaintDisclosure).where(gone))


def _papers(session: Session, ids: Sequence[int]) -> set[int]:
    """Signed slips and agencies' letters to which these people's rows point."""
    slips = select(Consent.slip_id).where(Consent.customer_id.in_(ids), Consent.slip_id.is_not(None))
    letters = select(Disclosure.letter_id).where(Disclosure.customer_id.in_(ids), Disclosure.letter_id.is_not(None))
    return {paper for paper in (*session.scalars(slips), *session.scalars(letters)) if paper is not None}


def _blank_manifests(session: Session, ids: Sequence[int]) -> None:
    """A carrier's file that names the person is not kept any longer; that it was made, stays."""
    named = select(Disclosure.manifest_id).where(Disclosure.customer_id.in_(ids), Disclosure.manifest_id.is_not(None))
    manifests = list(session.scalars(named.distinct()))
    if manifests:
        session.execute(update(Manifest).where(Manifest.id.in_(manifests)).values(content=b"", fingerprint=""))


def _drop_evidence(session: Session, complaint_id: int, taken: Taken) -> None:
    session.execute(update(Payment).where(Payment.complaint_id == complaint_id).values(receipt_id=None))
    taken.files += session.scalars(select(Evidence.file_name).where(Evidence.complaint_id == complaint_id))
    session.execute(delete(Evidence).where(Evidence.complaint_id == complaint_id))


def _drop_papers(session: Session, papers: Iterable[int], taken: Taken) -> None:
    """Slips and letters to which nothing points any more."""
    for paper_id in papers:
        others = [
            select(Consent.id).where(Consent.slip_id == paper_id),
            select(Disclosure.id).where(Disclosure.letter_id == paper_id),
        ]
        if all(session.scalar(other.limit(1)) is None for other in others):
            taken.files += session.scalars(select(StoredFile.file_name).where(StoredFile.id == paper_id))
            session.execute(delete(StoredFile).where(StoredFile.id == paper_id))
