"""The versions of the policy as an inspector is given them: to read, and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import RetentionKind, label
from desktop.services.policies import PolicyRules


def as_json(rules: PolicyRules) -> bytes:
    """All rules of a version; days as ``2026-11-21``."""
    return json.dumps(asdict(rules), ensure_ascii=False, indent=2, default=_plain).encode()


def as_text(rules: PolicyRules) -> str:
    """What a version promises, line by line."""
    return "\n".join(_lines(rules)) + "\n"


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(rules: PolicyRules) -> Iterator[str]:
    yield _("Policy in force from {day}").format(day=day_text(rules.effective_from))
    yield _("Id: {id}").format(id=rules.public_id)
    yield ""
    answer = f"{rules.complaint_amount} {label(rules.complaint_unit)}"
    yield _("A complaint is answered within {time}, counted from {start}.").format(
        time=answer, start=label(rules.complaint_start)
    )
    if rules.joint_liability:
        yield _("Where a third party is at fault too, the shop is jointly liable")
    yield _retention(rules)
    yield from _clauses(rules)
    yield from ("", _("Data that may be held:"), *(f"- {field.name_vi}" for field in rules.fields))
    yield from ("", _("Purposes:"), *(f"- {row.name_vi} ({label(row.need)})" for row in rules.purposes))
    yield from ("", _("Who may be told:"), *_sharing(rules))


def _retention(rules: PolicyRules) -> str:
    if rules.retention_kind is RetentionKind.UNTIL_REQUEST:
        return _("Data is kept until the customer asks for deletion.")
    return _("Data is kept for {n} months after the last contact.").format(n=rules.retention_months)


def _clauses(rules: PolicyRules) -> Iterator[str]:
    """Where the published text says it."""
    clauses = (
        (_("Complaints"), rules.complaint_clause), (_("Compensation"), rules.compensation_clause), (_("Keeping"), rules.retention_clause),
    )  # fmt: skip
    for name, clause in clauses:
        if clause:
            yield _("{name}: section {clause} of the published text").format(name=name, clause=clause)


def _sharing(rules: PolicyRules) -> list[str]:
    names = {field.code: field.name_vi for field in rules.fields}
    rows = [
        f"- {label(row.kind)}: {', '.join(names.get(code, code) for code in row.fields)}" for row in rules.sharing if row.fields
    ]
    return rows or [_("- nobody")]
