"""The registers as an inspector is given them: one entry in a table each, with what is about a person marked as such.

A column that is personal is not even read unless the owner ticked its kind. The tables themselves stand in ``dossier_tables``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.i18n import clock_text, day_text, local_day
from desktop.i18n import gettext as _
from desktop.models.choices import label
from desktop.services.office import Office
from desktop.services.recipients import known_field_names
from desktop.services.standing import all_versions

_AT_ONCE = 1_000  # rows read in one go


class Personal(StrEnum):
    """What is about a person, as the owner ticks it."""

    NAMES = "names"
    PHONES = "phones"
    ADDRESSES = "addresses"
    EMAILS = "emails"
    TEXTS = "texts"


@dataclass(frozen=True)
class Names:
    """What codes of this shop's own are called: what customers were asked about, and pieces of data."""

    topics: dict[str, str]
    fields: dict[str, str]


Shown = Callable[[Any, Names], str]


@dataclass(frozen=True)
class Column:
    """A column: its head, what is read, its share of a page's width (0: under the row), whose data it is, how it is said."""

    title: str
    value: Any
    share: float = 1
    personal: Personal | None = None
    shown: Shown | None = None


@dataclass(frozen=True)
class Register:
    """A register: the name of its files, its title, the whole number it is read by, its columns, and what they are read from."""

    file: str
    title: str
    key: Any
    columns: tuple[Column, ...]
    source: Any

    def columns_for(self, ticked: frozenset[Personal]) -> list[Column]:
        """What may be shown."""
        return [column for column in self.columns if column.personal is None or column.personal in ticked]


def count_rows(session: Session, register: Register) -> int:
    """How many rows there are."""
    return session.scalar(select(func.count(register.key)).select_from(register.source)) or 0


def read_names(session: Session) -> Names:
    """By the newest version of the policy that knows a code."""
    versions = all_versions(session)
    topics = {topic.code: topic.name for version in versions for topic in [*version.topics(), version.terms_topic()]}
    return Names(topics, known_field_names(session))


def read_rows(office: Office, register: Register, ticked: frozenset[Personal], names: Names) -> Iterator[list[list[str]]]:
    """All rows in ready words, some at a time; the file is let go of in between, and who is erased meanwhile is not in the rest."""
    columns, last = register.columns_for(ticked), 0
    query = select(register.key, *(column.value for column in columns)).select_from(register.source).order_by(register.key)
    while True:
        with office.reading() as session:
            found = session.execute(query.where(register.key > last).limit(_AT_ONCE)).all()
        if not found:
            return
        yield [[_said(value, column, names) for value, column in zip(row[1:], columns, strict=True)] for row in found]
        last = found[-1][0]


def _said(value: Any, column: Column, names: Names) -> str:
    if value is None or value == "":
        return ""
    return column.shown(value, names) if column.shown else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, datetime):
        return f"{day_text(local_day(value))} {clock_text(value)}"
    return day_text(value) if isinstance(value, date) else str(value)
