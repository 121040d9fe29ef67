"""What the tabs of complaints and requests share: a case, an intake, and what is left of a case whose data was erased."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from desktop.services.all_services import Services
from desktop.services.complaint_views import ComplaintPage
from desktop.services.request_views import RequestPage
from desktop.views.cases.intake import IntakeForm
from desktop.views.cases.tab import CASE, EMPTY, FORM, OTHER, CaseTab, TabWords
from desktop.views.changes import ChangeFeed

AnyPage = ComplaintPage | RequestPage


class Case(Protocol):
    """One case, worked on."""

    @property
    def page(self) -> AnyPage: ...

    @property
    def is_shown(self) -> bool: ...

    def open(self, case_id: int, notice: str, /) -> None: ...

    def reload(self) -> None: ...

    def flush_draft(self) -> None: ...

    def forget(self) -> None: ...


class IntakeTab(CaseTab):
    """Each tab makes its three pages first and gives them on in this order; ``erased`` shows pages of its own kind."""

    case: Case
    intake: IntakeForm
    erased: Any

    def __init__(self, services: Services, feed: ChangeFeed, words: TabWords, *pages: QWidget) -> None:
        super().__init__(services, feed, words, *pages)
        self.intake.received.connect(self._received)
        self.intake.left.connect(self._leave_intake)

    # ---- what each tab has of its own -----------------------------------------------------------------------------------

    def _page(self, case_id: int) -> AnyPage:
        """The case as it stands."""
        raise NotImplementedError

    def _notice(self, page: Any) -> str:
        """What is said over a case that was just taken."""
        raise NotImplementedError

    # ---- keeping --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The list, and the case where one is shown; at the first look the most urgent one is opened."""
        entries = self._list_rows()
        self.intake.follow_register()
        if not self._open_first(entries) and self.case.is_shown and self.stack.currentIndex() == CASE:
            self._show_anew()

    def keep(self) -> None:
        """The draft of the case, and of the intake where one is being typed."""
        self.case.flush_draft()
        if self.stack.currentIndex() == FORM:
            self.intake.save_draft()

    def hideEvent(self, _event: object) -> None:
        """Nothing typed is lost by looking elsewhere."""
        self.case.flush_draft()

    # ---- opening --------------------------------------------------------------------------------------------------------

    def _show(self, case_id: int, notice: str) -> None:
        page = self._page(case_id)
        if page.erased_on is None:
            self._show_case(case_id, notice)
        else:
            self._show_erased(page)

    def _show_case(self, case_id: int, notice: str) -> None:
        self.case.open(case_id, notice)
        self.stack.setCurrentIndex(CASE)

    def _show_anew(self) -> None:
        """The case changed; it may have been erased meanwhile."""
        page = self._page(self.case.page.row.id)
        if page.erased_on is None:
            self.case.reload()
        else:
            self._show_erased(page)

    def _show_erased(self, page: AnyPage) -> None:
        if self.case.is_shown and self.case.page.row.id == page.row.id:
            self.case.forget()
        self.case.flush_draft()
        self.erased.show_page(page)
        self.stack.setCurrentIndex(OTHER)

    # ---- intake ---------------------------------------------------------------------------------------------------------

    def start_intake(self, customer_id: int | None = None) -> None:
        """Take a new case, from a customer already chosen or from whoever stands there."""
        if customer_id is None and self.stack.currentIndex() == FORM:
            return  # F2 pressed again: what is being typed stays
        self.list.mark(None)
        self.stack.setCurrentIndex(FORM)
        self.intake.start(customer_id)

    def _start_new(self) -> None:
        self.start_intake()

    def _received(self, page: AnyPage) -> None:
        self._list_rows()
        self.open(page.row.id, self._notice(page))

    def _leave_intake(self) -> None:
        self.intake.save_draft()
        if self._current is None:
            self.stack.setCurrentIndex(EMPTY)
        else:
            self.open(self._current)
