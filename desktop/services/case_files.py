"""Files about people outside the register: a complaint that is kept for a time, a request that was answered. Each has its own last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import OPEN_REQUESTS
from desktop.models.complaint import Complaint
from desktop.models.rights_request import RightsRequest
from desktop.services.hold_conditions import keeps_data, owes_telling


class Whose(StrEnum):
    """Whose data has to go: a customer's, or that in the file of somebody outside the register."""

    CUSTOMER = "customer"
    COMPLAINT = "complaint"
    REQUEST = "request"


CaseFile = Complaint | RightsRequest
_KINDS: tuple[type[CaseFile], ...] = (Complaint, RightsRequest)


def whose(file: CaseFile) -> Whose:
    """What kind of file it is."""
    return Whose.COMPLAINT if isinstance(file, Complaint) else Whose.REQUEST


def sentence(file: CaseFile) -> str:
    """Why such a file goes on its day."""
    if isinstance(file, Complaint):
        return _("The time for which the file of complaint {number} was kept is over.").format(number=file.number)
    return _("The time for which the file of request {number} was kept is over.").format(number=file.number)


def refusal(file: CaseFile, today: date) -> str:
    """Why it may not go today; empty where it may."""
    day = file.outsider_delete_on
    is_needed = file.keeps_data if isinstance(file, Complaint) else file.is_open
    if file.customer_id is not None or file.erased_on is not None or is_needed or day is None:
        return _("still open")
    return "" if day <= today else _("not before {day}").format(day=day_text(day))


def due(session: Session, since: date | None, before: date, most: int) -> list[CaseFile]:
    """Files whose day lies in these days, the nearest first, so many of each kind."""
    return [file for kind in _KINDS for file in _due(session, kind, since, before, most)]


def per_day(session: Session, until: date) -> Counter[date]:
    """How many files go on which day, up to a day."""
    found: Counter[date] = Counter()
    for kind in _KINDS:
        day = kind.outsider_delete_on
        rows = session.execute(select(day, func.count()).where(_may_go(kind), day <= until).group_by(day))
        found.update({on: number for on, number in rows if on is not None})
    return found


def chosen(session: Session, complaints: Sequence[int], requests: Sequence[int]) -> list[CaseFile]:
    """These files, those of complaints first; one that is gone meanwhile is left out."""
    wanted = ((Complaint, complaints), (RightsRequest, requests))
    return [file for kind, ids in wanted for file in session.scalars(select(kind).where(kind.id.in_(ids)).order_by(kind.id))]


def _may_go(kind: type[CaseFile]) -> ColumnElement[bool]:
    """Whose data is still there and no longer needed for a reply or a payment."""
    needed = keeps_data() if kind is Complaint else or_(RightsRequest.state.in_(OPEN_REQUESTS), owes_telling())
    return and_(kind.customer_id.is_(None), kind.erased_on.is_(None), ~needed)


def _due(session: Session, kind: type[CaseFile], since: date | None, before: date, most: int) -> Sequence[CaseFile]:
    day = kind.outsider_delete_on
    query = select(kind).where(_may_go(kind), day < before)
    if since is not None:
        query = query.where(day >= since)
    return session.scalars(query.order_by(day, kind.id).limit(most)).all()
