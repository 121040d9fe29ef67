"""What a customer allowed, forbade or asked for, and what keeps their data from going: the stricter always wins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, choice
from desktop.models.choices import ConsentDecision, ConsentMeans, HoldKind, RestrictionKind


class Consent(Base):
    """One decision of a customer about one topic of a policy version. History is only ever added to.

    ``repeats_on``: two records made one disagreed, and the refusal of that day was made the last word. The index holds all that counting needs, so that half a million rows are counted without reading one of them.
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_purpose", "purpose", "customer_id", "decided_on", "id", "decision", "policy_version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    purpose: Mapped[str]
    decision: Mapped[ConsentDecision] = mapped_column(choice(ConsentDecision))
    decided_on: Mapped[date]
    channel: Mapped[ConsentMeans] = mapped_column(choice(ConsentMeans))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(default="")
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    repeats_on: Mapped[date | None]

    @property
    def said_on(self) -> date:
        """The day on which the customer said it, also where a merge has said it once more."""
        return self.repeats_on or self.decided_on


class Restriction(Base):
    """The customer's own right: processing limited at their wish, for one recipient where it names one."""

    __tablename__ = "restriction"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[RestrictionKind] = mapped_column(choice(RestrictionKind))
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("recipient.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    lifted_on: Mapped[date | None]
    lifted_note: Mapped[str] = mapped_column(Text, default="")


class Hold(Base):
    """A reason that blocks a deletion until its last day; when it ends, the deletion that it blocked goes on by itself.

    Against a customer's own request it needs a ground in law (``citation``) and a letter to them.
    """

    __tablename__ = "hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[HoldKind] = mapped_column(choice(HoldKind))
    reason: Mapped[str] = mapped_column(Text)
    since: Mapped[date]
    until: Mapped[date | None]
    citation: Mapped[str] = mapped_column(Text, default="")
    letter_number: Mapped[str] = mapped_column(Text, default="")
    letter_sent_on: Mapped[date | None]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("rights_request.id"), index=True)


def order_of_decision(consent: Consent) -> tuple[date, int, datetime]:
    """By the day; on one day by the order of recording, which a clock that was set back does not change."""
    return consent.decided_on, consent.id or 0, consent.recorded_at


def current(consents: Iterable[Consent]) -> dict[str, Consent]:
    """The latest decision per purpose; of two on one day the later recorded one."""
    return {consent.purpose: consent for consent in sorted(consents, key=order_of_decision)}


def standing_on(consents: Iterable[Consent], topic: str, day: date) -> Consent | None:
    """The decision about a topic that stood at the end of a day; where none stood yet, that of the first day with one."""
    about = [consent for consent in consents if consent.purpose == topic]
    first = min((consent.decided_on for consent in about), default=day)
    return current(consent for consent in about if consent.decided_on <= max(day, first)).get(topic)


def stricter_decisions(kept: Iterable[Consent], absorbed: Iterable[Consent]) -> dict[str, Consent]:
    """Purposes where two records of one person disagree, each with the decision that must win: the refusal or withdrawal."""
    ours, theirs = current(kept), current(absorbed)
    pairs = ((ours[p], theirs[p]) for p in ours.keys() & theirs.keys())
    return {
        a.purpose: a if a.decision is not ConsentDecision.GIVEN else b
        for a, b in pairs
        if (a.decision is ConsentDecision.GIVEN) != (b.decision is ConsentDecision.GIVEN)
    }
