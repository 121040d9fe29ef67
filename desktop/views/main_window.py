"""The main window: band, tabs, pages, keys. Nothing else."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import long_day, sentence_start
from desktop.pc_settings import PcSettings
from desktop.services.all_services import Services
from desktop.services.dashboard import Area
from desktop.services.opening import ShopFolder
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.band import Band
from desktop.views.changes import ChangeFeed
from desktop.views.complaints.tab import ComplaintsTab
from desktop.views.consents.tab import MISSING, ConsentsTab
from desktop.views.customers.tab import CustomersTab
from desktop.views.dashboard.tab import DashboardTab
from desktop.views.disclosures.tab import DisclosuresTab
from desktop.views.error_dialogs import open_modally
from desktop.views.help import HelpDialog
from desktop.views.incidents.tab import IncidentsTab
from desktop.views.incidents.words import worst_kind
from desktop.views.register_tab import RegisterTab
from desktop.views.requests.tab import RequestsTab
from desktop.views.settings.page import SettingsPage
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, row
from desktop.views.widgets.tabs import MainTabs, TabText

DASHBOARD, CUSTOMERS, CONSENTS, DISCLOSURES, COMPLAINTS, REQUESTS, INCIDENTS, SETTINGS = range(8)
_SCREENS = ("dashboard", "customers", "consents", "disclosures", "complaints", "requests", "incidents", "settings")
_WIDE, _DATE_FROM = 1000, 1180
_TICK = 60_000


class MainWindow(QWidget):
    """``lock_wanted`` on Ctrl+L, ``own_shop_wanted`` to leave the sample shop, ``pc_changed`` when language or look changed,
    ``closed`` when she leaves.

    ``restore_wanted`` carries the folder of a backup; ``going_back_wanted``: the data from before the last restore.
    """

    lock_wanted = Signal()
    own_shop_wanted = Signal()
    pc_changed = Signal(object)
    closed = Signal()
    restore_wanted = Signal(object)
    going_back_wanted = Signal()

    def __init__(
        self, services: Services, folder: ShopFolder, feed: ChangeFeed, pc: PcSettings, *, is_demo: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Giữ Lời")
        self._services, self._feed = services, feed
        self._make = (folder, pc)
        self.settings: SettingsPage | None = None
        self._made: list[RegisterTab] = []
        self._came_from: int | None = None
        self._today = services.office.today()
        self.stack = QStackedWidget()
        texts = [
            TabText(_("Dashboard"), "home"), TabText(_("Customers"), "people"), TabText(_("Consents"), "consent"),
            TabText(_("Disclosures"), "truck"), TabText(_("Complaints"), "complaint"), TabText(_("Requests"), "request"),
            TabText(_("Incidents"), "incident"),
        ]  # fmt: skip
        self.tabs = MainTabs(texts)
        self.day = label("", "muted")
        tabs_row = box(row(self.tabs, None, self.day, gap=0, margins=(10, 0, 20, 0)), "tabsRow")
        tabs_row.setFixedHeight(theme.current().size["tabs"])
        self.band = self._band(is_demo=is_demo)
        self.setLayout(column(self.band, tabs_row, (self.stack, 1), gap=0))
        self.tabs.currentChanged.connect(self.show_tab)
        self.tabs.tabBarClicked.connect(self.show_tab)
        feed.changed.connect(self._follow_changes)
        self._add_keys()
        self.show_tab(DASHBOARD)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._follow_time)
        self._tick.start(_TICK)
        self._follow_time()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _band(self, *, is_demo: bool) -> Band:
        band = Band(is_demo=is_demo)
        band.search_wanted.connect(self.find_customer)
        band.settings_button.clicked.connect(lambda: self.show_settings())
        band.leave_wanted.connect(self.own_shop_wanted if is_demo else self.lock_wanted)
        band.help_button.clicked.connect(self.show_help)
        return band

    @cached_property
    def dashboard(self) -> DashboardTab:
        """The first tab."""
        tab = DashboardTab(self._services, self._feed)
        tab.complaint_opened.connect(self.open_complaint)
        tab.request_opened.connect(self.open_request)
        tab.incident_opened.connect(self.open_incident)
        tab.intake_wanted.connect(self.take_complaint)
        tab.copy_wanted.connect(lambda: self.show_settings("copies"))
        tab.consents_wanted.connect(self.show_consents_missing)
        tab.promises_wanted.connect(lambda: self.show_settings("promises"))
        tab.disclosures_wanted.connect(self.show_disclosures)
        tab.customer_opened.connect(self.open_customer)
        self._place(tab)
        return tab

    @cached_property
    def customers(self) -> CustomersTab:
        """Made at the first look, as every tab: she waits for the dashboard only."""
        tab = CustomersTab(self._services, self._feed)
        tab.complaint_wanted.connect(self.take_complaint)
        tab.complaint_opened.connect(self.open_complaint)
        tab.consent_wanted.connect(self.record_consent)
        tab.request_wanted.connect(self.take_request)
        tab.request_opened.connect(self.open_request)
        self._place(tab)
        return tab

    @cached_property
    def consents(self) -> ConsentsTab:
        """Made at the first look."""
        tab = ConsentsTab(self._services, self._feed)
        tab.customer_opened.connect(self.open_customer)
        for done in (tab.record.recorded, tab.record.left):
            done.connect(self._return)
        self._place(tab)
        return tab

    @cached_property
    def disclosures(self) -> DisclosuresTab:
        """Made at the first look."""
        tab = DisclosuresTab(self._services, self._feed)
        tab.customer_opened.connect(self.open_customer)
        self._place(tab)
        return tab

    @cached_property
    def complaints(self) -> ComplaintsTab:
        """Made at the first look."""
        tab = ComplaintsTab(self._services, self._feed)
        tab.customer_opened.connect(self.open_customer)
        self._place(tab)
        return tab

    @cached_property
    def requests(self) -> RequestsTab:
        """Made at the first look."""
        tab = RequestsTab(self._services, self._feed)
        tab.customer_opened.connect(self.open_customer)
        tab.tasks_wanted.connect(lambda: self.show_disclosures("tasks"))
        self._place(tab)
        return tab

    @cached_property
    def incidents(self) -> IncidentsTab:
        """Made at the first look."""
        tab = IncidentsTab(self._services, self._feed)
        tab.customer_opened.connect(self.open_customer)
        self._place(tab)
        return tab

    def _place(self, tab: RegisterTab) -> None:
        self.stack.addWidget(tab)
        self._made.append(tab)

    def _add_keys(self) -> None:
        acts = {
            "F1": self.show_help, "F3": self.search_here, "Ctrl+F": self.search_here, "F4": self.find_customer, "Ctrl+L": self.lock_wanted.emit,
            **{f"Ctrl+{place + 1}": (lambda chosen=place: self.show_tab(chosen)) for place in range(self.tabs.count())},
        }  # fmt: skip
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # ---- moving ---------------------------------------------------------------------------------------------------------

    def show_tab(self, place: int) -> None:
        """One of the tabs."""
        if place < 0:
            return
        self._came_from = None
        self.tabs.setCurrentIndex(place)
        tab: RegisterTab = getattr(self, _SCREENS[place])
        self.stack.setCurrentWidget(tab)
        if not self.tabs.hasFocus():
            tab.setFocus()

    def show_settings(self, subject: str = "shop") -> None:
        """The settings, over the tabs; made at the first look."""
        if self.settings is None:
            folder, pc = self._make
            self.settings = SettingsPage(self._services, folder, pc)
            self.settings.left.connect(self.leave_settings)
            self.settings.pc_changed.connect(self.pc_changed)
            self.settings.link_wanted.connect(self.follow_link)
            self.settings.restore_wanted.connect(self.restore_wanted)
            self.settings.going_back_wanted.connect(self.going_back_wanted)
            self.stack.addWidget(self.settings)
        if self.stack.currentWidget() is not self.settings:
            self.settings.begin()
        self.settings.show_subject(subject)
        self.stack.setCurrentWidget(self.settings)

    def leave_settings(self) -> None:
        """Back to the tab she came from."""
        self.show_tab(self.tabs.currentIndex())

    def follow_link(self, key: str) -> None:
        """The list behind a promise: a tab by its name, or a page on one."""
        acts = {
            "consents.missing": self.show_consents_missing, "deletions": self.show_deletions,
            "notices": lambda: self.show_disclosures("notices"), "tasks": lambda: self.show_disclosures("tasks"),
        }  # fmt: skip
        acts.get(key, lambda: self.show_tab(_SCREENS.index(key)))()

    def show_deletions(self) -> None:
        """The page of deletions on the dashboard."""
        self.show_tab(DASHBOARD)
        self.dashboard.show_deletions()

    def open_complaint(self, complaint_id: int) -> None:
        """A complaint on its tab."""
        self.show_tab(COMPLAINTS)
        self.complaints.open(complaint_id)

    def open_customer(self, customer_id: int) -> None:
        """A customer on their tab."""
        self.show_tab(CUSTOMERS)
        self.customers.open(customer_id)

    def record_consent(self, customer_id: int) -> None:
        """What a customer agrees to, on the consents tab; then back to the page she came from."""
        before = self.tabs.currentIndex()
        self.show_tab(CONSENTS)
        self.consents.start_recording(customer_id)
        self._came_from = before

    def _return(self, *_customer: object) -> None:
        if self._came_from is not None:
            self.show_tab(self._came_from)

    def show_consents_missing(self) -> None:
        """Customers whose consent an order needs."""
        self.show_tab(CONSENTS)
        self.consents.open_topic(MISSING)

    def show_disclosures(self, page: str) -> None:
        """A page of the disclosures tab: notices, tasks, manifests."""
        self.show_tab(DISCLOSURES)
        {
            "notices": self.disclosures.show_notices,
            "tasks": self.disclosures.show_tasks,
            "manifests": self.disclosures.show_manifests,
        }[page]()

    def take_complaint(self, customer_id: int | None = None) -> None:
        """Intake, for a customer already chosen or for whoever stands there."""
        self.show_tab(COMPLAINTS)
        self.complaints.start_intake(customer_id)

    def open_request(self, request_id: int) -> None:
        """A request on its tab."""
        self.show_tab(REQUESTS)
        self.requests.open(request_id)

    def take_request(self, customer_id: int | None = None) -> None:
        """Intake of a request, for a customer already chosen or for whoever stands there."""
        self.show_tab(REQUESTS)
        self.requests.start_intake(customer_id)

    def open_incident(self, incident_id: int) -> None:
        """An incident on its tab."""
        self.show_tab(INCIDENTS)
        self.incidents.open(incident_id)

    def find_customer(self) -> None:
        """F4 from anywhere."""
        self.show_tab(CUSTOMERS)
        self.customers.focus_search("")

    def search_here(self) -> None:
        """F3: the search of this screen."""
        if self._shown == COMPLAINTS:
            self.complaints.focus_search()
        elif self._shown == REQUESTS:
            self.requests.focus_search()
        elif self._shown == INCIDENTS:
            self.incidents.focus_search()
        elif self._shown == DASHBOARD and self.dashboard.shows_deletions:
            self.dashboard.search_deletions()
        else:
            self.find_customer()

    def show_help(self) -> None:
        """F1."""
        is_deletions = self._shown == DASHBOARD and self.dashboard.shows_deletions
        open_modally(HelpDialog(self, "deletions" if is_deletions else _SCREENS[self._shown]))

    @property
    def _shown(self) -> int:
        in_settings = self.settings is not None and self.stack.currentWidget() is self.settings
        return SETTINGS if in_settings else self.tabs.currentIndex()

    # ---- following ------------------------------------------------------------------------------------------------------

    def _follow_changes(self, tables: frozenset[str]) -> None:
        if tables & {
            "complaint",
            "letter",
            "setting",
            "calendar_day",
            "rights_request",
            "request_letter",
            "legal_clock",
            "incident",
            "incident_authority",
        }:
            self._follow_counts()
        if "shop" in tables:
            self._show_shop_and_day()

    def _follow_time(self) -> None:
        """At the start and once a minute; the guard of the clock writes once a day."""
        self._follow_day(self._services.office.today())
        self._services.clock_guard.note_time()
        self._show_shop_and_day()

    def _show_shop_and_day(self) -> None:
        self.band.name_shop(self._services.shop.identity().name)
        self.day.setText(sentence_start(long_day(self._services.office.today())))
        self._follow_counts()

    def _follow_day(self, today: date) -> None:
        """A version of the policy that begins while the window stays open moves the plans as it would at a start."""
        if today != self._today:
            self._today = today
            run_in_background(self, self._services.retention.keep_current, lambda _done: None)

    def _follow_counts(self) -> None:
        morning = self._services.dashboard.morning()
        for tab, area in ((COMPLAINTS, Area.COMPLAINT), (REQUESTS, Area.REQUEST)):
            badge = morning.badge(area)
            self.tabs.set_count(tab, badge.count, badge.kind)
        incidents = self._services.incidents.open_rows()
        self.tabs.set_count(INCIDENTS, len(incidents), worst_kind(incidents, self._services.office.now()))

    def showEvent(self, _event: object) -> None:
        """The keyboard begins where the work does, not on the first button of the band."""
        self.show_tab(self.tabs.currentIndex())

    def resizeEvent(self, _event: object) -> None:
        """Small windows lose ornaments, never work."""
        px = theme.current().px
        wide = self.width() >= px(_WIDE)
        self.tabs.show_icons(wide)
        self.day.setVisible(self.width() >= px(_DATE_FROM))
        self.band.show_wide(wide=wide)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is half written is kept."""
        for tab in self._made:
            tab.keep()
        self.closed.emit()
        super().closeEvent(event)
