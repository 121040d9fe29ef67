"""What the program's tables share: rows under heads, one row chosen and none typed into, a tick in the first column."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.views import theme

Index = QModelIndex | QPersistentModelIndex
TICK = 0
_ROLE, _ALIGN = Qt.ItemDataRole, Qt.AlignmentFlag


class HeadedRows(QAbstractTableModel):
    """Rows under these heads; ``count`` and ``data`` are the deriving model's. Columns ``at_right`` hold figures."""

    def __init__(self, parent: QWidget, heads: Sequence[str], *, at_right: Container[int] = ()) -> None:
        super().__init__(parent)
        self._heads, self._at_right = heads, at_right

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        return {_ROLE.DisplayRole: self._heads[section], _ROLE.TextAlignmentRole: self.alignment(section)}.get(_ROLE(role))

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """On which side a column's head and texts stand."""
        return _ALIGN.AlignVCenter | (_ALIGN.AlignRight if column in self._at_right else _ALIGN.AlignLeft)


def make_plain(table: QTableView) -> None:
    """No lines, no frame; a whole row is chosen, nothing is typed, Tab leaves the table."""
    table.setProperty("bare", "true")
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def set_columns(table: QTableView, widths: Mapping[int, int], stretched: int, *, row: int = 0) -> None:
    """Unscaled widths; one column takes what they leave. ``row`` is an unscaled height, 0 for a row of one line."""
    look, header, side = theme.current(), table.horizontalHeader(), table.verticalHeader()
    side.hide()
    side.setDefaultSectionSize(look.px(row) or look.size["table-row"])
    header.setFixedHeight(look.size["table-header"])
    header.setHighlightSections(False)
    set_widths(table, widths)
    header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)


def set_widths(table: QTableView, widths: Mapping[int, int]) -> None:
    """Give these columns their unscaled widths."""
    for column, width in widths.items():
        table.horizontalHeader().resizeSection(column, theme.current().px(width))


class TickTable(QTableView):
    """A plain table with a box in column ``TICK``; its model gives what a row is about under ``UserRole``.

    Space or a click on the box ticks; ``looked_at`` with the one under the cursor, ``opened`` on Enter or a double click.
    """

    looked_at = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        make_plain(self)
        self.horizontalHeader().setMinimumSectionSize(theme.current().px(30))
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self.open)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def toggle(self, row: int) -> None:
        """Tick the row, or take its tick."""
        raise NotImplementedError

    def open(self, index: Index) -> None:
        """Open what the row is about; the box is no place for that."""
        if index.column() != TICK:
            self.opened.emit(index.data(_ROLE.UserRole))

    def open_current(self) -> None:
        """What Enter does."""
        self.open(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens."""
        place = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and place.isValid():
            self.toggle(place.row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place.isValid():
            self.open_current()
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: Index) -> None:
        if index.column() == TICK:
            self.toggle(index.row())

    def _moved(self, index: Index) -> None:
        if index.isValid():
            self.looked_at.emit(index.data(_ROLE.UserRole))
