"""A small dialog: the title asks the question, the button answers it, a mistake is named beside its field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.views.error_dialogs import open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Field, named
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, row


class FormDialog(QDialog):
    """``act`` does it; a UserError keeps the dialog open with its sentence."""

    def __init__(
        self, owner: QWidget, title: str, action: str, fields: dict[str, Field], act: Callable[[], None], note: str = ""
    ) -> None:
        super().__init__(owner)
        self.setWindowTitle("Giữ Lời")
        self.fields = named(fields)
        self._act = act
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self.action_button = button(action, "F9", "primary")
        self.action_button.clicked.connect(self.try_it)
        leave = button(_("Leave it"), "Esc")
        leave.clicked.connect(self.reject)
        notes = [label(note, "muted", wrap=True)] if note else []
        parts = (
            label(title, "title", wrap=True),
            *notes,
            *fields.values(),
            self._problem,
            4,
            row(None, leave, self.action_button, gap=10),
        )
        content = box(column(*parts, gap=12))
        content.setMinimumWidth(440)
        self.setLayout(column(content, margins=(24, 20, 24, 18)))

    def start(self) -> FormDialog:
        """Show it over its owner."""
        open_modally(self)
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.control.setFocus()
        return self

    def try_it(self) -> None:
        """Do it, or say what is wrong."""
        try:
            self._act()
        except UserError as problem:
            self._show(problem)
        else:
            self.accept()

    def _show(self, problem: UserError) -> None:
        if problem.field in self.fields:
            self.fields[problem.field].show_error(problem.message)
            self.fields[problem.field].control.setFocus()
            return
        self._problem.setText(problem.message)
        self._problem.show()
