"""What a screen may know about an incident: plain, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import numbering
from desktop.models.choices import Delivery
from desktop.models.deadlines import Deadline as Deadline
from desktop.models.incident import Incident, IncidentAuthority, IncidentEvent, IncidentMember


@dataclass(frozen=True)
class AuthorityRow:
    """An authority that has to be told: by ``deadline`` (None: no limit), with what it has been sent."""

    public_id: str
    name: str
    contact: str
    hours: int
    law: str
    deadline: Deadline | None
    late_reason: str
    number: str
    has_letter: bool
    sent_at: datetime | None
    sent_by: Delivery | None
    is_late: bool
    omitted_on: date | None = None
    omitted_reason: str = ""

    @property
    def is_owed(self) -> bool:
        """Whether it still has to be told."""
        return self.sent_at is None and self.omitted_on is None


@dataclass(frozen=True)
class MemberCounts:
    """Of those whom the incident touched: how many, how many were told, whose message came back, whose data is gone.

    ``written``: for whom a letter was made that is not marked as sent.
    """

    people: int = 0
    told: int = 0
    failed: int = 0
    erased: int = 0
    written: int = 0

    @property
    def untold(self) -> int:
        """Who has not been told yet; of the erased nobody can be told any more."""
        return self.people - self.told - self.erased


@dataclass(frozen=True)
class IncidentRow:
    """An incident in a list; ``authorities`` those still to be told, nearest clock first."""

    id: int
    number: str
    subject: str
    noticed_at: datetime
    is_open: bool
    closed_on: date | None
    authorities: tuple[AuthorityRow, ...]
    members: MemberCounts
    is_anybody_told: bool

    @property
    def deadline(self) -> Deadline | None:
        """The nearest clock that runs."""
        return next((row.deadline for row in self.authorities if row.deadline), None)

    def short_number(self, today: date) -> str:
        """The number where there is little room: this year's without the year."""
        return numbering.short(self.number, today.year)


@dataclass(frozen=True)
class IncidentStep:
    """A step in the incident's history; ``actor`` a staff member's random id."""

    at: datetime
    actor: str
    action: str
    note: str


@dataclass(frozen=True)
class IncidentForm:
    """What the owner writes about an incident. ``fields`` are codes; ``people`` counts where not everybody is named.

    ``happened_at`` None: not known. ``nobody_told``: why no customer has to be told.
    """

    subject: str
    noticed_at: datetime
    happened: str = ""
    happened_at: datetime | None = None
    is_attack: bool = False
    fields: tuple[str, ...] = ()
    people: int = 0
    harm: str = ""
    measures: str = ""
    cause: str = ""
    lesson: str = ""
    nobody_told: str = ""


@dataclass(frozen=True)
class IncidentPage:
    """An incident as its page shows it; ``authorities`` all of them."""

    row: IncidentRow
    public_id: str
    form: IncidentForm
    authorities: tuple[AuthorityRow, ...]
    steps: tuple[IncidentStep, ...]


def row_of(session: Session, incident: Incident, now: datetime) -> IncidentRow:
    """An incident as lists show it."""
    waiting = [_authority(row, incident, now) for row in incident.authorities if row.is_owed]
    return IncidentRow(
        incident.id,
        incident.number,
        incident.subject,
        incident.noticed_at,
        incident.is_open,
        incident.closed_on,
        tuple(sorted(waiting, key=_nearest)) if incident.is_open else (),
        counts(session, incident.id),
        not incident.nobody_told,
    )


def page_of(session: Session, incident: Incident, now: datetime) -> IncidentPage:
    """An incident with everything its page shows."""
    query = select(IncidentEvent).where(IncidentEvent.incident_id == incident.id).order_by(IncidentEvent.id.desc())
    return IncidentPage(
        row_of(session, incident, now),
        incident.public_id,
        form_of(incident),
        tuple(_authority(row, incident, now) for row in incident.authorities),
        tuple(IncidentStep(x.at, x.actor, x.action, x.note) for x in session.scalars(query)),
    )


def form_of(incident: Incident) -> IncidentForm:
    """What was written, as a plain value."""
    return IncidentForm(
        incident.subject,
        incident.noticed_at,
        incident.happened,
        incident.happened_at,
        incident.is_attack,
        tuple(incident.fields.split()),
        incident.people,
        incident.harm,
        incident.measures,
        incident.cause,
        incident.lesson,
        incident.nobody_told,
    )


def counts(session: Session, incident_id: int) -> MemberCounts:
    """How many it touched and how far the telling has come; answered in one query."""
    table = IncidentMember
    columns = (
        func.count(),
        func.count(table.told_on),
        func.count().filter(table.told_on.is_(None), table.failed_on.is_not(None), table.customer_id.is_not(None)),
        func.count().filter(table.told_on.is_(None), table.customer_id.is_(None)),
        func.count().filter(table.told_on.is_(None), table.letter_number != "", table.customer_id.is_not(None)),
    )
    return MemberCounts(*session.execute(select(*columns).where(table.incident_id == incident_id)).one())


def _authority(row: IncidentAuthority, incident: Incident, now: datetime) -> AuthorityRow:
    return AuthorityRow(
        row.public_id,
        row.name,
        row.contact,
        row.hours,
        row.law,
        row.deadline(incident.noticed_at),
        row.late_reason,
        row.number,
        row.dated is not None,
        row.sent_at,
        row.sent_by,
        row.is_late(incident.noticed_at, now),
        row.omitted_on,
        row.omitted_reason,
    )


def _nearest(row: AuthorityRow) -> tuple[bool, float]:
    return (row.deadline is None, row.deadline.due.timestamp() if row.deadline else 0.0)
