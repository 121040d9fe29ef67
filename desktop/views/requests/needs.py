"""What a kind of request needs besides words: consents by name, stricter wishes, the details as they should be."""

from __future__ import annotations

import json
from dataclasses import asdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, RequestKind, RestrictionKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.views.customers.form import CustomerForm
from desktop.views.requests.kinds import TickLine
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, clear, column

Kind = RequestKind
STRICTER = (RestrictionKind.NO_PROMOTIONS, RestrictionKind.NO_CALLS, RestrictionKind.HIDE_ADDRESS)
WANTED = "wanted."


class Needs(QWidget):
    """Follows kind and person; ``changed`` at each edit."""

    changed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._kind, self._customer = Kind.QUESTION, None
        self.topics: dict[str, TickLine] = {}
        self.wishes: dict[RestrictionKind, TickLine] = {}
        self.form = CustomerForm(with_group=False)
        self._before = CustomerDetails()
        self._heading = label("", "label", wrap=True)
        self._lines = column(gap=6)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.setLayout(column(self._heading, box(self._lines), self.form, self._error, gap=6))
        for edit in (self.form.name, self.form.phone, self.form.email, self.form.address):
            edit.textChanged.connect(self.changed)

    # ---- following ------------------------------------------------------------------------------------------------------

    def follow(self, kind: RequestKind, customer_id: int | None) -> None:
        """Another kind or another person; what was typed for the same ones stays."""
        is_other = (kind, customer_id) != (self._kind, self._customer)
        self._kind, self._customer = kind, customer_id
        if is_other:
            self.start()

    def start(self) -> None:
        """Nothing ticked, the details as they are."""
        self._error.hide()
        clear(self._lines)
        self.topics, self.wishes = {}, {}
        self._show_choices()
        self._before = self._details_now()
        self.form.show_details(self._before)
        self.form.setVisible(self._kind is Kind.CORRECT)
        self._heading.setText(self._caption())
        self._heading.setVisible(bool(self._heading.text()))

    def _show_choices(self) -> None:
        if self._kind in (Kind.WITHDRAW, Kind.OBJECT):
            self.topics = {code: self._line(name, under) for code, name, under in self._offered()}
        if self._kind is Kind.OBJECT:
            self.wishes = {kind: self._line(choice_label(kind)) for kind in STRICTER}

    def _line(self, text: str, under: str = "") -> TickLine:
        line = TickLine(text, under)
        line.tick.toggled.connect(self._ticked)
        self._lines.addWidget(line)
        return line

    def _offered(self) -> list[tuple[str, str, str]]:
        """Code, name, standing. What ended already is not offered; of somebody outside the register nothing is known."""
        if self._customer is None:
            return [(count.code, count.name, "") for count in self._services.consents.counts()]
        may_be_unasked = self._kind is Kind.OBJECT
        return [
            (state.code, state.name, _("agreed {day}").format(day=day_text(state.since)) if state.since else "")
            for state in self._services.consents.states(self._customer)
            if state.decision is ConsentDecision.GIVEN or (may_be_unasked and state.decision is None)
        ]

    def _details_now(self) -> CustomerDetails:
        if self._customer is None or self._kind is not Kind.CORRECT:
            return CustomerDetails()
        return self._services.customers.page(self._customer).details

    def _caption(self) -> str:
        if self._kind is Kind.WITHDRAW and not self.topics:
            return _("This customer stands by no consent, so there is nothing to withdraw. Choose “Object to a use” instead.")
        return {
            Kind.WITHDRAW: _("What they no longer agree to"),
            Kind.OBJECT: _("What they object to"),
            Kind.CORRECT: _("The details as they should be"),
        }.get(self._kind, "")

    def _ticked(self) -> None:
        self._error.hide()
        self.changed.emit()

    # ---- reading --------------------------------------------------------------------------------------------------------

    def chosen_topics(self) -> tuple[str, ...]:
        """Codes that are ticked."""
        return tuple(code for code, line in self.topics.items() if line.tick.isChecked())

    def chosen_wishes(self) -> tuple[RestrictionKind, ...]:
        """Stricter wishes that are ticked."""
        return tuple(kind for kind, line in self.wishes.items() if line.tick.isChecked())

    def wanted(self) -> CustomerDetails | None:
        """The details as they should be; None where nothing was changed yet."""
        details = self.form.details()
        return details if self._kind is Kind.CORRECT and details != self._before else None

    def show_errors(self, errors: dict[str, str]) -> bool:
        """Sentences beside what they are about; whether there was one."""
        mine = {name.removeprefix(WANTED): text for name, text in errors.items() if name.startswith(WANTED)}
        self.form.show_errors(mine)
        text = errors.get("topics") or errors.get("wanted", "")
        self._error.setText(text)
        self._error.setVisible(bool(text))
        if text and (lines := [*self.topics.values(), *self.wishes.values()]):
            lines[0].setFocus()
        return bool(mine or text)

    # ---- draft ----------------------------------------------------------------------------------------------------------

    def draft(self) -> dict[str, str]:
        """What a draft needs."""
        details = self.wanted()
        return {
            "topics": " ".join(self.chosen_topics()),
            "wishes": " ".join(kind.value for kind in self.chosen_wishes()),
            "wanted": json.dumps(asdict(details), ensure_ascii=False) if details else "",
        }

    def restore(self, fields: dict[str, str]) -> None:
        """Bring a draft's choices back; kind and person are followed already."""
        for code in fields.get("topics", "").split():
            if code in self.topics:
                self.topics[code].tick.setChecked(True)
        for value in fields.get("wishes", "").split():
            if RestrictionKind(value) in self.wishes:
                self.wishes[RestrictionKind(value)].tick.setChecked(True)
        if fields.get("wanted"):
            self.form.show_details(CustomerDetails(**json.loads(fields["wanted"])))
