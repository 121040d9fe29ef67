"""Phone numbers as they were pasted from a chat or a sheet, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import phones
from desktop.models.customer import Customer
from desktop.services.among import is_among


@dataclass(frozen=True)
class Pasted:
    """What pasted phone numbers led to. ``shared`` are numbers that several customers have: she has to say who is meant."""

    found: tuple[int, ...]
    unknown: tuple[str, ...]
    shared: tuple[str, ...] = ()


def customers_by_numbers(session: Session, pasted: str) -> Pasted:
    """Each number's customer; one number twice is one customer."""
    ways = {part: _ways(part) for part in _parts(pasted)}
    holders = _holders(session, [number for numbers in ways.values() for number in numbers])
    whose = {part: {holder for number in numbers for holder in holders.get(number, ())} for part, numbers in ways.items()}
    found = dict.fromkeys(min(ids) for ids in whose.values() if len(ids) == 1)
    unknown = tuple(part for part, ids in whose.items() if not ids)
    return Pasted(tuple(found), unknown, tuple(part for part, ids in whose.items() if len(ids) > 1))


def _parts(pasted: str) -> list[str]:
    """What was pasted, cut into numbers; blanks part two numbers only where each side is one."""
    found: list[str] = []
    for part in re.split(r"[,;/\t\n]", "\n".join(pasted.splitlines())):
        words = part.split()
        found += words if len(words) > 1 and all(map(_ways, words)) else [" ".join(words)]
    return [part for part in found if part]


def _ways(text: str) -> list[str]:
    """The numbers that may be meant, as they are kept; Excel drops the first zero."""
    return [number for typed in (text, f"0{text}") if (number := _normalised(typed))]


def _normalised(text: str) -> str:
    try:
        return phones.normalised(text)
    except UserError:
        return ""


def _holders(session: Session, numbers: list[str]) -> dict[str, set[int]]:
    """Who has each number; a record that was merged away answers with the one that stayed."""
    query = select(Customer.phone, func.coalesce(Customer.merged_into_id, Customer.id))
    found: dict[str, set[int]] = {}
    for number, holder in session.execute(query.where(is_among(Customer.phone, numbers))):
        found.setdefault(number, set()).add(holder)
    return found
