"""The stretches of time into which planned deletions fall, each with how many people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.retention import Counted, Upcoming
from desktop.views.widgets.lists import ListItem

OVERDUE, WEEK, MONTH, HELD, PAST = "overdue", "week", "month", "held", "past"


@dataclass(frozen=True)
class Period:
    """``kind`` with the days from ``begins`` to before ``ends`` (None where the kind says all)."""

    kind: str
    people: int
    begins: date = date.min
    ends: date | None = None

    @property
    def key(self) -> tuple[str, date]:
        """What tells periods apart."""
        return self.kind, self.begins

    def title(self, today: date) -> str:
        """Its name: Overdue, This week, 30/11 – 06/12, Month 02/2027, On hold though due."""
        if self.kind == WEEK and self.ends is not None:
            until = self.ends - timedelta(days=1)
            days = f"{self.begins:%d/%m} – {until:%d/%m}"
            return _("This week") if self.begins <= today else _("Week {days}").format(days=days)
        if self.kind == MONTH:
            return _("Month {month}").format(month=f"{self.begins:%m/%Y}")
        return {OVERDUE: _("Overdue"), HELD: _("On hold though due"), PAST: _("Erased so far")}[self.kind]


def periods(upcoming: Upcoming, today: date) -> list[Period]:
    """Those in which somebody is due, and always the overdue ones and this week."""
    weeks = [_of(WEEK, week, week.begins + timedelta(weeks=1)) for week in upcoming.weeks]
    after = weeks[-1].ends or today
    months = [_of(MONTH, month, _next_month(month.begins)) for month in upcoming.months if _next_month(month.begins) > after]
    coming = [weeks[0], *(period for period in (*weeks[1:], *months) if period.people)]
    held = [Period(HELD, upcoming.held)] if upcoming.held else []
    return [Period(OVERDUE, upcoming.overdue), *held, *coming]


def items(found: list[Period], erasures: int, today: date) -> list[ListItem]:
    """The list at the left: what has come, what is coming, what was done."""
    has_come = [period for period in found if period.kind in (OVERDUE, HELD) or period.begins <= today]
    coming = [period for period in found if period not in has_come]
    rows = [ListItem(group=_("The day has come")), *(_item(period, today) for period in has_come)]
    if coming:
        rows += [ListItem(group=_("Still to come")), *(_item(period, today) for period in coming)]
    if erasures:
        past = Period(PAST, erasures)
        rows += [ListItem(group=_("Done")), _item(past, today)]
    return rows


def _of(kind: str, counted: Counted, ends: date) -> Period:
    return Period(kind, counted.people + counted.held, counted.begins, ends)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _item(period: Period, today: date) -> ListItem:
    token = "late" if period.kind == OVERDUE and period.people else "muted"
    icon = {OVERDUE: "late", HELD: "pause", PAST: "ok"}.get(period.kind, "calendar")
    return ListItem(period.title(today), _count(period), icon=icon, token=token, key=period.key)


def _count(period: Period) -> str:
    if period.kind == PAST:
        text = ngettext("{n} erasure", "{n} erasures", period.people)
    else:
        text = ngettext("{n} customer", "{n} customers", period.people)
    return text.format(n=number_text(period.people))
