"""Sheets for people and carriers: XLSX and CSV in which a text is never anything but text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any
from unicodedata import normalize

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import number_text

Cell = str | int

_ROWS, _LETTERS = 1_048_576, 32_767  # what one XLSX sheet and one of its cells hold
_NARROWEST, _WIDEST = 8, 60
_NOT_IN_A_TAB = str.maketrans(dict.fromkeys(r"[]:*?/\\", " "))
_TAB_LETTERS = 31
_A4 = 9
_TEXT, _THOUSANDS = 49, 3  # formats that every Excel knows by number: @ and #,##0
_OPENS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet; texts stay texts, phone numbers keep their zeros. Made in memory: nothing lies in a temp folder."""
    out = BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(_tab(title))
    bold = book.add_format({"bold": True, "num_format": _TEXT, "bottom": 1})
    text, number = book.add_format({"num_format": _TEXT}), book.add_format({"num_format": _THOUSANDS})
    widths = [len(heading) + 1 for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, _cell(heading), bold)
    for place, row in enumerate(rows, start=1):
        if place == _ROWS:
            raise UserError(_("An Excel file holds {n} rows at most. Choose CSV.").format(n=number_text(_ROWS - 1)))
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, _cell(value), text)
                length = len(value)
            else:
                sheet.write_number(place, column, value, number)
                length = len(str(value)) * 4 // 3
            if length > widths[column]:
                widths[column] = length
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width * 1.1 + 1, _NARROWEST), _WIDEST))
    _finish(sheet)
    book.close()
    return out.getvalue()


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that Excel needs; a text that Excel would calculate gets an apostrophe in front."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(heading) for heading in headings])
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _finish(sheet: Any) -> None:
    """The head stays in sight, a print fits the width of A4, and phone numbers carry no warning corners."""
    sheet.freeze_panes(1, 0)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _tab(title: str) -> str:
    """The title as far as a sheet's tab can show it."""
    shown = " ".join(normalize("NFC", title).translate(_NOT_IN_A_TAB).split())
    while _units(shown) > _TAB_LETTERS:
        shown = shown[:-1]
    shown = shown.strip(" '")
    return shown or "Giữ Lời"


def _cell(text: str) -> str:
    composed = text if text.isascii() else normalize("NFC", text)
    if len(composed) > _LETTERS // 2 and _units(composed) > _LETTERS:
        raise UserError(_("A cell of an Excel file holds {n} characters at most. Choose CSV.").format(n=number_text(_LETTERS)))
    return composed


def _units(text: str) -> int:
    """The length as Excel counts it: characters beyond the first plane, such as emoji, count twice."""
    return len(text.encode("utf-16-le")) // 2


def _harmless(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    composed = normalize("NFC", value)
    return f"'{composed}" if composed.startswith(_OPENS_A_FORMULA) else composed
