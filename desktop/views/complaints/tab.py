"""The complaints tab: the list at the left, intake or one complaint at the right."""

from __future__ import annotations

from datetime import date

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import ComplaintState
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.complaint_views import ComplaintPage, ComplaintRow
from desktop.views.cases.intake_tab import IntakeTab
from desktop.views.cases.tab import Entry, TabWords
from desktop.views.changes import ChangeFeed
from desktop.views.complaints.actions import received_notice
from desktop.views.complaints.case import CasePage
from desktop.views.complaints.erased import ErasedCase
from desktop.views.complaints.intake import IntakePage
from desktop.views.widgets.clock import task_chip
from desktop.views.widgets.labels import ChipText
from desktop.views.widgets.lists import ListItem


class ComplaintsTab(IntakeTab):
    """Opens, takes and works on complaints."""

    tables = frozenset(
        {
            "complaint",
            "customer",
            "evidence",
            "letter",
            "payment",
            "fault_share",
            "setting",
            "calendar_day",
            "policy_version",
            "complaint_disclosure",
            "disclosure",
        }
    )

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        self.case, self.intake, self.erased = CasePage(services), IntakePage(services), ErasedCase(services)
        super().__init__(services, feed, _words(), self.case, self.intake, self.erased)
        self.case.customer_opened.connect(self.customer_opened)

    def _page(self, case_id: int) -> ComplaintPage:
        return self._services.complaints.page(case_id)

    def _notice(self, page: ComplaintPage) -> str:
        return received_notice(page)

    def _entries(self, typed: str) -> list[Entry]:
        today = self._services.office.today()
        return [(entry.is_open, _item(entry, today)) for entry in self._services.complaints.rows(typed)]


def _words() -> TabWords:
    return TabWords(
        icon="complaint",
        cases=_("Complaints"),
        search=_("Search complaints"),
        new=_("Take a complaint"),
        open=_("Open cases"),
        ended=_("Answered"),
        none_yet=_("No complaints yet"),
        purpose=_(
            "When somebody complains about their data, take it down here: the program counts the time and writes the letters."
        ),
    )


def _item(entry: ComplaintRow, today: date) -> ListItem:
    tip = ". ".join(filter(None, (entry.number, entry.subject, entry.deadline.explain() if entry.deadline else "")))
    chip = task_chip(entry.tasks[0], today) if entry.tasks else _ended_chip(entry)
    return ListItem(entry.person.name, entry.subject, entry.short_number(today), chip, tip=tip, key=entry.id)


def _ended_chip(entry: ComplaintRow) -> ChipText:
    if entry.answered_on:
        return ChipText(_("Answered {day}").format(day=day_text(entry.answered_on)), "ok")
    if entry.state is ComplaintState.WITHDRAWN:
        return ChipText(_("Withdrawn"), "quiet", "no")
    return ChipText(choice_label(entry.state), "quiet", "ok")
