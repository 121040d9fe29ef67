"""Days and times as people write them: every usual way, and a sentence for what is none."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.days import EARLIEST, LATEST, read_day, read_time
from desktop.errors import UserError
from desktop.i18n import day_text, long_day, use_language
from tests.models.calendars import quick

DAY = date(2026, 10, 19)
DAYS = st.dates(EARLIEST, LATEST)


@pytest.mark.parametrize(
    "written",
    [
        "19/10/2026", "19-10-2026", "19.10.2026", "19 10 2026", "19/10/26", "19.10.26", "19102026", "191026", " 19 / 10 / 2026 ",
        "2026-10-19", "2026/10/19", "20261019", "19\u201110\u20112026", "thứ Hai, 19/10/2026", "T2, 19/10/2026", "Mon 19/10/2026",
        "ngày 19/10/2026", "ngày 19 tháng 10 năm 2026", "19 tháng 10, 2026", "19 thg 10, 2026", "19-Oct-26", "19 October 2026",
        "Oct 19, 2026", "October 19th, 2026", "19/10/2026 09:30", "19/10/2026 lúc 9 giờ 30 phút", "9h30 19/10/2026",
        "09:30:15, 19/10/2026", "2026-10-19T09:30:00", "2026-10-19 09:30:00.123", "19/10/2026 09:30 PM", "thứ Hai, ngày 19/10/2026",
    ],
)  # fmt: skip
def test_every_usual_way_of_writing_a_day_is_read(written: str) -> None:
    assert read_day(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-19T18:30:00Z", date(2026, 11, 20)),  # half past one at night in Viet Nam
        ("2026-11-19 11:13:25 -0500", date(2026, 11, 19)),  # 23:13 there
        ("2026-11-19 12:13:25 -05:00", date(2026, 11, 20)),
        ("2026-11-02 00:13:25 +0700", date(2026, 11, 2)),
        ("19/10/2026 00:30 +09:00", date(2026, 10, 18)),
    ],
)
def test_a_time_with_an_offset_is_taken_to_its_day_in_viet_nam(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize(("written", "day"), [("01/01/98", date(1998, 1, 1)), ("01/01/69", date(2069, 1, 1))])
def test_two_digits_of_a_year_mean_the_nearer_century(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize("written", ["10/19/2026", "10-19-2026", "10/19/26"])
def test_american_programs_write_the_month_first(written: str) -> None:
    assert read_day(written, month_first=True) == DAY


@pytest.mark.parametrize("written", ["2026-10-19", "19102026", "19 tháng 10 năm 2026", "Oct 19, 2026"])
def test_what_can_be_read_in_one_way_only_has_no_month_first(written: str) -> None:
    assert read_day(written, month_first=True) == DAY


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("31/02/2026", "Month 2/2026 has only 28 days."),
        ("29/02/2027", "Month 2/2027 has only 28 days."),
        ("31022026", "Month 2/2026 has only 28 days."),
        ("31/04/2026 08:00", "Month 4/2026 has only 30 days."),
        ("00/00", "Write the year too, such as 19/10/2026."),
        ("19/10", "Write the year too, such as 19/10/2026."),
        ("00/00/0000", "Write the day like this: 19/10/2026."),
        ("32/10/2026", "Write the day like this: 19/10/2026."),
        ("19/13/2026", "Write the day like this: 19/10/2026."),
        ("19/10-2026", "Write the day like this: 19/10/2026."),
        ("1O/10/2026", "Write the day like this: 19/10/2026."),
        ("19/10/2026x", "Write the day like this: 19/10/2026."),
        ("hôm qua", "Write the day like this: 19/10/2026."),
        ("-", "Write the day like this: 19/10/2026."),
        ("", "Write the day like this: 19/10/2026."),
        ("9" * 500, "Write the day like this: 19/10/2026."),
        ("19/10/1026", "A year lies between 1990 and 2099."),
        ("19/10/2026 25:00", "Write the time in hours and minutes, such as 22:40."),
    ],
)
def test_what_is_no_day_is_told_why(written: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        read_day(written)
    assert refused.value.message == sentence


@quick
@given(DAYS)
def test_whatever_the_program_shows_is_read_back(day: date) -> None:
    use_language("vi")
    for shown in (day_text(day), long_day(day), day.isoformat(), f"{day:%d%m}{day.year}", f"{day.day}.{day.month}.{day.year}"):
        assert read_day(shown) == day


@quick
@given(st.text(max_size=70))
def test_no_text_is_anything_but_a_day_or_a_sentence(text: str) -> None:
    try:
        assert EARLIEST.year <= read_day(text).year <= LATEST.year
    except UserError as problem:
        assert problem.message.endswith(".")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("22:40", time(22, 40)), ("22h40", time(22, 40)), ("22g40", time(22, 40)), ("22 giờ 40 phút", time(22, 40)),
        ("2240", time(22, 40)), ("22.40", time(22, 40)), ("10:40 PM", time(22, 40)), ("10:40 CH", time(22, 40)),
        ("22", time(22)), ("22h", time(22)), ("930", time(9, 30)), ("8:5", time(8, 5)), ("12:00 am", time(0)), ("12 PM", time(12)),
        ("22:40:59", time(22, 40)), (" 7 giờ ", time(7)), ("22:40 PM", time(22, 40)),
    ],
)  # fmt: skip
def test_every_usual_way_of_writing_a_time_is_read(written: str, moment: time) -> None:
    assert read_time(written) == moment


@pytest.mark.parametrize("written", ["", "25:00", "22:60", "abc", "22:4O", "123456", "-1"])
def test_what_is_no_time_is_told_why(written: str) -> None:
    with pytest.raises(UserError, match="hours and minutes"):
        read_time(written)
