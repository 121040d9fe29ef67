"""The table of people due: a tick for those who may go, name and number, the day, why, and how it stands with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.deletions.people import Key, Person
from desktop.views.widgets.cells import AIR, box_in, paint_box, paint_two_lines, paint_wrapped, painted_cell
from desktop.views.widgets.lists import paint_chip
from desktop.views.widgets.plain_table import TICK, HeadedRows, Index, TickTable, set_columns

WHO, DAY, REASON, STATE = range(1, 5)
_WIDTHS = {TICK: 44, WHO: 190, DAY: 104, STATE: 168}
_LINES = 52  # a row of two lines
_ROLE = Qt.ItemDataRole


class PeopleRows(HeadedRows):
    """``ticked`` holds the keys of those who are to go; ``ticks_changed`` after she changed it."""

    ticks_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, ("", _("Customer"), _("Day"), _("Why"), _("State")))
        self.people: list[Person] = []
        self.ticked: set[Key] = set()

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

    def count(self) -> int:
        return len(self.people)

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


class PeopleTable(TickTable):
    """``looked_at`` and ``opened`` carry a Person."""

    def __init__(self, *, names_only: bool = False) -> None:
        super().__init__()
        self.rows = PeopleRows(self)
        self._tall: dict[str, int] = {}
        self._room = 0
        self.setModel(self.rows)
        self.setAccessibleName(_("Customers whose data is due for deletion"))
        self.setMouseTracking(True)
        self.setItemDelegate(_PersonDelegate(self))
        self._set_columns(names_only=names_only)

    def _set_columns(self, *, names_only: bool) -> None:
        set_columns(self, _WIDTHS, WHO if names_only else REASON, row=_LINES)
        for column in (DAY, REASON, STATE) if names_only else ():
            self.setColumnHidden(column, True)
        self.horizontalHeader().setVisible(not names_only)
        self.horizontalHeader().sectionResized.connect(self._refit)

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

    def toggle(self, row: int) -> None:
        person = self.rows.people[row]
        if person.may_go:
            self.rows.tick([person], lambda one: one.key not in self.rows.ticked)

    def _refit(self, column: int, _old: int, width: int) -> None:
        """The reason takes what the other columns leave; told of it, the table itself does not know it yet."""
        if column == REASON:
            self._room = width
            self._tall.clear()
            self._fit_heights()

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
            room = QRect(0, 0, max(self._room - 2 * AIR, look.px(60)), 10_000)
            lines = QFontMetrics(look.font(14)).boundingRect(room, Qt.TextFlag.TextWordWrap, reason).height()
            self._tall[reason] = max(look.px(_LINES), lines + look.px(14))
        return self._tall[reason]


class _PersonDelegate(QStyledItemDelegate):
    """Box, two lines for whom, wrapped reason, chip; one hairline between rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        person: Person = index.data(_ROLE.UserRole)
        with painted_cell(painter, option, index) as cell:
            if index.column() == TICK:
                _paint_tick(painter, cell.area, person, is_ticked=index.data(_ROLE.CheckStateRole) == Qt.CheckState.Checked)
            elif index.column() == WHO:
                paint_two_lines(painter, cell, person.due.name, person.due.phone or "–")
            elif index.column() == STATE:
                paint_chip(painter, cell.inner.left(), cell.inner.center().y(), person.chip)
            else:
                paint_wrapped(painter, cell.inner, _text(person, index.column()), theme.current().font(14), cell.ink())


def _paint_tick(painter: QPainter, area: QRectF, person: Person, *, is_ticked: bool) -> None:
    """A box; where nothing can be ticked the reason's icon stands in its place."""
    if person.may_go:
        paint_box(painter, area, is_ticked=is_ticked)
        return
    box, name = box_in(area), "pause" if person.due.is_held else "calendar"
    painter.drawPixmap(round(box.left()), round(box.top()), theme.current().pixmap(name, "disabled", round(box.width())))


def _text(person: Person, column: int) -> str:
    texts = {WHO: person.due.name, DAY: day_text(person.due.last_day), REASON: person.reason, STATE: person.chip.text}
    return texts.get(column, "")
