"""The consents tab: topics with their numbers at the left; who stands where, who may be reached, or a form to fill at the right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext
from desktop.models.choices import ConsentDecision, PurposeNeed, SheetFormat
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.consents import TopicCount
from desktop.services.customers import CustomerHit
from desktop.services.purpose_lists import PurposeList
from desktop.services.saving import save
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.changes import ChangeFeed
from desktop.views.consents.record import RecordPage
from desktop.views.customers.found import hit_item
from desktop.views.customers.picker import CustomerPicker
from desktop.views.error_dialogs import errors_shown
from desktop.views.register_tab import RegisterTab
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import ChipText, chip, label, repolish, section
from desktop.views.widgets.layout import box, clear, column, footer, frame, row
from desktop.views.widgets.lists import ItemList, ListItem
from desktop.views.widgets.papers import PaperActions
from desktop.views.widgets.save_dialog import ask_where_to_save

Decision = ConsentDecision
MISSING = "missing"
_TOPIC, _RECORD, _PICK, _REACH = range(4)
Listed = tuple[CustomerHit, list[str]]


class ConsentsTab(RegisterTab):
    """``customer_opened`` asks for a customer's page."""

    tables = frozenset({"consent", "customer", "restriction", "policy_version", "recipient"})
    customer_opened = Signal(int)

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        super().__init__(feed)
        self._services = services
        self._counts: list[TopicCount] = []
        self._topic = MISSING
        self._listed: tuple[str, Decision | None] | None = None
        self._missing = 0
        self.papers = PaperActions(self)
        self.list = ItemList()
        self.list.setAccessibleName(_("What customers are asked"))
        self.list.chosen.connect(self.open_topic)
        self.record = RecordPage(services)
        self.record.left.connect(self._back)
        self.record.recorded.connect(self._back)
        self.picker = CustomerPicker(services, _("Whose consent"))
        self.picker.picked.connect(self.start_recording)
        self.stack = QStackedWidget()
        for page in (self._topic_page(), self.record, self._pick_page(), self._reach_page()):
            self.stack.addWidget(page)
        self.setLayout(row(self._left(), (self.stack, 1), gap=0))
        self.stack.currentChanged.connect(self._follow_page)
        self.setFocusProxy(self.list)

    # ---- building -------------------------------------------------------------------------------------------------------

    def _left(self) -> QWidget:
        self.new_button = button(_("Record consent"), "F2", "primary", "plus")
        self.new_button.clicked.connect(self.start_picking)
        self.blank_button = button(_("Print blank form"), icon="print")
        self.blank_button.clicked.connect(
            lambda: self.papers.show(_("Consent form"), _("consent-form"), self._services.consent_papers.form)
        )
        top = column(self.new_button, self.blank_button, gap=8, margins=(12, 12, 12, 8))
        side = frame(column(top, (self.list, 1), gap=0), "side")
        side.setFixedWidth(theme.current().px(356))
        return side

    def _topic_page(self) -> QWidget:
        self.title, self.note = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.filter = Choice((_("Not asked"), None), *((choice_label(decision), decision) for decision in Decision))
        self.filter.setAccessibleName(_("Show customers who"))
        self.filter.setFixedWidth(theme.current().px(180))
        self.filter.currentIndexChanged.connect(lambda _place: self._ask_for_customers())
        self.reach_button = button(_("Who may be written to?"), icon="mail")
        self.reach_button.clicked.connect(self.show_reach)
        self._chips = row(gap=8)
        self.customers = ItemList()
        self.customers.setAccessibleName(_("Customers"))
        self.customers.chosen.connect(lambda key: isinstance(key, int) and self.start_recording(key))
        head = row((column(self.title, self.note, gap=2), 1), self.reach_button, gap=10)
        panel = frame(column((self.customers, 1), margins=(0, 4, 0, 4)))
        hint = label(_("Press a customer to record what they say."), "help")
        self.filter_row = box(row(self._chips, None, self.filter, gap=10))
        return box(column(head, self.filter_row, (panel, 1), hint, gap=10, margins=(20, 14, 20, 14)))

    def _pick_page(self) -> QWidget:
        back = back_button()
        back.clicked.connect(self._back)
        title = label(_("Whose consent is it?"), "title")
        return box(
            column((box(column(title, self.picker, None, gap=12, margins=(20, 14, 20, 16))), 1), footer(back, None), gap=0)
        )

    def _reach_page(self) -> QWidget:
        self.reach_title, self.reach_note = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.people = ItemList()
        self.people.setAccessibleName(_("Customers who may be written to"))
        self.people.chosen.connect(lambda key: isinstance(key, int) and self.customer_opened.emit(key))
        self._left_out = column(gap=6)
        left_out = frame(
            column(section(_("Not in the list")), self._left_out, None, gap=6, margins=(16, 10, 16, 12)), "sideRight"
        )
        left_out.setFixedWidth(theme.current().px(320))
        middle = box(
            column(
                self.reach_title,
                self.reach_note,
                (frame(column(self.people, margins=(0, 4, 0, 4))), 1),
                gap=8,
                margins=(20, 14, 20, 14),
            )
        )
        back = back_button()
        back.clicked.connect(self._back)
        self.export_button = button(_("Save list as a file"), "F10", "primary", "save")
        self.export_button.clicked.connect(self._ask_where)
        self.saved = label("", "help")
        bar = footer(back, None, self.saved, 4, self.export_button)
        return box(column((box(row((middle, 1), left_out, gap=0)), 1), bar, gap=0))

    # ---- showing --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the numbers anew; counting every consent happens on another thread."""
        consents = self._services.consents
        run_in_background(self, lambda: (consents.counts(), consents.missing_needed()), self._show_counts)

    def open_topic(self, code: object) -> None:
        """Who stands where on one topic."""
        self._topic = str(code)
        self.list.mark(code)
        self.stack.setCurrentIndex(_TOPIC)
        self._show_topic()

    def _follow_page(self, place: int) -> None:
        """A page that is worked on has a filled button of its own."""
        kind, token = ("primary", "accent-text") if place == _TOPIC else ("", "text")
        self.new_button.setProperty("kind", kind)
        self.new_button.setIcon(theme.current().icon("plus", token, gap=6))
        for part in (self.new_button, *self.new_button.findChildren(QLabel)):
            repolish(part)

    def start_picking(self) -> None:
        """Choose whose consent it is."""
        self.stack.setCurrentIndex(_PICK)
        self.picker.start()

    def start_recording(self, customer_id: int) -> None:
        """What one customer says."""
        with errors_shown(self):
            self.record.start(customer_id)
            self.stack.setCurrentIndex(_RECORD)
            self.record.setFocus()

    def show_reach(self) -> None:
        """Who may be written to about this purpose, and who not."""
        topic, lists = self._topic, self._services.purpose_lists
        self.stack.setCurrentIndex(_REACH)
        self.people.show_items([])
        self.saved.setText(_("That the list was saved stands in the log."))
        run_in_background(self, lambda: lists.who(topic), self._show_reach)

    def save_list(self, path: Path) -> None:
        """The list as a file of the kind its name says."""
        topic, lists = self._topic, self._services.purpose_lists
        kind = SheetFormat.CSV if path.suffix.lower() == ".csv" else SheetFormat.XLSX
        self.export_button.setEnabled(False)
        run_in_background(
            self, lambda: save(path, lists.export(topic, kind)), lambda _none: self._list_saved(path), self._list_failed
        )

    def _list_saved(self, path: Path) -> None:
        self.export_button.setEnabled(True)
        self.saved.setText(_("Saved {name}.").format(name=path.name))

    def _list_failed(self, problem: Exception) -> None:
        self.export_button.setEnabled(True)
        with errors_shown(self):
            raise problem

    def _back(self) -> None:
        self.stack.setCurrentIndex(_TOPIC)
        self._ask_for_customers()

    def _show_counts(self, found: tuple[list[TopicCount], int]) -> None:
        self._counts, self._missing = found
        text = ngettext("{n} customer", "{n} customers", self._missing).format(n=self._missing)
        needed = ListItem(_("Missing for an order"), text, icon="late", token="soon", key=MISSING) if self._missing else None
        items = [ListItem(group=_("Purposes and recipients"))]
        items += [ListItem(entry.name, _numbers(entry), key=entry.code, tip=entry.name) for entry in self._counts]
        self.list.show_items([*([needed] if needed else []), *items], self._topic)
        if self._topic == MISSING and not self._missing and self._counts:
            self._topic = self._counts[0].code
            self.list.mark(self._topic)
        self._show_topic()

    def _show_topic(self) -> None:
        entry = next((entry for entry in self._counts if entry.code == self._topic), None)
        self.filter_row.setVisible(entry is not None)
        self.reach_button.setVisible(entry is not None and "." not in self._topic)
        clear(self._chips)
        if entry is None:
            self.title.setText(_("Consent that an order needs is missing"))
            self.note.setText(_("These customers have not agreed to something their orders need. Ask them at the next order."))
        else:
            self.title.setText(entry.name)
            self.note.setText(
                _("Needed for the order") if entry.need is PurposeNeed.NEEDED else _("Optional: refusing costs nothing")
            )
            for content in _count_chips(entry):
                self._chips.addWidget(chip(content))
        self._ask_for_customers()

    def _ask_for_customers(self) -> None:
        """Among very many this takes a while: on another thread, and only the newest question is answered on the screen."""
        consents, asked = self._services.consents, self._asked()
        topic, decision = asked
        if asked != self._listed:
            self.customers.show_items([])

        def find() -> list[Listed]:
            if topic != MISSING:
                return [(hit, []) for hit in consents.customers(topic, decision)]
            hits = consents.without_needed()
            missing = consents.missing_topics([hit.id for hit in hits])
            return [(hit, missing[hit.id]) for hit in hits]

        run_in_background(self, find, lambda hits: self._show_customers(asked, hits))

    def _asked(self) -> tuple[str, Decision | None]:
        chosen = self.filter.value()
        return self._topic, chosen if isinstance(chosen, Decision) else None

    def _show_customers(self, asked: tuple[str, Decision | None], found: list[Listed]) -> None:
        if asked == self._asked():
            self._listed = asked
            self.customers.show_items([_customer_item(*listed) for listed in found] or [ListItem(group=_("Nobody."))])

    def _show_reach(self, found: PurposeList) -> None:
        if found.topic != self._topic:
            return
        count = len(found.people)
        self.reach_title.setText(found.name)
        self.reach_note.setText(ngettext("{n} customer agreed.", "{n} customers agreed.", count).format(n=count))
        self.people.show_items(
            [ListItem(p.name, " · ".join(filter(None, (p.phone, p.email))) or "–",
                      chip=ChipText(_("No phone calls"), "quiet", "no") if p.no_calls else None, key=p.id)
             for p in found.people[:500]] or [ListItem(group=_("Nobody agreed to this yet."))]
        )  # fmt: skip
        clear(self._left_out)
        for reason, number in found.left_out:
            text = ngettext("{n} customer", "{n} customers", number).format(n=number)
            self._left_out.addWidget(
                frame(column(label(text, "strong"), label(reason, "muted", wrap=True), gap=0, margins=(12, 8, 12, 8)), "card")
            )
        self.export_button.setEnabled(bool(found.people))

    def _ask_where(self) -> None:
        kinds = "Excel (*.xlsx);;CSV (*.csv)"
        if path := ask_where_to_save(self, _("Save list as a file"), _("customers") + ".xlsx", kinds):
            self.save_list(Path(path))


def _customer_item(hit: CustomerHit, missing: list[str]) -> ListItem:
    """A customer; where something is missing, that instead of the address."""
    item = hit_item(hit, "")
    if not missing:
        return item
    under = _("Missing: {what}").format(what=" · ".join(missing))
    return replace(item, under=under, right=hit.phone, tip=under)


def _numbers(entry: TopicCount) -> str:
    return _("{given} agreed · {not_asked} not asked").format(given=entry.given, not_asked=entry.not_asked)


def _count_chips(entry: TopicCount) -> list[ChipText]:
    return [
        ChipText(_("Agreed: {n}").format(n=entry.given), "ok", "ok"),
        ChipText(_("Refused: {n}").format(n=entry.refused), "quiet", "no"),
        ChipText(_("Withdrawn: {n}").format(n=entry.withdrawn), "quiet", "no"),
        ChipText(_("Not asked: {n}").format(n=entry.not_asked), "soon" if entry.not_asked else "quiet", "help"),
    ]
