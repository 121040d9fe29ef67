"""The incidents tab: the list at the left, a report or one incident at the right."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import local_day, ngettext, number_text, short_day
from desktop.services.all_services import Services
from desktop.services.incident_views import IncidentPage, IncidentRow
from desktop.views import theme
from desktop.views.changes import ChangeFeed
from desktop.views.error_dialogs import errors_shown
from desktop.views.incidents.add_members import AddMembersPage
from desktop.views.incidents.report import ReportPage
from desktop.views.incidents.ticker import MinuteHand
from desktop.views.incidents.view import MEMBERS, IncidentView
from desktop.views.incidents.words import incident_chip, reported_notice
from desktop.views.register_tab import RegisterTab
from desktop.views.widgets.buttons import button
from desktop.views.widgets.empty import EmptyPage
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem


class IncidentsTab(RegisterTab):
    """``customer_opened`` asks for a customer's page."""

    tables = frozenset({
        "incident", "incident_authority", "incident_member", "incident_event", "customer", "setting", "shop", "policy_version",
        "letter_block",
    })  # fmt: skip
    customer_opened = Signal(int)

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        super().__init__(feed)
        self._services = services
        self._current: int | None = None
        self.search = SearchField(_("Search incidents"))
        self.list = ItemList(chip_below=True)
        self.list.setAccessibleName(_("Incidents"))
        self.view, self.report, self.adding = IncidentView(services), ReportPage(services), AddMembersPage(services)
        self.stack = QStackedWidget()
        self._empty = self._empty_page()
        for page in (self._empty, self.view, self.report, self.adding):
            self.stack.addWidget(page)
        self.setLayout(row(self._left(), (self.stack, 1), gap=0))
        self.setFocusProxy(self.list)
        self.hand = MinuteHand(self, services.office.now)
        self._connect()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _left(self) -> QWidget:
        self.new_button = button(_("Report an incident"), "F2", "", "plus")
        top = column(self.new_button, self.search, gap=8, margins=(12, 12, 12, 8))
        side = frame(column(top, (self.list, 1), gap=0), "side")
        side.setFixedWidth(theme.current().px(264))
        return side

    def _empty_page(self) -> QWidget:
        page = EmptyPage(
            "incident",
            _("No incidents yet"),
            _(
                "When data was lost, stolen or sent to the wrong person, report it here: the program says who has to be told by "
                "when, and writes the letters."
            ),
            button(_("Report an incident"), kind="primary", icon="plus"),
        )
        page.pressed.connect(self.start_report)
        return page

    def _connect(self) -> None:
        self.new_button.clicked.connect(lambda: self.start_report())
        self.search.textChanged.connect(self._list_rows)
        self.list.chosen.connect(self._open_chosen)
        self.report.reported.connect(self._reported)
        self.report.left.connect(self._leave_report)
        self.view.adding_wanted.connect(self.start_adding)
        self.view.customer_opened.connect(self.customer_opened)
        self.adding.left.connect(lambda: self._back_to_members(""))
        self.adding.added.connect(self._added)
        self.hand.ticked.connect(self._list_rows)

    # ---- opening --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The list, and the incident where one is shown; at the first look the most urgent one is opened."""
        rows = self._list_rows()
        self.report.follow_register()
        if self._current is None and rows and self.stack.currentWidget() is self._empty:
            self.open(rows[0].id)
        elif self.view.is_shown and self.stack.currentWidget() in (self.view, self.adding):
            self.view.reload()

    def keep(self) -> None:
        """The drafts of the page, and of a report where one is being typed."""
        self.view.keep()
        if self.stack.currentWidget() is self.report:
            self.report.save_draft()

    def hideEvent(self, _event: object) -> None:
        """Nothing typed is lost by looking elsewhere."""
        self.keep()

    def open(self, incident_id: int, notice: str = "") -> None:
        """Show an incident."""
        with errors_shown(self):
            if self.stack.currentWidget() is self.report:
                self.report.save_draft()
            self.view.open(incident_id, notice)
            self._current = incident_id
            self.stack.setCurrentWidget(self.view)
            self.list.mark(incident_id)

    def start_report(self) -> None:
        """Report an incident; pressed again, what is being typed stays."""
        if self.stack.currentWidget() is not self.report:
            self.view.keep()
            self.list.mark(None)
            self.stack.setCurrentWidget(self.report)
            self.report.start()

    def start_adding(self) -> None:
        """Whom the incident touched."""
        self.adding.start(self.view.page)
        self.stack.setCurrentWidget(self.adding)
        self.adding.setFocus()

    def focus_search(self) -> None:
        """The cursor goes to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def _open_chosen(self, key: object) -> None:
        if isinstance(key, int):
            self.open(key)

    def _reported(self, page: IncidentPage) -> None:
        self.open(page.row.id, reported_notice(page.row))
        self._list_rows()
        self.view.setFocus()

    def _leave_report(self) -> None:
        self.report.save_draft()
        if self._current is None:
            self.stack.setCurrentWidget(self._empty)
            self.refresh()
        else:
            self.open(self._current)
        self.list.setFocus()

    def _added(self, count: int) -> None:
        text = ngettext("{n} customer put on the list.", "{n} customers put on the list.", count)
        self._back_to_members(text.format(n=number_text(count)))

    def _back_to_members(self, notice: str) -> None:
        self.stack.setCurrentWidget(self.view)
        self.view.show_part(MEMBERS)
        self.view.say(notice)
        self.view.members.setFocus()

    # ---- list -----------------------------------------------------------------------------------------------------------

    def _list_rows(self, *_typed: object) -> list[IncidentRow]:
        rows, now = self._services.incidents.rows(self.search.text()), self._services.office.now()
        items: list[ListItem] = []
        for title, group in (
            (_("Open cases"), [entry for entry in rows if entry.is_open]),
            (_("Closed"), [entry for entry in rows if not entry.is_open]),
        ):
            if group:
                items += [ListItem(group=title, right=str(len(group))), *(_item(entry, now) for entry in group)]
        if not items and self.search.text().strip():
            items = [ListItem(group=_("No incident has “{typed}”.").format(typed=self.search.text().strip()[:20]))]
        is_shown = self.stack.currentWidget() in (self.view, self.adding)
        self.list.show_items(items, self._current if is_shown else None)
        return rows


def _item(entry: IncidentRow, now: datetime) -> ListItem:
    noticed = local_day(entry.noticed_at)
    under = f"{entry.short_number(local_day(now))} · {short_day(noticed, local_day(now))}"
    tip = ". ".join(filter(None, (entry.number, entry.subject, entry.deadline.explain() if entry.deadline else "")))
    return ListItem(entry.subject, under, "", incident_chip(entry, now), tip=tip, key=entry.id)
