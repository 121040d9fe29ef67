"""What happened to a request, step by step."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from desktop.i18n import clock_text, day_text, local_day
from desktop.i18n import gettext as _
from desktop.models.choices import TellingMeans
from desktop.models.choices import label as choice_label
from desktop.services.request_views import RequestPage, RequestStep
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem


def step_words() -> dict[str, str]:
    """The steps as the owner reads them."""
    return {
        "received": _("Request came in"), "acknowledged": _("Receipt acknowledged"), "identity_checked": _("Made sure who asks"),
        "begun": _("Work began"), "waiting": _("Customer to be asked"), "asked": _("Customer asked, clock stopped"),
        "told": _("Customer told how it ended"), "extension_told": _("Customer told of more time"), "answer_came": _("Customer answered, clock runs"),
        "extended": _("Time extended"), "others_involved": _("Somebody else takes part"),
        "others_not_involved": _("Nobody else takes part"), "refused": _("Refused"), "reopened": _("Taken up again"),
        "taken_back": _("Taken back by the customer"), "customer_found": _("Found in the register"), "done": _("Work done"),
        "letter_sent": _("Letter handed over or sent"),
    }  # fmt: skip


class HistoryDialog(QDialog):
    """Steps, newest first, with who took them."""

    def __init__(self, owner: QWidget, page: RequestPage, names: dict[str, str]) -> None:
        super().__init__(owner)
        self.setWindowTitle("Giữ Lời")
        self.list = ItemList()
        self.list.setAccessibleName(_("History"))
        self.list.show_items([_item(step, names, place) for place, step in enumerate(page.steps)])
        close = button(_("Close"), "Esc")
        close.clicked.connect(self.accept)
        title = label(_("History of {number}").format(number=page.row.number), "title")
        steps = frame(column(self.list, margins=(0, 4, 0, 4)))
        self.setLayout(column(title, (steps, 1), row(None, close), gap=12, margins=(20, 18, 20, 16)))
        self.resize(620, 480)


def _item(step: RequestStep, names: dict[str, str], place: int) -> ListItem:
    under = (_moment(step.at), names.get(step.actor, ""), _note(step))
    return ListItem(step_words().get(step.action, step.action), " · ".join(filter(None, under)), key=place)


def _note(step: RequestStep) -> str:
    """Of a telling its day and its way, of everything else what was written."""
    if step.action not in ("asked", "told", "extension_told"):
        return step.note
    return f"{choice_label(TellingMeans(step.note))}, {day_text(step.on_day)}"


def _moment(at: datetime) -> str:
    return f"{clock_text(at)} {day_text(local_day(at))}"
