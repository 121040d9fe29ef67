"""The complaints tab: the list at the left, intake or one complaint at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import ComplaintState
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.complaint_views import ComplaintPage, ComplaintRow
from desktop.views import theme
from desktop.views.changes import ChangeFeed
from desktop.views.complaints.actions import received_notice
from desktop.views.complaints.case import CasePage
from desktop.views.complaints.erased import ErasedCase
from desktop.views.complaints.intake import IntakePage
from desktop.views.error_dialogs import errors_shown
from desktop.views.register_tab import RegisterTab
from desktop.views.widgets.buttons import button
from desktop.views.widgets.clock import task_chip
from desktop.views.widgets.empty import EmptyPage
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import ChipText
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem


class ComplaintsTab(RegisterTab):
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

    customer_opened = Signal(int)

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        super().__init__(feed)
        self._services = services
        self._current: int | None = None
        self.search = SearchField(_("Search complaints"))
        self.list = ItemList(chip_below=True)
        self.list.setAccessibleName(_("Complaints"))
        self.setFocusProxy(self.list)
        self.case, self.intake, self.erased = CasePage(services), IntakePage(services), ErasedCase(services)
        self.stack = QStackedWidget()
        for page in (self._empty_page(), self.case, self.intake, self.erased):
            self.stack.addWidget(page)
        self.setLayout(row(self._left(), (self.stack, 1), gap=0))
        self.search.textChanged.connect(self._list_rows)
        self.list.chosen.connect(self._open_chosen)
        self.intake.received.connect(self._received)
        self.intake.left.connect(self._leave_intake)
        self.case.customer_opened.connect(self.customer_opened)

    def _left(self) -> QWidget:
        self.new_button = button(_("Take a complaint"), "F2", "", "plus")
        self.new_button.clicked.connect(lambda: self.start_intake())
        top = column(self.new_button, self.search, gap=8, margins=(12, 12, 12, 8))
        side = frame(column(top, (self.list, 1), gap=0), "side")
        side.setFixedWidth(theme.current().px(264))
        return side

    def _empty_page(self) -> QWidget:
        page = EmptyPage(
            "complaint",
            _("No complaints yet"),
            _("When somebody complains about their data, take it down here: the program counts the time and writes the letters."),
            button(_("Take a complaint"), kind="primary", icon="plus"),
        )
        page.pressed.connect(self.start_intake)
        return page

    # ---- opening --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The list, and the complaint where one is shown; at the first look the most urgent one is opened."""
        rows = self._list_rows()
        self.intake.follow_register()
        if self._current is None and rows and self.stack.currentIndex() == 0:
            self.open(rows[0].id)
        elif self.case.is_shown and self.stack.currentWidget() is self.case:
            self._show_anew()

    def keep(self) -> None:
        """The draft of the case, and of the intake where one is being typed."""
        self.case.flush_draft()
        if self.stack.currentWidget() is self.intake:
            self.intake.save_draft()

    def hideEvent(self, _event: object) -> None:
        """Nothing typed is lost by looking elsewhere."""
        self.case.flush_draft()

    def open(self, complaint_id: int, notice: str = "") -> None:
        """Show a complaint."""
        with errors_shown(self):
            page = self._services.complaints.page(complaint_id)
            if page.erased_on is None:
                self.case.open(complaint_id, notice)
                self.stack.setCurrentWidget(self.case)
            else:
                self._show_erased(page)
            self._current = complaint_id
            self.list.mark(complaint_id)

    def start_intake(self, customer_id: int | None = None) -> None:
        """Take a complaint, from a customer already chosen or from whoever stands there."""
        if customer_id is None and self.stack.currentWidget() is self.intake:
            return  # F2 pressed again: what is being typed stays
        self.list.mark(None)
        self.stack.setCurrentWidget(self.intake)
        self.intake.start(customer_id)

    def _show_anew(self) -> None:
        """The complaint changed; it may have been erased meanwhile."""
        page = self._services.complaints.page(self.case.page.row.id)
        if page.erased_on is None:
            self.case.reload()
        else:
            self._show_erased(page)

    def _show_erased(self, page: ComplaintPage) -> None:
        if self.case.is_shown and self.case.page.row.id == page.row.id:
            self.case.forget()
        self.case.flush_draft()
        self.erased.show_page(page)
        self.stack.setCurrentWidget(self.erased)

    def focus_search(self) -> None:
        """The cursor goes to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def _open_chosen(self, key: object) -> None:
        if isinstance(key, int):
            self.open(key)

    def _received(self, page: ComplaintPage) -> None:
        self._list_rows()
        self.open(page.row.id, received_notice(page))

    def _leave_intake(self) -> None:
        self.intake.save_draft()
        if self._current is None:
            self.stack.setCurrentIndex(0)
        else:
            self.open(self._current)

    # ---- list -----------------------------------------------------------------------------------------------------------

    def _list_rows(self) -> list[ComplaintRow]:
        rows = self._services.complaints.rows(self.search.text())
        today = self._services.office.today()
        open_rows, answered = [row for row in rows if row.is_open], [row for row in rows if not row.is_open]
        items: list[ListItem] = []
        for title, group in ((_("Open cases"), open_rows), (_("Answered"), answered)):
            if group:
                items.append(ListItem(group=title, right=str(len(group))))
                items += [_item(row, row.short_number(today), _chip(row, today)) for row in group]
        is_shown = self.stack.currentWidget() in (self.case, self.erased)
        self.list.show_items(items, self._current if is_shown else None)
        return rows


def _chip(entry: ComplaintRow, today: date) -> ChipText:
    return task_chip(entry.tasks[0], today) if entry.tasks else _ended_chip(entry)


def _item(entry: ComplaintRow, number: str, state: ChipText) -> ListItem:
    tip = ". ".join(filter(None, (entry.number, entry.subject, entry.deadline.explain() if entry.deadline else "")))
    return ListItem(entry.person.name, entry.subject, number, state, tip=tip, key=entry.id)


def _ended_chip(entry: ComplaintRow) -> ChipText:
    if entry.answered_on:
        return ChipText(_("Answered {day}").format(day=day_text(entry.answered_on)), "ok")
    if entry.state is ComplaintState.WITHDRAWN:
        return ChipText(_("Withdrawn"), "quiet", "no")
    return ChipText(choice_label(entry.state), "quiet", "ok")
