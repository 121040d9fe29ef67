"""Which members a list shows: the first of them, or those that fit what was typed; read on another thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.services.all_services import Services
from desktop.services.incident_members import SHOWN, MemberRow, Shown
from desktop.services.incident_views import MemberCounts
from desktop.services.retention import folded

_ALL = 1_000_000


@dataclass(frozen=True)
class Asked:
    """Which members are wanted: of which incident, how far the telling is with them, and what was typed."""

    incident_id: int
    shown: Shown
    typed: str


@dataclass(frozen=True)
class Listed:
    """The first of them, and how many there are."""

    members: tuple[MemberRow, ...]
    total: int
    counts: MemberCounts


def read(services: Services, asked: Asked) -> Listed:
    """The members wanted, for another thread: what was typed is looked for among all of them."""
    members, counts = services.incident_members, services.incident_members.counts(asked.incident_id)
    if asked.typed.strip():
        found = matching(members.rows(asked.incident_id, asked.shown, _ALL), asked.typed)
        return Listed(tuple(found[:SHOWN]), len(found), counts)
    totals = {
        Shown.ALL: counts.people, Shown.UNTOLD: counts.untold, Shown.FAILED: counts.failed, Shown.TOLD: counts.told
    }  # fmt: skip
    return Listed(tuple(members.rows(asked.incident_id, asked.shown)), totals[asked.shown], counts)


def matching(members: Sequence[MemberRow], typed: str) -> list[MemberRow]:
    """Those whose name holds what was typed, accents or none, or whose number holds its digits."""
    digits = "".join(ch for ch in typed if ch.isdigit())
    if digits and not any(ch.isalpha() for ch in typed):
        return [member for member in members if digits in member.phone.replace(" ", "")]
    wanted = folded(typed)
    return [member for member in members if wanted in folded(member.name)]
