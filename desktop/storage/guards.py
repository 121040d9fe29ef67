"""Triggers that make it impossible, whatever the program does, to write about a person onto what is left of an erased record."""

from __future__ import annotations

_PARTS = ("letter", "evidence", "complaint_event", "fault_share", "payment")
_REFUSED = "BEGIN SELECT RAISE(ABORT, 'erased'); END"
_OF_ERASED = "(SELECT erased_on FROM complaint WHERE id = new.complaint_id) IS NOT NULL"


def _triggers() -> dict[str, str]:
    found = {
        "complaint_erased_stays": "BEFORE UPDATE ON complaint WHEN old.erased_on IS NOT NULL",
        "anonymous_disclosure_stays": "BEFORE UPDATE ON anonymous_disclosure",
    }
    for table in _PARTS:
        for act in ("insert", "update"):
            found[f"{table}_of_erased_{act}"] = f"BEFORE {act.upper()} ON {table} WHEN {_OF_ERASED}"
    return found


TRIGGERS = tuple(_triggers())


def create_statements() -> list[str]:
    """The triggers; also run after a migration that rebuilt one of the tables."""
    return [f"CREATE TRIGGER IF NOT EXISTS {name} {when} {_REFUSED}" for name, when in _triggers().items()]
