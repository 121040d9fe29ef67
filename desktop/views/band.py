"""The band at the top of the window: whose shop it is, the search for a customer, settings, the way out, help."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.widgets.buttons import tool
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import ChipText, chip, glyph, named_label
from desktop.views.widgets.layout import box, column, row

_LONGEST_NAME = 36


class Band(QWidget):
    """``search_wanted`` where she goes for the search, ``leave_wanted`` for locking or, in the sample shop, for her own one."""

    search_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, *, is_demo: bool) -> None:
        super().__init__()
        self.shop = named_label("", "shop")
        self.find_box = SearchField(_("Find a customer: name, phone number, address"), "F4", "bandSearch", "band-muted")
        self.find_box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.find_box.installEventFilter(self)
        self.settings_button = tool("gear", _("Settings"), _("Settings"), "band-text")
        self.help_button = tool("help", _("Help for this screen (F1)"), "F1", "band-text")
        self.leave_button = _leave_button(is_demo=is_demo)
        self.leave_button.clicked.connect(self.leave_wanted)
        brand = (glyph("logo", "band-text", 26), named_label("Giữ Lời", "brand"), 10, self.shop)
        marks = [_sample_chip()] if is_demo else []
        buttons = (self.settings_button, self.leave_button, self.help_button)
        bar = box(row(*brand, *marks, None, self.find_box, None, *buttons, gap=8, margins=(20, 0, 12, 0)), "band")
        bar.setFixedHeight(theme.current().size["band"])
        self.setLayout(column(bar, gap=0))
        self.show_wide(wide=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The search box is a door: typing happens in the customers tab, so that UniKey's backspaces find their letters."""
        if watched is self.find_box and event.type() is QEvent.Type.FocusIn:
            QTimer.singleShot(0, self, self.search_wanted.emit)
        return False

    def name_shop(self, name: str) -> None:
        """The name without the words that every household business bears."""
        bare = name.removeprefix("Hộ kinh doanh").strip() or name
        self.shop.setText(bare if len(bare) <= _LONGEST_NAME else bare[: _LONGEST_NAME - 1].rstrip() + "…")

    def show_wide(self, *, wide: bool) -> None:
        """A small window loses ornaments, never work."""
        px = theme.current().px
        self.find_box.setFixedWidth(px(370) if wide else px(230))
        self.shop.setVisible(wide)


def _leave_button(*, is_demo: bool) -> QAbstractButton:
    """Locks the shop; the sample shop, where there is nothing to lock, is left for her own."""
    if is_demo:
        return tool("left", _("Leave the sample shop and go to your own; the sample stays"), _("My own shop"), "band-text")
    return tool("lock", _("Lock now (Ctrl+L)"), _("Lock"), "band-text")


def _sample_chip() -> QWidget:
    """In the band of the sample shop, on every page."""
    mark = chip(ChipText(_("Sample shop"), "soon", "store"))
    sentence = _("Sample shop: everybody here is made up. Your own data is kept elsewhere.")
    mark.setToolTip(sentence)
    mark.setAccessibleName(sentence)
    return mark
