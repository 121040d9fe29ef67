"""Settings, the law's limits and how long files of complaints outlive their customer: to be checked with a lawyer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import language
from desktop.models.choices import TimeUnit, label
from desktop.services.erasures import LONGEST_KEEPING, ComplaintKeeping, Erasures
from desktop.services.policies import LegalClockRow, Policies
from desktop.views import theme
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Choice, Field, NumberField, line_edit, named
from desktop.views.widgets.labels import label as text_label
from desktop.views.widgets.labels import section
from desktop.views.widgets.layout import box, column, frame, row

_UNITS = (TimeUnit.WORKING_DAYS, TimeUnit.DAYS, TimeUnit.MONTHS)


class LawPanel(QWidget):
    """One row per limit; 0 means that the law sets none."""

    def __init__(self, policies: Policies) -> None:
        super().__init__()
        self._policies = policies
        self.rows = {clock.code: LawRow(clock) for clock in policies.legal_clocks()}
        self.saved = text_label("", "ok")
        self.keep_button = button(_("Keep these limits"), small=True)
        self.keep_button.clicked.connect(self.save)
        note = text_label(
            _("Where promise and law differ, the stricter one counts. Check these figures with a lawyer."), "help", wrap=True
        )
        groups = [
            part
            for area, title in (("complaint", _("Complaints")), ("request", _("Requests")), ("incident", _("Incidents")))
            for part in (text_label(title, "strong"), *(law for code, law in self.rows.items() if code.startswith(area)))
        ]
        parts = (section(_("Limits of the law")), note, *groups, row(self.saved, None, self.keep_button))
        panel = frame(column(*parts, gap=8, margins=(16, 10, 16, 12)))
        self.setLayout(column(panel))

    def save(self) -> None:
        """Keep each row; a wrong one is named beside itself."""
        self.saved.setText("")
        for law in self.rows.values():
            try:
                self._policies.save_legal_clock(law.value())
            except UserError as problem:
                law.show_problem(problem)
                return
        self.saved.setText(_("Saved."))


def _names() -> dict[str, str]:
    return {
        "complaint_acknowledged": _("Acknowledge a complaint within"),
        "complaint_result": _("Answer a complaint within (0: none)"),
        "request_acknowledged": _("Acknowledge a request within"),
        "request_answer": _("Answer, show, correct within"),
        "request_answer_with_others": _("The same, where others take part"),
        "request_delete": _("Delete within"),
        "request_delete_with_others": _("The same, where others take part"),
        "request_stop": _("Restrict, withdraw, stop within"),
        "request_stop_with_others": _("The same, where others take part"),
        "incident_attack": _("Attacked system: tell within"),
        "incident_breach": _("Any breach: tell within"),
    }


class LawRow(QWidget):
    """How long, counted how, how much once more, by which law. Hours are hours: there is nothing to choose."""

    def __init__(self, clock: LegalClockRow) -> None:
        super().__init__()
        self._clock = clock
        px, is_hours = theme.current().px, clock.unit is TimeUnit.HOURS
        self.amount, self.extension = NumberField(0, 720 if is_hours else 365, 90), NumberField(0, 365, 70)
        self.amount.setValue(clock.amount)
        self.extension.setValue(clock.extension)
        self.unit = Choice(*((label(unit), unit) for unit in ((TimeUnit.HOURS,) if is_hours else _UNITS)))
        self.unit.choose(clock.unit)
        self.unit.setEnabled(not is_hours)
        self.source = line_edit(clock.source_en if language() == "en" else clock.source_vi, most=300)
        self.fields = named({
            "amount": Field(_names()[clock.code], self.amount), "unit": Field(_("Counted in"), self.unit),
            "extension": Field(_("Once more"), self.extension), "source": Field(_("Under"), self.source),
        })  # fmt: skip
        for name, width in (("amount", 250), ("unit", 140), ("extension", 110)):
            self.fields[name].setFixedWidth(px(width))
        if not clock.may_extend:
            self.fields["extension"].hide()
        *figures, source = self.fields.values()
        self.setLayout(column(box(row(*figures, (source, 1), gap=12))))

    def show_problem(self, problem: UserError) -> None:
        """What is wrong, beside its field."""
        self.fields.get(problem.field, self.fields["source"]).show_error(problem.message)

    def value(self) -> LegalClockRow:
        """What stands in the row. Raises UserError for a number that is none."""
        text = self.source.text()
        figures = {"amount": self.amount.value(), "unit": self.unit.value(), "extension": self.extension.value()}
        changed = replace(self._clock, **figures)  # pyright: ignore[reportArgumentType]
        return (
            replace(changed, source_en=text) if language() == "en" and self._clock.source_vi else replace(changed, source_vi=text)
        )


class KeepingPanel(QWidget):
    """For how long the file of an answered complaint outlives its customer, and on what ground."""

    def __init__(self, erasures: Erasures) -> None:
        super().__init__()
        self._erasures = erasures
        self.months, self.ground = NumberField(0, LONGEST_KEEPING, 90), line_edit(most=300)
        self.fields = named(
            {
                "months": Field(_("Months after its end (0: none)"), self.months),
                "ground": Field(
                    _("On what ground"), self.ground, _("Such as: the time within which a customer may go to court.")
                ),
            }
        )
        self.fields["months"].setFixedWidth(theme.current().px(250))
        self.saved = text_label("", "ok")
        self.keep_button = button(_("Keep this time"), small=True)
        self.keep_button.clicked.connect(self.save)
        note = text_label(
            _(
                "When a customer's data is erased, their answered complaints go too, but for number, days and outcome. "
                "Where a law lets you keep such a file longer, say how long and why: previews and certificates name it."
            ),
            "help",
            wrap=True,
        )
        fields = row(column(self.fields["months"], None), (column(self.fields["ground"], None), 1), gap=12)
        parts = (section(_("Files of answered complaints")), note, fields, row(self.saved, None, self.keep_button))
        self.setLayout(column(frame(column(*parts, gap=8, margins=(16, 10, 16, 12)))))
        self.refresh()

    def refresh(self) -> None:
        """Read it anew."""
        keeping = self._erasures.keeping()
        self.months.setValue(keeping.months)
        self.ground.setText(keeping.ground)
        self.saved.setText("")

    def save(self) -> None:
        """Keep it; what is wrong stands beside its field."""
        self.saved.setText("")
        try:
            self._erasures.keep_complaints(ComplaintKeeping(self.months.value(), self.ground.text()))
        except UserError as problem:
            self.fields[problem.field].show_error(problem.message)
        else:
            self.saved.setText(_("Saved."))
