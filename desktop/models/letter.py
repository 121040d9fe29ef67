"""Papers as they went out, byte for byte, and the shop's own wording."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from desktop.models.base import Base, choice
from desktop.models.choices import Delivery, LetterKind


class Letter(Base):
    """A numbered paper of a complaint. Once sent it is kept as sent; a correction is a second letter.

    ``is_stale``: the decision changed after it was made, so it must be made anew before it goes out.
    """

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind))
    number: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="vi")
    dated: Mapped[date]
    issued_at: Mapped[datetime]
    audit_number: Mapped[int]
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    is_stale: Mapped[bool] = mapped_column(default=False)
    sent_on: Mapped[date | None]
    sent_by: Mapped[Delivery | None] = mapped_column(choice(Delivery))


class RequestLetter(Base):
    """A numbered paper of a request. Once sent it is kept as sent; until then it may be made anew under its number."""

    __tablename__ = "request_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("rights_request.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind))
    number: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="vi")
    dated: Mapped[date]
    issued_at: Mapped[datetime]
    audit_number: Mapped[int]
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    sent_on: Mapped[date | None]
    sent_by: Mapped[Delivery | None] = mapped_column(choice(Delivery))


class LetterBlock(Base):
    """The shop's own wording of one block of a letter, in place of the one that ships."""

    __tablename__ = "letter_block"

    kind: Mapped[str] = mapped_column(primary_key=True)
    block: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
