"""Recognising whoever was erased at their own request: by keyed hashes of phone and email in the ledger, nothing else is left of them."""

from __future__ import annotations

from datetime import date

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.storage.ledger import Ledger


class ErasedTraces:
    """The hashes as they stand now, read once for a whole list of people."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._asked = ledger, ledger.asked_traces()

    def found(self, phone: str, email: str) -> str:
        """The field by which they are known, ``phone`` or ``email``; empty for somebody who is not."""
        if not self._asked:
            return ""
        values = (("phone", phone), ("email", email.casefold()))
        return next((kind for kind, value in values if value and self._ledger.trace(kind, value) in self._asked), "")

    def sentence(self, phone: str, email: str) -> str:
        """When it was done and what follows; empty for somebody who is not known."""
        field = self.found(phone, email)
        return _erased_text(field).format(day=day_text(self._day(field, phone, email))) if field else ""

    def _day(self, field: str, phone: str, email: str) -> date:
        """The last day on which it was done."""
        trace = self._ledger.trace(field, phone if field == "phone" else email.casefold())
        return max(entry.on for entry in self._ledger.erased().values() if entry.asked and trace in entry.traces)


def _erased_text(field: str) -> str:
    return {
        "phone": _(
            "Whoever has this phone number asked the shop to delete their data; that was done on {day}. "
            "Enter them anew only where they themselves have come back."
        ),
        "email": _(
            "Whoever has this email address asked the shop to delete their data; that was done on {day}. "
            "Enter them anew only where they themselves have come back."
        ),
    }[field]
