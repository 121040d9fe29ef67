"""How a topic of consent stands, as a chip: on the customer's page, in the record, in lists."""

from __future__ import annotations

from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision as Decision
from desktop.models.choices import label as choice_label
from desktop.services.consents import TopicState
from desktop.views.widgets.labels import ChipText

DECISION_CHIPS = {Decision.GIVEN: ("ok", "ok"), Decision.REFUSED: ("quiet", "no"), Decision.WITHDRAWN: ("quiet", "no")}


def state_chip(state: TopicState) -> ChipText:
    """How a topic stands, as a chip."""
    if state.decision is None:
        return ChipText(_("Not asked"), "soon", "help")
    if state.asks_again:
        return ChipText(_("Ask again"), "soon", "help")
    kind, icon = DECISION_CHIPS[state.decision]
    return ChipText(choice_label(state.decision), kind, icon)
