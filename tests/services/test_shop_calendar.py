"""Public holidays come from the package; what the owner changed by hand stays; the shop's closed days lengthen nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.errors import UserError
from desktop.models.choices import DayKind
from tests.builders import add_customer, complaint, intake
from tests.services.helpers import page

MONDAY = date(2026, 11, 23)


def _kinds(services, day: date) -> set[DayKind]:
    return {row.kind for row in services.calendar.days(day.year) if row.day == day}


def _due(in_store, clock) -> date:
    """The day on which ten working days from Monday 23/11/2026 end."""
    customer_id = add_customer(in_store)
    clock.move(days=2)
    return in_store.complaints.receive(intake(MONDAY, customer_id, evidence_complete_on=MONDAY)).promise.target


def _work_on(services, *weekdays: int) -> None:
    services.calendar.save_settings(replace(services.calendar.settings(), extra_weekdays=frozenset(weekdays)))


def test_the_days_of_tet_are_known_and_swapped_days_are_not_counted(services):
    names = {row.day: row.name for row in services.calendar.days(2026) if row.kind is DayKind.HOLIDAY}
    assert {date(2026, 2, 16) + timedelta(days=n) for n in range(5)} <= names.keys()
    assert date(2026, 11, 24) in names
    assert not any(name.startswith("Ngày nghỉ (thay cho") for name in names.values())


def test_swapped_days_count_only_when_switched_on(services):
    swaps = [row.day for year in range(2023, 2031) for row in services.calendar.days(year) if row.kind is DayKind.SWAP_OFF]
    assert swaps
    assert services.calendar.calendar().is_working(swaps[0])
    services.calendar.save_settings(replace(services.calendar.settings(), use_swaps=True))
    assert not services.calendar.calendar().is_working(swaps[0])


def test_a_promise_counts_monday_to_friday_without_holidays(in_store, clock):
    assert _due(in_store, clock) == date(2026, 12, 8)


def test_a_saturday_that_the_shop_works_shortens_its_promise(in_store, clock):
    _work_on(in_store, 5)
    assert _due(in_store, clock) == date(2026, 12, 5)


def test_closed_days_lengthen_no_clock(in_store, clock):
    for day in (25, 26, 27):
        in_store.calendar.add_day(date(2026, 11, day), DayKind.SHOP_CLOSED, "Nghỉ cưới")
    assert _due(in_store, clock) == date(2026, 12, 8)


def test_the_law_never_counts_the_shops_saturdays(services, clock):
    before = complaint(services).acknowledgement.target
    _work_on(services, 5, 6)
    assert page(services, 1).acknowledgement.target == before == date(2026, 11, 26)


def test_days_entered_by_hand_survive_a_refill(services, clock):
    village, worked = date(2027, 3, 3), date(2027, 3, 6)
    services.calendar.add_day(village, DayKind.HOLIDAY, "  Lễ   làng ")
    services.calendar.add_day(worked, DayKind.MAKE_UP, "Làm bù")
    clock.move(days=800)
    services.calendar.keep_current()
    assert [row.name for row in services.calendar.days(2027) if row.day == village] == ["Lễ làng"]
    assert _kinds(services, worked) == {DayKind.MAKE_UP}
    assert not services.calendar.calendar().is_working(village)
    assert services.calendar.calendar().is_working(worked)


def test_a_holiday_taken_out_by_hand_stays_out(services, clock):
    day = date(2027, 11, 24)
    assert _kinds(services, day) == {DayKind.HOLIDAY}
    services.calendar.remove_day(day, DayKind.HOLIDAY)
    assert services.calendar.calendar().is_working(day)
    clock.move(days=800)
    services.calendar.keep_current()
    assert DayKind.HOLIDAY not in _kinds(services, day)


def test_a_day_is_entered_once(services):
    services.calendar.add_day(date(2027, 3, 3), DayKind.SHOP_CLOSED, "Giỗ tổ nghề")
    with pytest.raises(UserError) as refused:
        services.calendar.add_day(date(2027, 3, 3), DayKind.SHOP_CLOSED, "Giỗ")
    assert refused.value.field == "day"
    services.calendar.remove_day(date(2027, 3, 3), DayKind.SHOP_CLOSED)
    assert _kinds(services, date(2027, 3, 3)) == set()


def test_the_coming_years_are_topped_up_after_years_off(services, clock):
    clock.move(days=365 * 5)
    services.calendar.keep_current()
    known = services.calendar.calendar().known_years
    assert clock.today.year + 3 in known
    assert any(row.kind is DayKind.HOLIDAY for row in services.calendar.days(clock.today.year + 1))


def test_what_was_promised_years_ago_can_still_be_read_after_years_off(services, clock):
    first = complaint(services)
    clock.move(days=365 * 6)
    services.calendar.keep_current()
    assert page(services, first.row.id).promise == first.promise
    assert services.dashboard.morning().late


def test_a_year_nobody_knows_yet_is_said_in_words(services):
    with pytest.raises(UserError) as refused:
        services.calendar.calendar().is_working(date(2090, 1, 4))
    assert "2090" in refused.value.message


def test_a_deadline_beyond_the_announced_year_says_so(services, clock):
    assert services.calendar.settings().announced_through == 2026
    clock.move(days=20)
    first = complaint(services)
    assert not first.promise.announced
    assert "the Tết break of 2027 is not yet announced" in first.promise.explain()
    services.calendar.save_settings(replace(services.calendar.settings(), announced_through=2027))
    assert page(services, first.row.id).promise.announced
