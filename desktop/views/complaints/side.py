"""Beside the findings: what the shop holds about the complainant, what they said, and their evidence."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QDialog, QWidget

from desktop.i18n import day_text, ngettext
from desktop.i18n import gettext as _
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.complaint_views import ComplaintPage, Person
from desktop.services.stored_files import NewFile
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.complaints.disclosures import DisclosuresDialog
from desktop.views.error_dialogs import errors_shown, open_modally, show_sentence
from desktop.views.widgets.buttons import button
from desktop.views.widgets.evidence import EvidenceBox, Thumbnail, load_thumbnails, viewer
from desktop.views.widgets.fields import Area, Field, line_edit
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, frame, row

_WIDTH, _INSET, _LINES = 190, 12, 5


class CaseSide(QWidget):
    """``customer_opened`` asks for the customer's page."""

    customer_opened = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: ComplaintPage | None = None
        self.held, self.held_detail = label("", wrap=True), label("", "help", wrap=True)
        self.said = label("", "muted", wrap=True)
        self.read_link = button(_("Read all"), kind="link")
        self.read_link.clicked.connect(self.read_all)
        self.disclosed_link = button("", kind="link")
        self.disclosed_link.clicked.connect(self.open_disclosures)
        self.customer_link = button(_("Open customer page"), kind="link")
        self.customer_link.clicked.connect(self._open_customer)
        self.evidence = EvidenceBox()
        self.evidence.brought.connect(self.add_files)
        self.evidence.opened.connect(self.open_file)
        self.evidence.refused.connect(lambda sentence: show_sentence(self, sentence))
        self.evidence_note = label("", "help", wrap=True)
        self.firm = line_edit(most=200)
        self._delete_note = label("", "help", wrap=True)
        held = frame(
            column(
                label(_("The shop holds"), "label"),
                self.held,
                self.held_detail,
                4,
                label(_("The complaint"), "label"),
                self.said,
                row(self.read_link, None),
                row(self.disclosed_link, None),
                row(self.customer_link, None),
                gap=1,
                margins=(_INSET, 8, _INSET, 6),
            ),
            "card",
        )
        heading = row(label(_("Evidence"), "label"), (self.evidence_note, 1), gap=8)
        firm = Field(_("Security firm that helped"), self.firm)
        self.setLayout(column(held, 4, heading, self.evidence, self._delete_note, None, firm, gap=4))
        self.setFixedWidth(theme.current().px(_WIDTH))

    def show_page(self, page: ComplaintPage) -> None:
        """Another complaint, or the same one changed."""
        changed = self._page is None or self._page.row.id != page.row.id or self._page.evidence != page.evidence
        self._page = page
        person = page.row.person
        self.held.setText(_held_text(person))
        self.held_detail.setText(person.address)
        self.held_detail.setVisible(bool(person.address))
        said = f"{choice_label(page.row.category)}: {page.text}"
        shown = _first_lines(said, self.said.font(), theme.current().px(_WIDTH - 2 * _INSET - 2))
        self.said.setText(shown)
        self.read_link.setVisible(shown != said)
        self.customer_link.setVisible(person.customer_id is not None)
        self._show_disclosed(page)
        self.evidence_note.setText(
            _("complete {day}").format(day=day_text(page.evidence_complete_on)) if page.evidence_complete_on else ""
        )
        outsider = page.outsider_delete_on
        self._delete_note.setText(_("Not a customer; data goes on {day}.").format(day=day_text(outsider)) if outsider else "")
        self._delete_note.setVisible(outsider is not None)
        if changed:
            self._load()

    def open_disclosures(self) -> None:
        """Who was told about the complainant, and which of it the complaint is about."""
        if self._page is not None:
            open_modally(DisclosuresDialog(self, self._services, self._page))

    def read_all(self) -> None:
        """The words of the complaint, all of them."""
        if self._page is not None:
            open_modally(WordsDialog(self, self._page))

    def _show_disclosed(self, page: ComplaintPage) -> None:
        found = self._services.complaint_disclosures.rows(page.row.id)
        linked = sum(entry.finding is not None for entry in found)
        text = ngettext("Given to others {n} time", "Given to others {n} times", len(found)).format(n=len(found))
        in_question = ngettext("{n} in question", "{n} in question", linked).format(n=linked)
        self.disclosed_link.setText(f"{text}, {in_question}" if linked else text)
        self.disclosed_link.setVisible(bool(found))

    def add_files(self, files: tuple[NewFile, ...]) -> None:
        """Keep more evidence at once."""
        if self._page is None:
            return
        complaint_id = self._page.row.id
        for file in files:  # one by one: a bad file takes no good one with it
            with errors_shown(self):
                self._services.complaints.add_evidence(complaint_id, (file,))

    def open_file(self, evidence_id: int) -> None:
        """Show a file inside the program."""
        if self._page is None:
            return
        row_of = next(entry for entry in self._page.evidence if entry.id == evidence_id)
        with errors_shown(self):
            content = self._services.complaints.evidence(evidence_id)
            open_modally(viewer(self, row_of.name, row_of.media_type, content))

    def _load(self) -> None:
        page = self._page
        if page is None:
            return
        wanted = [(entry.id, entry.name, entry.media_type) for entry in page.evidence]
        read = self._services.complaints.evidence
        complaint_id, may_add = page.row.id, page.row.is_open
        self.evidence.show_thumbnails([], may_add=may_add)

        def show(thumbnails: list[Thumbnail]) -> None:
            if self._page is not None and self._page.row.id == complaint_id:
                self.evidence.show_thumbnails(thumbnails, may_add=may_add)

        if wanted:
            run_in_background(self, lambda: load_thumbnails(wanted, read), show)

    def _open_customer(self) -> None:
        if self._page is not None and self._page.row.person.customer_id is not None:
            self.customer_opened.emit(self._page.row.person.customer_id)


class WordsDialog(QDialog):
    """All the words of a complaint, to read."""

    def __init__(self, owner: QWidget, page: ComplaintPage) -> None:
        super().__init__(owner)
        self.setWindowTitle("Giữ Lời")
        self.text, close = Area(12, page.text), button(_("Close"), "Esc")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("The complaint"))
        close.clicked.connect(self.accept)
        title = label(f"{_('The complaint')} {page.row.number}", "title")
        self.setLayout(column(title, (self.text, 1), row(None, close), gap=12, margins=(20, 18, 20, 16)))
        self.resize(560, 420)


def _held_text(person: Person) -> str:
    fields = {_("name"): person.name, _("phone"): person.phone, _("address"): person.address, _("email"): person.email}
    held = ", ".join(name for name, value in fields.items() if value)
    return held[:1].upper() + held[1:]


def _first_lines(text: str, font: QFont, width: int) -> str:
    """The text as far as a few lines of this width reach, with dots where it goes on."""
    words = re.findall(r"\S+|\n", text)
    metrics, lines, last = QFontMetrics(font), 1, ""
    for place, word in enumerate(words):
        longer = f"{last} {word}".strip()
        if word == "\n" or (last and metrics.horizontalAdvance(longer) > width):
            lines, longer = lines + 1, word.strip()
        if lines > _LINES:
            return " ".join(words[: place - 1]).replace(" \n ", "\n").rstrip() + " …"
        last = longer
    return text
