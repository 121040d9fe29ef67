"""The fields of a customer, for entering and for editing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors
from desktop.i18n import gettext as _
from desktop.services.customers import CustomerDetails, checked_details
from desktop.services.printing import unprintable
from desktop.views.widgets.fields import Area, Field, line_edit
from desktop.views.widgets.layout import column, row, tab_in_order


class CustomerForm(QWidget):
    """Name, phone, email, address, and what tells the customer's benefits apart."""

    def __init__(self, *, with_group: bool = True) -> None:
        super().__init__()
        self.name, self.phone, self.email, self.group = line_edit(), line_edit(), line_edit(), line_edit()
        self.address, self.benefit, self.printed = line_edit(), Area(2), line_edit()
        self.fields = {
            "name": Field(_("Customer's name"), self.name),
            "printed_name": Field(_("Name on paper"), self.printed),
            "phone": Field(_("Phone number"), self.phone, check=self._check("phone")),
            "email": Field(_("Email"), self.email, check=self._check("email")),
            "address": Field(_("Address"), self.address),
            "group_name": Field(_("Group"), self.group, _("Such as: regular, wholesale.")),
            "benefit_note": Field(_("Benefits"), self.benefit, _("What this customer is entitled to.")),
        }
        rows = [
            self.fields["name"],
            self.fields["printed_name"],
            row((column(self.fields["phone"], None), 1), (column(self.fields["email"], None), 1), gap=12),
            self.fields["address"],
            *([self.fields["group_name"], self.fields["benefit_note"]] if with_group else []),
        ]
        if not with_group:
            for name in ("group_name", "benefit_note"):
                self.fields[name].setParent(self)
                self.fields[name].hide()
        self.setLayout(column(*rows, gap=10))
        self.setFocusProxy(self.name)
        self.name.textChanged.connect(self._follow_name)
        self._follow_name()
        tab_in_order(*(field.control for field in self.fields.values()))

    def show_details(self, details: CustomerDetails) -> None:
        """Fill the form."""
        edits = {"name": self.name, "phone": self.phone, "email": self.email, "address": self.address, "group_name": self.group,
                 "printed_name": self.printed}  # fmt: skip
        for field, edit in edits.items():
            edit.setText(getattr(details, field))
        self.benefit.setPlainText(details.benefit_note)
        for shown in self.fields.values():
            shown.clear_error()
        self._follow_name()

    def details(self) -> CustomerDetails:
        """What stands in the form."""
        return CustomerDetails(
            self.name.text(),
            self.phone.text(),
            self.email.text(),
            self.address.text(),
            self.group.text(),
            self.benefit.toPlainText(),
            self.printed.text(),
        )

    def _follow_name(self, _text: str = "") -> None:
        """Room for another name on paper only where the real one cannot print."""
        characters = unprintable(self.name.text())
        field = self.fields["printed_name"]
        field.setVisible(bool(characters or self.printed.text()))
        text = _("Letters cannot show {characters}: write the name as it shall stand on paper.")
        field.set_help(
            text.format(characters=characters) if characters else _("Stands on every paper instead of the name above.")
        )

    def show_errors(self, errors: dict[str, str]) -> None:
        """A sentence under each field that needs one; the cursor goes to the first."""
        for name, sentence in errors.items():
            if name in self.fields:
                self.fields[name].show_error(sentence)
        first = next((name for name in self.fields if name in errors), None)
        if first:
            self.fields[first].control.setFocus()

    def _check(self, name: str) -> Callable[[], None]:
        def check() -> None:
            """Only this field's sentence: the others are not left yet."""
            try:
                checked_details(self.details())
            except FieldErrors as problem:
                if name in problem.errors:
                    self.fields[name].show_error(problem.errors[name])

        return check
