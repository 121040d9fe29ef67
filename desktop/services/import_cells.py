"""What stands in the cells of a customers' list: numbers as Excel and marketplaces spoil them, days, addresses in parts, old fonts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from unicodedata import normalize

from desktop.days import EARLIEST, read_day
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models import phones
from desktop.models.names import fold
from desktop.storage.sheet_files import LOST

_USUAL = re.compile(r"(?:\+?84|0)?([35789]\d{8})", re.ASCII)  # what nearly all are; the library says the same, slowly
_BETWEEN = str.maketrans("", "", " .-")
_WHOLE = re.compile(r"(\d+)\.0+")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_ONE_OF_SEVERAL = re.compile(r"(?<!\d)(?:\+?84|0)[35789](?:[ .-]?\d){8}(?!\d)")
_PARTS = re.compile(r"\s*(?::::|[/;,|\n])\s*|\s+-\s+|\s+(?:hoặc|và|or|and)\s+", re.IGNORECASE)
_SPOKEN = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?!\d)")
_SERIAL, _EXCEL_BEGINS = re.compile(r"\d{5}(?:\.\d+)?"), date(1899, 12, 30)
_LANDLINE = re.compile(r"2\d{9}")  # a landline's number without its first zero
_LEAST_DIGITS = 9  # a Vietnamese number without its first zero
_MISREAD = re.compile("á»|áº|Æ°|Æ¡|Ä\u2018|Ä\u0090|Ã[\x80-\xbf\u0152-\u2122]")  # UTF-8 that was read as Windows' own code page
_QUESTIONED = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
# What is typed where there is nothing to type.
_FILLERS = frozenset(
    word
    for filler in (
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "...",
        "undefined",
        "n/a",
        "#n/a",
        "null",
        "(trống)",
        "trống",
        "không có",
        "chưa có",
        "ko có",
    )
    for word in (filler, filler.upper(), filler.capitalize())
)
# Letters that stand for Vietnamese ones in fonts of before Unicode (TCVN3, VNI), side by side with plain letters.
_OLD_FONT = re.compile(r"[A-Za-z][µ¶·¸¹¨©ª«¬\xad®§¦¢£¤¥¡»¼½¾øûïåäëñöüþÞÿØÛÏÅÄËÖÜ]|[§®ÑñÖö][a-z]|[ae][âàáãõùø]|[AE][ÂÀÁÃÕÙØ]")
_FEWEST, _SHARE = 2, 3  # so many cells at least, and one in so many of those with more than plain letters


def plain(cells: Iterable[str]) -> Sequence[str]:
    """What cells say: out of a formula that only keeps a number as text, and nothing where only something stands in for it."""
    texts = tuple(map(str.strip, cells))
    if _FILLERS.isdisjoint(texts) and '="' not in "\n".join(texts):  # nearly every row
        return texts
    return [_plain(text) for text in texts]


def _plain(text: str) -> str:
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    return "" if text in _FILLERS else text


def phone_of(cell: str) -> tuple[str, str]:
    """The number as it is kept, and what else stood in the cell. UserError for what is no number or has lost digits."""
    text = cell.strip().lstrip("'")
    if not text:
        return "", ""
    if usual := _USUAL.fullmatch(text):
        return f"0{usual[1]}", ""
    if _SHORTENED.fullmatch(text):
        text = _unfolded(text)
    if whole := _WHOLE.fullmatch(text):
        text = whole[1]
    if number := _number(text):
        return number, ""
    found = [number for part in _PARTS.split(text) if (number := _number(part))]
    found = found or [_number(part) for part in _ONE_OF_SEVERAL.findall(text)]
    if not found:
        phones.normalised(text)  # says what is wrong
        return "", ""
    return found[0], ", ".join(phones.shown(number) for number in dict.fromkeys(found[1:]) if number != found[0])


def day_of(cell: str, *, month_first: bool = False) -> date | None:
    """A day as a cell says it; None for an empty one. UserError for what is no day."""
    text = cell.strip()
    if not text:
        return None
    try:
        return _day(text, month_first=month_first)
    except UserError as problem:
        raise UserError(_("“{text}” is no date like 21/11/2026.").format(text=text[:20]), "last_contact") from problem


def month_comes_first(cells: Iterable[str]) -> bool:
    """Whether the days of a column can only be read with the month in front, as American programs write them."""
    found = [(int(spoken[1]), int(spoken[2])) for cell in cells if (spoken := _SPOKEN.search(cell))]
    return any(second > 12 for _first, second in found) and all(first <= 12 for first, _second in found)


def address_of(parts: Sequence[str]) -> str:
    """The parts in one line; what the street's line says already is not said twice."""
    filled = [part for part in parts if part]
    if len(filled) < 2:
        return "".join(filled)
    said: list[str] = []
    known: set[str] = set()
    for part in filter(None, (part.strip(" ,") for part in filled)):
        pieces = {fold(piece) for piece in part.split(",")}
        if not pieces <= known:
            said.append(part)
            known |= pieces
    return ", ".join(said)


def name_of(family: str, middle: str, name: str) -> str:
    """The parts of a name in their Vietnamese order, each once: some lists give the whole name beside its parts."""
    if not family and not middle:
        return name
    if family and fold(name).startswith(f"{fold(family)} "):
        return name
    return " ".join(filter(None, (family, middle, name)))


def mended(cell: str) -> str:
    """Letters that a program read in the wrong code page (Nguyá»…n), put right where nothing is lost."""
    if cell.isascii() or not _MISREAD.search(cell):
        return cell
    try:
        raw = b"".join(letter.encode("latin-1" if ord(letter) < 0xA0 else "cp1252") for letter in cell)
        return normalize("NFC", raw.decode("utf-8"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return cell


def why_no_name(name: str) -> str:
    """Why a name cannot be kept as it stands; empty where it can."""
    if "**" in name or name.count("*") > 1:
        return _("A name with asterisks is hidden by the marketplace: it names nobody.")
    if LOST in name or ("?" in name and _QUESTIONED.search(name)):
        return _("Letters of this name were lost when the list was saved. Export the list anew as XLSX, or type the name.")
    if not name.isascii() and sum(map(_old_letters, name.split())) > 1:
        return _("This name is typed in an old font (VNI or TCVN3). Type it anew, or turn the list into Unicode first.")
    return ""


@lru_cache(maxsize=4096)  # names share few words
def _old_letters(word: str) -> int:
    return len(_OLD_FONT.findall(word))


def is_old_font(cells: Iterable[str]) -> bool:
    """Whether the texts were typed with a font of before Unicode: they would be kept as gibberish."""
    lettered = [cell for cell in cells if not cell.isascii()]
    strange = sum(1 for cell in lettered if _OLD_FONT.search(cell))
    return strange >= _FEWEST and strange * _SHARE >= len(lettered)


def _unfolded(text: str) -> str:
    """All digits of a number that Excel wrote as 9.03453365E+08; UserError where it dropped some."""
    mantissa = re.split("[eE]", text)[0]
    if sum(ch.isdigit() for ch in mantissa) < _LEAST_DIGITS:
        raise UserError(_("Excel has shortened this number. Format the column as text, and type or export it again."), "phone")
    return f"{Decimal(text.replace(',', '.')):f}"


def _number(text: str) -> str:
    """A number as it is kept, the first zero put back that Excel dropped; empty for what is none."""
    if usual := _USUAL.fullmatch(text.translate(_BETWEEN)):
        return f"0{usual[1]}"
    if _LANDLINE.fullmatch(text):
        text = f"0{text}"
    for typed in (text, f"0{text}") if text else ():
        try:
            return phones.normalised(typed)
        except UserError:
            continue
    return ""


@lru_cache(maxsize=1024)  # a column repeats its days
def _day(text: str, *, month_first: bool) -> date:
    if not _SERIAL.fullmatch(text):
        return read_day(text, month_first=month_first)
    day = _EXCEL_BEGINS + timedelta(days=int(float(text)))
    if day < EARLIEST:
        raise UserError("")
    return day
