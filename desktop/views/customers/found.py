"""The left side of the customers tab: search as she types, and who was found."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext
from desktop.services.customers import MOST_HITS, CustomerHit, Customers
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import ChipText, label
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem

_FIRST_DELAY, _WIDTH = 200, 356


class FoundCustomers(QWidget):
    """``current`` is whose page is open. ``chosen`` for a row.

    Who would be shown by itself: ``newest`` where nothing is searched for, ``best`` a moment after she typed; ``nobody`` where she
    searches for somebody who is not there.
    """

    chosen = Signal(object)
    newest = Signal(int)
    best = Signal(int)
    nobody = Signal(str)
    adding_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, customers: Customers) -> None:
        super().__init__()
        self._customers = customers
        self.search = SearchField(_("Name, phone number, email, address"), name="bigSearch")
        self.search.setClearButtonEnabled(True)
        self.found = label("", "help", wrap=True)
        self.list = ItemList(follows_cursor=True)
        self.list.setAccessibleName(_("Customers found"))
        self.current: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FIRST_DELAY)
        self._timer.timeout.connect(self._look_further)
        self.setLayout(column(self._side(), gap=0))
        self.setFixedWidth(theme.current().px(_WIDTH))
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self.refresh)
        self.search.textEdited.connect(lambda: self._timer.start())
        self.search.returnPressed.connect(self.list.choose_first)
        self.list.chosen.connect(self.chosen)

    def _side(self) -> QWidget:
        add = button(_("Add customer"), "F2", "", "plus")
        add.clicked.connect(self.adding_wanted)
        take_in = button(_("From a file"), kind="link")
        take_in.setShortcut("Ctrl+I")  # no room for its cap
        take_in.setToolTip(f"{_('Take in customers from a file')} (Ctrl+I)")
        take_in.clicked.connect(self.import_wanted)
        top = column(self.search, self.found, gap=6, margins=(16, 14, 16, 6))
        return frame(column(top, (self.list, 1), row(add, take_in, None, margins=(16, 10, 16, 12)), gap=0), "side")

    def mark(self, customer_id: int | None) -> None:
        """Whose page is open."""
        self.current = customer_id
        self.list.mark(customer_id)

    def focus_search(self, text: str | None = None) -> None:
        """The cursor goes to the search box."""
        if text is not None:
            self.search.setText(text)
        self.search.setFocus()
        self.search.selectAll()

    def start_over(self) -> None:
        """Nothing is searched for, and the list is read anew."""
        self.search.clear()
        self.refresh()

    def refresh(self, *_typed: object) -> None:
        """Read the list anew."""
        typed = self.search.text()
        with errors_shown(self):
            hits = self._customers.search(typed)
            self._show(typed, hits)
            if hits and not typed:
                self.newest.emit(hits[0].id)
            if typed.strip() and not hits:
                self.nobody.emit(self._found_text(typed.strip(), 0))

    def _show(self, typed: str, hits: list[CustomerHit]) -> None:
        self.list.show_items([hit_item(hit, typed) for hit in hits], self.current)
        self.found.setText(self._found_text(typed.strip(), len(hits)))

    def _look_further(self) -> None:
        """Once she rests: the middle of numbers too, on another thread; and the best hit's page."""
        typed, search = self.search.text(), self._customers.search_further
        run_in_background(self, lambda: search(typed), lambda hits: self._show_further(typed, hits))
        if typed.strip() and self.list.items:
            self.best.emit(self.list.items[0].key)

    def _show_further(self, typed: str, hits: list[CustomerHit]) -> None:
        if typed == self.search.text() and len(hits) != len(self.list.items):
            self._show(typed, hits)
            if hits and self.current is None:
                self.best.emit(hits[0].id)

    def _found_text(self, typed: str, count: int) -> str:
        if not typed:
            total = self._customers.count()
            return ngettext("{n} customer, newest first", "{n} customers, newest first", total).format(n=total)
        if not count:
            return _("No customer has “{typed}”. Add a customer?").format(typed=typed[:24])
        if count == MOST_HITS:
            return _("The first {n} who have “{typed}”; type more to find fewer").format(n=count, typed=typed[:24])
        text = ngettext("{n} customer has “{typed}”", "{n} customers have “{typed}”", count)
        return text.format(n=count, typed=typed[:24])


def hit_item(hit: CustomerHit, typed: str) -> ListItem:
    """A found customer as a row."""
    state = None
    if hit.has_open_complaint:
        state = ChipText(_("Has a complaint"), "soon", "complaint")
    elif hit.is_restricted:
        state = ChipText(_("Restricted"), "quiet", "lock")
    under = " · ".join(part for part in (hit.phone, hit.address or hit.email) if part) or "–"
    digits = "".join(ch for ch in typed if ch.isdigit()) if not any(ch.isalpha() for ch in typed) else ""
    return ListItem(hit.name, under, chip=state, match=digits, key=hit.id)
