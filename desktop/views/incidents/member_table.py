"""The table of those whom an incident touched: a tick, name, number, and how far the telling has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.i18n import gettext as _
from desktop.services.incident_members import MemberRow
from desktop.views import theme
from desktop.views.incidents.words import member_chip
from desktop.views.widgets.cells import paint_box, paint_line, painted_cell
from desktop.views.widgets.lists import paint_chip
from desktop.views.widgets.plain_table import TICK, HeadedRows, Index, TickTable, set_columns, set_widths

WHO, PHONE, STATE = range(1, 4)
_WIDTHS = {TICK: 44, PHONE: 128, STATE: 196}
_NARROW = {TICK: 40, PHONE: 126, STATE: 160}
_ROLE = Qt.ItemDataRole


class MemberRows(HeadedRows):
    """``ticked`` holds the ids of the chosen ones, ``ticks_changed`` after she changed them. Whose data is gone cannot be chosen."""

    ticks_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, ("", _("Customer"), _("Phone"), _("State")))
        self.members: list[MemberRow] = []
        self.ticked: set[int] = set()
        self.may_tick = True
        self._today = date.min

    def show_members(self, members: Sequence[MemberRow], today: date) -> None:
        """Show these; a tick stays with whoever still stands here."""
        if list(members) == self.members and today == self._today:
            return
        self.beginResetModel()
        self.members, self._today = list(members), today
        self.ticked &= {member.id for member in members if member.customer_id is not None}
        self.endResetModel()
        self.ticks_changed.emit()

    def tick(self, members: Sequence[MemberRow], *, wanted: bool) -> None:
        """Tick all of these, or none."""
        ids = {member.id for member in members if member.customer_id is not None and self.may_tick}
        self.ticked = self.ticked | ids if wanted else self.ticked - ids
        if self.members:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.members) - 1, TICK))
        self.ticks_changed.emit()

    def count(self) -> int:
        return len(self.members)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        member = self.members[index.row()]
        if role == _ROLE.UserRole:
            return member
        if role == _ROLE.DisplayRole:
            return self._text(member, index.column())
        if role == _ROLE.AccessibleTextRole and index.column() == TICK:
            return f"{_('Chosen:') if member.id in self.ticked else _('Not chosen:')} {member.name}"
        if role == _ROLE.CheckStateRole and index.column() == TICK:
            return Qt.CheckState.Checked if member.id in self.ticked else Qt.CheckState.Unchecked
        return member.name if role == _ROLE.ToolTipRole and index.column() == WHO else None

    def _text(self, member: MemberRow, column: int) -> str:
        if column == STATE:
            return member_chip(member, self._today).text
        return {WHO: member.name, PHONE: member.phone or "–"}.get(column, "")

    def chip(self, member: MemberRow) -> object:
        """How it stands with this one."""
        return member_chip(member, self._today)


class MemberTable(TickTable):
    """``looked_at`` and ``opened`` carry a MemberRow."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = MemberRows(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("Customers whom the incident touched"))
        self.setItemDelegate(_MemberDelegate(self))
        set_columns(self, _WIDTHS, WHO)

    def show_narrow(self, *, narrow: bool) -> None:
        """Less air in a small window."""
        set_widths(self, _NARROW if narrow else _WIDTHS)

    def show_members(self, members: Sequence[MemberRow], today: date) -> None:
        """Show these; the cursor stays with whom it was."""
        before = self.member
        self.rows.show_members(members, today)
        place = next((n for n, member in enumerate(members) if before is not None and member.id == before.id), 0)
        if members and not self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.index(place, WHO))
        self.looked_at.emit(self.member)

    @property
    def member(self) -> MemberRow | None:
        """Who is under the cursor."""
        place = self.currentIndex()
        return self.rows.members[place.row()] if place.isValid() and place.row() < len(self.rows.members) else None

    def toggle(self, row: int) -> None:
        member = self.rows.members[row]
        self.rows.tick([member], wanted=member.id not in self.rows.ticked)

    def open_current(self) -> None:
        """Enter opens from the box, too."""
        self.open(self.currentIndex().siblingAtColumn(WHO))


class _MemberDelegate(QStyledItemDelegate):
    """Box, name, number, chip; one hairline between rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        member: MemberRow = index.data(_ROLE.UserRole)
        column = index.column()
        with painted_cell(painter, option, index) as cell:
            if column == TICK and member.customer_id is not None:
                paint_box(painter, cell.area, is_ticked=index.data(_ROLE.CheckStateRole) == Qt.CheckState.Checked)
            elif column == STATE:
                paint_chip(painter, cell.inner.left(), cell.inner.center().y(), index.model().chip(member))  # pyright: ignore[reportAttributeAccessIssue]
            elif column != TICK:
                font = theme.current().font(14, 500 if column == WHO else 400)
                paint_line(painter, cell.inner, str(index.data()), font, cell.ink())
