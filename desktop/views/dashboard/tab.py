"""The morning page: what is late, due today and this week in one glance; every number opens the list behind it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.dashboard import Missing, Morning
from desktop.services.promises import PromiseSummary
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.changes import ChangeFeed
from desktop.views.dashboard.deletions import DeletionsCard
from desktop.views.dashboard.incident_clocks import IncidentClocks
from desktop.views.dashboard.missing import Fact, copy_fact, erased_fact, facts_widgets, missing_facts, promise_facts, untold_fact
from desktop.views.dashboard.numbers import Numbers, names
from desktop.views.dashboard.rows import behind_number, by_deadline, headline, rows, subline
from desktop.views.deletions.clock import clock_banner
from desktop.views.deletions.page import DeletionsPage
from desktop.views.register_tab import RegisterTab
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import box, clear, column, frame, row, scrolling
from desktop.views.widgets.lists import ItemList

_NARROW, _LIST = 1000, 320


class DashboardTab(RegisterTab):
    """``complaint_opened``, ``request_opened`` or ``incident_opened`` for a row, ``intake_wanted`` for the button, ``copy_wanted`` for the reminder.

    Over the morning page lies the one of deletions, once it was asked for.
    """

    tables = frozenset({
        "complaint", "customer", "letter", "payment", "setting", "calendar_day", "legal_clock", "consent", "contact", "disclosure",
        "manifest", "recipient_task", "policy_version", "hold", "erasure", "erasure_notice",
        "rights_request", "request_letter", "incident", "incident_authority", "incident_member",
    })  # fmt: skip
    complaint_opened = Signal(int)
    request_opened = Signal(int)
    incident_opened = Signal(int)
    intake_wanted = Signal()
    copy_wanted = Signal()
    consents_wanted = Signal()
    customer_opened = Signal(int)
    disclosures_wanted = Signal(str)
    promises_wanted = Signal()

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        super().__init__(feed)
        self._services = services
        self.title, self.note = label("", "title"), label("", "muted", wrap=True)
        self._banners = column(gap=0)
        self.list = ItemList()
        self.list.setAccessibleName(_("Things to do by deadline"))
        self.list.chosen.connect(self._open)
        self.all_link = button(_("Show all"), kind="link")
        self.all_link.hide()
        self.all_link.clicked.connect(lambda: self._show_items(None))
        self.numbers = Numbers()
        self.numbers.chosen.connect(self._show_items)
        self.card = DeletionsCard()
        self.card.week_opened.connect(lambda begins: self.show_deletions(("week", begins)))
        self.card.list_wanted.connect(lambda: self.show_deletions())
        self.clocks = IncidentClocks(services)
        self.clocks.opened.connect(self.incident_opened)
        self._health = column(gap=0)
        self._filter: str | None = None
        self._morning: Morning | None = None
        self._missing, self._promises = Missing(), PromiseSummary()
        self._shown_facts: list[Fact] | None = None
        self._is_counting = self._is_stale_missing = False
        self.deletions: DeletionsPage | None = None
        self._home = self._home_page()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._home)
        self.setLayout(column(self.stack, gap=0))
        self.setFocusProxy(self.list)

    # ---- building -------------------------------------------------------------------------------------------------------

    def _home_page(self) -> QWidget:
        new = button(_("Take a complaint"), "F2", "primary", "plus")
        new.clicked.connect(self.intake_wanted)
        head = row((column(self.title, self.note, gap=2), 1), new, gap=10)
        self._left_panel, self._right_panel = self._left(), self._right()
        self._panels = row((self._left_panel, 58), (self._right_panel, 42), gap=16)
        return box(column(head, self._banners, (scrolling(box(self._panels)), 1), gap=14, margins=(20, 14, 20, 16)))

    def _left(self) -> QWidget:
        self.list_title = label(_("By deadline"), "section")
        heading = column(row(self.list_title, None, self.all_link), self.numbers, gap=2, margins=(16, 10, 16, 2))
        return frame(column(box(heading), (self.list, 1), gap=0, margins=(0, 0, 0, 8)))

    def _right(self) -> QWidget:
        health = frame(column(section(_("To be completed")), self._health, gap=0, margins=(16, 6, 16, 6)))
        self._right_content = box(column(self.clocks, self.card, health, None, gap=12))
        return scrolling(self._right_content)

    # ---- showing --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read what is shown anew: the morning, or the deletions where they lie over it."""
        if self.deletions is not None and self.stack.currentWidget() is self.deletions:
            self.deletions.follow()
            return
        self._morning = self._services.dashboard.morning()
        self.title.setText(headline(self._morning))
        self.note.setText(subline(self._morning))
        self.card.show_upcoming(self._services.retention.upcoming())
        self.numbers.show_morning(self._morning)
        self.clocks.refresh()
        self._show_doubt()
        self._show_health()
        self._show_items(self._filter)
        self._stack_panels()
        self._is_stale_missing = True
        self._count_missing()

    def _show_doubt(self) -> None:
        clear(self._banners)
        if (doubt := clock_banner(self, self._services)) is not None:
            self._banners.addWidget(doubt)

    def _count_missing(self) -> None:
        """Reads all customers: on another thread, and never twice at once, however fast changes follow each other."""
        if self._is_stale_missing and not self._is_counting:
            self._is_counting, self._is_stale_missing = True, False
            run_in_background(self, self._count, self._show_missing, self._not_counted)

    def _count(self) -> tuple[Missing, PromiseSummary]:
        """What is missing, and from it how the promises stand."""
        missing = self._services.dashboard.missing()
        return missing, self._services.promises.summary(missing)

    def _not_counted(self, problem: Exception) -> None:
        self._is_counting = False
        raise problem

    def _show_missing(self, counted: tuple[Missing, PromiseSummary]) -> None:
        self._is_counting = False
        self._count_missing()
        if counted != (self._missing, self._promises):
            self._missing, self._promises = counted
            self._show_health()

    def _show_health(self) -> None:
        """Lines that stay the same are left alone: made anew they would flicker at each change of the shop."""
        facts = self._facts()
        if facts == self._shown_facts:
            return
        self._shown_facts = facts
        clear(self._health)
        for widget in facts_widgets(facts):
            self._health.addWidget(widget)
        self._stack_panels()

    def _facts(self) -> list[Fact]:
        open_page = self.disclosures_wanted.emit
        waiting = len(self._services.erasure_papers.notices())
        return [
            *copy_fact(self._services.backups.days_since_outside(), self.copy_wanted.emit),
            *promise_facts(self._promises, self.promises_wanted.emit),
            *untold_fact(len(self._missing.untold), lambda: self.customer_opened.emit(self._missing.untold[0])),
            *missing_facts(self._missing, open_page, self.consents_wanted.emit),
            *erased_fact(waiting, lambda: open_page("tasks")),
        ]

    def _show_items(self, name: str | None) -> None:
        """The whole list, or just those behind one number."""
        if self._morning is None:
            return
        self._filter = name
        shown = by_deadline(self._morning) if name is None else {name: behind_number(self._morning, name)}
        self.list_title.setText(_("By deadline") if name is None else names()[name])
        self.all_link.setVisible(name is not None)
        self.list.show_items(rows(shown, self._morning))

    def _open(self, key: object) -> None:
        if not isinstance(key, tuple):
            return
        area, case_id = cast(tuple[str, int], key)
        opened = {"complaint": self.complaint_opened, "request": self.request_opened, "incident": self.incident_opened}
        opened[area].emit(case_id)

    def resizeEvent(self, _event: object) -> None:
        """Another room, another order."""
        self._stack_panels()

    def _stack_panels(self) -> None:
        """One column on a narrow window, which then scrolls as a whole."""
        px = theme.current().px
        narrow = self.width() < px(_NARROW)
        direction = self._panels.Direction.TopToBottom if narrow else self._panels.Direction.LeftToRight
        self._panels.setDirection(direction)
        self._left_panel.setMinimumHeight(px(_LIST) if narrow else 0)
        self._right_panel.setMinimumHeight(self._right_content.sizeHint().height() if narrow else 0)

    # ---- deletions ------------------------------------------------------------------------------------------------------

    def show_deletions(self, period: object = None) -> None:
        """The list behind a bar, or of all whose time has come; the page is made at the first look."""
        if self.deletions is None:
            self.deletions = DeletionsPage(self._services)
            self.deletions.left.connect(self.show_morning)
            self.deletions.customer_opened.connect(self.customer_opened)
            self.stack.addWidget(self.deletions)
        self.stack.setCurrentWidget(self.deletions)
        self.setFocusProxy(self.deletions)
        self.deletions.start(period)

    def show_morning(self) -> None:
        """Back to the morning page."""
        self.stack.setCurrentWidget(self._home)
        self.setFocusProxy(self.list)
        self.refresh()
        self.setFocus()

    @property
    def shows_deletions(self) -> bool:
        """Whether the page of deletions lies over the morning page."""
        return self.deletions is not None and self.stack.currentWidget() is self.deletions

    def search_deletions(self) -> None:
        """F3 on the page of deletions."""
        if self.deletions is not None:
            self.deletions.focus_filter()
