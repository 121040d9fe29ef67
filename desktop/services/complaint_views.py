"""What a screen may know about a complaint: plain, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.i18n import gettext as _
from desktop.models import numbering, phones
from desktop.models.choices import Channel, ClockStart, ComplaintCategory, ComplaintState, Delivery, LetterKind, PaymentMeans
from desktop.models.complaint import Complaint, ComplaintEvent
from desktop.models.complaint import FaultPart as FaultPart
from desktop.models.customer import Customer
from desktop.models.deadlines import Deadline as Deadline
from desktop.models.deadlines import stricter
from desktop.models.evidence import Evidence
from desktop.models.policy import LegalClock
from desktop.models.working_days import WorkingCalendar


class TaskKind(StrEnum):
    """What is to be done about a complaint."""

    REPLY = "reply"
    ACKNOWLEDGE = "acknowledge"
    GET_EVIDENCE = "get_evidence"
    PAY = "pay"


@dataclass(frozen=True)
class Task:
    """A thing to do, with the deadline it runs to; None where no clock has started or none is set."""

    kind: TaskKind
    deadline: Deadline | None


@dataclass(frozen=True)
class Person:
    """Who complains; ``customer_id`` None for an outsider."""

    customer_id: int | None
    name: str
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True)
class ComplaintRow:
    """A complaint in a list; ``tasks`` nearest first."""

    id: int
    number: str
    person: Person
    category: ComplaintCategory
    subject: str
    state: ComplaintState
    received_on: date
    is_open: bool
    checking_began_on: date | None
    tasks: tuple[Task, ...]
    answered_on: date | None  # None while it is open, even if it was answered before it was taken up again
    unpaid: int

    @property
    def deadline(self) -> Deadline | None:
        """The nearest clock that runs."""
        return next((task.deadline for task in self.tasks if task.deadline), None)

    def short_number(self, today: date) -> str:
        """The number where there is little room: this year's without the year."""
        return numbering.short(self.number, today.year)


@dataclass(frozen=True)
class EvidenceRow:
    """A file of a complaint."""

    id: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class LetterRow:
    """A paper that was made."""

    id: int
    kind: LetterKind
    number: str
    dated: date
    sent_on: date | None
    sent_by: Delivery | None


@dataclass(frozen=True)
class PaymentRow:
    """A sum that was paid."""

    paid_on: date
    amount: int
    means: PaymentMeans
    receipt_id: int | None


@dataclass(frozen=True)
class EventRow:
    """A step in the complaint's history; ``actor`` a staff member's random id."""

    at: datetime
    on_day: date
    actor: str
    action: str
    note: str


@dataclass(frozen=True)
class CaseWork:
    """What the owner writes while working on a complaint: findings, fault, sums in whole đồng."""

    data_status: str = ""
    cause: str = ""
    remedy: str = ""
    security_firm: str = ""
    fault: tuple[FaultPart, ...] = ()
    joint_liability: bool = False
    claimed: int = 0
    proven: int = 0
    agreed: int = 0


@dataclass(frozen=True)
class ComplaintPage:
    """A complaint as its page shows it."""

    row: ComplaintRow
    public_id: str
    text: str
    channel: Channel
    waits_for_evidence: bool
    evidence_complete_on: date | None
    missing_evidence: str
    promise: Deadline | None
    law: Deadline | None
    acknowledgement: Deadline | None
    acknowledged_on: date | None
    acknowledged_by: Delivery | None
    promise_text: str
    clause: str
    outsider_delete_on: date | None
    erased_on: date | None
    work: CaseWork
    decided_on: date | None
    closed_on: date | None
    paid: int
    first_answered_on: date | None = None
    evidence: tuple[EvidenceRow, ...] = ()
    letters: tuple[LetterRow, ...] = ()
    payments: tuple[PaymentRow, ...] = ()
    events: tuple[EventRow, ...] = ()

    @property
    def counting(self) -> Deadline | None:
        """Of promise and law the stricter one; None while neither runs."""
        return stricter(self.promise, self.law)


@dataclass(frozen=True)
class Clocks:
    """The limits that the law lays beside the shop's promise, and the calendar they are counted on."""

    calendar: WorkingCalendar
    acknowledgement: LegalClock | None
    result: LegalClock | None


def person_of(session: Session, complaint: Complaint) -> Person:
    """The complainant by name; once erased, that it is so."""
    if complaint.erased_on is not None:
        return Person(None, _("Data erased"))
    if complaint.customer_id is not None:
        customer = session.get_one(Customer, complaint.customer_id)
        return Person(customer.id, customer.name, phones.shown(customer.phone), customer.email, customer.address)
    return Person(
        None,
        complaint.outsider_name,
        phones.shown(complaint.outsider_phone),
        complaint.outsider_email,
        complaint.outsider_address,
    )


def row_of(session: Session, complaint: Complaint, clocks: Clocks) -> ComplaintRow:
    """A complaint as lists show it."""
    return ComplaintRow(
        complaint.id,
        complaint.number,
        person_of(session, complaint),
        complaint.category,
        complaint.about(),
        complaint.state,
        complaint.received_on,
        complaint.is_open,
        complaint.checking_began_on,
        tuple(_tasks(complaint, clocks)),
        None if complaint.is_open else _sent_on(complaint, LetterKind.REPLY),
        complaint.unpaid() if complaint.decided_on else 0,
    )


def page_of(session: Session, complaint: Complaint, clocks: Clocks) -> ComplaintPage:
    """A complaint with everything its page shows."""
    policy = complaint.policy
    acknowledged = next((x for x in complaint.letters if x.kind is LetterKind.ACKNOWLEDGEMENT and x.sent_on), None)
    return ComplaintPage(
        row=row_of(session, complaint, clocks),
        public_id=complaint.public_id,
        text=complaint.text,
        channel=complaint.channel,
        waits_for_evidence=policy.complaint_start is ClockStart.RECEIPT_AND_EVIDENCE,
        evidence_complete_on=complaint.evidence_complete_on,
        missing_evidence=complaint.missing_evidence,
        promise=complaint.reply_deadline(clocks.calendar),
        law=complaint.legal_reply_deadline(clocks.result.limit() if clocks.result else None, clocks.calendar),
        acknowledgement=_acknowledgement(complaint, clocks),
        acknowledged_on=acknowledged.sent_on if acknowledged else None,
        acknowledged_by=acknowledged.sent_by if acknowledged else None,
        promise_text=policy.complaint_limit().text(),
        clause=str(policy.complaint_limit().source),
        outsider_delete_on=complaint.outsider_delete_on,
        erased_on=complaint.erased_on,
        work=work_of(complaint),
        decided_on=complaint.decided_on,
        closed_on=complaint.closed_on,
        paid=complaint.paid(),
        first_answered_on=complaint.first_answered_on(),
        evidence=_evidence(session, complaint),
        letters=tuple(LetterRow(x.id, x.kind, x.number, x.dated, x.sent_on, x.sent_by) for x in complaint.letters),
        payments=tuple(PaymentRow(x.paid_on, x.amount, x.means, x.receipt_id) for x in complaint.payments),
        events=_events(session, complaint),
    )


def work_of(complaint: Complaint) -> CaseWork:
    """The owner's part of the complaint as a plain value."""
    return CaseWork(
        complaint.data_status,
        complaint.cause,
        complaint.remedy,
        complaint.security_firm,
        tuple(share.as_part() for share in complaint.fault),
        complaint.joint_liability,
        complaint.claimed,
        complaint.proven,
        complaint.agreed,
    )


def _tasks(complaint: Complaint, clocks: Clocks) -> list[Task]:
    """What is still to be done, nearest clock first, things without a clock last; nothing once the data is erased."""
    tasks: list[Task] = []
    if complaint.erased_on is not None:
        return tasks
    if complaint.is_open:
        tasks.append(_reply_task(complaint, clocks))
        if complaint.first_answered_on() is None and not _sent_on(complaint, LetterKind.ACKNOWLEDGEMENT):
            tasks.append(Task(TaskKind.ACKNOWLEDGE, _acknowledgement(complaint, clocks)))
    if complaint.decided_on and complaint.state is not ComplaintState.WITHDRAWN and complaint.unpaid():
        tasks.append(Task(TaskKind.PAY, None))
    return sorted(tasks, key=lambda task: (task.deadline is None, task.deadline.target if task.deadline else date.max))


def _reply_task(complaint: Complaint, clocks: Clocks) -> Task:
    promise = complaint.reply_deadline(clocks.calendar)
    law = complaint.legal_reply_deadline(clocks.result.limit() if clocks.result else None, clocks.calendar)
    counting = stricter(promise, law)
    if complaint.first_answered_on() is not None:
        return Task(TaskKind.REPLY, None)
    return Task(TaskKind.REPLY if counting else TaskKind.GET_EVIDENCE, counting)


def _acknowledgement(complaint: Complaint, clocks: Clocks) -> Deadline | None:
    if clocks.acknowledgement is None:
        return None
    return complaint.acknowledgement_deadline(clocks.acknowledgement.limit(), clocks.calendar)


def _sent_on(complaint: Complaint, kind: LetterKind) -> date | None:
    days = [letter.sent_on for letter in complaint.letters if letter.kind is kind and letter.sent_on]
    return max(days, default=None)


def _evidence(session: Session, complaint: Complaint) -> tuple[EvidenceRow, ...]:
    query = select(Evidence).where(Evidence.complaint_id == complaint.id, Evidence.is_receipt.is_(False)).order_by(Evidence.id)
    return tuple(EvidenceRow(x.id, x.original_name, x.media_type, x.size) for x in session.scalars(query))


def _events(session: Session, complaint: Complaint) -> tuple[EventRow, ...]:
    query = select(ComplaintEvent).where(ComplaintEvent.complaint_id == complaint.id).order_by(ComplaintEvent.id.desc())
    return tuple(EventRow(x.at, x.on_day, x.actor, x.action, x.note) for x in session.scalars(query))
