"""The shipping manifest: who goes in the table, who is left out and why beside it; one button makes the file and the register's entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import ngettext
from desktop.models.choices import RecipientKind, SheetFormat
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.manifests import Order, Parcel, Pasted, Plan, PlannedParcel, RepeatedManifest
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.customers.picker import CustomerPicker
from desktop.views.disclosures.parcels import ParcelTable
from desktop.views.error_dialogs import errors_shown, show_sentence
from desktop.views.widgets.buttons import KeyButton, back_button, button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Area, Choice, Field
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import banner, glyph, label
from desktop.views.widgets.layout import box, clear, column, footer, frame, row, scrolling, tab_in_order
from desktop.views.widgets.papers import PaperActions
from desktop.views.widgets.save_dialog import ask_where_to_save

_WIDE, _MOST_CARDS = 1240, 60
_LONG_AGO = date.min


class ManifestPage(QWidget):
    """``made`` with the manifest's id, ``consent_wanted`` with a customer's, ``recipients_wanted``, ``left`` on the way back."""

    made = Signal(str)
    consent_wanted = Signal(int)
    recipients_wanted = Signal()
    left = Signal()
    _went = Signal(int, int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._parcels: dict[int, Parcel] = {}
        self._plan = Plan((), ())
        self._stop = Event()
        self._is_busy = False
        self.papers = PaperActions(self)
        self.ask_path: Callable[[str], str] = self._ask_path
        self.title, self.note = label("", "title"), label("", "muted", wrap=True)
        self.carrier, self.day = Choice(("–", None)), DateField(None)
        self.format = Choice(*((choice_label(kind), kind) for kind in SheetFormat))
        self.day_field = Field(_("Goes out on"), self.day)
        self.table = ParcelTable()
        self.told = QCheckBox()
        self._banners = column(gap=6)
        self._cards = column(gap=10)
        self._went.connect(self._show_progress)
        self._make()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.picker = CustomerPicker(self._services, _("Add a customer"), stays=True)
        self.picker.picked.connect(lambda customer: self.add([customer]))
        self.paste_button = button(_("Paste phone numbers"), icon="list")
        self.paste_button.clicked.connect(self.ask_numbers)
        self.carrier.setMinimumWidth(theme.current().px(250))
        choices = row(Field(_("Carrier"), self.carrier), self.day_field, Field(_("File"), self.format), None, gap=12)
        search = row((Field(_("Add a customer"), self.picker), 1), box(column(20, self.paste_button, None, gap=3)), gap=12)
        self.remove_button = button(_("Take off the list"), kind="link")
        self.remove_button.setToolTip(_("Delete in the name does the same."))
        self.remove_button.clicked.connect(self.table.remove_current)
        self._hint = label("", "help", wrap=True)
        under = column(self._hint, row((self.told, 1), self.remove_button, gap=12), gap=2)
        parts = (self.title, self.note, self._banners, choices, search, (self.table, 1), under)
        middle = box(column(*parts, gap=8, margins=(20, 12, 20, 10)))
        self.setLayout(column((box(row((middle, 1), self._right(), gap=0)), 1), self._footer(), gap=0))
        self.setFocusProxy(self.picker.search)
        for signal in (self.carrier.currentIndexChanged, self.day.dayChanged):
            signal.connect(self.follow)
        self.table.removed.connect(self.remove)
        self.table.rows.edited.connect(self._edited)
        self.table.rows.refused.connect(lambda sentence: show_sentence(self, sentence))

    def _right(self) -> QWidget:
        self.left_title = label("", "section", wrap=True)
        hint = label(_("The order stays. Choose a way for each."), "muted", wrap=True)
        self._forms_button = button(_("Print all forms"), icon="print", small=True)
        self._forms_button.clicked.connect(self.print_forms)
        cards = scrolling(box(self._cards))
        self.side: QFrame = frame(
            column(self.left_title, hint, row(self._forms_button, None), (cards, 1), gap=8, margins=(16, 14, 12, 12)), "sideRight"
        )
        self.side.setFixedWidth(theme.current().px(340))
        return self.side

    def _footer(self) -> QWidget:
        back = back_button()
        back.clicked.connect(self._leave)
        self.again_button = button(_("Start over"), kind="flat", icon="list")
        self.again_button.clicked.connect(self.start)
        self.progress = label("", "help")
        self.stop_button = button(_("Stop"), icon="close", small=True)
        self.stop_button.clicked.connect(self._stop.set)
        self.stop_button.hide()
        self.make_button = button("", "F10", "primary", "truck")
        self.make_button.clicked.connect(lambda: self.make())
        self._ends = (back, self.again_button, self.stop_button, self.make_button)
        return footer(back, self.again_button, None, self.progress, self.stop_button, 4, self.make_button)

    # ---- filling --------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Go on with what stands here; the list of carriers may have changed."""
        if not self._parcels:
            self.start()
            return
        self.day.set_day(max(self.day.seen() or _LONG_AGO, self._services.office.today()))
        self.follow()
        self.setFocus()

    def start(self) -> None:
        """Nobody yet, for today."""
        self._parcels = {}
        self.day.set_day(self._services.office.today())
        self.told.setChecked(False)
        clear(self._banners)
        self.follow()
        self.picker.start()

    def add(self, customers: list[int]) -> None:
        """A parcel for each; one who is in the list already stays once."""
        for customer in customers:
            self._parcels.setdefault(customer, Parcel(customer))
        self.follow()

    def remove(self, customer: int) -> None:
        """Off the list, until she thinks better of it."""
        parcel = self._parcels.pop(customer, None)
        clear(self._banners)
        if parcel is not None:
            undo = button(_("Undo"), "Ctrl+Z", "flat", small=True)
            undo.clicked.connect(lambda: self._put_back(parcel))
            self._banners.addWidget(banner(_("Taken off the list."), "ok", undo))
        self.follow()

    def _put_back(self, parcel: Parcel) -> None:
        clear(self._banners)
        self._parcels.setdefault(parcel.customer_id, parcel)
        self.follow()

    def ask_numbers(self) -> None:
        """Phone numbers copied from a chat or a sheet."""
        numbers = Area(8)
        found = _("One number per line, or separated by commas.")

        def act() -> None:
            pasted = self._services.manifests.find(numbers.toPlainText())
            self.add(list(pasted.found))
            self._say_not_added(pasted)

        fields = {"numbers": Field(_("Phone numbers"), numbers, found)}
        FormDialog(self, _("Whose parcels go out?"), _("Add to the list"), fields, act).start()

    def follow(self, *_changed: object) -> None:
        """Ask the gate anew."""
        self._fill_carriers()
        carrier = self.carrier.value()
        if not isinstance(carrier, int):
            self._plan = Plan((), ())
            self._show_plan()
            self._offer_recipients()
            return
        day = self.day.seen() or self._services.office.today()
        with errors_shown(self):
            self._plan = self._services.manifests.plan(carrier, day, list(self._parcels.values()))
            self._show_plan()

    # ---- making ---------------------------------------------------------------------------------------------------------

    def make(self, *, even_if_repeated: bool = False) -> None:
        """Make the file and its entries on another thread, then ask where the file goes."""
        carrier, kind = self.carrier.value(), self.format.value()
        if self._is_busy or not isinstance(carrier, int) or not isinstance(kind, SheetFormat) or not self.table.finish():
            return
        clear(self._banners)
        try:
            day = self.day.day()
        except UserError as problem:
            self.day_field.show_error(problem.message)
            self.day.setFocus()
            return
        parcels = tuple(planned.parcel for planned in self.table.rows.rows)
        order = Order(carrier, day, kind, parcels, self.told.isChecked(), even_if_repeated)
        manifests, went, stop = self._services.manifests, self._went, self._stop
        stop.clear()

        def progress(done: int, every: int) -> bool:
            went.emit(done, every)
            return not stop.is_set()

        self._busy(True)
        run_in_background(self, lambda: manifests.make(order, progress), self._made, self._not_made)

    def _made(self, manifest: str) -> None:
        self._busy(False)
        row_of = self._services.manifests.row(manifest)
        if path := self.ask_path(row_of.file_name):
            save_file(self, self._services, manifest, Path(path))
        left_out = {parcel.parcel.customer_id: parcel.parcel for parcel in self._plan.left_out}
        self._parcels = dict(left_out)
        self.follow()
        self.made.emit(manifest)

    def _not_made(self, problem: Exception) -> None:
        self._busy(False)
        clear(self._banners)
        if isinstance(problem, RepeatedManifest):
            again = button(_("Make it again"), small=True)
            again.clicked.connect(lambda: self.make(even_if_repeated=True))
            self._banners.addWidget(banner(problem.message, "soon", again))
        elif isinstance(problem, UserError) and problem.field == "ship_on":
            self.day_field.show_error(problem.message)
        elif isinstance(problem, UserError):
            self._banners.addWidget(banner(problem.message, "late"))
        else:
            raise problem

    def _busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.stop_button.setVisible(busy)
        self.progress.setText("" if busy else _("The file and the entries are made together."))
        for control in (self.make_button, self.again_button, self.table, self.carrier, self.day, self.picker, self.paste_button):
            control.setEnabled(not busy)
        if not busy:
            self._show_button()

    def _show_progress(self, done: int, every: int) -> None:
        if self._is_busy:
            self.progress.setText(_("{done} of {all}").format(done=done, all=every))

    def _ask_path(self, name: str) -> str:
        kinds = "Excel (*.xlsx)" if name.endswith(".xlsx") else "CSV (*.csv)"
        return ask_where_to_save(self, _("Where does the carrier's file go?"), name, kinds)

    # ---- showing --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, _event: object) -> None:
        """A small window hides goods and remark."""
        narrow = self.window().width() < theme.current().px(_WIDE)
        self.table.show_narrow(narrow)
        self.side.setFixedWidth(theme.current().px(300 if narrow else 340))
        hints = _("Press a cell twice to type the order or the cash."), _("Press a cell twice to type goods, cash or a remark.")
        self._hint.setText(hints[0 if narrow else 1])

    def _fill_carriers(self) -> None:
        rows = self._services.recipients.rows(active_only=True)
        carriers = [(entry.name, entry.id) for entry in rows if entry.kind is RecipientKind.SHIPPING_PARTNER]
        if [self.carrier.itemText(place) for place in range(self.carrier.count())] == [name for name, _id in carriers]:
            return
        chosen = self.carrier.value() if self.carrier.count() else None
        self.carrier.blockSignals(True)
        self.carrier.set_choices(*(carriers or [(_("No carrier yet"), None)]))
        self.carrier.choose(chosen)
        self.carrier.blockSignals(False)

    def _show_plan(self) -> None:
        going, left_out = self._plan.going, self._plan.left_out
        heading = ngettext("{n} customer goes", "{n} customers go", len(going)).format(n=len(going))
        rest = ngettext("{n} is left out", "{n} are left out", len(left_out)).format(n=len(left_out))
        self.title.setText(_("Shipping manifest: {going}").format(going=f"{heading}, {rest}" if left_out else heading))
        self.note.setText(self._note())
        self.table.show_parcels(going)
        self.remove_button.setEnabled(bool(going))
        self.told.setText(_("Customers were told when the order was taken (entered for all {n})").format(n=len(going)))
        self.left_title.setText(
            ngettext("{n} customer not in the manifest", "{n} customers not in the manifest", len(left_out)).format(
                n=len(left_out)
            )
        )
        self.side.setVisible(bool(left_out))
        self._forms_button.setVisible(sum(parcel.lacks_consent for parcel in left_out) > 1)
        clear(self._cards)
        for planned in left_out[:_MOST_CARDS]:
            self._cards.addWidget(self._card(planned))
        self._cards.addStretch(1)
        tab_in_order(self.table, self.told, self.remove_button, *self.side.findChildren(KeyButton), *self._ends)
        self._show_button()

    def _note(self) -> str:
        if not isinstance(self.carrier.value(), int):
            return _("No carrier yet")
        return _("Only name, phone, address, the goods and the cash are given. Ground: the customer's consent.")

    def _offer_recipients(self) -> None:
        switch = button(_("Recipients"), small=True)
        switch.clicked.connect(self.recipients_wanted)
        clear(self._banners)
        self._banners.addWidget(banner(_("Switch a carrier on first, under Recipients."), "soon", switch))

    def _show_button(self) -> None:
        count = len(self._plan.going)
        text = ngettext("Make the file and enter {n}", "Make the file and enter {n}", count).format(n=count)
        self.make_button.setText(text if count else _("Make the file"))
        self.make_button.setEnabled(bool(count) and not self._is_busy)

    def _card(self, planned: PlannedParcel) -> QWidget:
        customer = planned.parcel.customer_id
        reason = row(glyph("doc" if planned.lacks_consent else "no", "soon" if planned.lacks_consent else "muted", 18),
                     (label(planned.sentence, wrap=True), 1), gap=8)  # fmt: skip
        actions: list[QWidget] = []
        if planned.lacks_consent:
            ask, form = button(_("Record consent"), small=True), button(_("Print form"), kind="link")
            ask.clicked.connect(lambda: self.consent_wanted.emit(customer))
            form.clicked.connect(lambda: self.papers.print(lambda: self._services.consent_papers.form(customer)))
            actions = [ask, form]
        off = button(_("Fetches it"), kind="link")
        off.setToolTip(_("The customer fetches the order: off this list."))
        off.clicked.connect(lambda: self.remove(customer))
        head = row(label(planned.name, "strong"), (label(planned.phone, "muted"), 1), gap=8)
        hint = [] if planned.lacks_consent else [label(planned.way_out, "help", wrap=True)]
        return frame(
            column(head, reason, *hint, row(*actions, None, gap=10), row(off, None), gap=6, margins=(12, 10, 12, 10)), "card"
        )

    def print_forms(self) -> None:
        """The consent forms of all who were left out for want of one."""
        for planned in self._plan.left_out:
            if planned.lacks_consent:
                customer = planned.parcel.customer_id
                self.papers.print(lambda customer=customer: self._services.consent_papers.form(customer))

    def _edited(self, parcel: Parcel) -> None:
        self._parcels[parcel.customer_id] = parcel

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

    def _leave(self) -> None:
        QTimer.singleShot(0, self, self.left.emit)


def save_file(owner: QWidget, services: Services, manifest: str, path: Path) -> None:
    """Write a manifest's file; where the disk refuses, it stays in the list of unsaved ones."""
    with errors_shown(owner):
        services.manifests.write_file(manifest, path)
