"""The morning page: what nobody has begun, what is late, due today, due this week, and what was agreed and not yet paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.models.choices import ComplaintState
from desktop.services.complaint_views import ComplaintRow, Task, TaskKind
from desktop.services.complaints import Complaints
from desktop.services.consents import Consents
from desktop.services.disclosures import Disclosures
from desktop.services.manifests import Manifests
from desktop.services.office import Office, put_setting, setting
from desktop.services.recipient_tasks import RecipientTasks

_SEEN = "dashboard.last_seen"


@dataclass(frozen=True)
class Item:
    """One thing to do about one complaint."""

    row: ComplaintRow
    task: Task


@dataclass(frozen=True)
class Morning:
    """The morning page. ``absent_since`` is the day the program was last looked at, when that was before yesterday."""

    today: date
    not_begun: tuple[Item, ...]
    late: tuple[Item, ...]
    due_today: tuple[Item, ...]
    this_week: tuple[Item, ...]
    later: tuple[Item, ...]
    awaiting_evidence: tuple[Item, ...]
    unpaid: tuple[Item, ...]
    absent_since: date | None

    @property
    def to_do_today(self) -> int:
        """How many things want doing today: late ones and those due today."""
        return len(self.late) + len(self.due_today)


@dataclass(frozen=True)
class Missing:
    """What consents and disclosures still want, as counts."""

    consents: int = 0
    notices: int = 0
    recipients: int = 0
    unsaved: int = 0


class Dashboard:
    """Reads the morning page."""

    def __init__(
        self,
        office: Office,
        complaints: Complaints,
        consents: Consents,
        disclosures: Disclosures,
        recipient_tasks: RecipientTasks,
        manifests: Manifests,
    ) -> None:
        self._office = office
        self._complaints = complaints
        self._consents = consents
        self._disclosures = disclosures
        self._recipient_tasks = recipient_tasks
        self._manifests = manifests

    def missing(self) -> Missing:
        """Consents, notices and letters that are missing, files that never reached the disk; reads all customers."""
        return Missing(
            self._consents.missing_needed(),
            self._disclosures.count_missing_notices(),
            self._recipient_tasks.count_open(),
            len(self._manifests.unsaved()),
        )

    def morning(self) -> Morning:
        """Everything sorted by how soon it is due."""
        today = self._office.today()
        rows = self._complaints.open_rows()
        items = [Item(row, task) for row in rows for task in row.tasks]
        timed = [item for item in items if item.task.deadline]
        timed.sort(key=lambda item: (item.task.deadline.target if item.task.deadline else today, item.row.id))
        groups: dict[str, list[Item]] = {"late": [], "today": [], "week": [], "later": []}
        for item in timed:
            groups[_group(item, today)].append(item)
        return Morning(
            today,
            tuple(Item(row, row.tasks[0]) for row in rows if _nobody_began(row)),
            tuple(groups["late"]),
            tuple(groups["today"]),
            tuple(groups["week"]),
            tuple(groups["later"]),
            tuple(item for item in items if item.task.kind is TaskKind.GET_EVIDENCE),
            tuple(item for item in items if item.task.kind is TaskKind.PAY),
            self._absent_since(today),
        )

    def note_visit(self) -> None:
        """Remember that the owner looked today."""
        today = self._office.today()
        with self._office.reading() as session:
            if setting(session, _SEEN, "") == f"{today:%Y-%m-%d}":
                return
        with self._office.writing() as work:
            put_setting(work, _SEEN, f"{today:%Y-%m-%d}")

    def _absent_since(self, today: date) -> date | None:
        with self._office.reading() as session:
            seen = setting(session, _SEEN, "")
        last = date.fromisoformat(seen) if seen else today
        return last if last < today - timedelta(days=1) else None


def _group(item: Item, today: date) -> str:
    deadline = item.task.deadline
    if deadline is None or deadline.target > today + timedelta(days=6 - today.weekday()):
        return "later"
    if deadline.is_late(today):
        return "late"
    return "today" if deadline.target <= today else "week"


def _nobody_began(row: ComplaintRow) -> bool:
    return row.state in (ComplaintState.RECEIVED, ComplaintState.AWAITING_EVIDENCE) and row.checking_began_on is None
