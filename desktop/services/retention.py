"""Planned deletions, kept with each customer so that a list of what is due costs by what is due, not by how many customers there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, func, or_, select, update
from sqlalchemy.orm import Session

from desktop.models import phones
from desktop.models.choices import Direction
from desktop.models.complaint import Complaint
from desktop.models.consent import Hold
from desktop.models.contact import Contact
from desktop.models.customer import Customer
from desktop.models.deadlines import add_months
from desktop.models.incident import IncidentMember
from desktop.models.names import fold
from desktop.models.policy import PolicyVersion
from desktop.models.retention import PlannedDeletion, RetentionRule, is_sooner, planned_deletion, strictest
from desktop.models.rights_request import RightsRequest
from desktop.services import case_files
from desktop.services.among import is_among
from desktop.services.case_files import CaseFile, Whose
from desktop.services.deletion_limits import Planned, last_days
from desktop.services.hold_conditions import held, is_owed, is_touched, keeps_data, reasons_to_keep
from desktop.services.in_force import not_ended
from desktop.services.office import Office, Work, put_setting, setting
from desktop.services.standing import all_versions, binding, in_register

WEEKS, MONTHS = 8, 12
MOST = 200
_FOLLOWED = "retention.version"
_TO_VIETNAM = "+7 hours"
PerDay = Counter[date]


@dataclass(frozen=True)
class Counted:
    """Whose data goes in the week or month that begins on a day: how many, and how many more are held back."""

    begins: date
    people: int
    held: int = 0


@dataclass(frozen=True)
class Upcoming:
    """Overdue, held back though due, week by week from this Monday on, month by month from this one on (days
    to come only)."""

    overdue: int
    held: int
    weeks: tuple[Counted, ...]
    months: tuple[Counted, ...]


@dataclass(frozen=True)
class Due:
    """Whose data has to go and why: a customer, or somebody outside the register whose complaint or request is on file.

    ``delete_on`` is the day from which it should go, ``last_day`` the last one on which it may still be there. ``held_by`` says
    what keeps it all the same, "" where nothing does.
    """

    id: int
    name: str
    phone: str
    delete_on: date
    reason: str
    held_by: str = ""
    has_asked: bool = False
    whose: Whose = Whose.CUSTOMER
    last_day: date = date.min

    def is_late(self, today: date) -> bool:
        """Whether the data is kept though nothing allows it any more."""
        return self.last_day < today and not self.is_held

    @property
    def is_held(self) -> bool:
        """Whether something keeps the data beyond its day."""
        return bool(self.held_by)

    @property
    def folded(self) -> str:
        """The name as lists are searched."""
        return fold(self.name)


@dataclass(frozen=True)
class Moved:
    """What another retention would do: whose data goes sooner at once, and who would have to agree to its staying longer."""

    sooner: int
    to_be_asked: int


class Retention:
    """Says what is due, and keeps the plans in step with the policy."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def upcoming(self) -> Upcoming:
        """What is due and what is coming; costs by what is due, over the index of planned days."""
        today = self._office.today()
        with self._office.reading() as session:
            kept = _held_per_day(session, today)
            free = _per_day(session, today) - kept + case_files.per_day(session, _horizon(today))
            in_time = _in_time(session, today)
        free = free - in_time + Counter({today: in_time.total()})
        monday = today - timedelta(days=today.weekday())
        weeks = [monday + timedelta(weeks=place) for place in range(WEEKS)]
        return Upcoming(
            _between(free, date.min, today),
            _between(kept, date.min, today + timedelta(days=1)),
            tuple(_counted(free, kept, today, week, week + timedelta(weeks=1)) for week in weeks),
            tuple(_counted(free, kept, today, month, add_months(month, 1)) for month in _months(today)),
        )

    def due(self, since: date | None, before: date, most: int = MOST) -> list[Due]:
        """Whose data goes in these days, the nearest first; None: from the oldest. Held ones are named as such."""
        today = self._office.today()
        with self._office.reading() as session:
            files = [_due_file(file) for file in case_files.due(session, since, before, most)]
            found = [*_due_customers(session, today, since, before, most), *files]
        return sorted(found, key=lambda due: (due.delete_on, due.whose is not Whose.CUSTOMER, due.whose, due.id))[:most]

    def preview(self, rule: RetentionRule) -> Moved:
        """How many customers a version with this rule would move if it took effect today."""
        query = select(Customer.policy_version_id, func.count()).where(in_register()).group_by(Customer.policy_version_id)
        with self._office.reading() as session:
            versions = all_versions(session)
            now, counts = version_now(versions, self._office.today()), session.execute(query).all()
            bound = {own.id: strictest(binding(own, now, versions)) for own in versions}
        return Moved(
            sum(number for own, number in counts if is_sooner(rule, bound[own])),
            sum(number for own, number in counts if is_sooner(bound[own], rule)),
        )

    def keep_current(self) -> None:
        """A version that was entered for a later day binds from that day on: plan all anew when it is the first day."""
        today = self._office.today()
        with self._office.reading() as session:
            if setting(session, _FOLLOWED, "") == version_now(all_versions(session), today).public_id:
                return
        with self._office.writing() as work:
            follow_all(work)


def last_day_of(session: Session, customer: Customer, plan: PlannedDeletion, today: date) -> date | None:
    """The last day on which a customer's data may still be there; None where none is planned."""
    return last_days(session, [Planned(customer.id, plan)], today).get(customer.id)


def plan_of(session: Session, customer: Customer, today: date) -> PlannedDeletion:
    """The plan for one customer by the versions that bind them, with its reason."""
    versions = all_versions(session)
    own = session.get_one(PolicyVersion, customer.policy_version_id)
    rule = strictest(binding(own, version_now(versions, today), versions))
    return planned_deletion(rule, customer.entered_on, customer.last_contact_on, customer.asked_deletion_on)


def folded(typed: str) -> str:
    """What was typed, as names are compared with it."""
    return fold(typed)


def follow(work: Work, *customer_ids: int) -> None:
    """Plan these customers' deletion anew, in the transaction that is under way."""
    session = work.session
    _plan(session, work.today, Customer.id.in_(customer_ids))
    for customer_id in customer_ids:
        session.refresh(session.get_one(Customer, customer_id), ("last_contact_on", "delete_on"))


def follow_many(work: Work, customer_ids: Collection[int]) -> None:
    """The same for a long list; what was read of customers before is read anew when it is next asked for."""
    _plan(work.session, work.today, is_among(Customer.id, customer_ids))
    work.session.expire_all()


def follow_all(work: Work) -> None:
    """Plan everybody's deletion anew; what was planned by is remembered."""
    _plan(work.session, work.today, in_register())
    work.session.expire_all()
    put_setting(work, _FOLLOWED, version_now(all_versions(work.session), work.today).public_id)


def version_now(versions: list[PolicyVersion], today: date) -> PolicyVersion:
    """Of versions in their order the one in force; before the first one it is the first."""
    begun = [version for version in versions if version.effective_from <= today]
    return begun[-1] if begun else versions[0]


def _horizon(today: date) -> date:
    """As far as is looked ahead."""
    return add_months(today.replace(day=1), MONTHS)


def _per_day(session: Session, today: date) -> PerDay:
    """Planned days with how many customers; answered by the index alone: a merged record has no planned day."""
    day = Customer.delete_on
    rows = session.execute(select(day, func.count()).where(day <= _horizon(today)).group_by(day))
    return Counter({on: number for on, number in rows if on is not None})


def _held_per_day(session: Session, today: date) -> PerDay:
    """Of these the ones held back, found from what holds them: that is little."""
    holding = select(Hold.customer_id).where(not_ended(Hold, today))
    complaining = select(Complaint.customer_id).where(Complaint.customer_id.is_not(None), keeps_data())
    asking = select(RightsRequest.customer_id).where(RightsRequest.customer_id.is_not(None), is_owed())
    touched = select(IncidentMember.customer_id).where(IncidentMember.customer_id.is_not(None), is_touched())
    ids = list(session.scalars(holding.union(complaining, asking, touched)))
    if not ids:
        return Counter()
    days = session.scalars(select(Customer.delete_on).where(Customer.id.in_(ids), held(today)))
    return Counter(on for on in days if on is not None and on <= _horizon(today))


def _in_time(session: Session, today: date) -> PerDay:
    """Days that are over, of customers whose data may still be there: they have asked, or a hold has just ended."""
    was_held = select(Hold.customer_id).where(Hold.until < today)
    may_wait = or_(Customer.asked_deletion_on.is_not(None), Customer.id.in_(was_held))
    rows = session.execute(_rows(today).where(Customer.delete_on < today, may_wait, ~held(today))).all()
    plans = _plans(session, rows, today)
    latest = last_days(session, plans, today)
    return Counter(row.delete_on for row in rows if latest[row.id] >= today)


def _due_customers(session: Session, today: date, since: date | None, before: date, most: int) -> list[Due]:
    query = _rows(today).where(Customer.delete_on < before)
    if since is not None:
        query = query.where(Customer.delete_on >= since)
    rows = session.execute(query.order_by(Customer.delete_on, Customer.id).limit(most)).all()
    keeping = reasons_to_keep(session, [row.id for row in rows if row.held], today)
    plans = _plans(session, rows, today)
    latest = last_days(session, plans, today)
    found = zip(rows, plans, strict=True)
    return [_due(row, planned.plan, "; ".join(keeping.get(row.id, [])), latest[row.id]) for row, planned in found]


def _rows(today: date) -> Select[*tuple[Any, ...]]:
    """What a plan is made of, without the rest of a customer."""
    table: Any = Customer.__table__.c
    names = ("id", "name", "phone", "delete_on", "entered_on", "last_contact_on", "asked_deletion_on", "policy_version_id")
    return select(*(table[name] for name in names), held(today).label("held"))


def _plans(session: Session, rows: Sequence[Any], today: date) -> list[Planned]:
    versions = all_versions(session)
    now = version_now(versions, today)
    rules = {own.id: strictest(binding(own, now, versions)) for own in versions}
    return [Planned(row.id, _plan_in(row, rules[row.policy_version_id])) for row in rows]


def _plan_in(row: Any, rule: RetentionRule) -> PlannedDeletion:
    return planned_deletion(rule, row.entered_on, row.last_contact_on, row.asked_deletion_on)


def _due(row: Any, plan: PlannedDeletion, held_by: str, last_day: date) -> Due:
    has_asked = plan.asked_on is not None
    return Due(row.id, row.name, phones.shown(row.phone), row.delete_on, plan.sentence(), held_by, has_asked, last_day=last_day)


def _due_file(file: CaseFile) -> Due:
    phone, day = phones.shown(file.outsider_phone), file.outsider_delete_on or date.max
    return Due(file.id, file.outsider_name, phone, day, case_files.sentence(file), whose=case_files.whose(file), last_day=day)


def _counted(free: PerDay, kept: PerDay, today: date, since: date, before: date) -> Counted:
    return Counted(since, _between(free, max(since, today), before), _between(kept, max(since, today), before))


def _between(days: PerDay, since: date, before: date) -> int:
    return sum(number for day, number in days.items() if since <= day < before)


def _months(today: date) -> list[date]:
    return [add_months(today.replace(day=1), place) for place in range(MONTHS)]


def _plan(session: Session, today: date, whom: ColumnElement[bool]) -> None:
    session.flush()
    _set(session, Customer.merged_into_id.is_not(None) & whom, delete_on=None)
    whom = in_register() & whom
    _set(session, whom, last_contact_on=_last_contact())
    versions = all_versions(session)
    now = version_now(versions, today)
    for own in versions:
        months = strictest(binding(own, now, versions)).months
        _set(session, whom & (Customer.policy_version_id == own.id), delete_on=_planned(months))


def _set(session: Session, whom: ColumnElement[bool], **values: Any) -> None:
    session.execute(update(Customer).where(whom).values(**values).execution_options(synchronize_session=False))


def _last_contact() -> ColumnElement[date]:
    """The Vietnamese day of the customer's own last act."""
    day = func.max(func.date(Contact.happened_at, _TO_VIETNAM), type_=Date)
    own = select(day).where(Contact.customer_id == Customer.id, Contact.direction == Direction.FROM_CUSTOMER)
    return own.correlate(Customer).scalar_subquery()


def _planned(months: int | None) -> ColumnElement[date]:
    """The day by the policy, or the day on which the customer asked, whichever comes first."""
    asked: Any = Customer.asked_deletion_on
    return asked if months is None else func.min(_after(months), func.coalesce(asked, _after(months)), type_=Date)


def _after(months: int) -> ColumnElement[date]:
    """As ``deadlines.add_months`` counts: a day that the month does not have is its last one."""
    start = func.coalesce(Customer.last_contact_on, Customer.entered_on)
    return func.date(start, f"+{months} months", "floor", type_=Date)
