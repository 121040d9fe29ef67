"""Planned deletions, kept with each customer so that a list of what is due costs by what is due, not by how many customers there are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Date, func, select, update
from sqlalchemy.orm import Session

from desktop.models.choices import Direction
from desktop.models.contact import Contact
from desktop.models.customer import Customer
from desktop.models.policy import PolicyVersion
from desktop.models.retention import strictest
from desktop.services.office import Office, Work, put_setting, setting
from desktop.services.standing import all_versions, binding, in_register

_FOLLOWED = "retention.version"
_TO_VIETNAM = "+7 hours"


class Retention:
    """Keeps the plans in step with the policy."""

    def __init__(self, office: Office) -> None:
        self._office = office

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
