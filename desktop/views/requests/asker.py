"""Who asks: a customer found by a few digits, or somebody who is not in the register; by themselves or through somebody else."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.views.cases.who import WhoPanel
from desktop.views.widgets.fields import Field, line_edit
from desktop.views.widgets.labels import section
from desktop.views.widgets.layout import box, column, row, tab_in_order

_LAST_DIGITS = 5  # so many are typed to find somebody; more are a number


class WhoAsks(WhoPanel):
    """Under the person, whoever asks for them."""

    def __init__(self, services: Services) -> None:
        super().__init__(services, _("Who asks"), _("Not in the register"))
        self.picker.nobody.setText(
            _("Nobody is called this or has this number. They may ask all the same: “Not in the register”.")
        )
        self.picker.nobody.setWordWrap(True)
        self.for_other = QCheckBox(_("Somebody else asks for them"))
        self.on_behalf, self.authority = line_edit(), line_edit()
        self._make_pages(_("This person's data is kept in the request only and goes by itself later."))
        parts = (section(_("Who asks"), self.for_other), self.pages, self._error, self._behalf())
        self.setLayout(column(*parts, gap=6, margins=(16, 8, 16, 12)))
        self._connect()
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

    def _behalf(self) -> QWidget:
        self.fields = {
            "on_behalf": Field(_("Who asks for them"), self.on_behalf),
            "authority": Field(_("By which paper"), self.authority, _("Such as: power of attorney of 12/11/2026.")),
        }
        self._other = box(row(*((column(field, None), 1) for field in self.fields.values()), gap=12))
        self._other.hide()
        return self._other

    def _connect(self) -> None:
        self.for_other.toggled.connect(self._follow_other)
        for edit in (self.on_behalf, self.authority, *(field.control for field in self.outside.fields.values())):
            if (typed := getattr(edit, "textChanged", None)) is not None:
                typed.connect(self.changed)

    # ---- state ----------------------------------------------------------------------------------------------------------

    def start(self, customer_id: int | None) -> None:
        """Nobody yet, or this customer; they ask themselves."""
        for edit in (self.on_behalf, self.authority):
            edit.setText("")
        self.for_other.setChecked(False)
        for field in self.fields.values():
            field.clear_error()
        super().start(customer_id)

    def on_behalf_of(self) -> tuple[str, str]:
        """Who asks in their place and by which paper; both empty where they ask themselves."""
        return (self.on_behalf.text(), self.authority.text()) if self.for_other.isChecked() else ("", "")

    def show_errors(self, errors: dict[str, str]) -> None:
        """Sentences for who asks."""
        super().show_errors(errors)
        for name, field in self.fields.items():
            if name in errors:
                self.has_error = True
                field.show_error(errors[name])
                field.control.setFocus()

    def draft(self) -> dict[str, str]:
        """What a draft needs to bring the person back, and whoever asks for them."""
        on_behalf, authority = self.on_behalf_of()
        return {**super().draft(), "on_behalf": on_behalf, "authority": authority}

    def restore(self, fields: dict[str, str]) -> None:
        """Bring a draft's person back."""
        super().restore(fields)
        self.for_other.setChecked(bool(fields.get("on_behalf") or fields.get("authority")))
        self.on_behalf.setText(fields.get("on_behalf", ""))
        self.authority.setText(fields.get("authority", ""))

    # ---- moving ---------------------------------------------------------------------------------------------------------

    def to_search(self) -> None:
        """Look for somebody, from the beginning; what is needed of them is followed."""
        super().to_search()
        self.changed.emit()

    def _to_outsider(self) -> None:
        typed = self.search.text().strip()
        if not any(field.strip() for field in asdict(self.outside.details()).values()):
            digits = sum(ch.isdigit() for ch in typed)
            self.outside.show_details(CustomerDetails("" if digits else typed, typed if digits > _LAST_DIGITS else ""))
        self._clear_error()
        super()._to_outsider()
        self.changed.emit()

    def _follow_other(self, asked_by_other: bool) -> None:
        self._other.setVisible(asked_by_other)
        if asked_by_other:
            self.on_behalf.setFocus()
        self.changed.emit()
