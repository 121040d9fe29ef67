"""The clauses of the shop's policy as data: those of a ready policy by its own numbers, or those of the shop's own rules."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache

from desktop import paths
from desktop.i18n import Words
from desktop.models.presets import PRESETS
from desktop.services.policies import PolicyRules, preset_rules

GREY, OWN = "grey", "own"


@dataclass(frozen=True)
class Clause:
    """One promise: where it stands, what it says, and which rule proves it (``grey``: only the owner's own look)."""

    id: str
    section: str
    words: Words
    rule: str

    @property
    def is_grey(self) -> bool:
        """Whether no setting can prove it."""
        return self.rule == GREY


def clauses_of(rules: PolicyRules) -> list[Clause]:
    """The clauses of a version: a preset's as long as its rules are untouched, otherwise those of the rules themselves."""
    if is_untouched(rules):
        return list(_shipped(rules.preset))
    sections = {
        "complaint": rules.complaint_clause, "compensation": rules.compensation_clause, "retention": rules.retention_clause,
    }  # fmt: skip
    return [replace(clause, section=sections.get(clause.section, clause.section)) for clause in _shipped(OWN)]


def is_untouched(rules: PolicyRules) -> bool:
    """Whether a version still says what its preset says."""
    if rules.preset not in PRESETS:
        return False
    return replace(rules, public_id="") == preset_rules(rules.preset, rules.effective_from)


@cache
def _shipped(name: str) -> tuple[Clause, ...]:
    text = (paths.resources() / "policies" / f"clauses_{name}.toml").read_text("utf-8")
    rows = tomllib.loads(text)["clauses"]
    return tuple(Clause(row["id"], row["section"], Words(row["vi"], row["en"]), row["rule"]) for row in rows)
