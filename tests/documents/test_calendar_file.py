"""The calendar file, read back as RFC 5545 says a calendar reads it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.calendar_file import CalendarEntry, CalendarFile, render
from desktop.errors import UserError

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
ENTRY = CalendarEntry("2026-11-30@giuloi", date(2026, 11, 30), "Giữ Lời: 17 khách đến ngày xóa", "Mở tab Tổng quan\nđể xem.")
FILE = CalendarFile("Giữ Lời: ngày xóa dữ liệu", (ENTRY,))


def lines_of(content: bytes) -> list[str]:
    """The lines with their folds undone, the way a calendar does."""
    assert content.endswith(b"\r\n")
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def value_of(content: bytes, name: str) -> list[str]:
    """The texts of a property, unescaped."""
    found = [line.partition(":")[2] for line in lines_of(content) if line.startswith(f"{name}:")]
    return [re.sub(r"\\(.)", lambda escape: "\n" if escape[1] in "nN" else escape[1], value) for value in found]


def with_summary(summary: str) -> bytes:
    return render(CalendarFile("x", (CalendarEntry("1", date(2026, 1, 1), summary),)), NOW)


def test_it_is_a_calendar_with_an_all_day_event_and_an_alarm_on_its_morning():
    assert lines_of(render(FILE, NOW)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Giữ Lời//Giữ Lời//VI",
        "CALSCALE:GREGORIAN",
        "NAME:Giữ Lời: ngày xóa dữ liệu",
        "X-WR-CALNAME:Giữ Lời: ngày xóa dữ liệu",
        "BEGIN:VEVENT",
        "UID:2026-11-30@giuloi",
        "DTSTAMP:20261121T030000Z",
        "DTSTART;VALUE=DATE:20261130",
        "SUMMARY:Giữ Lời: 17 khách đến ngày xóa",
        r"DESCRIPTION:Mở tab Tổng quan\nđể xem.",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Giữ Lời: 17 khách đến ngày xóa",
        "TRIGGER:PT8H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_an_entry_without_description_has_none():
    content = with_summary("x")
    assert value_of(content, "DESCRIPTION") == ["x"]  # the alarm's


def test_the_stamp_is_in_utc_whatever_the_clocks_zone():
    local = datetime(2026, 11, 21, 10, 0, tzinfo=timezone(timedelta(hours=7)))
    assert render(FILE, local) == render(FILE, NOW)


def test_the_same_day_keeps_its_identity_in_a_later_file():
    first, later = render(FILE, NOW), render(FILE, NOW + timedelta(days=3))
    assert value_of(first, "UID") == value_of(later, "UID") == [ENTRY.uid]
    assert value_of(first, "DTSTAMP") != value_of(later, "DTSTAMP")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2028, 2, 29), date(9999, 12, 31)], ids=str)
def test_every_day_can_be_written(day):
    content = render(CalendarFile("x", (CalendarEntry("1", day, "x"),)), NOW)
    assert f"DTSTART;VALUE=DATE:{day.isoformat().replace('-', '')}" in lines_of(content)


def test_many_days_stand_in_one_calendar():
    entries = tuple(CalendarEntry(f"{n}", date(2026, 1, 1) + timedelta(n), f"{n} khách") for n in range(366))
    lines = lines_of(render(CalendarFile("x", entries), NOW))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VALARM") == 366
    assert lines.count("BEGIN:VCALENDAR") == 1


def test_a_calendar_without_days_is_refused_since_nothing_opens_it():
    with pytest.raises(UserError) as e:
        render(CalendarFile("x", ()), NOW)
    assert e.value.message == "No day stands in the list, so there is nothing to put into a calendar."


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("một, hai; ba", r"một\, hai\; ba"),
        ("C:\\new", r"C:\\new"),
        ("hai\ndòng", r"hai\ndòng"),
        ("hai\r\ndòng\rnữa", r"hai\ndòng\nnữa"),
        ("a\tb\x00c\x1bd\x85e", "a b c d e"),
        (unicodedata.normalize("NFD", "Đến hạn xóa"), "Đến hạn xóa"),
        ("x\nEND:VEVENT", r"x\nEND:VEVENT"),
    ],
)
def test_what_means_something_to_a_calendar_is_escaped(typed, written):
    assert f"SUMMARY:{written}" in lines_of(with_summary(typed))


@pytest.mark.parametrize("length", range(55, 80))
@pytest.mark.parametrize("letter", ["a", "ệ", "😀"])
def test_a_long_line_is_folded_between_letters(letter, length):
    content = with_summary("x" * length + letter * 60)
    for line in content.split(b"\r\n"):
        line.decode()  # raises where a letter is cut
        assert len(line) <= 75
    assert value_of(content, "SUMMARY") == ["x" * length + letter * 60]


def test_a_line_of_exactly_75_octets_is_not_folded():
    exact = "x" * (75 - len("SUMMARY:"))
    assert f"SUMMARY:{exact}".encode() in with_summary(exact).split(b"\r\n")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n")))
def test_whatever_was_written_comes_back(summary):
    content = with_summary(summary)
    assert value_of(content, "SUMMARY") == [unicodedata.normalize("NFC", summary)]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
