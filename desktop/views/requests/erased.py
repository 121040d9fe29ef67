"""What is left of a request whose data was erased."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.request_views import RequestPage
from desktop.views import theme
from desktop.views.error_dialogs import open_modally
from desktop.views.requests.history import HistoryDialog
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import ChipText, banner, chip, label
from desktop.views.widgets.layout import box, clear, column, frame, line, row

_CAPTION = 190


class ErasedRequest(QWidget):
    """Number, kind and days."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._column = column(gap=12)
        self.setLayout(column(self._column, None, margins=(20, 14, 20, 16)))

    def show_page(self, page: RequestPage) -> None:
        """An erased request."""
        clear(self._column)
        erased_on = day_text(page.erased_on) if page.erased_on else ""
        state = chip(ChipText(_("Data erased {day}").format(day=erased_on), "quiet", "trash"))
        text = _("The data in this request was erased on {day}. Number, kind and days stay; nothing can be added.")
        history = button(_("History"), kind="link")
        history.clicked.connect(lambda: self._show_history(page))
        rows = [_fact(*fact) for fact in _facts(page)]
        lines = [item for shown in rows for item in (line(), shown)][1:]
        self._column.addWidget(box(row(label(_("Request {number}").format(number=page.row.number), "title"), None, state)))
        self._column.addWidget(banner(text.format(day=erased_on), "info"))
        self._column.addWidget(frame(column(*lines, gap=6, margins=(16, 10, 16, 10))))
        self._column.addWidget(box(row(history, None)))

    def _show_history(self, page: RequestPage) -> None:
        names = {person.public_id: person.name for person in self._services.shop.staff()}
        open_modally(HistoryDialog(self, page, names))


def _facts(page: RequestPage) -> list[tuple[str, str]]:
    days = {
        _("Received on"): page.row.received_on, _("Acknowledged on"): page.acknowledged_on,
        _("Made sure who asks on"): page.identity_checked_on, _("Ended on"): page.row.ended_on,
    }  # fmt: skip
    what = [(_("What they asked for"), choice_label(page.row.kind)), (_("Outcome"), choice_label(page.row.state))]
    return [(name, day_text(day)) for name, day in days.items() if day] + what


def _fact(name: str, value: str) -> QWidget:
    caption = label(name, "muted")
    caption.setFixedWidth(theme.current().px(_CAPTION))
    return box(row(caption, (label(value, wrap=True), 1), gap=12))
