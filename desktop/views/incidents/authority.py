"""One authority of an incident: how it is reached, within how many hours, under which law, why its letter is late."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.incident_views import AuthorityRow
from desktop.services.incidents import LONGEST_HOURS, AuthorityForm
from desktop.views.error_dialogs import errors_shown
from desktop.views.incidents.letter_pane import LetterPane
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Area, Field, NumberField, line_edit
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, row, scrolling
from desktop.views.widgets.pages import Pages


class AuthorityPage(QWidget):
    """``adding_wanted`` for one more, ``omitting_wanted`` where the one shown need not be told, ``restored`` where it has to be."""

    adding_wanted = Signal()
    omitting_wanted = Signal()
    restored = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._authority: AuthorityRow | None = None
        self._is_open = False
        self.name, self.law, self.hours = line_edit(), line_edit(), NumberField(0, LONGEST_HOURS, 80)
        self.contact, self.late_reason = line_edit(), Area(2)
        self.contact.setToolTip(_("Address, phone, email: kept for the next time."))
        self.hours.setToolTip(_("0: no limit"))
        self.letter = LetterPane(services)
        self.fields = {
            "name": Field(_("Authority"), self.name),
            "hours": Field(_("Within hours"), self.hours),
            "contact": Field(_("How it is reached"), self.contact),
            "law": Field(_("Under which law"), self.law),
            "late_reason": Field(_("Why the letter is late; the letter has to say it"), self.late_reason),
        }
        self.remove_button, self.add_button = (
            button(_("It need not be told…"), kind="link"),
            button(_("Another authority"), icon="plus", small=True),
        )
        self.remove_button.clicked.connect(self.omitting_wanted)
        self.restore_button = button(_("It has to be told after all"), kind="link")
        self.restore_button.clicked.connect(self.restore)
        self.add_button.clicked.connect(self.adding_wanted)
        self._pages = Pages([self._form(), self._nobody()])
        self.setLayout(column((scrolling(box(column(self._pages, None, margins=(20, 10, 20, 10)))), 1), gap=0))

    # ---- building -------------------------------------------------------------------------------------------------------

    def _form(self) -> QWidget:
        self._told_note = label("", "muted", wrap=True)
        self._told_note.hide()
        first = row((self.fields["name"], 1), self.fields["hours"], gap=12)
        second = row((self.fields["law"], 3), (self.fields["contact"], 2), gap=12)
        parts = (self._told_note, first, second, self.fields["late_reason"], row(self.remove_button, self.restore_button, None))
        return box(column(*parts, gap=8))

    def _nobody(self) -> QWidget:
        text = label(_("No authority is on the list. Put one on it where one has to be told."), "muted", wrap=True)
        first = button(_("Put an authority on the list"), icon="plus")
        first.clicked.connect(self.adding_wanted)
        self._first_button = first
        return box(column(text, row(first, None), gap=10))

    @property
    def controls(self) -> list[QWidget]:
        """As they are read."""
        fields = (self.name, self.hours, self.law, self.contact, self.late_reason)
        letter = (self.letter.turn_button, self.letter.zoom_button, self.letter.paper)
        return [self.add_button, *fields, self.remove_button, self.restore_button, self._first_button, *letter]

    # ---- showing --------------------------------------------------------------------------------------------------------

    @property
    def authority(self) -> AuthorityRow | None:
        """The one shown."""
        return self._authority

    def show_authority(self, authority: AuthorityRow | None, *, is_open: bool) -> None:
        """Another one, or the same one changed; what is being typed about it stays."""
        is_same = authority is not None and self._authority is not None and authority.public_id == self._authority.public_id
        if not (is_same and self.has_changed) and authority is not None:
            self._fill(authority)
        self._authority, self._is_open = authority, is_open
        self._pages.show_page(0 if authority is not None else 1)
        self._first_button.setVisible(is_open)
        if authority is not None:
            self._follow(authority, may_change=is_open and authority.is_owed)
        self.letter.show_authority(authority)

    def _fill(self, authority: AuthorityRow) -> None:
        for edit, text in ((self.name, authority.name), (self.law, authority.law), (self.contact, authority.contact)):
            edit.setText(text)
            edit.setCursorPosition(0)
        self.law.setToolTip(authority.law)
        self.late_reason.setPlainText(authority.late_reason)
        self.hours.setValue(authority.hours)
        self.clear_errors()

    def clear_errors(self) -> None:
        """Nothing was wrong yet."""
        for field in self.fields.values():
            field.clear_error()

    def _follow(self, authority: AuthorityRow, *, may_change: bool) -> None:
        for field in self.fields.values():
            field.control.setEnabled(may_change)
        self.fields["late_reason"].setVisible(authority.is_late or bool(authority.late_reason))
        self.remove_button.setVisible(may_change)
        self.restore_button.setVisible(self._is_open and authority.omitted_on is not None)
        self._told_note.setVisible(not authority.is_owed)
        self._told_note.setText(_why_settled(authority))

    def follow_time(self, authority: AuthorityRow) -> None:
        """A minute later the letter may have become late, and has to say why."""
        if self._authority is not None and authority.is_late != self._authority.is_late:
            self._authority = authority
            self._follow(authority, may_change=self.may_change)
            self.letter.show_authority(authority)

    def follow_buttons(self, *, shown: bool) -> None:
        """The button for one more stands beside the tabs while this page shows."""
        self.add_button.setVisible(shown and self._is_open and self._authority is not None)

    @property
    def may_change(self) -> bool:
        """Whether its letter has not gone out yet."""
        return self._is_open and self._authority is not None and self._authority.is_owed

    # ---- keeping --------------------------------------------------------------------------------------------------------

    def form(self) -> AuthorityForm:
        """What stands in the fields."""
        return AuthorityForm(
            self.name.text(), self.contact.text(), self.hours.value(), self.law.text(), self.late_reason.toPlainText()
        )

    @property
    def has_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        one = self._authority
        if one is None or not self.may_change:
            return False
        return self.form() != AuthorityForm(one.name, one.contact, one.hours, one.law, one.late_reason)

    def save(self) -> bool:
        """Keep it; False when something is wrong, which stands beside its field."""
        if self._authority is None or not self.may_change:
            return True
        try:
            self._services.incidents.change_authority(self._authority.public_id, self.form())
        except UserError as problem:
            self.show_problem(problem)
            return False
        return True

    def save_if_changed(self) -> bool:
        """Before another one is looked at, or a letter made."""
        return not self.has_changed or self.save()

    def keep(self) -> None:
        """Leaving the tab or the program: what can be kept is kept, what is wrong waits for her."""
        if self._authority is not None and self.has_changed:
            with suppress(UserError):
                self._services.incidents.change_authority(self._authority.public_id, self.form())

    def show_problem(self, problem: UserError) -> None:
        """A sentence beside the field it belongs to."""
        if problem.field in self.fields:
            self.fields[problem.field].show()
            self.fields[problem.field].show_error(problem.message)
            self.fields[problem.field].control.setFocus()
        else:
            with errors_shown(self):
                raise problem

    def restore(self) -> None:
        """It has to be told of this incident after all."""
        with errors_shown(self):
            if self._authority is not None:
                self._services.incidents.restore_authority(self._authority.public_id)
                self.restored.emit()

    def issue(self) -> bytes | None:
        """Make the letter as it stands now; None when something is missing, which is said beside its field."""
        assert self._authority is not None
        authority_id = self._authority.public_id
        try:
            self._services.incident_papers.issue(authority_id)
        except UserError as problem:
            self.show_problem(problem)
            return None
        return self._services.incident_papers.pdf(authority_id)


def _why_settled(authority: AuthorityRow) -> str:
    if authority.omitted_on is not None:
        text = _("Since {day} it need not be told: {reason}")
        return text.format(day=day_text(authority.omitted_on), reason=authority.omitted_reason)
    return _("Told with letter {number}; what it was told stays.").format(number=authority.number)
