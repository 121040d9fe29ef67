"""A row of a customers' list as it is understood: whom it names, or why it cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.models.names import fold
from desktop.services.customers import CustomerDetails, checked_details
from desktop.services.import_cells import address_of, day_of, month_comes_first, phone_of
from desktop.services.import_columns import Columns, ImportField
from desktop.storage.sheet_files import Row

Cells = dict[ImportField, str]
_ADDRESS = (ImportField.ADDRESS, ImportField.WARD, ImportField.DISTRICT, ImportField.PROVINCE)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """Row ``number`` of the file (from 1). ``problem`` is why it cannot be taken, "" where it can; ``remark`` what was left out of it."""

    number: int
    details: CustomerDetails
    last_contact: date | None = None
    problem: str = ""
    remark: str = ""

    @property
    def marks(self) -> tuple[tuple[str, ...], ...]:
        """By what the customer is told from others: the number, the email, and without either name and address."""
        details = self.details
        found = [("phone", details.phone)] if details.phone else []
        found += [("email", details.email.casefold())] if details.email else []
        return tuple(found) or (("name", fold(details.name), fold(details.address)),)

    def is_about_the_same(self, other: ReadRow) -> bool:
        """Whether two rows with a mark in common are about one customer."""
        numbers = {row.details.phone for row in (self, other)} - {""}
        return len(numbers) < 2 and fold(self.details.name) == fold(other.details.name)


def read_rows(rows: Sequence[Row], first: int, columns: Columns, today: date) -> list[ReadRow]:
    """All rows from place ``first`` on; empty ones are passed over."""
    reader = _Reader(columns, month_first=_month_first(rows[first:], columns), today=today)
    return [reader.read(place + 1, rows[place]) for place in range(first, len(rows)) if any(map(str.strip, rows[place]))]


def together(first: ReadRow, second: ReadRow) -> ReadRow:
    """Two rows about one customer: blanks filled, the later last contact."""
    ours, theirs = vars_of(first.details), vars_of(second.details)
    details = CustomerDetails(**{field: value or theirs[field] for field, value in ours.items()})
    days = [day for day in (first.last_contact, second.last_contact) if day is not None]
    return replace(first, details=details, last_contact=max(days, default=None))


def vars_of(details: CustomerDetails) -> dict[str, str]:
    """The fields by name; quicker than ``asdict``, which copies deeply."""
    return dict(vars(details))


def _month_first(rows: Iterable[Row], columns: Columns) -> bool:
    place = columns.get(ImportField.LAST_CONTACT)
    return place is not None and month_comes_first(row[place] for row in rows if place < len(row))


class _Reader:
    """Reads rows by the columns chosen."""

    def __init__(self, columns: Columns, *, month_first: bool, today: date) -> None:
        self._columns, self._month_first, self._today = tuple(columns.items()), month_first, today

    def read(self, number: int, row: Row) -> ReadRow:
        """One row."""
        cells = {field: row[place].strip() for field, place in self._columns if place < len(row)}
        typed = _typed(cells)
        try:
            phone, others = phone_of(typed.phone)
            details = checked_details(replace(typed, phone=phone))
            last_contact = day_of(cells.get(ImportField.LAST_CONTACT, ""), month_first=self._month_first)
            self._refuse_future(last_contact)
        except FieldErrors as problems:
            return ReadRow(number, typed, problem=" ".join(problems.errors.values()))
        except UserError as problem:
            return ReadRow(number, typed, problem=problem.message)
        return ReadRow(number, details, last_contact, remark=_remark(others))

    def _refuse_future(self, day: date | None) -> None:
        if day is not None and day > self._today:
            raise UserError(_("The last contact lies in the future."), "last_contact")


def _typed(cells: Cells) -> CustomerDetails:
    """What a row says, not checked yet."""
    name = f"{cells.get(ImportField.FAMILY_NAME, '')} {cells.get(ImportField.NAME, '')}".strip()
    return CustomerDetails(
        name,
        cells.get(ImportField.PHONE, ""),
        cells.get(ImportField.EMAIL, ""),
        address_of([cells[part] for part in _ADDRESS if part in cells]),
        cells.get(ImportField.GROUP, ""),
        cells.get(ImportField.NOTE, ""),
    )


def _remark(others: str) -> str:
    return _("Left out, only one number is kept: {numbers}").format(numbers=others) if others else ""
