"""The clocks of open incidents on the morning page, to the minute; each opens its incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.incident_views import AuthorityRow, IncidentRow
from desktop.views.incidents.ticker import MinuteHand
from desktop.views.incidents.words import authority_chip, incident_chip
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import ChipText, chip, label, section
from desktop.views.widgets.layout import box, clear, column, row

_MOST = 4  # lines; the tab shows them all


class IncidentClocks(QFrame):
    """``opened`` with an incident's id. Nothing is shown while no incident is open."""

    opened = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._services = services
        self._shown: list[tuple[int, str, ChipText]] = []
        self._lines = column(gap=8)
        self.setLayout(column(section(_("Incidents")), self._lines, gap=2, margins=(16, 6, 16, 10)))
        self.hand = MinuteHand(self, services.office.now)
        self.hand.ticked.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Read them anew; lines that stay the same are left alone."""
        lines = _lines(self._services.incidents.open_rows(), self._services.office.now())[:_MOST]
        if lines != self._shown:
            self._shown = lines
            clear(self._lines)
            for line in lines:
                self._lines.addWidget(self._line(*line))
        self.setVisible(bool(lines))

    def _line(self, incident_id: int, text: str, state: ChipText) -> QWidget:
        link = button(_("Open"), kind="link")
        link.setAccessibleDescription(text)
        link.clicked.connect(lambda: self.opened.emit(incident_id))
        return box(row((label(text, wrap=True), 1), chip(state), link, gap=10))


def _lines(rows: Sequence[IncidentRow], now: datetime) -> list[tuple[int, str, ChipText]]:
    """A line for each clock that runs, nearest first; one for an incident that waits for something else."""
    clocks = [(entry, one) for entry in rows for one in entry.authorities if one.deadline]
    clocks.sort(key=lambda pair: _due(pair[1]))
    running = [(entry.id, _words(entry, one), authority_chip(one, now)) for entry, one in clocks]
    others = [(entry.id, _subject(entry), incident_chip(entry, now)) for entry in rows if entry.deadline is None]
    return running + others


def _due(authority: AuthorityRow) -> float:
    return authority.deadline.due.timestamp() if authority.deadline else 0.0


def _words(entry: IncidentRow, authority: AuthorityRow) -> str:
    return _("{subject}: tell {authority}").format(subject=entry.subject, authority=authority.name)


def _subject(entry: IncidentRow) -> str:
    return f"{entry.number} · {entry.subject}"
