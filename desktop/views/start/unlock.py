"""The unlock page: passphrase or recovery code, then who is at the counter. Knows nothing of the database: it is handed functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.widgets.buttons import KeyButton, button
from desktop.views.widgets.fields import Field, line_edit, secret_edit
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import box, clear, column, frame, row
from desktop.views.widgets.pages import Pages

_FREE_TRIES = 2
_LONGEST_WAIT = 60
_WIDTH = 440


@dataclass(frozen=True)
class StaffChoice:
    """Somebody who may be at the counter."""

    public_id: str
    name: str


class UnlockPage(QWidget):
    """``opened`` carries whatever the unlocking function returned, once somebody is at the counter.

    ``restore_wanted``: the data cannot be opened by any passphrase, and a backup shall take its place.
    """

    opened = Signal(object, str)
    restore_wanted = Signal()

    def __init__(
        self,
        shop_place: str,
        unlock: Callable[[str], Any],
        unlock_with_code: Callable[[str, str], Any],
        staff_of: Callable[[Any], Sequence[StaffChoice]],
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._unlock, self._unlock_with_code, self._staff_of = unlock, unlock_with_code, staff_of
        self._wrong = 0
        self._shop: Any = None
        self._pages = Pages((self._passphrase_page(), self._code_page(), self._staff_page()))
        panel = frame(column(self._pages, margins=(28, 24, 28, 24)))
        panel.setFixedWidth(_WIDTH)
        brand = row(None, glyph("logo", "accent", 34), label("Giữ Lời", "figure"), None, gap=10)
        place = [row(None, _place(shop_place), None)] if shop_place else []
        self.setLayout(column(None, brand, 8, row(None, panel, None), *place, None, gap=10))

    def showEvent(self, _event: object) -> None:
        """The cursor stands where she types."""
        self.passphrase.setFocus()

    def open_by_itself(self, unlock: Callable[[], Any]) -> None:
        """This computer remembers: nothing is asked unless that fails."""
        self._start(self.open_button, unlock, self._refused)

    # ---- pages ----------------------------------------------------------------------------------------------------

    def _passphrase_page(self) -> QWidget:
        self.passphrase = secret_edit()
        self.passphrase_field = Field(_("Passphrase"), self.passphrase)
        self.open_button = button(_("Open"), "Enter", "primary")
        self.open_button.clicked.connect(self._try_passphrase)
        self.passphrase.returnPressed.connect(self._try_passphrase)
        self.code_link = button(_("I have the recovery code"), kind="link")
        self.code_link.clicked.connect(lambda: self._pages.show_page(1))
        self.restore_button = button(_("Restore from a backup"), icon="history")
        self.restore_button.clicked.connect(self.restore_wanted)
        self.restore_button.hide()
        title = row(glyph("lock", "accent", 24), label(_("Open the shop's data"), "title"), None, gap=10)
        buttons = row(self.code_link, None, self.open_button)
        return box(column(title, self.passphrase_field, row(self.restore_button, None), buttons, gap=16))

    def _code_page(self) -> QWidget:
        self.code, self.new_passphrase, self.repeated = line_edit(most=80), secret_edit(), secret_edit()
        self.code_field = Field(_("Recovery code"), self.code, _("From the paper you printed; hyphens make no difference."))
        self.new_field = Field(_("New passphrase"), self.new_passphrase)
        self.repeat_field = Field(_("The same once more"), self.repeated)
        self.code_button = button(_("Open and set passphrase"), "Enter", "primary")
        self.code_button.clicked.connect(self._try_code)
        self.repeated.returnPressed.connect(self._try_code)
        back = button(_("Back"), "Esc")
        back.clicked.connect(lambda: self._pages.show_page(0))
        fields = (self.code_field, self.new_field, self.repeat_field)
        return box(column(label(_("Open with the recovery code"), "title"), *fields, row(back, None, self.code_button), gap=14))

    def _staff_page(self) -> QWidget:
        self._names: QVBoxLayout = column(gap=8)
        help_text = _("The log names who did what.")
        return box(column(label(_("Who is at the counter?"), "title"), label(help_text, "help", wrap=True), self._names, gap=12))

    # ---- trying -------------------------------------------------------------------------------------------------------

    def _try_passphrase(self) -> None:
        passphrase = self.passphrase.text()
        if self.open_button.isEnabled() and passphrase:
            self._start(self.open_button, lambda: self._unlock(passphrase), self._refused)

    def _try_code(self) -> None:
        if self.new_passphrase.text() != self.repeated.text():
            self.repeat_field.show_error(_("The two passphrases differ."))
            return
        code, passphrase = self.code.text(), self.new_passphrase.text()
        if self.code_button.isEnabled():
            self._start(self.code_button, lambda: self._unlock_with_code(code, passphrase), self._code_refused)

    def _start(self, pressed: KeyButton, work: Callable[[], Any], refused: Callable[[UserError], None]) -> None:
        pressed.setEnabled(False)

        def failed(problem: Exception) -> None:
            pressed.setEnabled(True)
            if not isinstance(problem, UserError):
                raise problem
            refused(problem)

        run_in_background(self, work, self._unlocked, failed)

    def _refused(self, problem: UserError) -> None:
        self.passphrase_field.show_error(problem.message)
        self.restore_button.setVisible(not problem.field)
        self.passphrase.selectAll()
        self.passphrase.setFocus()
        if problem.field == "passphrase":
            self._wrong += 1
            self._wait(min(_LONGEST_WAIT, 2 ** (self._wrong - _FREE_TRIES)) if self._wrong > _FREE_TRIES else 0)

    def _code_refused(self, problem: UserError) -> None:
        field = self.new_field if problem.field == "passphrase" else self.code_field
        field.show_error(problem.message)

    def _wait(self, seconds: int) -> None:
        """After two wrong tries each further one takes longer."""
        self.open_button.setEnabled(seconds == 0)
        if seconds:
            self.open_button.setText(_("Wait {n} s").format(n=seconds))
            QTimer.singleShot(1000, self, lambda: self._wait(seconds - 1))
        else:
            self.open_button.setText(_("Open"))

    def _unlocked(self, shop: Any) -> None:
        self._shop = shop
        for edit in (self.passphrase, self.code, self.new_passphrase, self.repeated):
            edit.clear()
        names = self._staff_of(shop)
        if len(names) == 1:
            self.opened.emit(shop, names[0].public_id)
            return
        clear(self._names)
        for person in names:
            choice = button(person.name)
            choice.clicked.connect(lambda _checked=False, chosen=person.public_id: self.opened.emit(shop, chosen))
            self._names.addWidget(choice)
        self._pages.show_page(2)
        first = self._names.itemAt(0)
        if first is not None and (widget := first.widget()) is not None:
            widget.setFocus()


def _place(folder: str) -> QLabel:
    """Where the data lies: cut to the panel's width, in full when pointed at."""
    text = _("The data lies in {folder}").format(folder=folder)
    metrics = QFontMetrics(theme.current().font(13))
    widget = label(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, _WIDTH - 20), "help")
    widget.setToolTip(text)
    return widget
