"""Writing what an import brings, and taking it back, within a transaction that is under way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, or_, select, text, true, union
from sqlalchemy.orm import Session

from desktop.i18n import gettext as _
from desktop.i18n import noon
from desktop.models.base import Base
from desktop.models.choices import Channel, Direction
from desktop.models.contact import Contact
from desktop.models.customer import Customer, searched
from desktop.models.customer_import import CustomerImport, ImportedChange
from desktop.models.retention import planned_deletion, rule_of
from desktop.services.among import is_among
from desktop.services.corrections import Noted, forget_correction
from desktop.services.customers import CustomerDetails, change_customer, details_of, entry_day, put_back
from desktop.services.import_plan import PlannedRow, RowState
from desktop.services.import_rows import vars_of
from desktop.services.office import Office, Work, new_id
from desktop.services.policies import version_on
from desktop.services.progress import Progress
from desktop.services.retention import follow_many
from desktop.storage.search import many_additions, many_deletions

_AT_ONCE = 1_000
_INDEXED_AT_ONCE = 10_000  # each time the index is written to the file
_PERSON = (
    *("id", "public_id", "name", "phone", "email", "address", "group_name", "benefit_note", "entered_on", "changed_at"),
    *("policy_version_id", "last_contact_on", "delete_on", "name_folded", "sort_key", "phone_reversed", "email_folded"),
    "address_folded",
)
_CONTACT = ("public_id", "customer_id", "happened_at", "direction", "channel", "note", "recorded_by", "import_id")
_SEARCHED = ("name", "phone", "email", "address")
Values = tuple[Any, ...]


class Steps:
    """How many rows are done of all, told a thousand at a time."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def took(self, rows: int) -> None:
        """So many more; the place where it can be stopped."""
        self._done += rows
        self._progress.step(self._done, self._total)


# ---- new customers ----------------------------------------------------------------------------------------------------------


def add_all(work: Work, noted: CustomerImport, rows: Sequence[PlannedRow], steps: Steps) -> None:
    """New customers in one go, their numbers following each other, with the contact that the list tells of."""
    if not rows:
        return
    noted.first_id = _next_id(work.session)
    noted.last_id = noted.first_id + len(rows) - 1
    person, contact = _person_maker(work), _contact_maker(work, noted)
    with many_additions(work.session) as index:
        for many in batched(enumerate(rows, noted.first_id), _INDEXED_AT_ONCE):
            for part in batched(many, _AT_ONCE):
                people = [person(number, row) for number, row in part]
                _insert(work.session, Customer, _PERSON, people)
                _insert(work.session, Contact, _CONTACT, [contact(number, row) for number, row in part if row.last_contact])
                _log_entered_anew(work, part, people)
                steps.took(len(part))
            index(many[0][0], many[-1][0])


def _next_id(session: Session) -> int:
    """Beyond every number that was ever given; nobody else gives one while this transaction lasts."""
    return (session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'customer'")) or 0) + 1


def _person_maker(work: Work) -> Callable[[int, PlannedRow], Values]:
    """Makes what is written of a new customer, in the order of ``_PERSON``."""
    version, entered = version_on(work.session, work.today), entry_day(work)
    day = _keeper(work, Customer.entered_on)
    shared = (day(entered), _keeper(work, Customer.changed_at)(work.now), version.id)

    @cache
    def days(last_contact: date | None) -> Values:
        return day(last_contact), day(planned_deletion(rule_of(version), entered, last_contact).day)

    def person(number: int, row: PlannedRow) -> Values:
        own = row.details
        texts = (own.name, own.phone, own.email, own.address)
        followers = [text for field, value in zip(_SEARCHED, texts, strict=True) for text in searched(field, value).values()]
        return number, new_id(), *texts, own.group_name, own.benefit_note, *shared, *days(row.last_contact), *followers

    return person


def _contact_maker(work: Work, noted: CustomerImport) -> Callable[[int, PlannedRow], Values]:
    """Makes the customer's own last act, of which only the day is known."""
    words = _("Last contact as a list said that was read in")
    shared = (Direction.FROM_CUSTOMER.value, Channel.COUNTER.value, words, work.actor, noted.id)
    instant = _keeper(work, Contact.happened_at)

    @cache
    def at(day: date) -> Any:
        return instant(min(noon(day), work.now))

    def contact(customer_id: int, row: PlannedRow) -> Values:
        assert row.last_contact is not None
        return new_id(), customer_id, at(row.last_contact), *shared

    return contact


def _keeper(work: Work, column: Any) -> Callable[[Any], Any]:
    """Turns a value into what its column keeps."""
    dialect = work.session.get_bind().dialect
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _insert(session: Session, kind: type[Base], columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Straight to the driver, values in the order of the columns: by names every single one would be looked up first."""
    if rows:
        marks = ", ".join("?" * len(columns))
        session.connection().exec_driver_sql(
            f"INSERT INTO {kind.__tablename__} ({', '.join(columns)}) VALUES ({marks})", list(rows)
        )


def _log_entered_anew(work: Work, part: Sequence[tuple[int, PlannedRow]], people: Sequence[Values]) -> None:
    for (_number, row), (_id, public_id, *_values) in zip(part, people, strict=True):
        if row.state is RowState.ERASED:
            work.log("customer.entered_anew", public_id)


# ---- customers who were known -----------------------------------------------------------------------------------------------


def change_all(office: Office, work: Work, noted: CustomerImport, rows: Sequence[PlannedRow], steps: Steps) -> None:
    """What the list says of customers who are in the register laid over what is held; whoever was given it has to hear of it."""
    contact = _contact_maker(work, noted)
    for part in batched(rows, _AT_ONCE // 10):
        _insert(work.session, Contact, _CONTACT, [contact(row.customer_id or 0, row) for row in part if row.last_contact])
        for row in part:
            _change(office, work, noted, row)
        steps.took(len(part))
    follow_many(work, [row.customer_id for row in rows if row.customer_id is not None and row.last_contact is not None])


def _change(office: Office, work: Work, noted: CustomerImport, row: PlannedRow) -> None:
    assert row.customer_id is not None and row.before is not None
    told: tuple[Noted, ...] = ()
    if row.details != row.before:
        told = change_customer(office, work, row.customer_id, row.details, new_relationship=row.state is RowState.ERASED).noted
    work.session.add(
        ImportedChange(
            import_id=noted.id,
            customer_id=row.customer_id,
            before=_written(vars_of(row.before)),
            after=_written(vars_of(row.details)),
            noted=_written([(one.task_id, sorted(one.changed), sorted(one.gained)) for one in told]),
        )
    )


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# ---- taking it back ---------------------------------------------------------------------------------------------------------


def remove_added(work: Work, noted: CustomerImport) -> tuple[int, int]:
    """Delete the customers whom an import added, unless somebody worked with them since; how many went and how many stay."""
    if not noted.first_id:
        return 0, 0
    touched = set(work.session.scalars(_worked_with(noted)))
    people = (work.session.scalar(select(func.count()).where(_added(noted, Customer.id))) or 0) - len(touched)
    with many_deletions(work.session, people):
        for kind, column in ((Contact, Contact.customer_id), (Customer, Customer.id)):
            theirs = delete(kind).where(_added(noted, column), ~is_among(column, touched))
            work.session.execute(theirs.execution_options(synchronize_session=False))
    return people, len(touched)


def restore_changed(work: Work, noted: CustomerImport) -> tuple[int, int]:
    """Give customers back what stood there before, unless they were changed again since; how many, and how many stay as they are."""
    changes = work.session.scalars(select(ImportedChange).where(ImportedChange.import_id == noted.id)).all()
    restored = [change.customer_id for change in changes if _restore(work, change)]
    gone = delete(Contact).where(Contact.import_id == noted.id, is_among(Contact.customer_id, restored))
    work.session.execute(gone.execution_options(synchronize_session=False))
    follow_many(work, restored)
    return len(restored), len(changes) - len(restored)


def forget_changes(session: Session) -> None:
    """What stood there before earlier imports: it is kept no longer than it can be used."""
    session.execute(delete(ImportedChange).execution_options(synchronize_session=False))


def _restore(work: Work, change: ImportedChange) -> bool:
    customer = work.session.get(Customer, change.customer_id)
    before, after = (CustomerDetails(**json.loads(written)) for written in (change.before, change.after))
    if customer is None or customer.merged_into_id is not None or details_of(customer) != after:
        return False
    if before != after:
        put_back(work, customer, before)
        told = [Noted(task, frozenset(changed), frozenset(gained)) for task, changed, gained in json.loads(change.noted)]
        forget_correction(work, told)
    return True


def _worked_with(noted: CustomerImport) -> Any:
    """Of the added customers those about whom anything was written since: whatever points at a customer counts."""
    pointing = [select(column).where(_added(noted, column), _since(noted, column.table)) for column in _pointing_at_customers()]
    asked = or_(Customer.changed_at != noted.imported_at, Customer.asked_deletion_on.is_not(None))
    return union(select(Customer.id).where(_added(noted, Customer.id), asked), *pointing)


def _pointing_at_customers() -> Iterator[Any]:
    for table in Base.metadata.tables.values():
        yield from (key.parent for key in table.foreign_keys if key.column.table.name == Customer.__tablename__)


def _since(noted: CustomerImport, table: Table) -> ColumnElement[bool]:
    """Not what the import itself brought."""
    if table.name != Contact.__tablename__:
        return true()
    return or_(Contact.import_id.is_(None), Contact.import_id != noted.id)


def _added(noted: CustomerImport, column: Any) -> ColumnElement[bool]:
    return column.between(noted.first_id, noted.last_id)
