"""A day in a line of text, typed in any usual way or chosen in a calendar; what is no day stays as typed until it is mended."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QWidget

from desktop.days import EARLIEST, LATEST, read_day
from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.widgets.fields import TypedEdit
from desktop.views.widgets.layout import column

_CALENDAR = 328, 302  # px, six weeks in full
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class OptionalDateField(TypedEdit):
    """A day that may be left empty. ``dayChanged`` when another day (or none) stands there: on leaving, by an arrow, by the calendar."""

    dayChanged = Signal()

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.setMaxLength(80)
        self.setFixedWidth(theme.current().px(150))
        self.setPlaceholderText(_("day/month/year"))
        self._told: date | None = None
        self._left_as = ""
        self._is_entered_by_click = False
        open_calendar = QAction(theme.current().icon("calendar", "muted"), "", self)
        open_calendar.setToolTip(_("Open the calendar (Alt+Down)"))
        open_calendar.triggered.connect(self.open_calendar)
        self.addAction(open_calendar, QLineEdit.ActionPosition.TrailingPosition)
        self.editingFinished.connect(self._put_in_order)
        self.set_day(day)

    def day(self) -> date | None:
        """The day; None for an empty field. Raises UserError for what is no day."""
        return self.read(read_day) if self.text().strip() else None

    def seen(self) -> date | None:
        """The day as far as it can be read now, for what follows her typing."""
        try:
            return self.day()
        except UserError:
            return None

    def check(self) -> None:
        """Raise the sentence for what is no day."""
        self.day()

    def set_day(self, day: date | None) -> None:
        """Show a day, or none."""
        self.setText(day_text(day) if day else "")
        self.setCursorPosition(0)
        self._tell()

    # ---- drafts ---------------------------------------------------------------------------------------------------------

    def written(self) -> str:
        """What a draft keeps: the day as yyyy-mm-dd, or what stands there."""
        day = self.seen()
        return day.isoformat() if day else self.text()

    def show_written(self, text: str) -> None:
        """What a draft kept."""
        self.setText(text)
        self._put_in_order()

    # ---- the calendar ---------------------------------------------------------------------------------------------------

    def open_calendar(self) -> QCalendarWidget:
        """Under the field, at its day or at today; Enter or a click chooses, Esc leaves it."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setObjectName("calendar")
        calendar = day_calendar(self.seen())
        popup.setLayout(column(calendar, gap=0, margins=(4, 4, 4, 4)))
        for chosen in (calendar.activated, calendar.clicked):
            chosen.connect(lambda day: self._choose(popup, day))
        popup.adjustSize()
        popup.move(_beside(self, popup))
        popup.show()
        calendar.setFocus()
        return calendar

    def _choose(self, popup: QWidget, day: QDate) -> None:
        popup.close()
        self.set_day(date(day.year(), day.month(), day.day()))
        self.setFocus()

    # ---- keys and clicks ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down count days; with Alt the calendar opens."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif (day := self.seen()) is not None and EARLIEST < day < LATEST:
            self.set_day(day + timedelta(days=step))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """However she comes here, typing writes the day anew; what she was typing when another window came between goes on."""
        super().focusInEvent(event)
        self._is_entered_by_click = event.reason() is Qt.FocusReason.MouseFocusReason
        if (
            event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
            and self.text() == self._left_as
        ):
            self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The click that came here marks the whole day, a second one puts the cursor into it."""
        super().mouseReleaseEvent(event)
        if self._is_entered_by_click and not self.hasSelectedText():
            self.selectAll()
        self._is_entered_by_click = False

    def _put_in_order(self) -> None:
        if (day := self.seen()) is not None:
            self.put_in_order(day_text(day))
        self._tell()

    def _tell(self) -> None:
        self._left_as = self.text()
        if self.seen() != self._told:
            self._told = self.seen()
            self.dayChanged.emit()


class DateField(OptionalDateField):
    """A day that has to be there."""

    def day(self) -> date:
        """The day. Raises UserError for an empty field and for what is no day."""
        return self.read(read_day)


def day_calendar(day: date | None) -> QCalendarWidget:
    """A month at a time, weeks from Monday on, at a day or at today."""
    calendar = QCalendarWidget()
    calendar.setGridVisible(False)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    calendar.setMinimumDate(QDate(EARLIEST.year, EARLIEST.month, EARLIEST.day))
    calendar.setMaximumDate(QDate(LATEST.year, LATEST.month, LATEST.day))
    if day is not None:
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    calendar.setFixedSize(theme.current().px(_CALENDAR[0]), theme.current().px(_CALENDAR[1]))
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(weekend, calendar.weekdayTextFormat(Qt.DayOfWeek.Monday))  # red means late here
    return calendar


def _beside(field: QWidget, popup: QWidget) -> QPoint:
    """Under the field, over it where the screen ends, never beyond its right edge."""
    room, size = field.screen().availableGeometry(), popup.sizeHint()
    under = field.mapToGlobal(QPoint(0, field.height() + 2))
    x = max(room.left(), min(under.x(), room.right() - size.width()))
    if under.y() + size.height() <= room.bottom():
        return QPoint(x, under.y())
    return QPoint(x, max(room.top(), field.mapToGlobal(QPoint(0, 0)).y() - size.height() - 2))
