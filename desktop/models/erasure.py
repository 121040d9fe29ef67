"""What is left when somebody's data is gone: that it was done, whom to tell, and numbers that point at nobody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, choice
from desktop.models.choices import LegalBasis


class Erasure(Base):
    """One confirmed act: how many people and complaint files it took, under which number it is certified.

    ``asked`` counts those who had asked for it; ``copies_until`` is the day on which the last older backup of the program goes.
    """

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    erased_at: Mapped[datetime]
    erased_by: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int] = mapped_column(default=0)
    complaint_files: Mapped[int] = mapped_column(default=0)
    stored_files: Mapped[int] = mapped_column(default=0)
    audit_number: Mapped[int] = mapped_column(default=0)
    copies_until: Mapped[date | None]


class ErasureNotice(Base):
    """A recipient who was given data of people erased since, and has to be told to delete it, too.

    ``letter_number``: of the letter with their names, made before they went; ``not_told_reason``: why none was needed.
    """

    __tablename__ = "erasure_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    erasure_id: Mapped[int] = mapped_column(ForeignKey("erasure.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipient.id"))
    people: Mapped[int] = mapped_column(default=0)
    told_on: Mapped[date | None] = mapped_column(index=True)
    letter_number: Mapped[str] = mapped_column(Text, default="")
    not_told_reason: Mapped[str] = mapped_column(Text, default="")


class AnonymousDisclosure(Base):
    """What is left of a disclosure about somebody erased: the day, the recipient, the kinds of data. Tied to nobody and to no other."""

    __tablename__ = "anonymous_disclosure"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("recipient.id"), index=True)
    disclosed_on: Mapped[date]
    fields: Mapped[str] = mapped_column(Text)
    basis: Mapped[LegalBasis] = mapped_column(choice(LegalBasis))
