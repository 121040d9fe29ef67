"""Whether what somebody typed is about a person: by phone, email or name, however these were written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from desktop.errors import UserError
from desktop.models import phones
from desktop.models.names import fold

_SHORTEST_PHONE = 8
_ADDRESS = re.compile(r"[\d,;/\n]")  # an address is no name: by itself it tells nobody from their neighbours


class Mentions:
    """Knows a person, or several, by ``texts``: phone numbers, emails and names; what else stands among them is passed over."""

    def __init__(self, texts: Iterable[str]) -> None:
        known = {text.strip() for text in texts} - {""}
        self._emails = {text.casefold() for text in known if "@" in text}
        self._phones = {_phone(text) for text in known} - {""}
        self._names = {fold(text) for text in known if "@" not in text and not _phone(text)} - {""}
        whole = {fold(text) for text in known if not _ADDRESS.search(text)} & self._names
        self._name = _any_of((name for name in whole if " " in name), r"(?<!\w)", r"(?!\w)")
        self._email = _any_of(self._emails, r"(?<![\w.+-])", r"(?![\w-]|\.\w)")

    def are_in(self, fields: Mapping[str, str]) -> bool:
        """Whether a form is about the person: by the field for it, or in anything written, where a name has two words or more."""
        own = (
            _phone(fields.get("phone", "")) in self._phones
            or fields.get("email", "").strip().casefold() in self._emails
            or fold(fields.get("name", "")) in self._names
        )
        return own or any(
            self._reached_by(text) or (field != "name" and self._name.search(fold(text))) for field, text in fields.items()
        )

    def _reached_by(self, text: str) -> bool:
        """Whether a phone stands in a text, by its digits alone, or an email by itself."""
        digits = re.sub(r"\D", "", text)
        return bool(self._email.search(text.casefold())) or any(
            form in digits for phone in self._phones for form in _dialled(phone)
        )


def _phone(text: str) -> str:
    """National digits; empty for what is no phone number."""
    try:
        digits = phones.normalised(text)
    except UserError:  # kept by an older program, or a wrong one: compared as typed
        digits = phones.digits_of(text)
    return digits if len(digits) >= _SHORTEST_PHONE else ""


def _dialled(phone: str) -> tuple[str, ...]:
    """The digits as written at home and from abroad."""
    digits = phone.removeprefix("+")
    return (digits, "84" + digits[1:]) if digits.startswith("0") else (digits,)


def _any_of(texts: Iterable[str], before: str, after: str) -> re.Pattern[str]:
    """Any of the texts standing alone; a pattern that fits nothing where there is none."""
    choice = "|".join(sorted(map(re.escape, texts)))
    return re.compile(f"{before}(?:{choice}){after}" if choice else r"(?!)")
