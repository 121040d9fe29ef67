"""Writing what an import brings, and taking it back, within a transaction that is under way."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, insert, or_, select, text, true, union
from sqlalchemy.orm import Session

from desktop.i18n import gettext as _
from desktop.i18n import noon
from desktop.models.base import Base
from desktop.models.choices import Channel, Direction
from desktop.models.contact import Contact
from desktop.models.customer import Customer, searched
from desktop.models.customer_import import CustomerImport, ImportedChange
from desktop.models.retention import planned_deletion
from desktop.services.corrections import Noted, forget_correction
from desktop.services.customers import CustomerDetails, change_customer, details_of, entry_day, put_back
from desktop.services.import_plan import PlannedRow, RowState
from desktop.services.import_rows import vars_of
from desktop.services.office import Office, Work, new_id
from desktop.services.policies import version_on
from desktop.services.progress import Progress
from desktop.services.retention import follow_many
from desktop.storage.search import many_deletions

_AT_ONCE = 1_000


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
    shared = _shared(work)
    for part in batched(enumerate(rows, noted.first_id), _AT_ONCE):
        people = [_person(number, row, shared) for number, row in part]
        contacts = [_contact(work, noted, number, row) for number, row in part if row.last_contact is not None]
        work.session.execute(insert(_table(Customer)), people)
        if contacts:
            work.session.execute(insert(_table(Contact)), contacts)
        for person, (_number, row) in zip(people, part, strict=True):
            if row.state is RowState.ERASED:
                work.log("customer.entered_anew", person["public_id"])
        steps.took(len(part))


def _next_id(session: Session) -> int:
    """Beyond every number that was ever given; nobody else gives one while this transaction lasts."""
    return (session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'customer'")) or 0) + 1


def _shared(work: Work) -> dict[str, Any]:
    version, day = version_on(work.session, work.today), entry_day(work)

    @cache
    def planned(last_contact: Any) -> Any:
        return planned_deletion([version], day, last_contact).day

    return {"entered_on": day, "changed_at": work.now, "policy_version_id": version.id, "planned": planned}


def _person(number: int, row: PlannedRow, shared: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = vars_of(row.details)
    for field in ("name", "phone", "email", "address"):
        values |= searched(field, values[field])
    planned = shared["planned"]
    return values | {
        "id": number,
        "public_id": new_id(),
        "entered_on": shared["entered_on"],
        "changed_at": shared["changed_at"],
        "policy_version_id": shared["policy_version_id"],
        "last_contact_on": row.last_contact,
        "delete_on": planned(row.last_contact),
    }


def _contact(work: Work, noted: CustomerImport, customer_id: int, row: PlannedRow) -> dict[str, Any]:
    """The customer's own last act, of which only the day is known."""
    assert row.last_contact is not None
    return {
        "public_id": new_id(),
        "customer_id": customer_id,
        "happened_at": min(noon(row.last_contact), work.now),
        "direction": Direction.FROM_CUSTOMER,
        "channel": Channel.COUNTER,
        "note": _("Last contact as a list said that was read in"),
        "recorded_by": work.actor,
        "import_id": noted.id,
    }


# ---- customers who were known -----------------------------------------------------------------------------------------------


def change_all(office: Office, work: Work, noted: CustomerImport, rows: Sequence[PlannedRow], steps: Steps) -> None:
    """What the list says of customers who are in the register laid over what is held; whoever was given it has to hear of it."""
    for part in batched(rows, _AT_ONCE // 10):
        contacts = [_contact(work, noted, row.customer_id or 0, row) for row in part if row.last_contact is not None]
        if contacts:
            work.session.execute(insert(_table(Contact)), contacts)
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
    people = noted.last_id - noted.first_id + 1 - len(touched)
    with many_deletions(work.session, people):
        for kind, column in ((Contact, Contact.customer_id), (Customer, Customer.id)):
            theirs = delete(kind).where(_added(noted, column), _not_among(touched, column))
            work.session.execute(theirs.execution_options(synchronize_session=False))
    return people, len(touched)


def restore_changed(work: Work, noted: CustomerImport) -> tuple[int, int]:
    """Give customers back what stood there before, unless they were changed again since; how many, and how many stay as they are."""
    changes = work.session.scalars(select(ImportedChange).where(ImportedChange.import_id == noted.id)).all()
    restored = [change.customer_id for change in changes if _restore(work, change)]
    gone = delete(Contact).where(Contact.import_id == noted.id, Contact.customer_id.in_(restored))
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


def _not_among(numbers: Collection[int], column: Any) -> ColumnElement[bool]:
    listed = func.json_each(json.dumps(list(numbers))).table_valued("value")
    return column.not_in(select(listed.c.value)) if numbers else true()


def _table(kind: type[Base]) -> Any:
    return kind.__table__
