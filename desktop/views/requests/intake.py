"""Taking a request at the counter: who, what is asked, how it came. Under a minute, all by keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.models.choices import RequestKind
from desktop.services.all_services import Services
from desktop.services.request_views import RequestPage
from desktop.services.rights_requests import RequestIntake, RequestOpen
from desktop.views import theme
from desktop.views.cases.intake import IntakeForm
from desktop.views.requests.asker import WhoAsks
from desktop.views.requests.kinds import KindChooser, TickLine
from desktop.views.requests.needs import Needs
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Field
from desktop.views.widgets.labels import banner, label, section
from desktop.views.widgets.layout import box, clear, column, frame, row, scrolling, tab_in_order

_NARROW, _SAID, _SAID_NARROW = 1240, 380, 344


class IntakePage(IntakeForm):
    """What is asked; ``existing_wanted`` for the request that is open already."""

    existing_wanted = Signal(int)

    draft_name = "request"

    def __init__(self, services: Services) -> None:
        self.who = WhoAsks(services)
        super().__init__(services, self.who, 2)
        self.kind, self.needs = KindChooser(), Needs(services)
        self.others = TickLine(_("A recipient or a processor has to take part; the law then gives more time"))
        self.fields = {
            "channel": Field(_("Received through"), self.channel),
            "received_on": Field(_("Received on"), self.day),
            "text": Field(_("In the customer's words"), self.text),
        }
        self._refusal = column(gap=0)
        self.setLayout(column((self._body(), 1), self._foot(_("Enter the request")), gap=0))
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

    def _connect(self) -> None:
        self.who.picked.connect(self.kind.setFocus)
        self.who.changed.connect(self._follow)
        self.kind.changed.connect(self._follow)
        for changed in (self.who.changed, self.kind.changed, self.needs.changed, self.text.textChanged, self.day.textChanged,
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

    def _clear(self) -> None:
        self.others.tick.setChecked(False)
        self.kind.choose(RequestKind.QUESTION)
        self.needs.start()
        clear(self._refusal)
        super()._clear()

    def _first(self) -> QWidget:
        return self.kind if self.who.customer_id else self.who

    # ---- saving ---------------------------------------------------------------------------------------------------------

    def intake(self) -> RequestIntake:
        """What stands in the form."""
        on_behalf, authority = self.who.on_behalf_of()
        return RequestIntake(
            kind=self.kind.value(),
            channel=self.channel.value(),  # pyright: ignore[reportArgumentType]
            received_on=self.day.day(),
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
            self._entered(page)

    def _show_open(self, problem: RequestOpen) -> None:
        other = button(_("Open that one"), small=True)
        other.clicked.connect(lambda: self.existing_wanted.emit(problem.existing))
        self._refusal.addWidget(banner(problem.message, "soon", other))
        other.setFocus()

    def _show_errors(self, errors: dict[str, str]) -> None:
        self._show_at_fields(errors, is_elsewhere=self.needs.show_errors(errors))

    # ---- draft ----------------------------------------------------------------------------------------------------------

    def _is_begun(self) -> bool:
        """Whether there is anything to lose: a customer alone is found again in a moment."""
        fields = self._fields_now()
        return self._is_kept or any(
            fields.get(name, "").strip() for name in ("text", "name", "on_behalf", "topics", "wishes", "wanted")
        )

    def _fields_now(self) -> dict[str, str]:
        others = "yes" if self.others.tick.isChecked() else ""
        return {**super()._fields_now(), "kind": self.kind.value().value, "others": others, **self.needs.draft()}

    def _show_fields(self, fields: dict[str, str]) -> None:
        super()._show_fields(fields)
        self.kind.choose(RequestKind(fields["kind"]))
        self._follow()
        self.others.tick.setChecked(bool(fields["others"]))
        self.needs.restore(fields)
