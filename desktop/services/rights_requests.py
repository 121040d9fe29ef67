"""Requests about a customer's own data, from intake to the end: who asks, how they were recognised, waiting, more time, refusal.

What each kind does is in ``request_work``; the papers are in ``request_papers``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from desktop.errors import FieldErrors, UserError
from desktop.i18n import day_text, noon
from desktop.i18n import gettext as _
from desktop.models.base import tidy, tidy_line
from desktop.models.choices import (
    OPEN_REQUESTS,
    Channel,
    Direction,
    HoldKind,
    IdentityCheck,
    RequestKind,
    RequestRefusal,
    RequestState,
    RestrictionKind,
    TellingMeans,
)
from desktop.models.customer import Customer
from desktop.models.deadlines import add_months
from desktop.models.letter import RequestLetter
from desktop.models.names import fold
from desktop.models.numbering import formatted
from desktop.models.policy import LegalClock
from desktop.models.rights_request import CLOCK_CODES, RequestEvent, RightsRequest
from desktop.services.complaints import OUTSIDER_MONTHS
from desktop.services.customers import CustomerDetails, add_contact, checked_details, get_customer
from desktop.services.erasures import drop_wish, put_wish
from desktop.services.hold_conditions import owes_telling
from desktop.services.holds import HeldBy, add_hold, release_holds_of
from desktop.services.office import Office, Work, new_id
from desktop.services.request_views import WISH, RequestClocks, RequestPage, RequestRow, page_of, row_of
from desktop.services.shop import read_letter_settings
from desktop.services.shop_calendar import YEARS_BACK, load_calendar

Kind, State = RequestKind, RequestState
LONGEST_TEXT, LONGEST_NOTE, LONGEST_NAME = 5000, 1000, 200
CHOOSING = frozenset({Kind.WITHDRAW, Kind.OBJECT})


@dataclass(frozen=True)
class RequestIntake:
    """A request as it came in: by a customer (``customer_id``) or somebody outside the register (``outsider``).

    ``topics``: codes to withdraw or object to; ``wishes``: stricter wishes that an objection asks for; ``wanted``: the details as
    they should be. ``on_behalf``: who asks for the customer, with the paper that gives them the authority.
    """

    kind: RequestKind
    channel: Channel
    received_on: date
    text: str = ""
    customer_id: int | None = None
    outsider: CustomerDetails | None = None
    on_behalf: str = ""
    authority: str = ""
    topics: tuple[str, ...] = ()
    wishes: tuple[RestrictionKind, ...] = ()
    wanted: CustomerDetails | None = None
    involves_others: bool = False


class RequestOpen(UserError):
    """The same request is open already; ``existing`` is its id."""

    def __init__(self, message: str, existing: int) -> None:
        super().__init__(message, "kind")
        self.existing = existing


class RightsRequests:
    """The register of requests."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- looking --------------------------------------------------------------------------------------------------------

    def rows(self, typed: str = "") -> list[RequestRow]:
        """All requests that fit the text (number, kind, name, phone), open ones first by their nearest clock."""
        words = fold(typed).split()
        with self._office.reading() as session:
            clocks = read_request_clocks(session, self._office.today())
            rows = [row_of(session, row, clocks) for row in session.scalars(select(RightsRequest))]
        return sorted((row for row in rows if _fits(row, words)), key=_urgency)

    def open_rows(self) -> list[RequestRow]:
        """Requests that still want something, an answer or the sending of a letter; nearest clock first."""
        with self._office.reading() as session:
            clocks = read_request_clocks(session, self._office.today())
            unsent = exists(RequestLetter.id).where(RequestLetter.request_id == RightsRequest.id, RequestLetter.sent_on.is_(None))
            query = select(RightsRequest).where(or_(RightsRequest.state.in_(OPEN_REQUESTS), owes_telling(), unsent))
            return sorted((row_of(session, row, clocks) for row in session.scalars(query)), key=_urgency)

    def of_customer(self, customer_id: int) -> list[RequestRow]:
        """One customer's requests, newest first."""
        with self._office.reading() as session:
            clocks = read_request_clocks(session, self._office.today())
            query = select(RightsRequest).where(RightsRequest.customer_id == customer_id).order_by(RightsRequest.id.desc())
            return [row_of(session, row, clocks) for row in session.scalars(query)]

    def page(self, request_id: int) -> RequestPage:
        """A request with everything its page shows."""
        with self._office.reading() as session:
            return page_of(session, get_request(session, request_id), read_request_clocks(session, self._office.today()))

    # ---- intake ---------------------------------------------------------------------------------------------------------

    def receive(self, intake: RequestIntake) -> RequestPage:
        """Enter a request. Raises FieldErrors with a sentence per field, RequestOpen where the same one is open."""
        outsider, wanted = _checked(intake, self._office.today())
        with self._office.writing() as work:
            if intake.customer_id is not None:
                _refuse_second(work.session, intake, get_customer(work.session, intake.customer_id).id)
            request = _new_request(work, intake, outsider, wanted)
            if intake.customer_id is not None:
                add_contact(
                    work, intake.customer_id, noon(intake.received_on), Direction.FROM_CUSTOMER, intake.channel, request.number
                )
            return page_of(work.session, request, read_request_clocks(work.session, work.today))

    def found_customer(self, request_id: int, customer_id: int) -> None:
        """Somebody thought to be outside the register is in it after all."""
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            if request.customer_id is not None:
                raise UserError(_("This request belongs to a customer already."))
            request.customer_id = get_customer(work.session, customer_id).id
            request.outsider_name = request.outsider_phone = request.outsider_email = request.outsider_address = ""
            request.outsider_delete_on = None
            add_contact(work, customer_id, noon(request.received_on), Direction.FROM_CUSTOMER, request.channel, request.number)
            if request.identity_check is not None:
                _begin_deletion(work, request)
            add_request_step(work, request, "customer_found")

    # ---- steps ----------------------------------------------------------------------------------------------------------

    def acknowledge(self, request_id: int, on: date) -> None:
        """The customer was told that it came in."""
        with self._office.writing() as work:
            note_acknowledged(work, _open(work.session, request_id), on)

    def check_identity(self, request_id: int, how: IdentityCheck, on: date) -> None:
        """Who asks is certain. A deletion that was asked for is due from the day of the request on."""
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            request.check_identity(how, on, work.actor, work.today)
            _begin_deletion(work, request)
            add_request_step(work, request, "identity_checked", on)

    def begin(self, request_id: int) -> None:
        """Somebody works on it from today on."""
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            if request.state is State.WAITING:
                raise UserError(_("The shop waits for the customer. Write what they answered, and when."))
            request.move(State.IN_PROGRESS, work.today)
            add_request_step(work, request, "begun")

    def answer_came(self, request_id: int, on: date, text: str) -> None:
        """What the customer answered, and when: the clock runs on from that day."""
        text = within(tidy(text), LONGEST_NOTE, "customer_answer")
        if not text:
            raise UserError(_("Write what the customer answered."), "customer_answer")
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            if request.state is not State.WAITING:
                raise UserError(_("The shop does not wait for the customer now."))
            asked_on = _asked_on(work.session, request)
            if on > work.today:
                raise UserError(_("This day lies in the future."), "answered_on")
            if on < asked_on:
                raise UserError(_("The customer was asked only on {day}.").format(day=day_text(asked_on)), "answered_on")
            request.move(State.IN_PROGRESS, on)
            add_request_step(work, request, "answer_came", on, text)

    def mark_asked(self, request_id: int, on: date, by: TellingMeans) -> None:
        """The customer was asked without a letter: from now on the clock stands still."""
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            if not request.owes_question:
                raise UserError(_("The customer was asked already."))
            _check_day(on, _asked_on(work.session, request), work.today)
            request.asked(on)
            add_request_step(work, request, "asked", on, by.value)

    def mark_told(self, request_id: int, on: date, by: TellingMeans) -> None:
        """The customer was told how it ended, or that more time is needed, without a letter of the program."""
        with self._office.writing() as work:
            request = get_request(work.session, request_id)
            request.require_not_erased()
            action = "told" if request.owes_telling else "extension_told"
            request.tell(on, by, work.today)
            add_request_step(work, request, action, on, by.value)

    def wait(self, request_id: int, question: str) -> None:
        """Something has to be asked; once the customer was asked, the clock stands still until they answer."""
        question = within(tidy(question), LONGEST_NOTE, "question")
        if not question:
            raise UserError(_("Write what the customer is asked."), "question")
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            request.move(State.WAITING, work.today)
            add_request_step(work, request, "waiting", note=question)

    def extend(self, request_id: int, reason: str) -> None:
        """More time, once; the letter about it is still to be sent."""
        reason = within(tidy(reason), LONGEST_NOTE, "extension_reason")
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            clocks = read_request_clocks(work.session, work.today)
            limit = clocks.limits.get(request.clock_code())
            if limit is None:
                raise UserError(_("No limit is set for this kind of request, so there is nothing to extend."))
            deadline = clocks.deadline(request)
            if deadline is not None and deadline.is_late(work.today):
                raise UserError(_("The time has run out; it cannot be extended any more."))
            request.extend(reason, work.today, limit)
            add_request_step(work, request, "extended", note=reason)

    def involve_others(self, request_id: int, involved: bool) -> None:
        """Whether a recipient or a processor has to take part, for which the law gives more time."""
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            request.involves_others = involved
            add_request_step(work, request, "others_involved" if involved else "others_not_involved")

    def refuse(self, request_id: int, code: RequestRefusal, reason: str, citation: str = "", until: date | None = None) -> None:
        """Say no. A wish to be deleted goes with it; where a law keeps the data, a hold stands against it up to its last day."""
        reason = within(tidy(reason), LONGEST_NOTE, "refusal_reason")
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            request.refuse(code, reason, work.today)
            if code is not RequestRefusal.LAW:
                _end_deletion(work, request)
            elif request.kind is Kind.DELETE and request.customer_id is not None:
                add_hold(
                    work,
                    get_customer(work.session, request.customer_id),
                    HeldBy(HoldKind.LAW, reason, until, citation, request.id),
                )
            add_request_step(work, request, "refused", note=reason)

    def reopen(self, request_id: int, note: str) -> None:
        """Take up a refused request again."""
        note = within(tidy(note), LONGEST_NOTE, "note")
        if not note:
            raise UserError(_("Write in a few words why."), "note")
        with self._office.writing() as work:
            request = get_request(work.session, request_id)
            if request.is_open:
                raise UserError(_("This request is still open."))
            request.move(State.IN_PROGRESS, work.today)
            request.refusal, request.refusal_reason = None, ""
            release_holds_of(work, request.id)
            if request.identity_check is not None:
                _begin_deletion(work, request)
            add_request_step(work, request, "reopened", note=note)

    def take_back(self, request_id: int, note: str) -> None:
        """The customer wants it no more."""
        note = within(tidy(note), LONGEST_NOTE, "note")
        with self._office.writing() as work:
            request = _open(work.session, request_id)
            request.move(State.TAKEN_BACK, work.today)
            _end_deletion(work, request)
            add_request_step(work, request, "taken_back", note=note)


def read_request_clocks(session: Session, today: date) -> RequestClocks:
    """The calendar and the law's limits for requests."""
    clocks = session.scalars(select(LegalClock).where(LegalClock.code.in_(CLOCK_CODES), LegalClock.amount > 0))
    return RequestClocks(load_calendar(session), {clock.code: clock.limit() for clock in clocks}, today)


def get_request(session: Session, request_id: int) -> RightsRequest:
    """A request of the register, or a sentence."""
    request = session.get(RightsRequest, request_id)
    if request is None:
        raise UserError(_("This request is no longer in the register."))
    return request


def add_request_step(work: Work, request: RightsRequest, action: str, on: date | None = None, note: str = "") -> None:
    """A line of the request's history, and of the log."""
    work.session.add(
        RequestEvent(request_id=request.id, at=work.now, on_day=on or work.today, actor=work.actor, action=action, note=note)
    )
    work.log(f"request.{action}", request.public_id, state=request.state)


def note_acknowledged(work: Work, request: RightsRequest, on: date) -> None:
    """The customer was told that it came in; within a transaction that is under way."""
    if request.acknowledged_on is not None:
        raise UserError(_("The customer was told on {day} already.").format(day=day_text(request.acknowledged_on)))
    if on > work.today:
        raise UserError(_("This day lies in the future."), "acknowledged_on")
    if on < request.received_on:
        raise UserError(_("The request came in only on {day}.").format(day=day_text(request.received_on)), "acknowledged_on")
    request.acknowledged_on = on
    add_request_step(work, request, "acknowledged", on)


def within(text: str, longest: int, field: str) -> str:
    """A text that is not too long, or a sentence."""
    if len(text) > longest:
        raise UserError(_("This is longer than {n} characters.").format(n=longest), field)
    return text


def _open(session: Session, request_id: int) -> RightsRequest:
    request = get_request(session, request_id)
    request.require_open()
    return request


def _urgency(row: RequestRow) -> tuple[bool, bool, date, int]:
    deadline = row.deadline
    return (not row.is_open, deadline is None, deadline.target if row.is_open and deadline else date.max, -row.id)


def _fits(row: RequestRow, words: list[str]) -> bool:
    text = fold(f"{row.number} {row.subject} {row.person.name} {row.person.phone.replace(' ', '')}")
    return all(word in text for word in words)


def _new_request(
    work: Work, intake: RequestIntake, outsider: CustomerDetails | None, wanted: CustomerDetails | None
) -> RightsRequest:
    pattern = read_letter_settings(work.session).patterns["request"]
    request = RightsRequest(
        public_id=new_id(),
        number=formatted(pattern, work.next_number("request"), work.today.year),
        customer_id=intake.customer_id,
        kind=intake.kind,
        channel=intake.channel,
        text=tidy(intake.text),
        topics=_codes(intake),
        wanted=json.dumps(asdict(wanted), ensure_ascii=False) if wanted else "",
        on_behalf=tidy_line(intake.on_behalf),
        authority=tidy_line(intake.authority),
        state=State.RECEIVED,
        received_on=intake.received_on,
        recorded_at=work.now,
        involves_others=intake.involves_others,
    )
    if outsider:
        request.outsider_name, request.outsider_phone = outsider.name, outsider.phone
        request.outsider_email, request.outsider_address = outsider.email, outsider.address
        request.outsider_delete_on = add_months(intake.received_on, OUTSIDER_MONTHS)
    work.session.add(request)
    work.session.flush()
    add_request_step(work, request, "received", intake.received_on)
    return request


def _codes(intake: RequestIntake) -> str:
    if intake.kind not in CHOOSING:
        return ""
    wishes = [WISH + kind.value for kind in intake.wishes] if intake.kind is Kind.OBJECT else []
    return " ".join((*intake.topics, *wishes))


def _refuse_second(session: Session, intake: RequestIntake, customer_id: int) -> None:
    """The same thing is asked once; questions may be many."""
    if intake.kind is Kind.QUESTION:
        return
    query = select(RightsRequest).where(RightsRequest.customer_id == customer_id, RightsRequest.kind == intake.kind)
    for known in session.scalars(query.where(RightsRequest.state.in_(OPEN_REQUESTS))):
        if known.topics == _codes(intake):
            text = _("{number} asks for the same and is still open. Go on with that one.")
            raise RequestOpen(text.format(number=known.number), known.id)


def _asked_on(session: Session, request: RightsRequest) -> date:
    """The day on which the shop began to wait."""
    last = select(RequestEvent.on_day).where(RequestEvent.request_id == request.id, RequestEvent.action == "waiting")
    return session.scalar(last.order_by(RequestEvent.id.desc()).limit(1)) or request.received_on


def _check_day(on: date, since: date, today: date) -> None:
    if on > today:
        raise UserError(_("This day lies in the future."), "told_on")
    if on < since:
        raise UserError(_("That was decided only on {day}.").format(day=day_text(since)), "told_on")


def _begin_deletion(work: Work, request: RightsRequest) -> None:
    """From now on the wish counts, dated by the day of the request; an earlier one stays."""
    if request.kind is Kind.DELETE and request.customer_id is not None:
        customer = get_customer(work.session, request.customer_id)
        if customer.asked_deletion_on is None:
            put_wish(work, customer, request.received_on)


def _end_deletion(work: Work, request: RightsRequest) -> None:
    if request.kind is not Kind.DELETE or request.customer_id is None or request.identity_check is None:
        return
    customer = work.session.get_one(Customer, request.customer_id)
    if customer.asked_deletion_on is not None:
        drop_wish(work, customer)


def _checked(intake: RequestIntake, today: date) -> tuple[CustomerDetails | None, CustomerDetails | None]:
    """The tidied details of an outsider and of what is to be corrected; FieldErrors where something is wrong."""
    errors = _errors(intake, today)
    outsider = _details(intake.outsider, errors, "") if intake.customer_id is None and intake.outsider is not None else None
    wanted = _details(intake.wanted, errors, "wanted.") if intake.kind is Kind.CORRECT and intake.wanted is not None else None
    if errors:
        raise FieldErrors(errors)
    return outsider, wanted


def _errors(intake: RequestIntake, today: date) -> dict[str, str]:
    errors: dict[str, str] = {}
    if intake.received_on > today:
        errors["received_on"] = _("The day of receipt lies in the future.")
    elif intake.received_on.year < today.year - YEARS_BACK:
        errors["received_on"] = _("This day lies too far back to be counted from.")
    if intake.customer_id is None and intake.outsider is None:
        errors["who"] = _("Choose the customer, or say that the person is not a customer.")
    if intake.kind is Kind.QUESTION and not tidy(intake.text):
        errors["text"] = _("Write what the customer asks.")
    if intake.kind is Kind.WITHDRAW and not intake.topics:
        errors["topics"] = _("Choose what the customer no longer agrees to.")
    if intake.kind is Kind.OBJECT and not (intake.topics or intake.wishes):
        errors["topics"] = _("Choose what the customer objects to.")
    if tidy_line(intake.on_behalf) and not tidy_line(intake.authority):
        errors["authority"] = _("Write what gives this person the authority to ask (paper, number, day).")
    for field, longest in (("text", LONGEST_TEXT), ("authority", LONGEST_NOTE), ("on_behalf", LONGEST_NAME)):
        if len(tidy(getattr(intake, field))) > longest:
            errors[field] = _("This is longer than {n} characters.").format(n=longest)
    return errors


def _details(details: CustomerDetails, errors: dict[str, str], prefix: str) -> CustomerDetails | None:
    try:
        return checked_details(details)
    except FieldErrors as problem:
        errors |= {prefix + field: text for field, text in problem.errors.items()}
        return None
