"""The customer's own stricter wishes (Partyshop 7): recorded, lifted, and obeyed by every gate, list and paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy
from desktop.models.choices import RestrictionKind
from desktop.models.consent import Restriction
from desktop.models.recipient import Recipient
from desktop.services.customers import get_customer
from desktop.services.in_force import not_ended
from desktop.services.office import Office, Work, new_id

LONGEST_NOTE = 500


@dataclass(frozen=True)
class RestrictionRow:
    """A wish in force."""

    public_id: str
    kind: RestrictionKind
    recipient: str
    since: date
    until: date | None
    note: str


class Restrictions:
    """Records and lifts wishes."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def rows(self, customer_id: int) -> list[RestrictionRow]:
        """Wishes in force, oldest first."""
        with self._office.reading() as session:
            names = {row.id: row.name for row in session.scalars(select(Recipient))}
            return [
                RestrictionRow(r.public_id, r.kind, names.get(r.recipient_id or 0, ""), r.since, r.until, r.note)
                for r in wishes(session, [customer_id], self._office.today()).get(customer_id, [])
            ]

    def add(
        self, customer_id: int, kind: RestrictionKind, recipient_id: int | None = None, until: date | None = None, note: str = ""
    ) -> str:
        """Record a wish from today on; the same one twice is refused."""
        with self._office.writing() as work:
            return add_wish(work, customer_id, kind, recipient_id, until, note)

    def lift(self, restriction_id: str) -> None:
        """The customer took the wish back: it ended yesterday, and stays in history. One that has ended keeps its last day."""
        with self._office.writing() as work:
            found = work.session.scalars(select(Restriction).where(Restriction.public_id == restriction_id)).one()
            if found.until is not None and found.until < work.today:
                raise UserError(_("This wish has ended already."))
            found.until = work.today - timedelta(days=1)
            work.log("restriction.lifted", found.public_id)


def add_wish(
    work: Work,
    customer_id: int,
    kind: RestrictionKind,
    recipient_id: int | None = None,
    until: date | None = None,
    note: str = "",
) -> str:
    """Record a wish within a transaction that is under way."""
    if (kind is RestrictionKind.NOT_TO_RECIPIENT) != (recipient_id is not None):
        raise UserError(_("Choose the recipient who is to get nothing."), "recipient")
    if until is not None and until < work.today:
        raise UserError(_("This day has passed."), "until")
    note = tidy(note)
    if len(note) > LONGEST_NOTE:
        raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_NOTE), "note")
    customer = get_customer(work.session, customer_id)
    known = wishes(work.session, [customer_id], work.today).get(customer_id, [])
    if any(wish.kind is kind and wish.recipient_id == recipient_id for wish in known):
        raise UserError(_("This wish is on record already."))
    restriction = Restriction(
        public_id=new_id(), customer_id=customer.id, kind=kind, recipient_id=recipient_id,
        since=work.today, until=until, note=note,
    )  # fmt: skip
    work.session.add(restriction)
    work.log("restriction.added", restriction.public_id, kind=kind, customer=customer.public_id)
    return restriction.public_id


def wishes(session: Session, customer_ids: Iterable[int], today: date) -> dict[int, list[Restriction]]:
    """The wishes in force of many customers, by customer."""
    found: dict[int, list[Restriction]] = {}
    query = select(Restriction).where(Restriction.customer_id.in_(list(customer_ids)), in_force(today))
    for restriction in session.scalars(query.order_by(Restriction.since, Restriction.id)):
        found.setdefault(restriction.customer_id, []).append(restriction)
    return found


def in_force(today: date) -> ColumnElement[bool]:
    """Wishes that count on a day, the last one included."""
    return and_(Restriction.since <= today, not_ended(Restriction, today))


def hides_address(session: Session, customer_id: int, today: date) -> bool:
    """Whether the address may stand on no paper."""
    found = wishes(session, [customer_id], today).get(customer_id, [])
    return any(wish.kind is RestrictionKind.HIDE_ADDRESS for wish in found)
