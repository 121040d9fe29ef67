"""A page of its own for work during which the shop is closed: what is done, how far it is, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.errors import UserError
from desktop.services.progress import Progress
from desktop.views import theme
from desktop.views.background import Work, run_with_progress
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import column, frame, row

_WIDTH = 520


class RunningPage(QWidget):
    """``done`` carries the result, ``refused`` the UserError, ``stopped`` comes when she presses the button."""

    done = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, icon: str, title: str, sentence: str, stop: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._work: Work | None = None
        self.sentence = label(sentence, "muted", wrap=True)
        self.bar = progress_bar(title)
        self.stop_button = button(stop)
        self.stop_button.setVisible(bool(stop))
        self.stop_button.clicked.connect(self.stopped)
        self.title = label(title, "title")
        head = row(glyph(icon, "accent", 24), self.title, None, gap=10)
        panel = frame(column(head, self.sentence, self.bar, row(None, self.stop_button), gap=16, margins=(28, 24, 28, 24)))
        panel.setFixedWidth(theme.current().px(_WIDTH))
        self.setLayout(column(None, row(None, panel, None), None))

    def start(self, work: Callable[[Progress], Any]) -> None:
        """Off the window's thread."""
        self._work = run_with_progress(
            self, work, lambda done, every: show_step(self.bar, done, every), self.done.emit, self._failed
        )
        self.stop_button.setFocus()

    def show_problem(self, sentence: str, way_out: str) -> None:
        """It cannot be done: why, and the one way on."""
        self.bar.hide()
        self.sentence.setText(sentence)
        self.stop_button.setText(way_out)
        self.stop_button.show()

    def _failed(self, problem: Exception) -> None:
        if not isinstance(problem, UserError):
            raise problem
        self.refused.emit(problem)


def progress_bar(name: str) -> QProgressBar:
    """Moving to and fro until anybody knows how much there is."""
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName(name)
    return bar


def show_step(bar: QProgressBar, done: int, every: int) -> None:
    """So much of so much; nothing new where nobody knows how much."""
    if every:
        bar.setRange(0, every)
        bar.setValue(done)
