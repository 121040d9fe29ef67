"""What can be done with a paper that has just been made: print it, look at it, save it as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.services.saving import save
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.paper import PaperDialog, print_pdf
from desktop.views.widgets.save_dialog import PDF, ask_where_to_save


class PaperActions:
    """Bound to a page; ``print_pdf`` can be replaced where there is no printer."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self.print_pdf: Callable[[QWidget, bytes], bool] = print_pdf

    def show(self, title: str, name: str, make: Callable[[], bytes]) -> None:
        """Make a paper and show it at reading size, with buttons to print and to save it."""
        with errors_shown(self._owner):
            content = make()
            dialog = PaperDialog(self._owner, title, content)
            printing, saving = button(_("Print"), "F10", "primary", "print"), button(_("Save as PDF"), icon="save")
            printing.clicked.connect(lambda: self.print_pdf(dialog, content))
            saving.clicked.connect(lambda: self._save(dialog, name, content))
            dialog.add_actions(saving, printing)
            open_modally(dialog)

    def print(self, make: Callable[[], bytes]) -> None:
        """Make a paper and send it to the printer."""
        with errors_shown(self._owner):
            self.print_pdf(self._owner, make())

    def _save(self, owner: QWidget, name: str, content: bytes) -> None:
        if path := ask_where_to_save(owner, _("Save as PDF"), f"{name}.pdf", PDF):
            with errors_shown(owner):
                save(Path(path), content)
