"""The banner of a change that can still be undone: shown for ten seconds, Ctrl+Z."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner

SECONDS = 10


class Notice(QObject):
    """``undone`` when she presses it, ``ended`` when its time is over."""

    undone = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self._end)

    def offer(self, text: str) -> None:
        """A change was made."""
        self._text = text
        self._timer.start()

    def stop(self) -> None:
        """Take the offer away."""
        self._text = ""
        self._timer.stop()

    def banner(self) -> QWidget | None:
        """The banner to show now, if any."""
        if not self._text:
            return None
        undo = button(_("Undo"), "Ctrl+Z", "flat", small=True)
        undo.clicked.connect(self.undone)
        return banner(self._text, "ok", undo)

    def _end(self) -> None:
        self._text = ""
        self.ended.emit()
