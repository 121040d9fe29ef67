"""Long work off the window's thread; its end arrives back on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal


class _Worker(QThread):
    finished_with = Signal(object)
    failed_with = Signal(object)

    def __init__(self, work: Callable[[], Any], owner: QObject) -> None:
        super().__init__(owner)
        self._work = work

    def run(self) -> None:
        """On the other thread: whatever happens is handed back, never lost there."""
        try:
            self.finished_with.emit(self._work())
        except Exception as problem:  # noqa: BLE001 - the failed handler on the window's thread sorts and shows it
            self.failed_with.emit(problem)


def run_in_background(
    owner: QObject, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
) -> QThread:
    """Run ``work`` (which gets plain values only) on another thread; ``done`` or ``failed`` follows on this one."""
    worker = _Worker(work, owner)
    worker.finished_with.connect(done)
    worker.failed_with.connect(failed)
    worker.finished.connect(worker.deleteLater)
    worker.start()
    return worker
