"""While people are erased: how far it is, how long it takes, and the way to stop between two of them."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.all_services import Services
from desktop.services.erasure_letters import Told
from desktop.services.erasures import Chosen
from desktop.views.background import Work, run_with_progress
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, row
from desktop.views.widgets.working import time_left


class WorkingPage(QWidget):
    """``ended`` with an ErasureDone, ``failed`` with what went wrong."""

    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._work: Work | None = None
        self._began = 0.0
        self.total = 0
        self.title, self.step = label("", "title", wrap=True), label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far the erasure is"))
        hint = label(
            _("It can be stopped between two customers: whoever is erased is gone, the others stay untouched."),
            "muted",
            wrap=True,
        )
        self.stop_button = button(_("Stop"), "Esc", icon="close")
        self.stop_button.clicked.connect(self.stop)
        parts = (None, self.title, self.bar, self.step, hint, None, row(None, self.stop_button))
        self.setLayout(column(*parts, gap=12, margins=(24, 18, 24, 16)))

    @property
    def is_busy(self) -> bool:
        """Whether people are being erased."""
        return self._work is not None

    def start(self, chosen: Chosen, told: Told) -> None:
        """Erase them, a few at a time; ``told``: how it is settled for each recipient of their data."""
        self.begin(len(chosen))
        erase = self._services.erasures.erase
        self._work = run_with_progress(
            self, lambda progress: erase(chosen, progress, told), self._step, self._done, self._not_done
        )
        self.stop_button.setFocus()

    def begin(self, total: int) -> None:
        """Nobody of so many is erased yet."""
        self.total, self._began = total, time.monotonic()
        text = ngettext("Erasing the data of {n} customer", "Erasing the data of {n} customers", total)
        self.title.setText(text.format(n=number_text(total)))
        self.stop_button.setEnabled(True)
        self.show_step(0, total, 0.0)

    def stop(self) -> None:
        """After the people who are being erased just now."""
        if self._work is not None:
            self._work.cancel()
            self.stop_button.setEnabled(False)
            self.step.setText(_("Stopping after the next few…"))

    def _step(self, done: int, every: int) -> None:
        self.show_step(done, every, time.monotonic() - self._began)

    def show_step(self, done: int, every: int, seconds: float) -> None:
        """How far it came in so many seconds; once she has stopped it, that stands there instead."""
        self.bar.setRange(0, every)
        self.bar.setValue(done)
        if self.stop_button.isEnabled():
            left = time_left(done, every, seconds)
            self.step.setText(" · ".join(part for part in (f"{number_text(done)}/{number_text(every)}", left) if part))

    def _done(self, done: object) -> None:
        self._work = None
        self.ended.emit(done)

    def _not_done(self, problem: Exception) -> None:
        self._work = None
        self.failed.emit(problem)
