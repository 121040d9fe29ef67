"""The minute hand: what counts to the minute is drawn anew when a minute begins, and rests while nobody looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_MINUTE = 60_000


class MinuteHand(QObject):
    """``ticked`` at the start of each minute of the program's clock, while the widget it belongs to can be seen."""

    ticked = Signal()

    def __init__(self, owner: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(owner)
        self._now = now
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)
        owner.installEventFilter(self)

    @property
    def is_running(self) -> bool:
        """Whether a minute is being waited for."""
        return self._timer.isActive()

    def tick(self) -> None:
        """A minute has begun; wait for the next one."""
        self._wait()
        self.ticked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Run while the owner shows."""
        if event.type() is QEvent.Type.Show:
            self._wait()
        elif event.type() is QEvent.Type.Hide:
            self._timer.stop()
        return super().eventFilter(watched, event)

    def _wait(self) -> None:
        now = self._now()
        self._timer.start(_MINUTE - now.second * 1000 - now.microsecond // 1000)
