"""Letters that ask recipients to delete what they were given; made before the erasure, because afterwards nobody knows the names."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.erasure_letters import Given, Settled
from desktop.services.erasure_papers import RecipientPaper
from desktop.services.erasures import Chosen
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Choice, Field, line_edit
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, frame, line, row
from desktop.views.widgets.papers import PaperActions


class Letters(QWidget):
    """Before an erasure: whom it leaves to be told, with a letter or a reason for each; ``changed`` whenever one is settled.

    Letters are made once for the same people: each takes a number.
    """

    changed = Signal()

    def __init__(self, owner: QWidget, services: Services, papers: PaperActions) -> None:
        super().__init__(owner)
        self._owner, self._services, self._papers = owner, services, papers
        self._going = Chosen()
        self._given: tuple[Given, ...] = ()
        self._made_for: Chosen | None = None
        self._letters: list[RecipientPaper] = []
        self._reasons: dict[int, Settled] = {}
        self._banners = column(gap=0)
        self.setLayout(self._banners)

    @property
    def told(self) -> dict[int, Settled]:
        """How it is settled for each recipient; a letter counts only for the people whom it names."""
        letters = self._letters if self._made_for == self._going else []
        by_letter = {letter.recipient_id: Settled(letter_number=letter.number) for letter in letters}
        return self._reasons | by_letter

    @property
    def missing(self) -> list[Given]:
        """Recipients for whom nothing is settled yet."""
        told = self.told
        return [given for given in self._given if given.recipient_id not in told]

    def follow(self, going: Chosen, given: Iterable[Given]) -> None:
        """Other people go: they were given to these."""
        self._going = going
        self._given = tuple(sorted(set(given), key=lambda one: (one.name, one.recipient_id)))
        self._show()

    def _show(self) -> None:
        clear(self._banners)
        if self._given:
            self._banners.addWidget(self._waiting() if self.missing else self._settled())
        self.changed.emit()

    def _waiting(self) -> QWidget:
        make = button(_("Make the letters"), icon="mail", small=True)
        make.clicked.connect(self.show_letters)
        leave = button(_("No need to tell…"), small=True)
        leave.clicked.connect(self.ask_reason)
        text = _(
            "{recipients} was given the data and has to delete it too. Erasing waits for the letter: later nobody knows the names."
        )
        return banner(text.format(recipients=", ".join(given.name for given in self.missing)), "soon", make, leave)

    def _settled(self) -> QWidget:
        show = button(_("Letters to recipients"), icon="mail", small=True)
        show.clicked.connect(self.show_letters)
        told = self.told
        parts = [_how(given, told[given.recipient_id]) for given in self._given]
        has_letters = any(settled.letter_number for settled in told.values())
        return banner("; ".join(parts) + ".", "ok", *([show] if has_letters else []))

    def ask_reason(self) -> None:
        """Why a recipient needs no letter: it stays in the register of erasures."""
        who, why = Choice(*((given.name, given.recipient_id) for given in self.missing)), line_edit()
        fields = {"recipient": Field(_("Recipient"), who), "reason": Field(_("Why"), why)}

        def act() -> None:
            self._reasons[who.chosen(int)] = Settled.without_letter(why.text())
            self._show()

        note = _("Such as: the business was closed; it deleted the data itself. The reason stays, so name no customer in it.")
        FormDialog(self._owner, _("Why need this recipient not be told?"), _("No need to tell"), fields, act, note).start()

    def show_letters(self) -> None:
        """The letter where there is one recipient, else a list of them."""
        with errors_shown(self._owner):
            if self._made_for != self._going:
                self._letters = self._services.erasure_papers.letters(self._going)
                self._made_for = self._going
                self._show()
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


def _how(given: Given, settled: Settled) -> str:
    """``GHN: letter BN-2026-0004`` or why there is none."""
    if settled.letter_number:
        return _("{recipient}: letter {number}").format(recipient=given.name, number=settled.letter_number)
    return _("{recipient} is not told: {reason}").format(recipient=given.name, reason=settled.reason)
