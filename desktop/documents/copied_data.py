"""A customer's data as files for a machine: JSON, and the same in rows for Excel. Keys are English, days ISO 8601, texts as held."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast
from unicodedata import normalize

from desktop.documents.held_data import CaseLine, ConsentLine
from desktop.documents.sheet import csv_text
from desktop.i18n import local

FORMAT = "giu-loi/customer-data/1"
_HEADINGS = ("section", "field", "value")


@dataclass(frozen=True)
class CopiedShop:
    """Who holds the data."""

    name: str
    address: str = ""
    certificate: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class CopiedDisclosure:
    """One time that somebody was told; ``fields`` and ``basis`` are codes, ``told_on`` the day the customer heard of it."""

    day: date
    recipient: str
    fields: tuple[str, ...]
    purpose: str
    basis: str
    told_on: date | None = None
    order: str = ""


@dataclass(frozen=True)
class CopiedContact:
    """One time that customer and shop spoke; ``direction`` and ``channel`` are codes."""

    at: datetime
    direction: str
    channel: str
    note: str = ""


@dataclass(frozen=True)
class PlannedDeletion:
    """The day on which the data goes, None where none is set, and why; with what keeps it longer."""

    day: date | None
    reason: str = ""
    kept_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class CopiedFile:
    """A file that the shop keeps, such as a signed slip; ``sha256`` by which it can be told."""

    name: str
    kind: str
    added_on: date
    sha256: str = ""


@dataclass(frozen=True)
class CopiedData:
    """Everything held about one customer as of ``made_on``; ``details`` are pairs of an English key and the value.

    Consents and cases are those of the paper (``held_data``), with codes for the decision, the means and the state.
    """

    shop: CopiedShop
    made_on: date
    request: str
    details: tuple[tuple[str, str], ...]
    consents: tuple[ConsentLine, ...] = ()
    disclosures: tuple[CopiedDisclosure, ...] = ()
    deletion: PlannedDeletion = PlannedDeletion(None)
    restrictions: tuple[str, ...] = ()
    complaints: tuple[CaseLine, ...] = ()
    requests: tuple[CaseLine, ...] = ()
    contacts: tuple[CopiedContact, ...] = ()
    files: tuple[CopiedFile, ...] = ()


def as_json(copied: CopiedData) -> bytes:
    """UTF-8, indented, the keys always in the same order."""
    return (json.dumps(_content(copied), ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(copied: CopiedData) -> bytes:
    """The same in rows of section, field and value; the second consent is section ``consents.2``. Formulas are made harmless."""
    return csv_text(_HEADINGS, _rows("", _content(copied)))


def _content(copied: CopiedData) -> dict[str, Any]:
    content = _plain({"format": FORMAT, **asdict(copied), "details": dict(copied.details)})
    return cast(dict[str, Any], content)


def _plain(value: object) -> object:
    """What JSON knows: days and moments as ISO 8601 at Vietnamese time, texts composed."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in cast(dict[str, object], value).items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in cast(tuple[object, ...], value)]
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return normalize("NFC", value) if isinstance(value, str) else value


def _rows(section: str, value: object) -> Iterator[tuple[str, str, str]]:
    """Depth first; what has parts of its own is a section, numbered from 1 in a list. An empty list stands in a row without a value."""
    for name, part in _parts(value):
        if _has_parts(part):
            yield from _rows(f"{section}.{name}" if section else name, part)
        else:
            yield section, name, _cell(part)


def _parts(value: object) -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return list(cast(dict[str, object], value).items())
    return [(str(place), part) for place, part in enumerate(cast(list[object], value), start=1)]


def _has_parts(part: object) -> bool:
    return isinstance(part, dict) or (isinstance(part, list) and any(isinstance(one, dict) for one in cast(list[object], part)))


def _cell(part: object) -> str:
    if isinstance(part, list):
        return "; ".join(map(str, cast(list[object], part)))
    return "" if part is None else str(part)
