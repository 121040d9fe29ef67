"""Who complains: a customer found by a few digits, a new one, or an outsider whose data lives in the complaint alone."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails, DuplicateFound, ErasedBefore
from desktop.views.cases.who import OTHER, OUTSIDER, WhoPanel
from desktop.views.customers.form import CustomerForm
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import OptionalDateField
from desktop.views.widgets.fields import Field
from desktop.views.widgets.labels import section
from desktop.views.widgets.layout import box, column, row, tab_in_order


class ComplainantPicker(WhoPanel):
    """``came_back`` when an outsider who was erased at their own request has come back by themselves."""

    came_back = Signal()

    def __init__(self, services: Services) -> None:
        self.new_link = button(_("New customer"), kind="link")
        super().__init__(services, _("Who complains"), _("Not a customer"), self.new_link)
        self.picker.nobody.setText(_("Nobody is called this or has this number. Enter a new customer?"))
        self.form = CustomerForm(with_group=False)
        self.day = OptionalDateField()
        self.day_field = Field(_("Delete on"), self.day)
        self.day_field.name_errors("outsider_delete_on")
        self.anew_button = button(_("They came back, enter anew"), small=True)
        self.anew_button.hide()
        kept = _("This person's data is kept in the complaint only and goes on this day.")
        self._make_pages(kept, self.day_field, others=(self._new_page(),))
        error = row((self._error, 1), self.anew_button, gap=12)
        self.setLayout(column(section(_("Who complains")), self.pages, error, gap=6, margins=(16, 8, 16, 12)))
        self._connect()
        tab_in_order(
            self.search, self.new_link, self.outsider_link, self.found, self.other_link, self.form, self.outside, self.day
        )

    def _new_page(self) -> QWidget:
        self.enter_button = button(_("Enter customer"), small=True)
        return box(column(self.form, row(self._back_link(), None, self.enter_button), gap=8))

    def _connect(self) -> None:
        self.new_link.clicked.connect(self._to_new)
        self.enter_button.clicked.connect(self._enter)
        self.anew_button.clicked.connect(self._enter_anew)

    # ---- state ----------------------------------------------------------------------------------------------------------

    def start(self, customer_id: int | None) -> None:
        """Nobody yet, or this customer."""
        self.form.show_details(CustomerDetails())
        self.day.set_day(None)
        super().start(customer_id)

    def delete_on(self) -> date | None:
        """When an outsider's data goes."""
        return self.day.day() if self.pages.current == OUTSIDER else None

    def show_errors(self, errors: dict[str, str]) -> None:
        """Sentences for who complains."""
        super().show_errors(errors)
        if self.pages.current == OUTSIDER and "outsider_delete_on" in errors:
            self.day_field.show_error(errors["outsider_delete_on"])

    def show_erased(self, problem: ErasedBefore) -> None:
        """Whoever this is was erased at their own request."""
        self.has_error = True
        form = self.outside if self.pages.current == OUTSIDER else self.form
        form.show_errors({problem.field: _("Of somebody who was deleted at their own request, see below.")})
        self._say(problem.message)
        self.anew_button.show()

    def draft(self) -> dict[str, str]:
        """What a draft needs to bring the person back, and the day an outsider's data goes."""
        delete_on = {"delete_on": self.day.written()} if self.outsider() else {}
        return {**super().draft(), **delete_on}

    def restore(self, fields: dict[str, str]) -> None:
        """Bring a draft's person back."""
        super().restore(fields)
        if self.outsider():
            self.day.show_written(fields.get("delete_on", ""))

    # ---- moving ---------------------------------------------------------------------------------------------------------

    def _to_new(self) -> None:
        typed = self.search.text().strip()
        digits = any(ch.isdigit() for ch in typed)
        self.form.show_details(CustomerDetails("" if digits else typed, typed if digits else ""))
        self.pages.show_page(OTHER)
        self.form.name.setFocus()

    def _enter_anew(self) -> None:
        if self.pages.current == OUTSIDER:
            self.came_back.emit()
        else:
            self._enter(new_relationship=True)

    def _enter(self, *, new_relationship: bool = False) -> None:
        """Enter the new customer now, so that the complaint can name them."""
        self._clear_error()
        try:
            self.pick(self._services.customers.add(self.form.details(), new_relationship=new_relationship))
        except ErasedBefore as problem:
            self.show_erased(problem)
        except DuplicateFound as problem:
            self.pick(problem.existing.id)
            self._say(problem.message + " " + _("That customer was chosen."))
        except FieldErrors as problem:
            self.form.show_errors(problem.errors)

    def _clear_error(self) -> None:
        super()._clear_error()
        self.anew_button.hide()
