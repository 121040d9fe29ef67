"""What can be done with a complaint beside writing: papers, evidence, payment, ending. Each leaves through one named action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import long_day
from desktop.models.choices import ComplaintState, Delivery, LetterKind, PaymentMeans
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.complaint_views import ComplaintPage
from desktop.services.saving import save
from desktop.views.complaints.history import HistoryDialog
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Area, Choice, Field, MoneyField
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.one_file import OneFile
from desktop.views.widgets.paper import print_pdf
from desktop.views.widgets.save_dialog import PDF, ask_where_to_save

if TYPE_CHECKING:
    from desktop.views.complaints.case import CasePage

State = ComplaintState


class CaseActions(QObject):
    """The actions of the complaint that the page shows."""

    def __init__(self, page: CasePage, services: Services) -> None:
        super().__init__(page)
        self._view = page
        self._services = services
        self.menu = QMenu(page)
        self.dialog: FormDialog | None = None
        self.print_pdf: Callable[[object, bytes], bool] = print_pdf  # pyright: ignore[reportAttributeAccessIssue]
        self._acts: dict[str, Callable[[], object]] = {
            "begin": self._begin, "evidence_complete": self._ask_complete, "evidence_missing": self._ask_missing,
            "evidence_letter": lambda: self._make_and_print(LetterKind.EVIDENCE_REQUEST),
            "acknowledge": lambda: self._make_and_print(LetterKind.ACKNOWLEDGEMENT),
            "mark_reply": lambda: self._ask_sent(LetterKind.REPLY), "mark_acknowledgement": lambda: self._ask_sent(LetterKind.ACKNOWLEDGEMENT),
            "mark_request": lambda: self._ask_sent(LetterKind.EVIDENCE_REQUEST), "save_pdf": self._ask_where_to_save,
            "receipt": self._print_receipt, "pay": self._ask_payment, "close": self._close, "withdraw": self._ask_withdraw,
            "reopen": self._ask_reopen, "history": self._show_history,
        }  # fmt: skip

    def act(self, name: str) -> None:
        """Do one thing by its name."""
        with errors_shown(self._view):
            self._acts[name]()

    def show_page(self, page: ComplaintPage) -> None:
        """The menu holds what is possible now, nothing else."""
        self.menu.clear()
        for name, text in _possible(page).items():
            action = QAction(text, self.menu)
            action.triggered.connect(lambda _checked=False, chosen=name: self.act(chosen))
            self.menu.addAction(action)

    @property
    def _id(self) -> int:
        return self._view.page.row.id

    # ---- letters --------------------------------------------------------------------------------------------------------

    def decide_and_print(self) -> None:
        """Decide, make the reply and print it; an answered complaint prints its last letter again."""
        if not self._view.page.row.is_open:
            self.print_pdf(self._view, self.current_letter())
            return
        letter_id = self.decide()
        if letter_id is not None:
            self.print_pdf(self._view, self._services.letters.pdf(letter_id))

    def decide(self) -> int | None:
        """Decide and make the reply; None when something is missing, which is said beside its field."""
        if not self._view.is_sound:
            return None
        work = self._view.work()
        try:
            self._services.letters.preview_reply(self._id, work)
            self._services.complaints.decide(self._id, work)
            letter_id = self._services.letters.issue(self._id, LetterKind.REPLY)
        except UserError as problem:
            self._view.show_problem(problem)
            return None
        self._view.drop_draft()
        self._view.reload()
        return letter_id

    def current_letter(self) -> bytes:
        """The letter as the preview shows it."""
        page = self._view.page
        made = [letter for letter in page.letters if letter.kind is LetterKind.REPLY]
        if made and not page.row.is_open:
            return self._services.letters.pdf(made[-1].id)
        return self._services.letters.preview_reply(self._id, self._view.work())

    def _make_and_print(self, kind: LetterKind) -> None:
        letter_id = self._services.letters.issue(self._id, kind)
        self._view.reload()
        self.print_pdf(self._view, self._services.letters.pdf(letter_id))
        self._ask_sent(kind)

    def _ask_sent(self, kind: LetterKind) -> None:
        letter = next(letter for letter in reversed(self._view.page.letters) if letter.kind is kind and letter.sent_on is None)
        day, how = DateField(self._today), Choice(*((choice_label(way), way) for way in Delivery))
        fields = {"sent_on": Field(_("On"), day), "how": Field(_("How"), how)}
        title = _("Has letter {number} been handed over or sent?").format(number=letter.number)

        def act() -> None:
            self._services.letters.mark_sent(letter.id, day.day(), how.value())  # pyright: ignore[reportArgumentType]

        note = _("From then on the letter is kept as it is; a correction is a second letter.")
        self._start(FormDialog(self._view, title, _("Mark"), fields, act, note))

    def _ask_where_to_save(self) -> None:
        number = self._view.page.row.number
        if path := ask_where_to_save(self._view, _("Save as PDF"), f"{number}.pdf", PDF):
            self.save_pdf(Path(path))

    def save_pdf(self, path: Path) -> None:
        """The last reply made, as a file."""
        with errors_shown(self._view):
            made = [letter for letter in self._view.page.letters if letter.kind is LetterKind.REPLY]
            save(path, self._services.letters.pdf(made[-1].id))

    # ---- checking and evidence ------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._services.complaints.begin_checking(self._id)
        self._view.reload()

    def _ask_complete(self) -> None:
        day = DateField(self._today)
        fields = {"evidence_complete_on": Field(_("Complete since"), day)}

        def act() -> None:
            self._services.complaints.state_evidence_complete(self._id, day.day())

        self._start(FormDialog(self._view, _("Since when is the evidence complete?"), _("Record"), fields, act))

    def _ask_missing(self) -> None:
        missing = Area(3, self._view.page.missing_evidence)
        fields = {"missing_evidence": Field(_("What is still missing"), missing, _("Such as: screenshots of the messages."))}

        def act() -> None:
            self._services.complaints.ask_for_evidence(self._id, missing.toPlainText())

        note = (
            "" if self._view.page.waits_for_evidence else _("Asking for evidence does not stop the time: it runs from receipt.")
        )
        self._start(FormDialog(self._view, _("What evidence is missing?"), _("Record"), fields, act, note))

    # ---- money ----------------------------------------------------------------------------------------------------------

    def _print_receipt(self) -> None:
        unpaid = self._view.page.row.unpaid
        self.print_pdf(self._view, self._services.letters.payment_receipt(self._id, unpaid, PaymentMeans.CASH, self._today))

    def _ask_payment(self) -> None:
        day, amount = DateField(self._today), MoneyField(self._view.page.row.unpaid)
        means = Choice(*((choice_label(way), way) for way in PaymentMeans))
        receipt = OneFile(_("Signed receipt"))
        fields = {
            "paid_on": Field(_("Paid on"), day), "amount": Field(_("Sum (đồng)"), amount), "means": Field(_("By"), means),
            "evidence": Field(_("Signed receipt (PDF or photo, may be added later)"), receipt),
        }  # fmt: skip

        def act() -> None:
            paid_on = day.day()
            self._services.complaints.record_payment(self._id, paid_on, amount.amount(), means.value(), receipt.file)  # pyright: ignore[reportArgumentType]

        self._start(FormDialog(self._view, _("Has the compensation been paid?"), _("Record payment"), fields, act))

    # ---- ending ---------------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        self._services.complaints.close(self._id)
        self._view.reload()

    def _ask_withdraw(self) -> None:
        self._ask_why(_("Does the customer withdraw the complaint?"), _("Withdraw complaint"), self._services.complaints.withdraw)

    def _ask_reopen(self) -> None:
        self._ask_why(_("Why is the complaint taken up again?"), _("Take up again"), self._services.complaints.reopen)

    def _ask_why(self, title: str, action: str, end: Callable[[int, str], None]) -> None:
        why = Area(2)
        self._start(
            FormDialog(
                self._view, title, action, {"note": Field(_("In a few words"), why)}, lambda: end(self._id, why.toPlainText())
            )
        )

    def _show_history(self) -> None:
        names = {person.public_id: person.name for person in self._services.shop.staff()}
        open_modally(HistoryDialog(self._view, self._view.page, names))

    def _start(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(self._view.reload)
        dialog.start()

    @property
    def _today(self) -> date:
        return self._services.office.today()


def received_notice(page: ComplaintPage) -> str:
    """``KN-2026-0007: reply by Monday, 21/12/2026 (30 days from …)``."""
    if page.counting is None:
        return _("{number} entered. The time begins when the evidence is complete.").format(number=page.row.number)
    text = _("{number} entered: answer by {day}.")
    return text.format(number=page.row.number, day=long_day(page.counting.last_day))


def _possible(page: ComplaintPage) -> dict[str, str]:
    """Name of an action to its words, for the state the complaint is in."""
    unsent = {letter.kind for letter in page.letters if letter.sent_on is None}
    possible: dict[str, str] = {}
    if page.row.is_open:
        possible["acknowledge"] = _("Print acknowledgement")
        possible["evidence_complete"] = _("Evidence is complete…")
    if page.row.state in (State.RECEIVED, State.INVESTIGATING):
        possible["evidence_missing"] = _("Evidence is missing…")
    if LetterKind.ACKNOWLEDGEMENT in unsent:
        possible["mark_acknowledgement"] = _("Mark acknowledgement as handed over or sent…")
    if LetterKind.EVIDENCE_REQUEST in unsent:
        possible["mark_request"] = _("Mark request for evidence as handed over or sent…")
    if LetterKind.REPLY in unsent and page.row.state is State.DECIDED:
        possible["mark_reply"] = _("Mark reply as handed over or sent…")
    if any(letter.kind is LetterKind.REPLY for letter in page.letters):
        possible["save_pdf"] = _("Save reply as PDF…")
    if page.row.unpaid and page.row.state is not State.WITHDRAWN:
        possible["pay"] = _("Record payment…")
    if page.row.is_open:
        possible["withdraw"] = _("The customer withdraws…")
    else:
        possible["reopen"] = _("Take up again…")
    possible["history"] = _("History")
    return possible
