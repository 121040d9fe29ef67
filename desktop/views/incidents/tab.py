"""The incidents tab: the list at the left, a report or one incident at the right."""

from __future__ import annotations

from datetime import datetime

from desktop.i18n import gettext as _
from desktop.i18n import local_day, ngettext, number_text, short_day
from desktop.services.all_services import Services
from desktop.services.incident_views import IncidentPage, IncidentRow
from desktop.views.cases.tab import EMPTY, CaseTab, Entry, TabWords
from desktop.views.changes import ChangeFeed
from desktop.views.incidents.add_members import AddMembersPage
from desktop.views.incidents.report import ReportPage
from desktop.views.incidents.ticker import MinuteHand
from desktop.views.incidents.view import MEMBERS, IncidentView
from desktop.views.incidents.words import incident_chip, reported_notice
from desktop.views.widgets.lists import ListItem


class IncidentsTab(CaseTab):
    """Reports and works on incidents."""

    tables = frozenset({
        "incident", "incident_authority", "incident_member", "incident_event", "customer", "setting", "shop", "policy_version",
        "letter_block",
    })  # fmt: skip

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        self.view, self.report, self.adding = IncidentView(services), ReportPage(services), AddMembersPage(services)
        super().__init__(services, feed, _words(), self.view, self.report, self.adding)
        self.hand = MinuteHand(self, services.office.now)
        self._connect()

    def _connect(self) -> None:
        self.report.reported.connect(self._reported)
        self.report.left.connect(self._leave_report)
        self.view.adding_wanted.connect(self.start_adding)
        self.view.customer_opened.connect(self.customer_opened)
        self.adding.left.connect(lambda: self._back_to_members(""))
        self.adding.added.connect(self._added)
        self.hand.ticked.connect(self._list_rows)

    def _entries(self, typed: str) -> list[Entry]:
        now = self._services.office.now()
        return [(entry.is_open, _item(entry, now)) for entry in self._services.incidents.rows(typed)]

    # ---- keeping --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The list, and the incident where one is shown; at the first look the most urgent one is opened."""
        entries = self._list_rows()
        self.report.follow_register()
        if not self._open_first(entries) and self.view.is_shown and self.stack.currentWidget() in (self.view, self.adding):
            self.view.reload()

    def keep(self) -> None:
        """The drafts of the page, and of a report where one is being typed."""
        self.view.keep()
        if self.stack.currentWidget() is self.report:
            self.report.save_draft()

    def hideEvent(self, _event: object) -> None:
        """Nothing typed is lost by looking elsewhere."""
        self.keep()

    # ---- opening --------------------------------------------------------------------------------------------------------

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

    def _start_new(self) -> None:
        self.start_report()

    def _show(self, case_id: int, notice: str) -> None:
        if self.stack.currentWidget() is self.report:
            self.report.save_draft()
        self.view.open(case_id, notice)
        self.stack.setCurrentWidget(self.view)

    def _reported(self, page: IncidentPage) -> None:
        self.open(page.row.id, reported_notice(page.row))
        self._list_rows()
        self.view.setFocus()

    def _leave_report(self) -> None:
        self.report.save_draft()
        if self._current is None:
            self.stack.setCurrentIndex(EMPTY)
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


def _words() -> TabWords:
    return TabWords(
        icon="incident",
        cases=_("Incidents"),
        search=_("Search incidents"),
        new=_("Report an incident"),
        open=_("Open cases"),
        ended=_("Closed"),
        none_yet=_("No incidents yet"),
        purpose=_(
            "When data was lost, stolen or sent to the wrong person, report it here: the program says who has to be told by "
            "when, and writes the letters."
        ),
        not_found=_("No incident has “{typed}”."),
    )


def _item(entry: IncidentRow, now: datetime) -> ListItem:
    noticed = local_day(entry.noticed_at)
    under = f"{entry.short_number(local_day(now))} · {short_day(noticed, local_day(now))}"
    tip = ". ".join(filter(None, (entry.number, entry.subject, entry.deadline.explain() if entry.deadline else "")))
    return ListItem(entry.subject, under, "", incident_chip(entry, now), tip=tip, key=entry.id)
