"""The customers tab: search as she types at the left, a page or a form at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails, Edited
from desktop.services.erasures import Chosen, ErasureDone
from desktop.views import theme
from desktop.views.changes import ChangeFeed
from desktop.views.customers.contact import ContactForm
from desktop.views.customers.deletion import Deletion
from desktop.views.customers.deletion_actions import DeletionActions
from desktop.views.customers.entry import EntryPage
from desktop.views.customers.found import FoundCustomers
from desktop.views.customers.importing.page import ImportPage
from desktop.views.customers.merge import MergePage
from desktop.views.customers.page import CustomerPageView, Held
from desktop.views.customers.wishes import ask_extra, ask_wish
from desktop.views.error_dialogs import errors_shown
from desktop.views.register_tab import RegisterTab
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.empty import EmptyPage
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, footer, row, scrolling
from desktop.views.widgets.notices import Notice
from desktop.views.widgets.papers import PaperActions

_GONE = 5


class CustomersTab(RegisterTab):
    """Search, look, enter, edit, merge."""

    tables = frozenset({
        "customer", "contact", "complaint", "consent", "restriction", "hold", "payment", "customer_merge", "disclosure", "recipient",
        "customer_extra", "policy_version", "rights_request",
    })  # fmt: skip

    complaint_wanted = Signal(int)
    complaint_opened = Signal(int)
    request_wanted = Signal(int)
    request_opened = Signal(int)
    consent_wanted = Signal(int)

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        super().__init__(feed)
        self._services = services
        self._wide = True
        self._undo: Callable[[], object] | None = None
        self._stepped_aside: int | None = None  # whose page comes back when the search is cleared
        self.side = FoundCustomers(services.customers)
        self.search, self.list = self.side.search, self.side.list
        self.setFocusProxy(self.search)
        self.papers = PaperActions(self)
        self.deletion = DeletionActions(self, services, self.papers)
        self.view = CustomerPageView(self.deletion)
        self.entry = EntryPage(services.customers)
        self.form = self.entry.form
        self.contact = ContactForm()
        self.merge = MergePage(services)
        self.importing: ImportPage | None = None  # made when first wanted: she needs it once a year
        self.notice = Notice()
        self.stack = QStackedWidget()
        pages = (self._empty_page(), self._look_page(), self.entry, self._contact_page(), self.merge, self._gone_page())
        for page in pages:
            self.stack.addWidget(page)
        self.setLayout(row(self.side, (self.stack, 1), gap=0))
        self._connect()

    @property
    def _current(self) -> int | None:
        return self.side.current

    # ---- building -------------------------------------------------------------------------------------------------------

    def _empty_page(self) -> QWidget:
        page = EmptyPage(
            "people",
            _("No customers yet"),
            _("Enter whoever leaves a name or a phone number, to know what you hold and what you promised them."),
            button(_("Add customer"), kind="primary", icon="plus"),
        )
        page.pressed.connect(self.start_adding)
        return page

    def _look_page(self) -> QWidget:
        return scrolling(box(column(self.view, gap=0)))

    def _contact_page(self) -> QWidget:
        back, keep = back_button(), button(_("Save"), "F9", "primary", "save")
        back.clicked.connect(self.show_current)
        keep.clicked.connect(self.save_contact)
        body = box(column(label(_("Record a contact"), "title"), self.contact, None, gap=12, margins=(20, 14, 20, 16)))
        return box(column((body, 1), footer(back, None, keep), gap=0))

    def _connect(self) -> None:
        self.side.chosen.connect(self.open)
        self.side.newest.connect(self._show_newest)
        self.side.best.connect(self._show_best)
        self.side.nobody.connect(self._show_nobody)
        self.side.adding_wanted.connect(self.start_adding)
        self.side.import_wanted.connect(self.start_importing)
        self.view.edit_wanted.connect(self.start_editing)
        self.view.contact_wanted.connect(self._start_contact)
        self.view.merge_wanted.connect(self._start_merging)
        self.view.part_wanted.connect(self._part)
        self.view.complaint_wanted.connect(lambda: self._current and self.complaint_wanted.emit(self._current))
        self.view.complaint_opened.connect(self.complaint_opened)
        self.view.request_wanted.connect(lambda: self._current and self.request_wanted.emit(self._current))
        self.view.request_opened.connect(self.request_opened)
        self.view.held_wanted.connect(self.show_held)
        self.deletion.complaint_opened.connect(self.complaint_opened)
        self.deletion.undo_offered.connect(self._offer_undo)
        self.deletion.erased.connect(self._erased)
        self.view.consent_wanted.connect(lambda: self._current and self.consent_wanted.emit(self._current))
        self.view.form_wanted.connect(self.print_form)
        self.view.statement_wanted.connect(self.show_statement)
        self.view.wish_wanted.connect(lambda: self._current and ask_wish(self, self._services, self._current))
        self.view.wish_lifted.connect(self._lift)
        self.view.extra_wanted.connect(lambda field: self._current and ask_extra(self, self._services, self._current, field))
        self.entry.left.connect(self.show_current)
        self.entry.kept.connect(self._kept)
        self.entry.existing_wanted.connect(self.open)
        self.merge.left.connect(self.show_current)
        self.merge.merged.connect(self._merged)
        self.notice.undone.connect(self.undo)
        self.notice.ended.connect(self._forget_undo)

    # ---- looking -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The list, and the page where one is shown."""
        self.side.refresh()
        if self.stack.currentIndex() == 1:
            self.show_current()

    def resizeEvent(self, _event: object) -> None:
        """Beside each other on a wide window, under each other on a narrow one."""
        wide = self.window().width() >= theme.current().px(1240)
        if wide != self._wide:
            self._wide = wide
            if self.stack.currentIndex() == 1:
                self.show_current()

    def focus_search(self, text: str | None = None) -> None:
        """The cursor goes to the search box."""
        self.side.focus_search(text)

    def open(self, customer_id: object) -> None:
        """Show a customer's page."""
        if isinstance(customer_id, int):
            if customer_id != self._current:
                self.notice.stop()
            self.side.mark(customer_id)
            self.show_current()

    def _show_newest(self, customer_id: int) -> None:
        """Somebody's page stands there from the start; but whoever was just erased is not followed by the next one."""
        back, self._stepped_aside = self._stepped_aside, None
        if back is not None and self.stack.currentIndex() == _GONE:
            self.open(back)
        elif self._current is None and self.stack.currentIndex() <= 1:
            self.open(customer_id)

    def _show_best(self, customer_id: int) -> None:
        """No form that she fills gives way to a page."""
        steps_back = self._stepped_aside is not None and self.stack.currentIndex() == _GONE
        self._stepped_aside = None
        if self.stack.currentIndex() <= 1 or steps_back:
            self.open(customer_id)

    def _show_nobody(self, sentence: str) -> None:
        """She searches for somebody else: whoever was shown steps aside, so that nothing is entered for them."""
        if self.stack.currentIndex() == 1 and self._current is not None:
            self._stepped_aside = self._current
            self._leave(sentence, still_searching=True)

    def show_current(self) -> None:
        """Back to the page, or to the empty one."""
        if self._current is None:
            self.stack.setCurrentIndex(0)
            return
        try:
            held = self._held(self._current)
        except UserError as problem:
            self._leave(problem.message)
            return
        self.deletion.customer_id = self._current
        self.view.show_page(held, self.notice.banner())
        self.stack.setCurrentIndex(1)

    def _held(self, customer_id: int) -> Held:
        services = self._services
        (plan,) = services.erasures.plans(Chosen((customer_id,)))
        return Held(
            Deletion(
                services.customers.page(customer_id),
                services.holds.rows(customer_id),
                services.holds.by_complaints(customer_id),
                plan.refusal,
                services.office.today(),
            ),
            services.consents.states(customer_id),
            services.disclosures.of_customer(customer_id),
            services.restrictions.rows(customer_id),
            services.extras.fields(customer_id),
            services.requests.of_customer(customer_id),
        )

    # ---- entering and editing ----------------------------------------------------------------------------------------------

    def start_adding(self) -> None:
        """An empty form, with what was searched for already typed; one that is being filled stays as it is."""
        if self.stack.currentWidget() is self.entry and self.entry.editing is None:
            self.form.name.setFocus()
            return
        typed = self.search.text().strip()
        digits = "".join(ch for ch in typed if ch.isdigit())
        details = CustomerDetails(phone=typed) if len(digits) >= 6 else CustomerDetails(name="" if digits else typed)
        self._open_form(None, _("New customer"), details)

    def start_editing(self) -> None:
        """The form with what is held."""
        if self._current is not None:
            page = self._services.customers.page(self._current)
            self._open_form(self._current, _("Edit customer"), page.details)

    def _kept(self, customer_id: int, edited: Edited | None) -> None:
        self.side.current = customer_id
        if edited is not None and edited.before != edited.after:
            self._undo = lambda: self._services.customers.undo(edited)
            self.notice.offer(_("Changed."))
        self.side.start_over()
        self.show_current()

    def undo(self) -> None:
        """Put back what stood there before the last change."""
        if self._undo is None:
            return
        undo, self._undo = self._undo, None
        self.notice.stop()
        with errors_shown(self):
            undo()
        self.show_current()

    def _done_for_good(self) -> None:
        """Something was done that has no undo: Ctrl+Z must not take back what was done before it."""
        self._undo = None
        self.notice.stop()

    def _open_form(self, customer_id: int | None, title: str, details: CustomerDetails) -> None:
        self.entry.start(customer_id, title, details)
        self.stack.setCurrentWidget(self.entry)
        self.form.name.setFocus()

    def _offer_undo(self, sentence: str, undo: Callable[[], object]) -> None:
        self._undo = undo
        self.notice.offer(sentence)
        self.show_current()

    def _forget_undo(self) -> None:
        self._undo = None
        if self.stack.currentIndex() == 1:
            self.show_current()

    def start_importing(self) -> None:
        """A list of customers from another program, step by step."""
        if self.importing is None:
            self.importing = ImportPage(self._services)
            self.importing.left.connect(self.show_current)
            self.stack.addWidget(self.importing)
        self.importing.start()
        self.stack.setCurrentWidget(self.importing)

    # ---- consents, disclosures, wishes --------------------------------------------------------------------------------

    def print_form(self) -> None:
        """The consent form, filled for this customer."""
        customer = self._current
        self.papers.show(_("Consent form"), _("consent-form"), lambda: self._services.consent_papers.form(customer))

    def show_statement(self) -> None:
        """Who was told what about this customer, as a paper."""
        if (customer := self._current) is not None:
            make = self._services.recipient_tasks.statement
            self.papers.show(_("Statement of disclosures"), _("statement"), lambda: make(customer))

    def show_held(self) -> None:
        """What the shop holds about this customer, as a paper to print while they wait."""
        if (customer := self._current) is not None:
            make = self._services.request_papers.held_about
            self.papers.show(_("What we hold about you"), _("what-we-hold"), lambda: make(customer))

    def _lift(self, wish: str) -> None:
        with errors_shown(self):
            self._services.restrictions.lift(wish)

    # ---- deletion -------------------------------------------------------------------------------------------------------

    def _gone_page(self) -> QWidget:
        self._gone = column(gap=0)
        return box(column(self._gone, None, margins=(20, 14, 20, 16)))

    def _erased(self, done: ErasureDone) -> None:
        if done.erased:
            self._leave(_("The data was erased. Certificate {number}.").format(number=done.number))

    def _leave(self, sentence: str, *, still_searching: bool = False) -> None:
        """Whoever was shown is no longer in the register, or not whom she searches: the list, and one sentence about it."""
        self.side.current = None
        self.notice.stop()
        clear(self._gone)
        self._gone.addWidget(banner(sentence, "info"))
        self.stack.setCurrentIndex(_GONE)
        if still_searching:
            return
        self._stepped_aside = None
        self.side.start_over()
        self.search.setFocus()  # the list would open its first row as soon as the cursor comes back to it

    # ---- contacts and merging ---------------------------------------------------------------------------------------------------

    def _start_contact(self) -> None:
        self.contact.start(self._services.office.today())
        self.stack.setCurrentIndex(3)

    def save_contact(self) -> None:
        """Keep the contact."""
        if self._current is None:
            return
        try:
            at, direction, channel, note = self.contact.values(self._services.office.now())
            self._services.customers.log_contact(self._current, at, direction, channel, note)
        except UserError as problem:
            self.contact.show_error(problem.message)
        else:
            self._done_for_good()
            self.show_current()

    def _start_merging(self) -> None:
        if self._current is not None:
            self.merge.start(self._current)
            self.stack.setCurrentWidget(self.merge)

    def _merged(self, kept: int) -> None:
        self.side.start_over()
        self.open(kept)

    def _part(self, merge_id: str) -> None:
        with errors_shown(self):
            self._services.merging.undo(merge_id)
        self.show_current()
