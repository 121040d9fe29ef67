"""Backups that were made: when, where, and whether they are gone, so that a certificate can say how long older data lives on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class BackupCopy(Base):
    """A backup. ``is_automatic``: kept beside the data and removed by the program; others lie where the owner put them.

    ``place`` is the folder as it was called when it was made; ``gone_on`` the day it was removed, or the owner said so.
    ``keep_until``: the day on which an automatic one goes, as certificates said it; a longer setting later does not move it.
    """

    __tablename__ = "backup_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    is_automatic: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(Text)
    log_number: Mapped[int] = mapped_column(default=0)
    keep_until: Mapped[date | None]
    gone_on: Mapped[date | None] = mapped_column(index=True)
