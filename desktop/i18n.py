"""The owner's language: texts by gettext, days, numbers and sums as Vietnamese readers write them.

The code speaks English; ``resources/locale/vi`` holds the complete Vietnamese catalogue, which is the default. A letter may be
written in another language than the screen: ``speaking("en")`` switches for the length of a block, per thread.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from desktop import paths

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
VIETNAM = timezone(timedelta(hours=7), "+07:00")
_screen = DEFAULT_LANGUAGE
_spoken: ContextVar[str | None] = ContextVar("language", default=None)


@dataclass(frozen=True)
class Words:
    """A text that is data rather than code, in both languages; a missing one falls back to the other."""

    vi: str
    en: str = ""

    def __str__(self) -> str:
        return (self.en or self.vi) if language() == "en" else (self.vi or self.en)


def language() -> str:
    """The language of texts made now: ``vi`` or ``en``."""
    return _spoken.get() or _screen


def use_language(code: str) -> None:
    """Choose the language of the screen for the whole program."""
    global _screen
    _screen = code if code in LANGUAGES else DEFAULT_LANGUAGE


@contextmanager
def speaking(code: str) -> Generator[None]:
    """Texts made inside the block are in this language."""
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("giuloi", paths.resources() / "locale", languages=[code])


def gettext(message: str) -> str:
    """The text in the language spoken now."""
    return _catalogue(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for a count; Vietnamese has one form."""
    return _catalogue(language()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """The text of a word that means different things in different places."""
    return _catalogue(language()).pgettext(context, message)


def mark(message: str) -> str:
    """Name a text for the catalogue without translating it yet."""
    return message


_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def weekday(day: date) -> str:
    """``thứ Hai`` or ``Monday``."""
    return _WEEKDAYS[language()][day.weekday()]


def day_text(day: date) -> str:
    """``21/12/2026``."""
    return f"{day:%d/%m/}{day.year:04d}"


def short_day(day: date, today: date) -> str:
    """``21/12`` within this year, in full otherwise."""
    return f"{day:%d/%m}" if day.year == today.year else day_text(day)


def long_day(day: date) -> str:
    """``thứ Hai, 21/12/2026``: where she must act."""
    return f"{weekday(day)}, {day_text(day)}"


def letter_day(day: date) -> str:
    """The date line of a letter: days under 10 and months 1 and 2 with a zero (Decree 30/2020, by habit)."""
    if language() == "en":
        from babel.dates import format_date

        return format_date(day, "d MMMM y", locale="en_GB")
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def clock_text(moment: datetime) -> str:
    """``07:51`` at Vietnamese time."""
    return f"{local(moment):%H:%M}"


def moment_text(moment: datetime) -> str:
    """``22:40 20/11/2026``, as the Vietnamese clock shows it."""
    return f"{clock_text(moment)} {day_text(local_day(moment))}"


def local(moment: datetime) -> datetime:
    """An instant on the shop's wall clock, always +07:00."""
    return moment.astimezone(VIETNAM)


def local_day(moment: datetime) -> date:
    """The Vietnamese day on which an instant lies."""
    return local(moment).date()


def noon(day: date) -> datetime:
    """An instant that lies safely within a Vietnamese day, for acts of which only the day is known."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=VIETNAM).astimezone(UTC)


def number_text(number: int) -> str:
    """``1.250.000``, in both languages: the reader has Vietnamese money in her hand."""
    return f"{number:,}".replace(",", ".")


def money_text(amount: int) -> str:
    """``1.250.000 đồng`` with a space that does not break."""
    return f"{number_text(amount)}\u00a0đồng"


def sentence_start(text: str) -> str:
    """The text with its first letter in upper case and the rest untouched."""
    return text[:1].upper() + text[1:]
