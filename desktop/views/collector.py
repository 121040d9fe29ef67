"""Python's circular garbage, taken out on the window's thread: widgets may be in it, and those no other thread may destroy."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 2_000  # ms
_OLDEST_EVERY = 15  # rounds: the whole heap takes ten times as long as what is new


class Collector(QObject):
    """From its making on nothing is collected in passing, on whatever thread happens to allocate; only here."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        gc.disable()
        self._round = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """What became garbage lately, now and then all of it; what was there at the start is left alone for good."""
        gc.collect(2 if self._round % _OLDEST_EVERY == 0 else 1)
        if self._round == 0:
            gc.freeze()
        self._round += 1
