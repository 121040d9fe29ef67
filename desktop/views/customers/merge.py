"""Making two records of one person one: search the other, see what will be, do it; it can be undone on the customer's page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.services.merging import MergePreview
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import banner, label, section
from desktop.views.widgets.layout import box, clear, column, footer, frame, row
from desktop.views.widgets.lists import ItemList, ListItem


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
        self.merge_button = button(_("Merge into one"), "F9", "primary")
        self.merge_button.clicked.connect(self.merge)
        back = back_button()
        back.clicked.connect(self.left)
        lists = frame(column(column(self.search, margins=(12, 12, 12, 8)), (self.found, 1), gap=0))
        result = box(column(self._preview, None))
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
            self._services.merging.merge(self._kept, self._other)
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
        self.merge_button.setEnabled(preview is not None)
        if preview is None:
            self._preview.addWidget(
                label(_("Choose the other record at the left to see what would become of the two."), "muted", wrap=True)
            )
            return
        lines = [label(text, wrap=True) for text in _lines(preview.result)]
        card = frame(column(section(_("The one record")), *lines, gap=4, margins=(16, 10, 16, 12)))
        self._preview.addWidget(card)
        moving = ngettext("{n} entry moves over.", "{n} entries move over.", preview.moving).format(n=preview.moving)
        self._preview.addWidget(label(moving + " " + _("Restrictions and holds of both stay."), "muted", wrap=True))
        if preview.stricter:
            text = ngettext(
                "The records disagree on {n} purpose: the refusal counts.", "The records disagree on {n} purposes: the refusal counts.",
                preview.stricter,
            )  # fmt: skip
            self._preview.addWidget(banner(text.format(n=preview.stricter), "soon"))


def _lines(details: CustomerDetails) -> list[str]:
    return [text for text in (details.name, details.shown_phone, details.email, details.address, details.group_name) if text]
