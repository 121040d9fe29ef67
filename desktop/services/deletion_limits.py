"""Until when data may stay at the latest: by the policy's own day, by the law's limit after a wish, after a hold that has ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.choices import OPEN_REQUESTS, HoldKind, RequestKind
from desktop.models.consent import Hold
from desktop.models.deadlines import TimeLimit, count
from desktop.models.policy import LegalClock
from desktop.models.retention import PlannedDeletion
from desktop.models.rights_request import CLOCK_CODES, DELETING, RightsRequest
from desktop.services.among import is_among
from desktop.services.shop_calendar import load_calendar


@dataclass(frozen=True)
class Planned:
    """A customer's deletion: from which day their data should go, the last day on which it may still be there, and why."""

    customer_id: int
    plan: PlannedDeletion

    @property
    def wish(self) -> date | None:
        """The day of their own wish, where it is what the deletion follows."""
        return self.plan.asked_on if self.plan.asked_on == self.plan.day else None


def last_days(session: Session, planned: Sequence[Planned], today: date) -> dict[int, date]:
    """The last day for each customer who has a planned one.

    Whoever asked has the limit of the law (Decree 356/2025/NĐ-CP, Art 5: that of their open request, else counted from the day
    on which they asked), but never longer than the policy would have kept the data. A lawful hold that has ended gives the day
    after its end.
    """
    wishes = {each.customer_id: each.wish for each in planned if each.wish is not None}
    limits = _limits(session, wishes, today) if wishes else {}
    days = {each.customer_id: _last_day(each, limits) for each in planned}
    found = {customer_id: day for customer_id, day in days.items() if day is not None}
    late = {customer_id: day for customer_id, day in found.items() if day < today}
    return found | (_freed(session, late, wishes, today) if late else {})


def _last_day(planned: Planned, limits: dict[int, date]) -> date | None:
    limit = limits.get(planned.customer_id)
    if planned.wish is None or limit is None:
        return planned.plan.day
    by_policy = planned.plan.without_wish
    return limit if by_policy is None else min(limit, by_policy)


def _limits(session: Session, wishes: dict[int, date], today: date) -> dict[int, date]:
    clocks = session.scalars(select(LegalClock).where(LegalClock.code.in_(CLOCK_CODES), LegalClock.amount > 0))
    limits = {clock.code: clock.limit() for clock in clocks}
    calendar = load_calendar(session)
    law = limits.get(DELETING)
    found = {} if law is None else {customer_id: count(law, on, calendar).last_day for customer_id, on in wishes.items()}
    for request in _open_requests(session, wishes):
        limit: TimeLimit | None = limits.get(request.clock_code())
        if limit is not None and request.customer_id is not None:
            found[request.customer_id] = request.deadline(limit, calendar, today).last_day
    return found


def _open_requests(session: Session, customer_ids: Collection[int]) -> Sequence[RightsRequest]:
    query = select(RightsRequest).where(
        RightsRequest.kind == RequestKind.DELETE,
        RightsRequest.state.in_(OPEN_REQUESTS),
        is_among(RightsRequest.customer_id, customer_ids),
    )
    return session.scalars(query.order_by(RightsRequest.id)).all()


def _freed(session: Session, late: dict[int, date], asked: Collection[int], today: date) -> dict[int, date]:
    """The day after the hold that began in time and ended; against a wish only one in law counted."""
    query = select(Hold.customer_id, Hold.kind, Hold.since, Hold.until).where(
        Hold.until < today, is_among(Hold.customer_id, late)
    )
    found = dict(late)
    for customer_id, kind, since, until in session.execute(query.order_by(Hold.since, Hold.id)):
        counts = customer_id not in asked or kind is HoldKind.LAW
        if counts and until is not None and since <= found[customer_id]:
            found[customer_id] = max(found[customer_id], until + timedelta(days=1))
    return found
