"""What ties the published policy to the shop's doing: the text as it was published, and what the owner checked with her own eyes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class PublishedPolicy(Base):
    """A text that customers can read. Never edited: what is published next is a row of its own.

    ``is_pasted``: the shop's own text, put in by the owner; otherwise the program made it from the rules of ``policy_version_id``.
    ``text`` is Vietnamese plain text; ``facts`` JSON of what the text says, by clause, as it was read or made.
    """

    __tablename__ = "published_policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"), index=True)
    published_on: Mapped[date]
    recorded_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(default="")
    is_pasted: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text, default="{}")


class ClauseCheck(Base):
    """The owner looked after a clause that no setting can prove (``is_kept``: and found it kept). A new look is a new row."""

    __tablename__ = "clause_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    clause: Mapped[str] = mapped_column(index=True)
    checked_on: Mapped[date]
    recorded_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(default="")
    is_kept: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")
