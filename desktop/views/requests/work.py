"""What is done about a request, by kind: an answer, papers and files, a use that stops. Correcting and erasing have files of their own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.choices import RequestKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.request_views import RequestPage
from desktop.services.saving import save
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Area, Field
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import box, clear, column, row
from desktop.views.widgets.papers import PaperActions
from desktop.views.widgets.save_dialog import ask_where_to_save

Kind = RequestKind


class Work(QWidget):
    """The middle of the page. ``finished`` carries a sentence once it is done, ``changed`` follows what is typed.

    ``finish_text`` and ``print_text`` are the words of F9 and F10; an empty one means that the key does nothing here.
    """

    finished = Signal(str)
    changed = Signal()
    finish_text, print_text = "", ""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: RequestPage | None = None

    @property
    def page(self) -> RequestPage:
        """The request shown."""
        if self._page is None:
            raise RuntimeError("no request is shown")
        return self._page

    def show_page(self, page: RequestPage) -> None:
        """Another request, or the same one changed; what is typed for the same one stays."""
        self._page = page

    def finish(self) -> bool:
        """Do it and be done; False where something is missing, which is said beside its field."""
        raise NotImplementedError

    def print(self) -> bool:
        """What F10 does first; True when the letter about it is to be printed then."""
        return self.finish()

    def draft(self) -> dict[str, str]:
        """What is typed and would be lost; empty where nothing is."""
        return {}

    def restore(self, _draft: dict[str, str]) -> None:
        """Bring a draft back."""

    def forget(self) -> None:
        """Nothing of the request stays here."""
        self._page = None


class AnswerWork(Work):
    """A question: the shop's words, which the letter carries."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.finish_text, self.print_text = _("Answer"), _("Answer and print letter")
        self.area = Area(6)
        self.field = Field(_("The answer"), self.area, _("In your own words; the letter carries it as it stands here."))
        self.area.textChanged.connect(self.changed)
        self.setLayout(column((self.field, 1)))
        self.setFocusProxy(self.area)

    def show_page(self, page: RequestPage) -> None:
        """An empty box for another question."""
        if self._page is None or self._page.row.id != page.row.id:
            self.area.setPlainText("")
            self.field.clear_error()
        super().show_page(page)

    def finish(self) -> bool:
        """The question is answered."""
        try:
            self._services.request_work.answer(self.page.row.id, self.area.toPlainText())
        except UserError as problem:
            self.field.show_error(problem.message)
            self.area.setFocus()
            return False
        self.finished.emit(_("Answered. Print the letter, or read the answer to the customer."))
        return True

    def draft(self) -> dict[str, str]:
        """The words."""
        text = self.area.toPlainText()
        return {"answer": text} if text.strip() else {}

    def restore(self, draft: dict[str, str]) -> None:
        """The words as they stood."""
        self.area.setPlainText(draft.get("answer", ""))

    def forget(self) -> None:
        """An empty box."""
        super().forget()
        self.area.setPlainText("")


class GiveWork(Work):
    """What the shop holds: on paper while the customer waits, or as files for a machine; then it was given."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.papers = PaperActions(self)
        self.sentence, self.saved = label("", wrap=True), label("", "ok", wrap=True)
        self.show_button = button(_("Show what we hold"), icon="doc")
        self.json_button, self.csv_button = button(_("Save as JSON"), icon="save"), button(_("Save as CSV"), icon="save")
        self.show_button.clicked.connect(self.show_paper)
        self.json_button.clicked.connect(lambda: self._save_one(".json"))
        self.csv_button.clicked.connect(lambda: self._save_one(".csv"))
        buttons = row(self.show_button, self.json_button, self.csv_button, None, gap=10)
        self.setLayout(column(self.sentence, buttons, self.saved, None, gap=12))

    def show_page(self, page: RequestPage) -> None:
        """The paper, or the two files."""
        if self._page is None or self._page.row.id != page.row.id:
            self.saved.clear()
        super().show_page(page)
        is_paper = page.row.kind is Kind.VIEW
        self.finish_text = _("It was given")
        self.print_text = _("Print what we hold") if is_paper else _("Save both files")
        self.show_button.setVisible(is_paper)
        for one in (self.json_button, self.csv_button):
            one.setVisible(not is_paper)
        self.sentence.setText(_paper_sentence() if is_paper else _files_sentence())

    def finish(self) -> bool:
        """The customer has it."""
        with errors_shown(self):
            self._services.request_work.give(self.page.row.id)
            self.finished.emit(_("Noted that the customer was given it."))
            return True
        return False

    def print(self) -> bool:
        """The paper to the printer, the files to a folder; it is given only once she says so."""
        if self.page.row.kind is Kind.VIEW:
            self.papers.print(lambda: self._services.request_papers.held(self.page.row.id))
        else:
            self.save_both()
        return False

    def show_paper(self) -> None:
        """At reading size, to print and to save."""
        held, request_id = self._services.request_papers.held, self.page.row.id
        self.papers.show(_("What we hold about you"), self.page.row.number, lambda: held(request_id))

    def save_both(self) -> None:
        """One after the other."""
        for ending in (".json", ".csv"):
            self._save_one(ending)

    def _save_one(self, ending: str) -> None:
        kinds = {".json": "JSON (*.json)", ".csv": "CSV (*.csv)"}
        with errors_shown(self):
            file = next(one for one in self._services.request_papers.copies(self.page.row.id) if one.name.endswith(ending))
            if path := ask_where_to_save(self, _("Where shall the file go?"), file.name, kinds[ending]):
                save(Path(path), file.content)
                said = [self.saved.text(), _("Saved: {name}").format(name=Path(path).name)]
                self.saved.setText("\n".join(filter(None, said)))


class StopWork(Work):
    """Restrict, withdraw, object: what will happen in a sentence, and one button."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.sentence, self._listed = label("", wrap=True), column(gap=6)
        self.setLayout(column(self.sentence, self._listed, None, gap=10))

    def show_page(self, page: RequestPage) -> None:
        """What ends."""
        super().show_page(page)
        self.finish_text, self.print_text = _act(page.row.kind)
        self.sentence.setText(_consequence(page.row.kind))
        clear(self._listed)
        for name in (*(name for _code, name in page.topics), *(choice_label(wish) for wish in page.wishes)):
            self._listed.addWidget(box(row(glyph("no", "muted", 18), (label(name, "strong", wrap=True), 1), gap=8)))

    def finish(self) -> bool:
        """From now on."""
        work = self._services.request_work
        acts = {Kind.RESTRICT: work.restrict, Kind.WITHDRAW: work.withdraw, Kind.OBJECT: work.object}
        with errors_shown(self):
            acts[self.page.row.kind](self.page.row.id)
            self.finished.emit(_("Done. Every list, letter and recipient obeys it from now on."))
            return True
        return False


def _paper_sentence() -> str:
    return _(
        "One page with everything: details, consents, who was told, planned deletion, complaints. Print it, hand it over or send it, "
        "then note that it was given."
    )


def _files_sentence() -> str:
    return _(
        "The same data twice: JSON for programs, CSV for Excel. Save both, hand them over on a stick or send them, then note that "
        "they were given."
    )


def _act(kind: RequestKind) -> tuple[str, str]:
    """The words of F9 and F10."""
    return {
        Kind.RESTRICT: (_("Restrict"), _("Restrict and print letter")),
        Kind.WITHDRAW: (_("Withdraw"), _("Withdraw and print letter")),
        Kind.OBJECT: (_("Stop these uses"), _("Stop them and print letter")),
    }[kind]


def _consequence(kind: RequestKind) -> str:
    return {
        Kind.RESTRICT: _(
            "The data stays in the register and is used for nothing: no list, no letter, no recipient gets it any more."
        ),
        Kind.WITHDRAW: _("From now on the data is not used for this any more. What was done before stays lawful."),
        Kind.OBJECT: _("From now on the data is not used for this any more, and what they wish is kept on every list and paper."),
    }[kind]
