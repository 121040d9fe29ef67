"""Settings, policy: the version in force, and a new one from a day on."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.errors import UserError
from desktop.i18n import day_text, long_day, ngettext
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.policies import PolicyRules, check_rules
from desktop.services.published_policies import VersionPreview
from desktop.services.retention import Moved, RetentionRule
from desktop.views.settings.law import KeepingPanel, LawPanel
from desktop.views.settings.parts import SettingsSubject
from desktop.views.settings.policy_form import PolicyForm
from desktop.views.start.promises import limit_sentence, retention_sentence
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column


class PolicyPage(SettingsSubject):
    """Versions are added, never changed: a complaint stays under the promise of its own day."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            _("Policy"), _("What the shop promised. A complaint stays for good under the version of the day it was received.")
        )
        self._services = services
        today = services.office.today()
        self.form = PolicyForm(services.policies.in_force(today), with_day=True)
        self._versions = column(gap=2)
        self._example = column(gap=0)
        self.keeping = KeepingPanel(services.erasures)
        self.add_button = button(_("Add this version"), "F9", "primary", "save")
        self.add_button.clicked.connect(self.save)
        self._moving, self._foot = column(gap=0), self.save_foot(self.add_button)
        foot = column(self._moving, self._foot, gap=0)
        self.build(self._versions, self.form, self._example, self.keeping, LawPanel(services.policies), foot=box(foot))
        self.refresh()

    def stack_panels(self, *, narrow: bool) -> None:
        """The form's panels."""
        self.form.stack_panels(narrow=narrow)

    def refresh(self) -> None:
        """Read it anew; a new version would begin tomorrow unless another day is chosen."""
        today = self._services.office.today()
        rules = self._services.policies.in_force(today)
        self.form.show_rules(rules)
        self.form.day.set_day(today + timedelta(days=1))
        self.saved_note.setText("")
        self.keeping.refresh()
        self._forget_moving()
        self._show_versions()

    def save(self) -> None:
        """Add the version; one that moves days of deletion is added only after she has read how many."""
        try:
            rules = self.form.rules()
            check_rules(rules)
            moved, asked = self._moved(rules), self._asked(rules)
        except UserError as problem:
            self._tell(problem)
        else:
            if moved.sooner or moved.to_be_asked or asked.changes_consents:
                self._show_moving(rules, moved, asked)
            else:
                self._add(rules)

    def _moved(self, rules: PolicyRules) -> Moved:
        """Whom the version moves: nobody where the retention stays as it is, or where its day is refused anyway."""
        before = self._services.policies.in_force(rules.effective_from)
        kept = (rules.retention_kind, rules.retention_months)
        is_same = kept == (before.retention_kind, before.retention_months)
        if is_same or self._is_refused(rules):
            return Moved(0, 0)
        return self._services.retention.preview(RetentionRule(rules.retention_months or None))

    def _asked(self, rules: PolicyRules) -> VersionPreview:
        """What the version asks of consents: nothing where its day is refused anyway."""
        return VersionPreview() if self._is_refused(rules) else self._services.published_policies.preview(rules)

    def _is_refused(self, rules: PolicyRules) -> bool:
        """Whether a version cannot begin on its day."""
        since = rules.effective_from
        return since < self._services.office.today() or since == self._services.policies.in_force(since).effective_from

    def _show_moving(self, rules: PolicyRules, moved: Moved, asked: VersionPreview) -> None:
        """Whom it moves and what it asks of consents, over the buttons; the form waits until she has added the version or left it."""
        clear(self._moving)
        self.problem.hide()
        self.saved_note.setText("")
        add, leave = button(_named(moved, asked), kind="primary", small=True), button(_("Leave it"), small=True)
        add.clicked.connect(lambda: self._add(rules))
        leave.clicked.connect(self._forget_moving)
        since = rules.effective_from if rules.effective_from > self._services.office.today() else None
        question = banner(" ".join(filter(None, (_moving_text(moved, since), _asking_text(asked)))), "soon", leave, add)
        self._moving.addWidget(box(column(question, margins=(20, 8, 20, 10)), "footer"))
        self._may_type(False)
        add.setFocus()

    def _forget_moving(self) -> None:
        clear(self._moving)
        self._may_type(True)

    def _may_type(self, may: bool) -> None:
        self._foot.setVisible(may)
        self.form.setEnabled(may)

    def _add(self, rules: PolicyRules) -> None:
        self._forget_moving()
        try:
            self._services.policies.add_version(rules)
        except UserError as problem:
            self._tell(problem)
        else:
            self._show_versions()
            self.tell_saved()

    def _tell(self, problem: UserError) -> None:
        if not self.form.show_problem(problem):
            self.tell_problem(problem.message)

    def _show_versions(self) -> None:
        clear(self._versions)
        today = self._services.office.today()
        current = self._services.policies.in_force(today).public_id
        for rules in self._services.policies.versions():
            text = _("From {day}: {limit}; {retention}").format(
                day=day_text(rules.effective_from), limit=limit_sentence(rules), retention=retention_sentence(rules).lower()
            )
            mark = "  ·  " + _("in force") if rules.public_id == current else ""
            self._versions.addWidget(label(text + mark, "strong" if mark else "muted", wrap=True))
        clear(self._example)
        deadline = self._services.policies.example(self._services.policies.in_force(today), today)
        self._example.addWidget(
            banner(_("Example: received today, answer by {day}.").format(day=long_day(deadline.last_day)), "info")
        )


def _moving_text(moved: Moved, since: date | None) -> str:
    """Whose data goes sooner and who has to be asked; ``since`` is the day on which a later version begins."""
    texts: list[str] = []
    if moved.sooner and since is None:
        text = ngettext("From today on the data of {n} customer goes sooner.", "From today on the data of {n} customers goes sooner.",
                        moved.sooner)  # fmt: skip
        texts.append(text.format(n=moved.sooner))
    if moved.sooner and since is not None:
        text = ngettext("From {day} on the data of {n} customer goes sooner.", "From {day} on the data of {n} customers goes sooner.",
                        moved.sooner)  # fmt: skip
        texts.append(text.format(n=moved.sooner, day=day_text(since)))
    if moved.to_be_asked:
        text = ngettext("The data of {n} customer stays longer only once they agree.",
                        "The data of {n} customers stays longer only once each of them agrees.", moved.to_be_asked)  # fmt: skip
        texts.append(text.format(n=moved.to_be_asked))
    if texts and since is not None:
        texts.append(_("Counted by the register as it is today."))
    return " ".join(texts)


def _asking_text(asked: VersionPreview) -> str:
    """What customers are newly asked about, and what they agreed to in vain; nothing while there are no customers."""
    texts: list[str] = []
    if asked.customers and asked.new_topics:
        text = ngettext("New: {names}. {n} customer has not been asked about it yet.",
                        "New: {names}. {n} customers have not been asked about it yet.", asked.customers)  # fmt: skip
        texts.append(text.format(n=asked.customers, names="; ".join(asked.new_topics)))
    if asked.customers and asked.dropped_topics:
        text = _("Falls away: {names}; the consents to it are used no more.")
        texts.append(text.format(names="; ".join(asked.dropped_topics)))
    return " ".join(texts)


def _named(moved: Moved, asked: VersionPreview) -> str:
    """The button that says what it does."""
    if not (moved.sooner or moved.to_be_asked):
        if not asked.new_topics:
            return _("Add this version")
        moved = Moved(0, asked.customers)
    if moved.sooner:
        text = ngettext("Add it: {n} customer goes sooner", "Add it: {n} customers go sooner", moved.sooner)
        return text.format(n=moved.sooner)
    text = ngettext("Add it, then ask {n} customer", "Add it, then ask {n} customers", moved.to_be_asked)
    return text.format(n=moved.to_be_asked)
