"""The one window on the desktop: holds the page of the moment, keeps its place on the screen."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, QThread, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.views import theme
from desktop.views.background import finish_all

_LATER = ("desktop.services.all_services", "desktop.services.opening", "desktop.views.main_window")
LEAST = QSize(900, 600)
_PRELOAD_AFTER = 150  # ms: the first window is painted by then


class Host(QMainWindow):
    """``closing`` carries the window's place: x, y, width, height, maximised."""

    closing = Signal(tuple)

    def __init__(self, place: tuple[int, ...]) -> None:
        super().__init__()
        self.setWindowTitle("Giữ Lời")
        self.setMinimumSize(LEAST)
        self._maximised = True
        self.holds_open: Callable[[], bool] = bool
        self._loader: _Loader | None = None
        self.dress()
        self._put(place)

    @property
    def page(self) -> QWidget:
        """What the window shows now."""
        page = self.centralWidget()
        assert page is not None
        return page

    def show_page(self, page: QWidget) -> None:
        """Another page in the window."""
        self.setCentralWidget(page)
        if self.isVisible():
            self.activateWindow()
        else:
            self.showMaximized() if self._maximised else self.show()

    def come_forward(self) -> None:
        """Before whatever else is on the screen, for somebody looks for this window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def dress(self) -> None:
        """In the theme of the moment."""
        theme.current().dress(self)

    def drop_page(self) -> None:
        """Close the page before its data is closed; the next page takes its place."""
        if page := self.centralWidget():
            page.close()
        finish_all()

    def preload(self) -> None:
        """While she types the passphrase, load what comes after it."""
        QTimer.singleShot(_PRELOAD_AFTER, self, self._load)

    def _load(self) -> None:
        self._loader = _Loader(self)
        self._loader.start(QThread.Priority.LowPriority)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page keep what is half written, then go; ``holds_open`` is asked first, and whoever holds closes later."""
        if self.holds_open():
            event.ignore()
            return
        if self._loader is not None:
            self._loader.wait()
        if page := self.centralWidget():
            page.close()
        finish_all()
        area = self.normalGeometry()
        self.closing.emit((area.x(), area.y(), area.width(), area.height(), int(self.isMaximized())))
        super().closeEvent(event)

    def _put(self, place: tuple[int, ...]) -> None:
        """Where she left it, clamped to a screen that exists."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        if len(place) != 5:
            self.resize(screen.size().boundedTo(QSize(1366, 697)))
            return
        wanted = QRect(*place[:4])
        visible = any(other.availableGeometry().intersects(wanted) for other in QGuiApplication.screens())
        self.resize(wanted.size().expandedTo(LEAST).boundedTo(screen.size()))
        self.move(wanted.topLeft() if visible else screen.topLeft())
        self._maximised = bool(place[4])


class _Loader(QThread):
    def run(self) -> None:
        for name in _LATER:
            importlib.import_module(name)
        from desktop.services.opening import warm_up

        warm_up()
