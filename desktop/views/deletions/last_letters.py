"""Right after an erasure: the letters that tell those who asked for it that it was done. Later nobody knows their names."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.erasures import ErasureDone
from desktop.services.request_papers import Farewell
from desktop.views.widgets.buttons import button
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, clear, column, frame, line, row
from desktop.views.widgets.papers import PaperActions


class LastLetters(QWidget):
    """A line for each; a letter is made once and takes a number, and can then be shown and printed again."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.papers = PaperActions(self)
        self._done = ErasureDone("", "", 0, ())
        self._farewells: tuple[Farewell, ...] = ()
        self._made: dict[int, bytes] = {}
        self._rows = column(gap=0, margins=(16, 4, 16, 4))
        text = _("Print the letter to the customer now: the shop keeps no copy, and once this is closed nobody knows the name.")
        self.setLayout(column(label(_("The last letter"), "section"), label(text, "muted", wrap=True), frame(self._rows), gap=8))
        self.hide()

    def show_letters(self, done: ErasureDone, farewells: tuple[Farewell, ...]) -> None:
        """After this erasure, to these; whoever was left out in the end gets none."""
        gone = self._services.request_papers.erased_among(farewells) if done.erased else ()
        self._done, self._farewells, self._made = done, gone, {}
        clear(self._rows)
        for place, farewell in enumerate(self._farewells):
            if place:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(farewell))
        self.setVisible(bool(self._farewells))

    @property
    def missing(self) -> list[str]:
        """The names of those whose letter was not made."""
        return [farewell.addressee for farewell in self._farewells if farewell.request_id not in self._made]

    def forget(self) -> None:
        """The names go, and with them the letters."""
        self.show_letters(ErasureDone("", "", 0, ()), ())

    def ask_to_leave(self, leave: Callable[[], None]) -> None:
        """Leave once every letter is made, or once she has said that she wants none."""
        if not self.missing:
            leave()
            return
        title = _("Leave without the letter to {names}?").format(names=", ".join(self.missing))
        note = _("The customer asked for the erasure and would have no answer. Once this is closed nobody can make the letter.")
        FormDialog(self, title, _("Leave without the letter"), {}, leave, note).start()

    def _row(self, farewell: Farewell) -> QWidget:
        key = "F10" if len(self._farewells) == 1 else ""
        show, prints = button(_("Show letter"), icon="doc", small=True), button(_("Print the letter"), key, "primary", "print")
        show.clicked.connect(lambda: self.papers.show(_("The letter"), _("letter"), lambda: self._letter(farewell)))
        prints.clicked.connect(lambda: self._print(farewell))
        words = column(label(farewell.addressee, "strong", wrap=True), label(farewell.detail, "muted", wrap=True), gap=0)
        return box(row((words, 1), show, prints, gap=10, margins=(0, 8, 0, 8)))

    def _print(self, farewell: Farewell) -> None:
        self.papers.print(lambda: self._letter(farewell))

    def _letter(self, farewell: Farewell) -> bytes:
        if farewell.request_id not in self._made:
            made = self._services.request_papers.deletion_letter(farewell, self._done.public_id)
            self._made[farewell.request_id] = made
        return self._made[farewell.request_id]
