"""The page where a customer is entered or edited, with who may be meant by a number that is known."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.services.customers import CustomerDetails, Customers, DuplicateFound, Edited, ErasedBefore
from desktop.views.customers.form import CustomerForm
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, footer, scrolling


class EntryPage(QWidget):
    """``kept`` carries the customer's id and the change (None for a new customer), ``existing_wanted`` whom she meant."""

    left = Signal()
    kept = Signal(int, object)
    existing_wanted = Signal(int)

    def __init__(self, customers: Customers) -> None:
        super().__init__()
        self._customers = customers
        self.editing: int | None = None
        self.form = CustomerForm()
        self.title = label(_("New customer"), "title")
        self._refusal = column(gap=0)
        back, self.save_button = back_button(), button(_("Save"), "F9", "primary", "save")
        back.clicked.connect(self.left)
        self.save_button.clicked.connect(self.save)
        body = scrolling(box(column(self.title, self._refusal, self.form, None, gap=12, margins=(20, 14, 20, 16))))
        self.setLayout(column((body, 1), footer(back, None, self.save_button), gap=0))

    def start(self, customer_id: int | None, title: str, details: CustomerDetails) -> None:
        """The form for a new customer, or for changing one."""
        self.editing = customer_id
        self.title.setText(title)
        self.form.show_details(details)
        clear(self._refusal)

    def save(self, *, even_if_known: bool = False, new_relationship: bool = False) -> None:
        """Keep the form: a new customer or a change."""
        clear(self._refusal)
        try:
            customer_id, edited = self._keep(even_if_known=even_if_known, new_relationship=new_relationship)
        except DuplicateFound as problem:
            self._show_duplicate(problem, new_relationship=new_relationship)
        except ErasedBefore as problem:
            self._show_erased(problem, even_if_known=even_if_known)
        except FieldErrors as problem:
            self.form.show_errors(problem.errors)
        except UserError as problem:
            self.form.show_errors({problem.field or "name": problem.message})
        else:
            self.kept.emit(customer_id, edited)

    def _keep(self, *, even_if_known: bool, new_relationship: bool) -> tuple[int, Edited | None]:
        details = self.form.details()
        if self.editing is None:
            return self._customers.add(details, even_if_known=even_if_known, new_relationship=new_relationship), None
        edited = self._customers.edit(self.editing, details, even_if_known=even_if_known, new_relationship=new_relationship)
        return self.editing, edited

    def _show_duplicate(self, problem: DuplicateFound, *, new_relationship: bool) -> None:
        self.form.show_errors({problem.field: problem.message})
        existing, other = button(_("Open that customer"), small=True), button(_("Another person, save"), kind="flat", small=True)
        existing.clicked.connect(lambda: self.existing_wanted.emit(problem.existing.id))
        other.clicked.connect(lambda: self.save(even_if_known=True, new_relationship=new_relationship))
        self._refusal.addWidget(banner(problem.message, "soon", existing, other))

    def _show_erased(self, problem: ErasedBefore, *, even_if_known: bool) -> None:
        self.form.show_errors({problem.field: _("Of somebody who was deleted at their own request, see above.")})
        anew = button(_("They came back, enter anew"), small=True)
        anew.clicked.connect(lambda: self.save(even_if_known=even_if_known, new_relationship=True))
        self._refusal.addWidget(banner(problem.message, "soon", anew))
