"""Lists of two-line rows with a chip: one delegate paints them, fonts and colours come from the theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.views import theme
from desktop.views.widgets.labels import ChipText

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


@dataclass(frozen=True)
class ListItem:
    """A row, or a small heading when ``group`` is set. ``match`` are typed digits to mark; ``key`` comes back when chosen."""

    title: str = ""
    under: str = ""
    right: str = ""
    chip: ChipText | None = None
    icon: str = ""
    token: str = "muted"
    match: str = ""
    group: str = ""
    group_kind: str = "muted"
    tip: str = ""
    key: object = field(default=None, compare=False)


class _Items(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[ListItem] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if self.items[index.row()].group else super().flags(index)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        item = self.items[index.row()]
        if role == _ROLE.UserRole:
            return item
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            parts = (item.title, item.under, item.chip.text if item.chip else "", item.right)
            return item.group or ". ".join(part for part in parts if part)
        return item.tip if role == _ROLE.ToolTipRole and item.tip else None

    def replace(self, items: Sequence[ListItem]) -> None:
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()


class ItemList(QListView):
    """The list; ``chosen`` carries the key of the row she clicked or pressed Enter on, ``moved`` that of the current row."""

    chosen = Signal(object)
    moved = Signal(object)

    def __init__(self, *, chip_below: bool = False, inset: int = 16, follows_cursor: bool = False) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._model = _Items(self)
        self.setModel(self._model)
        self.setItemDelegate(_ItemDelegate(self, chip_below=chip_below, inset=inset))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self._follows_cursor = follows_cursor
        self.clicked.connect(self._tell_chosen)
        self.activated.connect(self._tell_chosen)
        self.selectionModel().currentChanged.connect(self._tell_moved)

    def show_items(self, items: Sequence[ListItem], current: object = None) -> None:
        """Show these rows; the one with the key ``current`` is marked without telling anybody."""
        if self._model.items != list(items) or [item.key for item in items] != [item.key for item in self._model.items]:
            scrolled = self.verticalScrollBar().value()
            self._model.replace(items)
            self.verticalScrollBar().setValue(scrolled)
        self.mark(current)

    def mark(self, key: object) -> None:
        """Mark the row with this key, quietly."""
        place = (
            next((n for n, item in enumerate(self._model.items) if item.key == key and not item.group), -1)
            if key is not None
            else -1
        )
        model = self.selectionModel()
        blocked = model.blockSignals(True)
        if place >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            model.setCurrentIndex(self._model.index(place, 0), flag)
        else:
            model.clear()
        model.blockSignals(blocked)
        self.viewport().update()

    @property
    def items(self) -> list[ListItem]:
        """What is shown."""
        return self._model.items

    def choose_first(self) -> None:
        """As if she pressed Enter on the first row."""
        first = next((item for item in self._model.items if not item.group), None)
        if first is not None:
            self.chosen.emit(first.key)

    def choose(self, key: object) -> None:
        """As if she clicked the row with this key."""
        self.mark(key)
        self.chosen.emit(key)

    def sizeHint(self) -> QSize:
        """Small: lists grow with their panel."""
        return QSize(200, 80)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses; arrows move (and choose where the list follows the cursor)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._tell_chosen(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _tell_chosen(self, index: Index) -> None:
        item = self._model.items[index.row()]
        if not item.group:
            self.chosen.emit(item.key)

    def _tell_moved(self, index: Index) -> None:
        if index.isValid() and not self._model.items[index.row()].group:
            self.moved.emit(self._model.items[index.row()].key)
            if self._follows_cursor and self.hasFocus():
                self.chosen.emit(self._model.items[index.row()].key)


class _ItemDelegate(QStyledItemDelegate):
    """Title and chip, then muted detail; group rows are small headings."""

    def __init__(self, parent: QWidget, *, chip_below: bool, inset: int) -> None:
        super().__init__(parent)
        self._chip_below = chip_below
        self._inset = inset

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: ListItem = index.data(_ROLE.UserRole)
        px = theme.current().px
        if item.group:
            return QSize(100, px(34))
        return QSize(100, px(82) if self._chip_below and item.chip else theme.current().size["list-row"])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: ListItem = index.data(_ROLE.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        full = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        inner = full.adjusted(self._inset, 0, -self._inset, 0)
        if item.group:
            self._paint_group(painter, inner, item)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)  # pyright: ignore[reportAttributeAccessIssue]
            self._paint_ground(painter, full, inner, index, chosen=chosen, hovered=hovered)
            self._paint_item(painter, full, inner, item, chosen=chosen)
        painter.restore()

    def _paint_group(self, painter: QPainter, inner: QRectF, item: ListItem) -> None:
        look = theme.current()
        lowered = inner.adjusted(0, 8, 0, 0)
        painter.setFont(look.font(13, 600))
        painter.setPen(look.color(item.group_kind))
        painter.drawText(lowered, Qt.AlignmentFlag.AlignVCenter, item.group)
        painter.setFont(look.font(13))
        painter.setPen(look.color("muted"))
        painter.drawText(lowered, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, item.right)

    def _paint_ground(self, painter: QPainter, full: QRectF, inner: QRectF, index: Index, *, chosen: bool, hovered: bool) -> None:
        look = theme.current()
        if chosen:
            painter.fillRect(full, look.color("selection"))
            painter.fillRect(QRectF(full.left(), full.top(), 4, full.height()), look.color("accent"))
        elif hovered:
            painter.fillRect(full, look.color("accent-soft"))
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(QRectF(inner.left(), full.bottom() - 1, inner.width(), 1), look.color("border"))

    def _paint_item(self, painter: QPainter, full: QRectF, inner: QRectF, item: ListItem, *, chosen: bool) -> None:
        look = theme.current()
        left, right, top = inner.left(), inner.right(), full.top() + look.px(8)
        if item.icon:
            painter.drawPixmap(round(left), round(full.top() + look.px(10)), look.pixmap(item.icon, item.token, look.px(20)))
            left += look.px(32)
        title_right = right
        if item.chip and not self._chip_below:
            title_right -= paint_chip(painter, right, top + look.px(11), item.chip, from_right=True) + 12
        painter.setPen(look.color("selection-text" if chosen else "text"))
        painter.setFont(look.font(14, 600))
        _paint_marked(painter, QRectF(left, top, title_right - left, look.px(22)), item.title, item.match)
        second = QRectF(left, top + look.px(23), right - left, look.px(20))
        painter.setPen(look.color("selection-text" if chosen else "muted"))
        painter.setFont(look.font(13))
        if item.right and not (item.chip and self._chip_below):
            painter.drawText(second, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, item.right)
            second.setRight(right - painter.fontMetrics().horizontalAdvance(item.right) - 12)
        _paint_marked(painter, second, item.under, item.match)
        if item.chip and self._chip_below:
            self._paint_chip_line(painter, left, right, top + look.px(57), item, chosen=chosen)

    def _paint_chip_line(
        self, painter: QPainter, left: float, right: float, middle: float, item: ListItem, *, chosen: bool
    ) -> None:
        """The chip, and at its right the rest where it fits."""
        assert item.chip is not None
        look = theme.current()
        room = right - left - paint_chip(painter, left, middle, item.chip) - look.px(8)
        painter.setPen(look.color("selection-text" if chosen else "muted"))
        painter.setFont(look.font(12))
        if item.right and painter.fontMetrics().horizontalAdvance(item.right) <= room:
            line = QRectF(right - room, middle - look.px(11), room, look.px(22))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, item.right)


def paint_chip(painter: QPainter, x: float, middle: float, content: ChipText, *, from_right: bool = False) -> float:
    """Paint a chip at its left (or right) edge; returns its width."""
    look = theme.current()
    font = look.font(13, 600)
    width = QFontMetrics(font).horizontalAdvance(content.text) + look.px(38)
    left = x - width if from_right else x
    outline = QRectF(left, middle - look.px(11), width, look.px(22))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(f"{content.kind}-soft"))
    painter.drawRoundedRect(outline, look.px(11), look.px(11))
    painter.drawPixmap(
        round(left + 8), round(middle - look.px(15) / 2), look.pixmap(content.shown_icon, content.kind, look.px(15))
    )
    painter.setFont(font)
    painter.setPen(look.color(content.kind))
    painter.drawText(outline.adjusted(look.px(28), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, content.text)
    return width


def digits_at(text: str, digits: str) -> tuple[int, int] | None:
    """Where digits stand in a spaced number: ``3365`` in ``0912 003 365``; the last place, because last digits are typed."""
    if not digits.isdigit():
        return None
    places = [n for n, ch in enumerate(text) if ch.isdigit()]
    found = "".join(text[n] for n in places).rfind(digits)
    return (places[found], places[found + len(digits) - 1] + 1) if found >= 0 else None


def _paint_marked(painter: QPainter, where: QRectF, text: str, match: str) -> None:
    """A text cut to its place, with the typed digits marked in the full colour of text."""
    metrics, look = painter.fontMetrics(), theme.current()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(where.width()))
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
    if not match or not (span := digits_at(text, match)):
        return
    before, upto = metrics.horizontalAdvance(text[: span[0]]), metrics.horizontalAdvance(text[: span[1]])
    marked = QRectF(where.left() + before - 2, where.top() + 1, upto - before + 4, where.height() - 2)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("match"))
    painter.drawRoundedRect(marked, 3, 3)
    painter.setPen(look.color("text"))
    painter.setClipRect(marked)
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()
