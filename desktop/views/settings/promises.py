"""Settings, promises: each clause of the policy, the setting that keeps it, the proof, and how it stands; above it what customers read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import number_text
from desktop.services.all_services import Services
from desktop.services.promise_verdicts import ClauseState
from desktop.services.promises import ClauseRow
from desktop.views.background import run_in_background
from desktop.views.settings.clause_row import ClauseLine
from desktop.views.settings.parts import SettingsSubject
from desktop.views.settings.published import PublishedPanel
from desktop.views.settings.published_text import PastedPanel
from desktop.views.settings.versions import VersionsPanel
from desktop.views.widgets.buttons import KeyButton, button
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import ChipText, chip, label
from desktop.views.widgets.layout import box, clear, column, frame, line, row

_ALL, _TO_DO, _BY_EYE = "all", "to_do", "by_eye"
_TO_DO_STATES = (ClauseState.RED, ClauseState.AMBER)


class PromisesPage(SettingsSubject):
    """``link_wanted`` carries the key of the page behind a setting or a proof: ``settings.policy``, ``complaints`` …"""

    link_wanted = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__(_("Promises"), _("What your policy promises, the setting that keeps it, and the records that prove it."))
        self._services = services
        self._rows: list[ClauseRow] = []
        self._is_narrow = False
        self.lines: dict[str, ClauseLine] = {}
        self.shown = Choice((_("All clauses"), _ALL), (_("To be done"), _TO_DO), (_("To look after yourself"), _BY_EYE))
        self.shown.setAccessibleName(_("Which clauses"))
        self.shown.currentIndexChanged.connect(self._show_rows)
        self._counts, self._list = row(gap=8), column(gap=0)
        self.panels: dict[str, QWidget] = {}
        self._tools = column(gap=0)
        self._open_tool = ""
        head = row(self._counts, None, self.shown, gap=8)
        self.checking = label("", "muted")
        self.build(self._buttons(), self._tools, head, self.checking, frame(column(self._list, margins=(16, 4, 16, 4))))

    def _buttons(self) -> QVBoxLayout:
        self.published_button = self._tool_button(_("Published policy"), "doc", PublishedPanel)
        self.pasted_button = self._tool_button(_("Compare with my web page"), "clip", PastedPanel)
        self.versions_button = self._tool_button(_("Compare versions"), "history", VersionsPanel)
        return column(row(self.published_button, self.pasted_button, self.versions_button, None, gap=10))

    def _tool_button(self, text: str, icon: str, make: Callable[[Services], QWidget]) -> KeyButton:
        pressed = button(text, icon=icon)
        pressed.clicked.connect(partial(self._toggle_tool, text, make))
        return pressed

    def _toggle_tool(self, name: str, make: Callable[[Services], QWidget]) -> None:
        """Its panel opens under the buttons; pressed once more it closes."""
        clear(self._tools)
        self._open_tool = "" if self._open_tool == name else name
        if not self._open_tool:
            return
        panel = make(self._services)
        if hasattr(panel, "published"):
            panel.published.connect(self.refresh)  # pyright: ignore[reportAttributeAccessIssue]
        self.panels = {name: panel}
        self._tools.addWidget(panel)
        panel.setFocus()

    @property
    def panel(self) -> QWidget:
        """What is open under the buttons."""
        return self.panels[self._open_tool]

    # ---- showing --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Check everything anew; some of it reads all customers, so it is done behind the window."""
        self.checking.setText(_("Checking the registers…"))
        self.checking.show()
        run_in_background(self, self._services.promises.clauses, self._take)

    def _take(self, rows: list[ClauseRow]) -> None:
        self.checking.hide()
        self._rows = rows
        self._show_counts()
        self._show_rows()

    def _show_counts(self) -> None:
        clear(self._counts)
        for state, (kind, icon, word) in looks().items():
            if number := sum(one.state is state for one in self._rows):
                self._counts.addWidget(chip(ChipText(f"{word}: {number_text(number)}", kind, icon)))

    def _show_rows(self, _place: int = 0) -> None:
        clear(self._list)
        self.lines.clear()
        wanted = [one for one in self._rows if _is_wanted(one, self.shown.value())]
        for place, one in enumerate(wanted):
            if place:
                self._list.addWidget(line())
            self._list.addWidget(self._line(one))
        if self._rows and not wanted:
            self._list.addWidget(box(row(label(_("Nothing is to be done."), "ok"), None, margins=(0, 12, 0, 12))))

    def _line(self, one: ClauseRow) -> ClauseLine:
        shown = ClauseLine(one, looks()[one.state], self._services.office.today())
        shown.link_pressed.connect(self.link_wanted)
        shown.looked.connect(partial(self._record, one.id))
        shown.stack_panels(narrow=self._is_narrow)
        self.lines[one.id] = shown
        return shown

    def stack_panels(self, *, narrow: bool) -> None:
        """Setting and proof under the clause where the page is narrow."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            for one in self.lines.values():
                one.stack_panels(narrow=narrow)

    def _record(self, clause_id: str, on: object, is_kept: bool, note: str) -> None:
        """A look after a clause, named wrong beside itself."""
        try:
            self._services.promises.record_check(clause_id, on, is_kept, note)  # type: ignore[arg-type]
        except UserError as problem:
            self.lines[clause_id].show_error(problem)
        else:
            self.refresh()


def looks() -> dict[ClauseState, tuple[str, str, str]]:
    """Colour, icon and word of each state."""
    return {
        ClauseState.RED: ("late", "late", _("Not kept")),
        ClauseState.AMBER: ("soon", "clock", _("To be done")),
        ClauseState.GREEN: ("ok", "ok", _("Kept")),
        ClauseState.GREY: ("quiet", "search", _("Look yourself")),
    }


def _is_wanted(one: ClauseRow, which: object) -> bool:
    if which == _TO_DO:
        return one.state in _TO_DO_STATES or one.wants_look
    return which == _ALL or one.is_grey
