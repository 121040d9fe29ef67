"""Who is held back from deletion, asked in a query of customers: in SQL what a customer's page says of one.

Once a customer has asked for deletion the purposes of the policy hold nothing any more (O'PETIT 3 keeps data "until the customer
asks"): only a ground in law does, or a complaint that is still owed something.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from desktop.i18n import gettext as _
from desktop.models.choices import OPEN_REQUESTS, OPEN_STATES, ComplaintState, HoldKind, RequestKind, RequestState
from desktop.models.complaint import Complaint, Payment
from desktop.models.consent import Hold
from desktop.models.customer import Customer
from desktop.models.incident import Incident, IncidentMember
from desktop.models.rights_request import RightsRequest
from desktop.services.in_force import not_ended


def held(today: date) -> ColumnElement[bool]:
    """Customers whom a hold, an open complaint, an open request or an open incident keeps."""
    by_hand = exists(Hold.id).where(Hold.customer_id == Customer.id, not_ended(Hold, today), _counts())
    complaining = exists(Complaint.id).where(Complaint.customer_id == Customer.id, keeps_data())
    asking = exists(RightsRequest.id).where(RightsRequest.customer_id == Customer.id, is_owed())
    touched = exists(IncidentMember.id).where(IncidentMember.customer_id == Customer.id, is_touched())
    return or_(by_hand, complaining, asking, touched)


@cache
def owes_telling() -> ColumnElement[bool]:
    """Requests that have ended and of which the customer has not been told how."""
    ended = RightsRequest.state.in_((RequestState.DONE, RequestState.REFUSED))
    return and_(ended, RightsRequest.told_on.is_(None), RightsRequest.erased_on.is_(None))


@cache
def is_owed() -> ColumnElement[bool]:
    """Requests that are still owed something, the telling too; one to delete never stands in its own way."""
    return and_(or_(RightsRequest.state.in_(OPEN_REQUESTS), owes_telling()), RightsRequest.kind != RequestKind.DELETE)


@cache
def is_touched() -> ColumnElement[bool]:
    """Whether an incident still needs somebody's data: while it is open; against their wish only until they were told of it."""
    theirs = select(Incident.id).where(Incident.id == IncidentMember.incident_id, Incident.closed_on.is_(None))
    asked = select(Customer.id).where(Customer.id == IncidentMember.customer_id, Customer.asked_deletion_on.is_not(None))
    is_open, has_asked = (query.correlate(IncidentMember).exists() for query in (theirs, asked))
    return and_(is_open, or_(IncidentMember.told_on.is_(None), ~has_asked))


@cache
def keeps_data() -> ColumnElement[bool]:
    """Complaints to which a reply is owed, or a sum that was agreed."""
    paid = select(func.coalesce(func.sum(Payment.amount), 0)).where(Payment.complaint_id == Complaint.id)
    unpaid = and_(Complaint.state != ComplaintState.WITHDRAWN, Complaint.agreed > paid.correlate(Complaint).scalar_subquery())
    return or_(Complaint.state.in_(OPEN_STATES), unpaid)


def reasons_to_keep(session: Session, customer_ids: Collection[int], today: date) -> dict[int, list[str]]:
    """What holds customers' data now, in words: reasons of holds, then numbers of what is open; nobody not held."""
    return _reasons(session, customer_ids, today, ("{text}",) * 4) if customer_ids else {}


def reasons_in_words(session: Session, customer_id: int, today: date) -> list[str]:
    """The same for a paper that one customer reads."""
    words = (
        "{text}",
        _("complaint {text}, not settled yet"),
        _("request {text}, not answered yet"),
        _("incident {text}, still open"),
    )
    return _reasons(session, [customer_id], today, words).get(customer_id, [])


def _reasons(session: Session, customer_ids: Collection[int], today: date, words: Sequence[str]) -> dict[int, list[str]]:
    """Holds, complaints, requests, incidents, each in its words."""
    holds = select(Hold.customer_id, Hold.reason).join(Customer, Customer.id == Hold.customer_id)
    holds = holds.where(Hold.customer_id.in_(customer_ids), not_ended(Hold, today), _counts()).order_by(Hold.id)
    complaints = select(Complaint.customer_id, Complaint.number).where(Complaint.customer_id.in_(customer_ids), keeps_data())
    requests = select(RightsRequest.customer_id, RightsRequest.number).where(
        RightsRequest.customer_id.in_(customer_ids), is_owed()
    )
    incidents = select(IncidentMember.customer_id, Incident.number).join(Incident, Incident.id == IncidentMember.incident_id)
    incidents = incidents.where(IncidentMember.customer_id.in_(customer_ids), is_touched()).distinct()
    queries = (holds, complaints.order_by(Complaint.id), requests.order_by(RightsRequest.id), incidents.order_by(Incident.number))
    found: dict[int, list[str]] = {}
    for query, said in zip(queries, words, strict=True):
        for customer_id, text in session.execute(query):
            if customer_id is not None:
                found.setdefault(customer_id, []).append(said.format(text=text))
    return found


def _counts() -> ColumnElement[bool]:
    """Whether a hold holds its customer."""
    return or_(Customer.asked_deletion_on.is_(None), Hold.kind == HoldKind.LAW)
