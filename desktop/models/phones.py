"""Phone numbers as shops write them: cleaned, checked, shown in groups. Prefix changes of 2018 per the ministry's plan (FACTS)."""

from __future__ import annotations

import re

from desktop.days import DASHES
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import ngettext

_OLD_PREFIXES = {  # eleven-digit mobiles of before 15/9/2018
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
_MOBILE_LENGTH = 10
_MASK = "*"
_LABEL = re.compile(
    r"^\s*(?:sđt|sdt|đt|dt|số điện thoại|điện thoại|di động|tel|phone|mobile|zalo)\s*[:.]?\s*(?=[+(\d])", re.IGNORECASE
)
_NOBODYS = frozenset(("123456789", "1234567890"))  # typed where a form insists on a number


def normalised(text: str) -> str:
    """National digits (``0912003365``) or, for a foreign number, ``+`` and digits. Empty stays empty.

    Raises UserError with what is wrong: too short, too long, masked, not a number at all.
    """
    if _is_usual_mobile(text):
        return text
    cleaned = re.sub(r"\([^()]*[^\d\s+().-][^()]*\)", "", _LABEL.sub("", text.translate(DASHES))).strip()
    if not cleaned:
        return ""
    if _MASK in cleaned:
        raise UserError(_("A number with asterisks is hidden by the marketplace and cannot be kept as a phone number."), "phone")
    _refuse_nobodys(cleaned)
    digits = _national(cleaned)
    _check(digits, cleaned)
    return digits


def shown(digits: str) -> str:
    """``0912 003 365``: groups as Vietnamese readers read them."""
    if digits.startswith("+") or len(digits) not in (10, 11):
        return digits
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def digits_of(text: str) -> str:
    """Just the digits of what was typed into a search box, +84 read as 0; empty when letters stand in it."""
    bare = re.sub(r"[\s.()-]", "", _LABEL.sub("", text.translate(DASHES)))
    if re.fullmatch(r"(?:\+|00)84\d+", bare):
        return _renewed("0" + bare.lstrip("+0")[2:].removeprefix("0"))
    if not (bare.isascii() and bare.isdigit()):
        return ""
    return _renewed("0" + bare[2:].removeprefix("0") if bare.startswith("84") and len(bare) >= 11 else bare)


def _is_usual_mobile(text: str) -> bool:
    """What nearly every number of a long list is: nothing to clean, and the library would say the same, slowly."""
    return len(text) == _MOBILE_LENGTH and text.isascii() and text.isdigit() and text[0] == "0" and text[1] in "35789"


def _national(text: str) -> str:
    digits = "".join(ch for ch in text if ch.isascii() and ch.isdigit())
    if digits.startswith("0084"):
        digits = digits[2:]
    if text.startswith("+") and not digits.startswith("84"):
        return "+" + digits
    if digits.startswith("84") and len(digits) >= 11:
        digits = "0" + digits[2:].removeprefix("0")
    return _renewed(digits)


def _renewed(digits: str) -> str:
    """An eleven-digit mobile of before 15/9/2018 as it is dialled since."""
    if len(digits) == 11 and digits[:4] in _OLD_PREFIXES:
        return _OLD_PREFIXES[digits[:4]] + digits[4:]
    return digits


def _refuse_nobodys(typed: str) -> None:
    digits = "".join(filter(str.isdecimal, typed))
    if digits.lstrip("0") in _NOBODYS or (len(digits) >= _MOBILE_LENGTH and len(set(digits)) == 1):
        raise UserError(_("Nobody has this number. Leave the field empty where none is known."), "phone")


def _check(digits: str, typed: str) -> None:
    if any(ch.isalpha() for ch in typed) or not digits:
        raise UserError(_("This is not a phone number."), "phone")
    if digits.startswith("0") and digits[1:2] in "35789" and len(digits) != _MOBILE_LENGTH:
        raise UserError(_wrong_length(len(digits)), "phone")
    if not _is_possible(digits):
        raise UserError(_("No phone number in Viet Nam looks like this. Check the first digits."), "phone")


def _wrong_length(length: int) -> str:
    missing = _MOBILE_LENGTH - length
    if missing > 0:
        return ngettext(
            "A mobile number has 10 digits, {n} is missing.", "A mobile number has 10 digits, {n} are missing.", missing
        ).format(n=missing)
    return _("A mobile number has 10 digits, this has {n} too many.").format(n=-missing)


def _is_possible(digits: str) -> bool:
    import phonenumbers  # 90 ms: paid when the first number is saved, not at start

    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number) and (digits.startswith("+") or _is_hotline(digits) or _begins_well(digits))


def _is_hotline(digits: str) -> bool:
    """The numbers without a first zero: 1800 and 1900, with four or six digits behind."""
    return digits.startswith(("1800", "1900")) and len(digits) in (8, 10)


def _begins_well(digits: str) -> bool:
    """Mobiles begin with 03, 05, 07, 08 and 09, landlines with 02."""
    return digits[:1] == "0" and digits[1:2] in "235789"
