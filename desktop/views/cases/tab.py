"""What the tabs of complaints, requests and incidents share: the list at the left, at the right one case or a form for a new one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services.all_services import Services
from desktop.views import theme
from desktop.views.changes import ChangeFeed
from desktop.views.error_dialogs import errors_shown
from desktop.views.register_tab import RegisterTab
from desktop.views.widgets.buttons import button
from desktop.views.widgets.empty import EmptyPage
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem

EMPTY, CASE, FORM, OTHER = range(4)
_MOST_TYPED = 20

Entry = tuple[bool, ListItem]  # whether the case is open, and its row, whose key is the case's id


@dataclass(frozen=True)
class TabWords:
    """``new`` stands on both buttons that begin a case, ``open`` and ``ended`` head the two groups of the list, ``not_found`` says
    that nothing has what was ``{typed}``."""

    icon: str
    cases: str
    search: str
    new: str
    open: str
    ended: str
    none_yet: str
    purpose: str
    not_found: str = ""


class CaseTab(RegisterTab):
    """``pages`` are the case, the form for a new one, and one more; ``customer_opened`` asks for a customer's page."""

    customer_opened = Signal(int)

    def __init__(self, services: Services, feed: ChangeFeed, words: TabWords, *pages: QWidget) -> None:
        super().__init__(feed)
        self._services, self._words = services, words
        self._current: int | None = None
        self.search, self.list = SearchField(words.search), ItemList(chip_below=True)
        self.list.setAccessibleName(words.cases)
        self.setFocusProxy(self.list)
        self.stack = QStackedWidget()
        for page in (self._empty_page(), *pages):
            self.stack.addWidget(page)
        self.setLayout(row(self._side(), (self.stack, 1), gap=0))
        self.search.textChanged.connect(self._list_rows)
        self.list.chosen.connect(self._open_chosen)

    def _side(self) -> QWidget:
        self.new_button = button(self._words.new, "F2", "", "plus")
        self.new_button.clicked.connect(self._start_new)
        top = column(self.new_button, self.search, gap=8, margins=(12, 12, 12, 8))
        side = frame(column(top, (self.list, 1), gap=0), "side")
        side.setFixedWidth(theme.current().px(264))
        return side

    def _empty_page(self) -> QWidget:
        words = self._words
        page = EmptyPage(words.icon, words.none_yet, words.purpose, button(words.new, kind="primary", icon="plus"))
        page.pressed.connect(self._start_new)
        return page

    # ---- what each tab has of its own -----------------------------------------------------------------------------------

    def _entries(self, typed: str) -> list[Entry]:
        """The cases that have what was typed, the most urgent first."""
        raise NotImplementedError

    def _show(self, case_id: int, notice: str) -> None:
        """A case at the right, with what was just done."""
        raise NotImplementedError

    def _start_new(self) -> None:
        """F2."""
        raise NotImplementedError

    # ---- opening --------------------------------------------------------------------------------------------------------

    def open(self, case_id: int, notice: str = "") -> None:
        """Show a case."""
        with errors_shown(self):
            self._show(case_id, notice)
            self._current = case_id
            self.list.mark(case_id)

    def focus_search(self) -> None:
        """The cursor goes to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def _open_chosen(self, key: object) -> None:
        if isinstance(key, int):
            self.open(key)

    def _open_first(self, entries: list[Entry]) -> bool:
        """At the first look the most urgent case is opened; whether this was it."""
        is_first_look = self._current is None and bool(entries) and self.stack.currentIndex() == EMPTY
        if is_first_look:
            self._open_chosen(entries[0][1].key)
        return is_first_look

    # ---- list -----------------------------------------------------------------------------------------------------------

    def _list_rows(self) -> list[Entry]:
        typed = self.search.text()
        entries = self._entries(typed)
        items: list[ListItem] = []
        for title, wanted in ((self._words.open, True), (self._words.ended, False)):
            if group := [item for is_open, item in entries if is_open is wanted]:
                items += [ListItem(group=title, right=str(len(group))), *group]
        if not items and typed.strip() and self._words.not_found:
            items = [ListItem(group=self._words.not_found.format(typed=typed.strip()[:_MOST_TYPED]))]
        is_case = self.stack.currentIndex() in (CASE, OTHER)
        self.list.show_items(items, self._current if is_case else None)
        return entries
