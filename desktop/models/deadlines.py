"""Counting time as the Civil Code 2015 (Arts 147–148) and a shop's promise do, and saying how it was counted.

The start day is not counted. A limit in days or months that ends on a day off runs to the end of the next office day: the
program shows the *target* (unrolled) as the date to work to and the *last day* (rolled). Working-day and hour limits never roll.
"""

from __future__ import annotations

import calendar as month_calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desktop.i18n import VIETNAM, clock_text, day_text, local_day, long_day, ngettext
from desktop.i18n import Words as Words
from desktop.i18n import gettext as _
from desktop.models.choices import ClockStart, TimeUnit
from desktop.models.working_days import ONE_DAY, WorkingCalendar


@dataclass(frozen=True)
class TimeLimit:
    """A promise or a rule of law: so much time from a start.

    ``source`` names the clause or the law. ``by_law`` counts on office days only; a promise may count the shop's Saturdays.
    """

    amount: int
    unit: TimeUnit
    start: ClockStart
    source: Words
    by_law: bool = False
    may_pause: bool = False
    extension: int = 0

    def text(self) -> str:
        """``30 days``."""
        return amount_text(self.amount, self.unit)


@dataclass(frozen=True)
class Pause:
    """Days on which a request's clock stood still, both ends included; ``until`` None while it still stands."""

    since: date
    until: date | None = None


@dataclass(frozen=True)
class Deadline:
    """A limit laid on a calendar: from ``start`` to ``target``, at the latest ``last_day``; ``due`` is the instant it ends."""

    limit: TimeLimit
    start: date
    target: date
    last_day: date
    due: datetime
    skipped: tuple[tuple[date, str], ...] = ()
    paused_days: int = 0
    extended: bool = False
    announced: bool = True
    started_at: datetime | None = None

    def days_left(self, on: date) -> int:
        """Days until the last day; negative when that has passed."""
        return (self.last_day - on).days

    def is_late(self, on: date) -> bool:
        """Whether the last day has passed."""
        return on > self.last_day

    def days_late(self, on: date) -> int:
        """Days since the last day, 0 when it has not passed."""
        return max(0, (on - self.last_day).days)

    def explain(self) -> str:
        """One sentence: how much, from when, what was not counted, by which source."""
        parts = [_("{limit} from {start}").format(limit=self.limit.text(), start=self._start_text()), *self._details()]
        return _("{counting}, under {source}.").format(counting=", ".join(parts), source=self.limit.source)

    def _start_text(self) -> str:
        if self.started_at is not None:
            return f"{clock_text(self.started_at)} {day_text(self.start)}"
        return day_text(self.start)

    def _details(self) -> list[str]:
        details = [_("{days} not counted").format(days=holiday_spans(self.skipped))] if self.skipped else []
        if self.paused_days:
            details.append(ngettext("{n} day paused", "{n} days paused", self.paused_days).format(n=self.paused_days))
        if self.extended:
            details.append(_("extended once"))
        if self.last_day != self.target:
            details.append(
                _("the {target} is a day off, so the last day is {last}").format(
                    target=day_text(self.target), last=long_day(self.last_day)
                )
            )
        if not self.announced:
            details.append(_("the Tết break of {year} is not yet announced").format(year=self.last_day.year))
        return details


def amount_text(amount: int, unit: TimeUnit) -> str:
    """``10 working days``."""
    texts = {
        TimeUnit.DAYS: ngettext("{n} day", "{n} days", amount),
        TimeUnit.WORKING_DAYS: ngettext("{n} working day", "{n} working days", amount),
        TimeUnit.MONTHS: ngettext("{n} month", "{n} months", amount),
        TimeUnit.HOURS: ngettext("{n} hour", "{n} hours", amount),
    }
    return texts[unit].format(n=amount)


def count(
    limit: TimeLimit,
    start: date,
    calendar: WorkingCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extended: bool = False,
    on: date | None = None,
) -> Deadline:
    """Lay a limit in days, working days or months on the calendar.

    ``pauses`` and ``extended`` belong to limits that allow them (a complaint's promise does not); an open pause is counted up to
    ``on``. Raises ValueError where the limit does not allow what is asked.
    """
    _check(limit, pauses, extended)
    still = _paused_days(pauses, start, on)
    amount = limit.amount + (limit.extension if extended else 0)
    target = _target(limit, amount, start, calendar, still)
    rolls = limit.unit is not TimeUnit.WORKING_DAYS
    last_day = calendar.rolled(target) if rolls else target
    skipped = () if rolls else tuple(calendar.holidays_between(start, target, by_law=limit.by_law))
    return Deadline(
        limit,
        start,
        target,
        last_day,
        end_of(last_day),
        skipped,
        sum(day <= target for day in still),
        extended,
        calendar.is_announced(last_day),
    )


def count_hours(limit: TimeLimit, start: datetime) -> Deadline:
    """A limit in hours: it runs from the moment, through nights and holidays, and never rolls."""
    if limit.unit is not TimeUnit.HOURS:
        raise ValueError("not a limit in hours")
    due = start + timedelta(hours=limit.amount)
    return Deadline(limit, local_day(start), local_day(due), local_day(due), due, started_at=start)


def stricter(promise: Deadline | None, law: Deadline | None) -> Deadline | None:
    """Of a promise and the law, the one that ends first; the promise where both end together."""
    both = [deadline for deadline in (promise, law) if deadline is not None]
    return min(both, key=lambda deadline: (deadline.target, deadline.last_day), default=None)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day (Civil Code 2015, Art 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def end_of(day: date) -> datetime:
    """The instant at which a Vietnamese day ends (24:00)."""
    return datetime.combine(day + ONE_DAY, time(), VIETNAM)


def holiday_spans(skipped: Sequence[tuple[date, str]]) -> str:
    """``16–20/02, 24/11``: holidays next to each other as one span."""
    spans: list[tuple[date, date]] = []
    for day, _name in skipped:
        if spans and day - spans[-1][1] == ONE_DAY:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return ", ".join(_span_text(*span) for span in spans)


def _span_text(first: date, last: date) -> str:
    name = "Tết " if first.month in (1, 2) and first != last else ""
    if first == last:
        return f"{first:%d/%m}"
    return f"{name}{first:%d}–{last:%d/%m}" if first.month == last.month else f"{name}{first:%d/%m}–{last:%d/%m}"


def _check(limit: TimeLimit, pauses: Sequence[Pause], extended: bool) -> None:
    if limit.unit is TimeUnit.HOURS:
        raise ValueError("hours run from a moment: use count_hours")
    if pauses and not limit.may_pause:
        raise ValueError("this limit allows no pause")
    if extended and not limit.extension:
        raise ValueError("this limit allows no extension")


def _paused_days(pauses: Sequence[Pause], start: date, on: date | None) -> frozenset[date]:
    days: set[date] = set()
    for pause in pauses:
        until = pause.until or on
        if until is None:
            raise ValueError("an open pause needs a day to count to")
        day = max(pause.since, start + ONE_DAY)
        while day <= until:
            days.add(day)
            day += ONE_DAY
    return frozenset(days)


def _target(limit: TimeLimit, amount: int, start: date, calendar: WorkingCalendar, still: frozenset[date]) -> date:
    if limit.unit is TimeUnit.MONTHS:
        return _shifted(add_months(start, amount), still)
    counts = _always if limit.unit is TimeUnit.DAYS else calendar.is_office_day if limit.by_law else calendar.is_working
    day = start
    while amount > 0:
        day += ONE_DAY
        if day not in still and counts(day):
            amount -= 1
    return day


def _always(_day: date) -> bool:
    return True


def _shifted(target: date, still: frozenset[date]) -> date:
    """Months cannot be counted day by day: each day the clock stood still before its end moves the end by one."""
    passed = sorted(still)
    for day in passed:
        if day <= target:
            target += ONE_DAY
    return target
