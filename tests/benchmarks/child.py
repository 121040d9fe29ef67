"""What the measured processes share: when a page was painted, what they weigh, how they report.

Nothing that a bare window does not need is imported before it is painted.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer


class FirstPaint(QObject):
    """Calls back once, just after the watched widget was first painted."""

    def __init__(self, watched: QObject, painted: Callable[[float], None]) -> None:
        super().__init__(watched)
        self._painted = painted
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint event stands at the start of painting: the callback comes when the event loop is back."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: self._painted(time.monotonic()))
        return False


def weight() -> float:
    """Resident memory of this process in MB."""
    from pathlib import Path

    lines = Path("/proc/self/smaps_rollup").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Rss:")) / 1024


def report(**figures: float) -> None:
    """One line of JSON, for the process that measures."""
    import json

    print(json.dumps(figures), flush=True)
