"""A day with a time to the minute: clocks in hours begin at such a moment."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.errors import UserError
from desktop.i18n import VIETNAM, clock_text, local_day
from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.widgets.fields import DateField
from desktop.views.widgets.labels import repolish
from desktop.views.widgets.layout import row

_TIME = re.compile(r"(\d{1,2})\s*[:.hg]\s*(\d{1,2})|(\d{1,2})(\d{2})|(\d{1,2})\s*[hg]?", re.IGNORECASE)


class TimeField(QLineEdit):
    """``22:40``, also typed as 22h40, 22g40, 2240 or 22; put in order on leaving, never while typing. Up and Down count minutes."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(12)
        self.setFixedWidth(theme.current().px(72))
        self.editingFinished.connect(self._put_in_order)

    def time(self) -> time:
        """The time. Raises UserError for what is none."""
        found = _TIME.fullmatch(self.text().strip())
        hours, minutes = _numbers(found) if found else (-1, -1)
        if not (0 <= hours < 24 and 0 <= minutes < 60):
            raise UserError(_("Write the time in hours and minutes, such as 22:40."))
        return time(hours, minutes)

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
        try:
            self.setText(f"{self.time():%H:%M}")
        except UserError:
            return


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
        self.day.dateChanged.connect(lambda _day: self.textChanged.emit())
        self.time.textChanged.connect(lambda _text: self.textChanged.emit())

    def moment(self) -> datetime:
        """The instant on the shop's wall clock, in UTC. Raises UserError for what is no time."""
        day = self.day.day()
        if day is None:
            raise UserError(_("Choose the day."))
        return datetime.combine(day, self.time.time(), VIETNAM).astimezone(UTC)

    def set_moment(self, moment: datetime) -> None:
        """Show an instant."""
        self.day.set_day(local_day(moment))
        self.time.setText(clock_text(moment))

    def texts(self) -> str:
        """What stands there, for a draft: right or wrong."""
        day = self.day.day()
        return f"{day.isoformat() if day else ''} {self.time.text()}"

    def set_texts(self, texts: str) -> None:
        """What a draft kept."""
        day, _space, clock = texts.partition(" ")
        if day:
            self.day.set_day(date.fromisoformat(day))
        self.time.setText(clock)

    def event(self, event: QEvent) -> bool:
        """The mark of an error goes to both parts; this frame around them has no look of its own."""
        if event.type() is QEvent.Type.DynamicPropertyChange:
            for part in (self.day, self.time):
                part.setProperty("error", self.property("error"))
                part.setAccessibleDescription(self.accessibleDescription())
                repolish(part)
        return super().event(event)


def _numbers(found: re.Match[str]) -> tuple[int, int]:
    parts = [part for part in found.groups() if part is not None]
    return int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
