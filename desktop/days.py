"""Days and times as people write them, in forms and in lists: one reader for every usual way."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from desktop.errors import UserError
from desktop.i18n import VIETNAM
from desktop.i18n import gettext as _

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
_LAST_CENTURY = 70  # a year of two digits from here on lies in the 1900s, as POSIX counts
_LONGEST = 60  # letters that a day may take with its weekday and time; what is longer is a text
DASHES = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-"}
)  # every dash that programs write for a hyphen
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_NUMBERED = r"(?:tháng|thg|th)\.?\s*(?P<month>\d{1,2})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})\s*([-/.])\s*(?P<month>\d{1,2})\s*\2\s*(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\s*(?P<between>[-/. ])\s*(?P<month>\d{1,2})\s*(?P=between)\s*(?P<year>\d{4}|\d{2})",
        r"(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>(?:19|20)\d{2}|\d{2})",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
        rf"(?P<day>\d{{1,2}})[- ,]*{_NUMBERED}[ ,]*(?:năm)?[ ,]*(?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[- ,]*(?:of )?{_NAMED}[- ,]*(?P<year>\d{{4}}|\d{{2}})",
        rf"{_NAMED}[- ,]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[- ,]+(?P<year>\d{{4}})",
    )
)
_WITHOUT_YEAR = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}")
_WEEKDAY = re.compile(
    r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|t[2-7]|chủ nhật|cn|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)"
    r"\.?[ ,]+"
)
_HALF = r"(?:\s*(?P<half>am|pm|sa|ch))?"
_CLOCK = (
    r"(?P<hours>\d{1,2})\s*(?::|h|g|giờ)\s*(?P<minutes>\d{1,2})(?:\s*(?:phút|p))?(?::\d{2})?(?:[.,]\d+)?"
    rf"{_HALF}\s*(?P<zone>z|utc|gmt|[+-]\d{{2}}:?\d{{2}})?"
)
_TIME_FIRST = re.compile(rf"(?:lúc )?{_CLOCK}[ ,]+(?P<rest>.+)")
_TIME_LAST = re.compile(rf"(?P<rest>.+?)(?:t|[ ,]+(?:lúc )?){_CLOCK}")
_TIMES = tuple(
    re.compile(form)
    for form in (
        _CLOCK,
        rf"(?P<hours>\d{{1,2}})\.(?P<minutes>\d{{2}}){_HALF}",
        r"(?P<hours>\d{1,2})(?P<minutes>\d{2})",
        rf"(?P<hours>\d{{1,2}})\s*(?:h|g|giờ)?{_HALF}",
    )
)


def read_day(written: str, *, month_first: bool = False) -> date:
    """The day: ``19/10/2026``, ``19.10.26``, ``19102026``, ``2026-10-19``, ``19 tháng 10 năm 2026``, ``Oct 19, 2026`` and the like, also
    with its weekday or its time; a time with an offset is taken to the day it has in Viet Nam.

    ``month_first``: American programs write 10/19/2026. Raises UserError with what is wrong.
    """
    text = _tidy(written)
    if len(text) > _LONGEST:
        raise _not_read()
    return _read(text, month_first=month_first)


def read_time(written: str) -> time:
    """The time of day: ``22:40``, also 22h40, 22 giờ 40, 2240, 22 or 10:40 PM. Raises UserError for what is none."""
    text = _tidy(written)
    found = next((match for form in _TIMES if (match := form.fullmatch(text))), None)
    if found is None:
        raise _no_time()
    return _time(found)


def _tidy(written: str) -> str:
    text = unicodedata.normalize("NFC", written).translate(DASHES).casefold()
    return " ".join(text.split())


@lru_cache(maxsize=2048)  # lists repeat their days by the thousand
def _read(text: str, *, month_first: bool) -> date:
    clock = _TIME_LAST.fullmatch(text) or _TIME_FIRST.fullmatch(text)
    bare = _WEEKDAY.sub("", clock["rest"] if clock else text, count=1).strip(" ,")
    day = _bare_day(bare.removeprefix("ngày "), month_first=month_first)
    return _in_vietnam(day, _time(clock), clock["zone"]) if clock else day


def _bare_day(text: str, *, month_first: bool) -> date:
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        raise UserError(_("Write the year too, such as 19/10/2026.")) if _WITHOUT_YEAR.fullmatch(text) else _not_read()
    parts = found.groupdict()
    name = parts.get("name")
    month = _MONTHS.index(name[:3]) + 1 if name else int(parts["month"])
    day, year = int(parts["day"]), _year(parts["year"])
    return _checked(year, day, month) if month_first and parts.get("between") else _checked(year, month, day)


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= _LAST_CENTURY else 2000)


def _checked(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise _not_read()
    if not EARLIEST.year <= year <= LATEST.year:
        raise UserError(_("A year lies between {first} and {last}.").format(first=EARLIEST.year, last=LATEST.year))
    days = calendar.monthrange(year, month)[1]
    if day > days:
        raise UserError(_("Month {month}/{year} has only {days} days.").format(month=month, year=year, days=days))
    return date(year, month, day)


def _time(found: re.Match[str]) -> time:
    parts = found.groupdict()
    hours, minutes, half = int(parts["hours"]), int(parts.get("minutes") or 0), parts.get("half")
    if half and 1 <= hours <= 12:  # with 22:40 PM the hour says it already
        hours = hours % 12 + (12 if half in ("pm", "ch") else 0)
    if hours > 23 or minutes > 59:
        raise _no_time()
    return time(hours, minutes)


def _in_vietnam(day: date, hour: time, zone: str | None) -> date:
    if not zone:
        return day
    offset = timezone(_offset(zone)) if zone[0] in "+-" else UTC
    return datetime.combine(day, hour, offset).astimezone(VIETNAM).date()


def _offset(zone: str) -> timedelta:
    size = timedelta(hours=int(zone[1:3]) % 24, minutes=int(zone[-2:]) % 60)
    return -size if zone[0] == "-" else size


def _not_read() -> UserError:
    return UserError(_("Write the day like this: 19/10/2026."))


def _no_time() -> UserError:
    return UserError(_("Write the time in hours and minutes, such as 22:40."))
