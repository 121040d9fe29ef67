"""Reporting an incident, at night and in two minutes: what, when, which data, how many. All by keys."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import clock_text
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.views.error_dialogs import errors_shown
from desktop.views.incidents.facts import FactsForm
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, footer, scrolling, tab_in_order

DRAFT = "incident"
DRAFT_DELAY = 800
_TYPED = ("subject", "happened", "harm", "measures", "fields", "is_attack")


class ReportPage(QWidget):
    """``reported`` carries the new incident's page, ``left`` when she goes back (the draft stays)."""

    reported = Signal(object)
    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._is_kept = False
        self.facts = FactsForm(services)
        self._draft_note = label("", "help")
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_DELAY)
        self._draft_timer.timeout.connect(self.save_draft)
        self.facts.changed.connect(self._draft_timer.start)
        self.setLayout(column((self._body(), 1), self._foot(), gap=0))
        self.setFocusProxy(self.facts.subject)

    def _body(self) -> QWidget:
        hint = label(
            _("Write what is known now; the rest is added later. The time for telling authorities runs from the notice."),
            "muted",
            wrap=True,
        )
        title = label(_("Report an incident"), "title")
        return scrolling(box(column(title, hint, (self.facts, 1), gap=8, margins=(20, 12, 20, 14))))

    def _foot(self) -> QWidget:
        self.back, self.save_button = back_button(), button(_("Enter the incident"), "F9", "primary", "save")
        self.back.clicked.connect(self.left)
        self.save_button.clicked.connect(self.save)
        return footer(self.back, None, self._draft_note, 4, self.save_button)

    def start(self) -> None:
        """A fresh form; a draft left behind comes back."""
        self.facts.start()
        self._draft_note.setText("")
        draft = self._services.drafts.load(DRAFT)
        self._is_kept = draft is not None
        if draft is not None:
            self.facts.show_texts(draft.fields)
            self._show_draft_time(draft.saved_at)
        tab_in_order(*self.facts.controls, self.save_button, self.back)
        self.facts.subject.setFocus()

    def save(self) -> None:
        """Enter it: number, authorities, clocks; or a sentence at each field that needs one."""
        try:
            page = self._services.incidents.report(self.facts.form())
        except FieldErrors as problem:
            self.facts.show_errors(problem.errors)
        except UserError as problem:
            if not self.facts.show_errors({problem.field or "": problem.message}):
                with errors_shown(self):
                    raise
        else:
            self._draft_timer.stop()
            self._is_kept = False
            self._services.drafts.discard(DRAFT)
            self.facts.start()
            self.reported.emit(page)

    def save_draft(self) -> None:
        """Keep what is written so far; an untouched form is nothing to keep."""
        self._draft_timer.stop()
        texts = self.facts.texts()
        if any(texts[name].strip() for name in _TYPED):
            self._show_draft_time(self._services.drafts.save(DRAFT, texts))
            self._is_kept = True

    def follow_register(self) -> None:
        """A draft that named somebody who was erased is gone, and what was typed goes with it."""
        if self._is_kept and self._services.drafts.load(DRAFT) is None:
            self._draft_timer.stop()
            self.facts.start()
            self._is_kept = False

    def _show_draft_time(self, at: datetime) -> None:
        self._draft_note.setText(_("Draft kept at {time}").format(time=clock_text(at)))
