"""Sums of money in Vietnamese words, as a receipt spells them. No published library gets this right (FACTS of the house)."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_LARGEST = 10**18


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
