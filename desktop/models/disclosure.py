"""Who was told what about whom, when, why and on what ground. Entries are never edited: a wrong one is voided with a reason."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.base import Base, choice
from desktop.models.choices import DisclosureFinding, LegalBasis, NoticeMeans, SheetFormat


class Disclosure(Base):
    """One recipient told some fields about one customer. ``fields`` are codes separated by spaces."""

    __tablename__ = "disclosure"
    __table_args__ = (
        Index("ix_disclosure_day", "disclosed_on", "id"),
        Index("ix_disclosure_notice", "wants_notice", "notified_on"),
        Index("ix_disclosure_without_consent", "basis", sqlite_where=text("consent_id IS NULL AND voided_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipient.id"), index=True)
    manifest_id: Mapped[int | None] = mapped_column(ForeignKey("manifest.id"), index=True)
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    disclosed_on: Mapped[date]
    fields: Mapped[str] = mapped_column(Text)
    order_reference: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text)
    basis: Mapped[LegalBasis] = mapped_column(choice(LegalBasis))
    citation: Mapped[str] = mapped_column(Text, default="")
    letter_number: Mapped[str] = mapped_column(Text, default="")
    letter_dated: Mapped[date | None]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    wants_notice: Mapped[bool] = mapped_column(default=False)
    notified_on: Mapped[date | None]
    notified_by: Mapped[NoticeMeans | None] = mapped_column(choice(NoticeMeans))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(default="")

    def field_codes(self) -> frozenset[str]:
        """The fields as a set."""
        return frozenset(self.fields.split())

    @property
    def is_void(self) -> bool:
        """Whether the entry was taken back."""
        return self.voided_at is not None

    @property
    def misses_notice(self) -> bool:
        """Whether the customer still has to be told."""
        return self.wants_notice and self.notified_on is None and not self.is_void

    def void(self, reason: str, now: datetime) -> None:
        """Take the entry back; it stays readable with its reason."""
        if self.is_void:
            raise UserError(_("This entry was voided already."))
        if not reason:
            raise UserError(_("Say why this entry is wrong."), "void_reason")
        self.voided_at, self.void_reason = now, reason

    def tell(self, on: date, by: NoticeMeans, today: date) -> None:
        """The customer was told of it."""
        if self.is_void:
            raise UserError(_("This entry was voided; there is nothing to tell."))
        if on > today:
            raise UserError(_("This day lies in the future."), "notified_on")
        if by is not NoticeMeans.AT_ORDER and on < self.disclosed_on:
            text = _("The data was given on {day}; a notice before that day is one made with the order.")
            raise UserError(text.format(day=day_text(self.disclosed_on)), "notified_on")
        self.notified_on, self.notified_by = on, by


class Manifest(Base):
    """A carrier's file as it was made: bytes and disclosures are committed together, the file on disk is written from them."""

    __tablename__ = "manifest"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipient.id"))
    ship_on: Mapped[date]
    format: Mapped[SheetFormat] = mapped_column(choice(SheetFormat))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    parcels: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    not_sent_at: Mapped[datetime | None]


class RecipientTask(Base):
    """A recipient who still holds what the shop has corrected or erased, and has to be told.

    ``fields`` are codes; ``since`` is the day of the last change; the letter keeps its number when it is made anew.
    """

    __tablename__ = "recipient_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipient.id"))
    fields: Mapped[str] = mapped_column(Text)
    since: Mapped[date]
    letter_number: Mapped[str] = mapped_column(Text, default="")
    told_on: Mapped[date | None] = mapped_column(index=True)

    def field_codes(self) -> frozenset[str]:
        """The fields as a set."""
        return frozenset(self.fields.split())


class ComplaintDisclosure(Base):
    """A disclosure complained of, and what checking has shown about it."""

    __tablename__ = "complaint_disclosure"
    __table_args__ = (UniqueConstraint("complaint_id", "disclosure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"), index=True)
    finding: Mapped[DisclosureFinding] = mapped_column(choice(DisclosureFinding), default=DisclosureFinding.UNKNOWN)
    confirmed_on: Mapped[date | None]
