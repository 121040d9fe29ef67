"""Long work off the window's thread; its end arrives back on it, unless whoever asked is gone by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal


class _Worker(QThread):
    finished_with = Signal(object)
    failed_with = Signal(object)

    def __init__(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self._work, self._done, self._failed = work, done, failed
        self._wanted = True
        self.finished_with.connect(self._tell_done)
        self.failed_with.connect(self._tell_failed)
        self.finished.connect(self.let_go)

    def run(self) -> None:
        """On the other thread: whatever happens is handed back, never lost there."""
        try:
            self.finished_with.emit(self._work())
        except Exception as problem:  # noqa: BLE001 - the failed handler on the window's thread sorts and shows it
            self.failed_with.emit(problem)

    def forget(self) -> None:
        """Nobody waits for the result any more."""
        self._wanted = False

    def let_go(self) -> None:
        """On the window's thread, once the other has come to its end: destroyed while it still ran, it would take the program down."""
        self.wait()
        _running.discard(self)

    def _tell_done(self, result: Any) -> None:
        if self._wanted:
            self._done(result)

    def _tell_failed(self, problem: Exception) -> None:
        if self._wanted:
            self._failed(problem)


_running: set[_Worker] = set()


def raise_here(problem: Exception) -> None:
    """What failed over there is shown as if it had failed here: by the excepthook, once."""
    raise problem


def run_in_background(
    owner: QObject, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None] = raise_here
) -> QThread:
    """Run ``work`` (which gets plain values only) on another thread; ``done`` or ``failed`` follows on this one."""
    worker = _Worker(work, done, failed)
    _running.add(worker)
    owner.destroyed.connect(worker.forget)
    worker.start()
    return worker


def is_busy() -> bool:
    """Whether anything runs."""
    return bool(_running)


def finish_all() -> None:
    """Before the data is closed or the program left: let what runs come to its end, and drop its results."""
    for worker in list(_running):
        worker.forget()
        worker.let_go()
