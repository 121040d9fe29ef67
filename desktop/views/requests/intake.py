"""Taking a request at the counter: who, what is asked, how it came. Under a minute, all by keys."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import clock_text
from desktop.i18n import gettext as _
from desktop.models.choices import Channel, RequestKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.drafts import CustomerGone
from desktop.services.request_views import RequestPage
from desktop.services.rights_requests import RequestIntake, RequestOpen
from desktop.views import theme
from desktop.views.requests.asker import WhoAsks
from desktop.views.requests.kinds import KindChooser, TickLine
from desktop.views.requests.needs import Needs
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.fields import Area, Choice, DateField, Field
from desktop.views.widgets.labels import banner, label, section
from desktop.views.widgets.layout import box, clear, column, footer, frame, row, scrolling, tab_in_order

DRAFT = "request"
_DRAFT_DELAY = 800
_NARROW, _SAID, _SAID_NARROW = 1240, 380, 344


class IntakePage(QWidget):
    """``received`` carries the new request, ``left`` when she goes back (the draft stays), ``existing_wanted`` the one that is open."""

    received = Signal(object)
    left = Signal()
    existing_wanted = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._filling = False
        self._draft_key, self._is_kept = DRAFT, False
        self.who, self.kind, self.needs = WhoAsks(services), KindChooser(), Needs(services)
        self.channel = Choice(*((choice_label(channel), channel) for channel in Channel))
        self.day, self.text = DateField(None), Area(2)
        self.others = TickLine(_("A recipient or a processor has to take part; the law then gives more time"))
        self.fields = {
            "channel": Field(_("Received through"), self.channel),
            "received_on": Field(_("Received on"), self.day),
            "text": Field(_("In the customer's words"), self.text),
        }
        self._refusal, self._draft_note = column(gap=0), label("", "help")
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_DELAY)
        self._draft_timer.timeout.connect(self.save_draft)
        self.setLayout(column((self._body(), 1), self._foot(), gap=0))
        self._connect()
        self._follow()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        asked = column(section(_("What they ask for")), self.kind, 2, self.others, None, gap=6, margins=(16, 8, 16, 10))
        came = row((self.fields["channel"], 1), self.fields["received_on"], gap=12)
        said = frame(column(came, (self.fields["text"], 1), self.needs, gap=10, margins=(16, 12, 16, 14)))
        self._said = said
        panels = row((column(self.who, (frame(asked), 1), gap=12), 1), said, gap=16)
        title = label(_("Take a request"), "title")
        return scrolling(box(column(title, self._refusal, (panels, 1), gap=8, margins=(20, 8, 20, 10))))

    def resizeEvent(self, _event: object) -> None:
        """What is said gives way on a narrow window."""
        wide = self.window().width() >= theme.current().px(_NARROW)
        self._said.setFixedWidth(theme.current().px(_SAID if wide else _SAID_NARROW))

    def _foot(self) -> QWidget:
        back, self.save_button = back_button(), button(_("Enter the request"), "F9", "primary", "save")
        back.clicked.connect(self.left)
        self.save_button.clicked.connect(self.save)
        return footer(back, None, self._draft_note, 4, self.save_button)

    def _connect(self) -> None:
        self.who.picked.connect(self.kind.setFocus)
        self.who.changed.connect(self._follow)
        self.kind.changed.connect(self._follow)
        for changed in (self.who.changed, self.kind.changed, self.needs.changed, self.text.textChanged, self.day.dateChanged,
                        self.channel.currentIndexChanged, self.others.tick.toggled):  # fmt: skip
            changed.connect(self._note_change)

    def _follow(self) -> None:
        """What is needed for this kind, of this person."""
        clear(self._refusal)
        self.needs.follow(self.kind.value(), self.who.customer_id)
        lines = [line.tick for line in (*self.needs.topics.values(), *self.needs.wishes.values())]
        order = (self.who, *self.kind.buttons.values(), self.others.tick, self.channel, self.day, self.text, *lines)
        tab_in_order(*order, self.needs.form, self.save_button)

    # ---- starting -------------------------------------------------------------------------------------------------------

    def start(self, customer_id: int | None = None) -> None:
        """A fresh form; a draft left behind comes back unless a customer was chosen for it."""
        self._filling = True
        self.day.set_day(self._services.office.today())
        self.text.clear()
        self.channel.setCurrentIndex(0)
        self.others.tick.setChecked(False)
        self.kind.choose(RequestKind.QUESTION)
        self.who.start(customer_id)
        self.needs.start()
        clear(self._refusal)
        for field in self.fields.values():
            field.clear_error()
        self._draft_note.setText("")
        self._load_draft(customer_id)
        self._filling = False
        (self.kind if self.who.customer_id else self.who).setFocus()

    # ---- saving ---------------------------------------------------------------------------------------------------------

    def intake(self) -> RequestIntake:
        """What stands in the form."""
        on_behalf, authority = self.who.on_behalf_of()
        return RequestIntake(
            kind=self.kind.value(),
            channel=self.channel.value(),  # pyright: ignore[reportArgumentType]
            received_on=self.day.day() or self._services.office.today(),
            text=self.text.toPlainText(),
            customer_id=self.who.customer_id,
            outsider=self.who.outsider(),
            on_behalf=on_behalf,
            authority=authority,
            topics=self.needs.chosen_topics(),
            wishes=self.needs.chosen_wishes(),
            wanted=self.needs.wanted(),
            involves_others=self.others.tick.isChecked(),
        )

    def save(self) -> None:
        """Enter it: number and clock; or a sentence at each field that needs one."""
        clear(self._refusal)
        if self.who.for_other.isChecked() and not self.who.on_behalf.text().strip():
            self._show_errors({"on_behalf": _("Write who asks for them.")})
            return
        try:
            page: RequestPage = self._services.requests.receive(self.intake())
        except RequestOpen as problem:
            self._show_open(problem)
        except FieldErrors as problem:
            self._show_errors(problem.errors)
        except UserError as problem:
            self._show_errors({problem.field or "text": problem.message})
        else:
            self._draft_timer.stop()
            self._is_kept = False
            self._services.drafts.discard(self._draft_key)
            self.received.emit(page)

    def _show_open(self, problem: RequestOpen) -> None:
        other = button(_("Open that one"), small=True)
        other.clicked.connect(lambda: self.existing_wanted.emit(problem.existing))
        self._refusal.addWidget(banner(problem.message, "soon", other))
        other.setFocus()

    def _show_errors(self, errors: dict[str, str]) -> None:
        for name, sentence in errors.items():
            if name in self.fields:
                self.fields[name].show_error(sentence)
        needs = self.needs.show_errors(errors)
        self.who.show_errors(errors)
        first = next((name for name in self.fields if name in errors), None)
        if first and not self.who.has_error and not needs:
            self.fields[first].control.setFocus()

    # ---- draft ----------------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """Keep what is written so far; of somebody who was erased meanwhile nothing is kept, here neither."""
        if not self.follow_register() or not self._is_begun():
            return
        try:
            self._show_draft_time(self._services.drafts.save(self._draft_key, self._fields_now()))
        except CustomerGone:
            self.forget()
        else:
            self._is_kept = True

    def _is_begun(self) -> bool:
        """Whether there is anything to lose: a customer alone is found again in a moment."""
        fields = self._fields_now()
        return self._is_kept or any(
            fields.get(name, "").strip() for name in ("text", "name", "on_behalf", "topics", "wishes", "wanted")
        )

    def follow_register(self) -> bool:
        """Whether the form may stay: whose customer was erased, or whose draft went with somebody it named, is forgotten."""
        drafts = self._services.drafts
        went = self._is_kept and drafts.load(self._draft_key) is None
        if went or drafts.is_about_somebody_gone(self._fields_now()):
            self.forget()
            return False
        return True

    def forget(self) -> None:
        """Nothing of what was typed stays on this page; a draft about somebody else may come back into it."""
        focused = QApplication.focusWidget()
        self.who.forget()
        self.start()
        self._draft_timer.stop()
        if focused is not None and not self.isAncestorOf(focused):
            focused.setFocus()

    def _fields_now(self) -> dict[str, str]:
        day = self.day.day()
        return {
            "kind": self.kind.value().value, "channel": str(self.channel.value()), "text": self.text.toPlainText(),
            "received_on": day.isoformat() if day else "", "others": "yes" if self.others.tick.isChecked() else "",
            **self.who.draft(), **self.needs.draft(),
        }  # fmt: skip

    def _load_draft(self, customer_id: int | None) -> None:
        self._draft_key = self._key_for(customer_id)
        draft = self._services.drafts.load(self._draft_key)
        self._is_kept = draft is not None
        if draft is None:
            return
        fields = draft.fields
        self.who.restore(fields)
        self.kind.choose(RequestKind(fields["kind"]))
        self._follow()
        self.channel.choose(Channel(fields["channel"]))
        self.text.setPlainText(fields["text"])
        self.others.tick.setChecked(bool(fields["others"]))
        if fields["received_on"]:
            self.day.set_day(date.fromisoformat(fields["received_on"]))
        self.needs.restore(fields)
        self._show_draft_time(draft.saved_at)

    def _key_for(self, customer_id: int | None) -> str:
        """A request begun from a customer's page has a draft of its own, unless the open draft is that customer's."""
        if customer_id is None:
            return DRAFT
        general = self._services.drafts.load(DRAFT)
        return DRAFT if general and general.fields.get("customer") == str(customer_id) else f"{DRAFT}.{customer_id}"

    def _show_draft_time(self, at: datetime) -> None:
        self._draft_note.setText(_("Draft kept at {time}").format(time=clock_text(at)))

    def _note_change(self) -> None:
        if not self._filling:
            self._draft_timer.start()
