"""Whom an incident touched: the list, who of them was told, and letters to those who were not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import day_text, ngettext, number_text
from desktop.i18n import gettext as _
from desktop.models.choices import TellingMeans
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.incident_members import MemberRow, Shown, Told
from desktop.services.incident_papers import MemberLetters
from desktop.services.incident_views import IncidentPage, MemberCounts
from desktop.services.progress import Cancelled
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.error_dialogs import open_modally, show_sentence
from desktop.views.incidents.batch import BatchDialog, left_out_text, letters_title, make_letters
from desktop.views.incidents.dialogs import told_dialog
from desktop.views.incidents.member_list import Asked, Listed, read
from desktop.views.incidents.member_table import MemberTable
from desktop.views.incidents.telling import Telling
from desktop.views.widgets.buttons import button
from desktop.views.widgets.empty import EmptyPage
from desktop.views.widgets.fields import Choice, SearchField
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, frame, row
from desktop.views.widgets.pages import Pages

_PAUSE = 150  # milliseconds without a keystroke before a long list is read for what was typed


class MembersPage(QWidget):
    """``adding_wanted`` for more of them, ``customer_opened`` for a page, ``noted`` with a sentence of what was done."""

    adding_wanted = Signal()
    customer_opened = Signal(int)
    noted = Signal(str)
    undo_offered = Signal(str, object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: IncidentPage | None = None
        self._counts = MemberCounts()
        self._is_reading = self._is_stale = self._is_acting = False
        self.dialog: BatchDialog | None = None
        self.asked: FormDialog | None = None
        self.filter, self.search = Choice(), SearchField(_("Name, number"))
        self.search.setAccessibleName(_("Name or phone number"))
        self.filter.setAccessibleName(_("Which customers"))
        self.table, self.telling = MemberTable(), Telling(services)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE)
        self._typing.timeout.connect(self.follow)
        self._make()
        self._connect()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.add_button, self.first_button = (
            button(_("Add customers"), icon="plus"),
            button(_("Add customers"), kind="primary", icon="plus"),
        )
        self.all_link, self.none_link = button(_("Tick all shown"), kind="link"), button(_("Tick nobody"), kind="link")
        self.off_link = button(_("Take off the list"), kind="link")
        self.mark_button = button("", icon="check")  # no key: what saves elsewhere must not mark many
        self.letters_button = button("", "F10", "primary", "print")
        self.filter.setFixedWidth(theme.current().px(190))
        self.note, self.nobody = label("", "help", wrap=True), label("", "muted", wrap=True)
        tools = row(self.filter, (self.search, 1), self.add_button, gap=10)
        under = row((self.note, 1), self.off_link, self.none_link, self.all_link, gap=12)
        self._panel = frame(column((self.table, 1), gap=0, margins=(1, 1, 1, 1)))
        listed = box(column(tools, under, self.nobody, (self._panel, 1), gap=6))
        empty = EmptyPage(
            "people",
            _("Nobody is on the list yet"),
            _("Add those whose data was touched. They have to be told, unless you write down why not."),
            self.first_button,
        )
        self._pages = Pages([listed, empty])
        self.setLayout(column((self._pages, 1), gap=0, margins=(20, 10, 20, 10)))
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.filter.currentIndexChanged.connect(self._choose_filter)
        self.search.textChanged.connect(self._typing.start)
        for adding in (self.add_button, self.first_button):
            adding.clicked.connect(self.adding_wanted)
        self.all_link.clicked.connect(lambda: self.table.rows.tick(self.table.rows.members, wanted=True))
        self.none_link.clicked.connect(lambda: self.table.rows.tick(self.table.rows.members, wanted=False))
        self.table.rows.ticks_changed.connect(self._show_actions)
        self.table.looked_at.connect(self.telling.show_member)
        self.table.opened.connect(self._open)
        self.telling.back_button.clicked.connect(self.mark_back)
        self.off_link.clicked.connect(self.remove)
        self.mark_button.clicked.connect(self.mark_told)
        self.letters_button.clicked.connect(self.make_letters)

    # ---- showing --------------------------------------------------------------------------------------------------------

    @property
    def controls(self) -> list[QWidget]:
        """As they are read."""
        links = (self.off_link, self.none_link, self.all_link)
        return [self.filter, self.search, self.add_button, *links, self.table, self.first_button, *self.telling.controls]

    def show_narrow(self, *, narrow: bool) -> None:
        """A small window gives the room to the names."""
        self.telling.show_narrow(narrow=narrow)
        self.table.show_narrow(narrow=narrow)
        self.filter.setFixedWidth(theme.current().px(150 if narrow else 190))

    def open(self, page: IncidentPage) -> None:
        """Another incident: all its members, nobody ticked."""
        self._page, self._counts = page, page.row.members
        self.table.rows.ticked.clear()
        self.table.show_members([], self._services.office.today())
        self.telling.start(page.row.id, self._services.office.today())
        self._fill_filter(Shown.ALL)
        self.search.setText("")
        self._typing.stop()
        self.show_page(page)

    def show_page(self, page: IncidentPage) -> None:
        """The incident or its members changed."""
        self._page, self._counts = page, page.row.members
        self.table.rows.may_tick = page.row.is_open
        self._pages.show_page(0 if self._counts.people else 1)
        self.setFocusProxy(self.table if self._counts.people else self.first_button)
        self.add_button.setVisible(page.row.is_open)
        self.first_button.setVisible(page.row.is_open)
        self.telling.follow_text()
        self._show_actions()
        self.follow()

    def _fill_filter(self, chosen: object) -> None:
        counts = self._counts
        self.filter.blockSignals(True)
        self.filter.set_choices(
            *((f"{text} · {number_text(n)}", shown) for text, n, shown in (
                (_("All"), counts.people, Shown.ALL), (_("Not told"), counts.untold, Shown.UNTOLD),
                (_("Came back"), counts.failed, Shown.FAILED), (_("Told"), counts.told, Shown.TOLD),
            ))
        )  # fmt: skip
        self.filter.choose(chosen)
        self.filter.blockSignals(False)

    def follow(self) -> None:
        """Read the list anew on another thread; while it is being read, once more afterwards."""
        if self._page is None or not self._counts.people:
            return
        shown = self.filter.value()
        assert isinstance(shown, Shown)
        asked = Asked(self._page.row.id, shown, self.search.text())
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        services = self._services
        run_in_background(self, lambda: read(services, asked), lambda listed: self._show(asked, listed), self._not_read)

    def _not_read(self, problem: Exception) -> None:
        self._is_reading = False
        raise problem

    def _show(self, asked: Asked, listed: Listed) -> None:
        self._is_reading = False
        if self._is_stale or self._page is None or asked.incident_id != self._page.row.id:
            self.follow()
            return
        self._counts = listed.counts
        if not self.filter.view().isVisible():  # a list that hangs open must not change under her fingers
            self._fill_filter(asked.shown)
        self.table.show_members(listed.members, self._services.office.today())
        self._panel.setVisible(bool(listed.members))
        self.nobody.setVisible(not listed.members)
        self.nobody.setText(
            _("Nobody here has “{typed}”.").format(typed=asked.typed.strip()[:24]) if asked.typed.strip() else _("Nobody here.")
        )
        self._show_note(listed)
        self._show_actions()

    def _show_note(self, listed: Listed) -> None:
        shown = len(listed.members)
        text = _("The first {shown} of {n}; type a name or a number to find the others.")
        self.note.setText(text.format(shown=number_text(shown), n=number_text(listed.total)) if listed.total > shown else "")

    def _choose_filter(self, _place: int) -> None:
        """Ticks stay with those who can be seen."""
        self.table.rows.tick(self.table.rows.members, wanted=False)
        self.follow()

    def _show_actions(self) -> None:
        """What can be done now stands there, nothing else."""
        if self._page is None:
            return
        counts, ticked, is_open = self._counts, len(self.table.rows.ticked), self._page.row.is_open
        self.telling.show_counts(counts, ticked, is_open=is_open)
        is_free = is_open and not self._is_acting and not self.telling.working.is_busy
        waiting = ticked or counts.untold - counts.failed
        text = ngettext("Mark {n} customer as told", "Mark {n} customers as told", waiting)
        self.mark_button.setText(text.format(n=number_text(waiting)))
        by_letter = counts.untold - counts.failed
        letters = ngettext("Letter to {n} customer", "Letters to {n} customers", by_letter)
        self.letters_button.setText(letters.format(n=number_text(by_letter)))
        self._can_mark, self._can_write = is_free and bool(waiting), is_free and bool(by_letter)
        self.all_link.setVisible(is_open and ticked < len(self.table.rows.members))
        for link in (self.none_link, self.off_link):
            link.setVisible(bool(ticked))
        self.follow_buttons(shown=self.isVisible())

    _can_mark = _can_write = False

    def follow_buttons(self, *, shown: bool) -> None:
        """Their buttons stand in the footer of the incident while this page shows."""
        self.mark_button.setVisible(shown and self._can_mark)
        self.letters_button.setVisible(shown and self._can_write)

    def _open(self, member: object) -> None:
        if isinstance(member, MemberRow) and member.customer_id is not None:
            self.customer_opened.emit(member.customer_id)

    # ---- marking --------------------------------------------------------------------------------------------------------

    def mark_told(self) -> None:
        """Those who are ticked, else all who were not told yet."""
        if self._page is None:
            return
        incident_id, ticked = self._page.row.id, sorted(self.table.rows.ticked)
        means = self.telling.means.value()
        if not isinstance(means, TellingMeans):
            self.telling.fields["means"].show_error(_("Choose how they were told."))
            self.telling.means.setFocus()
            return
        if (day := self.telling.told_on()) is None:
            return
        mark, count = self._services.incident_members.mark_told, len(ticked) or self._counts.untold - self._counts.failed
        title = _told_title(count, day, means)
        act = lambda: self._act(lambda: mark(incident_id, ticked or None, day, means), self._offer_undo)  # noqa: E731
        self.asked = told_dialog(self, title, _told_note(self._counts, means), act).start()

    def _offer_undo(self, told: Told) -> str:
        undo = self._services.incident_members.undo_told
        self.undo_offered.emit(_told_sentence(told), lambda: undo(told))
        return ""

    def mark_back(self) -> None:
        """What was sent to those who are ticked came back."""
        if self._page is None:
            return
        incident_id, ticked = self._page.row.id, sorted(self.table.rows.ticked)
        mark = self._services.incident_members.mark_failed
        if (day := self.telling.told_on()) is None:
            return
        self._act(lambda: mark(incident_id, ticked, day), _back_sentence)

    def remove(self) -> None:
        """Those who are ticked were put on the list by mistake."""
        if self._page is not None:
            incident_id, ticked = self._page.row.id, sorted(self.table.rows.ticked)
            members = self._services.incident_members

            def removed(customers: list[int]) -> str:
                self.undo_offered.emit(_removed_sentence(len(customers)), lambda: members.add(incident_id, customers))
                return ""

            self._act(lambda: members.remove(incident_id, ticked), removed)

    def _act[Done](self, work: Callable[[], Done], said: Callable[[Done], str]) -> None:
        """Thousands take a moment: on another thread. ``said`` may offer an undo itself and return nothing."""
        self._is_acting = True
        self.table.setFocus()  # the button pressed goes away, and the next one must not get the keyboard
        self._show_actions()
        run_in_background(self, work, lambda count: self._acted(said(count)), self._not_acted)

    def _acted(self, sentence: str) -> None:
        self._is_acting = False
        self.table.rows.tick(self.table.rows.members, wanted=False)
        self._show_actions()
        if sentence:
            self.noted.emit(sentence)

    def _not_acted(self, problem: Exception) -> None:
        self._is_acting = False
        self._show_actions()
        if not isinstance(problem, UserError):
            raise problem
        if problem.field in ("told_on", "failed_on", "means"):
            field = self.telling.fields["means" if problem.field == "means" else "told_on"]
            field.show_error(problem.message)
            field.control.setFocus()
        else:
            show_sentence(self, problem.message)

    # ---- letters --------------------------------------------------------------------------------------------------------

    def make_letters(self) -> None:
        """One file for all who were not told yet, on another thread."""
        if self._page is None or self.telling.working.is_busy:
            return
        page = self._page
        make = make_letters(self._services, page.row.id)
        number = page.row.number
        self.telling.working.start(
            letters_title(self._counts.untold - self._counts.failed),
            make,
            lambda done: self._letters_made(done, number),
            self._letters_not_made,
        )
        self._show_actions()
        self.telling.working.stop_button.setFocus()

    def _letters_made(self, made: MemberLetters, number: str) -> None:
        self.telling.means.choose(TellingMeans.LETTER)
        self._show_actions()
        self.table.setFocus()
        self.noted.emit(_("The letters are made. Once they have gone out, mark the customers as told."))
        self.dialog = BatchDialog(self, made.pdf, _("letters {number}").format(number=number), left_out_text(made))
        open_modally(self.dialog)

    def _letters_not_made(self, problem: Exception) -> None:
        self._show_actions()
        self.table.setFocus()
        if isinstance(problem, Cancelled):
            self.noted.emit(_("Stopped. No letter was made."))
        elif isinstance(problem, UserError):
            show_sentence(self, problem.message)
        else:
            raise problem


def _told_title(count: int, day: date, means: TellingMeans) -> str:
    text = ngettext(
        "Were these {n} customers told on {day}, by: {means}?", "Were these {n} customers told on {day}, by: {means}?", count
    )
    return text.format(n=number_text(count), day=day_text(day), means=choice_label(means).lower())


def _told_note(counts: MemberCounts, means: TellingMeans) -> str:
    """A letter tells only whom it was made for."""
    if means is not TellingMeans.LETTER:
        return _("The letter to the authority says how many were told.")
    text = ngettext("A letter was made for {n} customer who is not told yet; the others stay as they are.",
                    "A letter was made for {n} customers who are not told yet; the others stay as they are.", counts.written)  # fmt: skip
    return text.format(n=number_text(counts.written))


def _told_sentence(told: Told) -> str:
    count = len(told.people)
    text = ngettext("{n} customer marked as told.", "{n} customers marked as told.", count).format(n=number_text(count))
    if not told.left:
        return text
    rest = ngettext("{n} has no letter yet.", "{n} have no letter yet.", told.left).format(n=number_text(told.left))
    return f"{text} {rest}"


def _back_sentence(count: int) -> str:
    text = ngettext("{n} has to be reached another way.", "{n} have to be reached another way.", count)
    return text.format(n=number_text(count))


def _removed_sentence(count: int) -> str:
    text = ngettext("{n} customer taken off the list.", "{n} customers taken off the list.", count)
    return text.format(n=number_text(count))
