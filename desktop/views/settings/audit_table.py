"""The table of the log: one line for each entry, as wide as what was done needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop.i18n import clock_text, day_text, local_day
from desktop.i18n import gettext as _
from desktop.services.audit_history import HistoryRow
from desktop.views import theme
from desktop.views.widgets.cells import paint_line, paint_wrapped, painted_cell
from desktop.views.widgets.plain_table import HeadedRows, Index, make_plain, set_columns

NUMBER, WHEN, WHO, WHAT, ABOUT, HEAD = range(6)
_WIDTHS = {NUMBER: 76, WHEN: 154, WHO: 118, ABOUT: 152, HEAD: 178}
_NARROW, _LINES = 900, 52  # a row of two lines where the page is narrow
_ROLE, _ALIGN = Qt.ItemDataRole, Qt.AlignmentFlag


class HistoryRows(HeadedRows):
    """Entries, newest first; more are added at the end."""

    def __init__(self, parent: QWidget) -> None:
        heads = (_("Entry"), _("When"), _("Who"), _("What was done"), _("Paper or case"), _("Head"))
        super().__init__(parent, heads, at_right=(NUMBER,))
        self.entries: list[HistoryRow] = []

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

    def count(self) -> int:
        return len(self.entries)

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
        make_plain(self)
        self.setWordWrap(False)
        self.setItemDelegate(_EntryDelegate(self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # not asked for each of thousands
        set_columns(self, _WIDTHS, WHAT)

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
        look, column, text = theme.current(), index.column(), str(index.data() or "")
        font = look.font(14, 500 if column == WHAT else 400)
        with painted_cell(painter, option, index, smooth=False) as cell:
            ink = cell.ink("text" if column in (WHO, WHAT) else "muted")
            if column == WHAT and cell.area.height() > look.size["table-row"]:
                paint_wrapped(painter, cell.inner, text, font, ink)
            else:
                paint_line(painter, cell.inner, text, font, ink, _ALIGN.AlignRight if column == NUMBER else _ALIGN.AlignLeft)


def _text(entry: HistoryRow, column: int) -> str:
    when = f"{day_text(local_day(entry.at))} {clock_text(entry.at)}" if entry.at else "–"
    return (str(entry.number), when, entry.who, entry.what, entry.about, entry.printed.partition(" · ")[2])[column]
