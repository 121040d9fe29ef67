"""Correcting: the details as they should be, old and new beside each other, who must be told, and whom the new number belongs to."""

from __future__ import annotations

import json
from dataclasses import asdict

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails, DuplicateFound, ErasedBefore
from desktop.services.request_views import RequestPage
from desktop.services.request_work import Change, field_names
from desktop.views import theme
from desktop.views.customers.form import CustomerForm
from desktop.views.requests.work import Work
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import clear, column, frame, line

_TABLE_DELAY = 250


class CorrectWork(Work):
    """``customer_opened`` carries whom the new phone or email belongs to already."""

    customer_opened = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.finish_text, self.print_text = _("Correct"), _("Correct and print letter")
        self.form = CustomerForm(with_group=False)
        self._refusal, self._table = column(gap=0), column(gap=4)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TABLE_DELAY)
        self._timer.timeout.connect(self.show_changes)
        self._filling = False
        for edit in (self.form.name, self.form.phone, self.form.email, self.form.address):
            edit.textChanged.connect(self._note_change)
        self.setLayout(column(self._refusal, self.form, self._table, None, gap=8))
        self.setFocusProxy(self.form)

    def show_page(self, page: RequestPage) -> None:
        """The details as the customer wants them."""
        is_other = self._page is None or self._page.row.id != page.row.id
        super().show_page(page)
        if is_other:
            clear(self._refusal)
            self._fill(self._services.request_work.wanted(page.row.id))
        self.show_changes()

    def finish(self) -> bool:
        """Put it right."""
        return self.correct()

    def correct(self, *, even_if_known: bool = False, new_relationship: bool = False) -> bool:
        """Put it right; False where something stands against it, which is said."""
        clear(self._refusal)
        told_otherwise = {"even_if_known": even_if_known, "new_relationship": new_relationship}
        try:
            self._services.request_work.correct(self.page.row.id, self.form.details(), **told_otherwise)
        except DuplicateFound as problem:
            self._show_duplicate(problem, new_relationship=new_relationship)
        except ErasedBefore as problem:
            self._show_erased(problem, even_if_known=even_if_known)
        except FieldErrors as problem:
            self.form.show_errors(problem.errors)
        except UserError as problem:
            self._show_problem(problem)
        else:
            self.finished.emit(_("Corrected."))
            return True
        return False

    def show_changes(self) -> None:
        """Old and new, and who was given the old."""
        clear(self._table)
        if self._page is None:
            return
        try:
            changes = self._services.request_work.changes(self._page.row.id, self.form.details())
        except UserError:
            return  # the field says it when she leaves it
        if not changes:
            self._table.addWidget(label(_("Nothing differs from what is kept already."), "muted", wrap=True))
            return
        self._table.addWidget(_table(changes))

    def draft(self) -> dict[str, str]:
        """The details as they are typed."""
        return {"details": json.dumps(asdict(self.form.details()), ensure_ascii=False)}

    def restore(self, draft: dict[str, str]) -> None:
        """The details as they stood."""
        if draft.get("details"):
            self._fill(CustomerDetails(**json.loads(draft["details"])))
            self.show_changes()

    def forget(self) -> None:
        """An empty form."""
        super().forget()
        self._timer.stop()
        clear(self._refusal)
        self._fill(CustomerDetails())
        self.show_changes()

    def _fill(self, details: CustomerDetails) -> None:
        self._filling = True
        self.form.show_details(details)
        for edit in (self.form.name, self.form.email, self.form.address):
            edit.setCursorPosition(0)  # a long one is read from its beginning
        self._filling = False

    def _note_change(self) -> None:
        if not self._filling:
            self._timer.start()
            self.changed.emit()

    def _show_erased(self, problem: ErasedBefore, *, even_if_known: bool) -> None:
        self.form.show_errors({problem.field: _("Of somebody who was deleted at their own request, see above.")})
        anew = button(_("They came back, enter anew"), small=True)
        anew.clicked.connect(lambda: self.correct(even_if_known=even_if_known, new_relationship=True))
        self._refusal.addWidget(banner(problem.message, "soon", anew))

    def _show_duplicate(self, problem: DuplicateFound, *, new_relationship: bool) -> None:
        existing, other = (
            button(_("Open that customer"), small=True),
            button(_("Another person, correct"), kind="flat", small=True),
        )
        existing.clicked.connect(lambda: self.customer_opened.emit(problem.existing.id))
        other.clicked.connect(lambda: self.correct(even_if_known=True, new_relationship=new_relationship))
        known = " · ".join(text for text in (problem.existing.name, problem.existing.phone, problem.existing.address) if text)
        self.form.show_errors({problem.field: problem.message})
        self._refusal.addWidget(banner(f"{problem.message} {known}", "soon", existing, other))

    def _show_problem(self, problem: UserError) -> None:
        if problem.field in self.form.fields:
            self.form.show_errors({problem.field: problem.message})
        else:
            self._refusal.addWidget(banner(problem.message, "late"))


def _table(changes: list[Change]) -> QWidget:
    """Old and new share the room, each change on a line of its own."""
    px, grid = theme.current().px, QGridLayout()
    grid.setContentsMargins(px(12), px(4), px(12), px(4))
    grid.setHorizontalSpacing(px(14))
    grid.setVerticalSpacing(px(4))
    for place, share in enumerate((0, 5, 5, 4)):
        grid.setColumnStretch(place, share)
    heads = (_("Data"), _("As it is"), _("As it will be"), _("To be told"))
    cells = [[label(head, "help") for head in heads], *(_cells(change) for change in changes)]
    for place, cell_row in enumerate(cells):
        if place:
            grid.addWidget(line(), 2 * place - 1, 0, 1, len(heads))
        for column_of, cell in enumerate(cell_row):
            grid.addWidget(cell, 2 * place, column_of)
    return frame(grid, "card")


def _cells(change: Change) -> list[QWidget]:
    told = ", ".join(change.told) or "–"
    before, after = (_shown(change.field, value) for value in (change.before, change.after))
    cells = (label(before, wrap=True), label(after, "strong", wrap=True), label(told, wrap=True))
    return [label(field_names()[change.field], "muted"), *cells]


def _shown(field: str, value: str) -> str:
    """A phone in groups that stay together."""
    return (CustomerDetails(phone=value).shown_phone.replace(" ", "\u00a0") if field == "phone" else value) or "–"
