"""What happened to a complaint, step by step."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from desktop.i18n import clock_text, day_text, local_day
from desktop.i18n import gettext as _
from desktop.services.complaint_views import ComplaintPage
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem


def action_words() -> dict[str, str]:
    """The steps as the owner reads them."""
    return {
        "received": _("Complaint received"), "evidence_complete": _("Evidence complete"), "evidence_asked": _("Evidence asked for"),
        "checking_began": _("Checking began"), "decided": _("Decided"), "paid": _("Compensation paid"), "closed": _("Closed"),
        "withdrawn": _("Withdrawn by the customer"), "reopened": _("Taken up again"),
        "acknowledgement_sent": _("Receipt acknowledged"), "evidence_request_sent": _("Request for evidence sent"),
        "reply_sent": _("Reply handed over or sent"),
    }  # fmt: skip


class HistoryDialog(QDialog):
    """Steps, newest first, with who took them."""

    def __init__(self, owner: QWidget, page: ComplaintPage, names: dict[str, str]) -> None:
        super().__init__(owner)
        self.setWindowTitle("Giữ Lời")
        words = action_words()
        self.list = ItemList()
        self.list.setAccessibleName(_("History"))
        self.list.show_items([
            ListItem(
                words.get(event.action, event.action),
                " · ".join(filter(None, (_moment(event.at), names.get(event.actor, ""), event.note))),
                key=place,
            )
            for place, event in enumerate(page.events)
        ])  # fmt: skip
        close = button(_("Close"), "Esc")
        close.clicked.connect(self.accept)
        title = label(_("History of {number}").format(number=page.row.number), "title")
        self.setLayout(
            column(title, (frame(column(self.list, margins=(0, 4, 0, 4))), 1), row(None, close), gap=12, margins=(20, 18, 20, 16))
        )
        self.resize(620, 480)


def _moment(at: datetime) -> str:
    return f"{clock_text(at)} {day_text(local_day(at))}"
