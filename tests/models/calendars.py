"""Calendars for tests, made from the same package and by the same rule as the shop's own."""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays
from hypothesis import settings

from desktop.i18n import Words
from desktop.models.choices import ClockStart, TimeUnit
from desktop.models.deadlines import TimeLimit
from desktop.models.working_days import OFFICE_WEEK, WorkingCalendar

YEARS = range(2024, 2036)
SATURDAYS_TOO = OFFICE_WEEK | {5}
EVERY_DAY = OFFICE_WEEK | {5, 6}
SOURCE = Words("mục 8", "section 8")
quick = settings(max_examples=120, deadline=None, database=None)


@cache
def public_holidays() -> dict[date, str]:
    """Holidays and their weekend substitutes, without the state sector's swapped days."""
    known = holidays.country_holidays("VN", years=YEARS, language="vi")
    return {day: name for day, name in known.items() if not name.startswith("Ngày nghỉ (thay cho")}


def calendar(
    week: frozenset[int] = OFFICE_WEEK, *, announced: int = YEARS[-1], extra_days: frozenset[date] = frozenset()
) -> WorkingCalendar:
    return WorkingCalendar(public_holidays(), YEARS, announced, week, extra_days)


def limit(amount: int, unit: TimeUnit = TimeUnit.DAYS, **more: bool | int) -> TimeLimit:
    return TimeLimit(amount, unit, ClockStart.RECEIPT, SOURCE, **more)  # type: ignore[arg-type]
