"""The authorities of an incident with their clocks: name on the first line, by when and how long still on the second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.i18n import gettext as _
from desktop.services.incident_views import AuthorityRow
from desktop.views import theme
from desktop.views.incidents.words import authority_chip, due_words
from desktop.views.widgets.lists import ItemList, ListItem, paint_chip

Index = QModelIndex | QPersistentModelIndex
_ROW, _INSET, _MOST_ROWS = 52, 14, 4


class ClockList(ItemList):
    """As high as its rows, up to four of them; ``chosen`` carries an authority's id."""

    def __init__(self) -> None:
        super().__init__(follows_cursor=True)
        self.setAccessibleName(_("Authorities and their clocks"))
        self.setItemDelegate(_ClockDelegate(self))

    def show_clocks(self, authorities: Sequence[AuthorityRow], now: datetime, current: str | None) -> None:
        """These authorities, as their clocks stand now."""
        self.show_items([_item(authority, now) for authority in authorities], current)
        self.setFixedHeight(theme.current().px(_ROW) * min(_MOST_ROWS, len(authorities)))


def _item(authority: AuthorityRow, now: datetime) -> ListItem:
    why = authority.deadline.explain() if authority.deadline else ""
    tip = ". ".join(filter(None, (authority.name, due_words(authority), why)))
    return ListItem(authority.name, due_words(authority), chip=authority_chip(authority, now), tip=tip, key=authority.public_id)


class _ClockDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.current().px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: ListItem = index.data(Qt.ItemDataRole.UserRole)
        look, full = theme.current(), QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        inner = full.adjusted(_INSET, 0, -_INSET, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.fillRect(full, look.color("selection"))
            painter.fillRect(QRectF(full.left(), full.top(), 4, full.height()), look.color("accent"))
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(QRectF(inner.left(), full.bottom() - 1, inner.width(), 1), look.color("border"))
        self._paint_texts(painter, inner, item, is_chosen=is_chosen)
        painter.restore()

    def _paint_texts(self, painter: QPainter, inner: QRectF, item: ListItem, *, is_chosen: bool) -> None:
        look, line = theme.current(), theme.current().px(22)
        second, room = inner.top() + look.px(27), inner.width()
        if item.chip is not None:
            chip = paint_chip(painter, inner.right(), second + line / 2, item.chip, from_right=True)
            room -= chip + look.px(10)
        for text, font, token, top, width in (
            (item.title, look.font(14, 500), "text", inner.top() + look.px(4), inner.width()),
            (item.under, look.font(13), "muted", second, room),
        ):
            painter.setFont(font)
            painter.setPen(look.color("selection-text" if is_chosen else token))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRectF(inner.left(), top, width, line), Qt.AlignmentFlag.AlignVCenter, shown)
