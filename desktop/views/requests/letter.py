"""The letter of a request as it will print, at the right of its page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.choices import LetterKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.request_views import RequestPage
from desktop.views.background import run_in_background
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.requests.actions import letter_of
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, row
from desktop.views.widgets.paper import PaperDialog, PaperView

_DELAY = 100  # ms: a step commits, reads and says what it did, and the letter is drawn once


class LetterPane(QFrame):
    """Draws whichever letter fits the request now; nothing where none does."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("sideRight")
        self._services = services
        self._page: RequestPage | None = None
        self._answer = ""
        self._wanted = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY)
        self._timer.timeout.connect(self._draw)
        self.paper = PaperView(_("The letter as it will print"))
        self.paper.turned.connect(self._show_pages)
        self.name, self.error = label("", "section"), label("", "error", wrap=True)
        self.error.hide()
        self.nothing = label(_("No letter belongs to a request that was taken back."), "muted", wrap=True)
        self.zoom_button = button(_("Enlarge"), kind="flat", icon="zoom", small=True)
        self.zoom_button.clicked.connect(self.open)
        self.turn_button = button("", kind="link")
        self.turn_button.clicked.connect(self._turn)
        self.turn_button.hide()
        head = row(self.name, None, self.turn_button, self.zoom_button, gap=8)
        self.setLayout(column(head, self.error, self.nothing, (self.paper, 1), gap=8, margins=(16, 10, 16, 10)))

    def show_page(self, page: RequestPage, answer: str = "") -> None:
        """Draw the letter anew, once for several changes at a time and off the window's thread; only the latest wish counts.

        ``answer``: what is being typed to a question, whose letter then shows before it is given.
        """
        self._page, self._answer = page, answer
        self._wanted += 1
        kind = self._kind()
        self.name.setText(choice_label(kind) if kind else "")
        for part in (self.zoom_button, self.paper):
            part.setVisible(kind is not None)
        self.nothing.setVisible(kind is None)
        self._timer.start()

    def _draw(self) -> None:
        if self._page is None:
            return
        wish, kind = self._wanted, self._kind()
        if kind is None:
            self._show(wish, None)
            return
        make = self._maker(self._page, kind)
        run_in_background(self, make, lambda pdf: self._show(wish, pdf), lambda problem: self._show_error(wish, problem))

    def forget(self) -> None:
        """Nothing of the request stays here, and no letter is drawn any more."""
        self._wanted += 1
        self._timer.stop()
        self._page, self._answer = None, ""
        self.paper.show_pdf(None)

    def open(self) -> None:
        """The letter at reading size."""
        kind = self._kind()
        if self._page is not None and kind is not None:
            with errors_shown(self):
                open_modally(PaperDialog(self, choice_label(kind), self._maker(self._page, kind)()))

    def _kind(self) -> LetterKind | None:
        """Which letter shows."""
        if self._page is None:
            return None
        return LetterKind.REQUEST_DONE if self._answer else letter_of(self._page)

    def _maker(self, page: RequestPage, kind: LetterKind) -> Callable[[], bytes]:
        """How the letter is had: as the customer got it, or as it would print now."""
        sent = next((letter for letter in reversed(page.letters) if letter.kind is kind and letter.sent_on), None)
        papers, request_id, answer = self._services.request_papers, page.row.id, self._answer
        if answer:
            return lambda: papers.preview_answer(request_id, answer)
        if sent is not None:
            return lambda: papers.pdf(sent.id)
        return lambda: papers.preview(request_id, kind)

    def _show(self, wish: int, pdf: bytes | None) -> None:
        if wish == self._wanted:
            self.error.hide()
            self.paper.show_pdf(pdf)
            self._show_pages()

    def _show_error(self, wish: int, problem: Exception) -> None:
        if not isinstance(problem, UserError):
            raise problem
        if wish == self._wanted:
            self.error.setText(problem.message)
            self.error.show()

    def _show_pages(self) -> None:
        count = self.paper.page_count
        self.turn_button.setVisible(count > 1)
        self.turn_button.setText(_("Page {n} of {all}").format(n=self.paper.page + 1, all=count))

    def _turn(self) -> None:
        last = self.paper.page + 1 >= self.paper.page_count
        self.paper.turn(-self.paper.page if last else 1)
