"""The morning page: what nobody has begun, what is late, due today, due this week, and what was agreed and not yet paid.

Complaints, requests and incidents stand in one list: what counts is when something is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desktop.models.choices import ComplaintState
from desktop.services.complaint_views import ComplaintRow, Task, TaskKind
from desktop.services.complaints import Complaints
from desktop.services.consents import Consents
from desktop.services.disclosures import Disclosures
from desktop.services.holds import Holds
from desktop.services.incident_views import AuthorityRow, IncidentRow
from desktop.services.incidents import Incidents
from desktop.services.manifests import Manifests
from desktop.services.office import Office, put_setting, setting
from desktop.services.recipient_tasks import RecipientTasks
from desktop.services.request_views import RequestRow, RequestTask
from desktop.services.rights_requests import RightsRequests

_SEEN = "dashboard.last_seen"


class Area(StrEnum):
    """The register that a thing to do belongs to."""

    COMPLAINT = "complaint"
    REQUEST = "request"
    INCIDENT = "incident"


@dataclass(frozen=True)
class Item:
    """One thing to do about one complaint, request or incident; about an incident ``task`` is an authority to be told."""

    row: ComplaintRow | RequestRow | IncidentRow
    task: Task | RequestTask | AuthorityRow

    @property
    def area(self) -> Area:
        """Where it is done."""
        if isinstance(self.row, ComplaintRow):
            return Area.COMPLAINT
        return Area.REQUEST if isinstance(self.row, RequestRow) else Area.INCIDENT


@dataclass(frozen=True)
class Badge:
    """How many cases of a register are open, and whether one is ``late`` or due today (``soon``)."""

    count: int
    kind: str


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
    to_tell: tuple[Item, ...]
    now: datetime

    @property
    def to_do_today(self) -> int:
        """How many things want doing today: late ones and those due today."""
        return len(self.late) + len(self.due_today)

    def badge(self, area: Area) -> Badge:
        """What stands on a tab. A complaint that waits for money alone is answered, and not counted."""
        groups = (self.late, self.due_today, self.this_week, self.later, self.awaiting_evidence, self.to_tell)
        open_ids = {item.row.id for group in groups for item in group if item.area is area}
        is_late, is_soon = (any(item.area is area for item in group) for group in (self.late, self.due_today))
        return Badge(len(open_ids), "late" if is_late else "soon" if is_soon else "quiet")


@dataclass(frozen=True)
class Missing:
    """What consents, disclosures and holds still want, as counts; ``untold``: customers who were not told why their data stays."""

    consents: int = 0
    notices: int = 0
    recipients: int = 0
    unsaved: int = 0
    untold: tuple[int, ...] = ()


def count_missing(office: Office) -> Missing:
    """Consents, notices and letters that are missing, files that never reached the disk; reads all customers."""
    return Missing(
        Consents(office).missing_needed(),
        Disclosures(office).count_missing_notices(),
        RecipientTasks(office).count_open(),
        len(Manifests(office).unsaved()),
        Holds(office).untold(),
    )


class Dashboard:
    """Reads the morning page."""

    def __init__(self, office: Office, complaints: Complaints, requests: RightsRequests, incidents: Incidents) -> None:
        self._office = office
        self._complaints, self._requests, self._incidents = complaints, requests, incidents

    def missing(self) -> Missing:
        """What is missing today; reads all customers."""
        return count_missing(self._office)

    def morning(self) -> Morning:
        """Everything sorted by how soon it is due."""
        now, today = self._office.now(), self._office.today()
        rows = self._complaints.open_rows()
        items = [Item(row, task) for row in rows for task in row.tasks]
        items += [Item(row, task) for row in self._requests.open_rows() for task in row.tasks]
        items += [Item(row, authority) for row in self._incidents.open_rows() for authority in row.authorities]
        timed = sorted((item for item in items if item.task.deadline), key=_soonest)
        groups: dict[str, list[Item]] = {"late": [], "today": [], "week": [], "later": []}
        for item in timed:
            groups[_group(item, now, today)].append(item)
        return Morning(
            today,
            tuple(Item(row, row.tasks[0]) for row in rows if _nobody_began(row)),
            tuple(groups["late"]),
            tuple(groups["today"]),
            tuple(groups["week"]),
            tuple(groups["later"]),
            tuple(item for item in items if _is(item, TaskKind.GET_EVIDENCE)),
            tuple(item for item in items if _is(item, TaskKind.PAY)),
            self._absent_since(today),
            tuple(item for item in items if item.area is not Area.COMPLAINT and item.task.deadline is None),
            now,
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


def _soonest(item: Item) -> tuple[date, float, int]:
    """By the date to work to; of one day by the instant at which it ends."""
    deadline = item.task.deadline
    return (deadline.target, deadline.due.timestamp(), item.row.id) if deadline else (date.max, 0.0, item.row.id)


def _group(item: Item, now: datetime, today: date) -> str:
    deadline = item.task.deadline
    if deadline is None or deadline.target > today + timedelta(days=6 - today.weekday()):
        return "later"
    if deadline.due <= now:
        return "late"
    return "today" if deadline.target <= today else "week"


def _is(item: Item, kind: TaskKind) -> bool:
    return isinstance(item.task, Task) and item.task.kind is kind


def _nobody_began(row: ComplaintRow) -> bool:
    return row.state in (ComplaintState.RECEIVED, ComplaintState.AWAITING_EVIDENCE) and row.checking_began_on is None
