"""Wizard, second step: which of the ready policies is nearest, or the shop's own rules point by point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import language, long_day, ngettext
from desktop.models.choices import ClockStart, PurposeNeed, RetentionKind, TimeUnit
from desktop.services.policies import PolicyRules, PresetSummary, example_deadline, preset_rules, preset_summaries
from desktop.services.shop_calendar import public_calendar
from desktop.views import theme
from desktop.views.settings.policy_form import PolicyForm
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner, glyph, label, repolish
from desktop.views.widgets.layout import box, column, line, row


class PromisesStep(QWidget):
    """Two cards and the shop's own way."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._calendar = public_calendar(today)
        self._group = QButtonGroup(self)
        self.cards = {summary.code: self._card(summary) for summary in preset_summaries()}
        self.own = QRadioButton(_("My policy is different, I state each point myself"))
        self._group.addButton(self.own)
        self.own_form = PolicyForm(preset_rules("delivery", today), with_day=False)
        self.own_form.hide()
        self.presets_link = button(_("Show the ready policies again"), kind="link")
        self.presets_link.hide()
        self.presets_link.clicked.connect(lambda: self.choose("delivery"))
        self._cards_row = box(row(*[(card, 1) for card in self.cards.values()], gap=20))
        self._group.buttonToggled.connect(self._follow)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        intro = _("Choose the nearest. All deadlines are counted by this promise; each point can be changed later.")
        self.setLayout(
            column(
                label(_("What did your privacy policy promise customers?"), "title"),
                label(intro, "muted", wrap=True),
                2,
                self._cards_row,
                self.own_form,
                row(self.own, self.presets_link, None),
                self.problem,
                None,
                gap=8,
                margins=(96, 12, 96, 14),
            )
        )
        self.choose("delivery")

    @property
    def first_control(self) -> QWidget:
        """Where the cursor starts."""
        return self.cards["delivery"].radio

    def choose(self, code: str) -> None:
        """Choose a preset by its code."""
        self.cards[code].radio.setChecked(True)

    def stack_panels(self, *, narrow: bool) -> None:
        """The shop's own rules under each other where the window is narrow."""
        self.own_form.stack_panels(narrow=narrow)

    def show_mistake(self, problem: UserError) -> None:
        """What is wrong with the shop's own rules, beside its field or over the buttons."""
        self.show_problem("" if self.own_form.show_problem(problem) else problem.message)

    def show_problem(self, sentence: str) -> None:
        """What is wrong with the shop's own rules; an empty text takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def rules(self) -> PolicyRules:
        """The chosen rules, in force from the beginning of the year: promises older than the program count too."""
        since = date(self._today.year, 1, 1)
        if self.own.isChecked():
            return replace(self.own_form.rules(), effective_from=since, preset="delivery")
        return preset_rules(next(code for code, card in self.cards.items() if card.radio.isChecked()), since)

    def _card(self, summary: PresetSummary) -> PresetCard:
        rules = preset_rules(summary.code, self._today)
        deadline = example_deadline(rules, self._today, self._calendar)
        card = PresetCard(summary, rules, long_day(deadline.last_day).replace(" ", "\u00a0"))
        self._group.addButton(card.radio)
        return card

    def _follow(self) -> None:
        for card in self.cards.values():
            card.follow()
        own = self.own.isChecked()
        self.own_form.setVisible(own)
        self._cards_row.setVisible(not own)
        self.presets_link.setVisible(own)


class PresetCard(QFrame):
    """A policy at a glance: a line per promise and an example."""

    def __init__(self, summary: PresetSummary, rules: PolicyRules, example: str) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.radio = QRadioButton(summary.title)
        self.radio.setFont(theme.current().font(17, 600))
        self.radio.setAccessibleDescription(summary.who)
        lines: list[QWidget] = []
        for icon, name, value in _points(summary, rules):
            text = column(label(name, "help"), label(value, "strong", wrap=True), gap=2)
            lines += [line(), box(row(glyph(icon, "accent", 22), (text, 1), gap=14))]
        self.setLayout(
            column(
                self.radio,
                row(26, (label(summary.who, "muted", wrap=True), 1)),
                *lines,
                None,
                banner(_example_text(rules, example), "info"),
                gap=6,
                margins=(22, 12, 22, 12),
            )
        )

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """The whole card chooses."""
        self.radio.setChecked(True)
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)

    def follow(self) -> None:
        """Show whether it is the chosen one."""
        self.setProperty("chosen", "true" if self.radio.isChecked() else "false")
        repolish(self)


def limit_sentence(rules: PolicyRules) -> str:
    """``Within 30 days of receipt``."""
    units = {
        TimeUnit.DAYS: ngettext("{n} day", "{n} days", rules.complaint_amount),
        TimeUnit.WORKING_DAYS: ngettext("{n} working day", "{n} working days", rules.complaint_amount),
        TimeUnit.MONTHS: ngettext("{n} month", "{n} months", rules.complaint_amount),
    }
    limit = units[rules.complaint_unit].format(n=rules.complaint_amount)
    if rules.complaint_start is ClockStart.RECEIPT_AND_EVIDENCE:
        return _("Within {limit} of complaint and evidence both being in").format(limit=limit)
    return _("Within {limit} of receipt").format(limit=limit)


def retention_sentence(rules: PolicyRules) -> str:
    """``Until the customer asks for deletion`` or so many months."""
    if rules.retention_kind is RetentionKind.UNTIL_REQUEST:
        return _("Until the customer asks for deletion")
    months = rules.retention_months
    return ngettext("{n} month after the last contact", "{n} months after the last contact", months).format(n=months)


def _points(summary: PresetSummary, rules: PolicyRules) -> list[tuple[str, str, str]]:
    names = [purpose.name_vi if _is_vietnamese() else purpose.name_en for purpose in rules.purposes]
    purposes = "; ".join([names[0], *(name[:1].lower() + name[1:] for name in names[1:])])
    optional = sum(purpose.need is PurposeNeed.OPTIONAL for purpose in rules.purposes)
    used = ngettext("{n} purpose asked for one by one", "{n} purposes asked for one by one", optional).format(n=optional)
    return [
        ("complaint", _("Answering complaints"), limit_sentence(rules)),
        ("calendar", _("Keeping customers' data"), retention_sentence(rules)),
        ("truck", _("Given to"), summary.sharing),
        ("list", _("Used for") + " · " + used, purposes),
        ("hand", _("When the shop is at fault"), summary.compensation),
    ]


def _is_vietnamese() -> bool:
    return language() == "vi"


def _example_text(rules: PolicyRules, day: str) -> str:
    if rules.complaint_start is ClockStart.RECEIPT_AND_EVIDENCE:
        return _("Example: everything in today, answer by {day}.").format(day=day)
    return _("Example: received today, answer by {day}.").format(day=day)
