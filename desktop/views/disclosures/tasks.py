"""After a correction or deletion: recipients who still hold the old data, a letter to each, ticked off when done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.recipient_tasks import TaskRow
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, clear, column, footer, frame, line, row, scrolling
from desktop.views.widgets.papers import PaperActions


class TasksPage(QWidget):
    """``left`` on the way back."""

    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.papers = PaperActions(self)
        self._rows = column(gap=0)
        panel = frame(column(self._rows, margins=(16, 4, 16, 4)))
        note = label(
            _("The customer's data changed after it was given. Ask each recipient to correct or delete it."), "muted", wrap=True
        )
        page = box(column(label(_("Recipients to be told"), "title"), note, panel, None, gap=10, margins=(20, 14, 20, 16)))
        back = back_button()
        back.clicked.connect(self.left)
        self.setLayout(column((scrolling(page), 1), footer(back, None), gap=0))

    def follow(self) -> None:
        """Read the list anew."""
        clear(self._rows)
        names = {field.code: field.name.lower() for field in self._services.recipients.field_names()}
        rows = self._services.recipient_tasks.open_rows()
        for place, task in enumerate(rows):
            if place:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(task, ", ".join(names.get(code, code) for code in task.fields)))
        if not rows:
            self._rows.addLayout(column(label(_("Every recipient was told."), "muted"), margins=(0, 12, 0, 12)))

    def _row(self, task: TaskRow, fields: str) -> QWidget:
        text = _("{fields} of {customer}, changed on {day}").format(
            fields=fields, customer=task.customer, day=day_text(task.since)
        )
        words = column(label(task.recipient, "strong"), label(text[:1].upper() + text[1:], "muted", wrap=True), gap=0)
        letter, done = button(_("Make the letter"), icon="doc", small=True), button(_("Done"), icon="check", small=True)
        letter.clicked.connect(lambda: self._letter(task))
        done.clicked.connect(lambda: self._done(task))
        return box(row((words, 1), letter, done, gap=10, margins=(0, 8, 0, 8)))

    def _letter(self, task: TaskRow) -> None:
        self.papers.show(task.recipient, _("letter"), lambda: self._services.recipient_tasks.letter(task.public_id))

    def _done(self, task: TaskRow) -> None:
        with errors_shown(self):
            self._services.recipient_tasks.mark_told(task.public_id, self._services.office.today())
        self.follow()
