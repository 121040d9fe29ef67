"""After a restore over data that could not be read: what customers took back since the backup is not known until she has looked."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.services.office import setting

UNCHECKED = "restore.unchecked"  # since which day, as a note of the shop


def unchecked_since(session: Session) -> date | None:
    """Since which day it is not known; None where all is."""
    written = setting(session, UNCHECKED, "")
    return date.fromisoformat(written) if written else None


def require_checked(session: Session) -> None:
    """Nobody is written to, and nothing is given away on a consent that may have been withdrawn. Raises UserError."""
    if (since := unchecked_since(session)) is not None:
        text = _(
            "The data from before the restore could not be read: who withdrew, refused or restricted something since {day} is not known. "
            "Enter it from your papers, then confirm it in Settings, Copies and lock."
        )
        raise UserError(text.format(day=day_text(since)))
