"""What stands in the list of things to do: groups by deadline, a row for each task, and the words above them."""

from __future__ import annotations

from datetime import date

from desktop.i18n import clock_text, day_text, long_day, money_text, ngettext, short_day, weekday
from desktop.i18n import gettext as _
from desktop.services.complaint_views import ComplaintRow, Task, TaskKind
from desktop.services.dashboard import Area, Item, Morning
from desktop.services.incident_views import AuthorityRow, IncidentRow
from desktop.services.request_views import RequestTaskKind
from desktop.views.incidents.words import authority_chip
from desktop.views.widgets.clock import deadline_kind, deadline_words, task_chip
from desktop.views.widgets.labels import ChipText
from desktop.views.widgets.lists import ListItem


def by_deadline(morning: Morning) -> dict[str, tuple[Item, ...]]:
    """The whole list, in the order of the page: each task once. Cases not begun are among them, and marked."""
    names = ("late", "due_today", "this_week", "awaiting_evidence", "unpaid", "to_tell", "later")
    return {name: behind_number(morning, name) for name in names}


def behind_number(morning: Morning, name: str) -> tuple[Item, ...]:
    """The list behind a number of the page."""
    return getattr(morning, name)


def rows(groups: dict[str, tuple[Item, ...]], morning: Morning) -> list[ListItem]:
    """The groups with their headings, ready to show. The key of a row is its register and its id."""
    titles = {
        "not_begun": _("Nobody has begun"), "late": _("Late"), "due_today": _("Today"), "this_week": _("This week"),
        "awaiting_evidence": _("Waiting for evidence"), "unpaid": _("Not paid yet"), "to_tell": _("Still to be told"),
        "later": _("Later"),
    }  # fmt: skip
    shown, waiting = list[ListItem](), {item.row.id for item in morning.not_begun}
    for name, items in groups.items():
        if items:
            shown.append(ListItem(group=titles[name], group_kind="late" if name == "late" else "muted", right=str(len(items))))
            shown += [_row(item, waiting, morning) if name != "not_begun" else _waiting_row(item, morning) for item in items]
    return shown or [ListItem(group=_("Nothing is due. A good morning."))]


def _row(item: Item, waiting: set[int], morning: Morning) -> ListItem:
    row, task, chip = item.row, item.task, _chip(item, morning)
    marks = [_("not begun")] if item.area is Area.COMPLAINT and row.id in waiting else []
    return ListItem(
        _title(item), " · ".join([row.number, *marks, row.subject]), _right(item, morning.today), chip, item.area.value,
        {"late": "late", "soon": "soon"}.get(chip.kind, "muted"), tip=task.deadline.explain() if task.deadline else "",
        key=(item.area.value, row.id),
    )  # fmt: skip


def _title(item: Item) -> str:
    """Who wants what; of an incident which authority has to hear of it."""
    if isinstance(item.task, AuthorityRow):
        return _("Tell {authority}").format(authority=item.task.name)
    name = "" if isinstance(item.row, IncidentRow) else item.row.person.name
    return _asked()[item.task.kind.__class__, item.task.kind].format(name=name)


def _asked() -> dict[tuple[type, str], str]:
    return {
        (TaskKind, TaskKind.REPLY): _("{name}: answer the complaint"),
        (TaskKind, TaskKind.ACKNOWLEDGE): _("{name}: acknowledge the complaint"),
        (TaskKind, TaskKind.GET_EVIDENCE): _("{name}: get the evidence"),
        (TaskKind, TaskKind.PAY): _("{name}: pay the compensation"),
        (RequestTaskKind, RequestTaskKind.ACKNOWLEDGE): _("{name}: acknowledge the request"),
        (RequestTaskKind, RequestTaskKind.FULFIL): _("{name}: do what was asked"),
        (RequestTaskKind, RequestTaskKind.TELL): _("{name}: tell how the request ended"),
        (RequestTaskKind, RequestTaskKind.TELL_EXTENSION): _("{name}: tell that more time is needed"),
        (RequestTaskKind, RequestTaskKind.ASK): _("{name}: ask what the shop has to know"),
    }


def _right(item: Item, today: date) -> str:
    """Until when, to the minute where the limit is in hours; for money how much."""
    if (deadline := item.task.deadline) is None:
        return money_text(item.row.unpaid) if isinstance(item.row, ComplaintRow) and item.row.unpaid else ""
    near = 0 <= (deadline.last_day - today).days < 7
    day = f"{weekday(deadline.last_day)} {short_day(deadline.last_day, today)}" if near else short_day(deadline.last_day, today)
    if deadline.started_at is not None:
        day = f"{clock_text(deadline.due)} {day}"
    return _("by {day}").format(day=day)


def _chip(item: Item, morning: Morning) -> ChipText:
    """The clock of the row's own task, which the title names already; of an incident to the minute."""
    if isinstance(item.task, AuthorityRow):
        return authority_chip(item.task, morning.now)
    if (deadline := item.task.deadline) is not None:
        return ChipText(deadline_words(deadline, morning.today), deadline_kind(deadline, morning.today))
    return task_chip(item.task, morning.today) if isinstance(item.task, Task) else ChipText(_("Not done yet"), "soon")


def _waiting_row(item: Item, morning: Morning) -> ListItem:
    row = item.row
    if not isinstance(row, ComplaintRow):
        raise TypeError("only complaints wait for somebody to begin")
    title = _("{name}: begin checking").format(name=row.person.name)
    since = _("received {day}").format(day=short_day(row.received_on, morning.today))
    under, chip = f"{row.number} · {row.subject}", ChipText(_("Not begun"), "soon", "complaint")
    return ListItem(title, under, since, chip, "complaint", "soon", key=(item.area.value, row.id))


def headline(morning: Morning) -> str:
    """How much there is to do today."""
    if not morning.to_do_today:
        return _("Nothing is due today")
    text = ngettext("{n} thing to do today", "{n} things to do today", morning.to_do_today).format(n=morning.to_do_today)
    if morning.late:
        late = ngettext("{n} of them late", "{n} of them late", len(morning.late)).format(n=len(morning.late))
        return f"{text}, {late}"
    return text


def subline(morning: Morning) -> str:
    """Since when the program was away, or what comes later."""
    if morning.absent_since:
        text = _("The program was last opened on {day}; every deadline has been counted anew.")
        return text.format(day=long_day(morning.absent_since))
    count = len(morning.this_week) + len(morning.later)
    return ngettext("{n} more thing later", "{n} more things later", count).format(n=count) if count else day_text(morning.today)
