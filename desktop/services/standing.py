"""Where customers stand, asked of the whole register at once: in SQL what ``models.consent.current`` says of one customer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from desktop.models.choices import ConsentDecision, PurposeNeed
from desktop.models.consent import Consent
from desktop.models.customer import Customer
from desktop.models.policy import TERMS, PolicyVersion, sharing_code

Standing = dict[str, dict[tuple[ConsentDecision, int], int]]


# ---- what policy versions mean for answers given under others -----------------------------------------------------------


def all_versions(session: Session) -> list[PolicyVersion]:
    """Oldest first."""
    return list(session.scalars(select(PolicyVersion).order_by(PolicyVersion.effective_from, PolicyVersion.id)))


def narrower_for(topic: str, now: PolicyVersion, versions: Iterable[PolicyVersion]) -> list[int]:
    """Versions that named fewer fields for a kind of recipient than the one in force: a yes to those is no yes to this."""
    return [version.id for version in versions if not _shared(now, topic) <= _shared(version, topic)]


def shorter_than(now: PolicyVersion, versions: Iterable[PolicyVersion]) -> list[int]:
    """Versions whose customers are under a shorter retention, that version's own or a later one's, until they agree to this one."""
    before = [version for version in versions if version.effective_from <= now.effective_from]
    shorter = [version.effective_from for version in before if now.is_wider_than(version)]
    return [version.id for version in before if any(version.effective_from <= day for day in shorter)]


def binding(own: PolicyVersion, now: PolicyVersion, versions: Iterable[PolicyVersion]) -> list[PolicyVersion]:
    """All versions a customer has been under since they came in, or since they last agreed to keep longer: the strictest binds."""
    return [own, *(version for version in versions if own.effective_from < version.effective_from <= now.effective_from)]


def _shared(version: PolicyVersion, topic: str) -> frozenset[str]:
    return frozenset(code for rule in version.recipients if sharing_code(rule.kind) == topic for code in rule.field_codes())


# ---- conditions for a query of customers --------------------------------------------------------------------------------


def in_register() -> ColumnElement[bool]:
    """Customers who were not merged into another."""
    return Customer.merged_into_id.is_(None)


def concerned(topic: str, now: PolicyVersion, versions: list[PolicyVersion]) -> ColumnElement[bool]:
    """Customers who are asked about a topic: all of them, but about a longer retention only who came under a shorter one."""
    if not topic.startswith(TERMS):
        return true()
    return or_(Customer.policy_version_id.in_(shorter_than(now, versions)), decided(topic))


def answered(
    topic: str, decision: ConsentDecision | None, now: PolicyVersion, versions: list[PolicyVersion]
) -> ColumnElement[bool]:
    """Customers whose standing answer to a topic, as far as it reaches now, is this one; None: there is no answer to all of it."""
    outdated = narrower_for(topic, now, versions)
    reaches = or_(Consent.decision != ConsentDecision.GIVEN, Consent.policy_version_id.not_in(outdated))
    return ~decided(topic, reaches) if decision is None else decided(topic, reaches, Consent.decision == decision)


def missing_needed(now: PolicyVersion) -> ColumnElement[bool]:
    """Customers who have not agreed to something that an order needs."""
    needed = [topic.code for topic in now.topics() if topic.need is PurposeNeed.NEEDED]
    return or_(False, *(~decided(code, Consent.decision == ConsentDecision.GIVEN) for code in needed))


def decided(topic: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Customers with a standing decision about a topic that fulfils the conditions."""
    return exists(Consent.id).where(Consent.customer_id == Customer.id, Consent.purpose == topic, _stands(), *conditions)


def decision_about(topic: str) -> ScalarSelect[Any]:
    """The standing decision of the customer in the query."""
    mine = (Consent.customer_id == Customer.id, Consent.purpose == topic)
    return select(Consent.decision).where(*mine, _stands()).correlate(Customer).scalar_subquery()


def _stands() -> ColumnElement[bool]:
    """Whether nothing later about the same topic is on record; of two decisions on one day the later recorded one counts."""
    later = aliased(Consent)
    same = (later.purpose == Consent.purpose, later.customer_id == Consent.customer_id)
    return ~exists(later.id).where(*same, tuple_(later.decided_on, later.id) > tuple_(Consent.decided_on, Consent.id))


# ---- counting -----------------------------------------------------------------------------------------------------------


def standing_counts(session: Session) -> Standing:
    """How many customers stand where, by topic, decision and version; reads the index of consents once."""
    merged = select(Customer.id).where(Customer.merged_into_id.is_not(None))
    columns = (Consent.purpose, Consent.decision, Consent.policy_version_id)
    query = select(*columns, func.count()).where(_stands(), Consent.customer_id.not_in(merged)).group_by(*columns)
    found: Standing = {}
    for purpose, decision, version, number in session.execute(query):
        found.setdefault(purpose, {})[decision, version] = number
    return found


def count_customers(session: Session, *conditions: ColumnElement[bool]) -> int:
    """How many customers of the register fulfil the conditions."""
    return session.scalar(select(func.count()).select_from(Customer).where(in_register(), *conditions)) or 0
