"""Which days count, for the shop's promise and for the law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.models.working_days import OFFICE_WEEK, WorkingCalendar, days_after
from tests.models.calendars import EVERY_DAY, SATURDAYS_TOO, YEARS, calendar, quick

ONE = timedelta(days=1)
DAYS = st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 11, 30))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 2, 16),
        date(2026, 2, 20),
        date(2026, 4, 27),  # Monday, for Hùng Kings on a Sunday
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2026, 11, 24),
        date(2027, 2, 10),
        date(2027, 5, 3),  # Monday, for a Saturday's Labour Day
    ],
)
def test_a_public_holiday_counts_for_nobody(day):
    assert not calendar(EVERY_DAY).is_working(day)
    assert not calendar(EVERY_DAY).is_office_day(day)


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 8, 22)])
def test_the_state_sectors_swapped_days_do_not_bind_a_shop(day):
    assert calendar().is_working(day) == (day.weekday() < 5)


@pytest.mark.parametrize(
    ("week", "saturday", "sunday"), [(OFFICE_WEEK, False, False), (SATURDAYS_TOO, True, False), (EVERY_DAY, True, True)]
)
def test_a_weekend_day_counts_only_for_a_shop_that_works_it(week, saturday, sunday):
    assert calendar(week).is_working(date(2026, 11, 21)) is saturday
    assert calendar(week).is_working(date(2026, 11, 22)) is sunday


@given(DAYS)
@quick
def test_the_law_never_counts_a_weekend(day):
    assert not (calendar(EVERY_DAY).is_office_day(day) and day.weekday() > 4)


@given(DAYS, st.frozensets(st.integers(0, 6)))
@quick
def test_a_week_with_closed_days_counts_no_fewer_days_than_the_office_week(day, week):
    assert calendar(week).is_working(day) >= calendar().is_working(day)


@given(DAYS)
@quick
def test_a_limit_rolls_to_the_first_office_day(day):
    rolled = calendar().rolled(day)
    assert calendar().is_office_day(rolled)
    assert rolled == day or not any(calendar().is_office_day(passed) for passed in [day, *days_after(day, rolled - ONE)])


def test_a_day_worked_in_spite_of_a_holiday_counts_for_the_shop_alone():
    worked = calendar(extra_days=frozenset({date(2026, 11, 24), date(2026, 11, 22)}))
    assert worked.is_working(date(2026, 11, 24))
    assert worked.is_working(date(2026, 11, 22))
    assert not worked.is_office_day(date(2026, 11, 24))
    assert not worked.is_office_day(date(2026, 11, 22))


@pytest.mark.parametrize("question", ["is_working", "is_office_day", "rolled"])
@pytest.mark.parametrize("year", [YEARS[0] - 1, YEARS[-1] + 1])
def test_a_year_nobody_knows_is_refused_in_words(question, year):
    with pytest.raises(UserError) as e:
        getattr(calendar(), question)(date(year, 6, 15))
    assert e.value.message == f"The public holidays of {year} are not known yet; add them in Settings, Calendar."


def test_a_calendar_without_years_never_means_a_year_without_holidays():
    with pytest.raises(UserError):
        WorkingCalendar({}, range(0), 0).is_working(date(2026, 11, 24))


def test_rolling_over_the_edge_of_the_known_years_is_refused():
    edge = WorkingCalendar({date(2026, 12, 31): "nghỉ"}, range(2026, 2027), 2026)
    with pytest.raises(UserError):
        edge.rolled(date(2026, 12, 31))


def test_holidays_are_listed_after_the_start_and_up_to_the_end():
    days = [day for day, _name in calendar().holidays_between(date(2026, 2, 16), date(2026, 2, 20))]
    assert days == [date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 19), date(2026, 2, 20)]


def test_a_holiday_on_a_day_the_shop_never_works_is_not_listed():
    start, end = date(2027, 2, 5), date(2027, 2, 7)
    assert calendar().holidays_between(start, end) == []
    assert [day for day, _ in calendar(SATURDAYS_TOO).holidays_between(start, end)] == [date(2027, 2, 6)]


@pytest.mark.parametrize(("day", "announced"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_a_year_after_the_announced_one_is_marked(day, announced):
    assert calendar(announced=2026).is_announced(day) is announced
