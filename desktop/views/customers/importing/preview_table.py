"""The table of an import's preview: a tick for rows to take in, whom the row names, what becomes of it and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import number_text
from desktop.services.import_plan import PlannedRow, RowState
from desktop.views import theme
from desktop.views.customers.importing.words import line_under, note_of, state_chip
from desktop.views.widgets.cells import paint_box, paint_two_lines, paint_wrapped, painted_cell
from desktop.views.widgets.lists import paint_chip
from desktop.views.widgets.plain_table import TICK, HeadedRows, Index, TickTable, set_columns

PLACE, WHO, STATE, NOTE = range(1, 5)
_WIDTHS = {TICK: 44, PLACE: 64, WHO: 330, STATE: 156}
_HEIGHT, _SURELY = 52, 1.75
_ROLE = Qt.ItemDataRole


class PreviewRows(HeadedRows):
    """``ticked`` holds the numbers of the rows to take in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, ("", _("Row"), _("Customer"), _("What becomes of it"), _("Why, what changes")))
        self.rows: Sequence[PlannedRow] = ()
        self.ticked: set[int] = set()

    def show_rows(self, rows: Sequence[PlannedRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def tick(self, row: PlannedRow, *, wanted: bool) -> None:
        """Take it in, or not."""
        if wanted:
            self.ticked.add(row.number)
        else:
            self.ticked.discard(row.number)
        self.dataChanged.emit(self.index(0, TICK), self.index(len(self.rows) - 1, TICK))

    def count(self) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == _ROLE.UserRole:
            return row
        if role == _ROLE.DisplayRole:
            return _text(row, index.column())
        if role == _ROLE.CheckStateRole and index.column() == TICK and row.may_be_taken:
            return Qt.CheckState.Checked if row.number in self.ticked else Qt.CheckState.Unchecked
        if role == _ROLE.AccessibleTextRole and index.column() in (TICK, WHO):
            return f"{self._said(row)} {row.details.name}"
        return note_of(row) if role == _ROLE.ToolTipRole and index.column() == NOTE else None

    def _said(self, row: PlannedRow) -> str:
        """The tick as a screen reader says it."""
        if not row.may_be_taken:
            return state_chip(row.state).text
        return _("Is to be taken in:") if row.number in self.ticked else _("Left out:")


class PreviewTable(TickTable):
    """Space or a click on the box asks to tick: ``tick_wanted`` with the row."""

    tick_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows = PreviewRows(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("Rows of the list"))
        self.setItemDelegate(_RowDelegate(self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        set_columns(self, _WIDTHS, NOTE, row=_HEIGHT)

    def show_narrow(self, *, narrow: bool) -> None:
        """A small window gives the reasons more room."""
        self.setColumnWidth(WHO, theme.current().px(190 if narrow else _WIDTHS[WHO]))

    def show_rows(self, rows: Sequence[PlannedRow]) -> None:
        """Show these, the cursor on the first."""
        self.rows.show_rows(rows)
        if rows:
            self.setCurrentIndex(self.rows.index(0, WHO))

    def toggle(self, row: int) -> None:
        planned = self.rows.rows[row]
        if planned.may_be_taken:
            self.tick_wanted.emit(planned)


class _RowDelegate(QStyledItemDelegate):
    """Box, number, two lines for whom, chip, wrapped reason; one hairline between rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: PlannedRow = index.data(_ROLE.UserRole)
        with painted_cell(painter, option, index) as cell:
            if index.column() == TICK:
                if (state := index.data(_ROLE.CheckStateRole)) is not None:
                    paint_box(painter, cell.area, is_ticked=Qt.CheckState(state) is Qt.CheckState.Checked)
            elif index.column() == STATE:
                paint_chip(painter, cell.inner.left(), cell.inner.center().y(), state_chip(row.state))
            elif index.column() == WHO:
                paint_two_lines(painter, cell, row.details.name or "–", line_under(row.details))
            else:
                painter.setClipRect(cell.area)  # a long word may need a third line
                ink, font = cell.ink("muted" if index.column() == PLACE else "text"), theme.current().font(14)
                paint_wrapped(painter, cell.inner, _two_lines_of(_text(row, index.column()), font, cell.inner.width()), font, ink)


def _text(row: PlannedRow, column: int) -> str:
    if column == WHO:
        return f"{row.details.name}. {line_under(row.details)}"
    texts = {PLACE: number_text(row.number), STATE: state_chip(row.state).text, NOTE: note_of(row)}
    return texts.get(column, "")


def _two_lines_of(text: str, font: QFont, width: float) -> str:
    """As much as surely fits into two lines, for a line breaks between words; the whole of it stands below the table."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, round(width * _SURELY))


def is_taken_by_itself(row: PlannedRow) -> bool:
    """Ticked without being asked: whoever was erased at their own request never is."""
    return row.state in (RowState.NEW, RowState.CHANGED)
