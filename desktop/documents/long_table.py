"""Tables of plain texts that may run over hundreds of pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from reportlab.platypus import Flowable

from desktop.documents.page import WIDTH, fits, paragraph, paragraphs, ruled_table, safe, style

_SIZE, _LEADING, _PADDING, _SIDES = 11, 13.5, 3, 8
_ONE_TABLE = 60  # rows up to which ReportLab breaks the pages itself; for more it takes the square of their number
_ENDLESS = 1e6

Cells = Sequence[Sequence[Flowable]]


def text_table(titles: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> Flowable:
    """Texts as typed between thin rules under a head that each page repeats; ``shares`` of the width.

    The time it takes grows with the rows, not with their square: 5,000 rows are a matter of seconds.
    """
    widths = [share * WIDTH for share in shares]
    cell = style("cell", _SIZE, _LEADING)
    head = [[paragraph(f"<b>{safe(title)}</b>", cell)] for title in titles]
    cells = [[_cell(text, width) for text, width in zip(row, widths, strict=True)] for row in rows]
    if len(cells) <= _ONE_TABLE:
        return ruled_table([head, *cells], widths, _PADDING)
    return _PageByPage(head, cells, widths)


class _Line(Flowable):
    """A text that fits on one line, drawn without the work that a paragraph takes to find out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = normalize("NFC", text)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """One line high."""
        return aW, _LEADING

    def draw(self) -> None:
        """On the line on which a paragraph would stand."""
        canvas: Any = self.canv
        canvas.setFont("Tinos", _SIZE)
        canvas.drawString(0, _LEADING - _SIZE, self._text)


class _PageByPage(Flowable):
    """A table that hands over one page of itself at a time, so that no page is reckoned again for the next."""

    def __init__(self, head: Cells, rows: Sequence[Cells], widths: Sequence[float], start: int = 0) -> None:
        super().__init__()
        self._head, self._rows, self._widths, self._start = head, rows, widths, start

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Always too high, so that it is asked to split."""
        return aW, aH + 1

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """The rows that fit, and the rest; nothing where not even one does."""
        end, room = self._start, aH - self._height(self._head)
        while end < len(self._rows) and (room := room - self._height(self._rows[end])) >= 0:
            end += 1
        return self._parted(end) if end > self._start else self._within_a_row(aW, aH)

    def _within_a_row(self, width: float, height: float) -> list[Flowable]:
        """A row that fills more than what is left of the page."""
        first, *rest = self._parted(self._start + 1)
        parts: list[Flowable] = list(first.split(width, height))
        return [*parts, *rest] if parts else []

    def _parted(self, end: int) -> list[Flowable]:
        table = ruled_table([self._head, *self._rows[self._start : end]], self._widths, _PADDING)
        rest = [_PageByPage(self._head, self._rows, self._widths, end)] if end < len(self._rows) else []
        return [table, *rest]

    def _height(self, row: Cells) -> float:
        heights = (
            sum(part.wrap(width - _SIDES, _ENDLESS)[1] for part in cell) for cell, width in zip(row, self._widths, strict=True)
        )
        return max(heights) + 2 * _PADDING + 1


def _cell(text: str, width: float) -> Sequence[Flowable]:
    if "\n" not in text and fits(text, "Tinos", _SIZE, width - _SIDES):
        return [_Line(text)]
    return paragraphs(text, style("cell", _SIZE, _LEADING))
