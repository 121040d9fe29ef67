"""The clock of the computer, doubted when it has gone back or jumped ahead: nothing is deleted until the owner confirms the date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import local_day, long_day
from desktop.services.office import Office, put_setting, setting

MOST_BACK = timedelta(hours=1)
MOST_AHEAD = timedelta(days=7)
_SEEN = "clock.seen"


class ClockInDoubt(UserError):
    """The date has to be confirmed before anything is deleted."""


class ClockGuard:
    """Notices a clock that jumped and lets the owner confirm the date."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def doubt(self) -> str:
        """Why the date has to be confirmed, in a sentence; empty where the clock is to be trusted."""
        with self._office.reading() as session:
            return doubt(session, self._office.now())

    def confirm(self) -> None:
        """The owner has looked at the date and it is right."""
        with self._office.writing() as work:
            put_setting(work, _SEEN, work.now.isoformat())

    def note_time(self) -> None:
        """Once a day remember that the clock was here, unless it is in doubt; called at start and while the program runs."""
        now = self._office.now()
        with self._office.reading() as session:
            seen = _seen(session)
            if doubt(session, now) or (seen is not None and local_day(seen) == local_day(now)):
                return
        with self._office.writing() as work:
            put_setting(work, _SEEN, now.isoformat())


def doubt(session: Session, now: datetime) -> str:
    """Compared with the last time at which the clock was trusted."""
    seen = _seen(session)
    if seen is None or -MOST_BACK <= now - seen <= MOST_AHEAD:
        return ""
    if now < seen:
        text = _(
            "The computer's clock has gone back: it says {now}, and was at {seen} before. Confirm the date before anything is deleted."
        )
    else:
        text = _(
            "The computer's clock says {now}; the program was last open on {seen}. Confirm the date before anything is deleted."
        )
    return text.format(now=long_day(local_day(now)), seen=long_day(local_day(seen)))


def require_sure_clock(session: Session, now: datetime) -> None:
    """Refuse with ClockInDoubt what must not happen by a wrong date."""
    if sentence := doubt(session, now):
        raise ClockInDoubt(sentence)


def last_trusted(session: Session) -> date | None:
    """The last day on which the clock was trusted; None in a new shop."""
    seen = _seen(session)
    return local_day(seen) if seen else None


def _seen(session: Session) -> datetime | None:
    text = setting(session, _SEEN, "")
    return datetime.fromisoformat(text) if text else None
