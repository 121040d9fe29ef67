"""Who is held back from deletion, asked in a query of customers: in SQL what a customer's page says of one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, exists, or_

from desktop.models.choices import OPEN_STATES
from desktop.models.complaint import Complaint
from desktop.models.consent import Hold
from desktop.models.customer import Customer
from desktop.services.in_force import not_ended


def held(today: date) -> ColumnElement[bool]:
    """Customers whom a hold or an open complaint keeps."""
    by_hand = exists(Hold.id).where(Hold.customer_id == Customer.id, not_ended(Hold, today))
    complaining = exists(Complaint.id).where(Complaint.customer_id == Customer.id, Complaint.state.in_(OPEN_STATES))
    return or_(by_hand, complaining)
