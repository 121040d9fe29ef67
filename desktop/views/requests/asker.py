"""Who asks: a customer found by a few digits, or somebody who is not in the register; by themselves or through somebody else."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.views import theme
from desktop.views.customers.form import CustomerForm
from desktop.views.customers.picker import CustomerPicker
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Field, line_edit
from desktop.views.widgets.labels import glyph, label, section
from desktop.views.widgets.layout import box, column, row, tab_in_order
from desktop.views.widgets.pages import Pages

_SEARCH, _CHOSEN, _OUTSIDER = range(3)
_LAST_DIGITS = 5  # so many are typed to find somebody; more are a number


class WhoAsks(QFrame):
    """``picked`` when somebody was chosen, ``changed`` at each edit."""

    picked = Signal()
    changed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._services = services
        self.customer_id: int | None = None
        self.has_error = False
        self.outsider_link = button(_("Not in the register"), kind="link")
        self.picker = CustomerPicker(services, _("Who asks"), self.outsider_link, keeps=True)
        self.picker.nobody.setText(
            _("Nobody is called this or has this number. They may ask all the same: “Not in the register”.")
        )
        self.picker.nobody.setWordWrap(True)
        self.search, self.found = self.picker.search, self.picker.found
        self.found.setFixedHeight(theme.current().px(126))
        self.outside = CustomerForm(with_group=False)
        self.for_other = QCheckBox(_("Somebody else asks for them"))
        self.on_behalf, self.authority = line_edit(), line_edit()
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.pages = Pages((self.picker, self._chosen_page(), self._outsider_page()))
        parts = (section(_("Who asks"), self.for_other), self.pages, self._error, self._behalf())
        self.setLayout(column(*parts, gap=6, margins=(16, 8, 16, 12)))
        self._connect()
        self.setFocusProxy(self.search)
        tab_in_order(
            self.search,
            self.outsider_link,
            self.found,
            self.other_link,
            self.outside,
            self.for_other,
            self.on_behalf,
            self.authority,
        )

    # ---- building -------------------------------------------------------------------------------------------------------

    def _chosen_page(self) -> QWidget:
        self.chosen_name, self.chosen_detail = label("", "strong"), label("", "muted", wrap=True)
        self.other_link = button(_("Somebody else"), kind="link")
        words = column(self.chosen_name, self.chosen_detail, gap=0)
        return box(row(glyph("people", "accent", 24), (words, 1), self.other_link, gap=12))

    def _outsider_page(self) -> QWidget:
        back = button(_("Search instead"), kind="link")
        back.clicked.connect(self.to_search)
        note = _("This person's data is kept in the request only and goes by itself later.")
        return box(column(self.outside, row((label(note, "help", wrap=True), 1), back, gap=12), gap=8))

    def _behalf(self) -> QWidget:
        self.fields = {
            "on_behalf": Field(_("Who asks for them"), self.on_behalf),
            "authority": Field(_("By which paper"), self.authority, _("Such as: power of attorney of 12/11/2026.")),
        }
        self._other = box(row(*((column(field, None), 1) for field in self.fields.values()), gap=12))
        self._other.hide()
        return self._other

    def _connect(self) -> None:
        self.picker.picked.connect(self.pick)
        self.outsider_link.clicked.connect(self._to_outsider)
        self.other_link.clicked.connect(self.to_search)
        self.for_other.toggled.connect(self._follow_other)
        for edit in (self.on_behalf, self.authority, *(field.control for field in self.outside.fields.values())):
            if (typed := getattr(edit, "textChanged", None)) is not None:
                typed.connect(self.changed)

    # ---- state ----------------------------------------------------------------------------------------------------------

    def start(self, customer_id: int | None) -> None:
        """Nobody yet, or this customer."""
        self.search.setText("")
        self.outside.show_details(CustomerDetails())
        for edit in (self.on_behalf, self.authority):
            edit.setText("")
        self.for_other.setChecked(False)
        for field in self.fields.values():
            field.clear_error()
        self._clear_error()
        if customer_id is None:
            self.to_search()
        else:
            self.pick(customer_id)

    def pick(self, customer_id: int) -> None:
        """This customer asks."""
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
        self.pages.show_page(_CHOSEN)
        self.picked.emit()
        self.changed.emit()

    def outsider(self) -> CustomerDetails | None:
        """The details of somebody who is not in the register."""
        return self.outside.details() if self.pages.current == _OUTSIDER else None

    def on_behalf_of(self) -> tuple[str, str]:
        """Who asks in their place and by which paper; both empty where they ask themselves."""
        return (self.on_behalf.text(), self.authority.text()) if self.for_other.isChecked() else ("", "")

    def show_errors(self, errors: dict[str, str]) -> None:
        """Sentences for who asks."""
        self._clear_error()
        self.has_error = any(name in errors for name in ("who", "name", "phone", "email", "address", *self.fields))
        if "who" in errors:
            self._error.setText(errors["who"])
            self._error.show()
            self.search.setFocus()
        if self.pages.current == _OUTSIDER:
            self.outside.show_errors(errors)
        for name, field in self.fields.items():
            if name in errors:
                field.show_error(errors[name])
                field.control.setFocus()

    def draft(self) -> dict[str, str]:
        """What a draft needs to bring the person back."""
        details = self.outsider()
        on_behalf, authority = self.on_behalf_of()
        outside = {"outsider": "yes", **asdict(details)} if details else {}
        return {"customer": str(self.customer_id or ""), "on_behalf": on_behalf, "authority": authority, **outside}

    def restore(self, fields: dict[str, str]) -> None:
        """Bring a draft's person back."""
        if fields.get("customer"):
            self.pick(int(fields["customer"]))
        elif fields.get("outsider"):
            self._to_outsider()
            self.outside.show_details(CustomerDetails(**{name: fields.get(name, "") for name in asdict(CustomerDetails())}))
        self.for_other.setChecked(bool(fields.get("on_behalf") or fields.get("authority")))
        self.on_behalf.setText(fields.get("on_behalf", ""))
        self.authority.setText(fields.get("authority", ""))

    def forget(self) -> None:
        """Whoever was shown is gone: nothing of them stays."""
        for shown in (self.chosen_name, self.chosen_detail):
            shown.clear()

    # ---- moving ---------------------------------------------------------------------------------------------------------

    def to_search(self) -> None:
        """Look for somebody, from the beginning."""
        self.customer_id = None
        self._clear_error()
        self.pages.show_page(_SEARCH)
        self.picker.follow()
        self.search.setFocus()
        self.changed.emit()

    def _to_outsider(self) -> None:
        typed = self.search.text().strip()
        if not any(field.strip() for field in asdict(self.outside.details()).values()):
            digits = sum(ch.isdigit() for ch in typed)
            self.outside.show_details(CustomerDetails("" if digits else typed, typed if digits > _LAST_DIGITS else ""))
        self.customer_id = None
        self._clear_error()
        self.pages.show_page(_OUTSIDER)
        self.outside.name.setFocus()
        self.changed.emit()

    def _follow_other(self, asked_by_other: bool) -> None:
        self._other.setVisible(asked_by_other)
        if asked_by_other:
            self.on_behalf.setFocus()
        self.changed.emit()

    def _clear_error(self) -> None:
        self.has_error = False
        self._error.hide()
