"""A register as a list on paper: small type, many rows, many pages; made for reading up, not for sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import reportlab.lib.utils
from reportlab.platypus import Flowable

from desktop.documents.page import WIDTH, build, centred_style, fits, paragraph, pdfmetrics, safe, style, with_codes
from desktop.i18n import speaking

MOST_ROWS = 5_000  # of one file: what is laid out at once stays small
_FACE, _BOLD, _SIZE, _LEADING, _AIR, _SIDES = "Tinos", "Tinos-Bold", 8.5, 10.5, 2.5, 6
_TALL = 20  # lines: what is higher may be cut by the end of a page
_utils: Any = reportlab.lib.utils  # untyped


@dataclass(frozen=True)
class ListColumn:
    """A column: its head and its share of the width; without a share its texts stand under their row, over the whole width."""

    title: str
    share: float


@dataclass(frozen=True)
class RegisterList:
    """The rows of a register in ready words, at most ``MOST_ROWS``; ``about`` stands under the title, ``shop`` is the shop's name."""

    shop: str
    title: str
    about: str
    columns: tuple[ListColumn, ...]
    rows: Sequence[Sequence[str]]
    language: str = "vi"


def render(listing: RegisterList) -> bytes:
    """The list as PDF, A4. A character that the typeface lacks is named by its code: ``[U+1F600]``."""
    with speaking(listing.language):
        story: list[Flowable] = [
            paragraph(f"<b>{safe(_shown(listing.title))}</b>", centred_style(14, 19)),
            paragraph(safe(_shown(listing.about)), style("about-list", 10, 13, alignment=1, spaceAfter=6)),
        ]
        if listing.rows:
            story.append(_table(listing))
        _lines_of.cache_clear()  # what may be about people is not kept
        return build(story, title=listing.title, author=listing.shop, language=listing.language)


def _table(listing: RegisterList) -> Flowable:
    shares = sum(column.share for column in listing.columns)
    widths = [column.share / shares * WIDTH for column in listing.columns]
    head = [_lines(column.title, width - _SIDES, _BOLD) for column, width in zip(listing.columns, widths, strict=True) if width]
    rows = [_row(row, listing.columns, widths) for row in listing.rows]
    return _Rest(_Row(head, []), rows, [width for width in widths if width])


def _row(texts: Sequence[str], columns: Sequence[ListColumn], widths: Sequence[float]) -> _Row:
    cells = [_lines(text, width - _SIDES) for text, width in zip(texts, widths, strict=True) if width]
    below = [f"{column.title}: {text}" for text, column in zip(texts, columns, strict=True) if text and not column.share]
    return _Row(cells, [line for text in below for line in _lines(text, WIDTH - _SIDES)])


class _Row(NamedTuple):
    """The lines of each cell, and those that stand under all of them."""

    cells: list[list[str]]
    under: list[str]

    @property
    def lines(self) -> int:
        """How many lines high."""
        return max(map(len, self.cells)) + len(self.under)

    @property
    def height(self) -> float:
        """In points."""
        return self.lines * _LEADING + 2 * _AIR

    def cut(self, lines: int) -> tuple[_Row, _Row]:
        """So many lines of it, and the rest."""
        under = max(lines - max(map(len, self.cells)), 0)
        above = _Row([cell[:lines] for cell in self.cells], self.under[:under])
        return above, _Row([cell[lines:] for cell in self.cells], self.under[under:])


class _Piece(Flowable):
    """What stands on one page: head and rows between hairlines, drawn straight onto it."""

    def __init__(self, head: _Row, rows: Sequence[_Row], widths: Sequence[float]) -> None:
        super().__init__()
        self._head, self._rows, self._widths = head, rows, widths

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """As high as its rows."""
        return aW, self._head.height + sum(row.height for row in self._rows)

    def draw(self) -> None:
        """From the top down."""
        canvas: Any = self.canv
        top = self.wrap(0, 0)[1]
        canvas.setLineWidth(0.4)
        canvas.line(0, top, WIDTH, top)
        for place, row in enumerate((self._head, *self._rows)):
            canvas.setFont(_FACE if place else _BOLD, _SIZE)
            self._draw_row(canvas, row, top)
            top -= row.height
            canvas.line(0, top, WIDTH, top)

    def _draw_row(self, canvas: Any, row: _Row, top: float) -> None:
        left, first = _SIDES / 2, top - _AIR - _SIZE
        for lines, width in zip(row.cells, self._widths, strict=True):
            for number, line in enumerate(lines):
                if line:
                    canvas.drawString(left, first - number * _LEADING, line)
            left += width
        for number, line in enumerate(row.under, start=row.lines - len(row.under)):
            canvas.drawString(_SIDES / 2, first - number * _LEADING, line)


class _Rest(Flowable):
    """The rows that are still to come: hands over what fits on a page, so that none is reckoned twice."""

    def __init__(self, head: _Row, rows: Sequence[_Row], widths: Sequence[float], start: int = 0) -> None:
        super().__init__()
        self._head, self._rows, self._widths, self._start = head, rows, widths, start

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Always too high, so that it is asked to split."""
        return aW, aH + 1

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """The rows that fit, and the rest; nothing where the next page has more room."""
        end, room = self._start, aH - self._head.height
        while end < len(self._rows) and (room := room - self._rows[end].height) >= 0:
            end += 1
        if end > self._start:
            return self._parted(self._rows[self._start : end], self._rows, end)
        return self._within_a_row(aH - self._head.height)

    def _within_a_row(self, room: float) -> list[Flowable]:
        row, lines = self._rows[self._start], int((room - 2 * _AIR) / _LEADING)
        if row.lines <= _TALL or lines < _TALL:
            return []
        above, below = row.cut(lines)
        return self._parted([above], [below, *self._rows[self._start + 1 :]], 0)

    def _parted(self, rows: Sequence[_Row], left: Sequence[_Row], start: int) -> list[Flowable]:
        rest = [_Rest(self._head, left, self._widths, start)] if start < len(left) else []
        return [_Piece(self._head, rows, self._widths), *rest]


def _lines(text: str, width: float, face: str = _FACE) -> list[str]:
    return list(_lines_of(text, round(width, 2), face))


@lru_cache(maxsize=2_000)
def _lines_of(text: str, width: float, face: str) -> tuple[str, ...]:
    found: list[str] = []
    for line in _shown(text).split("\n"):
        parts = [line] if fits(line, face, _SIZE, width) else _utils.simpleSplit(line, face, _SIZE, width)
        for part in parts:
            found += [part] if fits(part, face, _SIZE, width) else _cut(part, face, width)
    return tuple(found)


def _cut(word: str, face: str, width: float) -> list[str]:
    """A word that is wider than its column, such as a random id, in pieces."""
    pieces, room = [""], width
    for letter in word:
        room -= _width(letter, face)
        if room < 0 and pieces[-1]:
            pieces.append("")
            room = width - _width(letter, face)
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=2_000)
def _width(letter: str, face: str) -> float:
    return pdfmetrics.stringWidth(letter, face, _SIZE)


def _shown(text: str) -> str:
    return with_codes(text).replace("\t", " ")
