"""Whom the shop may tell something, by name: carriers, agencies, firms; what each may get, and the agreement with it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, choice
from desktop.models.choices import RecipientKind


class Recipient(Base):
    """A recipient. One that is no longer used is switched off, never removed: history names it.

    ``fields`` are codes separated by spaces; ``preset`` names the columns of a known carrier; ``columns`` are the owner's own
    names for them, one ``code=heading`` per line.
    """

    __tablename__ = "recipient"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[RecipientKind] = mapped_column(choice(RecipientKind))
    name: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)
    contact: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[str] = mapped_column(Text, default="name phone address")
    preset: Mapped[str] = mapped_column(default="")
    columns: Mapped[str] = mapped_column(Text, default="")
    agreed_from: Mapped[date | None]
    agreed_until: Mapped[date | None]
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    def field_codes(self) -> frozenset[str]:
        """The fields as a set."""
        return frozenset(self.fields.split())

    def agreement_ended(self, on: date) -> bool:
        """Whether the agreement that is on record has run out."""
        return self.agreed_until is not None and self.agreed_until < on
