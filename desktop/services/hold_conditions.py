"""Who is held back from deletion, asked in a query of customers: in SQL what a customer's page says of one.

Once a customer has asked for deletion the purposes of the policy hold nothing any more (O'PETIT 3 keeps data "until the customer
asks"): only a ground in law does, or a complaint that is still owed something.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from desktop.models.choices import OPEN_STATES, ComplaintState, HoldKind
from desktop.models.complaint import Complaint, Payment
from desktop.models.consent import Hold
from desktop.models.customer import Customer
from desktop.services.in_force import not_ended


def held(today: date) -> ColumnElement[bool]:
    """Customers whom a hold or an open complaint keeps."""
    by_hand = exists(Hold.id).where(Hold.customer_id == Customer.id, not_ended(Hold, today), _counts())
    complaining = exists(Complaint.id).where(Complaint.customer_id == Customer.id, keeps_data())
    return or_(by_hand, complaining)


def keeps_data() -> ColumnElement[bool]:
    """Complaints to which a reply is owed, or a sum that was agreed."""
    paid = select(func.coalesce(func.sum(Payment.amount), 0)).where(Payment.complaint_id == Complaint.id)
    unpaid = and_(Complaint.state != ComplaintState.WITHDRAWN, Complaint.agreed > paid.correlate(Complaint).scalar_subquery())
    return or_(Complaint.state.in_(OPEN_STATES), unpaid)


def reasons_to_keep(session: Session, customer_ids: Collection[int], today: date) -> dict[int, list[str]]:
    """What holds customers' data now, in words: reasons of holds, then numbers of complaints; nobody who is not held."""
    holds = select(Hold.customer_id, Hold.reason).join(Customer, Customer.id == Hold.customer_id)
    holds = holds.where(Hold.customer_id.in_(customer_ids), not_ended(Hold, today), _counts()).order_by(Hold.id)
    numbers = select(Complaint.customer_id, Complaint.number).where(Complaint.customer_id.in_(customer_ids), keeps_data())
    found: dict[int, list[str]] = {}
    for customer_id, text in (*session.execute(holds), *session.execute(numbers.order_by(Complaint.id))):
        if customer_id is not None:
            found.setdefault(customer_id, []).append(text)
    return found


def _counts() -> ColumnElement[bool]:
    """Whether a hold holds its customer."""
    return or_(Customer.asked_deletion_on.is_(None), Hold.kind == HoldKind.LAW)
