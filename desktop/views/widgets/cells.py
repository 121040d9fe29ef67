"""Painting the cells of a table: the ground they stand on, a line of text, a box to tick."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.views import theme

Index = QModelIndex | QPersistentModelIndex
AIR = 10  # at both sides of what a cell holds
_BOX, _LINE = 18, 21


@dataclass(frozen=True)
class Cell:
    """A cell being painted, and whether its row is the chosen one."""

    area: QRectF
    is_chosen: bool

    @property
    def inner(self) -> QRectF:
        """Where the cell's content stands."""
        return self.area.adjusted(AIR, 0, -AIR, 0)

    def ink(self, token: str = "text") -> QColor:
        """The colour of a text; in the chosen row all are the same."""
        return theme.current().color("selection-text" if self.is_chosen else token)


@contextmanager
def painted_cell(painter: QPainter, option: QStyleOptionViewItem, index: Index, *, smooth: bool = True) -> Iterator[Cell]:
    """The chosen row's ground below what is painted inside, a hairline after it. ``smooth``: for rounded things."""
    area = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
    cell = Cell(area, bool(option.state & QStyle.StateFlag.State_Selected))  # pyright: ignore[reportAttributeAccessIssue]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    if cell.is_chosen:
        painter.fillRect(area, theme.current().color("selection"))
    yield cell
    paint_hairline(painter, area, index)
    painter.restore()


def paint_hairline(painter: QPainter, area: QRectF, index: Index) -> None:
    """One line below a row, none below the last."""
    if index.row() + 1 < index.model().rowCount():
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.current().color("border"))


def paint_line(
    painter: QPainter, area: QRectF, text: str, font: QFont, ink: QColor, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    """One line of text, shortened at its end where it is longer than its place."""
    painter.setFont(font)
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, shown)


def paint_wrapped(painter: QPainter, area: QRectF, text: str, font: QFont, ink: QColor) -> None:
    """As many lines as the text needs."""
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap), text)


def paint_two_lines(painter: QPainter, cell: Cell, title: str, under: str) -> None:
    """Whom a row is about: the name, and smaller below it what tells them apart."""
    look, area = theme.current(), cell.inner
    upper = QRectF(area.left(), area.center().y() - look.px(_LINE), area.width(), look.px(_LINE))
    paint_line(painter, upper, title, look.font(14, 500), cell.ink())
    paint_line(painter, upper.translated(0, upper.height()), under, look.font(13), cell.ink("muted"))


def box_in(area: QRectF) -> QRectF:
    """Where the box stands in its cell."""
    look = theme.current()
    side = look.px(_BOX)
    return QRectF(round(area.left() + look.px(16)), round(area.center().y() - side / 2), side, side)


def paint_box(painter: QPainter, area: QRectF, *, is_ticked: bool) -> None:
    """A box to tick."""
    look, box = theme.current(), box_in(area)
    painter.setPen(Qt.PenStyle.NoPen if is_ticked else QPen(look.color("border-input"), 1.2))
    painter.setBrush(look.color("accent" if is_ticked else "raised"))
    painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
    if is_ticked:
        inset = look.px(2)
        pixmap = look.pixmap("check", "accent-text", look.px(_BOX) - 2 * inset)
        painter.drawPixmap(round(box.left() + inset), round(box.top() + inset), pixmap)
