"""Restoring while nothing is open: a new computer, a missing or damaged file. Knows nothing of the database: it is handed functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import UserError
from desktop.i18n import clock_text, day_text, local_day, ngettext, number_text
from desktop.i18n import gettext as _
from desktop.services.progress import Cancelled, Progress
from desktop.services.restoring import Candidate
from desktop.views import theme
from desktop.views.background import Work, run_with_progress
from desktop.views.start.running import progress_bar, show_step
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Field, secret_edit
from desktop.views.widgets.labels import ChipText, glyph, label
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem

_WIDTH, _LIST = 620, 250
Candidates = Callable[[Path | None], Sequence[Candidate]]
Restore = Callable[[Path, str, Progress], Any]


class RestorePage(QWidget):
    """``opened`` carries what restoring returned; ``left`` when she goes back."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, candidates: Candidates, restore: Restore) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._candidates, self._restore = candidates, restore
        self._work: Work | None = None
        self._chosen: Path | None = None
        self.list = ItemList(follows_cursor=True)
        self.list.setAccessibleName(_("Backups"))
        self.list.setFixedHeight(theme.current().px(_LIST))
        self.list.chosen.connect(self._choose)
        self.passphrase = secret_edit()
        self.passphrase.returnPressed.connect(self.try_it)
        self.passphrase_field = Field(
            _("Passphrase"), self.passphrase, _("The one of the day of the backup, or the recovery code from the paper.")
        )
        self.problem = label("", "error", wrap=True)
        self.bar = progress_bar(_("Restoring"))
        self._build()
        self._show(candidates(None))
        self._show_running(False)

    def _build(self) -> None:
        self.folder_button = button(_("Choose a folder or USB stick"), icon="usb")
        self.folder_button.clicked.connect(self._ask_folder)
        self.restore_button = button(_("Restore"), "F9", "primary")
        self.restore_button.clicked.connect(self.try_it)
        self.back_button = button(_("Back"), "Esc", "", "left")
        self.back_button.clicked.connect(self._back)
        head = row(glyph("history", "accent", 24), label(_("Restore from a backup"), "title"), None, gap=10)
        note = label(_("Choose a backup. It is checked first; what lies in the data folder now is kept."), "muted", wrap=True)
        buttons = row(self.back_button, None, self.folder_button, self.restore_button, gap=10)
        parts = (head, note, self.list, self.passphrase_field, self.problem, self.bar, buttons)
        panel = frame(column(*parts, gap=12, margins=(28, 24, 28, 24)))
        panel.setFixedWidth(theme.current().px(_WIDTH))
        self.setLayout(column(None, row(None, panel, None), None))

    def look_in(self, folder: Path) -> None:
        """Show the backups of a folder instead."""
        try:
            self._show(self._candidates(folder))
        except UserError as problem:
            self._tell(problem.message)

    def try_it(self) -> None:
        """Restore the chosen one with what was typed."""
        source, secret = self._chosen, self.passphrase.text()
        if source is None or not secret or not self.restore_button.isEnabled():
            self._tell("" if source else _("Choose a backup first."))
            return
        self._tell("")
        self._show_running(True)
        self._work = run_with_progress(
            self,
            lambda progress: self._restore(source, secret, progress),
            lambda done, every: show_step(self.bar, done, every),
            self._restored,
            self._not_restored,
        )

    def _show(self, found: Sequence[Candidate]) -> None:
        usable = [one for one in found if not one.problem]
        self._chosen = usable[0].folder if usable else None
        self.list.show_items([candidate_row(one) for one in found], self._chosen)
        self.list.setVisible(bool(found))
        self._tell("")
        self.passphrase.setFocus() if self._chosen else self.folder_button.setFocus()

    def _choose(self, folder: object) -> None:
        self._chosen = folder if isinstance(folder, Path) else None
        self._tell("")

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Where are the backups?"))
        if folder:
            self.look_in(Path(folder))

    def _back(self) -> None:
        if self._work is None:
            self.left.emit()
        else:
            self._work.cancel()

    def _restored(self, shop: Any) -> None:
        self.passphrase.clear()
        self.opened.emit(shop)

    def _not_restored(self, problem: Exception) -> None:
        self._work = None
        self._show_running(False)
        if isinstance(problem, Cancelled):
            return
        if not isinstance(problem, UserError):
            raise problem
        if problem.field:
            self.passphrase_field.show_error(problem.message)
            self.passphrase.setFocus()
        else:
            self._tell(problem.message)

    def _show_running(self, running: bool) -> None:
        self.bar.setVisible(running)
        for control in (self.list, self.passphrase, self.folder_button, self.restore_button):
            control.setEnabled(not running)
        self.back_button.setText(_("Stop") if running else _("Back"))

    def _tell(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


def candidate_row(one: Candidate) -> ListItem:
    """Day and hour, what is in it, or why it cannot be used."""
    if one.made_at is None:
        return ListItem(one.folder.name, one.problem, chip=ChipText(_("Cannot be used"), "late"), tip=one.problem)
    day = moment_text(one)
    return ListItem(day, customers_text(one), tip=str(one.folder), key=one.folder)


def moment_text(one: Candidate) -> str:
    """``21/11/2026, 10:00``; the folder's name where nobody knows."""
    return f"{day_text(local_day(one.made_at))}, {clock_text(one.made_at)}" if one.made_at else one.folder.name


def customers_text(one: Candidate) -> str:
    """How many customers are in it."""
    return ngettext("{n} customer", "{n} customers", one.customers).format(n=number_text(one.customers))
