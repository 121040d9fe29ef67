"""Making two records of one person one: search the other, see what will be, do it; it can be undone on the customer's page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text, ngettext
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.services.merging import MergePreview
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.fields import Choice, Field, SearchField
from desktop.views.widgets.labels import banner, label, section
from desktop.views.widgets.layout import box, clear, column, footer, frame, row, scrolling
from desktop.views.widgets.lists import ItemList, ListItem

_KEPT, _OTHER = "kept", "other"


class MergePage(QWidget):
    """``merged`` carries the record that stays."""

    left = Signal()
    merged = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._kept = 0
        self._other: int | None = None
        self.title = label("", "title", wrap=True)
        self.search = SearchField(_("Name or phone number of the other record"))
        self.search.textChanged.connect(self._search)
        self.found = ItemList(follows_cursor=True)
        self.found.setAccessibleName(_("Customers found"))
        self.found.chosen.connect(self._choose)
        self._preview = column(gap=8)
        self.choices: dict[str, Choice] = {}
        self.merge_button = button(_("Merge into one"), "F9", "primary")
        self.merge_button.clicked.connect(self.merge)
        back = back_button()
        back.clicked.connect(self.left)
        lists = frame(column(column(self.search, margins=(12, 12, 12, 8)), (self.found, 1), gap=0))
        result = scrolling(box(column(self._preview, None)))
        body = column(self.title, (row((lists, 1), (result, 1), gap=16), 1), gap=12, margins=(20, 14, 20, 16))
        self.setLayout(column((box(body), 1), footer(back, None, self.merge_button), gap=0))

    def start(self, kept_id: int) -> None:
        """Look for the other record of this customer."""
        self._kept = kept_id
        name = self._services.customers.page(kept_id).details.name
        self.title.setText(_("Which record is {name} too?").format(name=name))
        self._other = None
        self.search.setText(name.split()[-1] if name else "")
        self._search()
        if not self.found.items:
            self.search.clear()
        self._show(None)
        self.search.setFocus()

    def merge(self) -> None:
        """Do it."""
        if self._other is None:
            return
        with errors_shown(self):
            theirs = frozenset(name for name, choice in self.choices.items() if choice.value() == _OTHER)
            self._services.merging.merge(self._kept, self._other, theirs)
            self.merged.emit(self._kept)

    def _search(self) -> None:
        hits = [hit for hit in self._services.customers.search(self.search.text(), 50) if hit.id != self._kept]
        self.found.show_items(
            [ListItem(hit.name, f"{hit.phone or '–'} · {hit.address or '–'}", key=hit.id) for hit in hits], self._other
        )

    def _choose(self, other: object) -> None:
        if isinstance(other, int):
            self._other = other
            with errors_shown(self):
                self._show(self._services.merging.preview(self._kept, other))

    def _show(self, preview: MergePreview | None) -> None:
        clear(self._preview)
        self.choices = {}
        self.merge_button.setEnabled(preview is not None)
        if preview is None:
            self._preview.addWidget(
                label(_("Choose the other record at the left to see what would become of the two."), "muted", wrap=True)
            )
            return
        if preview.names_differ:
            text = _("The names differ: {kept} and {other}. Is it really the same person?")
            self._preview.addWidget(banner(text.format(kept=preview.kept.name, other=preview.absorbed.name), "soon"))
        lines = [label(text, wrap=True) for text in _lines(preview)]
        card = frame(column(section(_("The one record")), *lines, *self._conflicts(preview), gap=6, margins=(16, 10, 16, 12)))
        self._preview.addWidget(card)
        if preview.asked_on is not None:
            text = _("Deletion was asked for on {day}: that counts for the one record.")
            self._preview.addWidget(banner(text.format(day=day_text(preview.asked_on)), "soon"))
        if preview.open_twice:
            text = _("Open for the same: {numbers}. End one of them by hand.")
            self._preview.addWidget(banner(text.format(numbers=", ".join(preview.open_twice)), "soon"))
        moving = ngettext("{n} entry moves over.", "{n} entries move over.", preview.moving).format(n=preview.moving)
        self._preview.addWidget(label(moving + " " + _("Restrictions and holds of both stay."), "muted", wrap=True))
        if preview.stricter:
            text = ngettext(
                "The records disagree on {n} purpose: the refusal counts.", "The records disagree on {n} purposes: the refusal counts.",
                preview.stricter,
            )  # fmt: skip
            self._preview.addWidget(banner(text.format(n=preview.stricter), "soon"))

    def _conflicts(self, preview: MergePreview) -> list[QWidget]:
        """Where each record has something of its own, one of the two stays and the other falls away: she chooses."""
        kept, other, names = preview.kept, preview.absorbed, _names()
        for field in preview.conflicts:
            self.choices[field] = Choice((_shown(kept, field), _KEPT), (_shown(other, field), _OTHER))
        note = [label(_("Both records say something else here. What is not chosen falls away."), "help", wrap=True)]
        return [*(note if self.choices else []), *(Field(names[field], choice) for field, choice in self.choices.items())]


def _lines(preview: MergePreview) -> list[str]:
    """What the one record says without a choice."""
    return [text for field in _names() if field not in preview.conflicts and (text := _shown(preview.result, field))]


def _shown(details: CustomerDetails, field: str) -> str:
    return details.shown_phone if field == "phone" else " ".join(getattr(details, field).split())


def _names() -> dict[str, str]:
    return {
        "name": _("Name"), "phone": _("Phone"), "email": _("Email"), "address": _("Address"), "group_name": _("Group"),
        "benefit_note": _("Benefits"), "printed_name": _("Name on paper"),
    }  # fmt: skip
