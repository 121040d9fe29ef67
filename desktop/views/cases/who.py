"""Who stands there: a customer found by a few digits, or an outsider whose data lives in the case alone."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.views import theme
from desktop.views.customers.form import CustomerForm
from desktop.views.customers.picker import CustomerPicker
from desktop.views.widgets.buttons import KeyButton, button
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import box, column, row
from desktop.views.widgets.pages import Pages

SEARCH, CHOSEN, OUTSIDER, OTHER = range(4)
_NAMES = ("who", "name", "phone", "email", "address")


class WhoPanel(QFrame):
    """``picked`` when somebody was chosen, ``changed`` at each edit. ``outsider`` is the link to whoever is not in the register;
    other ``links`` stand before it."""

    picked = Signal()
    changed = Signal()

    def __init__(self, services: Services, name: str, outsider: str, *links: QWidget) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._services = services
        self.customer_id: int | None = None
        self.has_error = False
        self.outsider_link = button(outsider, kind="link")
        self.picker = CustomerPicker(services, name, *links, self.outsider_link, keeps=True)
        self.search, self.found = self.picker.search, self.picker.found
        self.found.setFixedHeight(theme.current().px(126))
        self.outside = CustomerForm(with_group=False)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.setFocusProxy(self.search)
        self.picker.picked.connect(self.pick)
        self.outsider_link.clicked.connect(self._to_outsider)

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make_pages(self, kept: str, *beside: QWidget, others: tuple[QWidget, ...] = ()) -> None:
        """The pages; ``beside`` stands with the outsider's sentence, ``others`` are pages of this panel alone."""
        note, back = label(kept, "help", wrap=True), self._back_link()
        outsider = box(column(self.outside, row(*beside, (note, 1), back, gap=12), gap=8))
        self.pages = Pages((self.picker, self._chosen_page(), outsider, *others))

    def _chosen_page(self) -> QWidget:
        self.chosen_name, self.chosen_detail = label("", "strong"), label("", "muted", wrap=True)
        self.other_link = button(_("Somebody else"), kind="link")
        self.other_link.clicked.connect(self.to_search)
        words = column(self.chosen_name, self.chosen_detail, gap=0)
        return box(row(glyph("people", "accent", 24), (words, 1), self.other_link, gap=12))

    def _back_link(self) -> KeyButton:
        back = button(_("Search instead"), kind="link")
        back.clicked.connect(self.to_search)
        return back

    # ---- state ----------------------------------------------------------------------------------------------------------

    def start(self, customer_id: int | None) -> None:
        """Nobody yet, or this customer."""
        self.search.setText("")  # unlike clear() it leaves nothing to be undone
        self.outside.show_details(CustomerDetails())
        self._clear_error()
        if customer_id is None:
            self.to_search()
        else:
            self.pick(customer_id)

    def pick(self, customer_id: int) -> None:
        """It is this customer."""
        try:
            page = self._services.customers.page(customer_id)
        except UserError:
            self.to_search()
            return
        self.customer_id = customer_id
        self._clear_error()
        self.chosen_name.setText(page.details.name)
        held = (page.details.shown_phone, page.details.address, page.details.email)
        self.chosen_detail.setText(" · ".join(text for text in held if text))
        self.pages.show_page(CHOSEN)
        self.picked.emit()
        self.changed.emit()

    def outsider(self) -> CustomerDetails | None:
        """The details of somebody who is not in the register."""
        return self.outside.details() if self.pages.current == OUTSIDER else None

    def show_errors(self, errors: dict[str, str]) -> None:
        """Sentences for who it is."""
        self._clear_error()
        self.has_error = any(name in errors for name in _NAMES)
        if "who" in errors:
            self._say(errors["who"])
            self.search.setFocus()
        if self.pages.current == OUTSIDER:
            self.outside.show_errors(errors)

    def draft(self) -> dict[str, str]:
        """What a draft needs to bring the person back."""
        details = self.outsider()
        outside = {"outsider": "yes", **asdict(details)} if details else {}
        return {"customer": str(self.customer_id or ""), **outside}

    def restore(self, fields: dict[str, str]) -> None:
        """Bring a draft's person back."""
        if fields.get("customer"):
            self.pick(int(fields["customer"]))
        elif fields.get("outsider"):
            self._to_outsider()
            self.outside.show_details(CustomerDetails(**{name: fields.get(name, "") for name in asdict(CustomerDetails())}))

    def forget(self) -> None:
        """Whoever was shown is gone: nothing of them stays."""
        for shown in (self.chosen_name, self.chosen_detail):
            shown.clear()

    # ---- moving ---------------------------------------------------------------------------------------------------------

    def to_search(self) -> None:
        """Look for somebody, from the beginning."""
        self.customer_id = None
        self._clear_error()
        self.pages.show_page(SEARCH)
        self.picker.follow()
        self.search.setFocus()

    def _to_outsider(self) -> None:
        self.customer_id = None
        self.pages.show_page(OUTSIDER)
        self.outside.name.setFocus()

    def _say(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.show()

    def _clear_error(self) -> None:
        self.has_error = False
        self._error.hide()
