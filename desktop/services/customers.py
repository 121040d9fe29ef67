"""Customers: found as she types, entered without duplicates, edited with undo, with everything held on one page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Executable, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.models import phones
from desktop.models.base import tidy, tidy_line
from desktop.models.choices import OPEN_STATES, Channel, ComplaintCategory, ComplaintState, Direction
from desktop.models.complaint import Complaint
from desktop.models.consent import Restriction
from desktop.models.contact import Contact
from desktop.models.customer import Customer, CustomerMerge
from desktop.services.clock_guard import last_trusted
from desktop.services.corrections import Noted, forget_correction, note_correction
from desktop.services.erased_traces import ErasedTraces
from desktop.services.hold_conditions import reasons_to_keep
from desktop.services.in_force import not_ended
from desktop.services.office import Office, Work, new_id
from desktop.services.policies import version_on
from desktop.services.printing import unprintable
from desktop.services.retention import follow, last_day_of, plan_of
from desktop.services.shop import check_email
from desktop.storage import search

LONGEST_NAME, LONGEST_TEXT = 200, 1000
MOST_HITS = 100
_CHANGED = "customer.changed"


@dataclass(frozen=True)
class CustomerDetails:
    """What is kept about a customer, as typed. Phone in national digits once saved; ``printed_name`` where papers say another name."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    group_name: str = ""
    benefit_note: str = ""
    printed_name: str = ""

    @property
    def shown_phone(self) -> str:
        """The phone in groups."""
        return phones.shown(self.phone)


@dataclass(frozen=True)
class CustomerHit:
    """A line of the list."""

    id: int
    name: str
    phone: str
    email: str
    address: str
    has_open_complaint: bool = False
    is_restricted: bool = False


@dataclass(frozen=True)
class ContactRow:
    """A contact as the page lists it."""

    public_id: str
    happened_at: datetime
    direction: Direction
    channel: Channel
    note: str


@dataclass(frozen=True)
class CustomerComplaint:
    """A complaint on a customer's page."""

    id: int
    number: str
    subject: str
    category: ComplaintCategory
    state: ComplaintState
    received_on: date
    is_open: bool


@dataclass(frozen=True)
class CustomerPage:
    """Everything held about a customer. ``delete_on`` None means until the customer asks; ``delete_reason`` says why.

    ``delete_by`` is the last day on which the data may still be there.
    """

    id: int
    public_id: str
    details: CustomerDetails
    entered_on: date
    last_contact_on: date | None
    delete_on: date | None
    delete_by: date | None
    delete_reason: str
    on_hold: bool
    asked_deletion_on: date | None
    contacts: tuple[ContactRow, ...]
    complaints: tuple[CustomerComplaint, ...]
    merge_id: str = ""
    merged_name: str = ""


@dataclass(frozen=True)
class Edited:
    """A saved change: what stood there before and whom it concerns, so that it can be undone."""

    customer_id: int
    before: CustomerDetails
    after: CustomerDetails
    noted: tuple[Noted, ...] = ()


class DuplicateFound(UserError):
    """The same phone or email is in the register already; ``existing`` is whom the owner may mean."""

    def __init__(self, message: str, field: str, existing: CustomerHit) -> None:
        super().__init__(message, field)
        self.existing = existing


class ErasedBefore(UserError):
    """Whoever has this phone number or email asked for deletion: entered anew only where they themselves begin anew."""


class Customers:
    """The register of customers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def search(self, typed: str, limit: int = MOST_HITS) -> list[CustomerHit]:
        """Whom the typed text fits, best first; nothing typed lists the newest."""
        with self._office.reading() as session:
            return hits(session, search.customer_ids(session, typed, limit), self._office.today())

    def search_further(self, typed: str, limit: int = MOST_HITS) -> list[CustomerHit]:
        """The same hits and, after them, those with the digits in the middle of a number; for another thread: it reads all rows."""
        with self._office.reading() as session:
            return hits(session, search.with_middle_digits(session, typed, limit), self._office.today())

    def count(self) -> int:
        """How many customers the register holds."""
        with self._office.reading() as session:
            query = select(func.count()).select_from(Customer).where(Customer.merged_into_id.is_(None))
            return session.scalar(query) or 0

    def page(self, customer_id: int) -> CustomerPage:
        """Everything held about a customer."""
        with self._office.reading() as session:
            return _page(session, get_customer(session, customer_id), self._office.today())

    def add(self, details: CustomerDetails, *, even_if_known: bool = False, new_relationship: bool = False) -> int:
        """Enter a customer; returns the id. Raises DuplicateFound when phone or email is known, unless told it is another person,
        and ErasedBefore for somebody erased at their own request, unless told that they came back by themselves."""
        checked = checked_details(details)
        with self._office.writing() as work:
            if not even_if_known:
                _refuse_duplicate(work, checked, except_id=0)
            is_back = came_back(self._office, checked, new_relationship=new_relationship)
            customer = add_customer(work, checked)
            if is_back:
                work.log("customer.entered_anew", customer.public_id)
            return customer.id

    def edit(
        self, customer_id: int, details: CustomerDetails, *, even_if_known: bool = False, new_relationship: bool = False
    ) -> Edited:
        """Change what is kept; the answer undoes it. Another phone or email is looked at as ``add`` does."""
        checked = checked_details(details)
        with self._office.writing() as work:
            return change_customer(
                self._office, work, customer_id, checked, even_if_known=even_if_known, new_relationship=new_relationship
            )

    def undo(self, edited: Edited) -> None:
        """Put back what stood there before an edit; refused when somebody changed it since."""
        with self._office.writing() as work:
            customer = get_customer(work.session, edited.customer_id)
            if details_of(customer) != edited.after:
                raise UserError(_("This was changed again since; it cannot be undone any more."))
            put_back(work, customer, edited.before)
            forget_correction(work, edited.noted)

    def log_contact(self, customer_id: int, on: datetime, direction: Direction, channel: Channel, note: str) -> None:
        """Record that customer and shop spoke; not in the future."""
        if on > self._office.now() + timedelta(minutes=1):
            raise UserError(_("A contact cannot lie in the future."), "contact_on")
        with self._office.writing() as work:
            customer = get_customer(work.session, customer_id)
            add_contact(work, customer.id, on, direction, channel, note)


def add_contact(work: Work, customer_id: int, at: datetime, direction: Direction, channel: Channel, note: str) -> Contact:
    """A contact within a transaction that is under way."""
    contact = Contact(
        public_id=new_id(),
        customer_id=customer_id,
        happened_at=at,
        direction=direction,
        channel=channel,
        note=tidy(note)[:LONGEST_TEXT],
        recorded_by=work.actor,
    )
    work.session.add(contact)
    follow(work, customer_id)
    work.log("contact.recorded", contact.public_id, channel=channel, direction=direction)
    return contact


def add_customer(work: Work, details: CustomerDetails) -> Customer:
    """A customer within a transaction that is under way; ``details`` are checked already."""
    customer = Customer(
        public_id=new_id(),
        entered_on=entry_day(work),
        changed_at=work.now,
        policy_version_id=version_on(work.session, work.today).id,
        **asdict(details),
    )
    work.session.add(customer)
    work.session.flush()
    follow(work, customer.id)
    work.log("customer.added", customer.public_id)
    return customer


def entry_day(work: Work) -> date:
    """The day on which somebody is entered now: a clock that has gone back makes nobody due."""
    return max(work.today, last_trusted(work.session) or work.today)


def put_back(work: Work, customer: Customer, before: CustomerDetails) -> None:
    """Undo a change within a transaction that is under way."""
    _store(work, customer, before, "customer.change_undone")


def change_customer(
    office: Office,
    work: Work,
    customer_id: int,
    details: CustomerDetails,
    *,
    even_if_known: bool = False,
    new_relationship: bool = False,
) -> Edited:
    """Change what is kept, within a transaction that is under way; ``details`` are checked already, phone and email are looked up."""
    customer = get_customer(work.session, customer_id)
    before = details_of(customer)
    changed = replace(
        details,
        phone="" if details.phone == before.phone else details.phone,
        email="" if details.email == before.email else details.email,
    )
    if not even_if_known:
        _refuse_duplicate(work, changed, except_id=customer_id)
    if came_back(office, changed, new_relationship=new_relationship):
        work.log("customer.entered_anew", customer.public_id)
    noted = note_correction(work, customer, _store(work, customer, details, _CHANGED))
    return Edited(customer_id, before, details_of(customer), noted)


def came_back(office: Office, details: CustomerDetails, *, new_relationship: bool) -> bool:
    """Whether phone or email are of somebody erased at their own request; ErasedBefore unless they begin a new relationship."""
    erased = ErasedTraces(office.ledger)
    field = erased.found(details.phone, details.email)
    if field and not new_relationship:
        raise ErasedBefore(erased.sentence(details.phone, details.email), field)
    return bool(field)


def checked_details(details: CustomerDetails) -> CustomerDetails:
    """Tidied details, or FieldErrors with a sentence per field."""
    errors: dict[str, str] = {}
    values = {
        field: tidy(value) if field in ("address", "benefit_note") else tidy_line(value) for field, value in vars(details).items()
    }
    if not values["name"]:
        errors["name"] = _("Write the customer's name.")
    for field, value in values.items():
        longest = LONGEST_NAME if field in ("name", "email", "group_name", "printed_name") else LONGEST_TEXT
        if len(value) > longest:
            errors[field] = _("This is longer than {n} characters.").format(n=longest)
    for field, check in (("phone", phones.normalised), ("email", check_email)):
        if field not in errors:
            try:
                values[field] = check(values[field])
            except UserError as problem:
                errors[field] = problem.message
    if characters := unprintable(values["printed_name"]):
        errors["printed_name"] = _("Papers cannot show “{characters}”. Write it in words.").format(characters=characters)
    if errors:
        raise FieldErrors(errors)
    return CustomerDetails(**values)


def get_customer(session: Session, customer_id: int) -> Customer:
    """A customer of the register; UserError for one that is gone or was merged into another."""
    customer = session.get(Customer, customer_id)
    if customer is None or why_gone(customer):
        raise UserError(why_gone(customer))
    return customer


def why_gone(customer: Customer | None) -> str:
    """Erased or merged: the sentence about it; empty for a customer of the register."""
    if customer is None:
        return _("This customer is no longer in the register.")
    merged = _("This record was merged into another. Open that one, or part the two first.")
    return merged if customer.merged_into_id is not None else ""


def _store(work: Work, customer: Customer, details: CustomerDetails, action: str) -> list[str]:
    if details.name != customer.name and details.printed_name == customer.printed_name and action == _CHANGED:
        details = replace(details, printed_name="")  # it was made for the other name
    changed = [field for field, value in asdict(details).items() if getattr(customer, field) != value]
    for field in changed:
        setattr(customer, field, getattr(details, field))
    customer.changed_at = work.now
    work.log(action, customer.public_id, fields=changed)
    return changed


def _refuse_duplicate(work: Work, details: CustomerDetails, except_id: int) -> None:
    session, today = work.session, work.today
    known = select(Customer).where(
        Customer.id != except_id, or_(Customer.merged_into_id.is_(None), Customer.merged_into_id != except_id)
    )
    if details.phone and (found := session.scalar(known.where(Customer.phone == details.phone).limit(1))):
        hit = hits(session, [found.merged_into_id or found.id], today)[0]
        raise DuplicateFound(_("{name} has this phone number already.").format(name=found.name), "phone", hit)
    if details.email and (found := session.scalar(known.where(Customer.email_folded == details.email.casefold()).limit(1))):
        hit = hits(session, [found.merged_into_id or found.id], today)[0]
        raise DuplicateFound(_("{name} has this email address already.").format(name=found.name), "email", hit)


def details_of(customer: Customer) -> CustomerDetails:
    """What is kept, as a plain value."""
    return CustomerDetails(**{field: getattr(customer, field) for field in asdict(CustomerDetails())})


@cache
def _lines_query() -> Executable:
    """The lines of the list, made once: this runs at every key she types, so it names columns and loads no entity."""
    table: Any = Customer.__table__.c
    wanted = func.json_each(bindparam("ids")).table_valued("value")
    complaining = exists().where(Complaint.customer_id == table.id, Complaint.state.in_(OPEN_STATES))
    restricted = exists().where(Restriction.customer_id == table.id, not_ended(Restriction, bindparam("today", type_=Date)))
    columns: tuple[Any, ...] = (table.id, table.name, table.phone, table.email, table.address, complaining, restricted)
    return select(*columns).where(table.id.in_(select(wanted.c.value)))


def hits(session: Session, ids: list[int], today: date) -> list[CustomerHit]:
    """Lines of the list, in the order of ``ids``."""
    rows: Iterable[Any] = session.connection().execute(_lines_query(), {"ids": json.dumps(ids), "today": today})
    found = {row.id: CustomerHit(row.id, row.name, phones.shown(row.phone), row.email, row.address, *row[5:]) for row in rows}
    return [found[number] for number in ids if number in found]


def _page(session: Session, customer: Customer, today: date) -> CustomerPage:
    contacts = session.scalars(
        select(Contact).where(Contact.customer_id == customer.id).order_by(Contact.happened_at.desc())
    ).all()
    complaints = session.scalars(
        select(Complaint).where(Complaint.customer_id == customer.id).order_by(Complaint.received_on.desc())
    ).all()
    planned = plan_of(session, customer, today)
    delete_by = last_day_of(session, customer, planned, today)
    holds = reasons_to_keep(session, [customer.id], today).get(customer.id, [])
    merge = session.scalar(
        select(CustomerMerge)
        .where(CustomerMerge.survivor_id == customer.id, CustomerMerge.undone_at.is_(None))
        .order_by(CustomerMerge.id.desc())
        .limit(1)
    )
    return CustomerPage(
        customer.id,
        customer.public_id,
        details_of(customer),
        customer.entered_on,
        customer.last_contact_on,
        planned.day,
        delete_by,
        _with_holds(planned.sentence(), holds),
        bool(holds),
        customer.asked_deletion_on,
        tuple(ContactRow(c.public_id, c.happened_at, c.direction, c.channel, c.note) for c in contacts),
        tuple(CustomerComplaint(c.id, c.number, c.subject, c.category, c.state, c.received_on, c.is_open) for c in complaints),
        merge.public_id if merge else "",
        session.get_one(Customer, merge.absorbed_id).name if merge else "",
    )


def _with_holds(reason: str, holds: list[str]) -> str:
    return f"{reason} {_('Not deleted while these are open: {holds}.').format(holds=', '.join(holds))}" if holds else reason
