"""Letters to many customers in one file: how far they are, a look at them, and the printer, which gets them page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.all_services import Services
from desktop.services.incident_papers import MemberLetters
from desktop.services.progress import Cancelled, Progress
from desktop.services.saving import save
from desktop.views.background import run_in_background
from desktop.views.error_dialogs import show_sentence
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, column, row
from desktop.views.widgets.paper import PRINT_DPI, LoadedPdf, PaperView
from desktop.views.widgets.save_dialog import PDF, ask_where_to_save
from desktop.views.widgets.working import Working

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


_MOST_NAMED = 10


class BatchDialog(QDialog):
    """The letters, one page at a time: thousands of pages under each other would hold up the window."""

    def __init__(self, owner: QWidget, content: bytes, name: str, left_out: str = "") -> None:
        super().__init__(owner)
        self._content, self._name = content, name
        self.ask_printer: Callable[[QWidget], QPrinter | None] = ask_printer
        self.ask_path: Callable[[str], str] = lambda proposed: ask_where_to_save(self, _("Save as PDF"), proposed, PDF)
        self.setWindowTitle("Giữ Lời")
        self.paper = PaperView(_("The letters as they will print"))
        self.paper.show_pdf(content)
        self.paper.turned.connect(self._show_place)
        self.place, self.note = label("", "muted"), label("", "help", wrap=True)
        self.before_button, self.next_button = (
            button(_("Previous"), icon="left", small=True),
            button(_("Next"), icon="right", small=True),
        )
        self.before_button.clicked.connect(lambda: self.paper.turn(-1))
        self.next_button.clicked.connect(lambda: self.paper.turn(1))
        self.working = Working(_("How far the printing is"))
        self.working.hide()
        self.left_out = banner(left_out, "late")
        self.left_out.setVisible(bool(left_out))
        self._make()
        self._show_place()

    def _make(self) -> None:
        title = label(_("Letters to customers"), "title")
        head = row(title, self.place, None, self.before_button, self.next_button, gap=10)
        self.close_button, self.save_button = button(_("Close"), "Esc"), button(_("Save as PDF"), icon="save")
        self.print_button = button(_("Print"), "F10", "primary", "print")
        self.close_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print)
        foot = row((self.note, 1), self.close_button, self.save_button, self.print_button, gap=10)
        content = box(column(head, self.left_out, (self.paper, 1), self.working, foot, gap=10))
        self.setLayout(column(content, margins=(20, 16, 20, 16)))
        self.resize(760, 640)

    def reject(self) -> None:
        """While it is being printed, Esc stops that first."""
        if self.working.is_busy:
            self.working.stop()
        else:
            super().reject()

    def _show_place(self) -> None:
        count = self.paper.page_count
        self.place.setText(_("Page {n} of {all}").format(n=number_text(self.paper.page + 1), all=number_text(count)))
        self.before_button.setVisible(count > 1)
        self.next_button.setVisible(count > 1)
        self.before_button.setEnabled(self.paper.page > 0)
        self.next_button.setEnabled(self.paper.page + 1 < count)

    def save(self) -> None:
        """As a file where she says."""
        path = self.ask_path(f"{self._name}.pdf")
        if path:
            content = self._content
            run_in_background(self, lambda: save(Path(path), content), lambda _done: self._say(_("Saved.")), self._show_problem)

    def print(self) -> None:
        """Page by page on another thread."""
        printer = None if self.working.is_busy else self.ask_printer(self)
        if printer is not None:
            content = self._content
            self.working.show()
            self.print_button.setEnabled(False)
            self.working.start(
                _("Handing the pages to the printer"),
                lambda progress: paint_pages(printer, content, progress),
                lambda _done: self._end_printing(_("Handed to the printer.")),
                self._not_printed,
            )

    def _not_printed(self, problem: Exception) -> None:
        if not isinstance(problem, Cancelled):
            self._end_printing("")
            raise problem
        self._end_printing(_("Stopped; some pages may have been printed."))

    def _end_printing(self, sentence: str) -> None:
        self.working.hide()
        self.print_button.setEnabled(True)
        self._say(sentence)

    def _show_problem(self, problem: Exception) -> None:
        if not isinstance(problem, UserError):
            raise problem
        show_sentence(self, problem.message)

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)


def make_letters(services: Services, incident_id: int) -> Callable[[Progress], MemberLetters]:
    """The letters to all who were not told yet, for another thread."""
    return lambda progress: services.incident_papers.member_letters(incident_id, progress)


def left_out_text(letters: MemberLetters) -> str:
    """Whose letter was not made, and the way out; empty where all were."""
    if not letters.left_out:
        return ""
    names = ", ".join(f"{one.name} ({one.characters})" for one in letters.left_out[:_MOST_NAMED])
    text = ngettext(
        "No letter was made for {n} customer: {names} cannot stand on paper. Write on the customer's page how the name shall print, "
        "then make the letters once more.",
        "No letter was made for {n} customers: {names} cannot stand on paper. Write on each page how the name shall print, "
        "then make the letters once more.", len(letters.left_out),
    )  # fmt: skip
    return text.format(n=len(letters.left_out), names=names)


def letters_title(count: int) -> str:
    """What is being done."""
    return ngettext("Making {n} letter", "Making {n} letters", count).format(n=number_text(count))


def ask_printer(owner: QWidget) -> QPrinter | None:
    """The printer she chooses; None when she closed the dialog."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, owner)
    dialog.setWindowTitle(_("Print"))
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def paint_pages(printer: QPrinter, content: bytes, progress: Progress) -> None:
    """Each page at 300 dots an inch on the whole sheet; stopped between two pages, what is not printed yet is given up."""
    pdf = LoadedPdf(content)
    printer.setFullPage(True)
    every, painter = pdf.document.pageCount(), QPainter(printer)
    try:
        for number in range(every):
            progress.step(number, every)
            if number:
                printer.newPage()
            _paint_page(painter, printer, pdf, number)
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
    progress.step(every, every)


def _paint_page(painter: QPainter, printer: QPrinter, pdf: LoadedPdf, number: int) -> None:
    points, scale = pdf.document.pagePointSize(number), printer.resolution() / 72
    image = pdf.image(number, QSize(round(points.width() / 72 * PRINT_DPI), round(points.height() / 72 * PRINT_DPI)))
    painter.drawImage(QRectF(0, 0, points.width() * scale, points.height() * scale), image)
