"""The log as the owner reads it: newest first, a page at a time, by period, person, area and number.

Filters have no index of their own. What is looked for is sought in ranges of entries from the newest down, so that the newest matches
among a million entries are there at once and a search that finds nothing can be stopped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, false, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import VIETNAM
from desktop.i18n import gettext as _
from desktop.models.audit import AuditEntry
from desktop.models.base import tidy_line
from desktop.models.complaint import Complaint
from desktop.models.consent import Hold
from desktop.models.disclosure import RecipientTask
from desktop.models.erasure import Erasure
from desktop.models.incident import Incident, IncidentAuthority
from desktop.models.letter import Letter, RequestLetter
from desktop.models.rights_request import RightsRequest
from desktop.models.shop import StaffMember
from desktop.services.audit_chain import printed, read_head
from desktop.services.audit_words import PREFIXES, Area, known_details, remark, sentence
from desktop.services.office import Office
from desktop.services.progress import NO_PROGRESS, Progress

PAGE = 200
_RANGE = 50_000  # entries looked through at once: a tenth of a second
_LOWEST = -(2**63)
_NUMBERED: tuple[tuple[Any, Any], ...] = (  # what bears a number on paper, by the random id that the log names it by
    (Complaint.public_id, Complaint.number),
    (Letter.public_id, Letter.number),
    (Hold.public_id, Hold.letter_number),
    (RecipientTask.public_id, RecipientTask.letter_number),
    (Erasure.public_id, Erasure.number),
    (RightsRequest.public_id, RightsRequest.number),
    (RequestLetter.public_id, RequestLetter.number),
    (Incident.public_id, Incident.number),
    (IncidentAuthority.public_id, IncidentAuthority.number),
)
_FIELDS = (
    AuditEntry.number, type_coerce(AuditEntry.at, Text).label("at"), AuditEntry.actor, AuditEntry.action, AuditEntry.subject,
    AuditEntry.details, AuditEntry.digest,
)  # fmt: skip


@dataclass(frozen=True)
class HistoryFilter:
    """What is looked for: Vietnamese days, the random id of who was at the counter, an area, a number as typed. Empty: all."""

    since: date | None = None
    until: date | None = None
    actor: str = ""
    area: Area | None = None
    number: str = ""


@dataclass(frozen=True)
class HistoryRow:
    """One entry in words. ``at`` is None where it cannot be read; ``about`` is the number of the paper or complaint."""

    number: int
    at: datetime | None
    who: str
    what: str
    about: str
    printed: str


@dataclass(frozen=True)
class HistoryPage:
    """Entries, newest first; ``older_than`` asks for the page after this one, None where nothing is left."""

    rows: tuple[HistoryRow, ...]
    older_than: int | None


@dataclass(frozen=True)
class Person:
    """Somebody whose name is, or was, picked at unlock."""

    actor: str
    name: str


def people(session: Session) -> list[Person]:
    """Whom the log may name, by name."""
    rows = session.execute(select(StaffMember.public_id, StaffMember.name).order_by(StaffMember.active.desc(), StaffMember.id))
    return [Person(public_id, name) for public_id, name in rows]


def read_page(
    office: Office, wanted: HistoryFilter, older_than: int | None = None, progress: Progress = NO_PROGRESS, most: int = PAGE
) -> HistoryPage:
    """The newest entries that fit, below a number where one is given. Raises UserError for a period that ends before it begins."""
    rows: list[Any] = []
    with office.reading() as session:
        conditions = _conditions(session, wanted)
        every, top = _below(session, None) or 0, _below(session, older_than)
    while top is not None and len(rows) < most:
        bottom = max(top - _RANGE + 1, _LOWEST)
        with office.reading() as session:
            fitting = select(*_FIELDS).where(AuditEntry.number.between(bottom, top), *conditions)
            rows += session.execute(fitting.order_by(AuditEntry.number.desc()).limit(most - len(rows))).all()
            top = _below(session, bottom) if bottom > _LOWEST else None
        progress.step(every - (top or 0), every)
    with office.reading() as session:
        left = rows[-1].number if len(rows) == most else None
        return HistoryPage(tuple(_in_words(session, rows)), left)


def all_pages(office: Office, wanted: HistoryFilter, progress: Progress, most: int) -> Iterator[tuple[HistoryRow, ...]]:
    """Every entry that fits, newest first, so many at a time."""
    page = read_page(office, wanted, None, progress, most)
    while page.rows:
        yield page.rows
        if page.older_than is None:
            return
        page = read_page(office, wanted, page.older_than, progress, most)


def _below(session: Session, number: int | None) -> int | None:
    """The newest entry under a number; the newest of all for None."""
    newest = select(func.max(AuditEntry.number))
    return session.scalar(newest if number is None else newest.where(AuditEntry.number < number))


def _conditions(session: Session, wanted: HistoryFilter) -> list[ColumnElement[bool]]:
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise UserError(_("This period ends before it begins."), "until")
    found: list[ColumnElement[bool]] = []
    if wanted.since:
        found.append(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until:
        found.append(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    if wanted.actor:
        found.append(AuditEntry.actor == wanted.actor)
    if wanted.area is not None:
        found.append(or_(*(AuditEntry.action.startswith(f"{prefix}.", autoescape=True) for prefix in PREFIXES[wanted.area])))
    if number := tidy_line(wanted.number):
        found.append(_bears(session, number))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _bears(session: Session, typed: str) -> ColumnElement[bool]:
    """Entries of a number: their own, a head's, or that of a complaint or a paper."""
    if typed.isdecimal():
        return AuditEntry.number == int(typed) if len(typed) < len(str(-_LOWEST)) else false()
    if re.search(r"\d\W*·", typed):
        return AuditEntry.number == read_head(typed)[0]
    known = [
        public_id
        for column, number in _NUMBERED
        for public_id in session.scalars(select(column).where(func.upper(number) == typed.upper()))
    ]
    named = json.dumps(typed, ensure_ascii=False)
    inside = [func.instr(AuditEntry.details, f'"{public_id}"') > 0 for public_id in known]
    return or_(AuditEntry.subject.in_(known), func.instr(AuditEntry.details, named) > 0, *inside)


def _in_words(session: Session, rows: Iterable[Any]) -> Iterator[HistoryRow]:
    found = list(rows)
    names, numbers = {one.actor: one.name for one in people(session)}, _numbers(session, {row.subject for row in found})
    for row in found:
        added = remark(row.action, row.details)
        what = sentence(row.action, row.subject) + (f" ({added})" if added else "")
        about = numbers.get(row.subject) or _own_number(row.details)
        yield HistoryRow(row.number, _moment(row.at), _name(row.actor, names), what, about, printed(row.number, row.digest))


def _numbers(session: Session, subjects: set[str]) -> dict[str, str]:
    """The numbers on paper of what these entries are about."""
    found: dict[str, str] = {}
    for column, number in _NUMBERED:
        for some in _some(sorted(subjects)):
            found |= {
                public_id: text for public_id, text in session.execute(select(column, number).where(column.in_(some))) if text
            }
    return found


def _some(subjects: list[str], at_once: int = 500) -> Iterator[list[str]]:
    """As many as a query takes."""
    yield from (subjects[start : start + at_once] for start in range(0, len(subjects), at_once))


def _own_number(details: str) -> str:
    """A number that the entry itself keeps, of something that may be gone."""
    number = known_details(details).get("number", "")
    return number if isinstance(number, str) else ""


def _name(actor: str, names: dict[str, str]) -> str:
    if not actor:
        return _("The program")
    return names.get(actor, _("somebody not in the list"))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
