"""The owner's own looks after clauses that no setting proves: the last one counts, for half a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.deadlines import add_months
from desktop.models.promise import ClauseCheck
from desktop.models.shop import StaffMember

LOOK_EVERY = 6  # months: after that the owner is reminded to look again


@dataclass(frozen=True)
class LastCheck:
    """The last look after a clause: when, by whom, whether it was kept, and what was noted."""

    on: date
    by: str
    is_kept: bool
    note: str

    def is_old(self, today: date) -> bool:
        """Whether it is time to look again."""
        return add_months(self.on, LOOK_EVERY) <= today


def last_checks(session: Session) -> dict[str, LastCheck]:
    """The newest look after each clause; of two on one day the later recorded one."""
    staff = {member.public_id: member.name for member in session.scalars(select(StaffMember))}
    rows = session.scalars(select(ClauseCheck).order_by(ClauseCheck.checked_on, ClauseCheck.id))
    return {row.clause: LastCheck(row.checked_on, staff.get(row.actor, ""), row.is_kept, row.note) for row in rows}
