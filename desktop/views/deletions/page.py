"""Upcoming deletions: when at the left, who in the middle, what can be done about it at the foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import long_day, ngettext, number_text
from desktop.services.all_services import Services
from desktop.services.case_files import Whose
from desktop.services.erasures import ErasureDone
from desktop.services.saving import save
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.deletions.clock import clock_banner
from desktop.views.deletions.past import PastErasures
from desktop.views.deletions.people import Key, Listed, Person, chosen, matching, read
from desktop.views.deletions.periods import PAST, Period, items, periods
from desktop.views.deletions.preview import open_erasure
from desktop.views.deletions.table import PeopleTable
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.fields import SearchField
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, clear, column, footer, frame, row
from desktop.views.widgets.lists import ItemList
from desktop.views.widgets.papers import PaperActions
from desktop.views.widgets.save_dialog import ask_where_to_save

_WIDE = 1240
ICS = "iCalendar (*.ics)"


class DeletionsPage(QWidget):
    """``left`` on the way back, ``customer_opened`` with an id."""

    left = Signal()
    customer_opened = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.papers = PaperActions(self)
        self.ask_path: Callable[[str], str] = partial(ask_where_to_save, self, _("Where does the calendar file go?"), kinds=ICS)
        self._periods: list[Period] = []
        self._wanted: tuple[str, object] | None = None
        self._listed = Listed((), ())
        self._exceptions: set[Key] = set()
        self._is_reading = self._is_stale = self._is_covered = False
        self.title, self.note = label("", "title"), label("", "muted", wrap=True)
        self.elsewhere = label("", "muted", wrap=True)
        self._banners = column(gap=0)
        self.list = ItemList(follows_cursor=True)
        self.list.setAccessibleName(_("When"))
        self.list.chosen.connect(self._choose_period)
        self.filter = SearchField(_("Name or phone number"))
        self.filter.setFixedWidth(theme.current().px(240))
        self.filter.textChanged.connect(self._show_people)
        self.table, self.past = PeopleTable(), PastErasures(services)
        self.table.rows.ticks_changed.connect(self._follow_ticks)
        self.table.opened.connect(self._open)
        self._make()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.all_link, self.none_link = button(_("Tick all who may go"), kind="link"), button(_("Tick nobody"), kind="link")
        self.all_link.clicked.connect(lambda: self._tick(wanted=True))
        self.none_link.clicked.connect(lambda: self._tick(wanted=False))
        self.nobody = label("", "muted", wrap=True, align=Qt.AlignmentFlag.AlignTop)
        self.nobody.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._tools = box(row(self.filter, 8, self.all_link, self.none_link, None, gap=12))
        panel = frame(column((self.table, 1), gap=0, margins=(1, 1, 1, 1)))
        people = box(column(self._tools, self.nobody, (panel, 1), gap=10))
        self._panel = panel
        self._middle = QStackedWidget()
        for page in (people, self.past):
            self._middle.addWidget(page)
        head = column(self.title, self.note, self.elsewhere, gap=2)
        middle = box(column(head, self._banners, (self._middle, 1), gap=10, margins=(20, 14, 20, 14)))
        self._side = frame(column((self.list, 1), gap=0, margins=(0, 4, 0, 4)), "side")
        self.setLayout(column((box(row(self._side, (middle, 1), gap=0)), 1), self._footer(), gap=0))
        self.setFocusProxy(self.list)

    def _footer(self) -> QWidget:
        back = back_button()
        back.clicked.connect(self.left)
        self.print_button = button(_("Print this list"), kind="flat", icon="print")
        self.print_button.clicked.connect(self.show_list)
        self.calendar_button = button(_("Save calendar file"), kind="flat", icon="calendar")
        self.calendar_button.clicked.connect(self.save_calendar)
        self.erase_button = button("", "F10", "primary", "trash")
        self.erase_button.clicked.connect(self.look_first)
        return footer(back, self.print_button, self.calendar_button, None, self.erase_button)

    # ---- showing --------------------------------------------------------------------------------------------------------

    def start(self, wanted: object = None) -> None:
        """At this period, or where the first people wait; everybody who may go is ticked."""
        self._exceptions.clear()
        self._wanted = wanted if isinstance(wanted, tuple) else None
        self.filter.clear()
        self.follow()
        self.list.setFocus()

    def follow(self) -> None:
        """Read anew what is shown; while it is being read, once more afterwards."""
        if self._is_covered:
            return
        self._follow_periods()
        self._show_doubt()
        self._is_stale = True
        self._read()

    def _follow_periods(self) -> None:
        today = self._services.office.today()
        self._periods = periods(self._services.retention.upcoming(), today)
        done = self._services.erasures.rows()
        keys = [period.key for period in self._periods] + ([Period(PAST, 0).key] if done else [])
        if self._wanted not in keys:
            first = next((period for period in self._periods if period.people), self._periods[0])
            self._wanted = first.key
        self.list.show_items(items(self._periods, len(done), today), self._wanted)
        self.past.show_rows(done)

    def _show_doubt(self) -> None:
        clear(self._banners)
        if (doubt := clock_banner(self, self._services)) is not None:
            self._banners.addWidget(doubt)

    @property
    def period(self) -> Period | None:
        """The period whose people are shown; None where it is what was done."""
        return next((period for period in self._periods if period.key == self._wanted), None)

    def _read(self) -> None:
        """On another thread: a list of thousands must not hold up her typing."""
        period = self.period or self._periods[0]
        if self._is_reading:
            return
        self._is_reading, self._is_stale = True, False
        services = self._services
        run_in_background(self, lambda: read(services, period), lambda listed: self._show(period, listed), self._not_read)

    def _not_read(self, problem: Exception) -> None:
        self._is_reading = False
        raise problem

    def _show(self, period: Period, listed: Listed) -> None:
        self._is_reading = False
        if self._is_stale:
            self._read()
            return
        self._listed = listed
        self.table.rows.ticked = {person.key for person in listed.may_go if person.key not in self._exceptions}
        self._show_title(period)
        self._show_people()
        self._show_button()

    def _show_title(self, period: Period) -> None:
        is_past = self.period is None
        self._middle.setCurrentIndex(int(is_past))
        self.print_button.setVisible(not is_past)
        if is_past:
            self.title.setText(_("Erased so far"))
            self.note.setText(
                _("A certificate names nobody; it says that it was done, and until when older copies hold the data.")
            )
            return
        text = ngettext("{period}: {n} customer", "{period}: {n} customers", period.people)
        self.title.setText(text.format(period=period.title(self._services.office.today()), n=number_text(period.people)))
        self.note.setText(self._note(period))

    def _note(self, period: Period) -> str:
        today = self._services.office.today()
        if period.people > len(self._listed.people):
            text = _("Here are the first {n}; the others follow once these are done.")
            return text.format(n=number_text(len(self._listed.people)))
        if period.begins > today:
            return _("Nothing can be erased before its day. Whoever gets in touch by then stays.")
        return _("Today is {day}. Nothing is erased before you have looked at it and confirmed it.").format(day=long_day(today))

    def _show_people(self, *_typed: object) -> None:
        shown = matching(self._listed.people, self.filter.text())
        self.table.show_people(shown)
        has_any = bool(self._listed.people)
        self._panel.setVisible(bool(shown))
        self._tools.setVisible(has_any)
        self.nobody.setVisible(not shown)
        self.nobody.setText(
            _("Nobody here has “{typed}”.").format(typed=self.filter.text().strip()[:24]) if has_any else self._calm()
        )
        may_go = any(person.may_go for person in shown)
        for link in (self.all_link, self.none_link):
            link.setVisible(may_go)
        self.print_button.setEnabled(bool(shown))

    def _calm(self) -> str:
        if any(period.people for period in self._periods):
            return _("Nobody's data is due here.")
        return _("Nobody's data is due for deletion in the next 12 months. Whoever asks for deletion stands here at once.")

    def _show_button(self) -> None:
        going = self._going()
        count, here = len(going), {person.key for person in self._listed.people}
        self._show_elsewhere(sum(person.key not in here for person in going))
        text = ngettext("Look before erasing {n} customer", "Look before erasing {n} customers", count)
        self.erase_button.setText(text.format(n=number_text(count)) if count else _("Nobody is ticked"))
        self.erase_button.setEnabled(bool(count))
        self.erase_button.setVisible(bool(self._listed.may_go))

    def _show_elsewhere(self, count: int) -> None:
        """The button's number is not only of those whom she sees."""
        text = ngettext("{n} more is ticked in the other lists.", "{n} more are ticked in the other lists.", count)
        self.elsewhere.setText(text.format(n=number_text(count)))
        self.elsewhere.setVisible(bool(count) and self.period is not None)

    def resizeEvent(self, _event: object) -> None:
        """A small window leaves the room to the people."""
        narrow = self.window().width() < theme.current().px(_WIDE)
        self._side.setFixedWidth(theme.current().px(216 if narrow else 264))

    # ---- acting ---------------------------------------------------------------------------------------------------------

    def _choose_period(self, key: object) -> None:
        if isinstance(key, tuple) and key != self._wanted:
            self._wanted = key
            self.list.mark(key)
            self.filter.clear()
            self._is_stale = True
            self._read()

    def _going(self) -> list[Person]:
        return [person for person in self._listed.may_go if person.key in self.table.rows.ticked]

    def _tick(self, *, wanted: bool) -> None:
        self.table.rows.tick(self.table.rows.people, lambda _person: wanted)

    def _follow_ticks(self) -> None:
        ticked = self.table.rows.ticked
        self._exceptions = {person.key for person in self._listed.may_go if person.key not in ticked}
        self._show_button()

    def _open(self, person: object) -> None:
        if isinstance(person, Person) and person.due.whose is Whose.CUSTOMER:
            self.customer_opened.emit(person.due.id)

    def look_first(self) -> None:
        """What would go, of everybody ticked in whatever period; then, once confirmed, the erasure."""
        if (dialog := open_erasure(self, self._services, chosen(self._going()), self._erased)) is not None:
            self._is_covered = True
            dialog.finished.connect(self._uncover)

    def _erased(self, _done: ErasureDone) -> None:
        self._exceptions.clear()

    def _uncover(self, _result: int) -> None:
        """The erasure commits many times; what it changed is read once, when she sees the page again."""
        self._is_covered = False
        self.follow()

    def show_list(self) -> None:
        """The people shown, on paper."""
        period = self.period
        if period is not None:
            title, dues = period.title(self._services.office.today()), [person.due for person in self.table.rows.people]
            self.papers.show(title, _("deletions"), lambda: self._services.erasure_papers.deletion_list(title, dues))

    def save_calendar(self) -> None:
        """Days and counts for a telephone's calendar; it names nobody."""
        with errors_shown(self):
            content = self._services.erasure_papers.calendar()
            if path := self.ask_path(f"{_('deletions')}.ics"):
                save(Path(path), content)

    def focus_filter(self) -> None:
        """F3."""
        self.filter.setFocus()
        self.filter.selectAll()
