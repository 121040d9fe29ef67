"""Planned deletions, kept with each customer so that a list of what is due costs by what is due, not by how many customers there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, func, select, update
from sqlalchemy.orm import Session

from desktop.models import phones
from desktop.models.choices import Direction
from desktop.models.contact import Contact
from desktop.models.customer import Customer
from desktop.models.deadlines import add_months
from desktop.models.policy import PolicyVersion
from desktop.models.retention import RetentionRule, is_sooner, strictest
from desktop.services.hold_conditions import held
from desktop.services.office import Office, Work, put_setting, setting
from desktop.services.standing import all_versions, binding, in_register

WEEKS, MONTHS = 8, 12
MOST = 200
_FOLLOWED = "retention.version"
_TO_VIETNAM = "+7 hours"


@dataclass(frozen=True)
class Counted:
    """How many customers' data goes in the week or month that begins on a day."""

    begins: date
    customers: int


@dataclass(frozen=True)
class Upcoming:
    """Overdue, held back though due, week by week from this Monday on, month by month from this one on (days to come only)."""

    overdue: int
    held: int
    weeks: tuple[Counted, ...]
    months: tuple[Counted, ...]


@dataclass(frozen=True)
class Due:
    """A customer whose data has to go; ``last_contact_on`` None where the day of entry counts instead."""

    id: int
    name: str
    phone: str
    delete_on: date
    last_contact_on: date | None
    is_held: bool


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
            free = _per_day(session, today, ~held(today))
            kept = _per_day(session, today, held(today), today)
        monday = today - timedelta(days=today.weekday())
        weeks = [Counted(monday + timedelta(weeks=place), 0) for place in range(WEEKS)]
        return Upcoming(
            sum(number for day, number in free if day < today),
            sum(number for _day, number in kept),
            tuple(
                replace(week, customers=_between(free, max(week.begins, today), week.begins + timedelta(weeks=1)))
                for week in weeks
            ),
            tuple(Counted(day, _between(free, max(day, today), add_months(day, 1))) for day in _months(today)),
        )

    def due(self, since: date | None, before: date, most: int = MOST) -> list[Due]:
        """Customers whose data goes in these days, the nearest first; None: from the oldest. Held ones are named as such."""
        today = self._office.today()
        columns: tuple[Any, ...] = (
            Customer.id,
            Customer.name,
            Customer.phone,
            Customer.delete_on,
            Customer.last_contact_on,
            held(today).label("held"),
        )
        query = select(*columns).where(in_register(), Customer.delete_on < before).order_by(Customer.delete_on, Customer.id)
        if since is not None:
            query = query.where(Customer.delete_on >= since)
        with self._office.reading() as session:
            rows = session.execute(query.limit(most)).all()
        return [Due(row.id, row.name, phones.shown(row.phone), row.delete_on, row.last_contact_on, row.held) for row in rows]

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


def follow(work: Work, *customer_ids: int) -> None:
    """Plan these customers' deletion anew, in the transaction that is under way."""
    session = work.session
    _plan(session, work.today, Customer.id.in_(customer_ids))
    for customer_id in customer_ids:
        session.refresh(session.get_one(Customer, customer_id), ("last_contact_on", "delete_on"))


def follow_all(work: Work) -> None:
    """Plan everybody's deletion anew; what was planned by is remembered."""
    _plan(work.session, work.today, in_register())
    work.session.expire_all()
    put_setting(work, _FOLLOWED, version_now(all_versions(work.session), work.today).public_id)


def version_now(versions: list[PolicyVersion], today: date) -> PolicyVersion:
    """Of versions in their order the one in force; before the first one it is the first."""
    begun = [version for version in versions if version.effective_from <= today]
    return begun[-1] if begun else versions[0]


def _per_day(session: Session, today: date, whom: ColumnElement[bool], last: date | None = None) -> list[tuple[date, int]]:
    """Planned days up to a last one with their customers."""
    horizon = last or add_months(today.replace(day=1), MONTHS)
    query = select(Customer.delete_on, func.count()).where(in_register(), Customer.delete_on <= horizon, whom)
    rows = session.execute(query.group_by(Customer.delete_on))
    return [(day, number) for day, number in rows if day is not None]


def _between(days: list[tuple[date, int]], since: date, before: date) -> int:
    return sum(number for day, number in days if since <= day < before)


def _months(today: date) -> list[date]:
    return [add_months(today.replace(day=1), place) for place in range(MONTHS)]


def _plan(session: Session, today: date, whom: ColumnElement[bool]) -> None:
    session.flush()
    _set(session, whom, last_contact_on=_last_contact())
    versions = all_versions(session)
    now = version_now(versions, today)
    for own in versions:
        months = strictest(binding(own, now, versions)).months
        _set(session, whom & (Customer.policy_version_id == own.id), delete_on=None if months is None else _after(months))


def _set(session: Session, whom: ColumnElement[bool], **values: ColumnElement[date] | None) -> None:
    session.execute(update(Customer).where(whom).values(**values).execution_options(synchronize_session=False))


def _last_contact() -> ColumnElement[date]:
    """The Vietnamese day of the customer's own last act."""
    day = func.max(func.date(Contact.happened_at, _TO_VIETNAM), type_=Date)
    own = select(day).where(Contact.customer_id == Customer.id, Contact.direction == Direction.FROM_CUSTOMER)
    return own.correlate(Customer).scalar_subquery()


def _after(months: int) -> ColumnElement[date]:
    """As ``deadlines.add_months`` counts: a day that the month does not have is its last one."""
    start = func.coalesce(Customer.last_contact_on, Customer.entered_on)
    return func.date(start, f"+{months} months", "floor", type_=Date)
