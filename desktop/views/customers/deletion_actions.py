"""What can be done about one customer's planned deletion: their wish, holds, the letter about a hold, the erasure itself."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import HoldKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.erasures import Chosen
from desktop.services.holds import HoldRow
from desktop.views.deletions.preview import open_erasure
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.date_field import DateField, OptionalDateField
from desktop.views.widgets.fields import Choice, Field, line_edit
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.papers import PaperActions


class DeletionActions(QObject):
    """Acts on the customer whom the page shows. ``undo_offered`` carries a sentence and what undoes it, ``erased`` an
    ErasureDone."""

    complaint_opened = Signal(int)
    undo_offered = Signal(str, object)
    erased = Signal(object)

    def __init__(self, owner: QWidget, services: Services, papers: PaperActions) -> None:
        super().__init__(owner)
        self._owner, self._services, self._papers = owner, services, papers
        self.customer_id = 0

    # ---- the customer's wish --------------------------------------------------------------------------------------------

    def ask_wish(self) -> None:
        """The customer asks for deletion: on which day."""
        customer_id, day = self.customer_id, DateField(self._today)

        def act() -> None:
            self._services.erasures.note_wish(customer_id, day.day())

        fields = {"asked_on": Field(_("Asked on"), day)}
        text = _("The data is due from that day on. Only an open complaint or a law that you name can keep it any longer.")
        FormDialog(self._owner, _("Does the customer want their data deleted?"), _("Record the wish"), fields, act, text).start()

    def take_back(self, asked_on: date) -> None:
        """The customer does not want it any more."""
        customer_id, erasures = self.customer_id, self._services.erasures
        with errors_shown(self._owner):
            erasures.take_back_wish(customer_id)
            self.undo_offered.emit(_("The wish was taken back."), lambda: erasures.note_wish(customer_id, asked_on))

    def erase(self) -> None:
        """Look at what would go, and confirm it there."""
        with errors_shown(self._owner):
            open_erasure(self._owner, self._services, Chosen((self.customer_id,)), self.erased.emit)

    # ---- holds ----------------------------------------------------------------------------------------------------------

    def add_hold(self) -> None:
        """Why, until when; against the customer's wish by which law."""
        customer_id, holds = self.customer_id, self._services.holds
        with errors_shown(self._owner):
            asked_on = self._services.customers.page(customer_id).asked_deletion_on
            kinds = [HoldKind.LAW] if asked_on else list(HoldKind)
            kind, reason = Choice(*((choice_label(value), value) for value in kinds)), line_edit()
            until, citation = OptionalDateField(), line_edit()
            fields = {
                "kind": Field(_("Why"), kind),
                "reason": Field(_("In a few words"), reason, _("The customer may read this.")),
                "until": Field(_("Last day of the hold"), until, _("The day after, the deletion goes on by itself.")),
                "citation": _law_field(citation),
            }
            kind.currentIndexChanged.connect(lambda _n: fields["citation"].setVisible(kind.value() is HoldKind.LAW))
            fields["citation"].setVisible(kind.value() is HoldKind.LAW)

            def act() -> None:
                chosen = kind.value()
                assert isinstance(chosen, HoldKind)
                holds.add(customer_id, chosen, reason.text(), until.day(), citation.text())

            FormDialog(self._owner, _("Why must the data stay?"), _("Hold the data"), fields, act, _hold_note(asked_on)).start()

    def complete(self, hold: HoldRow) -> None:
        """The law and the last day of a hold that lacks them."""
        until, citation = OptionalDateField(hold.until), line_edit(hold.citation)
        fields = {"citation": _law_field(citation), "until": Field(_("Last day of the hold"), until)}

        def act() -> None:
            self._services.holds.complete(hold.public_id, citation.text(), until.day())

        FormDialog(self._owner, _("Which law keeps this data, and until when?"), _("Save"), fields, act).start()

    def release(self, hold: HoldRow) -> None:
        """The deletion that it blocked is due again."""
        holds = self._services.holds
        with errors_shown(self._owner):
            released = holds.release(hold.public_id)
            self.undo_offered.emit(_("Hold released."), lambda: holds.undo_release(released))

    # ---- the letter -----------------------------------------------------------------------------------------------------

    def show_letter(self, hold: HoldRow) -> None:
        """The letter about a hold, to print or to save."""
        letter = self._services.holds.letter
        self._papers.show(_("Letter about the hold"), _("hold-letter"), lambda: letter(hold.public_id))

    def mark_sent(self, hold: HoldRow) -> None:
        """The customer was told."""
        day = DateField(self._today)

        def act() -> None:
            self._services.holds.mark_sent(hold.public_id, day.day())

        title = _("Has letter {number} been handed over or sent?").format(number=hold.letter_number)
        FormDialog(self._owner, title, _("Mark"), {"sent_on": Field(_("On"), day)}, act).start()

    @property
    def _today(self) -> date:
        return self._services.office.today()


def _law_field(citation: QWidget) -> Field:
    return Field(
        _("Under which law"), citation, _("Such as: Article 41 of the Accounting Law. The letter to the customer names it.")
    )


def _hold_note(asked_on: date | None) -> str:
    if asked_on is None:
        return ""
    text = _("The customer asked for deletion on {day}. Only a law keeps the data now, and the customer is told in a letter.")
    return text.format(day=day_text(asked_on))
