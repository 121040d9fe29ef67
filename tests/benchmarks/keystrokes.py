"""From a key to the painted list: the customers tab against a bare window with bare SQL, on the same shop."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop import i18n
from desktop.services.all_services import Services
from desktop.views import qt_texts, theme
from desktop.views.changes import ChangeFeed
from desktop.views.customers.tab import CustomersTab
from tests.benchmarks.bare_window import BareWindow
from tests.benchmarks.measure import Measure, share
from tests.benchmarks.searching import BareSearch

_TYPED = ("4821", "48213", "nguyen", "nguyễn văn anh", "0912345678", "lê minh", "vũ thị")
_BARE_ROWS = 50
_PATIENCE = 20


class _Painted(QObject):
    """Counts the paint events of a widget."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class _Side:
    """One window with a search box and a list."""

    def __init__(self, application: QApplication, window: QWidget, search: QLineEdit, painted_on: QWidget) -> None:
        self._application, self._window, self._search = application, window, search
        self._painted = _Painted(painted_on)
        self.times: list[float] = []

    def type(self, text: str) -> None:
        """One letter after the other, each until the list has been painted."""
        self._window.activateWindow()
        self._search.setFocus()
        for letter in text:
            self.times.append(self._stroke(letter))
        self._search.clear()
        self._settle()

    def _stroke(self, letter: str) -> float:
        """Milliseconds that this thread computed until the list stood there."""
        self._painted.count = 0
        started, patience = time.thread_time(), time.monotonic() + _PATIENCE
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self._search, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        while not self._painted.count:
            self._application.processEvents()
            if time.monotonic() > patience:
                raise RuntimeError("the list was not painted")
        self._application.processEvents()
        return (time.thread_time() - started) * 1000

    def _settle(self) -> None:
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            self._application.processEvents()


def measures(services: Services, rounds: int) -> list[Measure]:
    """Both windows type the same in turn."""
    application = _application()
    with services.office.database.connection() as connection:
        ours = _ours(application, services)
        limit = _bare(application, BareSearch(connection.connection.driver_connection, _BARE_ROWS))
        for measured in range(rounds + 1):
            for text in _TYPED:
                limit.type(text)
                ours.type(text)
            if not measured:
                ours.times.clear()
                limit.times.clear()
    name = f"key to painted list, {services.customers.count():,} customers"
    return [
        Measure(f"{name}, p50", "ms", share(ours.times, 50), share(limit.times, 50), "bare window", most_ratio=1.5),
        Measure(f"{name}, p95", "ms", share(ours.times, 95), share(limit.times, 95), "bare window", most=50),
    ]


def _application() -> QApplication:
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["bench"])
    i18n.use_language("vi")
    qt_texts.use_locale()
    theme.load_fonts()
    theme.use(application, "light")
    return application


def _ours(application: QApplication, services: Services) -> _Side:
    tab = CustomersTab(services, ChangeFeed())
    return _shown(application, tab, tab.search, tab.list.viewport())


def _bare(application: QApplication, search: BareSearch) -> _Side:
    window = BareWindow(search(""))
    window.search.textChanged.connect(lambda typed: window.model.show_rows(search(typed)))
    return _shown(application, window, window.search, window.table.viewport())


def _shown(application: QApplication, window: Any, search: QLineEdit, painted_on: QWidget) -> _Side:
    window.resize(1366, 697)
    window.show()
    application.processEvents()
    return _Side(application, window, search, painted_on)
