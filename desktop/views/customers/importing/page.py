"""Reading a list of customers in, step by step: the file, its columns, what would become of each row, and only then the register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.models.choices import SheetFormat
from desktop.services.all_services import Services
from desktop.services.import_plan import ImportPlan
from desktop.services.importing import ImportRow, ListFile, Undone
from desktop.services.progress import Cancelled, Progress
from desktop.services.saving import save
from desktop.views import theme
from desktop.views.customers.importing.choosing import ChoosePage, added_text, changed_text
from desktop.views.customers.importing.columns import ColumnsPage
from desktop.views.customers.importing.preview import PreviewPage
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, footer
from desktop.views.widgets.pages import Pages
from desktop.views.widgets.save_dialog import ask_where_to_save
from desktop.views.widgets.working import Working

_CHOOSE, _COLUMNS, _PREVIEW, _WORKING = range(4)


class ImportPage(QWidget):
    """``left`` on the way back from the first step."""

    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._path = Path()
        self._file: ListFile | None = None
        self._before = _CHOOSE
        self.ask_path: Callable[[str], str] = lambda proposed: ask_where_to_save(
            self, _("Save the rows not taken"), proposed, "Excel (*.xlsx)"
        )
        self.choosing, self.columns, self.preview = ChoosePage(), ColumnsPage(), PreviewPage()
        self.working = Working(_("How far the import is"))
        self.title = label(_("Take in customers from a file"), "title")
        first = box(column(self.title, (self.choosing, 1), gap=12))
        busy = box(column(None, self.working, None, gap=0))
        self.pages = Pages([first, self.columns, self.preview, busy])
        self.back_button, self.next_button = back_button(), button("", "F9", "primary", "right")
        body = column((self.pages, 1), margins=(20, 14, 20, 14))
        self.setLayout(column((box(body), 1), footer(self.back_button, None, self.next_button), gap=0))
        self._connect()

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.choosing.brought.connect(self.open)
        self.choosing.undo_wanted.connect(self.undo)
        self.columns.sheet_wanted.connect(self._open_sheet)
        self.columns.heading_wanted.connect(self._show_heading)
        self.preview.ticks_changed.connect(self._show_next)
        self.preview.refused_wanted.connect(self.save_refused)

    # ---- steps ------------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """From the beginning; while something is under way, that."""
        if not self.working.is_busy:
            self._begin_again()

    def open(self, path: Path, place: int | None = None) -> None:
        """Read a list; what is no list is said where she chose it."""
        importing = self._services.importing
        self._work(
            _("Reading the list"), lambda progress: importing.open(path, place, progress), lambda file: self._read(path, file)
        )

    def go_on(self) -> None:
        """The next step."""
        if self.pages.current == _COLUMNS:
            self._plan()
        elif self.pages.current == _PREVIEW:
            self.apply()

    def go_back(self) -> None:
        """One step; out of the first one to where she came from, out of work under way by stopping it."""
        if self.working.is_busy:
            self.working.stop()
        elif self.pages.current == _CHOOSE:
            self._forget()
            self.left.emit()
        else:
            self._show(self.pages.current - 1)

    def apply(self) -> None:
        """Write what is ticked, all or nothing."""
        plan, ticked, importing = self.preview.plan, self.preview.ticked, self._services.importing
        if plan is not None and ticked:
            self._work(_("Taking in the customers"), lambda progress: importing.apply(plan, ticked, progress), self._imported)

    def undo(self, import_id: str) -> None:
        """Take the newest import back."""
        importing = self._services.importing
        self._work(_("Undoing the import"), lambda progress: importing.undo(import_id, progress), self._undone)

    def save_refused(self) -> None:
        """The rows that are not taken, to be mended and read in again."""
        plan, importing = self.preview.plan, self._services.importing
        path = self.ask_path(_("rows-not-taken") + ".xlsx") if plan is not None else ""
        if plan is not None and path:
            self._work(
                _("Saving the rows"),
                lambda _progress: save(Path(path), importing.refused(plan, SheetFormat.XLSX)),
                lambda _done: self._say_saved(),
            )

    # ---- what came of it --------------------------------------------------------------------------------------------------

    def _read(self, path: Path, file: ListFile) -> None:
        self._path, self._file = path, file
        self.columns.show_file(file)
        self._show(_COLUMNS)
        self.next_button.setFocus()

    def _open_sheet(self, place: int) -> None:
        self.open(self._path, place)

    def _show_heading(self, place: int) -> None:
        if self._file is not None:
            self._file = self._services.importing.with_heading(self._file, place)
            self.columns.show_file(self._file)

    def _plan(self) -> None:
        assert self._file is not None
        try:
            columns = self.columns.columns()
        except UserError as problem:
            self.columns.say(problem.message)
            return
        file, importing = self._file, self._services.importing
        self._work(_("Looking at every row"), lambda progress: importing.plan(file, columns, progress), self._planned)

    def _planned(self, plan: ImportPlan) -> None:
        self._show(_PREVIEW)
        self.preview.show_plan(plan)
        self.preview.table.setFocus()

    def _imported(self, made: ImportRow) -> None:
        self._begin_again(imported_text(made))

    def _undone(self, undone: Undone) -> None:
        self._begin_again(undone_text(undone))

    def _begin_again(self, sentence: str = "") -> None:
        """The first step, with what was done and, after an import, the way to undo it; the list is kept in mind no longer."""
        self._forget()
        self.choosing.start(self._services.importing.last())
        if sentence:
            self.choosing.say(sentence, "ok")
        self._show(_CHOOSE)
        self.choosing.choose_button.setFocus()

    def _say_saved(self) -> None:
        self._show(_PREVIEW)
        self.preview.say(_("Saved. Mend the rows in that file and take it in again."), "ok")

    def _forget(self) -> None:
        self._file = None
        self.preview.forget()

    # ---- working ----------------------------------------------------------------------------------------------------------

    def _work(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        if not self.working.is_busy:
            self._before = self.pages.current
            self._show(_WORKING)
            self.working.start(title, work, done, self._failed)

    def _failed(self, problem: Exception) -> None:
        self._show(self._before)
        if isinstance(problem, UserError):
            {_CHOOSE: self.choosing, _COLUMNS: self.columns, _PREVIEW: self.preview}[self._before].say(problem.message)
        elif not isinstance(problem, Cancelled):
            raise problem

    def _show(self, place: int) -> None:
        self.pages.show_page(place)
        self.next_button.setVisible(place in (_COLUMNS, _PREVIEW))
        if place == _COLUMNS:
            self.next_button.setText(_("Look at every row"))
            self.next_button.setEnabled(True)
        elif place == _PREVIEW:
            self._show_next(len(self.preview.ticked))

    def _show_next(self, count: int) -> None:
        text = ngettext("Take in {n} row", "Take in {n} rows", count)
        self.next_button.setText(text.format(n=number_text(count)) if count else _("No row is ticked"))
        self.next_button.setEnabled(bool(count))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """A small window gives the reasons more room."""
        self.preview.show_narrow(narrow=self.width() < theme.current().px(900))


def imported_text(made: ImportRow) -> str:
    """``Taken in: 1.204 new customers, 32 customers changed.``"""
    parts = [added_text(made.added)] if made.added else []
    parts += [changed_text(made.changed)] if made.changed else []
    return _("Taken in: {what}.").format(what=", ".join(parts))


def undone_text(undone: Undone) -> str:
    """What undoing took back, and whom it left alone."""
    text = _("Undone: {removed} taken out again, {restored} as before.").format(
        removed=number_text(undone.removed), restored=number_text(undone.restored)
    )
    if not undone.left:
        return text
    more = ngettext("{n} was worked with since and stays.", "{n} were worked with since and stay.", undone.left)
    return f"{text} {more.format(n=number_text(undone.left))}"
