"""A calendar file (RFC 5545) of days on which something falls due, for the telephone or another calendar. Whole days, one alarm each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from unicodedata import category, normalize

from desktop.errors import UserError
from desktop.i18n import gettext as _

_LINE = 75  # octets, without the line's end
_MORNING = "PT8H"  # after the day begins
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


@dataclass(frozen=True)
class CalendarEntry:
    """A day with what falls due on it. ``uid`` stays the same for ever, so that the same file taken in twice is not doubled."""

    uid: str
    day: date
    summary: str
    description: str = ""


@dataclass(frozen=True)
class CalendarFile:
    """A calendar's name and its days; it goes to other machines, so its texts name nobody."""

    name: str
    entries: tuple[CalendarEntry, ...]


def render(file: CalendarFile, now: datetime) -> bytes:
    """The file in UTF-8, stamped with the instant ``now``; UserError where there is no entry, since no calendar opens such a file."""
    if not file.entries:
        raise UserError(_("No day stands in the list, so there is nothing to put into a calendar."))
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    name = _text(file.name)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Giữ Lời//Giữ Lời//VI", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}"]  # the standard's own (RFC 7986), and what most calendars read
    lines += [line for entry in file.entries for line in _event(entry, stamp)]
    return b"".join(_folded([*lines, "END:VCALENDAR"]))


def _event(entry: CalendarEntry, stamp: str) -> Sequence[str]:
    """A whole day that leaves its reader free, and an alarm on its morning."""
    summary = _text(entry.summary)
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{entry.day.year:04d}{entry.day:%m%d}",
        f"SUMMARY:{summary}",
        *([f"DESCRIPTION:{_text(entry.description)}"] if entry.description else []),
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{summary}",
        f"TRIGGER:{_MORNING}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    """A value with what means something to a calendar escaped; other control characters, which none may hold, become spaces."""
    lines = normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(" " if category(letter) == "Cc" and letter != "\n" else letter for letter in lines)
    return plain.translate(_ESCAPED)


def _folded(lines: Iterable[str]) -> Iterable[bytes]:
    """Each line ended as the standard asks, cut between letters wherever it grows too long; a cut line goes on after a space."""
    for line in lines:
        part = b""
        for letter in line:
            octets = letter.encode()
            if len(part) + len(octets) > _LINE:
                yield part + b"\r\n"
                part = b" "
            part += octets
        yield part + b"\r\n"
