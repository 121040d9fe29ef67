"""What customers ask of their own data: its states, its clocks, who it was that asked, and why the shop may refuse.

The clocks are the law's (Decree 356/2025 Art 5): acknowledged, done, extended once with notice. Waiting for the customer stops them.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.base import Base, choice
from desktop.models.choices import (
    OPEN_REQUESTS,
    Channel,
    IdentityCheck,
    RequestKind,
    RequestRefusal,
    RequestState,
    TellingMeans,
    label,
)
from desktop.models.deadlines import Deadline, Pause, TimeLimit, count
from desktop.models.letter import RequestLetter
from desktop.models.working_days import ONE_DAY, WorkingCalendar

Kind, State = RequestKind, RequestState
TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    State.RECEIVED: frozenset({State.IN_PROGRESS, State.WAITING, State.DONE, State.REFUSED, State.TAKEN_BACK}),
    State.IN_PROGRESS: frozenset({State.WAITING, State.DONE, State.REFUSED, State.TAKEN_BACK}),
    State.WAITING: frozenset({State.IN_PROGRESS, State.REFUSED, State.TAKEN_BACK}),
    State.DONE: frozenset(),
    State.REFUSED: frozenset({State.IN_PROGRESS}),
    State.TAKEN_BACK: frozenset(),
}
ACKNOWLEDGING, ANSWERING, STOPPING, DELETING = "request_acknowledged", "request_answer", "request_stop", "request_delete"
WITH_OTHERS = "_with_others"
_CLOCKS = {
    Kind.QUESTION: ANSWERING,
    Kind.VIEW: ANSWERING,
    Kind.COPY: ANSWERING,
    Kind.CORRECT: ANSWERING,
    Kind.DELETE: DELETING,
    Kind.RESTRICT: STOPPING,
    Kind.WITHDRAW: STOPPING,
    Kind.OBJECT: STOPPING,
}
CLOCK_CODES = (ACKNOWLEDGING, *(code + more for code in (ANSWERING, DELETING, STOPPING) for more in ("", WITH_OTHERS)))


class RightsRequest(Base):
    """A request, by the customer or by somebody on their behalf (``on_behalf`` with their ``authority``).

    ``customer_id`` is None for somebody who is not in the register, and once the customer was erased; then only number, kind, days
    and outcome are left (``erased_on``). ``topics``: codes, for a withdrawal or an objection; ``wanted``: JSON of the fields to be
    corrected; ``involves_others``: a processor or a recipient has to take part, and the law gives more time.
    """

    __tablename__ = "rights_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    outsider_name: Mapped[str] = mapped_column(Text, default="")
    outsider_phone: Mapped[str] = mapped_column(Text, default="")
    outsider_email: Mapped[str] = mapped_column(Text, default="")
    outsider_address: Mapped[str] = mapped_column(Text, default="")
    outsider_delete_on: Mapped[date | None] = mapped_column(index=True)
    on_behalf: Mapped[str] = mapped_column(Text, default="")
    authority: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[RequestKind] = mapped_column(choice(RequestKind))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    text: Mapped[str] = mapped_column(Text, default="")
    topics: Mapped[str] = mapped_column(Text, default="")
    wanted: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RequestState] = mapped_column(choice(RequestState), index=True)
    received_on: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    involves_others: Mapped[bool] = mapped_column(default=False)
    acknowledged_on: Mapped[date | None]
    identity_check: Mapped[IdentityCheck | None] = mapped_column(choice(IdentityCheck))
    identity_checked_on: Mapped[date | None]
    identity_checked_by: Mapped[str] = mapped_column(default="")
    extended_on: Mapped[date | None]
    extension_reason: Mapped[str] = mapped_column(Text, default="")
    refusal: Mapped[RequestRefusal | None] = mapped_column(choice(RequestRefusal))
    refusal_reason: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]
    told_on: Mapped[date | None]
    told_by: Mapped[TellingMeans | None] = mapped_column(choice(TellingMeans))
    extension_told_on: Mapped[date | None]
    extension_told_by: Mapped[TellingMeans | None] = mapped_column(choice(TellingMeans))
    erased_on: Mapped[date | None]
    pauses: Mapped[list[RequestPause]] = relationship(cascade="all, delete-orphan", order_by="RequestPause.id", lazy="selectin")
    letters: Mapped[list[RequestLetter]] = relationship(
        cascade="all, delete-orphan", order_by="RequestLetter.id", lazy="selectin"
    )

    # ---- clocks ---------------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.state in OPEN_REQUESTS

    @property
    def owes_telling(self) -> bool:
        """Whether it has ended and the customer has not been told how."""
        ended = self.state in (State.DONE, State.REFUSED)
        return ended and self.told_on is None and self.erased_on is None

    @property
    def owes_extension_notice(self) -> bool:
        """Whether more time was taken and the customer does not know."""
        return self.is_open and self.extended_on is not None and self.extension_told_on is None

    @property
    def owes_question(self) -> bool:
        """Whether the customer still has to be asked what the shop wants to know: no clock stands still before."""
        return self.state is State.WAITING and not (self.pauses and self.pauses[-1].until is None)

    def clock_code(self) -> str:
        """Which limit of the law counts."""
        return _CLOCKS[self.kind] + (WITH_OTHERS if self.involves_others else "")

    def acknowledgement(self, limit: TimeLimit, calendar: WorkingCalendar) -> Deadline:
        """When the customer has to be told that it came in."""
        return count(limit, self.received_on, calendar)

    def deadline(self, limit: TimeLimit, calendar: WorkingCalendar, on: date) -> Deadline:
        """When it has to be done. Days on which the shop waited for the customer do not count, an open wait up to ``on``."""
        pauses = [Pause(pause.since, pause.until) for pause in self.pauses] if limit.may_pause else []
        is_extended = self.extended_on is not None and limit.extension > 0
        return count(limit, self.received_on, calendar, pauses=pauses, extended=is_extended, on=on)

    # ---- states ---------------------------------------------------------------------------------------------------------

    def require_not_erased(self) -> None:
        """Refuse to write anything onto what is left of an erased request."""
        if self.erased_on is not None:
            text = _("The data in this request was erased on {day}; nothing can be added to it.")
            raise UserError(text.format(day=day_text(self.erased_on)))

    def require_open(self) -> None:
        """Refuse a step on a request that has ended."""
        self.require_not_erased()
        if not self.is_open:
            raise UserError(_("This request has ended: {state}.").format(state=label(self.state).lower()))

    def require_identity(self) -> None:
        """Nothing about a person's data is done before it is certain who asks; a question about the shop's terms needs nobody's name."""
        if self.kind is not Kind.QUESTION and self.identity_check is None:
            raise UserError(_("Record first how it was made sure who asks."), "identity_check")

    def move(self, target: RequestState, on: date) -> None:
        """Change the state, or say why not; the wait ends with the day before the request goes on."""
        self.require_not_erased()
        if target not in TRANSITIONS[self.state]:
            text = _("A request that is “{now}” cannot become “{then}”.")
            raise UserError(text.format(now=label(self.state), then=label(target)))
        if target is State.DONE:
            self.require_identity()
        self._end_wait(on)
        self.state = target
        self.ended_on = None if target in OPEN_REQUESTS else on
        if target in OPEN_REQUESTS:
            self.told_on = self.told_by = None

    def asked(self, on: date) -> None:
        """The customer was asked: from the day after on the clock stands still."""
        if self.owes_question:
            self.pauses.append(RequestPause(since=on + ONE_DAY))

    def tell(self, on: date, by: TellingMeans, today: date) -> None:
        """The customer was told how it ended, or that more time is needed."""
        since = self.ended_on if self.owes_telling else self.extended_on
        if not (self.owes_telling or self.owes_extension_notice) or since is None:
            raise UserError(_("There is nothing to tell the customer about this request now."))
        if on > today:
            raise UserError(_("This day lies in the future."), "told_on")
        if on < since:
            raise UserError(_("That was decided only on {day}.").format(day=day_text(since)), "told_on")
        if self.owes_telling:
            self.told_on, self.told_by = on, by
        else:
            self.extension_told_on, self.extension_told_by = on, by

    def _end_wait(self, on: date) -> None:
        """The day of asking and the day of the answer are days of the shop's own."""
        if self.pauses and self.pauses[-1].until is None:
            last, before = self.pauses[-1], on - ONE_DAY
            last.until = before
            if before < last.since:
                self.pauses.remove(last)

    def extend(self, reason: str, on: date, limit: TimeLimit) -> None:
        """More time, once and with a reason that the customer is told."""
        self.require_open()
        if not limit.extension:
            raise UserError(_("The law allows no more time for this kind of request."))
        if self.extended_on is not None:
            raise UserError(_("The time was extended on {day}; it can be extended once.").format(day=day_text(self.extended_on)))
        if not reason:
            raise UserError(_("Write why more time is needed; the letter says it."), "extension_reason")
        self.extended_on, self.extension_reason = on, reason

    def refuse(self, code: RequestRefusal, reason: str, on: date) -> None:
        """Say no, with a code for the register and words for the letter."""
        if not reason:
            raise UserError(_("Write in a sentence why; the letter says it."), "refusal_reason")
        self.move(State.REFUSED, on)
        self.refusal, self.refusal_reason = code, reason

    def check_identity(self, how: IdentityCheck, on: date, by: str, today: date) -> None:
        """Who asks is certain from a day on."""
        self.require_open()
        if on > today:
            raise UserError(_("This day lies in the future."), "identity_checked_on")
        if on < self.received_on:
            text = _("The request came in only on {day}.")
            raise UserError(text.format(day=day_text(self.received_on)), "identity_checked_on")
        if how is IdentityCheck.AUTHORITY and not self.on_behalf:
            raise UserError(_("Nobody asks on the customer's behalf; choose how the customer was recognised."), "identity_check")
        if self.on_behalf and how is not IdentityCheck.AUTHORITY:
            text = _("{name} asks on the customer's behalf: the paper of authority has to be seen.")
            raise UserError(text.format(name=self.on_behalf), "identity_check")
        if how not in ways_to_recognise(self.channel, on_behalf=bool(self.on_behalf)):
            raise UserError(_("Nobody can be recognised like this who asks that way."), "identity_check")
        self.identity_check, self.identity_checked_on, self.identity_checked_by = how, on, by


def ways_to_recognise(channel: Channel, *, on_behalf: bool) -> tuple[IdentityCheck, ...]:
    """How somebody who asks this way can be recognised: a face is known only at the counter."""
    if on_behalf:
        return (IdentityCheck.AUTHORITY,)
    at_counter = (IdentityCheck.KNOWN,) if channel is Channel.COUNTER else ()
    return (*at_counter, *(how for how in IdentityCheck if how not in (IdentityCheck.KNOWN, IdentityCheck.AUTHORITY)))


class RequestPause(Base):
    """Days on which the shop waited for the customer, both ends included; ``until`` None while it waits."""

    __tablename__ = "request_pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("rights_request.id", ondelete="CASCADE"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]


class RequestEvent(Base):
    """A step of a request, for the page's own history."""

    __tablename__ = "request_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("rights_request.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    on_day: Mapped[date]
    actor: Mapped[str] = mapped_column(default="")
    action: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
