"""Backups that nobody asks for: one on leaving, with a way to leave without it, and one each day beside the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.progress import Cancelled
from desktop.views.background import run_with_progress
from desktop.views.error_dialogs import show_sentence
from desktop.views.host import Host

_AFTER = 1500  # ms: the window stands and is used by then

if TYPE_CHECKING:
    from desktop.services.backups import Backups
    from desktop.views.start.running import RunningPage


class Farewell:
    """``backups`` gives what to back up with, None where nothing is open or no backup is wanted."""

    def __init__(self, host: Host, backups: Callable[[], Backups | None]) -> None:
        self._host, self._backups = host, backups
        self._page: RunningPage | None = None
        host.holds_open = self.holds_open

    def holds_open(self) -> bool:
        """The first closing starts the backup, where there is anything new; the second one leaves without it."""
        if self._page is not None:
            self._host.hide()
            return False
        backups = self._backups()
        application = QApplication.instance()
        is_going_down = isinstance(application, QApplication) and application.isSavingSession()
        if backups is None or is_going_down or not backups.has_news():
            return False
        self._host.drop_page()
        self._show(backups)
        return True

    def _show(self, backups: Backups) -> None:
        from desktop.views.start.running import RunningPage

        text = _("Everything is saved. The window closes by itself when the backup is made.")
        self._page = page = RunningPage("save", _("Backing up…"), text, _("Close now"))
        page.stopped.connect(self._host.close)
        page.done.connect(lambda _made: self._host.close())
        page.refused.connect(self._refused)
        self._host.show_page(page)
        page.start(backups.make_automatic)

    def _refused(self, problem: UserError) -> None:
        assert self._page is not None
        text = _("No backup was made on leaving: {reason} What you entered is saved.").format(reason=problem.message)
        self._page.show_problem(text, _("Close the program"))


def start_daily_backup(host: Host, backups: Backups) -> None:
    """Once the window stands; stopped when the shop is locked or left before it is done, and made at the next opening then."""
    page = host.page

    def failed(problem: Exception) -> None:
        if isinstance(problem, UserError):
            show_sentence(host, _("Today's backup was not made: {reason}").format(reason=problem.message))
        elif not isinstance(problem, Cancelled):
            raise problem

    def start() -> None:
        run_with_progress(page, backups.keep_current, lambda _done, _all: None, lambda _made: None, failed)

    QTimer.singleShot(_AFTER, page, start)
