"""Holds: what keeps data beyond its time, entered by hand with a reason and a last day; open complaints hold by themselves.

Once the customer has asked for deletion only a law keeps the data (O'PETIT 3), and the customer is told so in a letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.base import tidy, tidy_line
from desktop.models.choices import HoldKind
from desktop.models.complaint import Complaint
from desktop.models.consent import Hold
from desktop.models.customer import Customer
from desktop.models.numbering import formatted
from desktop.models.phones import shown
from desktop.services.customers import get_customer
from desktop.services.hold_conditions import keeps_data
from desktop.services.in_force import not_ended
from desktop.services.office import Office, Work, new_id
from desktop.services.printing import name_on_paper
from desktop.services.restrictions import hides_address
from desktop.services.shop import paper_identity, read_letter_settings, require_identity

LONGEST_REASON, LONGEST_CITATION = 500, 300
_SERIES = "hold_letter"


@dataclass(frozen=True)
class HoldRow:
    """A hold in force; ``until`` is its last day, None for one of an older program that has none.

    ``counts``: False where the customer's wish to be deleted overrides it. ``needs_letter``: it stands against that wish.
    ``letter_number`` and ``letter_sent_on`` are of the letter about the wish as it is now.
    """

    public_id: str
    kind: HoldKind
    reason: str
    since: date
    until: date | None
    citation: str = ""
    counts: bool = True
    needs_letter: bool = False
    letter_number: str = ""
    letter_sent_on: date | None = None

    @property
    def misses_letter(self) -> bool:
        """Whether the customer is still to be told."""
        return self.needs_letter and self.letter_sent_on is None

    @property
    def is_whole(self) -> bool:
        """Whether it has all that it needs: against the customer's wish a law and a last day, too."""
        return not self.needs_letter or bool(self.citation and self.until)


@dataclass(frozen=True)
class HeldBy:
    """Why data stays and up to which day; ``request_id``: the request to delete whose refusal says so."""

    kind: HoldKind
    reason: str
    until: date | None
    citation: str = ""
    request_id: int | None = None


@dataclass(frozen=True)
class ComplaintHold:
    """A complaint that holds by itself: a reply is owed (``is_open``), or ``unpaid`` đồng of what was agreed."""

    complaint_id: int
    number: str
    is_open: bool
    unpaid: int


@dataclass(frozen=True)
class Released:
    """A release, so that it can be undone: the hold and the last day that it had."""

    public_id: str
    until: date | None


class Holds:
    """Enters and releases them, and writes to customers about those that stand against their wish."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- looking --------------------------------------------------------------------------------------------------------

    def rows(self, customer_id: int) -> list[HoldRow]:
        """Those in force, oldest first."""
        query = select(Hold).where(Hold.customer_id == customer_id, not_ended(Hold, self._office.today()))
        with self._office.reading() as session:
            asked_on = session.scalar(select(Customer.asked_deletion_on).where(Customer.id == customer_id))
            return [_row(hold, asked_on) for hold in session.scalars(query.order_by(Hold.since, Hold.id))]

    def by_complaints(self, customer_id: int) -> list[ComplaintHold]:
        """The complaints that hold by themselves, oldest first."""
        query = select(Complaint).where(Complaint.customer_id == customer_id, keeps_data()).order_by(Complaint.id)
        with self._office.reading() as session:
            found = session.scalars(query)
            return [ComplaintHold(x.id, x.number, x.is_open, x.unpaid() if x.decided_on else 0) for x in found]

    def untold(self) -> tuple[int, ...]:
        """Customers whose data stays against their wish and who have not been told why, whoever asked first comes first."""
        told = or_(Hold.letter_sent_on.is_(None), Hold.letter_sent_on < Customer.asked_deletion_on)
        query = select(Customer.id).join(Hold, Hold.customer_id == Customer.id).distinct()
        query = query.where(Customer.asked_deletion_on.is_not(None), Hold.kind == HoldKind.LAW, told)
        query = query.where(not_ended(Hold, self._office.today())).order_by(Customer.asked_deletion_on, Customer.id)
        with self._office.reading() as session:
            return tuple(session.scalars(query))

    # ---- entering and releasing -----------------------------------------------------------------------------------------

    def add(self, customer_id: int, kind: HoldKind, reason: str, until: date | None, citation: str = "") -> str:
        """Keep a customer's data up to a day that is named, for a reason that is written down; returns the hold's id.

        ``citation``: the law that requires it. Against the customer's wish to be deleted nothing else holds.
        """
        with self._office.writing() as work:
            return add_hold(work, get_customer(work.session, customer_id), HeldBy(kind, reason, until, citation))

    def complete(self, hold_id: str, citation: str, until: date | None) -> None:
        """Name law and last day of a hold by law that was entered without; what the customer was told stays as it is."""
        citation, last_day = _checked_citation(citation), _checked_day(until, self._office.today())
        if not citation:
            raise UserError(_("Name the law."), "citation")
        with self._office.writing() as work:
            hold = _get(work.session, hold_id)
            if hold.kind is not HoldKind.LAW:
                raise UserError(_("Only a hold by law names a law."))
            if hold.letter_sent_on is not None:
                raise UserError(_("The customer was told of this hold. Enter another one instead."))
            hold.citation, hold.until = citation, last_day
            work.log("hold.completed", hold.public_id, until=f"{last_day:%Y-%m-%d}")

    def release(self, hold_id: str) -> Released:
        """It ended yesterday; the deletion that it blocked is due again as if it had never been there."""
        with self._office.writing() as work:
            hold = _get(work.session, hold_id)
            if hold.until is not None and hold.until < work.today:
                raise UserError(_("This hold has ended already."))
            released = Released(hold.public_id, hold.until)
            hold.until = work.today - timedelta(days=1)
            work.log("hold.released", hold.public_id)
            return released

    def undo_release(self, released: Released) -> None:
        """It holds again, up to the day that it had."""
        with self._office.writing() as work:
            hold = _get(work.session, released.public_id)
            hold.until = released.until
            work.log("hold.release_undone", hold.public_id)

    # ---- the letter -----------------------------------------------------------------------------------------------------

    def letter(self, hold_id: str) -> bytes:
        """The letter to a customer who asked for deletion: why not yet, until when. Takes a number once; made anew it keeps it."""
        from desktop.documents import hold_letter as document  # reportlab: when the first paper is made

        with self._office.writing() as work:
            hold = _get(work.session, hold_id)
            customer = get_customer(work.session, hold.customer_id)
            asked_on, until = _check_for_letter(hold, customer)
            shop, settings = require_identity(work.session), read_letter_settings(work.session)
            _number(work, hold, asked_on, settings.patterns[_SERIES])
            made = work.log("hold.letter_made", hold.public_id, number=hold.letter_number)
            address = "" if hides_address(work.session, customer.id, work.today) else customer.address
            return document.render(
                document.HoldLetter(
                    paper_identity(shop), hold.letter_number, work.today, name_on_paper(customer), shown(customer.phone), address, asked_on,
                    hold.reason, hold.citation, until, made.printed(), settings.language,
                )
            )  # fmt: skip

    def mark_sent(self, hold_id: str, on: date) -> None:
        """The customer was given the letter, or it was sent."""
        with self._office.writing() as work:
            hold = _get(work.session, hold_id)
            row = _row(hold, get_customer(work.session, hold.customer_id).asked_deletion_on)
            if not row.letter_number:
                raise UserError(_("Print the letter first."))
            if row.letter_sent_on is not None:
                raise UserError(_("This letter has been marked as sent already."))
            if on > work.today:
                raise UserError(_("This day lies in the future."), "sent_on")
            if on < hold.since:
                raise UserError(_("The hold was entered only on {day}.").format(day=day_text(hold.since)), "sent_on")
            hold.letter_sent_on = on
            work.log("hold.letter_sent", hold.public_id, on=f"{on:%Y-%m-%d}")


def add_hold(work: Work, customer: Customer, by: HeldBy) -> str:
    """A hold within a transaction that is under way; its id."""
    reason, citation = _checked_reason(by.reason), _checked_citation(by.citation)
    last_day = _checked_day(by.until, work.today)
    if by.request_id is not None and not citation:
        raise UserError(_("Name the law that the shop has to obey; the letter to the customer names it."), "citation")
    _check_against_wish(customer, by.kind, citation)
    hold = Hold(
        public_id=new_id(), customer_id=customer.id, kind=by.kind, reason=reason, since=work.today, until=last_day,
        citation=citation if by.kind is HoldKind.LAW else "", request_id=by.request_id,
    )  # fmt: skip
    work.session.add(hold)
    work.log("hold.added", hold.public_id, kind=by.kind, customer=customer.public_id, until=f"{last_day:%Y-%m-%d}")
    return hold.public_id


def holds_of(session: Session, request_id: int, today: date) -> Sequence[Hold]:
    """Holds that the refusal of a request entered, as far as they last."""
    return session.scalars(select(Hold).where(Hold.request_id == request_id, not_ended(Hold, today))).all()


def release_holds_of(work: Work, request_id: int) -> None:
    """The request is taken up again: what its refusal held is free."""
    for hold in holds_of(work.session, request_id, work.today):
        hold.until = work.today - timedelta(days=1)
        work.log("hold.released", hold.public_id)


def _get(session: Session, hold_id: str) -> Hold:
    hold = session.scalar(select(Hold).where(Hold.public_id == hold_id))
    if hold is None:
        raise UserError(_("This hold is no longer in the register."))
    return hold


def _row(hold: Hold, asked_on: date | None) -> HoldRow:
    is_law, told = hold.kind is HoldKind.LAW, not _answers_earlier_wish(hold, asked_on)
    return HoldRow(
        hold.public_id,
        hold.kind,
        hold.reason,
        hold.since,
        hold.until,
        hold.citation,
        counts=asked_on is None or is_law,
        needs_letter=asked_on is not None and is_law,
        letter_number=hold.letter_number if told else "",
        letter_sent_on=hold.letter_sent_on if told else None,
    )


def _answers_earlier_wish(hold: Hold, asked_on: date | None) -> bool:
    """Whether the letter was about a wish that was taken back since."""
    return asked_on is not None and hold.letter_sent_on is not None and hold.letter_sent_on < asked_on


def _number(work: Work, hold: Hold, asked_on: date, pattern: str) -> None:
    """The letter's number, once for each wish."""
    if not hold.letter_number or _answers_earlier_wish(hold, asked_on):
        hold.letter_number = formatted(pattern, work.next_number(_SERIES), work.today.year)
        hold.letter_sent_on = None


def _checked_reason(reason: str) -> str:
    reason = tidy(reason)
    if not reason:
        raise UserError(_("Write down why the data has to stay."), "reason")
    if len(reason) > LONGEST_REASON:
        raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_REASON), "reason")
    return reason


def _checked_citation(citation: str) -> str:
    citation = tidy_line(citation)
    if len(citation) > LONGEST_CITATION:
        raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_CITATION), "citation")
    return citation


def _checked_day(until: date | None, today: date) -> date:
    if until is None:
        raise UserError(_("Name the last day of the hold."), "until")
    if until < today:
        raise UserError(_("This day has passed."), "until")
    return until


def _check_against_wish(customer: Customer, kind: HoldKind, citation: str) -> None:
    """Whoever asked for deletion is held by a law that is named, and by nothing else."""
    if customer.asked_deletion_on is None:
        return
    if kind is not HoldKind.LAW:
        text = _("The customer asked for deletion on {day}: only a law keeps the data now.")
        raise UserError(text.format(day=day_text(customer.asked_deletion_on)), "kind")
    if not citation:
        raise UserError(_("Name the law that the shop has to obey; the letter to the customer names it."), "citation")


def _check_for_letter(hold: Hold, customer: Customer) -> tuple[date, date]:
    """The day of the wish and the last day of the hold, or a sentence that says what the letter cannot do without."""
    if customer.asked_deletion_on is None or hold.kind is not HoldKind.LAW:
        raise UserError(_("This letter is for a customer who asked for deletion and whose data a law keeps."))
    if not hold.citation or hold.until is None:
        raise UserError(_("Name the law and the last day of this hold first; the letter names them."))
    return customer.asked_deletion_on, hold.until
