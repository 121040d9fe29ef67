"""Settings, backups: make one now, see which there are, restore one, decide about the last restore."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QFrame, QProgressBar

from desktop.errors import UserError
from desktop.i18n import clock_text, day_text, local_day, ngettext
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.backups import LEAST_DAYS, MOST_DAYS, BackupMade, BackupRow
from desktop.services.opening import ShopFolder
from desktop.services.progress import Cancelled
from desktop.services.restoring import Candidate
from desktop.views import theme
from desktop.views.background import Work, run_with_progress
from desktop.views.error_dialogs import errors_shown
from desktop.views.settings.parts import SettingsSubject
from desktop.views.start.restore import customers_text, moment_text
from desktop.views.start.running import progress_bar, show_step
from desktop.views.widgets.buttons import button, folder_button
from desktop.views.widgets.fields import Choice, Field, NumberField
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import ChipText, banner, label, section
from desktop.views.widgets.layout import box, clear, column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem

_LEFT, _INSIDE = 400, (16, 10, 16, 12)
_ANY_WIDTH = 16_777_215  # Qt's own


class BackupsPage(SettingsSubject):
    """``restore_wanted`` carries the folder of a backup; ``going_back_wanted``: the data from before the last restore."""

    restore_wanted = Signal(object)
    going_back_wanted = Signal()

    def __init__(self, services: Services, folder: ShopFolder) -> None:
        super().__init__(_("Backups"), _("A backup is encrypted like the data itself and opens with the same passphrase."))
        self._services, self._folder = services, folder
        self._work: Work | None = None
        self._rows: dict[str, BackupRow] = {}
        self._decision = column(gap=6)
        self.explanation = label("", "muted", wrap=True)
        self._left = box(column(self._making(), self._keeping(), None, gap=12))
        self._panels = row(self._left, (self._list_panel(), 1), gap=16)
        self.build(self._decision, self.explanation, (self._panels, 1))
        self.refresh()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _making(self) -> QFrame:
        self.last = label("", "muted", wrap=True)
        self.now_button = button(_("Back up now"), icon="save")
        self.now_button.clicked.connect(self.back_up_here)
        self.usb_button = button(_("Back up to USB"), kind="primary", icon="usb")
        self.usb_button.clicked.connect(self._ask_where)
        self.bar: QProgressBar = progress_bar(_("Backing up"))
        self.stop_button = button(_("Stop"), icon="close", small=True)
        self.stop_button.clicked.connect(lambda: self._work and self._work.cancel())
        running = row((self.bar, 1), self.stop_button, gap=10)
        show = folder_button(_("Open data folder"), self._folder.path, "link")
        parts = (section(_("Make a backup"), show), self.last, row(self.now_button, self.usb_button, None, gap=10), running)
        return frame(column(*parts, gap=8, margins=_INSIDE))

    def _keeping(self) -> QFrame:
        self.days = NumberField(LEAST_DAYS, MOST_DAYS)
        note = label(
            _("One is made every day and on leaving. After so many days it is removed; the newest one stays."), "help", wrap=True
        )
        save = self.save_button()
        self.days_field = Field(_("Days that automatic backups are kept"), self.days)
        return frame(column(section(_("Automatic backups")), note, self.days_field, self.save_row(save), gap=8, margins=_INSIDE))

    def _list_panel(self) -> QFrame:
        self.list = ItemList(follows_cursor=True)
        self.list.setAccessibleName(_("Backups"))
        self.list.setMinimumHeight(theme.current().px(240))
        self.list.chosen.connect(self._follow_choice)
        self.destroyed_button = button(_("I have destroyed it"), icon="trash")
        self.destroyed_button.clicked.connect(self._mark_destroyed)
        self.other_button = button(_("Restore from a folder"), icon="folder")
        self.other_button.clicked.connect(self._ask_from)
        self.restore_button = button(_("Restore this one"), icon="history")
        self.restore_button.clicked.connect(self._restore_chosen)
        buttons = row(self.destroyed_button, None, self.other_button, self.restore_button, gap=10)
        return frame(column(section(_("Backups there are")), (self.list, 1), buttons, gap=8, margins=_INSIDE))

    def stack_panels(self, *, narrow: bool) -> None:
        """The list under the rest where the page is narrow."""
        self._panels.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._left.setMaximumWidth(_ANY_WIDTH if narrow else theme.current().px(_LEFT))

    # ---- showing --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read it anew."""
        self.days.setValue(self._services.backups.keep_days())
        self.saved_note.setText("")
        self._show_last()
        self._show_running(False)
        self._show_list()
        self._show_decision()

    def _show_last(self) -> None:
        last, days = self._services.backups.last(), self._services.backups.days_since_outside()
        text = (
            _("Last backup on {day} at {time}.").format(day=day_text(local_day(last)), time=clock_text(last))
            if last
            else _("No backup has been made yet.")
        )
        outside = (
            _("None lies outside this computer: if it breaks, all is lost.")
            if days is None
            else ngettext(
                "{n} day since the last one outside this computer.", "{n} days since the last one outside this computer.", days
            )
        )
        self.last.setText(f"{text} {outside.format(n=days)}")

    def _show_list(self) -> None:
        rows = [row for row in self._services.backups.rows() if row.gone_on is None]
        self._rows = {row.public_id: row for row in rows}
        self.list.show_items([_item(row) for row in rows], rows[0].public_id if rows else None)
        self._follow_choice(rows[0].public_id if rows else None)

    def _show_decision(self) -> None:
        clear(self._decision)
        kept, text = self._services.restoring.unconfirmed(), self._services.restoring.explanation()
        self.explanation.setText(text or "")
        self.explanation.setVisible(bool(text))
        self._show_unchecked()
        if kept is None:
            return
        back, stay = (
            button(_("Go back to the data from before"), small=True),
            button(_("Keep this data"), kind="primary", small=True),
        )
        back.clicked.connect(self._ask_to_go_back)
        stay.clicked.connect(self._ask_to_keep)
        sentence = _(
            "The backup of {backup} was put back on {day}. Look through it, then decide: until then the data from before is kept."
        )
        shown = sentence.format(backup=day_text(kept.backup_of), day=day_text(kept.replaced_on))
        self._decision.addWidget(banner(shown, "soon", back, stay))

    def _show_unchecked(self) -> None:
        """Gates stay shut until she has looked: that is said where they are opened."""
        since = self._services.restoring.unchecked_since()
        if since is None:
            return
        checked = button(_("I have looked through them"), kind="primary", small=True)
        checked.clicked.connect(self._confirm_checked)
        sentence = _(
            "The data from before could not be read. Look through slips, messages and notes since {day}: enter who withdrew, refused or "
            "restricted something. Until then nobody is written to and no carrier gets anything."
        )
        self._decision.addWidget(banner(sentence.format(day=day_text(since)), "late", checked))

    def _confirm_checked(self) -> None:
        self._services.restoring.confirm_checked()
        self.refresh()

    def _follow_choice(self, key: object) -> None:
        chosen = self._rows.get(str(key))
        self.restore_button.setEnabled(chosen is not None and chosen.is_there and chosen.path.is_dir())
        self.destroyed_button.setVisible(chosen is not None and chosen.is_outside)

    def _show_running(self, running: bool) -> None:
        for control in (self.now_button, self.usb_button, self.other_button, self.list):
            control.setEnabled(not running)
        self.restore_button.setEnabled(self.restore_button.isEnabled() and not running)
        self.bar.setRange(0, 0)
        for control in (self.bar, self.stop_button):
            control.setVisible(running)

    # ---- making ---------------------------------------------------------------------------------------------------------

    def back_up_here(self) -> None:
        """One more beside the data."""
        self._back_up(None)

    def _ask_where(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, _("Where should the backup go? A USB stick is best.")):
            self.back_up_into(Path(folder))

    def back_up_into(self, target: Path) -> None:
        """One into a folder or onto a stick."""
        self._back_up(target)

    def _back_up(self, target: Path | None) -> None:
        backups = self._services.backups
        self.last.setText(_("Making and checking the backup…"))
        self._show_running(True)
        self._work = run_with_progress(
            self,
            lambda progress: backups.make_in(target, progress) if target else backups.make_automatic(progress),
            lambda done, every: show_step(self.bar, done, every),
            self._made,
            self._not_made,
        )

    def _made(self, made: BackupMade) -> None:
        self.refresh()
        files = ngettext("{n} evidence file", "{n} evidence files", made.files).format(n=made.files)
        self.last.setText(_("Backup made and checked: {folder} with {files}.").format(folder=made.folder.name, files=files))

    def _not_made(self, problem: Exception) -> None:
        self.refresh()
        if isinstance(problem, UserError):
            self.last.setText(problem.message)
        elif not isinstance(problem, Cancelled):
            raise problem

    def save(self) -> None:
        """Keep the number of days; what is old enough by it goes at once."""
        try:
            self._services.backups.set_keep_days(self.days.value())
            self._services.backups.remove_old()
        except UserError as problem:
            self.days_field.show_error(problem.message)
            return
        self.refresh()
        self.tell_saved()

    def _mark_destroyed(self) -> None:
        with errors_shown(self):
            self._services.backups.mark_destroyed(self._chosen().public_id, self._services.office.today())
        self.refresh()

    def _chosen(self) -> BackupRow:
        item = self.list.currentIndex().row()
        return self._rows[str(self.list.items[item].key)]

    # ---- restoring ------------------------------------------------------------------------------------------------------

    def _restore_chosen(self) -> None:
        self.examine(self._chosen().path)

    def _ask_from(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, _("Where are the backups?")):
            self.look_in(Path(folder))

    def look_in(self, folder: Path) -> None:
        """The backups of a folder: one is checked at once, of several she chooses."""
        with errors_shown(self):
            found = self._services.restoring.candidates_in(folder)
            usable = [one for one in found if not one.problem]
            if not usable:
                raise UserError(found[0].problem)
            if len(usable) == 1:
                self.examine(usable[0].folder)
            else:
                self._ask_which(usable)

    def _ask_which(self, usable: list[Candidate]) -> None:
        choice = Choice(*((f"{moment_text(one)} · {customers_text(one)}", one) for one in usable))
        choice.setMinimumWidth(theme.current().px(320))

        def check() -> None:
            chosen = choice.value()
            assert isinstance(chosen, Candidate)
            self.examine(chosen.folder)

        fields = {"backup": Field(_("Backup"), choice)}
        self.which = FormDialog(self, _("Which backup is to be restored?"), _("Check this one"), fields, check).start()

    def examine(self, folder: Path) -> None:
        """Read it from the first byte to the last, then ask."""
        with errors_shown(self):
            self._services.restoring.require_decided()
            self.last.setText(_("Checking the backup…"))
            self._show_running(True)
            self._work = run_with_progress(
                self,
                lambda progress: self._services.restoring.examine(folder, progress),
                lambda done, every: show_step(self.bar, done, every),
                self._ask_to_restore,
                self._not_made,
            )

    def _ask_to_restore(self, one: Candidate) -> None:
        self.refresh()
        title = _("Restore the backup of {moment}?").format(moment=moment_text(one))
        note = _(
            "It is whole and holds {customers}. What was entered since then is set aside until you decide to keep the restored data. "
            "Whoever was erased stays erased. The shop closes for a moment."
        ).format(customers=customers_text(one))
        act = lambda: self.restore_wanted.emit(one.folder)  # noqa: E731
        self.question = FormDialog(self, title, _("Restore"), {}, act, note).start()

    def _ask_to_go_back(self) -> None:
        note = _("The restored data and what you entered since are set aside. The shop closes for a moment.")
        title = _("Go back to the data from before?")
        self.question = FormDialog(self, title, _("Go back"), {}, self.going_back_wanted.emit, note).start()

    def _ask_to_keep(self) -> None:
        title, note = _("Keep the restored data?"), _("The data from before is removed for good.")
        self.question = FormDialog(self, title, _("Keep this data"), {}, self._keep, note).start()

    def _keep(self) -> None:
        self._services.restoring.confirm()
        self.refresh()


def _item(one: BackupRow) -> ListItem:
    """When, where, and until when it is kept."""
    title = f"{day_text(local_day(one.made_at))}, {clock_text(one.made_at)}"
    if one.is_outside:
        chip = None if one.is_there else ChipText(_("Not plugged in"), "quiet", "usb")
        return ListItem(title, one.place, chip=chip, icon="usb", tip=one.place, key=one.public_id)
    until = _("until {day}").format(day=day_text(one.until)) if one.until else _("until you decide")
    return ListItem(title, _kind(one), until, icon="save", tip=str(one.path), key=one.public_id)


def _kind(one: BackupRow) -> str:
    kinds = {"backups": _("Automatic backup"), "before-update": _("Copy from before an update")}
    return kinds.get(one.place.partition("/")[0], _("Data from before a restore"))
