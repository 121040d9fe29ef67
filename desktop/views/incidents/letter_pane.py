"""The letter to an authority as it will print, or as it was sent."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.incident_views import AuthorityRow
from desktop.views.background import run_in_background
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, row
from desktop.views.widgets.paper import PaperDialog, PaperView


class LetterPane(QFrame):
    """Drawn off the window's thread, and only while it can be seen; only the latest wish counts."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("sideRight")
        self._services = services
        self._authority: AuthorityRow | None = None
        self._wish = 0
        self._is_stale = False
        self.paper = PaperView(_("The letter as it will print"))
        self.paper.turned.connect(self._show_pages)
        self.note, self.error = label("", "help"), label("", "error", wrap=True)
        self.error.hide()
        self.turn_button, self.zoom_button = (button("", kind="link"), button(_("Enlarge"), kind="flat", icon="zoom", small=True))
        self.turn_button.clicked.connect(self._turn)
        self.zoom_button.clicked.connect(self.enlarge)
        head = row(label(_("The letter"), "section"), self.note, None, self.turn_button, self.zoom_button, gap=8)
        self.setLayout(column(head, self.error, (self.paper, 1), gap=8, margins=(16, 10, 16, 10)))

    def show_authority(self, authority: AuthorityRow | None) -> None:
        """The letter to this one, drawn once somebody can see it."""
        self._authority, self._is_stale = authority, True
        self.zoom_button.setVisible(authority is not None)
        if self.isVisible():
            self._draw()

    def showEvent(self, _event: object) -> None:
        """Catch up with what changed while hidden."""
        if self._is_stale:
            self._draw()

    def _draw(self) -> None:
        authority, self._is_stale = self._authority, False
        self._wish += 1
        if authority is None:
            self._show(self._wish, None)
            return
        wish, papers = self._wish, self._services.incident_papers
        make = papers.pdf if authority.sent_at is not None else papers.preview
        authority_id = authority.public_id
        run_in_background(
            self, lambda: make(authority_id), lambda pdf: self._show(wish, pdf), lambda problem: self._show_error(wish, problem)
        )

    def enlarge(self) -> None:
        """The letter at reading size."""
        with errors_shown(self):
            if self._authority is not None:
                open_modally(PaperDialog(self, _("The letter"), self.content(self._authority)))

    def content(self, authority: AuthorityRow) -> bytes:
        """The letter as it stands: what was sent, else how it would print now."""
        papers = self._services.incident_papers
        return papers.pdf(authority.public_id) if authority.sent_at is not None else papers.preview(authority.public_id)

    def _show(self, wish: int, pdf: bytes | None) -> None:
        if wish == self._wish:
            self.error.hide()
            self.paper.show_pdf(pdf)
            self._show_pages()

    def _show_error(self, wish: int, problem: Exception) -> None:
        if not isinstance(problem, UserError):
            raise problem
        if wish == self._wish:
            self.error.setText(problem.message)
            self.error.show()

    def _show_pages(self) -> None:
        count, authority = self.paper.page_count, self._authority
        self.turn_button.setVisible(count > 1)
        self.turn_button.setText(_("Page {n} of {all}").format(n=self.paper.page + 1, all=count))
        self.note.setVisible(count <= 1)
        is_sent = authority is not None and authority.sent_at is not None
        self.note.setText("" if authority is None else _("as it was sent") if is_sent else _("as saved last"))

    def _turn(self) -> None:
        last = self.paper.page + 1 >= self.paper.page_count
        self.paper.turn(-self.paper.page if last else 1)
