"""Settings, log: who did what and when, whether the log is whole, and what an inspector is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.all_services import Services
from desktop.services.audit_chain import HeadMatch, LogCheck
from desktop.services.audit_history import HistoryFilter, HistoryPage
from desktop.services.audit_words import Area, area_name
from desktop.services.dossier import DossierMade
from desktop.services.dossier_registers import Personal
from desktop.services.progress import Cancelled, Progress
from desktop.views import theme
from desktop.views.background import Work, run_with_progress
from desktop.views.error_dialogs import errors_shown
from desktop.views.settings.audit_dossier import ask_for_dossier
from desktop.views.settings.audit_table import HistoryTable
from desktop.views.settings.parts import SettingsSubject
from desktop.views.start.running import progress_bar, show_step
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import OptionalDateField
from desktop.views.widgets.fields import Choice, Field, line_edit
from desktop.views.widgets.labels import banner, label, section
from desktop.views.widgets.layout import box, clear, column, frame, line, row, tab_in_order
from desktop.views.widgets.save_dialog import PDF, ask_where_to_save

CSV, ZIP = "CSV (*.csv)", "ZIP (*.zip)"
_PAUSE = 250  # ms: she has stopped typing
_INSIDE, _MOST = (16, 10, 16, 12), 50  # the table takes what the page has left


class AuditPage(SettingsSubject):
    """Everything here reads off the window's thread; one long piece of work runs at a time."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            _("Log"),
            _(
                "Every change stands here for good, with who made it. No entry holds a customer's data, and none can be changed unseen."
            ),
        )
        self._services = services
        self._work: Work | None = None
        self._search: Work | None = None
        self._older_than: int | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE)
        self._typing.timeout.connect(self.show_newest)
        self._answer = column(gap=0)
        self.build(self._tools(), self.problem, self._answer, self._running(), (self._history(), _MOST))
        tab_in_order(self.verify_button, self.head, self.compare_button, self.dossier_button, self.since, self.until, self.who,
                     self.area, self.number, self.older_button, self.export_button, self.table)  # fmt: skip

    # ---- building -------------------------------------------------------------------------------------------------------

    def _tools(self) -> QFrame:
        self.verify_button = button(_("Check the log"), icon="ok")
        self.verify_button.clicked.connect(self.verify)
        self.head = line_edit(most=200)
        self.head_field = Field(_("Log entry printed on a paper"), self.head)
        self.head.returnPressed.connect(self.compare)
        self.compare_button = button(_("Compare"), icon="search")
        self.compare_button.clicked.connect(self.compare)
        self.dossier_button = button(_("Inspector's dossier"), icon="folder")
        self.dossier_button.clicked.connect(self._ask_for_dossier)
        comparing = row((self.head_field, 1), _low(self.compare_button), gap=8)
        parts = (_low(self.verify_button), line(vertical=True), (comparing, 1), line(vertical=True), _low(self.dossier_button))
        return frame(row(*parts, gap=16, margins=_INSIDE))

    def _running(self) -> QWidget:
        self.doing = label("", "muted")
        self.bar = progress_bar(_("Log"))
        self.stop_button = button(_("Stop"), icon="close", small=True)
        self.stop_button.clicked.connect(lambda: self._work and self._work.cancel())
        self._run_row = box(row(self.doing, (self.bar, 1), self.stop_button, gap=12))
        self._run_row.hide()
        return self._run_row

    def _history(self) -> QFrame:
        self.since, self.until = OptionalDateField(), OptionalDateField()
        self.who, self.number = Choice((_("Everybody"), "")), line_edit(most=200)
        self.area = Choice((_("Everything"), None), *((area_name(area), area) for area in Area))
        self.until_field = Field(_("Until"), self.until)
        self.number_field = Field(_("Number of entry or paper"), self.number)
        who, about = Field(_("Who"), self.who), Field(_("About"), self.area)
        first = row(Field(_("From"), self.since), self.until_field, (who, 1), (about, 1), gap=12)
        self._filters = row((first, 3), (self.number_field, 1), gap=12)
        self.table = HistoryTable()
        self.table.setMinimumHeight(theme.current().px(196))
        self.count = label("", "muted")
        self.export_button = button(_("Export"), icon="save", small=True)
        self.export_button.clicked.connect(self._ask_where_to_export)
        self.older_button = button(_("Show older entries"), icon="down", small=True)
        self.older_button.clicked.connect(self.show_older)
        for control in (self.since, self.until):
            control.dayChanged.connect(self._typing.start)
        for choice in (self.who, self.area):
            choice.currentIndexChanged.connect(self._typing.start)
        self.number.textChanged.connect(self._typing.start)
        head = section(_("What was done"), self.count, self.older_button, self.export_button)
        inner = column(head, self._filters, gap=6, margins=_INSIDE)
        return frame(column(inner, (self.table, 1), gap=0, margins=(0, 0, 0, 6)))

    def stack_panels(self, *, narrow: bool) -> None:
        """The number under the other filters."""
        self._filters.setDirection(self._filters.Direction.TopToBottom if narrow else self._filters.Direction.LeftToRight)

    # ---- reading --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The newest entries, for everybody."""
        people = self._services.audit.people()
        chosen = self.who.value()
        self.who.blockSignals(True)
        self.who.set_choices((_("Everybody"), ""), *((one.name, one.actor) for one in people))
        self.who.choose(chosen)
        self.who.blockSignals(False)
        self.show_newest()

    def show_newest(self) -> None:
        """The newest entries that fit the filters."""
        self._typing.stop()
        for field in (self.until_field, self.number_field):
            field.clear_error()
        self._look(None, self._show)

    def show_older(self) -> None:
        """The entries after the last one shown."""
        self._look(self._older_than, self._add)

    def wanted(self) -> HistoryFilter:
        """What the filters say."""
        area, actor = self.area.value(), self.who.value()
        return HistoryFilter(
            self.since.seen(), self.until.seen(), str(actor), area if isinstance(area, Area) else None, self.number.text()
        )

    def _look(self, older_than: int | None, show: Callable[[HistoryPage], None]) -> None:
        if self._search is not None:
            self._search.forget()
            self._search.cancel()
        self.older_button.setEnabled(False)
        audit, wanted = self._services.audit, self.wanted()
        self._search = run_with_progress(
            self, lambda progress: audit.page(wanted, older_than, progress), lambda _done, _all: None, show, self._not_found
        )

    def _show(self, page: HistoryPage) -> None:
        self.table.rows.show_entries(page.rows)
        self.table.scrollToTop()
        self._tell_more(page)

    def _add(self, page: HistoryPage) -> None:
        self.table.rows.add(page.rows)
        self._tell_more(page)

    def _tell_more(self, page: HistoryPage) -> None:
        shown, self._older_than = len(self.table.rows.entries), page.older_than
        count = ngettext("{n} entry", "{n} entries", shown) if page.older_than is None else _("the newest {n} entries")
        self.count.setText(count.format(n=number_text(shown)) if shown else _("No entry fits."))
        self.older_button.setEnabled(page.older_than is not None)

    def _not_found(self, problem: Exception) -> None:
        if isinstance(problem, UserError):
            field = self.until_field if problem.field == "until" else self.number_field
            field.show_error(problem.message)
        elif not isinstance(problem, Cancelled):
            raise problem

    # ---- checking -------------------------------------------------------------------------------------------------------

    def verify(self) -> None:
        """Follow the chain to its end."""
        self._start(_("Checking the log…"), self._services.audit.verify, self._show_verdict)

    def _show_verdict(self, check: LogCheck) -> None:
        self._say(check.sentence(), is_good=check.is_whole)

    def compare(self) -> None:
        """Whether the head in the box is still in the log."""
        clear(self._answer)
        try:
            found = self._services.audit.compare(self.head.text())
        except UserError as problem:
            self.head_field.show_error(problem.message)
        else:
            self._say(found.sentence(), is_good=found.match is HeadMatch.FITS)

    # ---- giving out -----------------------------------------------------------------------------------------------------

    def _ask_where_to_export(self) -> None:
        name = _("log-{day}").format(day=f"{self._services.office.today():%Y-%m-%d}")
        if path := ask_where_to_save(self, _("Export the log"), f"{name}.csv", f"{CSV};;{PDF}"):
            self.export(Path(path))

    def export(self, path: Path) -> None:
        """What the filters let through, into a file."""
        audit, wanted = self._services.audit, self.wanted()
        self._start(_("Writing the file…"), lambda progress: audit.export(wanted, path, progress), self._tell_exported)

    def _tell_exported(self, count: int) -> None:
        text = ngettext("{n} entry written to the file.", "{n} entries written to the file.", count)
        self.count.setText(text.format(n=number_text(count)))

    def _ask_for_dossier(self) -> None:
        self.dossier_dialog = ask_for_dossier(self, self._ask_where_to_give)

    def _ask_where_to_give(self, ticked: frozenset[Personal]) -> None:
        name = _("dossier-{day}").format(day=f"{self._services.office.today():%Y-%m-%d}")
        if path := ask_where_to_save(self, _("Save the dossier"), f"{name}.zip", ZIP):
            self.make_dossier(Path(path), ticked)

    def make_dossier(self, path: Path, ticked: frozenset[Personal]) -> None:
        """Everything an inspector is given, in one file."""
        dossier, name = self._services.dossier, path.name
        work: Callable[[Progress], DossierMade] = lambda progress: dossier.make(path, ticked, progress)  # noqa: E731
        self._start(_("Making the dossier…"), work, lambda made: self._tell_made(name, made))

    def _tell_made(self, name: str, made: DossierMade) -> None:
        self.show_newest()
        if made.first_broken is None:
            text = _("{file} is made: {rows} rows of registers, {n} entries of the log. The file is not encrypted.")
            self._say(text.format(file=name, rows=number_text(made.rows), n=number_text(made.entries)), is_good=True)
        else:
            text = _("{file} is made, but the log in it is not whole from entry {n} on: the inspector's check will say so.")
            self._say(text.format(file=name, n=number_text(made.first_broken)), is_good=False)

    # ---- long work ------------------------------------------------------------------------------------------------------

    def _start(self, doing: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        with errors_shown(self):
            self.problem.hide()
            clear(self._answer)
            self._show_running(doing)
            self._work = run_with_progress(
                self,
                work,
                lambda step, every: show_step(self.bar, step, every),
                lambda result: self._end(done, result),
                self._failed,
            )

    def _end(self, done: Callable[[Any], None], result: Any) -> None:
        self._show_running("")
        done(result)

    def _failed(self, problem: Exception) -> None:
        self._show_running("")
        if isinstance(problem, UserError):
            self.tell_problem(problem.message)
        elif not isinstance(problem, Cancelled):
            raise problem

    def _show_running(self, doing: str) -> None:
        self.doing.setText(doing)
        self.bar.setRange(0, 0)
        self._run_row.setVisible(bool(doing))
        for control in (self.verify_button, self.compare_button, self.dossier_button, self.export_button):
            control.setEnabled(not doing)

    def _say(self, sentence: str, *, is_good: bool) -> None:
        """What was found out."""
        clear(self._answer)
        self._answer.addWidget(banner(sentence, "ok" if is_good else "late"))


def _low(control: QWidget) -> QLayout:
    """At the height of the field beside it, whose label stands above it."""
    return column(label("", "label"), control, None, gap=4)
