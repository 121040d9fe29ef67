"""What the registers say about the shop's promises: counts of what is due, missing or late, each by an indexed query."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.models.choices import (
    OPEN_REQUESTS,
    ComplaintCategory,
    ComplaintState,
    LegalBasis,
    LetterKind,
    RecipientKind,
    RequestState,
)
from desktop.models.complaint import Complaint
from desktop.models.consent import Restriction
from desktop.models.customer import CustomerExtra, CustomerMerge
from desktop.models.disclosure import Disclosure
from desktop.models.incident import Incident, IncidentMember
from desktop.models.policy import LegalClock, PolicyVersion
from desktop.models.recipient import Recipient
from desktop.models.rights_request import ACKNOWLEDGING, RightsRequest
from desktop.models.working_days import WorkingCalendar
from desktop.services.backups import Backups
from desktop.services.complaint_views import ComplaintRow, Deadline, TaskKind
from desktop.services.complaints import Complaints
from desktop.services.dashboard import Missing
from desktop.services.hold_conditions import owes_telling
from desktop.services.office import Office
from desktop.services.policies import version_on
from desktop.services.restrictions import in_force
from desktop.services.retention import Retention
from desktop.services.shop import Identity, read_identity
from desktop.services.shop_calendar import load_calendar
from desktop.services.standing import all_versions
from desktop.services.wording import filled

RECENT = timedelta(days=30)
YEAR = timedelta(days=365)
ENOUGH = 1000  # more than that is counted as so many


@dataclass(frozen=True)
class ComplaintsSeen:
    """Open complaints, and those of the last twelve months that were answered; ``late`` means beyond the promise's last day."""

    open: int = 0
    reply_late: int = 0
    reply_due: int = 0
    acknowledgement_late: int = 0
    without_evidence: int = 0
    not_begun: int = 0
    not_begun_before_today: int = 0
    unpaid: int = 0
    answered: int = 0
    answered_late: int = 0
    about_disclosures: int = 0
    about_disclosures_late: int = 0


@dataclass(frozen=True)
class SharingSeen:
    """``recent``: entries of the last 30 days by kind of recipient; ``groundless``: entries without what their ground needs.

    ``unallowed``: entries under the version in force that rest on no law though that version names nobody of this kind.
    """

    recent: Counter[RecipientKind]
    groundless: int = 0
    unallowed: int = 0
    missing_notices: int = 0
    to_be_told: int = 0
    agreements_ended: int = 0


@dataclass(frozen=True)
class RequestsSeen:
    """Requests of customers: open ones, late ones among them, those not acknowledged in time, those done in twelve months."""

    open: int = 0
    late: int = 0
    unacknowledged: int = 0
    done: int = 0


@dataclass(frozen=True)
class IncidentsSeen:
    """Incidents: all there ever were, open ones, authorities not told in time or still to be told, customers still to be told."""

    all: int = 0
    open: int = 0
    late: int = 0
    to_tell: int = 0
    members_to_tell: int = 0


@dataclass(frozen=True)
class Records:
    """Everything that the rules look at, on one day."""

    today: date
    identity: Identity
    complaints: ComplaintsSeen
    sharing: SharingSeen
    requests: RequestsSeen
    incidents: IncidentsSeen
    missing_consents: int = 0
    overdue_deletions: int = 0
    held: int = 0
    untold_of_holds: int = 0
    wishes: int = 0
    merges: int = 0
    loose_extras: int = 0
    days_since_outside: int | None = None
    has_backup: bool = False
    has_guidance: bool = True


def read_records(office: Office, missing: Missing) -> Records:
    """One look at all registers; ``missing`` was counted before, for it reads all customers."""
    today, upcoming, backups = office.today(), Retention(office).upcoming(), Backups(office)
    rows = Complaints(office).open_rows()
    outside, last = (
        backups.days_since_outside(),
        backups.last(),
    )  # before the session: one inside another waits for a writer forever
    with office.reading() as session:
        calendar, version = load_calendar(session), version_on(session, today)
        return Records(
            today,
            read_identity(session),
            _complaints(session, rows, today, calendar),
            _sharing(session, version, today, missing),
            _requests(session, today, calendar),
            _incidents(session, office),
            missing.consents,
            upcoming.overdue,
            upcoming.held,
            len(missing.untold),
            _count(session, select(Restriction.id).where(in_force(today))),
            _count(session, select(CustomerMerge.id).where(CustomerMerge.undone_at.is_(None))),
            _loose_extras(session, version),
            outside,
            last is not None,
            bool(filled(session, LetterKind.REPLY, "guidance", {})[1]),
        )


def _count(session: Session, query: Select[int]) -> int:
    """How many, up to ``ENOUGH``."""
    limited = query.limit(ENOUGH).subquery()
    return session.scalar(select(func.count()).select_from(limited)) or 0


# ---- complaints ---------------------------------------------------------------------------------------------------------


def _complaints(session: Session, rows: list[ComplaintRow], today: date, calendar: WorkingCalendar) -> ComplaintsSeen:
    reply, receipt = _deadlines(rows, TaskKind.REPLY), _deadlines(rows, TaskKind.ACKNOWLEDGE)
    disclosed = [row for row in rows if row.is_open and row.category is ComplaintCategory.DISCLOSURE]
    idle = [row for row in rows if row.is_open and row.checking_began_on is None]
    answered = _answered(session, today)
    return ComplaintsSeen(
        open=sum(row.is_open for row in rows),
        reply_late=sum(deadline.is_late(today) for deadline in reply),
        reply_due=sum(not deadline.is_late(today) and deadline.target <= today + timedelta(days=2) for deadline in reply),
        acknowledgement_late=sum(deadline.is_late(today) for deadline in receipt),
        without_evidence=sum(task.kind is TaskKind.GET_EVIDENCE for row in rows for task in row.tasks),
        not_begun=len(idle),
        not_begun_before_today=sum(row.received_on < today for row in idle),
        unpaid=sum(row.unpaid > 0 for row in rows),
        answered=len(answered),
        answered_late=sum(_was_late(complaint, calendar) for complaint in answered),
        about_disclosures=len(disclosed),
        about_disclosures_late=sum(
            any(deadline.is_late(today) for deadline in _deadlines([row], TaskKind.REPLY)) for row in disclosed
        ),
    )


def _deadlines(rows: list[ComplaintRow], kind: TaskKind) -> list[Deadline]:
    return [task.deadline for row in rows for task in row.tasks if task.kind is kind and task.deadline]


def _answered(session: Session, today: date) -> list[Complaint]:
    """Those received within twelve months that have their answer; what was erased says nothing any more."""
    done = Complaint.state.in_((ComplaintState.REPLIED, ComplaintState.CLOSED))
    query = select(Complaint).where(Complaint.received_on >= today - YEAR, done, Complaint.erased_on.is_(None))
    return list(session.scalars(query.limit(ENOUGH)))


def _was_late(complaint: Complaint, calendar: WorkingCalendar) -> bool:
    first, promised = complaint.first_answered_on(), complaint.reply_deadline(calendar)
    return promised is not None and first is not None and first > promised.last_day


# ---- disclosures --------------------------------------------------------------------------------------------------------


def _sharing(session: Session, version: PolicyVersion, today: date, missing: Missing) -> SharingSeen:
    query = select(Recipient.kind, func.count()).join(Disclosure, Disclosure.recipient_id == Recipient.id)
    query = query.where(Disclosure.disclosed_on > today - RECENT, Disclosure.voided_at.is_(None)).group_by(Recipient.kind)
    recent: Counter[RecipientKind] = Counter()
    for kind, number in session.execute(query):
        recent[kind] = number
    ended = and_(Recipient.active, Recipient.agreed_until < today)
    return SharingSeen(
        recent,
        _count(session, select(Disclosure.id).where(without_ground())),
        _unallowed(session, version),
        missing.notices,
        missing.recipients,
        _count(session, select(Recipient.id).where(ended)),
    )


def without_ground() -> ColumnElement[bool]:
    """Entries that stand and lack what their ground needs: a consent, the agency's letter, the law by name.

    Looked for among those that rest on no consent: they are few, and have an index of their own.
    """
    bare = or_(
        Disclosure.basis == LegalBasis.CONSENT,
        and_(Disclosure.basis == LegalBasis.SERVICE, Disclosure.citation == ""),
        and_(Disclosure.basis == LegalBasis.STATE_REQUEST, Disclosure.letter_id.is_(None)),
        and_(Disclosure.basis == LegalBasis.LAW, Disclosure.citation == ""),
    )
    return and_(Disclosure.consent_id.is_(None), Disclosure.voided_at.is_(None), bare)


def _unallowed(session: Session, version: PolicyVersion) -> int:
    """Looks at recipients of kinds that the version does not name: there are few, and the gate lets little through to them."""
    named = [rule.kind for rule in version.recipients]
    strangers = list(session.scalars(select(Recipient.id).where(Recipient.kind.not_in(named))))
    free = Disclosure.basis.in_((LegalBasis.CONSENT, LegalBasis.SERVICE))
    query = select(Disclosure.id).where(Disclosure.recipient_id.in_(strangers), free, Disclosure.voided_at.is_(None))
    return _count(session, query.where(Disclosure.disclosed_on >= version.effective_from))


def _loose_extras(session: Session, version: PolicyVersion) -> int:
    """Extra data of which an earlier version spoke and this one does not; what a customer no longer agrees to goes at once anyway."""
    named = {field.code for field in version.fields}
    dropped = {field.code for earlier in all_versions(session) for field in earlier.fields if field.is_extra} - named
    return _count(session, select(CustomerExtra.id).where(CustomerExtra.field.in_(dropped))) if dropped else 0


# ---- requests and incidents ---------------------------------------------------------------------------------------------


def _requests(session: Session, today: date, calendar: WorkingCalendar) -> RequestsSeen:
    open_ones = RightsRequest.state.in_(OPEN_REQUESTS)
    found = list(session.scalars(select(RightsRequest).where(or_(open_ones, owes_telling()))))
    limits = {clock.code: clock.limit() for clock in session.scalars(select(LegalClock))}
    receipt = limits.get(ACKNOWLEDGING)
    waiting = [row for row in found if row.is_open and row.acknowledged_on is None and receipt is not None]
    timed = [(row, limits[row.clock_code()]) for row in found if row.clock_code() in limits]
    done = RightsRequest.ended_on >= today - YEAR
    return RequestsSeen(
        len(found),
        sum(row.deadline(limit, calendar, row.ended_on or today).is_late(today) for row, limit in timed),
        sum(row.acknowledgement(receipt, calendar).is_late(today) for row in waiting if receipt is not None),
        _count(session, select(RightsRequest.id).where(RightsRequest.state == RequestState.DONE, done)),
    )


def _incidents(session: Session, office: Office) -> IncidentsSeen:
    found, now = list(session.scalars(select(Incident).where(Incident.closed_on.is_(None)))), office.now()
    silent = [(row, authority) for row in found for authority in row.authorities if authority.is_owed]
    untold = select(IncidentMember.id).join(Incident, Incident.id == IncidentMember.incident_id)
    untold = untold.where(Incident.closed_on.is_(None), Incident.nobody_told == "", IncidentMember.told_on.is_(None))
    return IncidentsSeen(
        _count(session, select(Incident.id)),
        len(found),
        sum(authority.is_late(row.noticed_at, now) for row, authority in silent),
        len(silent),
        _count(session, untold),
    )
