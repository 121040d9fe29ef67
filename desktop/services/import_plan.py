"""What an import would do, row by row, before anything is written: who is new, known, changed, and who cannot be taken and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from itertools import batched
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.audit import AuditEntry
from desktop.models.customer import Customer
from desktop.models.deadlines import add_months
from desktop.models.names import fold
from desktop.models.policy import clause_words
from desktop.models.retention import RetentionRule, rule_of
from desktop.services.among import is_among
from desktop.services.customers import CustomerDetails
from desktop.services.erased_traces import ErasedTraces
from desktop.services.import_columns import Columns
from desktop.services.import_rows import ReadRow, is_same, read_rows, together
from desktop.services.office import Office
from desktop.services.policies import version_on
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.storage.sheet_files import Row

LAST_CONTACT = "last_contact"
_AT_ONCE = 2_000  # rows looked up in one query
_STEPS = 4


class RowState(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERASED = "erased"  # erased at their own request: taken only where they themselves have come back
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """Row ``number`` of the file and what becomes of it. ``details`` are what the register will hold, or what was read.

    ``changes`` are fields that differ from ``before``; ``note`` says why it is refused, or what was left out.
    """

    number: int
    state: RowState
    details: CustomerDetails
    last_contact: date | None = None
    customer_id: int | None = None
    before: CustomerDetails | None = None
    changes: tuple[str, ...] = ()
    note: str = ""

    @property
    def may_be_taken(self) -> bool:
        """Whether the owner may tick it."""
        return self.state in (RowState.NEW, RowState.CHANGED, RowState.ERASED)


@dataclass(frozen=True)
class ImportPlan:
    """All rows of a file, and the state of the register for which this holds."""

    file_name: str
    headings: Row
    columns: Columns
    rows: tuple[PlannedRow, ...]
    source: tuple[Row, ...]
    on: date
    last_entry: int

    @cached_property
    def counts(self) -> Counter[RowState]:
        """Rows by state."""
        return Counter(row.state for row in self.rows)


def make_plan(
    office: Office, session: Session, file_name: str, rows: tuple[Row, ...], heading: int, columns: Columns,
    progress: Progress = NO_PROGRESS,
) -> ImportPlan:  # fmt: skip
    """Look at every row; costs a few queries for each two thousand of them."""
    today = office.today()
    progress.step(0, _STEPS)
    read = _united(read_rows(rows, heading + 1, columns, today))
    progress.step(1, _STEPS)
    known = _Known(session, [row for row, _again in read if not row.problem])
    progress.step(2, _STEPS)
    judge = _Judge(known, ErasedTraces(office.ledger), rule_of(version_on(session, today)), today)
    planned = tuple(again if again is not None else judge.planned(row) for row, again in read)
    progress.step(_STEPS, _STEPS)
    return ImportPlan(file_name, rows[heading], columns, planned, rows, today, last_entry(session))


def last_entry(session: Session) -> int:
    """The number of the log's last entry: while it stands nothing in the register has changed."""
    return session.scalar(select(func.max(AuditEntry.number))) or 0


# ---- rows about one customer --------------------------------------------------------------------------------------------


def _united(rows: Iterable[ReadRow]) -> list[tuple[ReadRow, PlannedRow | None]]:
    """Rows in their order. A list of orders names a customer once for each: the first row gets what the later ones know, and these
    come with what becomes of them."""
    places: dict[tuple[str, ...], int] = {}
    found: list[tuple[ReadRow, PlannedRow | None]] = []
    for row in rows:
        marks = () if row.problem else row.marks
        place = next((places[mark] for mark in marks if mark in places), None)
        if place is None:
            places.update(dict.fromkeys(marks, len(found)))
            found.append((row, None))
            continue
        earlier = found[place][0]
        if earlier.is_about_the_same(row):
            found[place] = (together(earlier, row), None)
            places.update({mark: place for mark in marks if mark not in places})
            found.append((row, _again(row, earlier.number)))
        else:
            found.append((row._replace(problem=_somebody_else(earlier.number)), None))
    return found


def _again(row: ReadRow, number: int) -> PlannedRow:
    note = _("The same customer as in row {n}").format(n=number)
    return PlannedRow(row.number, RowState.SAME, row.details, row.last_contact, note=note)


def _somebody_else(number: int) -> str:
    return _("Row {n} has the same number or email, but another name or number.").format(n=number)


# ---- the register ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Holder:
    id: int
    details: CustomerDetails
    last_contact: date | None


class _Known:
    """Whoever in the register has one of these numbers, emails, or names with addresses."""

    def __init__(self, session: Session, rows: Sequence[ReadRow]) -> None:
        details = [row.details for row in rows]
        nameless = (row for row in details if not row.phone and not row.email)
        self._phones = _numbers(session, (row.phone for row in details if row.phone), _TABLE.phone)
        self._emails = _numbers(session, (row.email.casefold() for row in details if row.email), _TABLE.email_folded)
        self._names = _numbers(session, (fold(row.name) for row in nameless), _TABLE.name_folded, _TABLE.address_folded)
        self._holders = _holders(
            session, {n for by in (self._phones, self._emails, self._names) for ns in by.values() for n in ns}
        )

    def of(self, details: CustomerDetails) -> list[_Holder]:
        """The customers whom a row may mean, each once."""
        if details.phone or details.email:
            found = [*self._phones.get((details.phone,), ()), *self._emails.get((details.email.casefold(),), ())]
        else:
            found = self._names.get((fold(details.name), fold(details.address)), [])
        return [self._holders[number] for number in dict.fromkeys(found)]


_TABLE: Any = Customer.__table__.c
_DETAILS = (_TABLE.name, _TABLE.phone, _TABLE.email, _TABLE.address, _TABLE.group_name, _TABLE.benefit_note, _TABLE.printed_name)


def _numbers(session: Session, values: Iterable[str], *columns: Any) -> dict[tuple[str, ...], list[int]]:
    """By what stands in the columns, the first of which has one of the values: whom that means, for a merged record the main one."""
    found: dict[tuple[str, ...], list[int]] = {}
    main = func.coalesce(_TABLE.merged_into_id, _TABLE.id)
    for part in batched(dict.fromkeys(values), _AT_ONCE):
        query = select(*columns, main).where(is_among(columns[0], part))
        for *key, number in session.connection().execute(query).all():
            found.setdefault(tuple(key), []).append(number)
    return found


def _holders(session: Session, numbers: Iterable[int]) -> dict[int, _Holder]:
    found: dict[int, _Holder] = {}
    for part in batched(sorted(numbers), _AT_ONCE):
        query = select(_TABLE.id, _TABLE.last_contact_on, *_DETAILS).where(is_among(_TABLE.id, part))
        for number, last_contact, *details in session.connection().execute(query).all():
            found[number] = _Holder(number, CustomerDetails(*details), last_contact)
    return found


# ---- what becomes of a row ------------------------------------------------------------------------------------------------


class _Judge:
    """Says it of each row that names somebody for the first time in the file."""

    def __init__(self, known: _Known, erased: ErasedTraces, rule: RetentionRule, today: date) -> None:
        self._known, self._erased, self._rule, self._today = known, erased, rule, today
        self._too_old = cache(self._why_too_old)  # a list has far more rows than days

    def planned(self, row: ReadRow) -> PlannedRow:
        """What becomes of it."""
        if row.problem:
            return _refused(row, row.problem)
        holders = self._known.of(row.details)
        if len(holders) > 1:
            names = ", ".join(holder.details.name for holder in holders)
            return _refused(row, _("Several customers of the register have this number or email: {names}.").format(names=names))
        return self._of_known(row, holders[0]) if holders else self._of_unknown(row)

    def _of_unknown(self, row: ReadRow) -> PlannedRow:
        if too_old := self._too_old(row.last_contact):
            return _refused(row, too_old)
        if erased := self._erased.sentence(row.details.phone, row.details.email):
            return PlannedRow(row.number, RowState.ERASED, row.details, row.last_contact, note=erased)
        return PlannedRow(row.number, RowState.NEW, row.details, row.last_contact, note=row.remark)

    def _of_known(self, row: ReadRow, holder: _Holder) -> PlannedRow:
        if not is_same(row.details.name, holder.details.name):
            text = _("In the register this number or email is of {name}. Is it the same person? Then write the same name.")
            return _refused(row, text.format(name=holder.details.name))
        details, changes = _merged(row.details, holder.details)
        contact = row.last_contact if _is_later(row.last_contact, holder.last_contact) else None
        changes += (LAST_CONTACT,) if contact else ()
        state = RowState.CHANGED if changes else RowState.SAME
        note = self._erased.sentence(*(getattr(details, field) if field in changes else "" for field in ("phone", "email")))
        state = RowState.ERASED if note else state
        return PlannedRow(row.number, state, details, contact, holder.id, holder.details, changes, note or row.remark)

    def _why_too_old(self, last_contact: date | None) -> str:
        """Promised to be deleted already: what the policy in force would delete at once is not taken in."""
        if last_contact is None or self._rule.months is None:
            return ""
        day = add_months(last_contact, self._rule.months)
        if day > self._today:
            return ""
        text = _("Last in touch on {last}: under {source} the data had to go on {day}.")
        return text.format(last=day_text(last_contact), source=clause_words(self._rule.clause), day=day_text(day))


def _refused(row: ReadRow, why: str) -> PlannedRow:
    return PlannedRow(row.number, RowState.REFUSED, row.details, row.last_contact, note=why)


def _is_later(day: date | None, known: date | None) -> bool:
    return day is not None and (known is None or day > known)


def _merged(new: CustomerDetails, old: CustomerDetails) -> tuple[CustomerDetails, tuple[str, ...]]:
    """What the register holds with what the file says of it laid over; a blank takes nothing away, another spelling changes nothing."""
    values, theirs = vars(old), vars(new)
    changes = tuple(field for field, value in theirs.items() if field != "name" and value and not is_same(value, values[field]))
    return replace(old, **{field: theirs[field] for field in changes}) if changes else old, changes
