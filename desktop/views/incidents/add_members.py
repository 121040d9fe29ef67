"""Adding those whom an incident touched: everybody of some days, everybody who was given to a recipient, or one by one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.all_services import Services
from desktop.services.incident_members import Found, MemberQuery
from desktop.services.incident_views import IncidentPage
from desktop.services.pasted_numbers import Pasted
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.customers.picker import CustomerPicker
from desktop.views.error_dialogs import show_sentence
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.date_field import OptionalDateField
from desktop.views.widgets.fields import Area, Choice, Field
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, footer, frame, row
from desktop.views.widgets.lists import ItemList, ListItem
from desktop.views.widgets.pages import Pages

_BY_HAND = "by hand"


class AddMembersPage(QWidget):
    """``added`` with how many, ``left`` on the way back."""

    added = Signal(int)
    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: IncidentPage | None = None
        self._chosen: dict[int, tuple[str, str]] = {}
        self._wish = self._count = 0
        self._is_adding = False
        self.title, self.note = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.how, self.recipient = Choice(("–", _BY_HAND)), Choice(("–", 0))
        self.since, self.until = OptionalDateField(), OptionalDateField()
        self.fields = {
            "how": Field(_("Whom"), self.how),
            "recipient": Field(_("Recipient"), self.recipient),
            "since": Field(_("From (none: from the beginning)"), self.since),
            "until": Field(_("Until (none: until today)"), self.until),
        }
        self.picker = CustomerPicker(services, _("Find a customer to add"), stays=True)
        self.list = _Chosen()
        self.found = label("", "section", wrap=True)
        self._make()
        self._connect()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.how.setMinimumWidth(theme.current().px(400))
        self.recipient.setMinimumWidth(theme.current().px(300))
        days = row(self.fields["since"], self.fields["until"], None, gap=12)
        asked = frame(column(row(self.fields["recipient"], None), days, self.found, gap=12, margins=(16, 12, 16, 14)))
        question = box(column(asked, None))
        self.paste_button = button(_("Paste phone numbers"), icon="list")
        self.off_button = button(_("Take off the list"), kind="link")
        self.hand_note = label("", "muted")
        heading = row(self.hand_note, None, self.off_button, gap=10)
        search = row((self.picker, 1), box(column(self.paste_button, None, gap=0)), gap=12)
        self._hand_panel = frame(column((self.list, 1), margins=(0, 4, 0, 4)))
        self._banners = column(gap=6)
        hand = column(search, self._banners, heading, (self._hand_panel, 1), gap=8)
        hand.addStretch(0)
        by_hand = box(hand)
        self._pages = Pages([question, by_hand])
        content = column(self.title, self.note, row(self.fields["how"], None), (self._pages, 1), gap=10, margins=(20, 14, 20, 14))
        back, self.add_button = back_button(), button("", "F9", "primary", "plus")
        back.clicked.connect(self.left)
        self.add_button.clicked.connect(self.add)
        self.setLayout(column((box(content), 1), footer(back, None, self.add_button), gap=0))
        self.setFocusProxy(self.how)

    def _connect(self) -> None:
        for choice in (self.how, self.recipient):
            choice.currentIndexChanged.connect(self._follow)
        for day in (self.since, self.until):
            day.dayChanged.connect(self._follow)
        self.picker.picked.connect(lambda customer: self.choose([customer]))
        self.paste_button.clicked.connect(self.ask_numbers)
        self.off_button.clicked.connect(self.take_off)
        self.list.deleted.connect(self.take_off)

    # ---- showing --------------------------------------------------------------------------------------------------------

    def start(self, page: IncidentPage) -> None:
        """For this incident; nobody chosen."""
        self._page, self._chosen = page, {}
        self.title.setText(_("Whom did “{subject}” touch?").format(subject=page.row.subject))
        self.note.setText(_("Whoever is on the list already stays on it once."))
        self._fill_choices()
        for day in (self.since, self.until):
            day.set_day(None)
        for field in self.fields.values():
            field.clear_error()
        self.picker.search.setText("")
        clear(self._banners)
        self._show_chosen()
        self._follow()
        self.how.setFocus()

    def _fill_choices(self) -> None:
        recipients = [(entry.name, entry.id) for entry in self._services.recipients.rows()]
        for choice in (self.how, self.recipient):
            choice.blockSignals(True)
        given = [(_("Everybody whose data a recipient was given"), Found.RECIPIENT)] if recipients else []
        everybody, by_hand = (_("Everybody in the register"), Found.EVERYBODY), (_("Chosen one by one"), _BY_HAND)
        self.how.set_choices(everybody, *given, by_hand)
        self.recipient.set_choices(*(recipients or [("–", 0)]))
        for choice in (self.how, self.recipient):
            choice.setCurrentIndex(0)
            choice.blockSignals(False)

    def _follow(self, *_changed: object) -> None:
        how = self.how.value()
        self._pages.show_page(1 if how == _BY_HAND else 0)
        self.fields["recipient"].setVisible(how is Found.RECIPIENT)
        self.fields["since"].clear_error()
        self.fields["until"].clear_error()
        if how == _BY_HAND:
            self._wish += 1
            self._show_count(len(self._chosen))
        else:
            self._ask()

    def query(self) -> MemberQuery:
        """The question as it stands."""
        found, recipient = self.how.value(), self.recipient.value()
        assert isinstance(found, Found) and isinstance(recipient, int)
        recipient_id = recipient if found is Found.RECIPIENT else 0
        return MemberQuery(found, recipient_id, self.since.seen(), self.until.seen())

    def _ask(self) -> None:
        """How many it would add; only the latest question counts."""
        if self._page is None:
            return
        self._wish += 1
        wish, query, incident_id, members = self._wish, self.query(), self._page.row.id, self._services.incident_members
        self._show_count(0)
        self.found.setText(_("Counting…"))
        run_in_background(
            self, lambda: members.count_found(incident_id, query), lambda count: self._found(wish, count),
            lambda problem: self._not_found(wish, problem),
        )  # fmt: skip

    def _found(self, wish: int, count: int) -> None:
        if wish == self._wish:
            text = ngettext(
                "{n} customer is found who is not on the list yet", "{n} customers are found who are not on the list yet", count
            )
            self.found.setText(text.format(n=number_text(count)) if count else _("Nobody new is found"))
            self._show_count(count)

    def _not_found(self, wish: int, problem: Exception) -> None:
        if not isinstance(problem, UserError):
            raise problem
        if wish == self._wish:
            self.found.setText("")
            self.fields.get(problem.field, self.fields["how"]).show_error(problem.message)

    def _show_count(self, count: int) -> None:
        self._count = count
        text = ngettext("Add {n} customer", "Add {n} customers", count)
        self.add_button.setText(text.format(n=number_text(count)))
        self.add_button.setVisible(bool(count))
        self.add_button.setEnabled(not self._is_adding)

    # ---- by hand --------------------------------------------------------------------------------------------------------

    def choose(self, customers: list[int]) -> None:
        """Put these on the sheet; each stands there once."""
        for customer in customers:
            details = self._services.customers.page(customer).details
            self._chosen.setdefault(customer, (details.name, details.shown_phone))
        self._show_chosen()
        self._show_count(len(self._chosen))

    def take_off(self) -> None:
        """The one under the cursor."""
        place = self.list.currentIndex()
        if place.isValid() and self._chosen:
            self._chosen.pop(int(str(self.list.items[place.row()].key)), None)
            self._show_chosen()
            self._show_count(len(self._chosen))

    def ask_numbers(self) -> None:
        """Phone numbers copied from a chat or a sheet."""
        numbers = Area(8)

        def act() -> None:
            pasted = self._services.manifests.find(numbers.toPlainText())
            self.choose(list(pasted.found))
            self._say_not_added(pasted)

        field = Field(_("Phone numbers"), numbers, _("One number per line, or separated by commas."))
        FormDialog(self, _("Whose data was touched?"), _("Add to the list"), {"numbers": field}, act).start()

    def _say_not_added(self, pasted: Pasted) -> None:
        clear(self._banners)
        unknown, shared = len(pasted.unknown), len(pasted.shared)
        nobody = ngettext("{n} number belongs to no customer: {which}", "{n} numbers belong to no customer: {which}", unknown)
        several = ngettext(
            "{n} number belongs to several customers, add them by name: {which}",
            "{n} numbers belong to several customers, add them by name: {which}",
            shared,
        )
        for text, numbers in ((nobody, pasted.unknown), (several, pasted.shared)):
            if numbers:
                self._banners.addWidget(banner(text.format(n=len(numbers), which=", ".join(numbers[:6])), "soon"))

    def _show_chosen(self) -> None:
        items = [ListItem(name, phone, key=customer) for customer, (name, phone) in self._chosen.items()]
        self.list.show_items(items, next(reversed(self._chosen), None))
        self._hand_panel.setVisible(bool(items))
        self.off_button.setVisible(bool(items))
        count = ngettext("{n} customer chosen", "{n} customers chosen", len(items)).format(n=len(items))
        self.hand_note.setText(count if items else _("Nobody is chosen yet. Enter adds the first one found."))

    # ---- adding ---------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Put them on the incident's list, on another thread: there may be thousands."""
        if self._page is None or not self._count or self._is_adding:
            return
        incident_id, members, chosen = self._page.row.id, self._services.incident_members, tuple(self._chosen)
        by_hand = self.how.value() == _BY_HAND
        query = None if by_hand else self.query()
        self._is_adding = True
        self.add_button.setEnabled(False)
        run_in_background(
            self, lambda: members.add(incident_id, chosen) if query is None else members.add_found(incident_id, query),
            self._added, self._not_added,
        )  # fmt: skip

    def _added(self, count: int) -> None:
        self._is_adding = False
        self.added.emit(count)

    def _not_added(self, problem: Exception) -> None:
        self._is_adding = False
        self.add_button.setEnabled(True)
        if not isinstance(problem, UserError):
            raise problem
        show_sentence(self, problem.message)


class _Chosen(ItemList):
    """``deleted`` on Delete."""

    deleted = Signal()

    def __init__(self) -> None:
        super().__init__(inset=12)
        self.setAccessibleName(_("Customers chosen"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the current one off."""
        if event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
            return
        super().keyPressEvent(event)
