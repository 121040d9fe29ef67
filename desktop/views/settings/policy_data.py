"""What data a policy version names, extra fields among it, and which of it each kind of recipient may get."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import language
from desktop.models.choices import RecipientKind
from desktop.models.choices import label as choice_label
from desktop.services.policies import FieldRow, PolicyRules, SharingRow
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import line_edit
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import box, clear, column, frame, row

_KINDS = (RecipientKind.SHIPPING_PARTNER, RecipientKind.SERVICE_PROVIDER, RecipientKind.SECURITY_FIRM)


class PolicyData(QWidget):
    """Fields and sharing. The four fields of every policy stay; an extra one is asked of each customer."""

    def __init__(self) -> None:
        super().__init__()
        self._rules: PolicyRules | None = None
        self.extras: list[tuple[QLineEdit, FieldRow]] = []
        self.checks: dict[tuple[RecipientKind, str], QCheckBox] = {}
        self._core = label("", "muted", wrap=True)
        self._extra_rows = column(gap=6)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(10)
        add = button(_("Add a piece of data"), kind="link")
        add.clicked.connect(lambda: self._add(FieldRow("", "")).setFocus())
        note = label(_("Such as a birthday: held only of customers who agreed to it."), "help", wrap=True)
        held = column(section(_("What data is held"), add), self._core, self._extra_rows, note, gap=6)
        told = column(
            section(_("Who may get what")), self._table, label(_("No tick: the policy gives them nothing."), "help"), gap=4
        )
        self.setLayout(column(frame(column(held, 4, told, None, gap=6, margins=(16, 10, 16, 12)))))

    def show_rules(self, rules: PolicyRules) -> None:
        """Fill the form."""
        self._rules = rules
        core = [field for field in rules.fields if not field.is_extra]
        self._core.setText(", ".join(field.name for field in core))
        clear(self._extra_rows)
        self.extras.clear()
        for field in rules.fields:
            if field.is_extra:
                self._add(field)
        self._show_sharing(rules)

    def fields(self) -> tuple[FieldRow, ...]:
        """The four fields and the extra ones that still have a name."""
        core = [field for field in self._rules.fields if not field.is_extra] if self._rules else []
        extras = [self._typed(edit, field) for edit, field in self.extras if edit.text().strip()]
        return (*core, *extras)

    def sharing(self) -> tuple[SharingRow, ...]:
        """Kinds with what they may get; state agencies stay as they are, because the law decides about them."""
        others = [row for row in self._rules.sharing if row.kind not in _KINDS] if self._rules else []
        return (*(SharingRow(kind, self._ticked(kind)) for kind in _KINDS), *others)

    def _ticked(self, kind: RecipientKind) -> tuple[str, ...]:
        return tuple(code for (of_kind, code), check in self.checks.items() if of_kind is kind and check.isChecked())

    def _add(self, field: FieldRow) -> QLineEdit:
        edit = line_edit(field.name, most=120)
        edit.setAccessibleName(_("Piece of data"))
        self.extras.append((edit, field))
        self._extra_rows.addWidget(box(row((edit, 1))))
        return edit

    def _typed(self, edit: QLineEdit, field: FieldRow) -> FieldRow:
        text = edit.text().strip()
        if text == field.name:
            return field
        return FieldRow(field.code, field.name_vi, text) if language() == "en" and field.name_vi else FieldRow(field.code, text)

    def _show_sharing(self, rules: PolicyRules) -> None:
        clear(self._table)
        self.checks = {}
        allowed = {row.kind: row.fields for row in rules.sharing}
        for line, kind in enumerate(_KINDS):
            self._table.addWidget(label(choice_label(kind)), line * 2, 0, 1, 4)
            for place, field in enumerate(rules.fields):
                check = QCheckBox(field.name)
                check.setAccessibleName(f"{choice_label(kind)}: {field.name}")
                check.setChecked(field.code in allowed.get(kind, ()))
                self.checks[kind, field.code] = check
                self._table.addWidget(check, line * 2 + 1, place)
        self._table.setColumnStretch(max(4, len(rules.fields)), 1)
