"""What can be done with a request beside its own work: papers, waiting, more time, refusing, ending. Each through one named action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu

from desktop.i18n import gettext as _
from desktop.models.choices import Delivery, LetterKind, RequestKind, RequestRefusal, RequestState, TellingMeans
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.request_views import RequestLetterRow, RequestPage
from desktop.services.saving import save
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.requests.dialogs import FindDialog, TextDialog
from desktop.views.requests.history import HistoryDialog
from desktop.views.requests.next_step import ENDING
from desktop.views.widgets.date_field import DateField, OptionalDateField
from desktop.views.widgets.fields import Area, Choice, Field, line_edit
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.paper import print_pdf
from desktop.views.widgets.save_dialog import PDF, ask_where_to_save

if TYPE_CHECKING:
    from desktop.views.requests.case import RequestCase

State = RequestState


class RequestActions(QObject):
    """The actions of the request that the page shows."""

    def __init__(self, page: RequestCase, services: Services) -> None:
        super().__init__(page)
        self._view, self._services = page, services
        self.menu = QMenu(page)
        self.dialog: QDialog | None = None
        self.print_pdf: Callable[[object, bytes], bool] = print_pdf  # pyright: ignore[reportAttributeAccessIssue]
        self._acts: dict[str, Callable[[], object]] = {
            "begin": self._begin, "find": self._find, "text": self._send_text,
            "acknowledge": lambda: self.make_and_print(LetterKind.REQUEST_ACKNOWLEDGEMENT), "wait": self._ask_question,
            "question_letter": lambda: self.make_and_print(LetterKind.REQUEST_QUESTION), "extend": self._ask_more_time,
            "extension_letter": lambda: self.make_and_print(LetterKind.REQUEST_EXTENSION), "others": lambda: self._involve(True),
            "no_others": lambda: self._involve(False), "refuse": self._ask_refusal, "reopen": self._ask_reopen,
            "mark_told": self._ask_if_told, "mark_asked": self._ask_if_asked,
            "ending_letter": lambda: self.make_and_print(ENDING[self._page.row.state]), "take_back": self._ask_take_back, "mark_sent": self._ask_sent, "save_pdf": self._ask_where_to_save,
            "history": self._show_history, "tasks": lambda: self._view.tasks_wanted.emit(),
        }  # fmt: skip

    def act(self, name: str) -> None:
        """Do one thing by its name."""
        with errors_shown(self._view):
            self._acts[name]()

    def show_page(self, page: RequestPage) -> None:
        """The menu holds what is possible now, nothing else."""
        self.menu.clear()
        for name, text in possible(page).items():
            action = QAction(text, self.menu)
            action.triggered.connect(lambda _checked=False, chosen=name: self.act(chosen))
            self.menu.addAction(action)

    @property
    def _page(self) -> RequestPage:
        return self._view.page

    @property
    def _id(self) -> int:
        return self._view.page.row.id

    # ---- letters --------------------------------------------------------------------------------------------------------

    def make_and_print(self, kind: LetterKind) -> None:
        """Number it, print it, and ask whether the customer has it."""
        self.print_letter(kind)
        self._ask_sent()

    def print_letter(self, kind: LetterKind) -> None:
        """Make it and print it; one that the customer has already prints as it was."""
        with errors_shown(self._view):
            sent = next((one for one in reversed(self._page.letters) if one.kind is kind and one.sent_on), None)
            letter_id = sent.id if sent else self._services.request_papers.issue(self._id, kind)
            self._view.reload()
            self.print_pdf(self._view, self._services.request_papers.pdf(letter_id))

    def _ask_sent(self) -> None:
        letter = _unsent(self._page)
        if letter is None:
            return
        day, how = DateField(self._today), Choice(*((choice_label(way), way) for way in Delivery))
        fields = {"sent_on": Field(_("On"), day), "how": Field(_("How"), how)}
        title = _("Has letter {number} been handed over or sent?").format(number=letter.number)

        def act() -> None:
            self._services.request_papers.mark_sent(letter.id, day.day(), how.value())  # pyright: ignore[reportArgumentType]

        note = _("From then on the letter is kept as it is; a correction is a second letter.")
        self._start(FormDialog(self._view, title, _("Mark"), fields, act, note))

    def _ask_where_to_save(self) -> None:
        letter = self._page.letters[-1]
        if path := ask_where_to_save(self._view, _("Save as PDF"), f"{self._page.row.number}.pdf", PDF):
            save(Path(path), self._services.request_papers.pdf(letter.id))

    def _send_text(self) -> None:
        self._open(TextDialog(self._view, self._services, self._page))

    # ---- the way to the end ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self._page.row.state is State.WAITING:
            self._ask_answer()
            return
        self._services.requests.begin(self._id)
        self._view.reload()

    def _ask_answer(self) -> None:
        text, day = Area(3), DateField(self._today)
        fields = {"customer_answer": Field(_("What the customer answered"), text), "answered_on": Field(_("On"), day)}

        def act() -> None:
            self._services.requests.answer_came(self._id, day.day(), text.toPlainText())

        note = _("The time runs on from that day.")
        self._ask(_("What did the customer answer, and when?"), _("The answer came"), fields, act, note)

    def _ask_told(self, title: str, note: str, mark: Callable[[int, date, TellingMeans], None]) -> None:
        """When and how the customer was told or asked without a letter of the program."""
        day, means = DateField(self._today), Choice((_("Choose…"), None), *((choice_label(way), way) for way in TellingMeans))
        fields = {"told_on": Field(_("On"), day), "means": Field(_("How"), means)}
        self._ask(title, _("Mark"), fields, lambda: mark(self._id, day.day(), means.chosen(TellingMeans)), note)

    def _ask_if_told(self) -> None:
        note = _("Nothing more is owed once the customer knows how it ended.")
        if self._page.owes_extension_notice:
            note = _("The customer has to know of it before the first limit runs out.")
        self._ask_told(_("When was the customer told, and how?"), note, self._services.requests.mark_told)

    def _ask_if_asked(self) -> None:
        note = _("From the day after, the time stands still until the customer answers.")
        self._ask_told(_("When was the customer asked, and how?"), note, self._services.requests.mark_asked)

    def _find(self) -> None:
        dialog = FindDialog(self._view, self._services, self._page)
        self._open(dialog)
        dialog.picker.search.setFocus()

    def _ask_question(self) -> None:
        text = Area(3)
        fields = {"question": Field(_("What the customer is asked"), text, _("Such as: which of the two addresses is right."))}
        title, note = (
            _("What does the shop need to know?"),
            _("The time stands still once the customer was asked, by the letter or otherwise, until they answer."),
        )
        self._ask(title, _("Ask and wait"), fields, lambda: self._services.requests.wait(self._id, text.toPlainText()), note)

    def _ask_more_time(self) -> None:
        text, limit = Area(3), self._page.deadline.limit if self._page.deadline else None
        fields = {"extension_reason": Field(_("Why"), text, _("The letter to the customer says it."))}
        note = _("Once, by {n} days, under {law}.").format(n=limit.extension, law=limit.source) if limit else ""
        title = _("Why is more time needed?")
        self._ask(title, _("Extend"), fields, lambda: self._services.requests.extend(self._id, text.toPlainText()), note)

    def _involve(self, involved: bool) -> None:
        self._services.requests.involve_others(self._id, involved)
        self._view.reload()

    def _ask_refusal(self) -> None:
        why = Choice(*((choice_label(code), code) for code in RequestRefusal))
        why.choose(RequestRefusal.NO_DATA if self._page.row.person.customer_id is None else RequestRefusal.IDENTITY)
        text, citation, until = Area(3), line_edit(), OptionalDateField()
        fields = {
            "refusal": Field(_("Why"), why),
            "refusal_reason": Field(_("In your own words"), text, _("The letter to the customer says it.")),
            "citation": Field(_("Under which law"), citation, _("Such as: Article 41 of the Accounting Law.")),
            "until": Field(_("Last day of the hold"), until, _("The day after, the deletion goes on by itself.")),
        }
        deletes = self._page.row.kind is RequestKind.DELETE and self._page.row.person.customer_id is not None

        def follow(_place: int = 0) -> None:
            for name in ("citation", "until"):
                fields[name].setVisible(deletes and why.value() is RequestRefusal.LAW)

        def act() -> None:
            code, law = why.chosen(RequestRefusal), deletes and why.value() is RequestRefusal.LAW
            held = (citation.text(), until.day()) if law else ("", None)
            self._services.requests.refuse(self._id, code, text.toPlainText(), *held)

        why.currentIndexChanged.connect(follow)
        follow()
        note = _("The customer gets a letter with the reason and with whom to turn to.")
        self._ask(_("Why is the request refused?"), _("Refuse"), fields, act, note)

    def _ask_reopen(self) -> None:
        self._ask_why(_("Why is the request taken up again?"), _("Take up again"), self._services.requests.reopen)

    def _ask_take_back(self) -> None:
        self._ask_why(_("Does the customer take the request back?"), _("Taken back"), self._services.requests.take_back)

    def _ask_why(self, title: str, action: str, end: Callable[[int, str], None]) -> None:
        why = Area(2)
        self._ask(title, action, {"note": Field(_("In a few words"), why)}, lambda: end(self._id, why.toPlainText()))

    def _show_history(self) -> None:
        names = {person.public_id: person.name for person in self._services.shop.staff()}
        open_modally(HistoryDialog(self._view, self._page, names))

    # ---- dialogs --------------------------------------------------------------------------------------------------------

    def _ask(self, title: str, action: str, fields: dict[str, Field], act: Callable[[], None], note: str = "") -> None:
        self._start(FormDialog(self._view, title, action, fields, act, note))

    def _start(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(self._view.reload)
        dialog.start()

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(self._view.reload)
        open_modally(dialog)

    @property
    def _today(self) -> date:
        return self._services.office.today()


def _unsent(page: RequestPage) -> RequestLetterRow | None:
    return next((letter for letter in reversed(page.letters) if letter.sent_on is None), None)


def possible(page: RequestPage) -> dict[str, str]:
    """Name of an action to its words, for the state the request is in."""
    found: dict[str, str] = {}
    if page.row.is_open:
        found |= _while_open(page)
    if page.row.owes_telling or page.owes_extension_notice:
        found["mark_told"] = _("The customer was told…")
    if page.owes_question:
        found["mark_asked"] = _("The customer was asked…")
    if (letter := _unsent(page)) is not None:
        found["mark_sent"] = _("Mark letter {number} as handed over or sent…").format(number=letter.number)
    if page.letters:
        found["save_pdf"] = _("Save letter as PDF…")
    if page.row.state is State.REFUSED:
        found["reopen"] = _("Take up again…")
    found["history"] = _("History")
    return found


def _while_open(page: RequestPage) -> dict[str, str]:
    waiting = page.row.state is State.WAITING
    found: dict[str, str] = {}
    if page.row.state is not State.IN_PROGRESS:
        found["begin"] = _("The answer came…") if waiting else _("Begin")
    if not waiting:
        found["wait"] = _("Ask the customer, clock waits…")
    if page.acknowledged_on is None:
        found["acknowledge"] = _("Print acknowledgement")
        found["text"] = _("Send a text…")
    if page.may_extend:
        found["extend"] = _("More time…")
    found |= {"no_others": _("Nobody else takes part")} if page.involves_others else {"others": _("Somebody else takes part")}
    if page.row.person.customer_id is None:
        found["find"] = _("Find the customer…")
    return found | {"refuse": _("Refuse…"), "take_back": _("The customer takes it back…")}


def letter_of(page: RequestPage) -> LetterKind | None:
    """Which letter fits the request now: the one that the page shows."""
    if page.row.state in ENDING:
        return ENDING[page.row.state]
    if page.row.state is State.WAITING:
        return LetterKind.REQUEST_QUESTION
    if not page.row.is_open:
        return None
    if page.owes_extension_notice:
        return LetterKind.REQUEST_EXTENSION
    return LetterKind.REQUEST_ACKNOWLEDGEMENT
