"""When a customer's data has to go: counted from the customer's own last contact, by the policy versions that bind them.

Partyshop 3 keeps data for a time after the last contact, O'PETIT 3 until the customer asks. The shop's own messages, disclosures and
edits never count: only what the customer did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import RetentionKind
from desktop.models.deadlines import add_months
from desktop.models.policy import PolicyVersion, clause_words


@dataclass(frozen=True)
class RetentionRule:
    """How long a version keeps data: ``months`` after the last contact, None until the customer asks; ``clause`` says where."""

    months: int | None
    clause: str = ""


@dataclass(frozen=True)
class PlannedDeletion:
    """The day on which data has to go, None where the customer has to ask; ``is_assumed`` where no contact is known."""

    rule: RetentionRule
    counts_from: date
    is_assumed: bool
    asked_on: date | None = None

    @property
    def without_wish(self) -> date | None:
        """The same day of a later month, or that month's last; None where the policy sets none."""
        return add_months(self.counts_from, self.rule.months) if self.rule.months is not None else None

    @property
    def day(self) -> date | None:
        """The policy's day, or the one on which the customer asked, if that comes first."""
        return min((day for day in (self.without_wish, self.asked_on) if day is not None), default=None)

    def sentence(self) -> str:
        """Why this day, in one sentence."""
        source, n = clause_words(self.rule.clause), self.rule.months
        if self.asked_on is not None and self.day == self.asked_on:
            return _("The customer asked for deletion on {day}.").format(day=day_text(self.asked_on))
        if n is None:
            return _("Kept until the customer asks for deletion, under {source}.").format(source=source)
        text = _("{n} months after the last contact on {day}, under {source}.")
        if self.is_assumed:
            text = _("No contact is on record, so the {n} months run from the day of entry, {day}, under {source}.")
        return text.format(n=n, day=day_text(self.counts_from), source=source)


def rule_of(version: PolicyVersion) -> RetentionRule:
    """What a version promises."""
    after_contact = version.retention_kind is RetentionKind.AFTER_LAST_CONTACT
    return RetentionRule(version.retention_months if after_contact else None, version.retention_clause)


def strictest(versions: Iterable[PolicyVersion]) -> RetentionRule:
    """Of several versions that bind a customer the one that lets the data go first; a stricter one reaches everybody at once."""
    return min(map(rule_of, versions), key=lambda rule: (rule.months is None, rule.months or 0))


def is_sooner(rule: RetentionRule, other: RetentionRule) -> bool:
    """Whether a rule lets data go before another one does."""
    return rule.months is not None and (other.months is None or rule.months < other.months)


def planned_deletion(
    rule: RetentionRule, entered_on: date, last_contact_on: date | None, asked_on: date | None = None
) -> PlannedDeletion:
    """The plan by the rule that binds; without a known contact the day of entry counts, and their own wish before all."""
    return PlannedDeletion(rule, last_contact_on or entered_on, last_contact_on is None, asked_on)
