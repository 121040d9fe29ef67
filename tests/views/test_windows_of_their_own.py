"""Only the program's window and its dialogs ever come up: a part shown before it has its place would flash as a window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.views.host import Host
from tests import builders


class Watcher(QObject):
    """Notes every widget that is shown as a window and is none."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._note(watched)
        return False

    def _note(self, widget: QWidget) -> None:
        if not isinstance(widget, Host | QDialog):
            self.seen.append(f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()}".strip())


@pytest.fixture
def watcher(qapp: QApplication) -> Iterator[Watcher]:
    watching = Watcher()
    qapp.installEventFilter(watching)
    yield watching
    qapp.removeEventFilter(watching)


def test_nothing_flashes_while_the_window_is_made(watcher: Watcher, make_desk) -> None:
    make_desk(fill=builders.complaint)
    assert watcher.seen == []


def test_nothing_flashes_while_the_settings_are_made(watcher: Watcher, desk) -> None:
    watcher.seen.clear()
    desk.window.show_settings()
    assert watcher.seen == []


def test_nothing_flashes_in_the_wizard(watcher: Watcher, start_program) -> None:
    start_program(preset="")
    assert watcher.seen == []


def test_nothing_flashes_while_working(watcher: Watcher, make_desk) -> None:
    desk = make_desk(fill=builders.complaint)
    watcher.seen.clear()
    desk.hands.press("Ctrl+2", "Ctrl+5", "F2", "Ctrl+1")
    desk.window.dashboard.refresh()
    assert watcher.seen == []
