"""What a screen may know about a request: plain, frozen values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.i18n import gettext as _
from desktop.models import numbering, phones
from desktop.models.choices import (
    Channel,
    Delivery,
    IdentityCheck,
    LetterKind,
    RequestKind,
    RequestRefusal,
    RequestState,
    RestrictionKind,
    TellingMeans,
    label,
)
from desktop.models.customer import Customer
from desktop.models.deadlines import Deadline as Deadline
from desktop.models.deadlines import TimeLimit, count
from desktop.models.policy import PolicyVersion
from desktop.models.rights_request import ACKNOWLEDGING, RequestEvent, RightsRequest, ways_to_recognise
from desktop.models.working_days import WorkingCalendar
from desktop.services.complaint_views import Person
from desktop.services.consents import topic_name
from desktop.services.customers import CustomerDetails

WISH = "wish."


class RequestTaskKind(StrEnum):
    """What is to be done about a request."""

    ACKNOWLEDGE = "acknowledge"
    FULFIL = "fulfil"
    TELL = "tell"
    TELL_EXTENSION = "tell_extension"
    ASK = "ask"


@dataclass(frozen=True)
class RequestTask:
    """A thing to do, with the deadline it runs to; None where none is set."""

    kind: RequestTaskKind
    deadline: Deadline | None


@dataclass(frozen=True)
class RequestRow:
    """A request in a list; ``tasks`` nearest first. ``waiting_since``: its clock stands still since that day."""

    id: int
    number: str
    person: Person
    kind: RequestKind
    state: RequestState
    received_on: date
    is_open: bool
    tasks: tuple[RequestTask, ...]
    waiting_since: date | None
    ended_on: date | None
    owes_telling: bool = False

    @property
    def deadline(self) -> Deadline | None:
        """The nearest clock that runs."""
        return next((task.deadline for task in self.tasks if task.deadline), None)

    @property
    def subject(self) -> str:
        """What is asked, in words."""
        return label(self.kind)

    def short_number(self, today: date) -> str:
        """The number where there is little room: this year's without the year."""
        return numbering.short(self.number, today.year)


@dataclass(frozen=True)
class RequestLetterRow:
    """A paper that was made."""

    id: int
    kind: LetterKind
    number: str
    dated: date
    sent_on: date | None
    sent_by: Delivery | None


@dataclass(frozen=True)
class RequestStep:
    """A step in the request's history; ``actor`` a staff member's random id."""

    at: datetime
    on_day: date
    actor: str
    action: str
    note: str


@dataclass(frozen=True)
class RequestPage:
    """A request as its page shows it.

    ``topics`` are codes with their names, ``wishes`` stricter wishes; ``wanted`` the details as they should be, None for other kinds.
    ``acknowledgement`` and ``deadline`` are None where the law's limit was taken away; ``may_extend`` whether the law allows more time.
    """

    row: RequestRow
    public_id: str
    channel: Channel
    text: str
    on_behalf: str
    authority: str
    topics: tuple[tuple[str, str], ...]
    wishes: tuple[RestrictionKind, ...]
    wanted: CustomerDetails | None
    involves_others: bool
    acknowledgement: Deadline | None
    acknowledged_on: date | None
    deadline: Deadline | None
    may_extend: bool
    extended_on: date | None
    extension_reason: str
    identity_check: IdentityCheck | None
    identity_checked_on: date | None
    identity_checked_by: str
    refusal: RequestRefusal | None
    refusal_reason: str
    outcome: str
    erased_on: date | None
    told_on: date | None = None
    told_by: TellingMeans | None = None
    owes_extension_notice: bool = False
    owes_question: bool = False
    ways_to_recognise: tuple[IdentityCheck, ...] = ()
    letters: tuple[RequestLetterRow, ...] = ()
    steps: tuple[RequestStep, ...] = ()


@dataclass(frozen=True)
class RequestClocks:
    """The law's limits by code, those without an amount left out, with the calendar and the day they are counted on."""

    calendar: WorkingCalendar
    limits: Mapping[str, TimeLimit]
    today: date

    def acknowledgement(self, request: RightsRequest) -> Deadline | None:
        """When the customer has to be told that it came in."""
        limit = self.limits.get(ACKNOWLEDGING)
        return request.acknowledgement(limit, self.calendar) if limit else None

    def deadline(self, request: RightsRequest) -> Deadline | None:
        """When it has to be done."""
        limit = self.limits.get(request.clock_code())
        return request.deadline(limit, self.calendar, request.ended_on or self.today) if limit else None

    def unextended(self, request: RightsRequest) -> Deadline | None:
        """When it had to be done before more time was taken: by then the customer has to know of it."""
        limit = self.limits.get(request.clock_code())
        return count(limit, request.received_on, self.calendar) if limit else None

    def may_extend(self, request: RightsRequest) -> bool:
        """Whether more time can still be taken."""
        limit = self.limits.get(request.clock_code())
        return request.is_open and request.extended_on is None and limit is not None and limit.extension > 0


def person_of(session: Session, request: RightsRequest) -> Person:
    """Whose data it is about; once erased, that it is so."""
    if request.erased_on is not None:
        return Person(None, _("Data erased"))
    if request.customer_id is not None:
        customer = session.get_one(Customer, request.customer_id)
        return Person(customer.id, customer.name, phones.shown(customer.phone), customer.email, customer.address)
    phone = phones.shown(request.outsider_phone)
    return Person(None, request.outsider_name, phone, request.outsider_email, request.outsider_address)


def row_of(session: Session, request: RightsRequest, clocks: RequestClocks) -> RequestRow:
    """A request as lists show it."""
    wait = request.pauses[-1] if request.state is RequestState.WAITING and not request.owes_question else None
    return RequestRow(
        request.id,
        request.number,
        person_of(session, request),
        request.kind,
        request.state,
        request.received_on,
        request.is_open,
        tuple(_tasks(request, clocks)),
        wait.since if wait else None,
        request.ended_on,
        request.owes_telling,
    )


def page_of(session: Session, request: RightsRequest, clocks: RequestClocks) -> RequestPage:
    """A request with everything its page shows."""
    codes = request.topics.split()
    return RequestPage(
        row=row_of(session, request, clocks),
        public_id=request.public_id,
        channel=request.channel,
        text=request.text,
        on_behalf=request.on_behalf,
        authority=request.authority,
        topics=tuple((code, name) for code, name in topic_names(session, codes).items()),
        wishes=tuple(RestrictionKind(code.removeprefix(WISH)) for code in codes if code.startswith(WISH)),
        wanted=wanted_of(request),
        involves_others=request.involves_others,
        acknowledgement=clocks.acknowledgement(request),
        acknowledged_on=request.acknowledged_on,
        deadline=clocks.deadline(request),
        may_extend=clocks.may_extend(request),
        extended_on=request.extended_on,
        extension_reason=request.extension_reason,
        identity_check=request.identity_check,
        identity_checked_on=request.identity_checked_on,
        identity_checked_by=request.identity_checked_by,
        refusal=request.refusal,
        refusal_reason=request.refusal_reason,
        outcome=request.outcome,
        erased_on=request.erased_on,
        told_on=request.told_on,
        told_by=request.told_by,
        owes_extension_notice=request.owes_extension_notice,
        owes_question=request.owes_question,
        ways_to_recognise=ways_to_recognise(request.channel, on_behalf=bool(request.on_behalf)),
        letters=tuple(RequestLetterRow(x.id, x.kind, x.number, x.dated, x.sent_on, x.sent_by) for x in request.letters),
        steps=_steps(session, request),
    )


def topic_names(session: Session, codes: list[str]) -> dict[str, str]:
    """The names of topics, stricter wishes left out."""
    versions = session.scalars(select(PolicyVersion).order_by(PolicyVersion.effective_from, PolicyVersion.id)).all()
    return {code: topic_name(code, versions[-1].id, versions) for code in codes if not code.startswith(WISH)}


def wanted_of(request: RightsRequest) -> CustomerDetails | None:
    """The details as they should be; None where nothing is to be corrected."""
    return CustomerDetails(**json.loads(request.wanted)) if request.wanted else None


def _tasks(request: RightsRequest, clocks: RequestClocks) -> list[RequestTask]:
    """What is still to be done, nearest clock first. While the shop waits for the customer nothing but the receipt is owed."""
    tasks: list[RequestTask] = []
    if request.erased_on is not None:
        return tasks
    if request.is_open and request.acknowledged_on is None:
        tasks.append(RequestTask(RequestTaskKind.ACKNOWLEDGE, clocks.acknowledgement(request)))
    if request.owes_question:
        tasks.append(RequestTask(RequestTaskKind.ASK, clocks.deadline(request)))
    elif request.is_open and request.state is not RequestState.WAITING:
        tasks.append(RequestTask(RequestTaskKind.FULFIL, clocks.deadline(request)))
    if request.owes_extension_notice:
        tasks.append(RequestTask(RequestTaskKind.TELL_EXTENSION, clocks.unextended(request)))
    if request.owes_telling:
        tasks.append(RequestTask(RequestTaskKind.TELL, clocks.deadline(request)))
    elif any(letter.sent_on is None for letter in request.letters):
        tasks.append(RequestTask(RequestTaskKind.TELL, None if not request.is_open else clocks.deadline(request)))
    return sorted(tasks, key=lambda task: (task.deadline is None, task.deadline.target if task.deadline else date.max))


def _steps(session: Session, request: RightsRequest) -> tuple[RequestStep, ...]:
    query = select(RequestEvent).where(RequestEvent.request_id == request.id).order_by(RequestEvent.id.desc())
    return tuple(RequestStep(x.at, x.on_day, x.actor, x.action, x.note) for x in session.scalars(query))
