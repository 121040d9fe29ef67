"""What stands in the list of things to do: groups by deadline, a row for each task, and the words above them."""

from __future__ import annotations

from datetime import date

from desktop.i18n import day_text, long_day, money_text, ngettext, short_day, weekday
from desktop.i18n import gettext as _
from desktop.services.complaint_views import Task, TaskKind
from desktop.services.dashboard import Item, Morning
from desktop.views.widgets.clock import deadline_kind, deadline_words, task_chip
from desktop.views.widgets.labels import ChipText
from desktop.views.widgets.lists import ListItem


def by_deadline(morning: Morning) -> dict[str, tuple[Item, ...]]:
    """The whole list, in the order of the page: each task of a complaint once. Cases not begun are among them, and marked."""
    names = ("late", "due_today", "this_week", "awaiting_evidence", "unpaid", "later")
    return {name: behind_number(morning, name) for name in names}


def behind_number(morning: Morning, name: str) -> tuple[Item, ...]:
    """The list behind a number of the page."""
    return getattr(morning, name)


def rows(groups: dict[str, tuple[Item, ...]], morning: Morning) -> list[ListItem]:
    """The groups with their headings, ready to show."""
    titles = {
        "not_begun": _("Nobody has begun"), "late": _("Late"), "due_today": _("Today"), "this_week": _("This week"),
        "awaiting_evidence": _("Waiting for evidence"), "unpaid": _("Not paid yet"), "later": _("Later"),
    }  # fmt: skip
    shown, waiting = list[ListItem](), {item.row.id for item in morning.not_begun}
    for name, items in groups.items():
        if items:
            shown.append(ListItem(group=titles[name], group_kind="late" if name == "late" else "muted", right=str(len(items))))
            shown += [_row(item, waiting, morning) if name != "not_begun" else _waiting_row(item, morning) for item in items]
    return shown or [ListItem(group=_("Nothing is due. A good morning."))]


def _row(item: Item, waiting: set[int], morning: Morning) -> ListItem:
    entry, today = item.row, morning.today
    kind = deadline_kind(item.task.deadline, today) if item.task.deadline else "soon"
    right, tip = "", ""
    if item.task.deadline:
        target = item.task.deadline.target
        near = 0 <= (target - today).days < 7
        right = _("by {day}").format(day=f"{weekday(target)} {short_day(target, today)}" if near else short_day(target, today))
        tip = item.task.deadline.explain()
    elif item.task.kind is TaskKind.PAY:
        right = money_text(entry.unpaid)
    texts = {
        TaskKind.REPLY: _("{name}: answer the complaint"), TaskKind.ACKNOWLEDGE: _("{name}: acknowledge the complaint"),
        TaskKind.GET_EVIDENCE: _("{name}: get the evidence"), TaskKind.PAY: _("{name}: pay the compensation"),
    }  # fmt: skip
    marks = [_("not begun")] if entry.id in waiting else []
    return ListItem(
        texts[item.task.kind].format(name=entry.person.name), " · ".join([entry.number, *marks, entry.subject]), right,
        _chip(item.task, today), "complaint", {"late": "late", "soon": "soon"}.get(kind, "muted"), tip=tip, key=entry.id,
    )  # fmt: skip


def _chip(task: Task, today: date) -> ChipText:
    """The clock of the row's own task, which the title names already."""
    if task.deadline is None:
        return task_chip(task, today)
    return ChipText(deadline_words(task.deadline, today), deadline_kind(task.deadline, today))


def _waiting_row(item: Item, morning: Morning) -> ListItem:
    entry = item.row
    title = _("{name}: begin checking").format(name=entry.person.name)
    since = _("received {day}").format(day=short_day(entry.received_on, morning.today))
    under, chip = f"{entry.number} · {entry.subject}", ChipText(_("Not begun"), "soon", "complaint")
    return ListItem(title, under, since, chip, "complaint", "soon", key=entry.id)


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
