"""The shop's identity: a form used by the wizard and by the settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.errors import UserError, errors_of
from desktop.i18n import gettext as _
from desktop.services.shop import Identity, check_identity
from desktop.views import theme
from desktop.views.widgets.date_field import OptionalDateField
from desktop.views.widgets.fields import Field, line_edit, named
from desktop.views.widgets.layout import tab_in_order


class IdentityForm(QWidget):
    """All fields of the identity with their sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.day = OptionalDateField()
        self.edits = {
            name: line_edit()
            for name in ("name", "address", "certificate_number", "certificate_issuer", "phone", "email", "owner_name", "place")
        }
        self.fields = named(
            {
                "name": Field(_("Shop name"), self.edits["name"], _("As on the certificate, such as: Hộ kinh doanh Cà phê Mộc.")),
                "owner_name": Field(_("Owner's name"), self.edits["owner_name"], _("Stands under the signature of letters.")),
                "address": Field(_("Address"), self.edits["address"]),
                "place": Field(_("Place on letters"), self.edits["place"], _("The province or city, such as: Lâm Đồng.")),
                "phone": Field(_("Phone"), self.edits["phone"]),
                "email": Field(_("Email"), self.edits["email"], _("Leave empty if there is none.")),
                "certificate_number": Field(_("Business certificate number"), self.edits["certificate_number"]),
                "certificate_issuer": Field(_("Issued by"), self.edits["certificate_issuer"]),
                "certificate_date": Field(_("Issued on"), self.day),
            }
        )
        self.setLayout(self._grid())
        tab_in_order(*(field.control for field in self.fields.values()))

    @property
    def first_control(self) -> QWidget:
        """Where the cursor starts."""
        return self.edits["name"]

    def show_identity(self, identity: Identity) -> None:
        """Fill the form."""
        for name, edit in self.edits.items():
            edit.setText(getattr(identity, name))
        self.day.set_day(identity.certificate_date)

    def identity(self) -> Identity:
        """What stands in the form. Raises UserError for a day that is none."""
        return Identity(**{name: edit.text() for name, edit in self.edits.items()}, certificate_date=self.day.day())

    def owner_name(self) -> str:
        """The owner as typed."""
        return self.edits["owner_name"].text().strip()

    def checked(self) -> Identity:
        """What stands in the form. Raises UserError for what is wrong."""
        identity = self.identity()
        check_identity(identity)
        return identity

    def show_problem(self, problem: UserError) -> None:
        """A sentence under each field that needs one; the cursor goes to the first."""
        errors = errors_of(problem)
        for name, sentence in errors.items():
            self.fields[name].show_error(sentence)
        first = next((name for name in self.fields if name in errors), None)
        if first:
            self.fields[first].control.setFocus()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.current().px(16))
        grid.setVerticalSpacing(theme.current().px(8))
        places = {
            "name": (0, 0, 4), "owner_name": (0, 4, 2), "address": (1, 0, 4), "place": (1, 4, 2), "phone": (2, 0, 2), "email": (2, 2, 4),
            "certificate_number": (3, 0, 2), "certificate_issuer": (3, 2, 2), "certificate_date": (3, 4, 2),
        }  # fmt: skip
        for name, (line, column, span) in places.items():
            grid.addWidget(self.fields[name], line, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        return grid
