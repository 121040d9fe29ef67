"""The requests tab: the list at the left, intake or one request at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.erasures import ErasureDone
from desktop.services.request_papers import Farewell
from desktop.services.request_views import RequestPage, RequestRow
from desktop.views import theme
from desktop.views.changes import ChangeFeed
from desktop.views.error_dialogs import errors_shown
from desktop.views.register_tab import RegisterTab
from desktop.views.requests.case import RequestCase
from desktop.views.requests.chips import received_notice, request_chip
from desktop.views.requests.erased import ErasedRequest
from desktop.views.requests.intake import IntakePage
from desktop.views.widgets.buttons import button
from desktop.views.widgets.empty import EmptyPage
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem


class RequestsTab(RegisterTab):
    """Opens, takes and works on requests."""

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

    customer_opened = Signal(int)
    tasks_wanted = Signal()

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        super().__init__(feed)
        self._services = services
        self._current: int | None = None
        self.search = SearchField(_("Search requests"))
        self.list = ItemList(chip_below=True)
        self.list.setAccessibleName(_("Requests"))
        self.setFocusProxy(self.list)
        self.case, self.intake, self.erased = RequestCase(services), IntakePage(services), ErasedRequest(services)
        self.stack = QStackedWidget()
        for page in (self._empty_page(), self.case, self.intake, self.erased):
            self.stack.addWidget(page)
        self.setLayout(row(self._left(), (self.stack, 1), gap=0))
        self._connect()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._list_rows)
        self.list.chosen.connect(self._open_chosen)
        self.intake.received.connect(self._received)
        self.intake.left.connect(self._leave_intake)
        self.intake.existing_wanted.connect(self._open_existing)
        self.case.customer_opened.connect(self.customer_opened)
        self.case.tasks_wanted.connect(self.tasks_wanted)
        self.case.erased.connect(self._erased)

    def _left(self) -> QWidget:
        self.new_button = button(_("Take a request"), "F2", "", "plus")
        self.new_button.clicked.connect(lambda: self.start_intake())
        top = column(self.new_button, self.search, gap=8, margins=(12, 12, 12, 8))
        side = frame(column(top, (self.list, 1), gap=0), "side")
        side.setFixedWidth(theme.current().px(264))
        return side

    def _empty_page(self) -> QWidget:
        page = EmptyPage(
            "request",
            _("No requests yet"),
            _(
                "When somebody asks about their data, take it down here: the program counts the time, does the work and writes the letter."
            ),
            button(_("Take a request"), kind="primary", icon="plus"),
        )
        page.pressed.connect(self.start_intake)
        return page

    # ---- opening --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The list, and the request where one is shown; at the first look the most urgent one is opened."""
        rows = self._list_rows()
        self.intake.follow_register()
        if self._current is None and rows and self.stack.currentIndex() == 0:
            self.open(rows[0].id)
        elif self.case.is_shown and self.stack.currentWidget() is self.case:
            self._show_anew()

    def keep(self) -> None:
        """The draft of the request, and of the intake where one is being typed."""
        self.case.flush_draft()
        if self.stack.currentWidget() is self.intake:
            self.intake.save_draft()

    def hideEvent(self, _event: object) -> None:
        """Nothing typed is lost by looking elsewhere."""
        self.case.flush_draft()

    def open(self, request_id: int, notice: str = "") -> None:
        """Show a request."""
        with errors_shown(self):
            page = self._services.requests.page(request_id)
            if page.erased_on is None:
                self.erased.forget()
                self.case.open(request_id, notice)
                self.stack.setCurrentWidget(self.case)
            else:
                self._show_erased(page)
            self._current = request_id
            self.list.mark(request_id)

    def start_intake(self, customer_id: int | None = None) -> None:
        """Take a request, from a customer already chosen or from whoever stands there."""
        if customer_id is None and self.stack.currentWidget() is self.intake:
            return  # F2 pressed again: what is being typed stays
        self.case.flush_draft()
        self.erased.forget()
        self.list.mark(None)
        self.stack.setCurrentWidget(self.intake)
        self.intake.start(customer_id)

    def focus_search(self) -> None:
        """The cursor goes to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def _show_anew(self) -> None:
        """The request changed; it may have been erased meanwhile."""
        page = self._services.requests.page(self.case.page.row.id)
        if page.erased_on is None:
            self.case.reload()
        else:
            self._show_erased(page)

    def _show_erased(self, page: RequestPage) -> None:
        if self.case.is_shown and self.case.page.row.id == page.row.id:
            self.case.forget()
        self.case.flush_draft()
        self.erased.show_page(page)
        self.stack.setCurrentWidget(self.erased)

    def _erased(self, done: ErasureDone, farewell: Farewell) -> None:
        """The letter about the erasure can be made as long as its page is open."""
        self.erased.remember(done, farewell)
        self.open(farewell.request_id)

    def _open_chosen(self, key: object) -> None:
        if isinstance(key, int):
            self.open(key)

    def _open_existing(self, request_id: int) -> None:
        self.intake.save_draft()
        self.open(request_id)

    def _received(self, page: RequestPage) -> None:
        self._list_rows()
        self.open(page.row.id, received_notice(page))

    def _leave_intake(self) -> None:
        self.intake.save_draft()
        if self._current is None:
            self.stack.setCurrentIndex(0)
        else:
            self.open(self._current)

    # ---- list -----------------------------------------------------------------------------------------------------------

    def _list_rows(self) -> list[RequestRow]:
        rows = self._services.requests.rows(self.search.text())
        today = self._services.office.today()
        open_rows, ended = [row for row in rows if row.is_open], [row for row in rows if not row.is_open]
        items: list[ListItem] = []
        for title, group in ((_("Open requests"), open_rows), (_("Ended"), ended)):
            if group:
                items.append(ListItem(group=title, right=str(len(group))))
                items += [_item(row, today) for row in group]
        is_shown = self.stack.currentWidget() in (self.case, self.erased)
        self.list.show_items(items, self._current if is_shown else None)
        return rows


def _item(entry: RequestRow, today: date) -> ListItem:
    deadline = entry.deadline
    tip = ". ".join(filter(None, (entry.number, entry.subject, deadline.explain() if deadline else "")))
    chip = request_chip(entry, today)
    return ListItem(entry.person.name, entry.subject, entry.short_number(today), chip, tip=tip, key=entry.id)
