"""What is left of a complaint whose data was erased: number, days, outcome. Nothing can be written to it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text, money_text
from desktop.i18n import gettext as _
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.complaint_views import ComplaintPage, FaultPart
from desktop.views import theme
from desktop.views.complaints.history import HistoryDialog
from desktop.views.error_dialogs import open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import ChipText, banner, chip, label
from desktop.views.widgets.layout import box, clear, column, frame, line, row

_CAPTION = 190


class ErasedCase(QWidget):
    """Shows it; the history is all that can be opened."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._column = column(gap=12)
        self.setLayout(column(self._column, None, margins=(20, 14, 20, 16)))

    def show_page(self, page: ComplaintPage) -> None:
        """Another erased complaint."""
        clear(self._column)
        erased_on = day_text(page.erased_on) if page.erased_on else ""
        state = chip(ChipText(_("Data erased {day}").format(day=erased_on), "quiet", "trash"))
        text = _("The data in this complaint was erased on {day}. Number, days and outcome stay; nothing can be added.")
        history = button(_("History"), kind="link")
        history.clicked.connect(lambda: self._show_history(page))
        rows = [_fact(*fact) for fact in _facts(page)]
        lines = [item for shown in rows for item in (line(), shown)][1:]
        self._column.addWidget(box(row(label(_("Complaint {number}").format(number=page.row.number), "title"), None, state)))
        self._column.addWidget(banner(text.format(day=erased_on), "info"))
        self._column.addWidget(frame(column(*lines, gap=6, margins=(16, 10, 16, 10))))
        self._column.addWidget(box(row(history, None)))

    def _show_history(self, page: ComplaintPage) -> None:
        names = {person.public_id: person.name for person in self._services.shop.staff()}
        open_modally(HistoryDialog(self, page, names))


def _facts(page: ComplaintPage) -> list[tuple[str, str]]:
    work = page.work
    days = {
        _("Received on"): page.row.received_on, _("Day of decision"): page.decided_on, _("Answered on"): _answered_on(page),
        _("Closed on"): page.closed_on,
    }  # fmt: skip
    outcome = {
        _("What it was about"): choice_label(page.row.category),
        _("Outcome"): choice_label(page.row.state),
        _("Who was at fault"): ", ".join(_share(part) for part in work.fault),
        _("Agreed compensation"): money_text(work.agreed) if work.agreed else "",
        _("Paid"): money_text(page.paid) if page.paid else "",
    }
    return [(name, day_text(day)) for name, day in days.items() if day] + [fact for fact in outcome.items() if fact[1]]


def _answered_on(page: ComplaintPage) -> date | None:
    """From the steps: the letters themselves are gone."""
    return max((event.on_day for event in page.events if event.action == "reply_sent"), default=None)


def _share(part: FaultPart) -> str:
    return f"{choice_label(part.party)} {part.percent}\u00a0%"


def _fact(name: str, value: str) -> QWidget:
    caption = label(name, "muted")
    caption.setFixedWidth(theme.current().px(_CAPTION))
    return box(row(caption, (label(value, wrap=True), 1), gap=12))
