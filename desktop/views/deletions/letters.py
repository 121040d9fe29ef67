"""Letters that ask recipients to delete what they were given; made before the erasure, because afterwards nobody knows the names."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.erasure_papers import RecipientPaper
from desktop.services.erasures import Chosen
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, frame, line, row
from desktop.views.widgets.papers import PaperActions


class Letters:
    """Makes them once for the same people: each takes a number."""

    def __init__(self, owner: QWidget, services: Services, papers: PaperActions) -> None:
        self._owner, self._services, self._papers = owner, services, papers
        self._made_for: Chosen | None = None
        self._letters: list[RecipientPaper] = []

    def show(self, chosen: Chosen) -> None:
        """The letter where there is one recipient, else a list of them."""
        with errors_shown(self._owner):
            if self._made_for != chosen:
                self._letters = self._services.erasure_papers.letters(chosen)
                self._made_for = chosen
            if len(self._letters) == 1:
                self._open(self._letters[0])
            elif self._letters:
                open_modally(self._dialog())

    def _dialog(self) -> QDialog:
        dialog = QDialog(self._owner)
        dialog.setWindowTitle(_("Letters to recipients"))
        rows = column(gap=0, margins=(16, 4, 16, 4))
        for place, letter in enumerate(self._letters):
            if place:
                rows.addWidget(line())
            rows.addWidget(self._row(letter))
        close = button(_("Close"), "Esc", "primary")
        close.clicked.connect(dialog.accept)
        note = label(
            _("They name the customers, so that the recipient finds the data. Print or save each before erasing."),
            "muted",
            wrap=True,
        )
        note.setMinimumWidth(440)
        title = label(_("Letters to recipients"), "title")
        dialog.setLayout(column(title, note, frame(rows), row(None, close), gap=12, margins=(24, 20, 24, 18)))
        return dialog

    def _row(self, letter: RecipientPaper) -> QWidget:
        show = button(_("Show the letter"), icon="doc", small=True)
        show.setAccessibleName(_("Show the letter to {recipient}").format(recipient=letter.recipient))
        show.clicked.connect(lambda: self._open(letter))
        return box(row((label(letter.recipient, "strong", wrap=True), 1), show, gap=12, margins=(0, 8, 0, 8)))

    def _open(self, letter: RecipientPaper) -> None:
        self._papers.show(letter.recipient, _("letter"), lambda: letter.pdf)
