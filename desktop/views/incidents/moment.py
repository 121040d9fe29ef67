"""A day with a time to the minute: clocks in hours begin at such a moment."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QWidget

from desktop.days import read_time
from desktop.errors import UserError
from desktop.i18n import VIETNAM, clock_text, local_day
from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import TypedEdit
from desktop.views.widgets.labels import repolish
from desktop.views.widgets.layout import row


class TimeField(TypedEdit):
    """``22:40``, typed in any usual way; put in order on leaving, never while typing. Up and Down count minutes."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(24)
        self.setFixedWidth(theme.current().px(72))
        self.editingFinished.connect(self._put_in_order)

    def time(self) -> time:
        """The time. Raises UserError for what is none."""
        return self.read(read_time)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count with the arrow keys."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() not in steps:
            super().keyPressEvent(event)
            return
        try:
            now = self.time()
        except UserError:
            return
        minutes = (now.hour * 60 + now.minute + steps[Qt.Key(event.key())]) % (24 * 60)
        self.setText(f"{minutes // 60:02d}:{minutes % 60:02d}")

    def _put_in_order(self) -> None:
        with suppress(UserError):
            self.put_in_order(f"{self.time():%H:%M}")


class MomentField(QWidget):
    """``textChanged`` when the day or the time was changed."""

    textChanged = Signal()

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.day, self.time = DateField(None), TimeField()
        self.day.setAccessibleName(_("{caption}: day").format(caption=caption))
        self.time.setAccessibleName(_("{caption}: time").format(caption=caption))
        self.setLayout(row(self.day, self.time, gap=6))
        self.setFocusProxy(self.day)
        for part in (self.day, self.time):
            part.textChanged.connect(lambda _text: self.textChanged.emit())

    def moment(self) -> datetime:
        """The instant on the shop's wall clock, in UTC. Raises UserError for what is no time."""
        return datetime.combine(self.day.day(), self.time.time(), VIETNAM).astimezone(UTC)

    def check(self) -> None:
        """Raise the sentence for what is no moment."""
        self.moment()

    def set_moment(self, moment: datetime) -> None:
        """Show an instant."""
        self.day.set_day(local_day(moment))
        self.time.setText(clock_text(moment))

    def texts(self) -> str:
        """What stands there, for a draft: right or wrong."""
        return f"{self.day.written()}\n{self.time.text()}"

    def set_texts(self, texts: str) -> None:
        """What a draft kept."""
        day, _end, clock = texts.partition("\n")
        self.day.show_written(day)
        self.time.setText(clock)

    def event(self, event: QEvent) -> bool:
        """The mark of an error goes to both parts; this frame around them has no look of its own."""
        if event.type() is QEvent.Type.DynamicPropertyChange:
            for part in (self.day, self.time):
                part.setProperty("error", self.property("error"))
                part.setAccessibleDescription(self.accessibleDescription())
                repolish(part)
        return super().event(event)
