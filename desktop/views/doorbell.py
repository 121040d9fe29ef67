"""Hears a second start of the program on the same data: the first one comes forward instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal


class Doorbell(QObject):
    """``rung`` when somebody called; ``answer`` says whether one of the folder's many changes was a call."""

    rung = Signal()

    def __init__(self, folder: Path, answer: Callable[[], bool], owner: QObject) -> None:
        super().__init__(owner)
        self._answer = answer
        self._watcher = QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(self._look)

    def _look(self, _folder: str) -> None:
        if self._answer():
            self.rung.emit()
