"""Figures out of a policy that the shop wrote itself, in Vietnamese. Reads with care: what is not plain, or said twice in different ways,
counts as not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.errors import UserError
from desktop.models import phones
from desktop.models.base import tidy
from desktop.models.choices import ClockStart, RetentionKind, TimeUnit
from desktop.models.names import fold
from desktop.services.policy_facts import COMPLAINT, IDENTITY, RETENTION, Facts
from desktop.services.shop import Identity

_ONES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
_WORD = rf"(?:{'|'.join([*_ONES, 'mười', 'mươi'])})"
_SPOKEN = rf"{_WORD}(?:\s+{_WORD})*"
_BARE = rf"(?:\d{{1,4}}|{_SPOKEN})"
_DURATION = re.compile(
    rf"(?<![\w/.,-])(?P<vague>{_BARE}\s*(?:đến|tới|hoặc|-|–)\s*|(?:ít nhất|tối thiểu|trên|hơn)\s+)?"
    rf"(?:(?P<first>{_BARE})(?:\s*\(\s*(?P<second>{_BARE})\s*\))?)\s*(?P<unit>ngày\s+làm\s+việc|ngày|tháng|năm)(?![^\W\d_]|\s*\d)"
)
_DATE = re.compile(
    r"ngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|[/.-]\d{1,2}(?:[/.-]\d{2,4})?)|tháng\s+\d{1,2}\s+năm\s+\d{4}"
)
_HEADING = re.compile(
    r"^\s*(?:mục|điều)?\s*(?:\d{1,2}|[ivx]{1,4})\s*[.):]\s*(?P<title>[^.:;]{3,90})\s*[:.]?\s*(?P<rest>.*)$", re.IGNORECASE
)
_WRAPPED = re.compile(r"(?<![.:;!?])[ \t]*\n[ \t]*(?P<next>\w)")
_BREAKS = re.compile(r"(?<=[.;!?])\s+|\n+")
_COMPLAINT = re.compile(r"khiếu nại|giải quyết|phản hồi|trả lời")
_RECEIPT = re.compile(r"xác nhận|tiếp nhận|bổ sung|thời hiệu")
_EVIDENCE = re.compile(r"chứng cứ|bằng chứng|chứng minh|giấy tờ|tài liệu")
_FROM = re.compile(r"kể từ|tính từ|từ ngày|từ khi|sau khi")
_KEEPING = re.compile(r"lưu trữ|lưu giữ|lưu lại|được lưu|được giữ|giữ thông tin|giữ dữ liệu")
_LAST_CONTACT = re.compile(r"liên (?:lạc|hệ)|giao dịch|mua hàng")
_ON_REQUEST = re.compile(
    r"(?:đến|tới|cho đến|cho tới)\s+khi\s+(?:có\s+)?(?:khách|người|chủ thể|yêu cầu)[^.;]{0,60}|cho đến khi[^.;]{0,60}yêu cầu"
)
_PHONE = re.compile(r"(?<![\w@.])(?:\+?84|0)[\d .\-()]{7,14}\d(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CERTIFICATE = re.compile(
    r"(?:giấy (?:chứng nhận|cn|phép)|gcn|gpkd|đkkd|mã số (?:hộ|doanh nghiệp))[^\n.;]{0,90}?(?:số|:|kinh doanh)\s*:?\s*(?P<number>\d[\dA-Z/-]{5,19})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Duration:
    amount: int
    unit: TimeUnit


@dataclass(frozen=True)
class _Sentence:
    """``about``: the sentence in small letters, its lines joined; ``heading``: the title of its section."""

    about: str
    heading: str


def read(text: str, shop: Identity) -> Facts:
    """The facts of a pasted text, by topic; a topic that could not be read for sure is not among them.

    ``shop`` says what to look for: its name and numbers are compared, never guessed.
    """
    text = tidy(text)
    sentences = list(_sentences(text))
    found: Facts = {}
    if complaint := _complaint(sentences):
        found[COMPLAINT] = complaint
    if retention := _retention(sentences):
        found[RETENTION] = retention
    if identity := _identity(text, shop):
        found[IDENTITY] = identity
    return found


def durations(text: str) -> list[tuple[int, TimeUnit]]:
    """Every duration of a text in its order; one whose words and digits differ is left out."""
    return [(found.amount, found.unit) for found in _durations(text.lower()) if found is not None]


def _sentences(text: str) -> Iterator[_Sentence]:
    heading = ""
    for line in _WRAPPED.sub(_joined, text).split("\n"):
        if match := _HEADING.match(line.strip()):
            heading, line = match["title"].lower(), match["rest"]
        for part in _BREAKS.split(line):
            if part.strip():
                yield _Sentence(part.strip().lower(), heading)


def _joined(end: re.Match[str]) -> str:
    """A line that begins with a small letter goes on with the sentence before."""
    return f" {end['next']}" if end["next"].islower() else end[0]


# ---- durations ----------------------------------------------------------------------------------------------------------


def _durations(text: str) -> Iterator[_Duration | None]:
    """None for one that is vague, contradicts itself or is no sound figure; dates are no durations."""
    for match in _DURATION.finditer(_DATE.sub(" ; ", text)):
        values = {_number(match["first"]), _number(match["second"]) if match["second"] else _number(match["first"])}
        sure = values.pop() if len(values) == 1 and not match["vague"] else None
        yield _duration(sure, match["unit"]) if sure else None


def _duration(amount: int, unit: str) -> _Duration:
    if unit.startswith("ngày"):
        return _Duration(amount, TimeUnit.WORKING_DAYS if "làm" in unit else TimeUnit.DAYS)
    return _Duration(amount * 12 if unit == "năm" else amount, TimeUnit.MONTHS)


def _number(text: str) -> int | None:
    """Digits, or one to ninety-nine in words; None for what is no number."""
    if text.isdigit():
        return int(text)
    parts = text.split()
    tens, ones = 0, 0
    for place, part in enumerate(parts):
        if part == "mười":
            tens = 1
        elif part == "mươi":
            tens, ones = ones, 0
        elif place and parts[place - 1] not in ("mười", "mươi"):
            return None
        else:
            ones = _ONES[part]
    return tens * 10 + ones if parts else None


def _one(found: Iterable[Any]) -> Any:
    """What all of them say; None where they say nothing, or different things."""
    distinct = list(dict.fromkeys(found))
    return distinct[0] if len(distinct) == 1 else None


# ---- topics -------------------------------------------------------------------------------------------------------------


def _complaint(sentences: list[_Sentence]) -> dict[str, Any] | None:
    """The time for the answer to a complaint; the time for confirming its receipt is another."""
    about = [one for one in sentences if _COMPLAINT.search(one.about) and "khiếu nại" in one.about + one.heading]
    timed = [(one, found) for one in about if not _RECEIPT.search(one.about) for found in _durations(one.about)]
    limit = _one(found for _sentence, found in timed)
    if limit is None:
        return None
    fact = {"amount": limit.amount, "unit": limit.unit.value}
    if start := _one(_start(one.about) for one, _found in timed):
        fact["start"] = start.value
    return fact


def _start(about: str) -> ClockStart | None:
    if not _FROM.search(about):
        return None
    return ClockStart.RECEIPT_AND_EVIDENCE if _EVIDENCE.search(about) else ClockStart.RECEIPT


def _retention(sentences: list[_Sentence]) -> dict[str, Any] | None:
    about = [one.about for one in sentences if _KEEPING.search(one.about + " " + one.heading) and "khiếu nại" not in one.about]
    timed = [found for text in about for found in _durations(text)]
    asked = [text for text in about if (match := _ON_REQUEST.search(text)) and "yêu cầu" in match[0]]
    if asked and not timed:
        return {"kind": RetentionKind.UNTIL_REQUEST.value, "months": 0}
    one = _one(timed)
    from_contact = any(_LAST_CONTACT.search(text) for text in about if any(_durations(text)))
    if asked or one is None or one.unit is not TimeUnit.MONTHS or not from_contact:
        return None
    return {"kind": RetentionKind.AFTER_LAST_CONTACT.value, "months": one.amount}


def _identity(text: str, shop: Identity) -> dict[str, str]:
    """What the text says of the shop: its own value where it stands there, another one where another stands there."""
    found: dict[str, str] = {}
    if shop.name and _bare(shop.name) in fold(text):
        found["name"] = shop.name
    for field, values, mine in (
        ("phone", [match[0].strip() for match in _PHONE.finditer(text)], _digits(shop.phone)),
        ("email", [match[0].rstrip(".") for match in _EMAIL.finditer(text)], shop.email.casefold()),
        ("certificate_number", [match["number"].rstrip("-/") for match in _CERTIFICATE.finditer(text)], _code(shop.certificate_number)),
    ):  # fmt: skip
        key = {"phone": _digits, "email": str.casefold, "certificate_number": _code}[field]
        if values:
            found[field] = getattr(shop, field) if mine and mine in map(key, values) else values[0]
    return found


def _bare(name: str) -> str:
    """A shop's name without the words that every household business bears."""
    return fold(name).removeprefix("ho kinh doanh").strip()


def _digits(text: str) -> str:
    try:
        return phones.normalised(text)
    except UserError:
        return re.sub(r"\D", "", text)


def _code(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text).casefold()
