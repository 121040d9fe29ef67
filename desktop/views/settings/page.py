"""Settings: a list of subjects at the left, one at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import gettext as _
from desktop.pc_settings import PcSettings
from desktop.services.all_services import Services
from desktop.services.opening import ShopFolder
from desktop.views import theme
from desktop.views.settings.about import AboutPage
from desktop.views.settings.appearance import AppearancePage
from desktop.views.settings.audit import AuditPage
from desktop.views.settings.backups import BackupsPage
from desktop.views.settings.calendar import CalendarPage
from desktop.views.settings.letters import LettersPage
from desktop.views.settings.lock import LockPage
from desktop.views.settings.policy import PolicyPage
from desktop.views.settings.promises import PromisesPage
from desktop.views.settings.shop import ShopPage
from desktop.views.settings.staff import StaffPage
from desktop.views.widgets.buttons import back_button
from desktop.views.widgets.layout import box, column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem


class SettingsPage(QWidget):
    """``left`` when she goes back; ``pc_changed`` when language, theme or type size changed.

    ``link_wanted`` carries the key of a page behind a promise.
    ``restore_wanted`` carries the folder of a backup; ``going_back_wanted``: the data from before the last restore.
    """

    left = Signal()
    pc_changed = Signal(object)
    link_wanted = Signal(str)
    restore_wanted = Signal(object)
    going_back_wanted = Signal()

    def __init__(self, services: Services, folder: ShopFolder, pc: PcSettings) -> None:
        super().__init__()
        self._seen: set[object] = set()
        self.subjects = ItemList(follows_cursor=True)
        self.subjects.setAccessibleName(_("Settings"))
        self.stack = QStackedWidget()
        self.appearance = AppearancePage(pc)
        self.appearance.changed.connect(self.pc_changed)
        self.shop, self.copies, self.lock = ShopPage(services), BackupsPage(services, folder), LockPage(services, folder)
        self.copies.restore_wanted.connect(self.restore_wanted)
        self.copies.going_back_wanted.connect(self.going_back_wanted)
        self.about = AboutPage(folder.path)
        self.policy, self.calendar = PolicyPage(services), CalendarPage(services)
        self.promises = PromisesPage(services)
        self.promises.link_wanted.connect(self._follow_link)
        self.letters, self.staff, self.audit = LettersPage(services), StaffPage(services), AuditPage(services)
        self._pages: dict[str, tuple[str, str, str, QWidget]] = {
            "shop": ("store", _("Shop identity"), _("On every paper"), self.shop),
            "policy": ("doc", _("Policy"), _("What you promised"), self.policy),
            "promises": ("ok", _("Promises"), _("Clause, setting, proof"), self.promises),
            "calendar": ("calendar", _("Calendar"), _("Holidays, working week"), self.calendar),
            "letters": ("mail", _("Letters"), _("Wording, numbers"), self.letters),
            "staff": ("people", _("Who works here"), _("Names in the log"), self.staff),
            "audit": ("history", _("Log"), _("Who did what, checked"), self.audit),
            "copies": ("usb", _("Backups"), _("Back up, restore"), self.copies),
            "lock": ("lock", _("Lock"), _("Passphrase, recovery code"), self.lock),
            "appearance": ("gear", _("This computer"), _("Language, look, type size"), self.appearance),
            "about": ("help", _("About Giữ Lời"), _("Version, licences, data folder"), self.about),
        }
        for _icon, _title, _note, page in self._pages.values():
            self.stack.addWidget(page)
        items = [ListItem(title, note, icon=icon, key=key) for key, (icon, title, note, _page) in self._pages.items()]
        self.subjects.show_items(items, "shop")
        self.subjects.chosen.connect(self.show_subject)
        back = back_button()
        back.clicked.connect(self.left)
        side = frame(column((self.subjects, 1), row(back, None, margins=(12, 10, 12, 12)), gap=0), "side")
        side.setFixedWidth(theme.current().px(264))
        self.setLayout(row(side, (box(column(self.stack)), 1), gap=0))

    def begin(self) -> None:
        """The settings are opened: each subject is read anew at its first look, and keeps what is typed from then on."""
        self._seen.clear()

    def _follow_link(self, key: str) -> None:
        """A setting is here; whatever else is behind a promise lies on a tab."""
        if key.startswith("settings."):
            self.show_subject(key.removeprefix("settings."))
        else:
            self.link_wanted.emit(key)

    def show_subject(self, key: object) -> None:
        """One subject."""
        names = list(self._pages)
        if key in names:
            self.subjects.mark(key)
            self.stack.setCurrentIndex(names.index(str(key)))
            page = self._pages[str(key)][3]
            if key not in self._seen and hasattr(page, "refresh"):
                page.refresh()  # pyright: ignore[reportAttributeAccessIssue]
            self._seen.add(key)
