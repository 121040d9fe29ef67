"""Settings, calendar: public holidays, the shop's working week, its own days."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QCheckBox

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import long_day, sentence_start
from desktop.models.choices import DayKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.shop_calendar import CalendarSettings
from desktop.views import theme
from desktop.views.settings.parts import SettingsSubject
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Choice, Field, NumberField, line_edit
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem

_COUNTING, _ANY_WIDTH = 420, 16_777_215
_OWN_KINDS = (DayKind.SHOP_CLOSED, DayKind.MAKE_UP, DayKind.HOLIDAY)


class CalendarPage(SettingsSubject):
    """Every clock follows at once."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            _("Calendar"),
            _(
                "Public holidays stop working-day clocks. The shop's own closed days never lengthen a promise; worked weekends shorten it."
            ),
        )
        self._services = services
        self.year, self.announced = _year(), _year()
        self.saturday, self.sunday = QCheckBox(_("Saturday is a working day")), QCheckBox(_("Sunday is a working day"))
        self.swaps = QCheckBox(_("The state sector's swapped days count as days off"))
        self.days = ItemList()
        self.days.setAccessibleName(_("Special days"))
        self.days.setMinimumHeight(theme.current().px(250))
        self.new_day, self.kind, self.name = (
            DateField(None),
            Choice(*((choice_label(kind), kind) for kind in _OWN_KINDS)),
            line_edit(most=200),
        )
        self.day_field = Field(_("Day"), self.new_day)
        self.year.valueChanged.connect(lambda _year: self._show_days())
        add, self.remove_button = button(_("Add day"), icon="plus"), button(_("Take out"), small=True)
        add.clicked.connect(self.add_day)
        self.remove_button.clicked.connect(self.remove_day)
        new_row = row(self.day_field, Field(_("What it is"), self.kind), None, gap=12)
        name_row = row((Field(_("Name"), self.name), 1), column(None, add), gap=12)
        left = frame(
            column(
                row(label(_("Special days of"), "section"), self.year, None, self.remove_button),
                (self.days, 1),
                new_row,
                name_row,
                gap=8,
                margins=(16, 10, 16, 12),
            )
        )
        self.announced_field = Field(
            _("Tết break announced through"), self.announced, _("Later years are marked as not yet confirmed.")
        )
        settings = column(
            section(_("Counting")), self.announced_field, self.saturday, self.sunday, self.swaps, self.save_row(), None, gap=8
        )
        settings.setContentsMargins(16, 10, 16, 12)
        self._counting = frame(settings)
        self._panels = row((left, 1), self._counting, gap=16)
        self.build((self._panels, 1))
        self.stack_panels(narrow=False)
        self.refresh()

    def stack_panels(self, *, narrow: bool) -> None:
        """The way of counting under the days, or at a fixed width beside them."""
        self._panels.setDirection(self._panels.Direction.TopToBottom if narrow else self._panels.Direction.LeftToRight)
        self._counting.setMinimumWidth(0 if narrow else theme.current().px(_COUNTING))
        self._counting.setMaximumWidth(_ANY_WIDTH if narrow else theme.current().px(_COUNTING))

    def refresh(self) -> None:
        """Read it anew."""
        settings = self._services.calendar.settings()
        self.announced.setValue(settings.announced_through)
        self.saturday.setChecked(5 in settings.extra_weekdays)
        self.sunday.setChecked(6 in settings.extra_weekdays)
        self.swaps.setChecked(settings.use_swaps)
        today = self._services.office.today()
        self.year.setValue(today.year)
        self.new_day.set_day(today)
        self.saved_note.setText("")
        self._show_days()

    def save(self) -> None:
        """Keep the week and the switches."""
        extra = frozenset(day for day, box in ((5, self.saturday), (6, self.sunday)) if box.isChecked())
        try:
            announced = self.announced.value()
        except UserError as problem:
            self.announced_field.show_error(problem.message)
            return
        self._services.calendar.save_settings(CalendarSettings(announced, extra, self.swaps.isChecked()))
        self.tell_saved()

    def add_day(self) -> None:
        """A day the owner knows of."""
        try:
            day = self.new_day.day()
            self._services.calendar.add_day(day, self.kind.value(), self.name.text())  # pyright: ignore[reportArgumentType]
        except UserError as problem:
            self.day_field.show_error(problem.message)
        else:
            self.name.clear()
            self.year.setValue(day.year)
            self._show_days()

    def remove_day(self) -> None:
        """Take the marked day out."""
        index = self.days.currentIndex()
        if index.isValid() and isinstance(key := self.days.items[index.row()].key, tuple):
            day, kind = key
            assert isinstance(day, date)
            self._services.calendar.remove_day(day, kind)
            self._show_days()

    def _show_days(self) -> None:
        rows = self._services.calendar.days(self.year.seen())
        items = [
            ListItem(
                sentence_start(long_day(entry.day)),
                entry.name or choice_label(entry.kind),
                choice_label(entry.kind),
                key=(entry.day, entry.kind),
            )
            for entry in rows
        ]
        self.days.show_items(items)


def _year() -> NumberField:
    widget = NumberField(2020, 2100, 90)
    widget.setAccessibleName(_("Year"))
    return widget
