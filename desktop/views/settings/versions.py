"""Two versions of the policy side by side, in plain words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.policy_facts import Difference, Meaning, topic_name
from desktop.views import theme
from desktop.views.settings.published import version_text
from desktop.views.settings.side_by_side import Pair, SideBySide
from desktop.views.widgets.fields import Choice, Field
from desktop.views.widgets.labels import ChipText, label, section
from desktop.views.widgets.layout import column, frame, row


class VersionsPanel(QWidget):
    """The version in force against the newest other one, until she chooses."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        versions = services.published_policies.versions()
        named = [(version_text(one), one.public_id) for one in versions]
        self.old, self.new = Choice(*named), Choice(*named)
        self.old.choose(versions[min(1, len(versions) - 1)].public_id)
        for choice in (self.old, self.new):
            choice.setMinimumWidth(theme.current().px(270))
            choice.currentIndexChanged.connect(self._show)
        self.found = SideBySide(_("Before"), _("After"))
        choices = row(Field(_("This version"), self.old), Field(_("Against this one"), self.new), None, gap=12)
        alone = label(_("There is one version only."), "muted")
        if len(versions) > 1:
            alone.hide()
        note = label(
            _("Stricter: customers are promised more. Wider: they are promised less, and have to be asked."), "help", wrap=True
        )
        parts = (section(_("Compare versions")), note, choices, alone, self.found)
        self.setLayout(column(frame(column(*parts, gap=8, margins=(16, 8, 16, 12)))))
        self.setFocusProxy(self.old)
        self._show()

    def _show(self, _place: int = 0) -> None:
        old, new = str(self.old.value()), str(self.new.value())
        found = self._services.published_policies.compare(old, new) if old != new else []
        self.found.show_pairs([_pair(one) for one in found])


def _pair(one: Difference) -> Pair:
    looks = {
        Meaning.STRICTER: ChipText(_("Stricter"), "ok"),
        Meaning.WIDER: ChipText(_("Wider"), "soon", "late"),
        Meaning.CHANGED: ChipText(_("Changed"), "soon"),
        Meaning.SAME: ChipText(_("Same"), "quiet", "check"),
    }
    return Pair(topic_name(one.topic), one.before, one.after, looks[one.meaning])
