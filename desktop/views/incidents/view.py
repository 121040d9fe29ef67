"""An incident's page: clocks on top; under them authorities, customers and what is known; at the right the letter or the telling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.incident_views import AuthorityRow, IncidentPage
from desktop.views import theme
from desktop.views.error_dialogs import errors_shown
from desktop.views.incidents.authority import AuthorityPage
from desktop.views.incidents.clocks import ClockList
from desktop.views.incidents.dialogs import authority_dialog, omit_dialog, reopen_dialog, sent_dialog
from desktop.views.incidents.known import KnownPage
from desktop.views.incidents.members import MembersPage
from desktop.views.incidents.next_step import facts_line, next_step
from desktop.views.incidents.ticker import MinuteHand
from desktop.views.incidents.words import incident_chip
from desktop.views.widgets.buttons import button
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import banner, chip, label
from desktop.views.widgets.layout import box, clear, column, footer, frame, row, tab_in_order
from desktop.views.widgets.notices import Notice
from desktop.views.widgets.pages import Pages
from desktop.views.widgets.paper import print_pdf
from desktop.views.widgets.tabs import MainTabs, TabText

AUTHORITIES, MEMBERS, KNOWN = range(3)
NARROW = 1240
_FORM, _SIDE_LEAST, _SIDE_WIDEST = 700, 300, 392


class IncidentView(QWidget):
    """``adding_wanted`` for customers, ``customer_opened`` for a customer's page."""

    adding_wanted = Signal()
    customer_opened = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: IncidentPage | None = None
        self._current: str | None = None
        self._notice = ""
        self.dialog: FormDialog | None = None
        self.print_pdf: Callable[[QWidget, bytes], bool] = print_pdf
        self.clocks, self.undo = ClockList(), Notice()
        self._taking_back: Callable[[], object] | None = None
        self.authority, self.members, self.known = AuthorityPage(services), MembersPage(services), KnownPage(services)
        self.tabs = MainTabs(
            [TabText(_("Authorities"), "store"), TabText(_("Customers"), "people"), TabText(_("What is known"), "doc")]
        )
        self.stack = Pages([self.authority, self.members, self.known])
        self.side = Pages([self.authority.letter, self.members.telling])
        self.hand = MinuteHand(self, services.office.now)
        self._make()
        self._connect()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.tabs.setAccessibleName(_("Parts of the incident"))
        self.tabs.setUsesScrollButtons(False)
        for place in range(self.tabs.count()):
            self.tabs.setTabToolTip(place, "")
        self.name, self.number = label("", "title", wrap=True), label("", "muted")
        self._chips, self._banners = row(gap=8), column(gap=6)
        head = row((self.name, 1), self._chips, gap=12)
        self._clock_panel = frame(column(self.clocks, margins=(1, 1, 1, 1)))
        top = column(head, self.number, self._banners, self._clock_panel, gap=4, margins=(20, 10, 20, 0))
        tabs_row = box(row(self.tabs, None, self.authority.add_button, gap=12, margins=(6, 0, 20, 0)), "tabsRow")
        tabs_row.setFixedHeight(theme.current().size["tabs"])
        middle = box(column(top, 6, tabs_row, (self.stack, 1), gap=0))
        self.setLayout(column((box(row((middle, 1), self.side, gap=0)), 1), self._footer(), gap=0))
        self.setFocusProxy(self.clocks)

    def _footer(self) -> QWidget:
        self.close_button = button(_("Close the incident"), kind="flat", icon="check")
        self.reopen_button = button(_("Open again"), kind="flat", icon="undo")
        self.note = label("", "help")
        self.letter_button, self.save_button = button(_("Show letter"), icon="doc"), button(_("Save"), "F9")
        self.issue_button = button(_("Make and print the letter"), "F10", "primary", "print")
        self.sent_button = button(_("Mark as sent"), icon="check")
        self.sent_button.clicked.connect(self.ask_sent)
        self.close_button.clicked.connect(self.close_incident)
        self.reopen_button.clicked.connect(self.ask_reopen)
        self.letter_button.clicked.connect(self.authority.letter.enlarge)
        self.save_button.clicked.connect(self.save)
        self.issue_button.clicked.connect(self.issue)
        ends = (self.letter_button, self.sent_button, self.save_button, self.issue_button)
        members = (self.members.mark_button, self.members.letters_button)
        self._ends = (self.close_button, self.reopen_button, *ends, *members)
        return footer(self.close_button, self.reopen_button, None, self.note, 4, *ends, *members)

    def _connect(self) -> None:
        self.hand.ticked.connect(self.follow_time)
        self.tabs.currentChanged.connect(self.show_part)
        self.clocks.chosen.connect(self._choose_authority)
        self.authority.adding_wanted.connect(self.ask_authority)
        self.authority.omitting_wanted.connect(self.ask_omission)
        self.authority.restored.connect(self.clocks.setFocus)
        self.members.undo_offered.connect(self._offer_undo)
        self.undo.undone.connect(self._put_back)
        self.undo.ended.connect(self._show_banners)
        self.members.adding_wanted.connect(self.adding_wanted)
        self.members.customer_opened.connect(self.customer_opened)
        self.members.noted.connect(self.say)
        self.known.noted.connect(self.note.setText)

    # ---- showing --------------------------------------------------------------------------------------------------------

    @property
    def page(self) -> IncidentPage:
        """The incident shown."""
        if self._page is None:
            raise RuntimeError("no incident is shown")
        return self._page

    @property
    def is_shown(self) -> bool:
        """Whether an incident was opened at all."""
        return self._page is not None

    def open(self, incident_id: int, notice: str = "") -> None:
        """Show an incident, its authorities first."""
        self.keep()
        self._page, self._notice = self._services.incidents.page(incident_id), notice
        self._current = None
        self.undo.stop()
        self.note.setText("")
        self.members.open(self._page)
        self.known.open(self._page)
        parts = (*self.authority.controls, *self.members.controls, *self.known.controls)
        tab_in_order(self.clocks, self.tabs, *parts, *self._ends)
        self.show_part(AUTHORITIES)
        self._show_all()

    def reload(self) -> None:
        """The incident changed: everything is shown anew but what is being typed."""
        self._page, self._notice = self._services.incidents.page(self.page.row.id), ""
        self.known.follow(self._page)
        self.members.show_page(self._page)
        self._show_all()

    def say(self, sentence: str) -> None:
        """What was just done, on the page itself; what was done before it is not undone any more."""
        self.undo.stop()
        self._notice = sentence
        self._show_banners()

    def _show_all(self) -> None:
        page = self.page
        self.name.setText(page.row.subject)
        counts = page.row.members
        self.tabs.set_count(AUTHORITIES, len(page.row.authorities), "soon")
        is_waiting = page.row.is_open and page.row.is_anybody_told
        self.tabs.set_count(MEMBERS, counts.untold if is_waiting else 0, "soon")
        self.close_button.setVisible(page.row.is_open)
        self.reopen_button.setVisible(not page.row.is_open)
        self._show_time(self._services.office.now())
        self._show_authority()
        self._show_banners()

    def _show_time(self, now: datetime) -> None:
        """Everything that a minute changes."""
        page = self.page
        clear(self._chips)
        shown = chip(incident_chip(page.row, now))
        self._chips.addWidget(shown)
        self.number.setText(facts_line(page))
        self._show_clocks(now)

    def _show_clocks(self, now: datetime) -> None:
        """All of them beside their letters; elsewhere the nearest one that runs."""
        page = self.page
        is_first = self.stack.current == AUTHORITIES
        shown = page.authorities if is_first else page.row.authorities[:1]
        self.clocks.show_clocks(shown, now, self._current_authority() if is_first else None)
        self._clock_panel.setVisible(bool(shown))

    def follow_time(self) -> None:
        """A minute has passed."""
        if self._page is None:
            return
        self._page = self._services.incidents.page(self._page.row.id)
        self._show_time(self._services.office.now())
        if (one := self._authority()) is not None:
            self.authority.follow_time(one)

    def _current_authority(self) -> str | None:
        """The one chosen; else the first that waits, else the first."""
        known = [one.public_id for one in self.page.authorities]
        if self._current not in known:
            waiting = [one.public_id for one in self.page.row.authorities]
            self._current = next(iter(waiting + known), None)
        return self._current

    def _authority(self) -> AuthorityRow | None:
        current = self._current_authority()
        return next((one for one in self.page.authorities if one.public_id == current), None)

    def _show_authority(self) -> None:
        self.authority.show_authority(self._authority(), is_open=self.page.row.is_open)
        self._show_buttons()

    def _choose_authority(self, key: object) -> None:
        """Beside another part of the page the clock leads to its letter."""
        if not isinstance(key, str):
            return
        if key != self._current and not self.authority.save_if_changed():
            self.clocks.mark(self._current)
            return
        self._current = key
        if self.stack.current != AUTHORITIES:
            self.show_part(AUTHORITIES)
        self.clocks.mark(key)
        self._show_authority()

    def show_part(self, part: int) -> None:
        """Authorities, customers or what is known."""
        if part != AUTHORITIES and self._page is not None and not self.authority.save_if_changed():
            part = AUTHORITIES
        self.tabs.setCurrentIndex(part)
        focused = QApplication.focusWidget()
        if (
            focused is not None
            and part != self.stack.current
            and (self.stack.isAncestorOf(focused) or self.side.isAncestorOf(focused))
        ):
            self.tabs.setFocus()  # else Qt gives the keyboard to whatever button comes next
        self.stack.show_page(part)
        if part != KNOWN:
            self.side.show_page(part)
        self._fit_side()
        if self._page is not None:
            self._show_clocks(self._services.office.now())
            self._show_buttons()

    def _show_buttons(self) -> None:
        part, page, one = self.stack.current, self.page, self.authority.authority
        is_first = part == AUTHORITIES and one is not None
        self.letter_button.setVisible(is_first and self._is_narrow)
        self.save_button.setVisible(page.row.is_open and ((is_first and self.authority.may_change) or part == KNOWN))
        is_sent, is_omitted = one is not None and one.sent_at is not None, one is not None and one.omitted_on is not None
        self.sent_button.setVisible(part == AUTHORITIES and self.authority.may_change and one is not None and one.has_letter)
        self.authority.follow_buttons(shown=part == AUTHORITIES)
        self.issue_button.setVisible(is_first and not is_omitted and (page.row.is_open or is_sent))
        self.issue_button.setText(_("Print the letter again") if is_sent else _("Make and print the letter"))
        self.members.follow_buttons(shown=part == MEMBERS)

    def _show_banners(self) -> None:
        clear(self._banners)
        undo = self.undo.banner()
        if undo is not None:
            self._banners.addWidget(undo)
        elif self._notice:
            self._banners.addWidget(banner(self._notice, "ok"))
        elif (shown := next_step(self.page)) is not None:
            self._banners.addWidget(shown)

    # ---- size -----------------------------------------------------------------------------------------------------------

    @property
    def _is_narrow(self) -> bool:
        return self.window().width() < theme.current().px(NARROW)

    def resizeEvent(self, _event: object) -> None:
        """On a narrow window the letter becomes a button."""
        self._fit_side()
        if self._page is not None:
            self._show_buttons()

    def _fit_side(self) -> None:
        px, part = theme.current().px, self.stack.current
        width = min(px(_SIDE_WIDEST), max(px(_SIDE_LEAST), self.width() - px(_FORM)))
        self.side.setFixedWidth(width)
        self.members.show_narrow(narrow=self._is_narrow)
        has_people = self._page is not None and bool(self._page.row.members.people)
        self.side.setVisible((part == AUTHORITIES and not self._is_narrow) or (part == MEMBERS and has_people))

    # ---- keeping --------------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """F9: what stands on the part that shows."""
        with errors_shown(self):
            if self.stack.current == KNOWN:
                return self.known.save()
            if self.authority.save():
                self.note.setText(_("Saved."))
                return True
        return False

    def keep(self) -> None:
        """What is half written stays."""
        if self._page is not None:
            self.known.flush_draft()
            self.authority.keep()

    def close_incident(self) -> None:
        """Put it in the file; what is missing is said where it can be mended."""
        self.undo.stop()
        if not self.known.save_if_changed():
            self.show_part(KNOWN)
            return
        try:
            self._services.incidents.close(self.page.row.id)
        except UserError as problem:
            if not problem.field:
                with errors_shown(self):
                    raise
                return
            self.show_part(KNOWN)
            self.known.show_errors({problem.field: problem.message})

    def ask_reopen(self) -> None:
        """Something new came up."""
        self._start(reopen_dialog(self, self._services, self.page.row.id))

    # ---- authorities ----------------------------------------------------------------------------------------------------

    def issue(self) -> None:
        """F10: save, make the letter, print it; one that was sent is printed again."""
        one = self.authority.authority
        if one is None:
            return
        if one.sent_at is not None:
            self.print_pdf(self, self._services.incident_papers.pdf(one.public_id))
            return
        if not self.known.save_if_changed():
            self.show_part(KNOWN)
            return
        if self.authority.save_if_changed() and (pdf := self.authority.issue()) is not None:
            self.print_pdf(self, pdf)

    def ask_sent(self) -> None:
        """When to the minute, and by which way."""
        if self.authority.authority is not None:
            self._start(sent_dialog(self, self._services, self.authority.authority))

    def ask_authority(self) -> None:
        """One more that has to be told."""
        self._start(authority_dialog(self, self._services, self.page.row.id, self._added))

    def _added(self, authority_id: str) -> None:
        self._current = authority_id

    def ask_omission(self) -> None:
        """The authority shown need not be told: why."""
        if self.authority.authority is not None:
            self._start(omit_dialog(self, self._services, self.authority.authority))

    def _offer_undo(self, sentence: str, act: object) -> None:
        """What many were marked as can be taken back."""
        self._taking_back = cast("Callable[[], object]", act)
        self.undo.offer(sentence)
        self._show_banners()

    def _put_back(self) -> None:
        self.undo.stop()
        with errors_shown(self):
            if self._taking_back is not None:
                self._taking_back()
                self._taking_back = None
        self._show_banners()

    def _start(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(self._done)
        dialog.start()

    def _done(self) -> None:
        self.reload()
        self.clocks.setFocus()
