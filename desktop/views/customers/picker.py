"""Finding one customer on any page: a search box with its hits under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.views import theme
from desktop.views.customers.found import hit_item
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, row
from desktop.views.widgets.lists import ItemList

_MOST_HITS = 20


class CustomerPicker(QWidget):
    """``picked`` carries the customer's id. Then the box is emptied, unless it ``keeps`` what was typed; the cursor is put
    back into it where it ``stays`` for the next one. Widgets given ``beside`` stand to its right."""

    picked = Signal(int)

    def __init__(self, services: Services, name: str, *beside: QWidget, stays: bool = False, keeps: bool = False) -> None:
        super().__init__()
        self._services, self._stays, self._keeps = services, stays, keeps
        self.search = _DownSearch(_("Last digits of the phone number, or the name"))
        self.search.setAccessibleName(name)
        self.found = ItemList(inset=8)
        self.found.setAccessibleName(_("Customers found"))
        self.found.setFixedHeight(theme.current().px(184))
        self.nobody = label(_("Nobody is called this or has this number."), "help")
        self.setLayout(column(row((self.search, 1), *beside, gap=12), self.found, self.nobody, gap=6))
        self.found.hide()
        self.nobody.hide()
        self.search.textChanged.connect(self.follow)
        self.search.returnPressed.connect(self.found.choose_first)
        self.search.down.connect(self._into_list)
        self.found.chosen.connect(self._pick)
        self.setFocusProxy(self.search)

    def start(self) -> None:
        """Nobody yet."""
        self.search.clear()
        self.search.setFocus()

    def follow(self) -> None:
        """Search anew for what stands in the box."""
        typed = self.search.text()
        hits = self._services.customers.search(typed, _MOST_HITS) if typed.strip() else []
        self.found.show_items([hit_item(hit, typed) for hit in hits])
        self.found.setVisible(bool(hits))
        self.nobody.setVisible(bool(typed.strip()) and not hits)

    def _into_list(self) -> None:
        if self.found.items:
            self.found.setFocus()
            self.found.setCurrentIndex(self.found.model().index(0, 0))

    def _pick(self, key: object) -> None:
        if isinstance(key, int):
            if not self._keeps:
                self.search.clear()
            if self._stays:
                self.search.setFocus()
            self.picked.emit(key)


class _DownSearch(SearchField):
    """A search box from which the arrow goes down into the hits."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)
