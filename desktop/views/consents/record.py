"""Recording what a customer said: form printed, signed, photographed and dropped in, saved, receipt printed; in one page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QRadioButton, QWidget

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, ConsentMeans
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.consents import Answers, TopicState
from desktop.views import theme
from desktop.views.consents.topics import state_chip
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Choice, Field
from desktop.views.widgets.labels import ChipText, banner, chip, label, section
from desktop.views.widgets.layout import box, clear, column, footer, frame, line, row, scrolling, tab_in_order
from desktop.views.widgets.one_file import OneFile
from desktop.views.widgets.papers import PaperActions

Decision = ConsentDecision
_BESIDE, _ANY_WIDTH = 960, 16_777_215
_LAST_COLUMN = 3


def _offered(state: TopicState) -> list[tuple[ConsentDecision, str]]:
    """A consent that stands can only be withdrawn; one to less than the policy asks now can be widened, or left as it is."""
    agrees, withdraws = (Decision.GIVEN, _("Agrees")), (Decision.WITHDRAWN, _("Withdraws"))
    if state.asks_again:
        return [agrees, withdraws]
    return [withdraws] if state.decision is Decision.GIVEN else [agrees, (Decision.REFUSED, _("Does not agree"))]


class TopicRow:
    """One topic with its answers; none is ever ticked beforehand."""

    def __init__(self, state: TopicState) -> None:
        self.code = state.code
        self.buttons = {decision: QRadioButton(text) for decision, text in _offered(state)}
        for decision, choice in self.buttons.items():
            choice.setAutoExclusive(False)  # kept to one by hand: a wrong tick can be taken away again
            choice.setAccessibleName(f"{state.name}: {choice.text()}")
            choice.clicked.connect(lambda checked, chosen=decision: self._keep_one(chosen, checked))
        need = [label(_("needed for the order"), "help")] if state.is_needed else []
        self._name = box(column(label(state.name, wrap=True), *need, gap=0, margins=(0, 5, 0, 5)))
        since = f" · {day_text(state.since)}" if state.since else ""
        self._standing = chip(ChipText(state_chip(state).text + since, state_chip(state).kind, state_chip(state).shown_icon))

    def cells(self) -> dict[int, QWidget]:
        """What stands in which column: name, standing, one answer, another; a single answer stands in the last."""
        answers = {_LAST_COLUMN - place: choice for place, choice in enumerate(reversed(self.buttons.values()))}
        return {0: self._name, 1: self._standing, **answers}

    def answer(self) -> ConsentDecision | None:
        """What was ticked, if anything."""
        return next((decision for decision, choice in self.buttons.items() if choice.isChecked()), None)

    def _keep_one(self, chosen: ConsentDecision, checked: bool) -> None:
        for decision, choice in self.buttons.items():
            if checked and decision is not chosen:
                choice.setChecked(False)


def _grid(topics: list[TopicRow]) -> QGridLayout:
    """All topics in the same columns, a hairline between two."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.current().px(16))
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    for place, topic in enumerate(topics):
        if place:
            grid.addWidget(line(), 2 * place - 1, 0, 1, _LAST_COLUMN + 1)
        grid.setRowMinimumHeight(2 * place, theme.current().px(44))
        for where, cell in topic.cells().items():
            side = Qt.AlignmentFlag.AlignLeft if where else Qt.AlignmentFlag(0)
            grid.addWidget(cell, 2 * place, where, side | Qt.AlignmentFlag.AlignVCenter)
    return grid


class RecordPage(QWidget):
    """``recorded`` after saving, ``left`` when she goes back."""

    recorded = Signal()
    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._customer: int | None = None
        self.papers = PaperActions(self)
        self.rows: list[TopicRow] = []
        self.title, self.note = label("", "title", wrap=True), label("", "muted", wrap=True)
        self._topics, self._problem = column(gap=0), column(gap=0)
        self.day, self.means = DateField(None), Choice(*((choice_label(means), means) for means in ConsentMeans))
        self.day_field = Field(_("Decided on"), self.day)
        self.day_field.name_errors("decided_on")
        self.slip = OneFile(_("Signed slip: drop the photo here, paste it, or press Enter to choose it"))
        self._make()

    def _make(self) -> None:
        topics = frame(column(section(_("What the customer says")), self._topics, gap=2, margins=(16, 8, 16, 10)))
        self.form_button = button(_("Print the form to sign"), icon="print", small=True)
        self.form_button.clicked.connect(lambda: self.papers.print(lambda: self._services.consent_papers.form(self._customer)))
        how = frame(
            column(
                section(_("How")), self.day_field, Field(_("By"), self.means), 4, self.form_button,
                label(_("Signed slip"), "label"), self.slip,
                label(_("A photo of the slip, or a scan as PDF. It is kept encrypted."), "help", wrap=True), None,
                gap=6, margins=(16, 8, 16, 12),
            )
        )  # fmt: skip
        self._how, self._panels = how, row((topics, 1), how, gap=16)
        parts = (self.title, self.note, self._problem, self._panels, None)
        body = scrolling(box(column(*parts, gap=8, margins=(20, 14, 20, 16))))
        back = back_button()
        self.save_button = button(_("Save"), "F9", "", "save")
        self.receipt_button = button(_("Save and print receipt"), "F10", "primary", "print")
        back.clicked.connect(self.left)
        self.save_button.clicked.connect(self.save)
        self.receipt_button.clicked.connect(self.save_and_print)
        self._ends = (back, self.save_button, self.receipt_button)
        self.setLayout(column((body, 1), footer(back, None, self.save_button, self.receipt_button), gap=0))

    def resizeEvent(self, _event: object) -> None:
        """Under each other where the page is narrow."""
        narrow = self.width() < theme.current().px(_BESIDE)
        self._panels.setDirection(self._panels.Direction.TopToBottom if narrow else self._panels.Direction.LeftToRight)
        self._how.setMaximumWidth(_ANY_WIDTH if narrow else theme.current().px(300))

    def start(self, customer_id: int) -> None:
        """All topics of this customer, nothing ticked."""
        services = self._services
        page = services.customers.page(customer_id)
        self._customer = customer_id
        self.title.setText(_("What does {name} agree to?").format(name=page.details.name))
        note = _("Each line on its own. What is left empty stays as it is.")
        self.note.setText(" · ".join(filter(None, (page.details.shown_phone, note))))
        clear(self._problem)
        clear(self._topics)
        self.rows = [TopicRow(state) for state in services.consents.states(customer_id)]
        self._topics.addWidget(box(_grid(self.rows)))
        self.day.set_day(services.office.today())
        self.day_field.clear_error()
        self.means.choose(ConsentMeans.SLIP)
        self.slip.start()
        answers = [choice for topic in self.rows for choice in topic.buttons.values()]
        tab_in_order(*answers, self.day, self.means, self.form_button, self.slip, *self._ends)
        self.setFocusProxy(answers[0] if answers else self.day)
        self.setFocus()

    def save(self) -> None:
        """Record what was ticked."""
        if self._record():
            self.recorded.emit()

    def save_and_print(self) -> None:
        """Record and give the customer the receipt."""
        if ids := self._record():
            self.papers.print(lambda: self._services.consent_papers.receipt(ids))
            self.recorded.emit()

    def _record(self) -> list[str]:
        """The ids for the receipt, none where something is wrong."""
        if self._customer is None:
            return []
        decisions = {topic.code: answer for topic in self.rows if (answer := topic.answer()) is not None}
        means = self.means.value()
        assert isinstance(means, ConsentMeans)
        try:
            answers = Answers(self.day.day(), means, decisions, self.slip.file)
            return self._services.consents.record(self._customer, answers)
        except UserError as problem:
            self._show(problem)
            return []

    def _show(self, problem: UserError) -> None:
        clear(self._problem)
        if problem.field == "decided_on":
            self.day_field.show_error(problem.message)
        else:
            self._problem.addWidget(banner(problem.message, "late"))
