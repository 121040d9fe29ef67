"""The rules of a policy version, point by point: used by the wizard for the shop's own way and by the settings."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import language
from desktop.models.choices import ClockStart, PurposeNeed, RetentionKind, TimeUnit, label
from desktop.services.policies import PolicyRules, PurposeRow
from desktop.views import theme
from desktop.views.settings.policy_data import PolicyData
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Choice, Field, NumberField, line_edit, named
from desktop.views.widgets.labels import section
from desktop.views.widgets.layout import box, clear, column, frame, row

_RULES, _ANY_WIDTH = 474, 16_777_215
COMPLAINT_UNITS = (TimeUnit.DAYS, TimeUnit.WORKING_DAYS, TimeUnit.MONTHS)
COMPLAINT_STARTS = (ClockStart.RECEIPT, ClockStart.RECEIPT_AND_EVIDENCE)


class PolicyForm(QWidget):
    """Complaint clock, compensation, retention, purposes."""

    def __init__(self, rules: PolicyRules, *, with_day: bool) -> None:
        super().__init__()
        self._rules, self._with_day = rules, with_day
        self.data = PolicyData()
        self.data.hide()
        self.day = DateField(rules.effective_from)
        self.amount, self.months = NumberField(1, 365, 90), NumberField(1, 240, 90)
        self.unit = Choice(*((label(unit), unit) for unit in COMPLAINT_UNITS))
        self.start = Choice(*((label(start), start) for start in COMPLAINT_STARTS))
        self.retention = Choice(*((label(kind), kind) for kind in RetentionKind))
        self.clauses = {name: line_edit(most=40) for name in ("complaint", "compensation", "retention")}
        self.joint = QCheckBox(_("Where a third party is at fault too, the shop is jointly liable"))
        self.day_field = Field(_("In force from"), self.day)
        self.amount_field = Field(_("Answer within"), self.amount)
        self.months_field = Field(_("Months"), self.months)
        self._fields = named({"effective_from": self.day_field, "amount": self.amount_field, "months": self.months_field})
        self.purposes: list[tuple[QLineEdit, QCheckBox, PurposeRow]] = []
        self._purpose_rows: QVBoxLayout = column(gap=6)
        self.retention.currentIndexChanged.connect(self._follow_retention)
        self._rules_panel = self._left()
        self._panels = row(self._rules_panel, (self._right(), 1), gap=16)
        self.setLayout(self._panels)
        self.stack_panels(narrow=False)
        self.day_field.setVisible(with_day)
        self.show_rules(rules)

    def show_rules(self, rules: PolicyRules) -> None:
        """Fill the form."""
        self._rules = rules
        self.day.set_day(rules.effective_from)
        self.amount.setValue(rules.complaint_amount)
        self.unit.choose(rules.complaint_unit)
        self.start.choose(rules.complaint_start)
        self.retention.choose(rules.retention_kind)
        self.months.setValue(rules.retention_months or 12)
        self.joint.setChecked(rules.joint_liability)
        for name, edit in self.clauses.items():
            edit.setText(getattr(rules, f"{name}_clause"))
        clear(self._purpose_rows)
        self.purposes.clear()
        for purpose in rules.purposes:
            self._add_purpose(purpose)
        self.data.show_rules(rules)
        self.data.setVisible(self._with_day)
        self._follow_retention()

    def stack_panels(self, *, narrow: bool) -> None:
        """Under each other, or the rules as wide as they need and the rest beside them."""
        self._panels.setDirection(self._panels.Direction.TopToBottom if narrow else self._panels.Direction.LeftToRight)
        self._rules_panel.setMinimumWidth(0 if narrow else theme.current().px(_RULES))
        self._rules_panel.setMaximumWidth(_ANY_WIDTH if narrow else theme.current().px(_RULES))

    def rules(self) -> PolicyRules:
        """What stands in the form. Raises UserError for a number or day that is none."""
        kind = self.retention.value()
        assert isinstance(kind, RetentionKind)
        return replace(
            self._rules,
            effective_from=self.day.day(),
            complaint_amount=self.amount.value(),
            complaint_unit=self.unit.value(),  # pyright: ignore[reportArgumentType]
            complaint_start=self.start.value(),  # pyright: ignore[reportArgumentType]
            complaint_clause=self.clauses["complaint"].text(),
            compensation_clause=self.clauses["compensation"].text(),
            joint_liability=self.joint.isChecked(),
            retention_kind=kind,
            retention_months=self.months.value() if kind is RetentionKind.AFTER_LAST_CONTACT else 0,
            retention_clause=self.clauses["retention"].text(),
            purposes=tuple(self._purpose(*entry) for entry in self.purposes),
            fields=self.data.fields(),
            sharing=self.data.sharing(),
        )

    def show_problem(self, problem: UserError) -> bool:
        """Say it beside its field; False where it belongs to none."""
        if (field := self._fields.get(problem.field)) is None:
            return False
        field.show_error(problem.message)
        field.control.setFocus()
        return True

    def _left(self) -> QWidget:
        unit, start = Field(_("Counted in"), self.unit), Field(_("The time runs from"), self.start)
        limit = row(self.amount_field, _wide(unit, 174), _clause(self.clauses["complaint"]), None, gap=12)
        kept = row(_wide(Field(_("Customers' data is kept"), self.retention)), _clause(self.clauses["retention"]), None, gap=12)
        longest = max(QFontMetrics(theme.current().font()).horizontalAdvance(label(choice)) for choice in COMPLAINT_STARTS)
        start.setFixedWidth(max(theme.current().px(276), longest + theme.current().px(50)))
        paid = (self.joint, _clause(self.clauses["compensation"]))
        parts = (
            *(self.day_field, section(_("Complaints")), limit, row(start, None), *paid),
            *(section(_("Retention")), kept, self.months_field),
        )
        return frame(column(*parts, None, gap=8, margins=(16, 10, 16, 12)))

    def _right(self) -> QWidget:
        add = button(_("Add a purpose"), kind="link")
        add.clicked.connect(lambda: self._add_purpose(PurposeRow("", "", "", PurposeNeed.OPTIONAL)))
        head = section(_("What the data is used for"), add)
        uses = frame(column(head, self._purpose_rows, None, gap=8, margins=(16, 10, 16, 12)))
        return box(column(uses, (self.data, 1), gap=12)) if self._with_day else uses

    def _add_purpose(self, purpose: PurposeRow) -> None:
        edit = line_edit(purpose.name_en if language() == "en" and purpose.name_en else purpose.name_vi, most=200)
        edit.setAccessibleName(_("Purpose"))
        needed = QCheckBox(_("Needed to order"))
        needed.setToolTip(label(PurposeNeed.NEEDED))
        needed.setChecked(purpose.need is PurposeNeed.NEEDED)
        line: QHBoxLayout = row((edit, 1), needed, gap=12)
        self._purpose_rows.addWidget(box(line))
        self.purposes.append((edit, needed, purpose))

    def _purpose(self, edit: QLineEdit, needed: QCheckBox, shown: PurposeRow) -> PurposeRow:
        text = edit.text().strip()
        need = PurposeNeed.NEEDED if needed.isChecked() else PurposeNeed.OPTIONAL
        if text in (shown.name_vi, shown.name_en):
            return replace(shown, need=need)
        return PurposeRow(shown.code, text, "", need)

    def _follow_retention(self) -> None:
        self.months_field.setVisible(self.retention.value() is RetentionKind.AFTER_LAST_CONTACT)


def _clause(edit: QLineEdit) -> Field:
    return _wide(Field(_("Section of the policy"), edit), 150)


def _wide(field: Field, width: int = 276) -> Field:
    """As wide as what stands in it."""
    field.setFixedWidth(theme.current().px(width))
    return field
