"""A row of a customers' list as it is understood: whom it names, or why it cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple
from unicodedata import is_normalized

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.models.names import fold
from desktop.services.customers import LONGEST_NAME, CustomerDetails, checked_details
from desktop.services.import_cells import address_of, day_of, mended, month_comes_first, name_of, phone_of, plain, why_no_name
from desktop.services.import_columns import Columns, ImportField, is_no_customer
from desktop.services.shop import check_email
from desktop.storage.sheet_files import Row

_FIELDS = (  # in the order in which a row is taken apart
    *(ImportField.NAME, ImportField.FAMILY_NAME, ImportField.MIDDLE_NAME, ImportField.PHONE, ImportField.EMAIL),
    *(ImportField.ADDRESS, ImportField.WARD, ImportField.DISTRICT, ImportField.PROVINCE),
    *(ImportField.GROUP, ImportField.NOTE, ImportField.LAST_CONTACT),
)


class ReadRow(NamedTuple):
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
        return len(numbers) < 2 and is_same(self.details.name, other.details.name)


def read_rows(rows: Sequence[Row], first: int, columns: Columns, today: date) -> list[ReadRow]:
    """All rows from place ``first`` on; empty ones are passed over."""
    reader = _Reader(columns, month_first=_month_first(rows[first:], columns), today=today)
    return [reader.read(place + 1, rows[place]) for place in range(first, len(rows)) if any(map(str.strip, rows[place]))]


def together(first: ReadRow, second: ReadRow) -> ReadRow:
    """Two rows about one customer: blanks filled, the later last contact."""
    ours, theirs = vars_of(first.details), vars_of(second.details)
    details = CustomerDetails(**{field: value or theirs[field] for field, value in ours.items()})
    days = [day for day in (first.last_contact, second.last_contact) if day is not None]
    return first._replace(details=details, last_contact=max(days, default=None))


def is_same(text: str, other: str) -> bool:
    """Whether they differ in spelling at most."""
    return text == other or fold(text) == fold(other)


def vars_of(details: CustomerDetails) -> dict[str, str]:
    """The fields by name; quicker than ``asdict``, which copies deeply."""
    return dict(vars(details))


def _month_first(rows: Iterable[Row], columns: Columns) -> bool:
    place = columns.get(ImportField.LAST_CONTACT)
    return place is not None and month_comes_first(row[place] for row in rows if place < len(row))


class _Reader:
    """Reads rows by the columns chosen."""

    def __init__(self, columns: Columns, *, month_first: bool, today: date) -> None:
        self._month_first, self._today = month_first, today
        self._blanks = ("",) * (max(columns.values()) + 1)
        self._picked = itemgetter(*(columns.get(field, -1) + 1 for field in _FIELDS))  # a blank stands before the row

    def read(self, number: int, row: Row) -> ReadRow:
        """One row."""
        cells = plain(self._picked(("", *row, *self._blanks[len(row) :])))
        name, family, middle, phone, email, street, ward, district, province, group, note, day = cells
        name, address = mended(name_of(family, middle, name)), mended(address_of((street, ward, district, province)))
        email = email.split(":::")[0].rstrip()  # a contacts' program's way of writing several
        if not phone and not email and is_no_customer(name):
            details = CustomerDetails(name, phone, email, address, group, note)
            return ReadRow(number, details, problem=_("This row adds up or closes the list; it is no customer."))
        if problem := why_no_name(name):
            return ReadRow(number, CustomerDetails(name, phone, email, address, group, note), problem=problem)
        try:
            kept, others = phone_of(phone)
            details = _checked(CustomerDetails(name, kept, email, address, group, note))
            last_contact = day_of(day, month_first=self._month_first)
            self._refuse_future(last_contact)
        except UserError as problem:
            told = problem.errors.values() if isinstance(problem, FieldErrors) else (problem.message,)
            return ReadRow(number, CustomerDetails(name, phone, email, address, group, note), problem=" ".join(told))
        return ReadRow(number, details, last_contact, remark=_remark(others))

    def _refuse_future(self, day: date | None) -> None:
        if day is not None and day > self._today:
            raise UserError(_("The last contact lies in the future."), "last_contact")


def _checked(details: CustomerDetails) -> CustomerDetails:
    """As customers are entered by hand; in most rows there is nothing to tidy, which is seen at one glance. The phone is tidy already."""
    texts = "|".join((details.name, details.email, details.address, details.group_name, details.benefit_note))
    if details.name and len(texts) <= LONGEST_NAME and texts.isprintable() and "  " not in texts and is_normalized("NFC", texts):
        check_email(details.email)
        return details
    return checked_details(details)


def _remark(others: str) -> str:
    return _("Left out, only one number is kept: {numbers}").format(numbers=others) if others else ""
