"""How far a piece of long work is, how long it takes, and the way to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.progress import Progress
from desktop.views.background import Work, run_with_progress
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, row

_SURE_AFTER = 2.0  # seconds: earlier the time left would jump about


class Working(QWidget):
    """How far a piece of long work is, and the way to stop it: ``stopped`` asks."""

    def __init__(self, name: str, key: str = "") -> None:
        super().__init__()
        self._began = 0.0
        self._work: Work | None = None
        self.title, self.step = label("", "strong", wrap=True), label("", "help")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(name)
        self.stop_button = button(_("Stop"), key, icon="close", small=True)
        self.stop_button.clicked.connect(self.stop)
        self.setLayout(column(self.title, self.bar, row((self.step, 1), self.stop_button, gap=8), gap=8))

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return self._work is not None

    def start(
        self, title: str, work: Callable[[Progress], object], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do it on another thread; ``failed`` gets Cancelled too."""
        self.title.setText(title)
        self._began = time.monotonic()
        self.bar.setRange(0, 0)
        self.step.setText("")
        self.stop_button.setEnabled(True)
        self._work = run_with_progress(self, work, self._step, self._ended(done), self._ended(failed))

    def stop(self) -> None:
        """At the next step."""
        if self._work is not None:
            self._work.cancel()
            self.stop_button.setEnabled(False)
            self.step.setText(_("Stopping…"))

    def _step(self, done: int, every: int) -> None:
        self.bar.setRange(0, every)
        self.bar.setValue(done)
        if self.stop_button.isEnabled():
            left = time_left(done, every, time.monotonic() - self._began)
            self.step.setText(" · ".join(part for part in (f"{number_text(done)}/{number_text(every)}", left) if part))

    def _ended(self, then: Callable[[Any], None]) -> Callable[[Any], None]:
        def end(result: Any) -> None:
            self._work = None
            then(result)

        return end


def time_left(done: int, every: int, seconds: float) -> str:
    """By how long the first ``done`` of ``every`` took; "" where that says nothing yet."""
    if not done or done >= every or seconds < _SURE_AFTER:
        return ""
    left = seconds / done * (every - done)
    if left < 60:
        count = max(5, round(left / 5) * 5)
        return ngettext("about {n} second left", "about {n} seconds left", count).format(n=count)
    count = round(left / 60)
    return ngettext("about {n} minute left", "about {n} minutes left", count).format(n=count)
