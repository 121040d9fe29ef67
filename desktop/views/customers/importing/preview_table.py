"""The table of an import's preview: a tick for rows to take in, whom the row names, what becomes of it and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.i18n import gettext as _
from desktop.i18n import number_text
from desktop.services.import_plan import PlannedRow, RowState
from desktop.views import theme
from desktop.views.customers.importing.words import line_under, note_of, state_chip
from desktop.views.widgets.lists import paint_chip

Index = QModelIndex | QPersistentModelIndex
TICK, PLACE, WHO, STATE, NOTE = range(5)
_WIDTHS = {TICK: 44, PLACE: 64, WHO: 330, STATE: 150}
_HEIGHT, _AIR, _BOX = 52, 10, 18
_ROLE = Qt.ItemDataRole


class PreviewRows(QAbstractTableModel):
    """``ticked`` holds the numbers of the rows to take in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[PlannedRow] = ()
        self.ticked: set[int] = set()
        self._heads = ("", _("Row"), _("Customer"), _("What becomes of it"), _("Why, or what changes"))

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

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return {_ROLE.DisplayRole: self._heads[section], _ROLE.TextAlignmentRole: left}.get(_ROLE(role))

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


class PreviewTable(QTableView):
    """Space or a click on the box asks to tick: ``tick_wanted`` with the row."""

    tick_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows = PreviewRows(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("Rows of the list"))
        self.setProperty("bare", "true")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RowDelegate(self))
        self._set_columns()
        self.clicked.connect(self._clicked)

    def _set_columns(self) -> None:
        look, header = theme.current(), self.horizontalHeader()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.px(_HEIGHT))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFixedHeight(look.size["table-header"])
        header.setHighlightSections(False)
        header.setMinimumSectionSize(look.px(30))
        for column, width in _WIDTHS.items():
            header.resizeSection(column, look.px(width))
        header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)

    def show_narrow(self, *, narrow: bool) -> None:
        """A small window gives the reasons more room."""
        self.setColumnWidth(WHO, theme.current().px(230 if narrow else _WIDTHS[WHO]))

    def show_rows(self, rows: Sequence[PlannedRow]) -> None:
        """Show these, the cursor on the first."""
        self.rows.show_rows(rows)
        if rows:
            self.setCurrentIndex(self.rows.index(0, WHO))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        place = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and place.isValid():
            self._ask(place)
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: Index) -> None:
        if index.column() == TICK:
            self._ask(index)

    def _ask(self, index: Index) -> None:
        row = self.rows.rows[index.row()]
        if row.may_be_taken:
            self.tick_wanted.emit(row)


class _RowDelegate(QStyledItemDelegate):
    """Box, number, two lines for whom, chip, wrapped reason; one hairline between rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: PlannedRow = index.data(_ROLE.UserRole)
        area = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.fillRect(area, look.color("selection"))
        inner = area.adjusted(_AIR, 0, -_AIR, 0)
        if index.column() == TICK:
            state = index.data(_ROLE.CheckStateRole)
            if state is not None:
                _paint_box(painter, area, is_ticked=Qt.CheckState(state) is Qt.CheckState.Checked)
        elif index.column() == STATE:
            paint_chip(painter, inner.left(), inner.center().y(), state_chip(row.state))
        elif index.column() == WHO:
            _paint_who(painter, inner, row, is_chosen=is_chosen)
        else:
            painter.setFont(look.font(14))
            painter.setPen(look.color("selection-text" if is_chosen else "muted" if index.column() == PLACE else "text"))
            flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inner, flags, _text(row, index.column()))
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), look.color("border"))
        painter.restore()


def _paint_box(painter: QPainter, area: QRectF, *, is_ticked: bool) -> None:
    look = theme.current()
    side = look.px(_BOX)
    box = QRectF(round(area.left() + look.px(16)), round(area.center().y() - side / 2), side, side)
    painter.setPen(Qt.PenStyle.NoPen if is_ticked else QPen(look.color("border-input"), 1.2))
    painter.setBrush(look.color("accent" if is_ticked else "raised"))
    painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
    if is_ticked:
        inset = look.px(2)
        pixmap = look.pixmap("check", "accent-text", side - 2 * inset)
        painter.drawPixmap(round(box.left() + inset), round(box.top() + inset), pixmap)


def _paint_who(painter: QPainter, area: QRectF, row: PlannedRow, *, is_chosen: bool) -> None:
    look, half = theme.current(), area.height() / 2
    for text, font, token, top in (
        (row.details.name or "–", look.font(14, 500), "text", area.top() + half - look.px(21)),
        (line_under(row.details), look.font(13), "muted", area.top() + half),
    ):
        painter.setFont(font)
        painter.setPen(look.color("selection-text" if is_chosen else token))
        line = QRectF(area.left(), top, area.width(), look.px(21))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)


def _text(row: PlannedRow, column: int) -> str:
    if column == WHO:
        return f"{row.details.name}. {line_under(row.details)}"
    texts = {PLACE: number_text(row.number), STATE: state_chip(row.state).text, NOTE: note_of(row)}
    return texts.get(column, "")


def is_taken_by_itself(row: PlannedRow) -> bool:
    """Ticked without being asked: whoever was erased at their own request never is."""
    return row.state in (RowState.NEW, RowState.CHANGED)
