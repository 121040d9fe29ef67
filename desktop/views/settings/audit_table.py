"""The table of the log: one line for each entry, as wide as what was done needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.i18n import clock_text, day_text, local_day
from desktop.i18n import gettext as _
from desktop.services.audit_history import HistoryRow
from desktop.views import theme

Index = QModelIndex | QPersistentModelIndex
NUMBER, WHEN, WHO, WHAT, ABOUT, HEAD = range(6)
_WIDTHS = {NUMBER: 76, WHEN: 154, WHO: 118, ABOUT: 152, HEAD: 178}
_AIR, _NARROW, _LINES = 10, 900, 52  # a row of two lines where the page is narrow
_ROLE, _ALIGN = Qt.ItemDataRole, Qt.AlignmentFlag


class HistoryRows(QAbstractTableModel):
    """Entries, newest first; more are added at the end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[HistoryRow] = []
        self._heads = (_("Entry"), _("When"), _("Who"), _("What was done"), _("Paper or case"), _("Head"))

    def show_entries(self, entries: Sequence[HistoryRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def add(self, entries: Sequence[HistoryRow]) -> None:
        """Older ones after those that are shown."""
        if entries:
            self.beginInsertRows(QModelIndex(), len(self.entries), len(self.entries) + len(entries) - 1)
            self.entries += entries
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        side = _ALIGN.AlignRight if section == NUMBER else _ALIGN.AlignLeft
        return {_ROLE.DisplayRole: self._heads[section], _ROLE.TextAlignmentRole: side | _ALIGN.AlignVCenter}.get(_ROLE(role))

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == _ROLE.DisplayRole:
            return _text(entry, index.column())
        if role == _ROLE.AccessibleTextRole and index.column() == NUMBER:
            return ". ".join(text for text in (_text(entry, column) for column in range(ABOUT + 1)) if text)
        return entry.what if role == _ROLE.ToolTipRole and index.column() == WHAT else None


class HistoryTable(QTableView):
    """Fixed rows; the head on papers is left out where the page is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = HistoryRows(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("Entries of the log"))
        self.setProperty("bare", "true")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_EntryDelegate(self))
        self._set_columns()

    def _set_columns(self) -> None:
        look, header, side = theme.current(), self.horizontalHeader(), self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # not asked for each of thousands
        side.setDefaultSectionSize(look.size["table-row"])
        header.setFixedHeight(look.size["table-header"])
        header.setHighlightSections(False)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, look.px(width))
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was done goes before the head, which stands in every export, too; it may take two lines."""
        look = theme.current()
        is_narrow = event.size().width() < look.px(_NARROW)
        self.setColumnHidden(HEAD, is_narrow)
        self.verticalHeader().setDefaultSectionSize(look.px(_LINES) if is_narrow else look.size["table-row"])
        super().resizeEvent(event)


class _EntryDelegate(QStyledItemDelegate):
    """A line of text, who and what in full colour; one hairline between rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, area = theme.current(), QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        column = index.column()
        painter.save()
        if is_chosen:
            painter.fillRect(area, look.color("selection"))
        painter.setFont(look.font(14, 500 if column == WHAT else 400))
        painter.setPen(look.color("selection-text" if is_chosen else "text" if column in (WHO, WHAT) else "muted"))
        inner = area.adjusted(_AIR, 0, -_AIR, 0)
        text, flags = (
            str(index.data() or ""),
            int(_ALIGN.AlignVCenter | (_ALIGN.AlignRight if column == NUMBER else _ALIGN.AlignLeft)),
        )
        if column == WHAT and area.height() > look.size["table-row"]:
            painter.drawText(inner, flags | int(Qt.TextFlag.TextWordWrap), text)
        else:
            painter.drawText(
                inner, flags, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
            )
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), look.color("border"))
        painter.restore()


def _text(entry: HistoryRow, column: int) -> str:
    when = f"{day_text(local_day(entry.at))} {clock_text(entry.at)}" if entry.at else "–"
    return (str(entry.number), when, entry.who, entry.what, entry.about, entry.printed.partition(" · ")[2])[column]
