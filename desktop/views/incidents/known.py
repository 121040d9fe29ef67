"""What is known about an incident by now, why it happened and what the shop learned; under it what was done, step by step."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import clock_text
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.incident_views import IncidentForm, IncidentPage
from desktop.views.incidents.facts import FactsForm
from desktop.views.incidents.history import History
from desktop.views.incidents.report import DRAFT, DRAFT_DELAY
from desktop.views.widgets.fields import Area, Field
from desktop.views.widgets.labels import section
from desktop.views.widgets.layout import box, column, frame, row, scrolling

_EXPLAINED = ("cause", "lesson", "nobody_told")


class KnownPage(QWidget):
    """``noted`` carries what the footer says about draft and saving."""

    noted = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: IncidentPage | None = None
        self._shown: IncidentForm | None = None
        self._filling = False
        self._has_changed = False
        self.facts, self.history = FactsForm(services), History()
        self.areas = {name: Area(2) for name in _EXPLAINED}
        captions = {
            "cause": _("Cause"),
            "lesson": _("What the shop has learned"),
            "nobody_told": _("Why customers need not be told"),
        }
        helps = {"nobody_told": _("Left empty where they are told.")}
        self.fields = {name: Field(captions[name], area, helps.get(name, "")) for name, area in self.areas.items()}
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_DELAY)
        self._draft_timer.timeout.connect(self.save_draft)
        self.facts.changed.connect(self._note_change)
        for area in self.areas.values():
            area.textChanged.connect(self._note_change)
        explained = frame(column(section(_("Afterwards")), row(*self._fields(), gap=12), gap=6, margins=(16, 6, 16, 12)))
        steps = frame(
            column(box(column(section(_("History")), margins=(16, 4, 16, 0))), self.history, gap=0, margins=(0, 0, 0, 6))
        )
        content = box(column(self.facts, explained, steps, None, gap=12, margins=(20, 10, 20, 14)))
        self.setLayout(column(scrolling(content), gap=0))
        self.setFocusProxy(self.facts.subject)

    def _fields(self) -> list[tuple[QWidget, int]]:
        return [(field, 1) for field in self.fields.values()]

    @property
    def controls(self) -> list[QWidget]:
        """As they are read."""
        return [*self.facts.controls, *self.areas.values(), self.history]

    # ---- showing --------------------------------------------------------------------------------------------------------

    def open(self, page: IncidentPage) -> None:
        """Another incident; a draft left behind comes back into its fields."""
        self._page = page
        self._fill(page.form)
        draft = self._services.drafts.load(self._key) if page.row.is_open else None
        if draft is not None:
            self._show_texts(draft.fields)
            self._has_changed = True
            self.noted.emit(_("Draft kept at {time}").format(time=clock_text(draft.saved_at)))
        self.follow(page)

    def follow(self, page: IncidentPage) -> None:
        """The incident changed; what is being typed stays."""
        self._page = page
        if page.form != self._shown and not self._has_changed:
            self._fill(page.form)
        names = {person.public_id: person.name for person in self._services.shop.staff()}
        self.history.show_steps(page.steps, names)
        for control in (*self.facts.controls, *self.areas.values()):
            control.setEnabled(page.row.is_open)
        if page.row.is_open:
            self.facts.happened_at.setEnabled(not self.facts.is_unknown.isChecked())

    def _fill(self, form: IncidentForm) -> None:
        self._filling = True
        self.facts.show_form(form)
        for name, area in self.areas.items():
            area.setPlainText(getattr(form, name))
            self.fields[name].clear_error()
        self._shown, self._has_changed = form, False
        self._filling = False

    def _show_texts(self, texts: dict[str, str]) -> None:
        self._filling = True
        self.facts.show_texts(texts)
        for name, area in self.areas.items():
            area.setPlainText(texts[name])
        self._filling = False

    # ---- keeping --------------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep what is written; False when something is wrong, which stands beside its field."""
        if self._page is None or not self._page.row.is_open:
            return True
        try:
            texts = {name: area.toPlainText() for name, area in self.areas.items()}
            form = replace(self.facts.form(), **texts)
            self._services.incidents.save(self._page.row.id, form)
        except FieldErrors as problem:
            return self.show_errors(problem.errors)
        except UserError as problem:
            if not problem.field:
                raise
            return self.show_errors({problem.field: problem.message})
        self._drop_draft()
        self._shown = self._services.incidents.page(self._page.row.id).form  # as it was tidied; the cursor stays where it is
        self.noted.emit(_("Saved at {time}").format(time=clock_text(self._services.office.now())))
        return True

    def save_if_changed(self) -> bool:
        """Before a letter is made or the incident closed: both read what was saved."""
        return not self._has_changed or self.save()

    def show_errors(self, errors: dict[str, str]) -> bool:
        """A sentence beside each field; always False."""
        if not self.facts.show_errors(errors):
            for name in [name for name in self.fields if name in errors][:1]:
                self.areas[name].setFocus()
        for name in self.fields:
            if name in errors:
                self.fields[name].show_error(errors[name])
        return False

    @property
    def _key(self) -> str:
        assert self._page is not None
        return f"{DRAFT}.{self._page.public_id}"

    def save_draft(self) -> None:
        """Keep what is written without entering it."""
        self._draft_timer.stop()
        if self._page is None or not self._page.row.is_open or not self._has_changed:
            return
        texts = self.facts.texts() | {name: area.toPlainText() for name, area in self.areas.items()}
        at = self._services.drafts.save(self._key, texts)
        self.noted.emit(_("Draft kept at {time}").format(time=clock_text(at)))

    def flush_draft(self) -> None:
        """Leaving the page: what was typed within the last second is kept too."""
        if self._draft_timer.isActive():
            self.save_draft()

    def _drop_draft(self) -> None:
        self._draft_timer.stop()
        self._has_changed = False
        self._services.drafts.discard(self._key)

    def _note_change(self) -> None:
        if not self._filling and self._page is not None:
            self._has_changed = True
            self._draft_timer.start()
