"""The process that reads a workbook for the program: a file comes in, rows of text go out, nothing is left.

The file is its standard input. First line out: what there is; then rows, some hundred in a line. ``sheet_files`` is the other end.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import batched
from typing import Any, BinaryIO

_PER_LINE = 400
_MEMORY = 3_000_000_000  # bytes; what an honest list of customers never needs
_TEXT_ALONE = {str}  # the cells of most rows: looked at in one go
_WHOLE = 1e15  # below this a float says its number exactly


def main(place: int, most: int) -> int:
    """Read the sheet at a place (below 0: the first that holds anything) if it has so many rows at most."""
    _limit_memory()
    with os.fdopen(0, "rb", closefd=False) as source, os.fdopen(1, "wb", closefd=False) as target:
        for line in answer(BytesIO(source.read()), place, most):
            target.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return 0


def _limit_memory() -> None:
    """Where the system can: Windows cannot, there a far too large request fails by itself."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def answer(content: BinaryIO, place: int, most: int) -> Iterator[Any]:
    """What is said of a workbook, line by line: its sheets and how many rows this one has, then the rows."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(content)  # pyright: ignore[reportArgumentType] - any file object will do
        sheet, found = _sheet(book, place)
    except PasswordError:
        yield {"problem": "locked"}
        return
    except (CalamineError, OSError, ValueError):
        yield {"problem": "damaged"}
        return
    above = sheet.start[0] if sheet.start else 0
    yield {"names": list(book.sheet_names), "place": found, "rows": above + sheet.height}
    if above + sheet.height <= most:
        yield from (list(map(_row, rows)) for rows in batched(sheet.iter_rows(), _PER_LINE))


def _sheet(book: Any, place: int) -> tuple[Any, int]:
    """The sheet asked for; unasked the first that holds anything."""
    if place >= 0:
        return book.get_sheet_by_index(place), place
    for number in range(len(book.sheet_names)):
        sheet = book.get_sheet_by_index(number)
        if sheet.height:
            return sheet, number
    return book.get_sheet_by_index(0), 0


def _row(cells: Iterable[Any]) -> list[str]:
    texts = list(cells)
    if set(map(type, texts)) != _TEXT_ALONE:
        texts = [cell if isinstance(cell, str) else _text(cell) for cell in texts]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: object) -> str:
    """A cell that is no text: days in ISO's order, whole numbers without a point, what says nothing about a customer left out."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, bool | time | timedelta):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _WHOLE:
        return str(int(cell))
    return str(cell)
