"""The table of parcels in a manifest: who goes, with what; order, goods, cash and note are typed into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop.amounts import read_sum
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import number_text
from desktop.services.manifests import Parcel, PlannedParcel, check_parcel
from desktop.views import theme
from desktop.views.widgets.cells import paint_hairline
from desktop.views.widgets.plain_table import HeadedRows, Index, set_columns

PLACE, NAME, PHONE, ADDRESS, REFERENCE, GOODS, CASH, NOTE = range(8)
_TYPED = (REFERENCE, GOODS, CASH, NOTE)
_EDITABLE = {REFERENCE: "reference", GOODS: "goods", NOTE: "note"}
_WIDTHS = {PLACE: 48, NAME: 160, PHONE: 120, REFERENCE: 76, GOODS: 100, CASH: 118, NOTE: 76}
_AIR, _TWO_LINES = 7, 48  # with the margin Qt gives a cell, its text begins where its head does
_TEXTS = (NAME, ADDRESS, REFERENCE, GOODS, NOTE)
_ROLE = Qt.ItemDataRole


class ParcelRows(HeadedRows):
    """``edited`` carries a parcel that was typed into, ``refused`` the sentence about what cannot be."""

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        heads = (
            _("No."), _("Receiver"), _("Phone"), _("Address"), _("Order"), _("Goods"), _("Collect (đồng)"), _("Remark"),
        )  # fmt: skip
        super().__init__(parent, heads, at_right=(PLACE, CASH))
        self.rows: list[PlannedParcel] = []
        self.refusals = 0
        self.refused.connect(self._count_refusal)

    def show(self, rows: Sequence[PlannedParcel]) -> None:
        """Show these parcels."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def count(self) -> int:
        return len(self.rows)

    def _count_refusal(self, _sentence: str) -> None:
        self.refusals += 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in _TYPED else flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (_ROLE.DisplayRole, _ROLE.EditRole):
            return _text(row, index.row(), index.column(), editing=role == _ROLE.EditRole)
        if role == _ROLE.TextAlignmentRole:
            return self.alignment(index.column())
        if role == _ROLE.FontRole and index.column() == NAME:
            return theme.current().font(14, 500)
        if role == _ROLE.ToolTipRole and index.column() == ADDRESS:
            return row.address
        return None

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """What was typed; a sum that is none is refused in words and the old one stays."""
        try:
            changed = _typed(self.rows[index.row()].parcel, index.column(), str(value).strip())
        except UserError as problem:
            self.refused.emit(problem.message)
            return False
        self.rows[index.row()] = replace(self.rows[index.row()], parcel=changed)
        self.dataChanged.emit(index, index)
        self.edited.emit(changed)
        return True


class ParcelTable(QTableView):
    """``removed`` with the customer's id of a row that goes. Tab leaves the table, but goes from cell to cell while typing."""

    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rows = ParcelRows(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("Parcels"))
        set_columns(self, _WIDTHS, ADDRESS)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_RowDelegate(self))
        self.rows.dataChanged.connect(self._fit_heights)

    def show_narrow(self, narrow: bool) -> None:
        """A small window hides goods and remark."""
        for column in (GOODS, NOTE):
            self.setColumnHidden(column, narrow)
        self._fit_heights()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The address takes what the other columns leave."""
        super().resizeEvent(event)
        self._fit_heights()

    def _fit_heights(self, *_changed: object) -> None:
        """A row with a text longer than its column gets two lines."""
        look = theme.current()
        metrics, usual, two = self.fontMetrics(), look.size["table-row"], look.px(_TWO_LINES)
        room = {column: self.columnWidth(column) - 2 * _AIR - 8 for column in _TEXTS if not self.isColumnHidden(column)}
        for place, row in enumerate(self.rows.rows):
            texts = {column: _text(row, place, column, editing=False) for column in room}
            is_long = any(metrics.horizontalAdvance(text) > room[column] for column, text in texts.items())
            self.setRowHeight(place, two if is_long else usual)

    def show_parcels(self, parcels: Sequence[PlannedParcel]) -> None:
        """Show these; the cursor stays where it was."""
        place = self.currentIndex()
        line, column = place.row(), place.column()
        self.rows.show(parcels)
        self._fit_heights()
        if line >= 0 and parcels:
            self.setCurrentIndex(self.rows.index(min(line, len(parcels) - 1), column))

    def remove_current(self) -> None:
        """The parcel under the cursor goes off the list."""
        if (place := self.currentIndex()).isValid():
            self.removed.emit(self.rows.rows[place.row()].parcel.customer_id)

    def finish(self) -> bool:
        """Take over what is still being typed; False where it was refused."""
        before = self.rows.refusals
        self.setFocus()  # the cell that is open closes
        return self.rows.refusals == before

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete empties a cell that is typed into; elsewhere it takes the parcel off the list."""
        place = self.currentIndex()
        if event.key() != Qt.Key.Key_Delete or not place.isValid():
            super().keyPressEvent(event)
        elif place.flags() & Qt.ItemFlag.ItemIsEditable:
            self.rows.setData(place, "")
        else:
            self.remove_current()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Tab while typing: the next cell that can be typed into."""
        step = {self.CursorAction.MoveNext: 1, self.CursorAction.MovePrevious: -1}.get(action, 0)
        if not step:
            return super().moveCursor(action, modifiers)
        cells = [column for column in _TYPED if not self.isColumnHidden(column)]
        place = self.currentIndex()
        at = place.row() * len(cells) + cells.index(place.column()) + step if place.column() in cells else -1
        return self.rows.index(at // len(cells), cells[at % len(cells)]) if at >= 0 else QModelIndex()


def _typed(parcel: Parcel, column: int, text: str) -> Parcel:
    """A parcel with what was typed into a cell."""
    changed = replace(parcel, cash=read_sum(text)) if column == CASH else replace(parcel, **{_EDITABLE[column]: text})
    check_parcel(changed)
    return changed


class _RowDelegate(QStyledItemDelegate):
    """Air at the sides of a cell, and one hairline between rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRect(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        option.rect = area.adjusted(_AIR, 0, -_AIR, 0)  # pyright: ignore[reportAttributeAccessIssue]
        super().paint(painter, option, index)
        paint_hairline(painter, QRectF(area), index)


def _text(row: PlannedParcel, place: int, column: int, *, editing: bool) -> str:
    parcel = row.parcel
    if column == CASH:
        return (number_text(parcel.cash) if parcel.cash else "") if editing else number_text(parcel.cash) if parcel.cash else "–"
    texts = {
        PLACE: str(place + 1), NAME: row.name, PHONE: row.phone, ADDRESS: row.address, REFERENCE: parcel.reference,
        GOODS: parcel.goods, NOTE: parcel.note,
    }  # fmt: skip
    return texts[column]
