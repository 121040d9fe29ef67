"""Recipients of whom it is settled that they hear of an erasure."""

from __future__ import annotations

from desktop.services.all_services import Services
from desktop.services.erasure_letters import Settled

LETTER = Settled(letter_number="07/2026/BN")


def everybody_told(services: Services) -> dict[int, Settled]:
    """A letter to every recipient of the register."""
    return {row.id: LETTER for row in services.recipients.rows()}
