"""How the window goes through a restore: the shop is closed, the page says what happens, and the shop is opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.folder_state import FolderState
from desktop.views.error_dialogs import show_sentence
from desktop.views.host import Host

if TYPE_CHECKING:
    from desktop.services.office import Office
    from desktop.services.opening import ShopFolder
    from desktop.services.progress import Progress
    from desktop.views.main_window import MainWindow

Opened = Callable[["Office", str], None]


class Restores:
    """``folder`` gives the data folder, ``opened`` shows an open shop, ``pick_staff`` asks who is at its counter, ``start`` is the first page."""

    def __init__(
        self,
        host: Host,
        folder: Callable[[], ShopFolder],
        opened: Opened,
        pick_staff: Callable[[Office], None],
        start: Callable[[], None],
    ) -> None:
        self._host, self._folder, self._opened, self._pick_staff, self._start = host, folder, opened, pick_staff, start
        self.is_swapping = False

    # ---- from the open shop -----------------------------------------------------------------------------------------------

    def follow(self, window: MainWindow, office: Office) -> None:
        """Do what is asked for in the window of an open shop."""

        def put_back(source: Path) -> None:
            self.put_back(office, source)

        window.restore_wanted.connect(put_back)
        window.going_back_wanted.connect(lambda: self.go_back(office))

    def put_back(self, office: Office, source: Path) -> None:
        """Put a backup in the place of the open shop; the dialog that asked for it is gone by then."""
        folder = self._folder()
        self._later(lambda: self._swap(office, _("Restoring the backup…"), lambda progress: folder.restore(source, progress)))

    def go_back(self, office: Office) -> None:
        """Put back the data from before the last restore."""
        folder = self._folder()
        self._later(lambda: self._swap(office, _("Going back to the data from before…"), lambda _progress: folder.go_back()))

    def _later(self, act: Callable[[], None]) -> None:
        QTimer.singleShot(0, self._host, act)

    def _swap(self, office: Office, title: str, work: Callable[[Progress], Any]) -> None:
        from desktop.views.start.running import RunningPage

        def opened(shop: Office) -> None:
            self.is_swapping = False
            self._opened(shop, shop.actor)
            self._later(self._show_backups)  # the window goes to its first page when it comes up

        def refused(problem: UserError) -> None:
            self.is_swapping = False
            self._opened(office, office.actor)
            show_sentence(self._host, problem.message)

        self.is_swapping = True
        self._host.drop_page()
        page = RunningPage("history", title, _("The shop opens by itself when it is done."))
        page.done.connect(opened)
        page.refused.connect(refused)
        self._host.show_page(page)
        page.start(work)

    def _show_backups(self) -> None:
        """Where she decides about what was restored."""
        window: Any = self._host.centralWidget()
        window.show_settings("copies")

    # ---- while nothing is open --------------------------------------------------------------------------------------------

    def show_page(self) -> None:
        """Choose a backup for a folder that is empty or cannot be opened."""
        from desktop.views.start.restore import RestorePage

        try:
            folder = self._folder()
        except UserError as problem:
            show_sentence(self._host, problem.message)
            return
        state = folder.state()
        page = RestorePage(folder.candidates, folder.restore_closed)
        page.left.connect(self._start)
        page.opened.connect(lambda office: self._restored(office, state))
        self._host.show_page(page)

    def _restored(self, office: Office, before: FolderState) -> None:
        from desktop.services.restoring import Restoring

        if before is FolderState.NO_VAULT and Restoring(office).unconfirmed() is None:
            show_sentence(
                self._host, _("Only the key file was missing. It was put back from the backup; the newest data is untouched.")
            )
        self._pick_staff(office)
