"""Who complains: a customer found by a few digits, a new one, or an outsider whose data lives in the complaint alone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails, DuplicateFound, ErasedBefore
from desktop.views import theme
from desktop.views.customers.form import CustomerForm
from desktop.views.customers.picker import CustomerPicker
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import DateField, Field
from desktop.views.widgets.labels import glyph, label, section
from desktop.views.widgets.layout import box, column, row, tab_in_order
from desktop.views.widgets.pages import Pages

_SEARCH, _CHOSEN, _NEW, _OUTSIDER = range(4)


class ComplainantPicker(QFrame):
    """``picked`` when somebody was chosen, ``changed`` at each edit, ``came_back`` when an outsider who was erased at their own
    request has come back by themselves."""

    picked = Signal()
    changed = Signal()
    came_back = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._services = services
        self.customer_id: int | None = None
        self.has_error = False
        self.new_link = button(_("New customer"), kind="link")
        self.outsider_link = button(_("Not a customer"), kind="link")
        self.picker = CustomerPicker(services, _("Who complains"), self.new_link, self.outsider_link, keeps=True)
        self.picker.nobody.setText(_("Nobody is called this or has this number. Enter a new customer?"))
        self.search, self.found = self.picker.search, self.picker.found
        self.found.setFixedHeight(theme.current().px(126))
        self.form, self.outside = CustomerForm(with_group=False), CustomerForm(with_group=False)
        self.day = DateField(None, optional=True)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.anew_button = button(_("They came back, enter anew"), small=True)
        self.anew_button.clicked.connect(self._enter_anew)
        self.anew_button.hide()
        self.pages = Pages((self.picker, self._chosen_page(), self._new_page(), self._outsider_page()))
        self.setLayout(
            column(
                section(_("Who complains")),
                self.pages,
                row((self._error, 1), self.anew_button, gap=12),
                gap=6,
                margins=(16, 8, 16, 12),
            )
        )
        self._connect()
        self.setFocusProxy(self.search)
        tab_in_order(
            self.search, self.new_link, self.outsider_link, self.found, self.other_link, self.form, self.outside, self.day
        )

    # ---- building -------------------------------------------------------------------------------------------------------

    def _chosen_page(self) -> QWidget:
        self.chosen_name, self.chosen_detail = label("", "strong"), label("", "muted", wrap=True)
        self.other_link = button(_("Somebody else"), kind="link")
        words = column(self.chosen_name, self.chosen_detail, gap=0)
        return box(row(glyph("people", "accent", 24), (words, 1), self.other_link, gap=12))

    def _new_page(self) -> QWidget:
        self.enter_button, back = button(_("Enter customer"), small=True), button(_("Search instead"), kind="link")
        back.clicked.connect(self._to_search)
        return box(column(self.form, row(back, None, self.enter_button), gap=8))

    def _outsider_page(self) -> QWidget:
        back = button(_("Search instead"), kind="link")
        back.clicked.connect(self._to_search)
        self.day_field = Field(_("Delete on"), self.day)
        note = _("This person's data is kept in the complaint only and goes on this day.")
        return box(column(self.outside, row(self.day_field, (label(note, "help", wrap=True), 1), back, gap=12), gap=8))

    def _connect(self) -> None:
        self.picker.picked.connect(self.pick)
        self.new_link.clicked.connect(self._to_new)
        self.outsider_link.clicked.connect(self._to_outsider)
        self.other_link.clicked.connect(self._to_search)
        self.enter_button.clicked.connect(self._enter)

    # ---- state ----------------------------------------------------------------------------------------------------------

    def start(self, customer_id: int | None) -> None:
        """Nobody yet, or this customer."""
        self.search.clear()
        for form in (self.form, self.outside):
            form.show_details(CustomerDetails())
        self.day.set_day(None)
        self._clear_error()
        if customer_id is None:
            self._to_search()
        else:
            self.pick(customer_id)

    def pick(self, customer_id: int) -> None:
        """This customer complains."""
        try:
            page = self._services.customers.page(customer_id)
        except UserError:
            self._to_search()
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
        """The outsider's details, when it is one."""
        return self.outside.details() if self.pages.current == _OUTSIDER else None

    def delete_on(self) -> date | None:
        """When the outsider's data goes."""
        return self.day.day()

    def show_errors(self, errors: dict[str, str]) -> None:
        """Sentences for who complains."""
        self._clear_error()
        self.has_error = "who" in errors or any(name in errors for name in ("name", "phone", "email", "address"))
        if "who" in errors:
            self._error.setText(errors["who"])
            self._error.show()
            self.search.setFocus()
        if self.pages.current == _OUTSIDER:
            self.outside.show_errors(errors)
            if "outsider_delete_on" in errors:
                self.day_field.show_error(errors["outsider_delete_on"])

    def show_erased(self, problem: ErasedBefore) -> None:
        """Whoever this is was erased at their own request."""
        self.has_error = True
        form = self.outside if self.pages.current == _OUTSIDER else self.form
        form.show_errors({problem.field: _("Of somebody who was deleted at their own request, see below.")})
        self._error.setText(problem.message)
        self._error.show()
        self.anew_button.show()

    def draft(self) -> dict[str, str]:
        """What a draft needs of an outsider."""
        details = self.outsider()
        if details is None:
            return {}
        day = self.day.day()
        return {"outsider": "yes", "delete_on": day.isoformat() if day else "", **asdict(details)}

    def restore(self, fields: dict[str, str]) -> None:
        """Bring a draft's person back."""
        if fields.get("customer"):
            self.pick(int(fields["customer"]))
        elif fields.get("outsider"):
            self._to_outsider()
            self.outside.show_details(CustomerDetails(**{name: fields.get(name, "") for name in asdict(CustomerDetails())}))
            self.day.set_day(date.fromisoformat(fields["delete_on"]) if fields.get("delete_on") else None)

    # ---- moving ---------------------------------------------------------------------------------------------------------

    def _to_search(self) -> None:
        self.customer_id = None
        self._clear_error()
        self.pages.show_page(_SEARCH)
        self.picker.follow()
        self.search.setFocus()

    def _to_new(self) -> None:
        typed = self.search.text().strip()
        digits = any(ch.isdigit() for ch in typed)
        self.form.show_details(CustomerDetails("" if digits else typed, typed if digits else ""))
        self.pages.show_page(_NEW)
        self.form.name.setFocus()

    def _to_outsider(self) -> None:
        self.customer_id = None
        self.pages.show_page(_OUTSIDER)
        self.outside.name.setFocus()

    def _enter_anew(self) -> None:
        if self.pages.current == _OUTSIDER:
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
            self._error.setText(problem.message + " " + _("That customer was chosen."))
            self._error.show()
        except FieldErrors as problem:
            self.form.show_errors(problem.errors)

    def _clear_error(self) -> None:
        self.has_error = False
        self._error.hide()
        self.anew_button.hide()
