"""The requests tab: the list at the left, intake or one request at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.erasures import ErasureDone
from desktop.services.request_views import RequestPage, RequestRow
from desktop.views.cases.intake_tab import IntakeTab
from desktop.views.cases.tab import Entry, TabWords
from desktop.views.changes import ChangeFeed
from desktop.views.requests.case import RequestCase
from desktop.views.requests.chips import received_notice, request_chip
from desktop.views.requests.erased import ErasedRequest
from desktop.views.requests.intake import IntakePage
from desktop.views.widgets.lists import ListItem


class RequestsTab(IntakeTab):
    """Opens, takes and works on requests; ``tasks_wanted`` for the recipients to be told."""

    tables = frozenset(
        {
            "rights_request",
            "request_letter",
            "customer",
            "consent",
            "restriction",
            "setting",
            "calendar_day",
            "legal_clock",
            "recipient_task",
            "hold",
            "complaint",
        }
    )

    tasks_wanted = Signal()

    erased: ErasedRequest

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        self.case, self.intake, self.erased = RequestCase(services), IntakePage(services), ErasedRequest(services)
        super().__init__(services, feed, _words(), self.case, self.intake, self.erased)
        self.intake.existing_wanted.connect(self._open_existing)
        self.case.customer_opened.connect(self.customer_opened)
        self.case.tasks_wanted.connect(self.tasks_wanted)
        self.case.erased.connect(self._erased)

    def _page(self, case_id: int) -> RequestPage:
        return self._services.requests.page(case_id)

    def _notice(self, page: RequestPage) -> str:
        return received_notice(page)

    def _entries(self, typed: str) -> list[Entry]:
        today = self._services.office.today()
        return [(entry.is_open or entry.owes_telling, _item(entry, today)) for entry in self._services.requests.rows(typed)]

    # ---- opening --------------------------------------------------------------------------------------------------------

    def start_intake(self, customer_id: int | None = None) -> None:
        """Take a request, from a customer already chosen or from whoever stands there."""
        self.case.flush_draft()
        super().start_intake(customer_id)

    def _erased(self, _done: ErasureDone, request_id: int) -> None:
        """What is left of it, behind the dialog that offers its letter."""
        self.open(request_id)

    def _open_existing(self, request_id: int) -> None:
        self.intake.save_draft()
        self.open(request_id)


def _words() -> TabWords:
    return TabWords(
        icon="request",
        cases=_("Requests"),
        search=_("Search requests"),
        new=_("Take a request"),
        open=_("Open requests"),
        ended=_("Ended"),
        none_yet=_("No requests yet"),
        purpose=_(
            "When somebody asks about their data, take it down here: the program counts the time, does the work and writes the letter."
        ),
    )


def _item(entry: RequestRow, today: date) -> ListItem:
    deadline = entry.deadline
    tip = ". ".join(filter(None, (entry.number, entry.subject, deadline.explain() if deadline else "")))
    chip = request_chip(entry, today)
    return ListItem(entry.person.name, entry.subject, entry.short_number(today), chip, tip=tip, key=entry.id)
