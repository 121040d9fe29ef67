"""The middle of a request on which no work can be done: what stands against it, or how it ended."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, IdentityCheck, RequestKind, RequestState
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.request_views import RequestPage
from desktop.views import theme
from desktop.views.requests.work import Work
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Choice, Field, named
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, clear, column, row
from desktop.views.widgets.papers import PaperActions

Kind, State = RequestKind, RequestState


class Obstacle(Work):
    """What has to come first. ``wanted`` carries the name of an action."""

    wanted = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.sentence = label("", "muted", wrap=True)
        self.find_button = button(_("Find the customer"), icon="search")
        self.refuse_button = button(_("Refuse…"), icon="no")
        self.find_button.clicked.connect(lambda: self.wanted.emit("find"))
        self.refuse_button.clicked.connect(lambda: self.wanted.emit("refuse"))
        self._buttons = box(row(self.find_button, self.refuse_button, None, gap=10))
        self.how, self.day = Choice(), DateField(None)
        self.how.setMinimumWidth(theme.current().px(270))
        self.fields = named(
            {"identity_check": Field(_("Made sure by"), self.how), "identity_checked_on": Field(_("On"), self.day)}
        )
        self._identity = box(column(*(row(field, None) for field in self.fields.values()), gap=10))
        self.setLayout(column(self.sentence, self._buttons, self._identity, None, gap=12))
        self.setFocusProxy(self.how)

    def show_page(self, page: RequestPage) -> None:
        """What it is."""
        is_other = self._page is None or self._page.row.id != page.row.id
        super().show_page(page)
        is_outside, asks_who = page.row.person.customer_id is None, _asks_who(page)
        self.sentence.setText(obstacle(page))
        self._buttons.setVisible(is_outside and page.row.state is not State.WAITING)
        self._identity.setVisible(asks_who)
        self.finish_text = _("Record who asks") if asks_who else ""
        if is_other:
            self.how.set_choices((_("Choose…"), None), *((choice_label(how), how) for how in page.ways_to_recognise))
            self.day.set_day(self._services.office.today())
            for field in self.fields.values():
                field.clear_error()

    def finish(self) -> bool:
        """It is certain who asks, from a day on."""
        if not _asks_who(self.page):
            return False
        try:
            self._services.requests.check_identity(self.page.row.id, self.how.chosen(IdentityCheck), self.day.day())
        except UserError as problem:
            self.fields.get(problem.field, self.fields["identity_check"]).show_error(problem.message)
        else:
            self.finished.emit(_("Recorded who asks."))
        return False


class Ended(Work):
    """How it ended, in words, with the paper of a withdrawal."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.papers = PaperActions(self)
        self._parts = column(gap=8)
        self.setLayout(column(self._parts, None))

    def show_page(self, page: RequestPage) -> None:
        """The outcome, line by line."""
        super().show_page(page)
        clear(self._parts)
        for role, text in _outcome(page):
            self._parts.addWidget(label(text, role, wrap=True))
        if ids := withdrawals(self._services, page):
            receipt = button(_("Print receipt of the withdrawal"), icon="print", small=True)
            receipt.clicked.connect(lambda: self.papers.print(lambda: self._services.consent_papers.receipt(ids)))
            self._parts.addWidget(box(row(receipt, None)))

    def finish(self) -> bool:
        """It has ended."""
        return False


def obstacle(page: RequestPage) -> str:
    """What has to come before any work; empty where nothing has to."""
    if page.row.state is State.WAITING:
        if page.owes_question:
            return _("The customer has not been asked yet, so the time runs on. Print the question, or say that they were asked.")
        return _("The shop waits for the customer's answer. When it is here, press “The answer came”.")
    if page.row.kind is not Kind.QUESTION and page.row.person.customer_id is None:
        return _(
            "This person is not in the register. Find the customer, or refuse because the shop holds no data of this person."
        )
    if _asks_who(page):
        return _(
            "Make sure first who asks; nothing is shown, changed or erased before. A card is looked at, never copied, never kept."
        )
    return ""


def _asks_who(page: RequestPage) -> bool:
    """Whether it is still to be made sure who asks; of somebody outside the register there is nothing to show."""
    is_needed = page.row.kind is not Kind.QUESTION and page.identity_check is None and page.row.state is not State.WAITING
    return is_needed and page.row.person.customer_id is not None


def withdrawals(services: Services, page: RequestPage) -> list[str]:
    """The decisions that a finished withdrawal recorded."""
    customer_id = page.row.person.customer_id
    if page.row.kind is not Kind.WITHDRAW or page.row.state is not State.DONE or customer_id is None:
        return []
    names = {name for _code, name in page.topics}
    return [
        entry.public_id
        for entry in services.consents.history(customer_id)
        if entry.decision is ConsentDecision.WITHDRAWN and entry.decided_on == page.row.received_on and entry.topic in names
    ]


def _outcome(page: RequestPage) -> list[tuple[str, str]]:
    """Role and text of each part."""
    if page.row.state is State.REFUSED and page.refusal is not None:
        return [("label", _("Refused, because")), ("strong", choice_label(page.refusal)), ("", page.refusal_reason)]
    if page.row.state is State.TAKEN_BACK:
        note = next((step.note for step in page.steps if step.action == "taken_back"), "")
        return [("muted", _("The customer wants it no more.")), *([("", note)] if note else [])]
    if page.row.kind is Kind.RESTRICT:
        return [("label", _("What was done")), ("", choice_label(Kind.RESTRICT))]
    return [("label", _("The answer") if page.row.kind is Kind.QUESTION else _("What was done")), ("", page.outcome)]
