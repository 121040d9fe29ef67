"""The table of people due: a tick for those who may go, name and number, the day, why, and how it stands with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.deletions.people import Key, Person
from desktop.views.widgets.lists import paint_chip

Index = QModelIndex | QPersistentModelIndex
TICK, WHO, DAY, REASON, STATE = range(5)
_WIDTHS = {TICK: 44, WHO: 190, DAY: 104, STATE: 168}
_LINES, _LINE, _AIR = 52, 19, 10  # a row of two lines; every further line of a reason
_BOX = 18
_ROLE = Qt.ItemDataRole


class PeopleRows(QAbstractTableModel):
    """``ticked`` holds the keys of those who are to go; ``ticks_changed`` after she changed it."""

    ticks_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.people: list[Person] = []
        self.ticked: set[Key] = set()
        self._heads = ("", _("Customer"), _("Day"), _("Why"), _("State"))

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these."""
        self.beginResetModel()
        self.people = list(people)
        self.endResetModel()

    def tick(self, people: Iterable[Person], wanted: Callable[[Person], bool]) -> None:
        """Tick those who are wanted, take the tick from the others; who may not go stays without."""
        for person in people:
            if person.may_go and wanted(person):
                self.ticked.add(person.key)
            else:
                self.ticked.discard(person.key)
        if self.people:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.people) - 1, TICK))
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return {_ROLE.DisplayRole: self._heads[section], _ROLE.TextAlignmentRole: left}.get(_ROLE(role))

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        person = self.people[index.row()]
        if role == _ROLE.UserRole:
            return person
        if role == _ROLE.DisplayRole:
            return _text(person, index.column())
        if role == _ROLE.AccessibleTextRole:
            return f"{self._said(person)} {_text(person, index.column())}" if index.column() in (TICK, WHO) else None
        if role == _ROLE.CheckStateRole and index.column() == TICK:
            return Qt.CheckState.Checked if person.key in self.ticked else Qt.CheckState.Unchecked
        return person.reason if role == _ROLE.ToolTipRole and index.column() in (TICK, WHO, STATE) else None

    def _said(self, person: Person) -> str:
        """The tick as a screen reader says it."""
        if not person.may_go:
            return _("Stays:")
        return _("Is to be erased:") if person.key in self.ticked else _("Left out:")


class PeopleTable(QTableView):
    """Space or a click on the box ticks; ``looked_at`` with the person under the cursor, ``opened`` on Enter or a double click."""

    looked_at = Signal(object)
    opened = Signal(object)

    def __init__(self, *, names_only: bool = False) -> None:
        super().__init__()
        self.rows = PeopleRows(self)
        self._tall: dict[str, int] = {}
        self._room = 0
        self.setModel(self.rows)
        self.setAccessibleName(_("Customers whose data is due for deletion"))
        self.setProperty("bare", "true")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_PersonDelegate(self))
        self._set_columns(names_only=names_only)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(lambda index: self._open(index))
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _set_columns(self, *, names_only: bool) -> None:
        look, header = theme.current(), self.horizontalHeader()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.px(_LINES))
        header.setFixedHeight(look.size["table-header"])
        header.setHighlightSections(False)
        header.setMinimumSectionSize(look.px(30))
        for column, width in _WIDTHS.items():
            header.resizeSection(column, look.px(width))
        header.setSectionResizeMode(WHO if names_only else REASON, QHeaderView.ResizeMode.Stretch)
        for column in (DAY, REASON, STATE) if names_only else ():
            self.setColumnHidden(column, True)
        header.setVisible(not names_only)
        header.sectionResized.connect(self._refit)

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these; the cursor stays with whom it was."""
        before = self.person
        self.rows.show_people(people)
        self._fit_heights()
        place = next((n for n, person in enumerate(people) if before is not None and person.key == before.key), 0)
        if people:
            self.setCurrentIndex(self.rows.index(place, WHO))

    @property
    def person(self) -> Person | None:
        """Who is under the cursor."""
        place = self.currentIndex()
        return self.rows.people[place.row()] if place.isValid() and place.row() < len(self.rows.people) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens."""
        place = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and place.isValid():
            self._toggle(place)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place.isValid():
            self._open(place)
        else:
            super().keyPressEvent(event)

    def _refit(self, column: int, _old: int, width: int) -> None:
        """The reason takes what the other columns leave; told of it, the table itself does not know it yet."""
        if column == REASON:
            self._room = width
            self._tall.clear()
            self._fit_heights()

    def _clicked(self, index: Index) -> None:
        if index.column() == TICK:
            self._toggle(index)

    def _toggle(self, index: Index) -> None:
        person = self.rows.people[index.row()]
        if person.may_go:
            self.rows.tick([person], lambda one: one.key not in self.rows.ticked)

    def _open(self, index: Index) -> None:
        if index.column() != TICK:
            self.opened.emit(self.rows.people[index.row()])

    def _moved(self, index: Index) -> None:
        if index.isValid():
            self.looked_at.emit(self.rows.people[index.row()])

    def _fit_heights(self) -> None:
        """A reason of three lines and more gets a higher row; there are few, and few different ones."""
        if self.isColumnHidden(REASON):
            return
        usual = theme.current().px(_LINES)
        for place, person in enumerate(self.rows.people):
            height = self._height(person.reason)
            if height != usual or self.rowHeight(place) != usual:
                self.setRowHeight(place, height)

    def _height(self, reason: str) -> int:
        if reason not in self._tall:
            look = theme.current()
            room = QRect(0, 0, max(self._room - 2 * _AIR, look.px(60)), 10_000)
            lines = QFontMetrics(look.font(14)).boundingRect(room, Qt.TextFlag.TextWordWrap, reason).height()
            self._tall[reason] = max(look.px(_LINES), lines + look.px(14))
        return self._tall[reason]


class _PersonDelegate(QStyledItemDelegate):
    """Box, two lines for whom, wrapped reason, chip; one hairline between rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        person: Person = index.data(_ROLE.UserRole)
        area = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.current()
        if is_chosen:
            painter.fillRect(area, look.color("selection"))
        inner = area.adjusted(_AIR, 0, -_AIR, 0)
        if index.column() == TICK:
            is_ticked = index.data(_ROLE.CheckStateRole) == Qt.CheckState.Checked
            _paint_box(painter, area, person, is_ticked=is_ticked)
        elif index.column() == WHO:
            _paint_who(painter, inner, person, is_chosen=is_chosen)
        elif index.column() == STATE:
            paint_chip(painter, inner.left(), inner.center().y(), person.chip)
        else:
            painter.setFont(look.font(14))
            painter.setPen(look.color("selection-text" if is_chosen else "text"))
            flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inner, flags, _text(person, index.column()))
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), look.color("border"))
        painter.restore()


def _paint_box(painter: QPainter, area: QRectF, person: Person, *, is_ticked: bool) -> None:
    """A tick box; where nothing can be ticked a lock stands in its place."""
    look = theme.current()
    side = look.px(_BOX)
    box = QRectF(round(area.left() + look.px(16)), round(area.center().y() - side / 2), side, side)
    if not person.may_go:
        name = "pause" if person.due.is_held else "calendar"
        painter.drawPixmap(round(box.left()), round(box.top()), look.pixmap(name, "disabled", side))
        return
    painter.setPen(Qt.PenStyle.NoPen if is_ticked else QPen(look.color("border-input"), 1.2))
    painter.setBrush(look.color("accent" if is_ticked else "raised"))
    painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
    if is_ticked:
        inset = look.px(2)
        pixmap = look.pixmap("check", "accent-text", side - 2 * inset)
        painter.drawPixmap(round(box.left() + inset), round(box.top() + inset), pixmap)


def _paint_who(painter: QPainter, area: QRectF, person: Person, *, is_chosen: bool) -> None:
    look, metrics = theme.current(), Qt.TextElideMode.ElideRight
    half = area.height() / 2
    for text, font, token, top in (
        (person.due.name, look.font(14, 500), "text", area.top() + half - look.px(21)),
        (person.due.phone or "–", look.font(13), "muted", area.top() + half),
    ):
        painter.setFont(font)
        painter.setPen(look.color("selection-text" if is_chosen else token))
        line = QRectF(area.left(), top, area.width(), look.px(21))
        shown = painter.fontMetrics().elidedText(text, metrics, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)


def _text(person: Person, column: int) -> str:
    texts = {WHO: person.due.name, DAY: day_text(person.due.delete_on), REASON: person.reason, STATE: person.chip.text}
    return texts.get(column, "")
