"""Triggers that make it impossible, whatever the program does, to write about a person onto what is left of an erased record."""

from __future__ import annotations

_CASES = {
    ("complaint", "complaint_id"): ("letter", "evidence", "complaint_event", "fault_share", "payment"),
    ("rights_request", "request_id"): ("request_letter", "request_pause", "request_event"),
}
_REFUSED = "BEGIN SELECT RAISE(ABORT, 'erased'); END"


def _triggers() -> dict[str, str]:
    found = {"anonymous_disclosure_stays": "BEFORE UPDATE ON anonymous_disclosure"}
    for (case, column), parts in _CASES.items():
        found[f"{case}_erased_stays"] = f"BEFORE UPDATE ON {case} WHEN old.erased_on IS NOT NULL"
        is_erased = f"(SELECT erased_on FROM {case} WHERE id = new.{column}) IS NOT NULL"
        for part in parts:
            for act in ("insert", "update"):
                found[f"{part}_of_erased_{act}"] = f"BEFORE {act.upper()} ON {part} WHEN {is_erased}"
    return found


TRIGGERS = tuple(_triggers())


def create_statements() -> list[str]:
    """The triggers; also run after a migration that rebuilt one of the tables."""
    return [f"CREATE TRIGGER IF NOT EXISTS {name} {when} {_REFUSED}" for name, when in _triggers().items()]
