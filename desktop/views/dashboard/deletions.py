"""The card of planned deletions: how many by week, one sentence, and the way to the list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.retention import Upcoming
from desktop.views.dashboard.bars import WeekBars
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import column


class DeletionsCard(QFrame):
    """``week_opened`` with a week's first day, ``list_wanted`` from the button."""

    week_opened = Signal(object)
    list_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look_first = button(_("Look before erasing"), small=True)
        look_first.clicked.connect(self.list_wanted)
        self.sentence = label("", "help", wrap=True)
        self.bars = WeekBars()
        self.bars.opened.connect(self.week_opened)
        self.setLayout(
            column(
                section(_("Upcoming deletions, by week"), look_first),
                self.sentence,
                (self.bars, 1),
                gap=4,
                margins=(16, 10, 16, 8),
            )
        )

    def show_upcoming(self, upcoming: Upcoming) -> None:
        """What is due and what is coming; weeks in which nobody is due need no bars."""
        self.sentence.setText(sentence(upcoming))
        has_bars = any(week.people + week.held for week in upcoming.weeks)
        self.bars.setVisible(has_bars)
        if has_bars:
            self.bars.show_weeks(upcoming.weeks)


def sentence(upcoming: Upcoming) -> str:
    """Overdue, this week, on hold; or that nobody's day has come, and when the next one does."""
    counts = (
        (upcoming.overdue, ngettext("{n} overdue", "{n} overdue", upcoming.overdue)),
        (upcoming.weeks[0].people, ngettext("{n} this week", "{n} this week", upcoming.weeks[0].people)),
        (upcoming.held, ngettext("{n} on hold", "{n} on hold", upcoming.held)),
    )
    said = [text.format(n=number_text(n)) for n, text in counts if n]
    if said:
        hatched = " " + _("Hatched: on hold.") if any(week.held for week in upcoming.weeks) else ""
        return f"{', '.join(said)}.{hatched}"
    return _later(upcoming)


def _later(upcoming: Upcoming) -> str:
    ahead = next((month.begins for month in upcoming.months if month.people + month.held), None)
    if ahead is None:
        return _("Nobody's data is due for deletion in the next 12 months. Whoever asks for deletion stands here at once.")
    return _("Nobody's data is due this week; the next is in {month}.").format(month=f"{ahead:%m/%Y}")
