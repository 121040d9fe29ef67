"""A breach: what happened, whom it touched, which authorities have to hear of it by when, and what was told to whom.

Clocks run in hours from the moment of notice (72 hours: Personal Data Law 91/2025/QH15 Art 23.1; 24 hours where a system was
attacked: consumer law). Each authority carries its own limit, so that the owner can change it for this incident.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from desktop.errors import UserError
from desktop.i18n import Words, day_text, moment_text
from desktop.i18n import gettext as _
from desktop.models.base import Base, choice
from desktop.models.choices import ClockStart, Delivery, TellingMeans, TimeUnit
from desktop.models.deadlines import Deadline, TimeLimit, count_hours

LONGEST_HOURS = 720


class Incident(Base):
    """One breach. ``fields`` are codes separated by spaces; ``people`` is the shop's own count where not everybody is named.

    ``nobody_told``: why no customer has to be told. Open until ``closed_on``; a closed one may be opened again.
    """

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str] = mapped_column(Text)
    happened: Mapped[str] = mapped_column(Text, default="")
    happened_at: Mapped[datetime | None]
    noticed_at: Mapped[datetime] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    is_attack: Mapped[bool] = mapped_column(default=False)
    fields: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[int] = mapped_column(default=0)
    harm: Mapped[str] = mapped_column(Text, default="")
    measures: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(Text, default="")
    nobody_told: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None] = mapped_column(index=True)
    authorities: Mapped[list[IncidentAuthority]] = relationship(
        cascade="all, delete-orphan", order_by="IncidentAuthority.id", lazy="selectin"
    )

    @property
    def is_open(self) -> bool:
        """Whether it is still being dealt with."""
        return self.closed_on is None

    def field_codes(self) -> frozenset[str]:
        """The kinds of data as a set."""
        return frozenset(self.fields.split())

    def require_open(self) -> None:
        """Refuse a step on a closed incident."""
        if self.closed_on is not None:
            raise UserError(_("This incident was closed on {day}. Open it again first.").format(day=day_text(self.closed_on)))

    def check_moments(self, now: datetime) -> None:
        """Nothing is noticed before it happened, nor in the future."""
        if self.noticed_at > now:
            raise UserError(_("This moment lies in the future."), "noticed_at")
        if self.happened_at is not None and self.happened_at > self.noticed_at:
            text = _("It cannot have been noticed before it happened ({moment}).")
            raise UserError(text.format(moment=moment_text(self.happened_at)), "noticed_at")

    def close(self, on: date, untold: int) -> None:
        """Put it in the file: letters are sent or dropped, members told or a reason written down, cause and lesson named."""
        self.require_open()
        for field in ("cause", "lesson"):
            if not getattr(self, field):
                raise UserError(_("Before closing, write the cause and what the shop has learned."), field)
        if waiting := [authority.name for authority in self.authorities if authority.is_owed]:
            raise UserError(
                _("Not told yet: {names}. Mark the letter as sent, or write why it need not be told.").format(
                    names=", ".join(waiting)
                )
            )
        if untold and not self.nobody_told:
            raise UserError(_("Not all customers have been told. Tell them, or write down why they need not be."), "nobody_told")
        self.closed_on = on


class IncidentAuthority(Base):
    """An authority that has to be told, within ``hours`` from the notice (0: no limit), under ``law``; with its letter as made.

    ``late_reason`` goes into a letter that is late. The contact is the authority's, never a customer's. ``omitted_on``: it need not be
    told of this incident, for ``omitted_reason``.
    """

    __tablename__ = "incident_authority"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[int] = mapped_column(default=0)
    law: Mapped[str] = mapped_column(Text, default="")
    late_reason: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[str] = mapped_column(Text, default="")
    dated: Mapped[date | None]
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    sent_by: Mapped[Delivery | None] = mapped_column(choice(Delivery))
    omitted_on: Mapped[date | None]
    omitted_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_owed(self) -> bool:
        """Whether it still has to be told."""
        return self.sent_at is None and self.omitted_on is None

    def deadline(self, noticed_at: datetime) -> Deadline | None:
        """To the minute; None where no limit is set."""
        if not self.hours:
            return None
        source = Words(self.law, self.law)
        return count_hours(TimeLimit(self.hours, TimeUnit.HOURS, ClockStart.DISCOVERY, source, by_law=True), noticed_at)

    def is_late(self, noticed_at: datetime, now: datetime) -> bool:
        """Whether it was told too late, or has not been told in time."""
        deadline = self.deadline(noticed_at)
        return deadline is not None and (self.sent_at or now) > deadline.due


class IncidentMember(Base):
    """A customer whose data the incident touched. Once the customer is erased only the telling is left (``customer_id`` None).

    ``failed_on``: what was sent came back; the customer has to be reached another way. ``letter_number``: of the letter made for them.
    """

    __tablename__ = "incident_member"
    __table_args__ = (Index("uq_incident_member_person", "incident_id", "customer_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    told_on: Mapped[date | None] = mapped_column(index=True)
    told_by: Mapped[TellingMeans | None] = mapped_column(choice(TellingMeans))
    failed_on: Mapped[date | None]
    letter_number: Mapped[str] = mapped_column(Text, default="")


class IncidentEvent(Base):
    """A step of an incident, for the page's own history."""

    __tablename__ = "incident_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(default="")
    action: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
