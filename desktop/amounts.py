"""Sums of money: read as she types them, and in Vietnamese words as a receipt spells them. No published library gets this right (FACTS of the house)."""

from __future__ import annotations

import re

from desktop.errors import UserError
from desktop.i18n import gettext as _

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_LARGEST = 10**18
_LARGEST_TYPED = 999_999_999_999
_TYPED = re.compile(r"\d+|\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*", re.ASCII)  # plain, or in groups of three


def read_sum(typed: str) -> int:
    """Đồng from ``1.250.000``, ``1 250 000 đ`` and the like; 0 for nothing. UserError for what is no sum."""
    bare = typed.replace("\u00a0", " ").strip().lower().removesuffix("đồng").removesuffix("đ").strip()
    if not bare:
        return 0
    if not _TYPED.fullmatch(bare):
        raise UserError(_("Write the sum in digits, such as 1.250.000."))
    amount = int(re.sub(r"\D", "", bare))
    if amount > _LARGEST_TYPED:
        raise UserError(_("A sum lies between 0 and 999.999.999.999 đồng."))
    return amount


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
