"""Which column of a customers' list holds what: known by its heading, or as the owner said the last time for such a file."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from unicodedata import normalize

from sqlalchemy.orm import Session

from desktop import paths
from desktop.models.names import fold
from desktop.services.office import Work, put_note, setting
from desktop.storage.sheet_files import Row

_LOOKED_AT = 20  # rows among which the headings may stand: titles and dates often come first
_REMEMBERED = "import.columns."
_SIGNED_ON = re.compile(r"ngày .*tháng .*năm ")  # the line of place and day over a signature
_BESIDE = re.compile(r"[*:]|\([^()]*\)|\[[^\[\]]*\]")  # marks and remarks beside the name of a column


class ImportField(StrEnum):
    """What a column may hold."""

    NAME = "name"
    FAMILY_NAME = "family_name"
    MIDDLE_NAME = "middle_name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    WARD = "ward"
    DISTRICT = "district"
    PROVINCE = "province"
    GROUP = "group"
    NOTE = "note"
    LAST_CONTACT = "last_contact"


Columns = Mapping[ImportField, int]  # field -> place of its column, from 0


def heading_key(heading: str) -> str:
    """A heading as headings are compared: without accents, capitals, stars, colons and what stands in brackets."""
    return " ".join(fold(_BESIDE.sub(" ", heading)).split())


def is_no_customer(name: str) -> bool:
    """Whether what stands in place of a name is a total or a footer of the list; compared with its accents: Tống is a surname."""
    text = normalize("NFC", name).casefold()
    return text.startswith(_footers()) or _SIGNED_ON.search(text) is not None


def heading_row(rows: Sequence[Row]) -> int:
    """The place of the row of headings: among the first ones the one with most known names; with none known the first that is filled."""
    known = set(_known())
    found = [sum(heading_key(cell) in known for cell in row) for row in rows[:_LOOKED_AT]]
    if found and max(found) > 0:
        return found.index(max(found))
    return next((place for place, row in enumerate(rows[:_LOOKED_AT]) if any(cell.strip() for cell in row)), 0)


def proposed(headings: Row) -> dict[ImportField, int]:
    """By field the column whose heading names it; of several the one whose name stands first among the known ones."""
    places = _places(headings)
    found: dict[ImportField, int] = {}
    for heading, field in _known().items():
        if field not in found and heading in places:
            found[field] = places[heading]
    return found


def beyond_policy(headings: Row) -> frozenset[int]:
    """Columns of personal data that the register keeps for nobody."""
    names = {heading_key(name) for name in _shipped()["beyond"]["names"]}
    return frozenset(place for place, heading in enumerate(headings) if heading_key(heading) in names)


def remembered(session: Session, headings: Row) -> dict[ImportField, int] | None:
    """What the owner chose for a file with these headings; None where there was none."""
    written = setting(session, _key(headings), "")
    return {ImportField(field): place for field, place in json.loads(written).items()} if written else None


def remember(work: Work, headings: Row, columns: Columns) -> None:
    """For the next file with these headings."""
    put_note(work, _key(headings), json.dumps(dict(sorted(columns.items()))))


def _key(headings: Row) -> str:
    return _REMEMBERED + hashlib.sha256("\n".join(map(fold, headings)).encode()).hexdigest()[:16]


def _places(headings: Iterable[str]) -> dict[str, int]:
    """By folded heading its first column."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        found.setdefault(heading_key(heading), place)
    return found


@cache
def _known() -> dict[str, ImportField]:
    """By folded heading the field, in the order of the file."""
    fields = _shipped()["fields"]
    return {heading_key(name): ImportField(field) for field, names in fields.items() for name in names}


@cache
def _footers() -> tuple[str, ...]:
    return tuple(_shipped()["footers"]["begin"])


@cache
def _shipped() -> dict[str, dict[str, list[str]]]:
    with (paths.resources() / "imports.toml").open("rb") as file:
        return tomllib.load(file)
