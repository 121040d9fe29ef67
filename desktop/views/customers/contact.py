"""Recording that customer and shop spoke."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.i18n import local_day, noon
from desktop.models.choices import Channel, Direction, label
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Area, Choice, Field
from desktop.views.widgets.layout import column, row


class ContactForm(QWidget):
    """When, who began, by which way, about what."""

    def __init__(self) -> None:
        super().__init__()
        self.day = DateField(None)
        self.direction = Choice(*((label(direction), direction) for direction in Direction))
        self.channel = Choice(*((label(channel), channel) for channel in Channel))
        self.note = Area(3)
        self.day_field = Field(_("On"), self.day)
        first = row(self.day_field, (Field(_("Who got in touch"), self.direction), 1), (Field(_("How"), self.channel), 1), gap=12)
        self.setLayout(column(first, Field(_("About what"), self.note), gap=10))

    def start(self, today: date) -> None:
        """An empty form for today."""
        self.day.set_day(today)
        self.note.clear()
        self.day_field.clear_error()
        self.direction.setFocus()

    def values(self, now: datetime) -> tuple[datetime, Direction, Channel, str]:
        """What stands in the form; a contact of today lies at this moment, one of another day at its noon."""
        day = self.day.day()
        at = now if day == local_day(now) else noon(day)
        return at, self.direction.value(), self.channel.value(), self.note.toPlainText()  # pyright: ignore[reportReturnType]

    def show_error(self, sentence: str) -> None:
        """Something is wrong with the day."""
        self.day_field.show_error(sentence)
