"""Settings, lock: another passphrase, a new recovery code, whether this computer remembers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.opening import ShopFolder, check_passphrase
from desktop.services.saving import save
from desktop.views.background import run_in_background
from desktop.views.error_dialogs import errors_shown
from desktop.views.settings.parts import SettingsSubject
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Field, secret_edit
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.paper import print_pdf
from desktop.views.widgets.save_dialog import PDF, ask_where_to_save


class LockPage(SettingsSubject):
    """Nothing here ever writes plain data to a disk."""

    def __init__(self, services: Services, folder: ShopFolder) -> None:
        super().__init__(
            _("Lock"), _("The passphrase opens the data and every backup; the recovery code is for when it is forgotten.")
        )
        self._services, self._folder = services, folder
        self.old, self.new, self.repeated = secret_edit(), secret_edit(), secret_edit()
        self.fields = {
            "old": Field(_("Passphrase now"), self.old), "passphrase": Field(_("New passphrase"), self.new),
            "repeated": Field(_("The same once more"), self.repeated),
        }  # fmt: skip
        self.code_secret = secret_edit()
        self.code_field = Field(
            _("Passphrase"), self.code_secret, _("The old paper opens nothing any more once a new code is made.")
        )
        change = button(_("Change passphrase"), "F9", "primary")
        change.clicked.connect(self.save)
        lock = frame(
            column(section(_("Passphrase")), *self.fields.values(), self.save_row(change), gap=8, margins=(16, 10, 16, 12))
        )
        make, self.print_code = button(_("New code as PDF")), button(_("New code, print"), icon="print")
        make.clicked.connect(self._ask_code_path)
        self.print_code.clicked.connect(lambda: self._renew(lambda paper: print_pdf(self, paper)))
        code = frame(
            column(
                section(_("Recovery code")),
                self.code_field,
                row(None, make, self.print_code),
                None,
                gap=8,
                margins=(16, 10, 16, 12),
            )
        )
        right = column((code, 1), *([self._remembering()] if folder.can_remember else []), gap=12)
        self.build(row((column(lock, None), 1), (right, 1), gap=16))
        self.refresh()

    def refresh(self) -> None:
        """Read it anew."""
        for edit in (self.old, self.new, self.repeated, self.code_secret):
            edit.clear()
        if self._folder.can_remember:
            self._show_remembering()
        self.saved_note.setText("")

    def _remembering(self) -> QWidget:
        """Whether this computer opens the data without asking; only where the system can keep a key for the account."""
        self.remember_text = label("", "muted", wrap=True)
        self.remember_secret = secret_edit()
        self.remember_field = Field(
            _("Passphrase"), self.remember_secret, _("Whoever signs in to Windows as you then sees all customers.")
        )
        self.remember_button = button(_("Open without asking on this computer"))
        self.remember_button.clicked.connect(self._remember)
        self.forget_button = button(_("Ask for the passphrase again"))
        self.forget_button.clicked.connect(self._forget)
        content = column(
            section(_("Remember on this computer")),
            self.remember_text,
            self.remember_field,
            row(None, self.forget_button, self.remember_button),
            gap=8,
            margins=(16, 10, 16, 12),
        )
        return frame(content)

    def _show_remembering(self) -> None:
        remembered = self._folder.is_remembered()
        self.remember_text.setText(
            _("The data opens on this computer without the passphrase. Ctrl+L still locks it.")
            if remembered
            else _("The passphrase is asked for at every start.")
        )
        self.remember_field.setVisible(not remembered)
        self.remember_button.setVisible(not remembered)
        self.forget_button.setVisible(remembered)
        self.remember_secret.clear()

    def _remember(self) -> None:
        secret = self.remember_secret.text()
        self._in_background(lambda: self._folder.remember(secret), lambda _none: self._show_remembering(), self.remember_field)

    def _forget(self) -> None:
        with errors_shown(self):
            self._folder.forget()
        self._show_remembering()

    def save(self) -> None:
        """Another passphrase for the same data."""
        if self.new.text() != self.repeated.text():
            self.fields["repeated"].show_error(_("The two passphrases differ."))
            return
        old, new = self.old.text(), self.new.text()
        try:
            check_passphrase(new)
        except UserError as problem:
            self.fields["passphrase"].show_error(problem.message)
            return
        self._in_background(lambda: self._folder.change_passphrase(old, new), self._changed, self.fields["old"])

    def _changed(self, _nothing: Any) -> None:
        self.refresh()
        self.tell_saved()

    def _ask_code_path(self) -> None:
        if path := ask_where_to_save(self, _("Save as PDF"), _("recovery-code") + ".pdf", PDF):
            self._renew(lambda paper: save(Path(path), paper))

    def _renew(self, use: Callable[[bytes], object]) -> None:
        secret, shop = self.code_secret.text(), self._services.shop.identity().name

        def work() -> bytes:
            return self._folder.recovery_paper(shop, self._folder.renew_recovery_code(secret))

        def done(paper: bytes) -> None:
            self.code_secret.clear()
            use(paper)

        self._in_background(work, done, self.code_field)

    def _in_background(self, work: Callable[[], Any], done: Callable[[Any], None], field: Field) -> None:
        def failed(problem: Exception) -> None:
            if not isinstance(problem, UserError):
                raise problem
            field.show_error(problem.message)

        run_in_background(self, work, done, failed)
