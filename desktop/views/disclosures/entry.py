"""Entering one disclosure by hand: recipient, ground and fields, with the gate's answer beside each field before anything is saved."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.choices import LegalBasis, NoticeMeans
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.disclosures import Ground, NewDisclosure, Verdict
from desktop.views import theme
from desktop.views.customers.picker import CustomerPicker
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.date_field import DateField, OptionalDateField
from desktop.views.widgets.fields import Choice, Field, line_edit, named
from desktop.views.widgets.labels import glyph, label, section
from desktop.views.widgets.layout import box, clear, column, footer, frame, row, scrolling, tab_in_order
from desktop.views.widgets.one_file import OneFile

_NOT_YET = "not_yet"


class EntryPage(QWidget):
    """``recorded`` with the id of a new entry, ``left`` when she goes back."""

    recorded = Signal(str)
    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._customer: int | None = None
        self._filling = False
        self._shown: list[Verdict] = []
        self.checks: dict[str, QCheckBox] = {}
        self.picker = CustomerPicker(services, _("About whom"))
        self.picker.picked.connect(self.pick)
        self.chosen = label("", "strong")
        self.recipient, self.basis = Choice(("–", None)), Choice(*((choice_label(basis), basis) for basis in LegalBasis))
        self.day, self.purpose, self.order = DateField(None), line_edit(), line_edit()
        self.citation, self.number, self.dated = line_edit(), line_edit(), OptionalDateField()
        self.told = Choice((_("Not yet"), _NOT_YET), *((choice_label(means), means) for means in NoticeMeans))
        self.letter_box = OneFile(_("The agency's letter: drop it here, paste it, or press Enter to choose it"))
        self.letter_box.brought.connect(self.follow)  # after the box, which listens to itself, has taken it
        self.fields = named({
            "recipient": Field(_("Given to"), self.recipient), "on": Field(_("Given on"), self.day), "basis": Field(_("Ground"), self.basis),
            "purpose": Field(_("What for"), self.purpose, _("Such as: delivery of order 1024.")), "order_reference": Field(_("Order"), self.order, _("If there is one.")),
            "citation": Field(_("Article and law"), self.citation, _("Such as: Article 15, Law 91/2025/QH15.")),
            "letter_number": Field(_("Number of the letter"), self.number), "letter_dated": Field(_("Dated"), self.dated),
            "notified_on": Field(_("Customer told"), self.told),
        })  # fmt: skip
        self._verdicts = column(gap=4)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._make()

    def _make(self) -> None:
        who = frame(column(section(_("About whom")), self.picker, self.chosen, gap=6, margins=(16, 8, 16, 12)))
        self._letter_row = box(
            column(
                row((self.fields["letter_number"], 1), self.fields["letter_dated"], gap=12), label(_("The letter itself"), "label"),
                self.letter_box, gap=6,
            )
        )  # fmt: skip
        why = frame(
            column(
                section(_("To whom and why")), row((self.fields["recipient"], 1), self.fields["on"], gap=12),
                self.fields["basis"], self.fields["citation"], self._letter_row,
                row((self.fields["purpose"], 2), (self.fields["order_reference"], 1), gap=12), None, gap=8, margins=(16, 8, 16, 12),
            )
        )  # fmt: skip
        what = frame(
            column(
                section(_("What was given")), self._verdicts, self._error, 6, self.fields["notified_on"], None, gap=6,
                margins=(16, 8, 16, 12),
            )
        )  # fmt: skip
        what.setMinimumWidth(theme.current().px(380))
        body = row((box(column(who, why, None, gap=12)), 3), (what, 2), gap=16)
        page = box(column(label(_("Enter a disclosure"), "title"), body, None, gap=10, margins=(20, 14, 20, 16)))
        back = back_button()
        back.clicked.connect(self.left)
        self.save_button = button(_("Enter in the register"), "F9", "primary", "save")
        self.save_button.clicked.connect(self.save)
        self._ends = (back, self.save_button)
        self.setLayout(column((scrolling(page), 1), footer(back, None, self.save_button), gap=0))
        self.setFocusProxy(self.picker.search)
        for control in (self.recipient, self.basis):
            control.currentIndexChanged.connect(self.follow)
        self.day.dayChanged.connect(self.follow)
        for edit in (self.citation, self.number):
            edit.editingFinished.connect(self.follow)
        self.dated.dayChanged.connect(self.follow)

    def start(self) -> None:
        """An empty form for today."""
        self._filling = True
        self._customer, self.checks, self._shown = None, {}, []
        self.recipient.set_choices(*((row.name, row.id) for row in self._services.recipients.rows(active_only=True)))
        for edit in (self.purpose, self.order, self.citation, self.number):
            edit.clear()
        self.day.set_day(self._services.office.today())
        self.dated.set_day(None)
        self.basis.setCurrentIndex(0)
        self.told.choose(_NOT_YET)
        self.letter_box.start()
        for field in self.fields.values():
            field.clear_error()
        self.chosen.setText("")
        self._filling = False
        self.follow()
        self.picker.start()

    def pick(self, customer_id: int) -> None:
        """About this customer."""
        with errors_shown(self):
            details = self._services.customers.page(customer_id).details
            self._customer = customer_id
            self.chosen.setText(" · ".join(part for part in (details.name, details.shown_phone) if part))
        self.follow()

    def follow(self, *_changed: object) -> None:
        """Show what the ground needs, and the gate's answer for each field."""
        if self._filling:
            return
        basis = self.basis.value()
        self.fields["citation"].setVisible(basis in (LegalBasis.LAW, LegalBasis.SERVICE))
        self._letter_row.setVisible(basis is LegalBasis.STATE_REQUEST)
        self._error.hide()
        recipient = self.recipient.value() if self.recipient.count() else None
        if not isinstance(recipient, int):
            self._show_verdicts([], _("Enter a recipient first, under Recipients."))
        elif self._customer is None:
            self._show_verdicts([], _("Choose the customer first."))
        else:
            day = self.day.seen() or self._services.office.today()
            self._show_verdicts(
                self._services.disclosures.verdicts(self._customer, recipient, day, self._ground(self.dated.seen()))
            )

    def _show_verdicts(self, verdicts: list[Verdict], hint: str = "") -> None:
        if verdicts and verdicts == self._shown:
            return  # a box may be under the mouse button that left a field
        ticked = {code for code, check in self.checks.items() if check.isChecked()}
        clear(self._verdicts)
        self.checks, self._shown = {}, verdicts
        if hint:
            self._verdicts.addWidget(label(hint, "muted", wrap=True))
        if len(reasons := {verdict.reason for verdict in verdicts}) == 1 and None not in reasons:
            self._verdicts.addWidget(_why(verdicts[0], "soon"))
        for verdict in verdicts:
            self._verdicts.addWidget(self._verdict_row(verdict, verdict.field in ticked, says_why=len(reasons) > 1))
        tab_in_order(self.order, *self.checks.values(), self.told, *self._ends)

    def save(self) -> None:
        """Enter it, or say what is wrong beside its field."""
        if self._customer is None:
            self._show(UserError(_("Choose the customer first.")))
            self.picker.search.setFocus()
            return
        try:
            public_id = self._services.disclosures.record(self._new(self._customer))
        except UserError as problem:
            self._show(problem)
        else:
            self.recorded.emit(public_id)

    def _new(self, customer_id: int) -> NewDisclosure:
        recipient, told, today = self.recipient.value(), self.told.value(), self._services.office.today()
        if not isinstance(recipient, int):
            raise UserError(_("Enter a recipient first, under Recipients."), "recipient")
        means = told if isinstance(told, NoticeMeans) else None
        day = self.day.day()
        given = tuple(code for code, check in self.checks.items() if check.isChecked())
        return NewDisclosure(
            customer_id, recipient, day, given, self._ground(self.dated.day()), self.purpose.text(), self.order.text(),
            (day if means is NoticeMeans.AT_ORDER else today) if means else None, means,
        )  # fmt: skip

    def _ground(self, dated: date | None) -> Ground:
        basis = self.basis.value()
        assert isinstance(basis, LegalBasis)
        by_letter = basis is LegalBasis.STATE_REQUEST
        citation = self.citation.text() if basis in (LegalBasis.LAW, LegalBasis.SERVICE) else ""
        if not by_letter:
            return Ground(basis, citation)
        return Ground(basis, citation, self.number.text(), dated, self.letter_box.file)

    def _verdict_row(self, verdict: Verdict, ticked: bool, *, says_why: bool) -> QWidget:
        check = QCheckBox(verdict.name)
        may = verdict.is_open and verdict.is_held
        check.setEnabled(may)
        check.setChecked(may and ticked)
        check.toggled.connect(lambda _on: self._error.hide())
        self.checks[verdict.field] = check
        if verdict.is_open:
            text = "" if verdict.is_held else _("The shop does not hold this.")
            return box(row(check, (label(text, "help", wrap=True), 1), gap=10))
        check.setAccessibleDescription(f"{verdict.sentence} {verdict.way_out}")
        return box(column(check, *([_why(verdict, "muted", 26)] if says_why else []), gap=0))

    def _show(self, problem: UserError) -> None:
        if problem.field in self.fields:
            self.fields[problem.field].show_error(problem.message)
            self.fields[problem.field].control.setFocus()
            return
        self._error.setText(problem.message)
        self._error.show()


def _why(verdict: Verdict, role: str, inset: int = 0) -> QWidget:
    """The gate's sentence and what would open it: loud where it stops everything, quiet beside one field of several."""
    why = column(label(verdict.sentence, role, wrap=True), label(verdict.way_out, "help", wrap=True), gap=0)
    return box(row(glyph("no", "muted", 16), (why, 1), gap=8, margins=(inset, 0, 0, 4)))
