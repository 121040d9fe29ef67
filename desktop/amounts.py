"""Sums of money: read as she types them, and in Vietnamese words as a receipt spells them. No published library gets this right (FACTS of the house)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from desktop.errors import UserError
from desktop.i18n import gettext as _

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_LARGEST = 10**18
_LARGEST_TYPED = 999_999_999_999
_GROUPED = r"\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*"  # in groups of three
_PLAIN = re.compile(rf"\d+|{_GROUPED}", re.ASCII)
_CURRENCY = re.compile(r"\s*(?:đồng|vnđ|vnd|đ|₫)$")
_SPOKEN = re.compile(  # 2tr, 2tr5, 1,5 triệu, 500k, 500 nghìn: a number, its scale, and the tenths that follow it
    r"(?P<number>\d+(?:[.,]\d{1,2})?)\s*(?P<scale>k|ngàn|nghìn|ng|tr|triệu|củ|m|tỷ|tỉ)\.?\s*(?P<tenths>\d{1,3})?", re.ASCII
)
_WORTH = {"k": 3, "ngàn": 3, "nghìn": 3, "ng": 3, "tr": 6, "triệu": 6, "củ": 6, "m": 6, "tỷ": 9, "tỉ": 9}  # powers of ten


def read_sum(typed: str) -> int:
    """Đồng from ``1.250.000``, ``1 250 000 đ``, ``500k``, ``2tr5``, ``1,5 triệu`` and the like; 0 for nothing. UserError for no sum."""
    bare = _CURRENCY.sub("", " ".join(unicodedata.normalize("NFC", typed).lower().split()))
    if not bare:
        return 0
    amount = int(re.sub(r"\D", "", bare)) if _PLAIN.fullmatch(bare) else _spoken_sum(bare)
    if amount > _LARGEST_TYPED:
        raise UserError(_("A sum lies between 0 and 999.999.999.999 đồng."))
    return amount


def read_number(typed: str) -> int:
    """A whole number from ``12``, ``1.200`` or ``1 200``. UserError for what is none."""
    bare = " ".join(typed.split())
    if not _PLAIN.fullmatch(bare):
        raise UserError(_("Write a whole number in digits."))
    return int(re.sub(r"\D", "", bare))


def _spoken_sum(bare: str) -> int:
    """A number with its scale; what follows the scale are its tenths, hundredths, thousandths: 2tr5, 2tr05."""
    found = _SPOKEN.fullmatch(bare)
    if found is None or (found["tenths"] and not found["number"].isdigit()):
        raise UserError(_("Write the sum in digits, such as 1.250.000."))
    amount = Decimal(f"{found['number'].replace(',', '.')}{'.' + found['tenths'] if found['tenths'] else ''}")
    return int(amount.scaleb(_WORTH[found["scale"]]))


def in_words(amount: int, linking_word: str = "linh") -> str:
    """``Một triệu hai trăm năm mươi nghìn đồng`` for 1250000.

    ``linking_word`` stands before a lone unit ("một trăm linh năm"); southern shops write "lẻ". Raises ValueError outside
    ±10^18 đồng.
    """
    if abs(amount) >= _LARGEST:
        raise ValueError("sum too large to spell")
    words = ("âm " if amount < 0 else "") + (_whole(abs(amount), linking_word) or _DIGITS[0])
    return f"{words[0].upper()}{words[1:]} đồng"


def _whole(number: int, linking_word: str) -> str:
    """Billions repeat: "một nghìn tỷ" is 10^12."""
    billions, rest = divmod(number, 10**9)
    parts = [_whole(billions, linking_word) + " tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            parts.append(f"{_group(group, linking_word, full=bool(parts))} {_SCALES[power]}".strip())
    return " ".join(parts)


def _group(number: int, linking_word: str, *, full: bool) -> str:
    """A number below 1000; ``full`` also says an empty hundred, because something stands before it."""
    hundreds, rest = divmod(number, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    tens, unit = divmod(rest, 10)
    if tens:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif unit and words:
        words.append(linking_word)
    if unit:
        words.append(_unit(unit, tens))
    return " ".join(words)


def _unit(unit: int, tens: int) -> str:
    if unit == 1 and tens > 1:
        return "mốt"
    return "lăm" if unit == 5 and tens else _DIGITS[unit]
