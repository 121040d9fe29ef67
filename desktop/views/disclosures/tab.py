"""The disclosures tab: the register with the chosen entry beside it, and the pages from which entries come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, short_day
from desktop.services.all_services import Services
from desktop.services.disclosures import DisclosureRow
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.changes import ChangeFeed
from desktop.views.consents.record import RecordPage
from desktop.views.customers.page import notice_chip
from desktop.views.disclosures.entry import EntryPage
from desktop.views.disclosures.entry_side import EntrySide
from desktop.views.disclosures.manifest import ManifestPage
from desktop.views.disclosures.manifests import ManifestsPage
from desktop.views.disclosures.notices import NoticesPage
from desktop.views.disclosures.recipients import RecipientsPage
from desktop.views.disclosures.tasks import TasksPage
from desktop.views.error_dialogs import errors_shown
from desktop.views.register_tab import RegisterTab
from desktop.views.widgets.buttons import button
from desktop.views.widgets.empty import EmptyPage
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem

ALL, UNTOLD = "all", "untold"


class DisclosuresTab(RegisterTab):
    """``customer_opened`` asks for a customer's page."""

    tables = frozenset({
        "disclosure", "recipient", "customer", "customer_extra", "manifest", "recipient_task", "consent", "restriction", "policy_version",
    })  # fmt: skip
    customer_opened = Signal(int)

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        super().__init__(feed)
        self._services = services
        self._rows: dict[str, DisclosureRow] = {}
        self.list = ItemList(follows_cursor=True)
        self.list.setAccessibleName(_("Disclosures"))
        self.list.chosen.connect(self._open)
        self.side = EntrySide(services)
        self.side.customer_opened.connect(self.customer_opened)
        self.side.notice_wanted.connect(self.show_notices)
        self.stack = QStackedWidget()
        self.manifest, self.entry, self.record = ManifestPage(services), EntryPage(services), RecordPage(services)
        self.recipients, self.notices = RecipientsPage(services), NoticesPage(services)
        self.tasks, self.manifests = TasksPage(services), ManifestsPage(services)
        self._empty = self._empty_page()
        self._register = self._register_page()
        self._pages = (self.manifest, self.entry, self.recipients, self.notices, self.tasks, self.manifests)
        for page in (self._empty, self._register, self.record, *self._pages):
            self.stack.addWidget(page)
        for page in self._pages:
            page.left.connect(self.show_register)
        self.manifest.consent_wanted.connect(self.start_recording)
        self.manifest.recipients_wanted.connect(self.show_recipients)
        self.manifest.made.connect(self.show_register)
        self.entry.recorded.connect(self._show_recorded)
        for ended in (self.record.left, self.record.recorded):
            ended.connect(self.start_manifest)
        self.setLayout(column(self.stack, gap=0))
        self.stack.currentChanged.connect(self._lead_keyboard)
        self.setFocusProxy(self._empty)

    # ---- building -------------------------------------------------------------------------------------------------------

    def _empty_page(self) -> QWidget:
        page = EmptyPage(
            "truck",
            _("Nobody was told anything yet"),
            _("When parcels go out, make the carrier's file here: who did not agree is left out, and everything is on record."),
            start := button(_("Shipping manifest"), "F2", "primary", "truck"),
        )
        page.pressed.connect(self.start_manifest)
        whole = box(column((page, 1), row(None, *self._doors(), None, gap=8), gap=0, margins=(20, 0, 20, 20)))
        whole.setFocusProxy(start)
        return whole

    def _register_page(self) -> QWidget:
        self.title, self.note = label("", "title"), label("", "muted")
        self.filter = Choice((_("All entries"), ALL), (_("Customer not told yet"), UNTOLD))
        self.filter.setAccessibleName(_("Which entries"))
        self.filter.setFixedWidth(theme.current().px(210))
        self.filter.currentIndexChanged.connect(self._show_rows)
        self.manifest_button = button(_("Shipping manifest"), "F2", "primary", "truck")
        self.manifest_button.clicked.connect(self.start_manifest)
        head = row((column(self.title, self.note, gap=2), 1), self.manifest_button, gap=8)
        panel = frame(column((self.list, 1), margins=(0, 4, 0, 4)))
        left = box(column(head, row(self.filter, None, *self._doors(), gap=8), (panel, 1), gap=10, margins=(20, 14, 20, 16)))
        page = box(row((left, 1), self.side, gap=0))
        page.setFocusProxy(self.list)
        return page

    def _doors(self) -> list[QWidget]:
        doors = [
            (_("Enter one"), "plus", self.start_entry),
            (_("Recipients"), "people", self.show_recipients),
            (_("Files"), "list", self.show_manifests),
        ]
        made: list[QWidget] = []
        for text, icon, act in doors:
            door = button(text, icon=icon, small=True)
            door.clicked.connect(act)
            made.append(door)
        return made

    # ---- showing --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The register; pages that are being filled stay as they are."""
        self._show_rows()
        if self.stack.currentWidget() in (self._empty, self._register):
            self.stack.setCurrentWidget(self._register if self._rows or self.filter.value() == UNTOLD else self._empty)
        for page in self._pages:
            if page is self.stack.currentWidget():
                page.follow()

    def show_register(self) -> None:
        """Back from a page."""
        self.stack.setCurrentWidget(self._register)
        self.refresh()
        self.setFocus()

    def _show_recorded(self, public_id: str) -> None:
        self.show_register()
        self._open(public_id)

    def start_manifest(self) -> None:
        """A new manifest; one that is being filled stays as it is."""
        self.stack.setCurrentWidget(self.manifest)
        self.manifest.begin()

    def start_recording(self, customer_id: int) -> None:
        """What a customer of the manifest says; then back to it."""
        with errors_shown(self):
            self.record.start(customer_id)
            self.stack.setCurrentWidget(self.record)
            self.record.setFocus()

    def start_entry(self) -> None:
        """Enter one disclosure by hand."""
        self.stack.setCurrentWidget(self.entry)
        self.entry.start()

    def show_recipients(self) -> None:
        """The list of recipients."""
        self._show_page(self.recipients)

    def show_notices(self) -> None:
        """Customers who still have to be told."""
        self._show_page(self.notices)

    def show_tasks(self) -> None:
        """Recipients who still have to be told of a change."""
        self._show_page(self.tasks)

    def show_manifests(self) -> None:
        """The files that were made."""
        self._show_page(self.manifests)

    def _show_page(self, page: RecipientsPage | NoticesPage | TasksPage | ManifestsPage) -> None:
        self.stack.setCurrentWidget(page)
        page.follow()
        self.setFocus()

    def _show_rows(self, _place: int = 0) -> None:
        disclosures, untold = self._services.disclosures, self.filter.value() == UNTOLD
        rows = disclosures.rows(missing_notice=untold)
        today = self._services.office.today()
        self._rows = {entry.public_id: entry for entry in rows}
        shown = self.side.shown_id if self.side.shown_id in self._rows else rows[0].public_id if rows else None
        items = [_item(entry, short_day(entry.on, today)) for entry in rows]
        self.list.show_items(items or [ListItem(group=_("Every customer was told."))], shown)
        self.title.setText(_("Who was told what"))
        run_in_background(self, disclosures.count_missing_notices, self._show_missing)
        self.side.show_row(self._rows.get(shown or ""))

    def _lead_keyboard(self, _place: int) -> None:
        """The keyboard goes where the page that is shown wants it."""
        if page := self.stack.currentWidget():
            self.setFocusProxy(page)

    def _show_missing(self, count: int) -> None:
        text = ngettext("{n} customer is not told yet", "{n} customers are not told yet", count).format(n=count)
        self.note.setText(text if count else _("Every customer was told."))

    def _open(self, key: object) -> None:
        self.list.mark(key)
        self.side.show_row(self._rows.get(str(key)))


def _item(entry: DisclosureRow, day: str) -> ListItem:
    reference = _("order {number}").format(number=entry.order_reference) if entry.order_reference else entry.purpose
    under = f"{entry.recipient} · {reference}"
    return ListItem(entry.customer, under, day, notice_chip(entry), key=entry.public_id, tip=entry.purpose)
