"""Which backups there are, asked by whoever has to say how long older data lives on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.i18n import day_text, local_day
from desktop.models.backup import BackupCopy
from desktop.services.office import setting

KEEP_DAYS, USUAL_DAYS = "backup.keep_days", 30


@dataclass(frozen=True)
class OlderCopies:
    """``until``: the day on which the last backup of the program that exists now is gone; ``elsewhere``: copies the owner has to destroy."""

    until: date | None
    elsewhere: tuple[str, ...]


def keep_days(session: Session) -> int:
    """How many days an automatic backup is kept."""
    return int(setting(session, KEEP_DAYS, str(USUAL_DAYS)))


def goes_on(copy: BackupCopy, days: int) -> date:
    """The day on which an automatic backup is removed: as was said when it was made, or sooner where it is kept for fewer days now."""
    usual = local_day(copy.made_at) + timedelta(days=days)
    return min(usual, copy.keep_until or usual)


def older_copies(session: Session, before: datetime) -> OlderCopies:
    """Backups made before a moment and not known to be gone; those elsewhere by their place and day."""
    older = (BackupCopy.gone_on.is_(None), BackupCopy.made_at < before)
    there = session.scalars(select(BackupCopy).where(*older).order_by(BackupCopy.made_at)).all()
    days = keep_days(session)
    until = max((goes_on(copy, days) for copy in there if copy.is_automatic), default=None)
    return OlderCopies(
        until, tuple(f"{copy.place} ({day_text(local_day(copy.made_at))})" for copy in there if not copy.is_automatic)
    )
