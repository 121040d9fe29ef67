"""After a correction or an erasure: recipients who still hold the data, a letter to each, ticked off when done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text, ngettext, number_text
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.erasure_papers import NoticeRow
from desktop.services.recipient_tasks import TaskRow
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.labels import label, section
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
        self._panel, self.erased = panel, ErasureNotices(services)
        title = label(_("Recipients to be told"), "title")
        page = box(column(title, note, panel, self.erased, None, gap=10, margins=(20, 14, 20, 16)))
        back = back_button()
        back.clicked.connect(self.left)
        self.setLayout(column((scrolling(page), 1), footer(back, None), gap=0))

    def follow(self) -> None:
        """Read the lists anew."""
        self.erased.follow()
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


class ErasureNotices(QWidget):
    """Recipients who were given data that is erased here by now; who it was about nobody knows any more."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._number: str | None = None
        self._rows = column(gap=0)
        note = label(
            _("Send each recipient the letter with the names that was made before the erasure, and tick off whoever was told."),
            "muted",
            wrap=True,
        )
        panel = frame(column(self._rows, margins=(16, 4, 16, 4)))
        self.setLayout(column(section(_("Data that was erased")), note, panel, gap=8))
        self.hide()

    def follow(self, number: str | None = None) -> None:
        """Read the list anew: all of them, or those of one erasure."""
        self._number = self._number if number is None else number
        clear(self._rows)
        rows = [row for row in self._services.erasure_papers.notices() if self._number in (None, row.number)]
        for place, notice in enumerate(rows):
            if place:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(notice))
        self.setVisible(bool(rows))

    def _row(self, notice: NoticeRow) -> QWidget:
        text = ngettext(
            "Data of {n} customer, erased on {day}, certificate {number}",
            "Data of {n} customers, erased on {day}, certificate {number}",
            notice.people,
        ).format(n=number_text(notice.people), day=day_text(notice.erased_on), number=notice.number)
        made = _("letter {number}").format(number=notice.letter_number) if notice.letter_number else _("no letter was made")
        words = column(label(notice.recipient, "strong"), label(f"{text} · {made}", "muted", wrap=True), gap=0)
        done = button(_("Was told"), icon="check", small=True)
        done.setAccessibleName(_("{recipient} was told").format(recipient=notice.recipient))
        done.clicked.connect(lambda: self._done(notice))
        return box(row((words, 1), done, gap=10, margins=(0, 8, 0, 8)))

    def _done(self, notice: NoticeRow) -> None:
        with errors_shown(self):
            self._services.erasure_papers.mark_told(notice.public_id, self._services.office.today())
        self.follow()
