"""What happened to an incident, step by step, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.i18n import gettext as _
from desktop.i18n import moment_text, ngettext, number_text
from desktop.services.incident_views import IncidentStep
from desktop.views import theme
from desktop.views.widgets.lists import ItemList, ListItem

_MOST_ROWS = 6


class History(ItemList):
    """As high as its steps, up to six of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("History"))

    def show_steps(self, steps: Sequence[IncidentStep], names: dict[str, str]) -> None:
        """These steps, with who took them."""
        self.show_items([_item(step, names, place) for place, step in enumerate(steps)])
        self.setFixedHeight(theme.current().size["list-row"] * min(_MOST_ROWS, len(steps)))


def step_words(step: IncidentStep) -> str:
    """A step as the owner reads it."""
    if step.action in _counted() and step.note.isdigit():
        return _counted(int(step.note))[step.action].format(n=number_text(int(step.note)))
    words = {
        "reported": _("Incident entered"),
        "authority_told": _("Authority told, letter {number}").format(number=step.note),
        "authority_omitted": _("Need not be told: {why}").format(why=step.note),
        "authority_restored": _("Has to be told after all: {name}").format(name=step.note),
        "closed": _("Closed"),
        "reopened": _("Opened again: {why}").format(why=step.note),
    }
    return words.get(step.action, step.action)


def _counted(n: int = 0) -> dict[str, str]:
    return {
        "members_added": ngettext("{n} customer put on the list", "{n} customers put on the list", n),
        "members_told": ngettext("{n} customer told", "{n} customers told", n),
        "members_told_undone": ngettext("Taken back: {n} customer told", "Taken back: {n} customers told", n),
        "members_removed": ngettext("{n} customer taken off the list", "{n} customers taken off the list", n),
        "members_failed": ngettext("What was sent to {n} customer came back", "What was sent to {n} customers came back", n),
    }


def _item(step: IncidentStep, names: dict[str, str], place: int) -> ListItem:
    under = (moment_text(step.at), names.get(step.actor, ""))
    return ListItem(step_words(step), " · ".join(filter(None, under)), key=place)
