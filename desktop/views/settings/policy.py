"""Settings, policy: the version in force, and a new one from a day on."""

from __future__ import annotations

from datetime import timedelta

from desktop.errors import UserError
from desktop.i18n import day_text, long_day
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.views.settings.law import LawPanel
from desktop.views.settings.parts import SettingsSubject
from desktop.views.settings.policy_form import PolicyForm
from desktop.views.start.promises import limit_sentence, retention_sentence
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import clear, column


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
        save = button(_("Add this version"), "F9", "primary", "save")
        save.clicked.connect(self.save)
        self.build(self._versions, self.form, self._example, LawPanel(services.policies), foot=self.save_foot(save))
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
        self._show_versions()

    def save(self) -> None:
        """Add the version."""
        try:
            self._services.policies.add_version(self.form.rules())
        except UserError as problem:
            if problem.field == "effective_from":
                self.form.day_field.show_error(problem.message)
            else:
                self.tell_problem(problem.message)
        else:
            self._show_versions()
            self.tell_saved()

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
            banner(_("Example: received today, answer by {day}.").format(day=long_day(deadline.target)), "info")
        )
