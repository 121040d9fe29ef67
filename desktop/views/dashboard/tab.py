"""The morning page: what is late, due today and this week in one glance; every number opens the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.i18n import day_text, local_day, long_day, money_text, ngettext, number_text, short_day, weekday
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.complaint_views import Task, TaskKind
from desktop.services.dashboard import Item, Missing, Morning
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.changes import ChangeFeed
from desktop.views.register_tab import RegisterTab
from desktop.views.widgets.buttons import button
from desktop.views.widgets.clock import deadline_kind, deadline_words, task_chip
from desktop.views.widgets.labels import ChipText, glyph, label, section
from desktop.views.widgets.layout import box, clear, column, frame, line, row, scrolling
from desktop.views.widgets.lists import ItemList, ListItem

_NARROW = 1000
_LINE = 33


class DashboardTab(RegisterTab):
    """``complaint_opened`` for a row, ``intake_wanted`` for the button, ``copy_wanted`` for the reminder."""

    tables = frozenset({
        "complaint", "customer", "letter", "payment", "setting", "calendar_day", "legal_clock", "consent", "disclosure", "manifest",
        "recipient_task", "policy_version",
    })  # fmt: skip
    complaint_opened = Signal(int)
    intake_wanted = Signal()
    copy_wanted = Signal()
    consents_wanted = Signal()
    disclosures_wanted = Signal(str)

    def __init__(self, services: Services, feed: ChangeFeed) -> None:
        super().__init__(feed)
        self._services = services
        self.title, self.note = label("", "title"), label("", "muted", wrap=True)
        self.list = ItemList()
        self.list.setAccessibleName(_("Things to do by deadline"))
        self.list.chosen.connect(self._open)
        self.setFocusProxy(self.list)
        new = button(_("Take a complaint"), "F2", "primary", "plus")
        new.clicked.connect(self.intake_wanted)
        self.all_link = button(_("Show all"), kind="link")
        self.all_link.hide()
        self.all_link.clicked.connect(lambda: self._show_items(None))
        self._numbers, self._health = QGridLayout(), column(gap=0)
        self._numbers.setHorizontalSpacing(theme.current().px(12))
        self._numbers.setVerticalSpacing(0)
        self._numbers.setColumnStretch(1, 1)
        self._filter: str | None = None
        self._morning: Morning | None = None
        self._missing = Missing()
        head = row((column(self.title, self.note, gap=2), 1), new, gap=10)
        self._panels = row((self._left(), 58), (self._right(), 42), gap=16)
        self.setLayout(column(head, (self._panels, 1), gap=14, margins=(20, 14, 20, 16)))

    def _left(self) -> QWidget:
        self.list_title = label(_("By deadline"), "section")
        heading = box(row(self.list_title, None, self.all_link, margins=(16, 10, 16, 4)))
        return frame(column(heading, (self.list, 1), gap=0, margins=(0, 0, 0, 8)))

    def _right(self) -> QWidget:
        numbers = frame(column(section(_("At a glance")), self._numbers, gap=2, margins=(16, 6, 16, 6)))
        health = frame(column(section(_("To be completed")), self._health, gap=0, margins=(16, 6, 16, 6)))
        return scrolling(box(column(numbers, health, None, gap=12)))

    # ---- showing --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the morning anew."""
        self._morning = self._services.dashboard.morning()
        self.title.setText(_headline(self._morning))
        self.note.setText(_subline(self._morning))
        self._show_numbers(self._morning)
        self._show_health(self._morning)
        run_in_background(self, self._services.dashboard.missing, self._show_missing)
        self._show_items(self._filter)

    def _show_numbers(self, morning: Morning) -> None:
        clear(self._numbers)
        rows = [
            ("late", _("Late"), len(morning.late), "late", "late"),
            ("due_today", _("Due today"), len(morning.due_today), "soon", "clock"),
            ("this_week", _("Due this week"), len(morning.this_week), "quiet", "calendar"),
            ("not_begun", _("Not begun"), len(morning.not_begun), "soon", "complaint"),
            ("awaiting_evidence", _("Evidence missing"), len(morning.awaiting_evidence), "soon", "clip"),
            ("unpaid", _("Agreed and not paid"), len(morning.unpaid), "soon", "hand"),
        ]
        for place, (name, text, count, kind, icon) in enumerate(rows):
            if place:
                self._numbers.addWidget(line(), 2 * place - 1, 0, 1, 4)
            self._add_number(2 * place, name, text, count, kind, icon)

    def _add_number(self, at: int, name: str, text: str, count: int, kind: str, icon: str) -> None:
        token, right = kind if count else "muted", Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        number = label(str(count), {"late": "late", "soon": "soon"}.get(token, "strong" if count else "muted"))
        self._numbers.setRowMinimumHeight(at, theme.current().px(_LINE))
        self._numbers.addWidget(glyph(icon, token, 20), at, 0)
        self._numbers.addWidget(label(text), at, 1)
        self._numbers.addWidget(number, at, 2, right)
        if count:
            opener = button(ngettext("Show {n}", "Show {n}", count).format(n=count), kind="link")
            opener.setAccessibleName(f"{text}: {count}")
            opener.clicked.connect(lambda: self._show_items(name))
            self._numbers.addWidget(opener, at, 3, right)

    def _show_missing(self, missing: Missing) -> None:
        if missing != self._missing and self._morning is not None:
            self._missing = missing
            self._show_health(self._morning)

    def _show_health(self, morning: Morning) -> None:
        clear(self._health)
        facts: list[tuple[str, str, str, Callable[[], object]]] = []
        last = self._services.copies.last()
        if last is None:
            facts.append(("usb", _("No copy has been saved yet"), _("Save now"), self.copy_wanted.emit))
        elif (days := (morning.today - local_day(last)).days) >= 1:
            text = ngettext("{n} day since the last copy", "{n} days since the last copy", days).format(n=days)
            facts.append(("usb", text, _("Save now"), self.copy_wanted.emit))
        facts += self._missing_facts()
        if not facts:
            self._health.addWidget(_fact("ok", "ok", _("Nothing is missing."), "", lambda: None))
        for icon, text, action, act in facts:
            self._health.addWidget(_fact(icon, "soon", text, action, act))

    def _missing_facts(self) -> list[tuple[str, str, str, Callable[[], object]]]:
        """What consents and disclosures still want, each with the page where it is done."""
        missing, open_page = self._missing, self.disclosures_wanted.emit
        files = ngettext("{n} carrier's file is not saved yet", "{n} carriers' files are not saved yet", missing.unsaved)
        notices = ngettext(
            "{n} customer is not told of a disclosure", "{n} customers are not told of a disclosure", missing.notices
        )
        told = ngettext(
            "{n} recipient holds data that has changed", "{n} recipients hold data that has changed", missing.recipients
        )
        needed = ngettext(
            "{n} customer has not agreed to what orders need",
            "{n} customers have not agreed to what orders need",
            missing.consents,
        )
        rows: list[tuple[int, str, str, str, Callable[[], object]]] = [
            (missing.unsaved, "truck", files, _("Save file"), lambda: open_page("manifests")),
            (missing.notices, "mail", notices, _("Tell them"), lambda: open_page("notices")),
            (missing.recipients, "edit", told, _("Tell them"), lambda: open_page("tasks")),
            (missing.consents, "consent", needed, _("Ask them"), self.consents_wanted.emit),
        ]
        return [(icon, text.format(n=number_text(count)), action, act) for count, icon, text, action, act in rows if count]

    def _show_items(self, name: str | None) -> None:
        """The whole list, or just those behind one number."""
        if self._morning is None:
            return
        self._filter = name
        shown = by_deadline(self._morning) if name is None else {name: behind_number(self._morning, name)}
        self.all_link.setVisible(name is not None)
        self.list.show_items(_rows(shown, self._morning))

    def _open(self, key: object) -> None:
        if isinstance(key, int):
            self.complaint_opened.emit(key)

    def resizeEvent(self, _event: object) -> None:
        """One column on a narrow window."""
        narrow = self.width() < theme.current().px(_NARROW)
        direction = self._panels.Direction.TopToBottom if narrow else self._panels.Direction.LeftToRight
        self._panels.setDirection(direction)


def by_deadline(morning: Morning) -> dict[str, tuple[Item, ...]]:
    """The whole list, in the order of the page: each task of a complaint once. Cases not begun are among them, and marked."""
    names = ("late", "due_today", "this_week", "awaiting_evidence", "unpaid", "later")
    return {name: behind_number(morning, name) for name in names}


def behind_number(morning: Morning, name: str) -> tuple[Item, ...]:
    """The list behind a number of the page."""
    return getattr(morning, name)


def _rows(groups: dict[str, tuple[Item, ...]], morning: Morning) -> list[ListItem]:
    titles = {
        "not_begun": _("Nobody has begun"), "late": _("Late"), "due_today": _("Today"), "this_week": _("This week"),
        "awaiting_evidence": _("Waiting for evidence"), "unpaid": _("Not paid yet"), "later": _("Later"),
    }  # fmt: skip
    rows, waiting = list[ListItem](), {item.row.id for item in morning.not_begun}
    for name, items in groups.items():
        if items:
            rows.append(ListItem(group=titles[name], group_kind="late" if name == "late" else "muted", right=str(len(items))))
            rows += [_row(item, waiting, morning) if name != "not_begun" else _waiting_row(item, morning) for item in items]
    return rows or [ListItem(group=_("Nothing is due. A good morning."))]


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


def _headline(morning: Morning) -> str:
    if not morning.to_do_today:
        return _("Nothing is due today")
    text = ngettext("{n} thing to do today", "{n} things to do today", morning.to_do_today).format(n=morning.to_do_today)
    if morning.late:
        late = ngettext("{n} of them late", "{n} of them late", len(morning.late)).format(n=len(morning.late))
        return f"{text}, {late}"
    return text


def _subline(morning: Morning) -> str:
    if morning.absent_since:
        text = _("The program was last opened on {day}; every deadline has been counted anew.")
        return text.format(day=long_day(morning.absent_since))
    count = len(morning.this_week) + len(morning.later)
    return ngettext("{n} more thing later", "{n} more things later", count).format(n=count) if count else day_text(morning.today)


def _fact(icon: str, token: str, text: str, action: str, act: Callable[[], object]) -> QWidget:
    buttons = [button(action, kind="link")] if action else []
    for pressed in buttons:
        pressed.clicked.connect(act)
    widget = box(row(glyph(icon, token, 20), (label(text), 1), *buttons, gap=12))
    widget.setFixedHeight(theme.current().px(_LINE))
    return widget
