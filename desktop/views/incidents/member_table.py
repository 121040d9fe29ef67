"""The table of those whom an incident touched: a tick, name, number, and how far the telling has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
from desktop.services.incident_members import MemberRow
from desktop.views import theme
from desktop.views.incidents.words import member_chip
from desktop.views.widgets.lists import paint_chip

Index = QModelIndex | QPersistentModelIndex
TICK, WHO, PHONE, STATE = range(4)
_WIDTHS = {TICK: 44, PHONE: 128, STATE: 196}
_NARROW = {TICK: 40, PHONE: 126, STATE: 160}
_AIR, _BOX = 10, 18
_ROLE = Qt.ItemDataRole


class MemberRows(QAbstractTableModel):
    """``ticked`` holds the ids of the chosen ones, ``ticks_changed`` after she changed them. Whose data is gone cannot be chosen."""

    ticks_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.members: list[MemberRow] = []
        self.ticked: set[int] = set()
        self.may_tick = True
        self._today = date.min
        self._heads = ("", _("Customer"), _("Phone"), _("State"))

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

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.members)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return {_ROLE.DisplayRole: self._heads[section], _ROLE.TextAlignmentRole: left}.get(_ROLE(role))

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


class MemberTable(QTableView):
    """Space or a click on the box ticks; ``looked_at`` with the member under the cursor, ``opened`` on Enter or a double click."""

    looked_at = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows = MemberRows(self)
        self.setModel(self.rows)
        self.setAccessibleName(_("Customers whom the incident touched"))
        self.setProperty("bare", "true")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_MemberDelegate(self))
        self._set_columns()
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _set_columns(self) -> None:
        look, header = theme.current(), self.horizontalHeader()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.size["table-row"])
        header.setFixedHeight(look.size["table-header"])
        header.setHighlightSections(False)
        header.setMinimumSectionSize(look.px(30))
        for column, width in _WIDTHS.items():
            header.resizeSection(column, look.px(width))
        header.setSectionResizeMode(WHO, QHeaderView.ResizeMode.Stretch)

    def show_narrow(self, *, narrow: bool) -> None:
        """Less air in a small window."""
        for column, width in (_NARROW if narrow else _WIDTHS).items():
            self.horizontalHeader().resizeSection(column, theme.current().px(width))

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens."""
        place = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and place.isValid():
            self._toggle(place)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place.isValid():
            self._open(self.rows.index(place.row(), WHO))
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: Index) -> None:
        if index.column() == TICK:
            self._toggle(index)

    def _toggle(self, index: Index) -> None:
        member = self.rows.members[index.row()]
        self.rows.tick([member], wanted=member.id not in self.rows.ticked)

    def _open(self, index: Index) -> None:
        if index.column() != TICK:
            self.opened.emit(self.rows.members[index.row()])

    def _moved(self, index: Index) -> None:
        if index.isValid():
            self.looked_at.emit(self.rows.members[index.row()])


class _MemberDelegate(QStyledItemDelegate):
    """Box, name, number, chip; one hairline between rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        member: MemberRow = index.data(_ROLE.UserRole)
        area = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.fillRect(area, look.color("selection"))
        inner = area.adjusted(_AIR, 0, -_AIR, 0)
        if index.column() == TICK:
            if member.customer_id is not None:
                _paint_box(painter, area, is_ticked=index.data(_ROLE.CheckStateRole) == Qt.CheckState.Checked)
        elif index.column() == STATE:
            paint_chip(painter, inner.left(), inner.center().y(), index.model().chip(member))  # pyright: ignore[reportAttributeAccessIssue]
        else:
            painter.setFont(look.font(14, 500 if index.column() == WHO else 400))
            painter.setPen(look.color("selection-text" if is_chosen else "text"))
            shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, int(inner.width()))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
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
