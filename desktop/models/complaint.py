"""A complaint from the counter to the file: its states and what guards them, its clock, its findings, fault and sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.base import Base, choice
from desktop.models.choices import (
    OPEN_STATES,
    Channel,
    ClockStart,
    ComplaintCategory,
    ComplaintState,
    FaultParty,
    LetterKind,
    PaymentMeans,
    label,
)
from desktop.models.deadlines import Deadline, TimeLimit, count
from desktop.models.letter import Letter
from desktop.models.policy import PolicyVersion
from desktop.models.working_days import WorkingCalendar

State = ComplaintState
TRANSITIONS: dict[ComplaintState, frozenset[ComplaintState]] = {
    State.RECEIVED: frozenset({State.AWAITING_EVIDENCE, State.INVESTIGATING, State.WITHDRAWN}),
    State.AWAITING_EVIDENCE: frozenset(
        {State.RECEIVED, State.INVESTIGATING, State.WITHDRAWN}
    ),  # back to received: nobody had begun
    State.INVESTIGATING: frozenset({State.AWAITING_EVIDENCE, State.DECIDED, State.WITHDRAWN}),
    State.DECIDED: frozenset({State.INVESTIGATING, State.REPLIED, State.WITHDRAWN}),
    State.REPLIED: frozenset({State.CLOSED, State.INVESTIGATING}),
    State.CLOSED: frozenset({State.INVESTIGATING}),
    State.WITHDRAWN: frozenset({State.INVESTIGATING}),
}
LARGEST_SUM = 999_999_999_999


@dataclass(frozen=True)
class FaultPart:
    """One party's part of the fault: ``percent`` is whole; ``name`` is needed for a third party."""

    party: FaultParty
    percent: int
    name: str = ""


class Complaint(Base):
    """What somebody complained of, under which promise, and what the shop found, decided, paid and answered.

    Once ``erased_on`` is set only number, days and outcome are left, and nothing can be written to it any more.
    """

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    outsider_name: Mapped[str] = mapped_column(Text, default="")
    outsider_phone: Mapped[str] = mapped_column(Text, default="")
    outsider_email: Mapped[str] = mapped_column(Text, default="")
    outsider_address: Mapped[str] = mapped_column(Text, default="")
    outsider_delete_on: Mapped[date | None] = mapped_column(index=True)
    erased_on: Mapped[date | None]
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    received_on: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    category: Mapped[ComplaintCategory] = mapped_column(choice(ComplaintCategory))
    subject: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ComplaintState] = mapped_column(choice(ComplaintState), index=True)
    evidence_complete_on: Mapped[date | None]
    missing_evidence: Mapped[str] = mapped_column(Text, default="")
    checking_began_on: Mapped[date | None]
    data_status: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    remedy: Mapped[str] = mapped_column(Text, default="")
    security_firm: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    joint_liability: Mapped[bool] = mapped_column(default=False)
    claimed: Mapped[int] = mapped_column(default=0)
    proven: Mapped[int] = mapped_column(default=0)
    agreed: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]
    fault: Mapped[list[FaultShare]] = relationship(cascade="all, delete-orphan", order_by="FaultShare.id")
    payments: Mapped[list[Payment]] = relationship(cascade="all, delete-orphan", order_by="Payment.paid_on", lazy="selectin")
    letters: Mapped[list[Letter]] = relationship(cascade="all, delete-orphan", order_by="Letter.id", lazy="selectin")
    policy: Mapped[PolicyVersion] = relationship(lazy="selectin")

    def about(self) -> str:
        """What it is about, in the words for the letter; the category's own words where the owner wrote none."""
        if self.subject:
            return self.subject
        words = label(self.category)
        return words[:1].lower() + words[1:]

    # ---- clocks -----------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a reply is still owed."""
        return self.state in OPEN_STATES

    @property
    def keeps_data(self) -> bool:
        """Whether the complainant's data has to stay: a reply is owed, or a sum that was agreed."""
        return self.is_open or (self.state is not ComplaintState.WITHDRAWN and self.unpaid() > 0)

    def sent_replies(self) -> list[Letter]:
        """Replies that the complainant has, the first one first; an answer that was corrected has several."""
        return [letter for letter in self.letters if letter.kind is LetterKind.REPLY and letter.sent_on]

    def first_answered_on(self) -> date | None:
        """The day by which the promise is judged; a later letter does not make a kept promise a broken one."""
        return min((letter.sent_on for letter in self.sent_replies() if letter.sent_on), default=None)

    def ended_on(self) -> date:
        """The day from which a file that is kept for a time is kept."""
        sent = [letter.sent_on for letter in self.sent_replies() if letter.sent_on]
        return self.closed_on or max(sent, default=self.received_on)

    def clock_start(self) -> date | None:
        """The day the promise runs from; None while the policy waits for evidence that is not in."""
        if self.policy.complaint_start is not ClockStart.RECEIPT_AND_EVIDENCE:
            return self.received_on
        return max(self.received_on, self.evidence_complete_on) if self.evidence_complete_on else None

    def reply_deadline(self, calendar: WorkingCalendar) -> Deadline | None:
        """When the result is promised at the latest; None while the clock has not started."""
        start = self.clock_start()
        return count(self.policy.complaint_limit(), start, calendar) if start else None

    def legal_reply_deadline(self, limit: TimeLimit | None, calendar: WorkingCalendar) -> Deadline | None:
        """When the law wants the result, where it sets a limit of its own."""
        return count(limit, self.received_on, calendar) if limit else None

    def acknowledgement_deadline(self, limit: TimeLimit, calendar: WorkingCalendar) -> Deadline:
        """When the law wants the receipt confirmed (Consumer Law 19/2023/QH15 Art 31.2 by default)."""
        return count(limit, self.received_on, calendar)

    # ---- states ------------------------------------------------------------------------------------------------

    def move(self, target: ComplaintState, on: date) -> None:
        """Change the state, or say in words what is missing."""
        self.require_not_erased()
        if target not in TRANSITIONS[self.state]:
            raise UserError(
                _("A complaint that is “{now}” cannot become “{then}”.").format(now=label(self.state), then=label(target))
            )
        guards = {State.DECIDED: self.require_whole, State.REPLIED: self._guard_replied, State.CLOSED: self._guard_closed}
        if target in guards:
            guards[target]()
        self.state = target
        if target is State.INVESTIGATING:
            self.checking_began_on = self.checking_began_on or on
            self.closed_on = None
        if target in (State.CLOSED, State.WITHDRAWN):
            self.closed_on = on
        if target is State.DECIDED:
            self.decided_on = on

    def require_not_erased(self) -> None:
        """Refuse to write anything onto what is left of an erased file."""
        if self.erased_on is not None:
            raise UserError(
                _("The data in this complaint was erased on {day}; nothing can be added to it.").format(
                    day=day_text(self.erased_on)
                )
            )

    def missing_findings(self) -> list[str]:
        """Names of the findings still empty."""
        return [field for field in ("data_status", "cause", "remedy") if not getattr(self, field).strip()]

    def require_whole(self) -> None:
        """Refuse a decision without findings, with shares that do not make 100, or with sums that do not follow."""
        if missing := self.missing_findings():
            raise UserError(
                _("Before deciding, write what was found: the state of the data, the cause and the remedy."), missing[0]
            )
        parts = [share.as_part() for share in self.fault]
        check_fault(parts)
        check_sums(self.claimed, self.proven, self.agreed, parts, self.joint_liability)

    def _guard_replied(self) -> None:
        sent = [letter.sent_on for letter in self.sent_replies() if letter.sent_on]
        if not sent or (self.decided_on and max(sent) < self.decided_on):
            raise UserError(_("The reply has not been handed over or sent yet."))

    def _guard_closed(self) -> None:
        if self.unpaid() > 0:
            raise UserError(_("The agreed sum has not been paid yet: record the payment first."))

    # ---- money ---------------------------------------------------------------------------------------------------

    def paid(self) -> int:
        """Đồng paid so far."""
        return sum(payment.amount for payment in self.payments)

    def unpaid(self) -> int:
        """Đồng agreed and not yet paid."""
        return max(0, self.agreed - self.paid())

    def unsent_reply(self) -> Letter | None:
        """A reply that was made and not yet sent: it may still be made anew."""
        return next((letter for letter in self.letters if letter.kind is LetterKind.REPLY and letter.sent_on is None), None)


class FaultShare(Base):
    """One party's part of the fault."""

    __tablename__ = "fault_share"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"), index=True)
    party: Mapped[FaultParty] = mapped_column(choice(FaultParty))
    name: Mapped[str] = mapped_column(Text, default="")
    percent: Mapped[int]

    def as_part(self) -> FaultPart:
        """The plain value that rules are written for."""
        return FaultPart(self.party, self.percent, self.name)


class Payment(Base):
    """A sum that went to the complainant, with the signed receipt where there is one."""

    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"), index=True)
    paid_on: Mapped[date]
    amount: Mapped[int]
    means: Mapped[PaymentMeans] = mapped_column(choice(PaymentMeans))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))


class ComplaintEvent(Base):
    """A step of a complaint, for the page's own history."""

    __tablename__ = "complaint_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    on_day: Mapped[date]
    actor: Mapped[str] = mapped_column(default="")
    action: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")


def check_fault(parts: Sequence[FaultPart]) -> None:
    """Nobody at fault (no part), or whole shares above 0 that make 100, each party once, a third party by name."""
    if not parts:
        return
    if any(part.percent < 1 for part in parts):
        raise UserError(_("Each share is a whole number from 1 to 100."), "fault")
    if (total := sum(part.percent for part in parts)) != 100:
        raise UserError(_("The shares make {total} %; together they must make 100 %.").format(total=total), "fault")
    if any(part.party is FaultParty.THIRD_PARTY and not part.name for part in parts):
        raise UserError(_("Write the name of the third party."), "fault")
    named = [(part.party, part.name.casefold()) for part in parts]
    if len(set(named)) < len(named):
        raise UserError(_("Each party stands in the list once."), "fault")


def check_sums(claimed: int, proven: int, agreed: int, parts: Sequence[FaultPart], joint: bool) -> None:
    """Compensation needs the shop's fault (O'PETIT 7, Partyshop 8); no sum is negative or absurd; joint liability needs company."""
    check_range(claimed=claimed, proven=proven, agreed=agreed)
    shop = any(part.party is FaultParty.SHOP for part in parts)
    if agreed and not shop:
        raise UserError(
            _("A compensation needs a fault of the shop. Put the shop among those at fault, or set the agreed sum to 0."),
            "agreed",
        )
    if joint and not (shop and any(part.party is FaultParty.THIRD_PARTY for part in parts)):
        raise UserError(_("Joint liability needs the shop and a third party among those at fault."), "fault")


def check_range(**sums: int) -> None:
    """Refuse a sum that is negative or absurd, naming its field."""
    for field, amount in sums.items():
        if not 0 <= amount <= LARGEST_SUM:
            raise UserError(_("A sum lies between 0 and 999.999.999.999 đồng."), field)


def owed(proven: int, parts: Sequence[FaultPart], joint: bool) -> int:
    """What follows from the proven damage: less the customer's own share; jointly liable, the shop answers for all the rest."""
    shares = {party: sum(part.percent for part in parts if part.party is party) for party in FaultParty}
    percent = 100 - shares[FaultParty.CUSTOMER] if joint and shares[FaultParty.SHOP] else shares[FaultParty.SHOP]
    return proven * percent // 100
