"""Ready rules: two published policies as data, and the limits of the law. Read from resources, never from code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from desktop import paths
from desktop.i18n import Words
from desktop.models.base import random_id
from desktop.models.choices import ClockStart, PurposeNeed, RecipientKind, RetentionKind, TimeUnit
from desktop.models.policy import LegalClock, PolicyField, PolicyRecipient, PolicyVersion, Purpose

PRESETS = ("delivery", "in_store")


@dataclass(frozen=True)
class PresetSummary:
    """A preset as the wizard shows it: one line per promise."""

    code: str
    title: str
    who: str
    sharing: str
    compensation: str


@cache
def _rules(code: str) -> dict[str, Any]:
    with (paths.resources() / "policies" / f"{code}.toml").open("rb") as file:
        return tomllib.load(file)


def summary(code: str) -> PresetSummary:
    """The lines of a preset that its rules alone do not spell."""
    rules = _rules(code)
    return PresetSummary(
        code,
        _said(rules["title"]),
        _said(rules["who"]),
        _said(rules["sharing"]["summary"]),
        _said(rules["compensation"]["summary"]),
    )


def policy_version(code: str, effective_from: date, now: datetime) -> PolicyVersion:
    """A new policy version with the rules of a preset."""
    rules = _rules(code)
    complaint, retention = rules["complaint"], rules["retention"]
    return PolicyVersion(
        public_id=random_id(),
        preset=code,
        effective_from=effective_from,
        created_at=now,
        complaint_amount=complaint["amount"],
        complaint_unit=TimeUnit(complaint["unit"]),
        complaint_start=ClockStart(complaint["start"]),
        complaint_clause=complaint["clause"],
        compensation_clause=rules["compensation"]["clause"],
        joint_liability=rules["compensation"]["joint_liability"],
        retention_kind=RetentionKind(retention["kind"]),
        retention_months=retention["months"],
        retention_clause=retention["clause"],
        sharing_clause=rules["sharing"]["clause"],
        purposes=[
            Purpose(code=row["code"], name_vi=row["vi"], name_en=row["en"], need=PurposeNeed(row["need"]), position=place)
            for place, row in enumerate(rules["purposes"])
        ],
        fields=[
            PolicyField(code=row["code"], name_vi=row["vi"], name_en=row["en"], position=place)
            for place, row in enumerate(rules["fields"])
        ],
        recipients=[
            PolicyRecipient(
                kind=RecipientKind(row["kind"]),
                fields=row["fields"],
                with_consent=row["with_consent"],
                with_notice=row["with_notice"],
            )
            for row in rules["recipients"]
        ],
    )


def legal_clocks() -> list[LegalClock]:
    """The law's limits as they ship."""
    return [
        LegalClock(
            code=code,
            amount=row["amount"],
            unit=TimeUnit(row["unit"]),
            start=ClockStart(row["start"]),
            extension=row.get("extension", 0),
            may_pause=row.get("may_pause", False),
            source_vi=row["vi"],
            source_en=row["en"],
            valid_from=row["valid_from"],
        )
        for code, row in _rules("law").items()
    ]


def _said(text: dict[str, str]) -> str:
    return str(Words(text["vi"], text["en"]))
