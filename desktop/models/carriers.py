"""Carriers that are ready to switch on and the columns of their files. Read from resources, never from code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop import paths
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy_line

PRESETS = ("ghn", "viettel_post", "vnpost", "spx")
GENERIC = "generic"
PERSONAL = ("name", "phone", "address")  # email is never a carrier's
PARCEL = ("reference", "goods", "note", "cash")
LONGEST_HEADING = 60


@dataclass(frozen=True)
class Column:
    """One column of a carrier's file: what stands in it, and its heading."""

    code: str
    heading: str


def preset_name(code: str) -> str:
    """The carrier's name."""
    return _shipped()[code]["name"]


def shipped_columns(preset: str) -> tuple[Column, ...]:
    """The columns as the carrier wants them; the general sheet for one that is not known."""
    return tuple(Column(code, heading) for code, heading in _shipped()[preset or GENERIC]["columns"])


def columns_of(preset: str, own: str) -> tuple[Column, ...]:
    """The shipped columns with the owner's own headings laid over them (``code=heading`` per line)."""
    names = dict(line.split("=", 1) for line in own.splitlines() if "=" in line)
    return tuple(Column(column.code, names.get(column.code, column.heading)) for column in shipped_columns(preset))


def written(columns: tuple[Column, ...]) -> str:
    """Headings as they are kept; UserError for one that is empty, too long or there twice."""
    headings = [tidy_line(column.heading) for column in columns]
    if not all(headings):
        raise UserError(_("Each column needs a heading."), "columns")
    if len(set(headings)) < len(headings):
        raise UserError(_("Two columns have the same heading."), "columns")
    if longest := next((heading for heading in headings if len(heading) > LONGEST_HEADING), ""):
        raise UserError(_("“{heading}” is too long for a heading.").format(heading=longest[:30] + "…"), "columns")
    known = PERSONAL + PARCEL
    if unknown := next((column.code for column in columns if column.code not in known), ""):
        raise UserError(_("The column “{code}” has no field to take its data from.").format(code=unknown), "columns")
    return "\n".join(f"{column.code}={heading}" for column, heading in zip(columns, headings, strict=True))


@cache
def _shipped() -> dict[str, Any]:
    with (paths.resources() / "recipients.toml").open("rb") as file:
        return tomllib.load(file)
