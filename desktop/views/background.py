"""Long work off the window's thread; its end arrives back on it, unless whoever asked is gone by then."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from desktop.services.progress import Progress

_MOMENT = 0.03  # seconds: nobody sees more steps than that
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]
Step = Callable[[int, int], object]


class Work(QThread):
    """What runs over there; ``cancel`` asks it to stop at its next step, and then ``failed`` gets Cancelled."""

    finished_with = Signal(object)
    failed_with = Signal(object)
    stepped = Signal(int, int)

    def __init__(self, work: Callable[[Progress], Any], step: Step, done: Done, failed: Failed) -> None:
        super().__init__()
        self._work, self._step, self._done, self._failed = work, step, done, failed
        self._wanted, self._stop, self._told = True, Event(), 0.0
        self.stepped.connect(self._show_step)
        self.finished_with.connect(self._tell_done)
        self.failed_with.connect(self._tell_failed)
        self.finished.connect(self.let_go)

    def run(self) -> None:
        """On the other thread: whatever happens is handed back, never lost there."""
        try:
            self.finished_with.emit(self._work(Progress(self._tell_step, self._stop.is_set)))
        except Exception as problem:  # noqa: BLE001 - the failed handler on the window's thread sorts and shows it
            self.failed_with.emit(problem)

    def cancel(self) -> None:
        """Stop at the next step; work that tells no steps runs to its end."""
        self._stop.set()

    def forget(self) -> None:
        """Nobody waits for the result any more."""
        self._wanted = False

    def let_go(self) -> None:
        """On the window's thread, once the other has come to its end: destroyed while it still ran, it would take the program down."""
        self.wait()
        _running.discard(self)

    def _tell_step(self, done: int, every: int) -> None:
        now = time.monotonic()
        if now - self._told >= _MOMENT or done == every:
            self._told = now
            self.stepped.emit(done, every)

    def _show_step(self, done: int, every: int) -> None:
        if self._wanted:
            self._step(done, every)

    def _tell_done(self, result: Any) -> None:
        if self._wanted:
            self._done(result)

    def _tell_failed(self, problem: Exception) -> None:
        if self._wanted:
            self._failed(problem)


_running: set[Work] = set()


def raise_here(problem: Exception) -> None:
    """What failed over there is shown as if it had failed here: by the excepthook, once."""
    raise problem


def run_in_background(owner: QObject, work: Callable[[], Any], done: Done, failed: Failed = raise_here) -> Work:
    """Run ``work`` (which gets plain values only) on another thread; ``done`` or ``failed`` follows on this one."""
    return run_with_progress(owner, lambda _progress: work(), lambda _done, _all: None, done, failed)


def run_with_progress(owner: QObject, work: Callable[[Progress], Any], step: Step, done: Done, failed: Failed) -> Work:
    """The same for long work that tells its steps and can be cancelled: ``step`` gets done and all, ``failed`` also Cancelled."""
    worker = Work(work, step, done, failed)
    _running.add(worker)
    owner.destroyed.connect(worker.forget)
    worker.start()
    return worker


def is_busy() -> bool:
    """Whether anything runs."""
    return bool(_running)


def finish_all() -> None:
    """Before the data is closed or the program left: stop what can be stopped, let the rest come to its end, drop all results."""
    for worker in list(_running):
        worker.forget()
        worker.cancel()
        worker.let_go()
