"""Whom an incident touched, found by a question to the register or chosen by hand, and who of them has been told."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, select, true, update
from sqlalchemy.orm import InstrumentedAttribute

from desktop.errors import UserError
from desktop.i18n import day_text, local_day
from desktop.i18n import gettext as _
from desktop.models import phones
from desktop.models.choices import TellingMeans
from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure
from desktop.models.incident import Incident, IncidentMember
from desktop.services.incident_views import MemberCounts, counts
from desktop.services.incidents import add_incident_step, get_incident
from desktop.services.office import Office
from desktop.services.standing import in_register

SHOWN = 500


class Found(StrEnum):
    """Questions that find whom an incident touched."""

    EVERYBODY = "everybody"
    RECIPIENT = "recipient"


@dataclass(frozen=True)
class MemberQuery:
    """Everybody entered, or everybody whose data a recipient was given; between two days, both included, where they are named."""

    found: Found
    recipient_id: int = 0
    since: date | None = None
    until: date | None = None


class Shown(StrEnum):
    """Which members a list shows."""

    ALL = "all"
    UNTOLD = "untold"
    FAILED = "failed"
    TOLD = "told"


@dataclass(frozen=True)
class MemberRow:
    """A customer whom the incident touched; ``customer_id`` None and no name once their data was erased."""

    id: int
    customer_id: int | None
    name: str
    phone: str
    email: str
    told_on: date | None
    told_by: TellingMeans | None
    failed_on: date | None


@dataclass(frozen=True)
class Told:
    """Who was marked as told, by id of the row, with when their message had come back before; ``left`` have no letter yet."""

    incident_id: int
    people: dict[int, date | None]
    left: int = 0


class IncidentMembers:
    """Adds, lists and marks them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- who ------------------------------------------------------------------------------------------------------------

    def rows(self, incident_id: int, shown: Shown = Shown.ALL, most: int = SHOWN) -> list[MemberRow]:
        """The first of them, those who were not reached before the others."""
        query = _listed(incident_id).where(*_shown(shown)).limit(most)
        with self._office.reading() as session:
            return [_row(member, customer) for member, customer in session.execute(query)]

    def counts(self, incident_id: int) -> MemberCounts:
        """How many, and how far the telling has come."""
        with self._office.reading() as session:
            return counts(session, incident_id)

    def count_found(self, incident_id: int, query: MemberQuery) -> int:
        """How many a question would add; nothing is changed."""
        with self._office.reading() as session:
            return session.scalar(select(func.count()).select_from(_new(incident_id, _asked(query)).subquery())) or 0

    def add(self, incident_id: int, customer_ids: Collection[int]) -> int:
        """Chosen by hand; who is on the list stays on it once. Returns how many were added."""
        wanted = func.json_each(json.dumps(list(customer_ids))).table_valued("value")
        return self._add(incident_id, Customer.id.in_(select(wanted.c.value)))

    def add_found(self, incident_id: int, query: MemberQuery) -> int:
        """All whom a question finds; returns how many were added."""
        return self._add(incident_id, _asked(query))

    def remove(self, incident_id: int, member_ids: Collection[int]) -> list[int]:
        """Put on the list by mistake; who has been told stays. Returns the customers, so that they can be put back."""
        with self._office.writing() as work:
            incident = get_incident(work.session, incident_id)
            incident.require_open()
            found = work.session.scalars(_members(incident_id, member_ids).where(IncidentMember.told_on.is_(None))).all()
            for member in found:
                work.session.delete(member)
            if found:
                add_incident_step(work, incident, "members_removed", str(len(found)))
            return [member.customer_id for member in found if member.customer_id is not None]

    def _add(self, incident_id: int, whom: ColumnElement[bool]) -> int:
        with self._office.writing() as work:
            incident = get_incident(work.session, incident_id)
            incident.require_open()
            new = _new(incident_id, whom)
            added = work.session.scalar(select(func.count()).select_from(new.subquery())) or 0
            if not added:
                return 0
            columns = new.with_only_columns(literal(incident_id), Customer.id)
            work.session.execute(insert(IncidentMember).from_select(["incident_id", "customer_id"], columns))
            add_incident_step(work, incident, "members_added", str(added))
            return added

    # ---- telling --------------------------------------------------------------------------------------------------------

    def mark_told(self, incident_id: int, member_ids: Collection[int] | None, on: date, by: TellingMeans) -> Told:
        """These were told, or (None) all who were not told yet. A letter that was never made has told nobody."""
        with self._office.writing() as work:
            incident = get_incident(work.session, incident_id)
            _check_day(incident, on, work.today)
            waiting = and_(IncidentMember.told_on.is_(None), IncidentMember.customer_id.is_not(None))
            if member_ids is None:  # who could not be reached is told one by one, another way
                waiting = and_(waiting, IncidentMember.failed_on.is_(None))
            whom = _where(incident_id, member_ids) & waiting
            every = work.session.scalar(select(func.count(IncidentMember.id)).where(whom)) or 0
            if by is TellingMeans.LETTER:
                whom &= IncidentMember.letter_number != ""
            rows = work.session.execute(select(IncidentMember.id, IncidentMember.failed_on).where(whom))
            told = Told(incident_id, {row.id: row.failed_on for row in rows})
            if every and not told.people:
                raise UserError(
                    _("No letter has been made for them yet. Make the letters first, or choose another way."), "means"
                )
            if told.people:
                values = {"told_on": on, "told_by": by, "failed_on": None}
                work.session.execute(update(IncidentMember).where(whom).values(**values), execution_options=_FREELY)
                add_incident_step(work, incident, "members_told", str(len(told.people)))
            return replace(told, left=every - len(told.people))

    def undo_told(self, told: Told) -> None:
        """It was marked by mistake: they stand as before."""
        with self._office.writing() as work:
            incident = get_incident(work.session, told.incident_id)
            incident.require_open()
            for member in work.session.scalars(_members(told.incident_id, told.people)):
                member.told_on, member.told_by, member.failed_on = None, None, told.people[member.id]
            add_incident_step(work, incident, "members_told_undone", str(len(told.people)))

    def mark_failed(self, incident_id: int, member_ids: Collection[int], on: date) -> int:
        """What was sent to these came back: they have not been told and have to be reached another way."""
        with self._office.writing() as work:
            incident = get_incident(work.session, incident_id)
            incident.require_open()
            _check_day(incident, on, work.today)
            members = work.session.scalars(_members(incident_id, member_ids).where(IncidentMember.customer_id.is_not(None))).all()
            if any(row.told_on is None and not row.letter_number for row in members):
                raise UserError(_("Nothing was sent to some of them, so nothing can have come back. Take their ticks away."))
            if early := [row for row in members if row.told_on is not None and on < row.told_on]:
                raise UserError(
                    _("It was sent only on {day}; it cannot have come back before.").format(
                        day=day_text(max(row.told_on for row in early if row.told_on))
                    ),
                    "failed_on",
                )
            for member in members:
                member.told_on, member.told_by, member.failed_on, member.letter_number = None, None, on, ""
            if members:
                add_incident_step(work, incident, "members_failed", str(len(members)))
            return len(members)


_FREELY = {"synchronize_session": False}


def _new(incident_id: int, whom: ColumnElement[bool]) -> Select[Any]:
    """Customers of the register who are not on the list yet."""
    listed = exists(IncidentMember.id).where(IncidentMember.customer_id == Customer.id, IncidentMember.incident_id == incident_id)
    return select(Customer.id).where(whom, in_register(), ~listed)


def _asked(query: MemberQuery) -> ColumnElement[bool]:
    if query.since and query.until and query.since > query.until:
        raise UserError(_("The first day lies after the last one."), "until")
    if query.found is Found.EVERYBODY:
        return and_(true(), *_between(Customer.entered_on, query))
    if not query.recipient_id:
        raise UserError(_("Choose the recipient."), "recipient")
    given = (Disclosure.customer_id == Customer.id, Disclosure.recipient_id == query.recipient_id, Disclosure.voided_at.is_(None))
    return exists(Disclosure.id).where(*given, *_between(Disclosure.disclosed_on, query))


def _between(day: InstrumentedAttribute[date], query: MemberQuery) -> Sequence[ColumnElement[bool]]:
    return [*([day >= query.since] if query.since else []), *([day <= query.until] if query.until else [])]


def _listed(incident_id: int) -> Select[IncidentMember, Customer]:
    query = select(IncidentMember, Customer).join(Customer, Customer.id == IncidentMember.customer_id, isouter=True)
    order = (IncidentMember.failed_on.is_(None), IncidentMember.told_on.is_not(None), Customer.sort_key, IncidentMember.id)
    return query.where(IncidentMember.incident_id == incident_id).order_by(*order)


def _shown(shown: Shown) -> Sequence[ColumnElement[bool]]:
    untold, there = IncidentMember.told_on.is_(None), IncidentMember.customer_id.is_not(None)
    return {
        Shown.ALL: [],
        Shown.UNTOLD: [untold, there],
        Shown.FAILED: [untold, there, IncidentMember.failed_on.is_not(None)],
        Shown.TOLD: [IncidentMember.told_on.is_not(None)],
    }[shown]


def _where(incident_id: int, member_ids: Collection[int] | None) -> ColumnElement[bool]:
    mine = IncidentMember.incident_id == incident_id
    if member_ids is None:
        return mine
    wanted = func.json_each(json.dumps(list(member_ids))).table_valued("value")
    return mine & IncidentMember.id.in_(select(wanted.c.value))


def _members(incident_id: int, member_ids: Collection[int]) -> Select[Any]:
    return select(IncidentMember).where(_where(incident_id, member_ids))


def _check_day(incident: Incident, on: date, today: date) -> None:
    incident.require_open()
    if on > today:
        raise UserError(_("This day lies in the future."), "told_on")
    if on < local_day(incident.noticed_at):
        text = _("The incident was noticed only on {day}.")
        raise UserError(text.format(day=day_text(local_day(incident.noticed_at))), "told_on")


def _row(member: IncidentMember, customer: Customer | None) -> MemberRow:
    name = customer.name if customer else _("Data erased")
    phone, email = (phones.shown(customer.phone), customer.email) if customer else ("", "")
    return MemberRow(member.id, member.customer_id, name, phone, email, member.told_on, member.told_by, member.failed_on)
