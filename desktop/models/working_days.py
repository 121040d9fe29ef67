"""The calendar that clocks are counted on.

Public holidays bind everybody; the state sector's swapped days bind only it (a switch turns them on). The shop's own closed
days are notes for the owner: they never lengthen a clock. A weekend day the shop works does shorten the shop's own promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from desktop.errors import UserError
from desktop.i18n import gettext as _

OFFICE_WEEK = frozenset(range(5))
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days count.

    ``holidays`` maps a public holiday to its name; ``week`` holds the weekdays the shop works (Monday 0), of which Monday to
    Friday are always part; ``extra_days`` are single days worked in spite of weekend or holiday. ``known_years`` says for which
    years the holidays are known at all, ``announced_through`` the last year whose Tết break has been announced.
    """

    holidays: Mapping[date, str]
    known_years: range
    announced_through: int
    week: frozenset[int] = OFFICE_WEEK
    extra_days: frozenset[date] = field(default_factory=frozenset[date])

    def is_working(self, day: date) -> bool:
        """Whether the shop's own promise counts the day."""
        self._require(day)
        if day in self.extra_days:
            return True
        return day.weekday() in self.week | OFFICE_WEEK and day not in self.holidays

    def is_office_day(self, day: date) -> bool:
        """Whether the law counts the day: Monday to Friday, no public holiday."""
        self._require(day)
        return day.weekday() in OFFICE_WEEK and day not in self.holidays

    def rolled(self, day: date) -> date:
        """The day itself or the next office day (Civil Code 2015, Art 148.5)."""
        while not self.is_office_day(day):
            day += ONE_DAY
        return day

    def holidays_between(self, start: date, end: date, *, by_law: bool = False) -> list[tuple[date, str]]:
        """Public holidays after ``start`` up to and with ``end`` that were not counted for being holidays."""
        week = OFFICE_WEEK if by_law else self.week | OFFICE_WEEK
        worked = frozenset[date]() if by_law else self.extra_days
        days = (day for day in days_after(start, end) if day in self.holidays and day not in worked)
        return [(day, self.holidays[day]) for day in days if day.weekday() in week]

    def is_announced(self, day: date) -> bool:
        """Whether the year's Tết break is settled."""
        return day.year <= self.announced_through

    def _require(self, day: date) -> None:
        if day.year not in self.known_years:
            raise UserError(
                _("The public holidays of {year} are not known yet; add them in Settings, Calendar.").format(year=day.year)
            )


def days_after(start: date, end: date) -> Iterator[date]:
    """Each day after ``start`` up to and with ``end``."""
    day = start + ONE_DAY
    while day <= end:
        yield day
        day += ONE_DAY
