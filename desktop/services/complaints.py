"""Complaints from the counter to the file: intake, the owner's work, decisions, payments, and every step guarded and logged."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, noon
from desktop.i18n import gettext as _
from desktop.models.base import tidy, tidy_line
from desktop.models.choices import OPEN_STATES, ComplaintState, Direction, PaymentMeans
from desktop.models.complaint import LARGEST_SUM, Complaint, ComplaintEvent, FaultShare, Payment, check_range, owed
from desktop.models.deadlines import add_months
from desktop.models.evidence import MOST_FILES, Evidence
from desktop.models.names import fold
from desktop.models.numbering import formatted
from desktop.models.policy import LegalClock
from desktop.services import media
from desktop.services.complaint_intake import LONGEST_NOTE, LONGEST_TEXT, Intake, check_evidence_day, checked_intake
from desktop.services.complaint_views import CaseWork, Clocks, ComplaintPage, ComplaintRow, FaultPart, page_of, row_of, work_of
from desktop.services.customers import CustomerDetails, add_contact, came_back, get_customer
from desktop.services.office import Office, Work, new_id
from desktop.services.policies import LEGAL_CODES, version_on
from desktop.services.shop import read_letter_settings
from desktop.services.shop_calendar import load_calendar
from desktop.services.stored_files import NewFile
from desktop.storage.attachments import fingerprint

State = ComplaintState
LONGEST_NAME = 200
OUTSIDER_MONTHS = 24


class Complaints:
    """The register of complaints."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- looking ------------------------------------------------------------------------------------------------

    def rows(self, typed: str = "") -> list[ComplaintRow]:
        """All complaints that fit the text (number, subject, name, phone), open ones first by their nearest clock."""
        with self._office.reading() as session:
            clocks = read_clocks(session)
            rows = [row_of(session, row, clocks) for row in session.scalars(select(Complaint))]
        words = fold(typed).split()
        return sorted((row for row in rows if _fits(row, words)), key=_urgency)

    def open_rows(self) -> list[ComplaintRow]:
        """Complaints that still want something: a reply, an acknowledgement, evidence or a payment."""
        with self._office.reading() as session:
            unsettled = or_(Complaint.state.in_(OPEN_STATES), Complaint.agreed > 0)
            clocks = read_clocks(session)
            rows = [row_of(session, row, clocks) for row in session.scalars(select(Complaint).where(unsettled))]
            return sorted((row for row in rows if row.tasks), key=_urgency)

    def page(self, complaint_id: int) -> ComplaintPage:
        """A complaint with everything its page shows."""
        with self._office.reading() as session:
            return page_of(session, _get(session, complaint_id), read_clocks(session))

    def id_of(self, number: str) -> int:
        """The complaint with this number."""
        with self._office.reading() as session:
            return session.scalars(select(Complaint.id).where(Complaint.number == number)).one()

    def evidence(self, evidence_id: int) -> bytes:
        """The bytes of a file."""
        with self._office.reading() as session:
            name = session.get_one(Evidence, evidence_id).file_name
        return self._office.attachments.read(name)

    # ---- intake ------------------------------------------------------------------------------------------------

    def receive(self, intake: Intake) -> ComplaintPage:
        """Enter a complaint: number, files and clock in one transaction. Raises FieldErrors with a sentence per field, and
        ErasedBefore for an outsider who was erased at their own request."""
        outsider = checked_intake(intake, self._office.today())
        is_back = outsider is not None and came_back(self._office, outsider, new_relationship=intake.new_relationship)
        types = [media.media_type(file.content) for file in intake.files]
        names = [self._office.attachments.write(file.content) for file in intake.files]
        with self._office.writing() as work:
            complaint = _new_complaint(work, intake, outsider)
            if is_back:
                work.log("customer.entered_anew", complaint.public_id)
            for file, kind, name in zip(intake.files, types, names, strict=True):
                _add_file(work, complaint, file, kind, name)
            if intake.customer_id is not None:
                add_contact(
                    work, intake.customer_id, noon(intake.received_on), Direction.FROM_CUSTOMER, intake.channel, complaint.number
                )
            work.session.flush()
            return page_of(work.session, complaint, read_clocks(work.session))

    def add_evidence(self, complaint_id: int, files: tuple[NewFile, ...]) -> None:
        """More files for a complaint."""
        types = [media.media_type(file.content) for file in files]
        with self._office.reading() as session:
            complaint = _get(session, complaint_id)
            complaint.require_not_erased()
            _check_count(session, complaint, len(files))
        names = [self._office.attachments.write(file.content) for file in files]
        with self._office.writing() as work:
            complaint = _get(work.session, complaint_id)
            for file, kind, name in zip(files, types, names, strict=True):
                _add_file(work, complaint, file, kind, name)

    # ---- evidence and checking -----------------------------------------------------------------------------------

    def state_evidence_complete(self, complaint_id: int, on: date) -> None:
        """The owner states the day on which the evidence was complete; a clock that waited for it starts and is never put back."""
        with self._office.writing() as work:
            complaint = _get_open(work.session, complaint_id)
            check_evidence_day(on, complaint.received_on, work.today)
            if complaint.evidence_complete_on and on > complaint.evidence_complete_on:
                raise UserError(
                    _("The time is running since {day}; it cannot be put back.").format(
                        day=day_text(complaint.evidence_complete_on)
                    ),
                    "evidence_complete_on",
                )
            complaint.evidence_complete_on, complaint.missing_evidence = on, ""
            add_step(work, complaint, "evidence_complete", on)
            if complaint.state is State.AWAITING_EVIDENCE:
                complaint.move(State.INVESTIGATING if complaint.checking_began_on else State.RECEIVED, work.today)

    def ask_for_evidence(self, complaint_id: int, missing: str) -> None:
        """Note what is missing; the complaint waits, a clock that runs does not (a complaint's promise has no pause)."""
        missing = _within(tidy(missing), LONGEST_NOTE, "missing_evidence")
        if not missing:
            raise UserError(_("Write what is missing."), "missing_evidence")
        with self._office.writing() as work:
            complaint = _get(work.session, complaint_id)
            complaint.missing_evidence = missing
            if complaint.state is not State.AWAITING_EVIDENCE:
                complaint.move(State.AWAITING_EVIDENCE, work.today)
            add_step(work, complaint, "evidence_asked", work.today)

    def begin_checking(self, complaint_id: int) -> None:
        """Record that checking began today (O'PETIT 7: at once)."""
        with self._office.writing() as work:
            complaint = _get_open(work.session, complaint_id)
            if complaint.state not in (State.RECEIVED, State.AWAITING_EVIDENCE):
                raise UserError(_("Checking has begun already."))
            complaint.move(State.INVESTIGATING, work.today)
            add_step(work, complaint, "checking_began", work.today)

    # ---- deciding -----------------------------------------------------------------------------------------------

    def save_work(self, complaint_id: int, case: CaseWork) -> None:
        """Keep findings, fault and sums as far as they are written; a decided complaint must stay whole."""
        with self._office.writing() as work:
            complaint = _get(work.session, complaint_id)
            _put_work(work, complaint, case)
            if complaint.state is State.DECIDED:
                complaint.require_whole()

    def decide(self, complaint_id: int, case: CaseWork) -> None:
        """Save the work and decide; refuses what is incomplete, field by field."""
        with self._office.writing() as work:
            complaint = _get(work.session, complaint_id)
            _put_work(work, complaint, case)
            if complaint.state is State.DECIDED:
                complaint.require_whole()
                return
            if complaint.state in (State.RECEIVED, State.AWAITING_EVIDENCE):
                complaint.move(State.INVESTIGATING, work.today)
                add_step(work, complaint, "checking_began", work.today)
            complaint.move(State.DECIDED, work.today)
            add_step(work, complaint, "decided", work.today)

    def suggested(self, case: CaseWork) -> int:
        """What follows from the proven damage and the shares, in đồng."""
        return owed(case.proven, case.fault, case.joint_liability)

    # ---- ending -------------------------------------------------------------------------------------------------

    def record_payment(
        self, complaint_id: int, on: date, amount: int, means: PaymentMeans, receipt: NewFile | None = None
    ) -> None:
        """A sum was paid; the signed receipt goes with it where there is one."""
        kind = media.media_type(receipt.content) if receipt else ""
        name = self._office.attachments.write(receipt.content) if receipt else ""
        with self._office.writing() as work:
            complaint = _get(work.session, complaint_id)
            complaint.require_not_erased()
            _check_payment(complaint, on, amount, work.today)
            payment = Payment(public_id=new_id(), paid_on=on, amount=amount, means=means)
            complaint.payments.append(payment)
            if (unsent := complaint.unsent_reply()) is not None:
                unsent.is_stale = True  # it says what is still due
            if receipt:
                payment.receipt_id = _add_file(work, complaint, receipt, kind, name, is_receipt=True).id
            add_step(work, complaint, "paid", on)

    def close(self, complaint_id: int) -> None:
        """Put the complaint in the file: replied and, where agreed, paid."""
        self._end(complaint_id, State.CLOSED, "closed", "")

    def withdraw(self, complaint_id: int, note: str) -> None:
        """The complainant takes it back; why is written down."""
        self._end(complaint_id, State.WITHDRAWN, "withdrawn", note)

    def reopen(self, complaint_id: int, note: str) -> None:
        """Take it up again; a corrected answer is a second reply."""
        self._end(complaint_id, State.INVESTIGATING, "reopened", note)

    def _end(self, complaint_id: int, target: ComplaintState, action: str, note: str) -> None:
        note = _within(tidy(note), LONGEST_NOTE, "note")
        if target is not State.CLOSED and not note:
            raise UserError(_("Write in a few words why."), "note")
        with self._office.writing() as work:
            complaint = _get(work.session, complaint_id)
            if action == "reopened" and complaint.is_open:
                raise UserError(_("This complaint is still open."))
            complaint.move(target, work.today)
            add_step(work, complaint, action, work.today, note)


def read_clocks(session: Session) -> Clocks:
    """The calendar and the law's limits for complaints."""
    limits = [session.get(LegalClock, code) for code in LEGAL_CODES]
    acknowledged, result = (clock if clock and clock.amount else None for clock in limits)
    return Clocks(load_calendar(session), acknowledged, result)


def _urgency(row: ComplaintRow) -> tuple[bool, bool, date, int]:
    deadline = row.deadline
    return (not row.is_open, deadline is None, deadline.target if row.is_open and deadline else date.max, -row.id)


def _fits(row: ComplaintRow, words: list[str]) -> bool:
    """Whether each typed word stands somewhere in number, subject, name or phone, accents or not."""
    text = fold(f"{row.number} {row.subject} {row.person.name} {row.person.phone.replace(' ', '')}")
    return all(word in text for word in words)


def _get(session: Session, complaint_id: int) -> Complaint:
    complaint = session.get(Complaint, complaint_id)
    if complaint is None:
        raise UserError(_("This complaint is no longer in the register."))
    return complaint


def _new_complaint(work: Work, intake: Intake, outsider: CustomerDetails | None) -> Complaint:
    if intake.customer_id is not None:
        get_customer(work.session, intake.customer_id)
    pattern = read_letter_settings(work.session).patterns["complaint"]
    number = formatted(pattern, work.next_number("complaint"), work.today.year)
    complaint = Complaint(
        public_id=new_id(),
        number=number,
        customer_id=intake.customer_id,
        policy=version_on(work.session, intake.received_on),
        received_on=intake.received_on,
        recorded_at=work.now,
        channel=intake.channel,
        category=intake.category,
        subject=tidy_line(intake.subject),
        text=tidy(intake.text),
        state=State.AWAITING_EVIDENCE if tidy(intake.missing_evidence) else State.RECEIVED,
        evidence_complete_on=intake.evidence_complete_on,
        missing_evidence=tidy(intake.missing_evidence),
    )
    if outsider:
        complaint.outsider_name, complaint.outsider_phone = outsider.name, outsider.phone
        complaint.outsider_email, complaint.outsider_address = outsider.email, outsider.address
        complaint.outsider_delete_on = intake.outsider_delete_on or add_months(intake.received_on, OUTSIDER_MONTHS)
    work.session.add(complaint)
    work.session.flush()
    add_step(work, complaint, "received", intake.received_on)
    return complaint


def add_step(work: Work, complaint: Complaint, action: str, on: date, note: str = "") -> None:
    """Every step stands in the complaint's history and in the log."""
    work.session.add(
        ComplaintEvent(complaint_id=complaint.id, at=work.now, on_day=on, actor=work.actor, action=action, note=note)
    )
    work.log(f"complaint.{action}", complaint.public_id, state=complaint.state)


def _add_file(work: Work, complaint: Complaint, file: NewFile, kind: str, name: str, *, is_receipt: bool = False) -> Evidence:
    if not is_receipt:
        _check_count(work.session, complaint, 1)
    row = Evidence(
        public_id=new_id(),
        complaint_id=complaint.id,
        file_name=name,
        original_name=media.short_name(file.name),
        media_type=kind,
        size=len(file.content),
        sha256=fingerprint(file.content),
        added_at=work.now,
        is_receipt=is_receipt,
    )
    work.session.add(row)
    work.session.flush()
    work.log("evidence.added", row.public_id, complaint=complaint.public_id, sha256=row.sha256)
    return row


def _check_count(session: Session, complaint: Complaint, more: int) -> None:
    present = len(
        session.scalars(select(Evidence.id).where(Evidence.complaint_id == complaint.id, Evidence.is_receipt.is_(False))).all()
    )
    if present + more > MOST_FILES:
        raise UserError(_("A complaint holds at most {n} files.").format(n=MOST_FILES), "evidence")


def _check_payment(complaint: Complaint, on: date, amount: int, today: date) -> None:
    if on > today:
        raise UserError(_("This day lies in the future."), "paid_on")
    if complaint.decided_on is None or on < complaint.decided_on:
        raise UserError(_("A payment follows a decision."), "paid_on")
    if not 1 <= amount <= LARGEST_SUM:
        raise UserError(_("Write the sum in đồng."), "amount")
    if amount > complaint.unpaid():
        raise UserError(_("This is more than is still owed."), "amount")


def _put_work(work: Work, complaint: Complaint, case: CaseWork) -> None:
    """Store what is written so far; an unsent reply that no longer fits must be made anew before it goes out."""
    if not complaint.is_open:
        raise UserError(_("This complaint has been answered. Reopen it to change the decision."))
    before = work_of(complaint)
    for field in ("data_status", "cause", "remedy"):
        setattr(complaint, field, _within(tidy(getattr(case, field)), LONGEST_TEXT, field))
    complaint.security_firm = _within(tidy_line(case.security_firm), LONGEST_NAME, "security_firm")
    parts = [FaultPart(part.party, part.percent, _within(tidy_line(part.name), LONGEST_NAME, "fault")) for part in case.fault]
    if [share.as_part() for share in complaint.fault] != parts:
        complaint.fault = [FaultShare(**asdict(part)) for part in parts]
    check_range(claimed=case.claimed, proven=case.proven, agreed=case.agreed)
    complaint.joint_liability = case.joint_liability
    complaint.claimed, complaint.proven, complaint.agreed = case.claimed, case.proven, case.agreed
    if (unsent := complaint.unsent_reply()) is not None and work_of(complaint) != before:
        unsent.is_stale = True
    work.log("complaint.work_saved", complaint.public_id)


def _within(text: str, longest: int, field: str) -> str:
    if len(text) > longest:
        raise UserError(_("This is longer than {n} characters.").format(n=longest), field)
    return text


def _get_open(session: Session, complaint_id: int) -> Complaint:
    complaint = _get(session, complaint_id)
    if not complaint.is_open:
        raise UserError(_("This complaint has been answered. Reopen it to change the decision."))
    return complaint
