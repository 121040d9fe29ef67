"""Holds: what keeps data beyond its time, entered by hand with a reason and a last day; open complaints hold by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy
from desktop.models.choices import HoldKind
from desktop.models.consent import Hold
from desktop.services.customers import get_customer
from desktop.services.in_force import not_ended
from desktop.services.office import Office, new_id

LONGEST_REASON = 500


@dataclass(frozen=True)
class HoldRow:
    """A hold in force; ``until`` is its last day, None for one of an older program that has none."""

    public_id: str
    kind: HoldKind
    reason: str
    since: date
    until: date | None


class Holds:
    """Enters and releases them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def rows(self, customer_id: int) -> list[HoldRow]:
        """Those in force, oldest first."""
        query = select(Hold).where(Hold.customer_id == customer_id, not_ended(Hold, self._office.today()))
        with self._office.reading() as session:
            found = session.scalars(query.order_by(Hold.since, Hold.id))
            return [HoldRow(hold.public_id, hold.kind, hold.reason, hold.since, hold.until) for hold in found]

    def add(self, customer_id: int, kind: HoldKind, reason: str, until: date | None) -> str:
        """Keep a customer's data up to a day that is named, for a reason that is written down."""
        reason = tidy(reason)
        if not reason:
            raise UserError(_("Write down why the data has to stay."), "reason")
        if len(reason) > LONGEST_REASON:
            raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_REASON), "reason")
        if until is None:
            raise UserError(_("Name the last day of the hold."), "until")
        if until < self._office.today():
            raise UserError(_("This day has passed."), "until")
        with self._office.writing() as work:
            customer = get_customer(work.session, customer_id)
            hold = Hold(
                public_id=new_id(), customer_id=customer.id, kind=kind, reason=reason, since=work.today, until=until
            )  # fmt: skip
            work.session.add(hold)
            work.log("hold.added", hold.public_id, kind=kind, customer=customer.public_id, until=f"{until:%Y-%m-%d}")
            return hold.public_id

    def release(self, hold_id: str) -> None:
        """It ended yesterday; the deletion that it blocked is due again as if it had never been there."""
        with self._office.writing() as work:
            hold = work.session.scalars(select(Hold).where(Hold.public_id == hold_id)).one()
            if hold.until is not None and hold.until < work.today:
                raise UserError(_("This hold has ended already."))
            hold.until = work.today - timedelta(days=1)
            work.log("hold.released", hold.public_id)
