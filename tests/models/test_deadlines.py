"""Counting time: the Civil Code's rules, the worked examples, the sentence that explains them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.i18n import VIETNAM, use_language
from desktop.models.choices import TimeUnit
from desktop.models.deadlines import Pause, add_months, amount_text, count, count_hours, end_of, holiday_spans, stricter
from desktop.models.policy import clause_words
from desktop.models.working_days import OFFICE_WEEK
from tests.models.calendars import EVERY_DAY, SATURDAYS_TOO, YEARS, calendar, limit, quick

D, W, M, H = TimeUnit.DAYS, TimeUnit.WORKING_DAYS, TimeUnit.MONTHS, TimeUnit.HOURS
STARTS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
WEEKS = st.sampled_from([OFFICE_WEEK, SATURDAYS_TOO, EVERY_DAY])
DAY_UNITS = st.sampled_from([D, M])
UNITS = st.sampled_from([D, W, M])
AMOUNTS = st.integers(1, 24)


def on(text: str) -> date:
    return date.fromisoformat(text)


# ---- tables ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "amount", "unit", "week", "target", "last_day"),
    [
        ("2026-02-13", 10, W, OFFICE_WEEK, "2026-03-06", "2026-03-06"),
        ("2026-11-23", 10, W, OFFICE_WEEK, "2026-12-08", "2026-12-08"),
        ("2026-11-23", 10, W, SATURDAYS_TOO, "2026-12-05", "2026-12-05"),
        ("2026-01-17", 30, D, OFFICE_WEEK, "2026-02-16", "2026-02-23"),
        ("2026-11-21", 30, D, OFFICE_WEEK, "2026-12-21", "2026-12-21"),
    ],
)
def test_the_worked_examples_come_out(start, amount, unit, week, target, last_day):
    deadline = count(limit(amount, unit), on(start), calendar(week))
    assert (deadline.target, deadline.last_day) == (on(target), on(last_day))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-02-28", 12, "2028-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-05-31", 0, "2026-05-31"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last_one(start, months, end):
    assert add_months(on(start), months) == on(end)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last_day"),
    [
        ("2026-11-20", 1, D, "2026-11-23"),  # ends on a Saturday
        ("2026-11-20", 2, D, "2026-11-23"),  # ends on a Sunday
        ("2026-11-20", 3, D, "2026-11-23"),  # ends on the Monday itself
        ("2026-11-23", 1, D, "2026-11-25"),  # ends on a holiday
        ("2026-10-24", 1, M, "2026-11-25"),  # a month that ends on a holiday
        ("2026-10-21", 1, M, "2026-11-23"),  # a month that ends on a Saturday
        ("2027-01-04", 1, M, "2027-02-11"),  # over a whole Tết and its weekend
    ],
)
def test_days_and_months_that_end_on_a_day_off_run_to_the_next_office_day(start, amount, unit, last_day):
    deadline = count(limit(amount, unit), on(start), calendar())
    assert deadline.last_day == on(last_day)
    assert deadline.due == datetime.combine(on(last_day), datetime.min.time(), VIETNAM) + timedelta(days=1)


def test_the_start_day_is_not_counted():
    assert count(limit(1), on("2026-11-25"), calendar()).target == on("2026-11-26")
    assert count(limit(1, W), on("2026-11-25"), calendar()).target == on("2026-11-26")


def test_working_days_may_start_on_a_day_off():
    assert count(limit(1, W), on("2026-11-21"), calendar()).target == on("2026-11-23")


def test_a_saturday_that_the_shop_works_is_no_day_to_roll_to():
    assert count(limit(1), on("2026-11-20"), calendar(SATURDAYS_TOO)).last_day == on("2026-11-23")


def test_a_working_day_limit_never_rolls():
    deadline = count(limit(5, W), on("2026-11-20"), calendar(SATURDAYS_TOO))
    assert deadline.target == deadline.last_day == on("2026-11-27")
    saturday = count(limit(1, W), on("2026-11-20"), calendar(SATURDAYS_TOO))
    assert saturday.last_day == on("2026-11-21")


def test_the_law_counts_office_days_only():
    assert count(limit(3, W, by_law=True), on("2026-11-20"), calendar(EVERY_DAY)).target == on("2026-11-26")
    assert count(limit(3, W), on("2026-11-20"), calendar(EVERY_DAY)).target == on("2026-11-23")


def test_a_worked_holiday_shortens_the_promise_and_not_the_law():
    worked = calendar(extra_days=frozenset({on("2026-11-24")}))
    assert count(limit(1, W), on("2026-11-23"), worked).target == on("2026-11-24")
    assert count(limit(1, W, by_law=True), on("2026-11-23"), worked).target == on("2026-11-25")


# ---- hours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "due"), [(24, datetime(2026, 2, 14, 3, 30)), (72, datetime(2026, 2, 16, 3, 30))])
def test_hours_run_through_nights_weekends_and_holidays(hours, due):
    start = datetime(2026, 2, 13, 3, 30, tzinfo=UTC)
    assert count_hours(limit(hours, H), start).due == due.replace(tzinfo=UTC)


def test_hours_end_on_the_vietnamese_day():
    deadline = count_hours(limit(24, H), datetime(2026, 11, 21, 18, 0, tzinfo=UTC))
    assert (deadline.start, deadline.target, deadline.last_day) == (on("2026-11-22"), on("2026-11-23"), on("2026-11-23"))


def test_hours_need_a_moment():
    with pytest.raises(ValueError, match="count_hours"):
        count(limit(24, H), on("2026-11-21"), calendar())


@pytest.mark.parametrize("unit", [D, W, M])
def test_only_hours_run_from_a_moment(unit):
    with pytest.raises(ValueError, match="hours"):
        count_hours(limit(3, unit), datetime(2026, 11, 21, tzinfo=UTC))


# ---- pauses and extensions -------------------------------------------------------------------------------------


def test_a_limit_without_pauses_refuses_one():
    with pytest.raises(ValueError, match="pause"):
        count(limit(30), on("2026-11-21"), calendar(), pauses=[Pause(on("2026-11-22"), on("2026-11-23"))])


def test_a_limit_without_extension_refuses_one():
    with pytest.raises(ValueError, match="extension"):
        count(limit(30), on("2026-11-21"), calendar(), extended=True)


def test_an_open_pause_needs_a_day_to_count_to():
    pause = [Pause(on("2026-11-22"))]
    with pytest.raises(ValueError, match="open pause"):
        count(limit(30, may_pause=True), on("2026-11-21"), calendar(), pauses=pause)
    counted = count(limit(30, may_pause=True), on("2026-11-21"), calendar(), pauses=pause, on=on("2026-11-25"))
    assert counted.target == on("2026-12-25")


@pytest.mark.parametrize(
    ("unit", "amount", "pauses", "target"),
    [
        (D, 10, [("2026-12-02", "2026-12-04")], "2026-12-14"),
        (D, 10, [("2026-11-28", "2026-12-02")], "2026-12-12"),  # began before the clock did
        (D, 10, [("2026-12-02", "2026-12-04"), ("2026-12-03", "2026-12-05")], "2026-12-15"),  # overlapping: once
        (D, 10, [("2026-12-20", "2026-12-25")], "2026-12-11"),  # after the end
        (W, 3, [("2026-12-04", "2026-12-06")], "2026-12-07"),  # Friday to Sunday costs one working day
        (M, 1, [("2026-12-02", "2026-12-04")], "2027-01-04"),
    ],
)
def test_a_pause_moves_the_end_by_the_days_the_clock_stood_still(unit, amount, pauses, target):
    stood = [Pause(on(since), on(until)) for since, until in pauses]
    assert count(limit(amount, unit, may_pause=True), on("2026-12-01"), calendar(), pauses=stood).target == on(target)


def test_an_extension_adds_its_days_once():
    deadline = count(limit(10, extension=10), on("2026-12-01"), calendar(), extended=True)
    assert (deadline.target, deadline.extended) == (on("2026-12-21"), True)


# ---- what a deadline says of itself --------------------------------------------------------------------------------


def explained(amount: int, unit: TimeUnit, start: str, **more: object) -> str:
    return count(limit(amount, unit), on(start), calendar(**more)).explain()  # type: ignore[arg-type]


def test_it_names_tết_as_one_span():
    assert explained(10, W, "2026-02-13") == "10 working days from 13/02/2026, Tết 16–20/02 not counted, under section 8."


def test_it_names_a_single_holiday():
    assert explained(10, W, "2026-11-23") == "10 working days from 23/11/2026, 24/11 not counted, under section 8."


def test_it_names_the_day_off_on_which_it_would_have_ended():
    assert explained(30, D, "2026-01-17") == (
        "30 days from 17/01/2026, the 16/02/2026 is a day off, so the last day is Monday, 23/02/2026, under section 8."
    )


def test_it_needs_no_more_words_where_nothing_was_left_out():
    assert explained(1, D, "2026-12-01") == "1 day from 01/12/2026, under section 8."


def test_it_says_when_tết_is_not_yet_announced():
    sentence = explained(10, W, "2027-03-01", announced=2026)
    assert sentence == "10 working days from 01/03/2027, the Tết break of 2027 is not yet announced, under section 8."


def test_it_names_pauses_and_the_extension():
    paused = limit(10, may_pause=True, extension=10)
    deadline = count(paused, on("2026-12-01"), calendar(), pauses=[Pause(on("2026-12-02"), on("2026-12-03"))], extended=True)
    assert deadline.explain() == "10 days from 01/12/2026, 2 days paused, extended once, under section 8."


def test_it_names_the_moment_from_which_hours_run():
    deadline = count_hours(limit(72, H), datetime(2026, 11, 21, 3, 5, tzinfo=UTC))
    assert deadline.explain() == "72 hours from 10:05 21/11/2026, under section 8."


def test_it_names_the_clause_of_the_shops_own_policy():
    assert str(clause_words("8")) == "section\u00a08 of the shop's policy"
    assert str(clause_words("")) == "the shop's policy"


def test_it_does_not_claim_to_have_skipped_a_holiday_that_the_shop_worked():
    worked = calendar(extra_days=frozenset({on("2026-11-24")}))
    assert count(limit(2, W), on("2026-11-23"), worked).explain() == "2 working days from 23/11/2026, under section 8."


def test_the_law_does_not_claim_to_have_skipped_a_holiday_on_a_saturday():
    deadline = count(limit(3, W, by_law=True), on("2028-08-31"), calendar(SATURDAYS_TOO))
    assert [day for day, _name in deadline.skipped] == [on("2028-09-01"), on("2028-09-04")]


def test_it_does_not_count_a_pause_after_its_end():
    after = [Pause(on("2026-12-20"), on("2026-12-22"))]
    deadline = count(limit(10, may_pause=True), on("2026-12-01"), calendar(), pauses=after)
    assert deadline.explain() == "10 days from 01/12/2026, under section 8."


def test_it_names_the_source_in_the_language_of_the_reader():
    deadline = count(limit(10, W), on("2026-02-13"), calendar())
    use_language("vi")
    assert "mục 8" in deadline.explain()
    assert "section" not in deadline.explain()


@pytest.mark.parametrize(
    ("days", "spans"),
    [
        ([], ""),
        (["2026-11-24"], "24/11"),
        (["2026-04-30", "2026-05-01"], "30/04–01/05"),
        (["2026-09-01", "2026-09-02"], "01–02/09"),
        (["2026-02-16", "2026-02-17", "2026-04-27"], "Tết 16–17/02, 27/04"),
    ],
)
def test_holidays_next_to_each_other_are_one_span(days, spans):
    assert holiday_spans([(on(day), "") for day in days]) == spans


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (1, D, "1 day"),
        (30, D, "30 days"),
        (1, W, "1 working day"),
        (10, W, "10 working days"),
        (12, M, "12 months"),
        (1, H, "1 hour"),
    ],
)
def test_an_amount_of_time_is_written_out(amount, unit, text):
    assert amount_text(amount, unit) == limit(amount, unit).text() == text


# ---- late or not --------------------------------------------------------------------------------------------------


def test_the_days_left_lead_to_the_last_day_and_late_begins_after_it():
    deadline = count(limit(30), on("2026-01-17"), calendar())
    assert (deadline.target, deadline.last_day) == (on("2026-02-16"), on("2026-02-23"))
    assert deadline.days_left(on("2026-02-14")) == 9
    assert deadline.days_left(on("2026-02-23")) == 0
    assert not deadline.is_late(on("2026-02-23"))
    assert deadline.days_late(on("2026-02-23")) == 0
    assert deadline.is_late(on("2026-02-24"))
    assert deadline.days_late(on("2026-02-24")) == 1


def test_a_day_ends_at_midnight_in_viet_nam():
    assert end_of(on("2026-11-21")) == datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("unit", [D, W, M])
def test_a_clock_that_runs_into_an_unknown_year_is_refused_in_words(unit):
    with pytest.raises(UserError) as e:
        count(limit(60, unit), date(YEARS[-1], 12, 20), calendar())
    assert "are not known yet" in e.value.message


# ---- properties ----------------------------------------------------------------------------------------------------


@given(STARTS, AMOUNTS, UNITS, WEEKS)
@quick
def test_every_limit_ends_after_its_start(start, amount, unit, week):
    assert count(limit(amount, unit), start, calendar(week)).target > start


@given(STARTS, AMOUNTS, DAY_UNITS, WEEKS)
@quick
def test_a_limit_in_days_or_months_ends_on_an_office_day(start, amount, unit, week):
    deadline = count(limit(amount, unit), start, calendar(week))
    assert deadline.last_day >= deadline.target
    assert calendar().is_office_day(deadline.last_day)


@given(STARTS, AMOUNTS, WEEKS)
@quick
def test_one_working_day_more_ends_later(start, amount, week):
    shop = calendar(week)
    assert count(limit(amount + 1, W), start, shop).target > count(limit(amount, W), start, shop).target


@given(STARTS, AMOUNTS, UNITS)
@quick
def test_a_richer_week_never_ends_later(start, amount, unit):
    ends = [count(limit(amount, unit), start, calendar(week)).last_day for week in (OFFICE_WEEK, SATURDAYS_TOO, EVERY_DAY)]
    assert ends == sorted(ends, reverse=True)


@given(STARTS, AMOUNTS, UNITS, st.frozensets(st.integers(0, 6)))
@quick
def test_closed_days_never_end_it_later(start, amount, unit, week):
    assert count(limit(amount, unit), start, calendar(week)).last_day <= count(limit(amount, unit), start, calendar()).last_day


@given(STARTS, AMOUNTS, WEEKS)
@quick
def test_the_law_does_not_ask_what_week_the_shop_works(start, amount, week):
    law = limit(amount, W, by_law=True)
    assert count(law, start, calendar(week)).target == count(law, start, calendar()).target


@given(STARTS, AMOUNTS, WEEKS)
@quick
def test_between_start_and_target_lie_as_many_working_days_as_promised(start, amount, week):
    shop = calendar(week)
    deadline = count(limit(amount, W), start, shop)
    days = [start + timedelta(days=step) for step in range(1, (deadline.target - start).days + 1)]
    assert sum(map(shop.is_working, days)) == amount


@given(STARTS, AMOUNTS, UNITS, st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 30)), max_size=3))
@quick
def test_pauses_never_end_it_earlier(start, amount, unit, spans):
    pauses = [
        Pause(start + timedelta(days=first), start + timedelta(days=first + length)) for first, length in spans if length >= 0
    ]
    paused = count(limit(amount, unit, may_pause=True), start, calendar(), pauses=pauses)
    assert paused.target >= count(limit(amount, unit), start, calendar()).target


@given(STARTS, AMOUNTS, UNITS, AMOUNTS, UNITS)
@quick
def test_of_promise_and_law_the_earlier_one_counts(start, ours, our_unit, theirs, their_unit):
    promise = count(limit(ours, our_unit), start, calendar())
    law = count(limit(theirs, their_unit, by_law=True), start, calendar())
    assert stricter(promise, law).target == min(promise.target, law.target)


def test_where_both_end_together_the_promise_counts():
    promise, law = (count(limit(30, by_law=by_law), on("2026-11-21"), calendar()) for by_law in (False, True))
    assert stricter(promise, law) is promise


def test_one_alone_counts_and_none_is_none():
    promise = count(limit(30), on("2026-11-21"), calendar())
    assert stricter(promise, None) is promise
    assert stricter(None, promise) is promise
    assert stricter(None, None) is None
