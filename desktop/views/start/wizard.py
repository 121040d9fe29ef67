"""The first-run wizard: who you are, what you promised, how it is locked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QStackedWidget, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.opening import NewShop
from desktop.services.policies import check_rules
from desktop.services.saving import save
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.error_dialogs import errors_shown
from desktop.views.settings.identity import IdentityForm
from desktop.views.start.promises import PromisesStep
from desktop.views.widgets.buttons import button
from desktop.views.widgets.clock import Stepper
from desktop.views.widgets.fields import Field, line_edit, secret_edit
from desktop.views.widgets.labels import banner, glyph, label, named_label
from desktop.views.widgets.layout import box, column, footer, frame, row, scrolling
from desktop.views.widgets.paper import print_pdf
from desktop.views.widgets.save_dialog import PDF, ask_where_to_save

_BESIDE, _LOCK, _NAME = 1240, 600, 380
Create = Callable[[str, NewShop], tuple[Any, str]]


class Wizard(QWidget):
    """``finished`` carries the open shop; ``demo_wanted`` asks for the sample shop instead, ``restore_wanted`` for a backup."""

    finished = Signal(object)
    demo_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, create: Create, recovery_paper: Callable[[str, str], bytes], today: date) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._create, self._recovery_paper = create, recovery_paper
        self._opened: Any = None
        self._code = ""
        self.stepper = Stepper([_("Your shop"), _("What you promised"), _("Locking the data")])
        self.identity = IdentityForm()
        self.staff = line_edit()
        self.staff_field = Field(
            _("Who works at this computer"), self.staff, _("The log names who did what. More names in Settings.")
        )
        self.staff_field.setFixedWidth(theme.current().px(_NAME))
        self.promises = PromisesStep(today)
        self.steps = QStackedWidget()
        for step in (self._identity_step(), self._promises_page(), self._lock_step(), self._code_step()):
            self.steps.addWidget(step)
        self._make_footer()
        self.stepper.setFixedWidth(theme.current().px(640))
        head = box(row(self.stepper, None, margins=(96, 16, 96, 0)))
        self.setLayout(column(_band(), head, (self.steps, 1), self._footer, gap=0))
        self._show_step(0)

    # ---- steps --------------------------------------------------------------------------------------------------------

    def _identity_step(self) -> QWidget:
        intro = _("This stands at the head and foot of every letter. It can be changed later in Settings.")
        content = column(
            label(_("Who is the shop?"), "title"), label(intro, "muted", wrap=True), 4, self.identity, self.staff_field, None,
            gap=8, margins=(96, 12, 96, 14),
        )  # fmt: skip
        return scrolling(box(content))

    def _promises_page(self) -> QWidget:
        return scrolling(self.promises)

    def _lock_step(self) -> QWidget:
        self.passphrase, self.repeated = secret_edit(), secret_edit()
        help_text = _("At least 8 characters: three or four words are easy to keep in mind.")
        self.passphrase_field = Field(_("Passphrase"), self.passphrase, help_text)
        self.repeated_field = Field(_("The same once more"), self.repeated)
        intro = _("The data is encrypted on this computer. Whoever takes the computer cannot read it without the passphrase.")
        warning = _("Nobody can reset a forgotten passphrase. That is what the recovery code on the next page is for.")
        fields = frame(column(self.passphrase_field, self.repeated_field, gap=12, margins=(20, 16, 20, 16)))
        locked = box(column(fields, banner(warning, "info"), gap=12))
        locked.setFixedWidth(theme.current().px(_LOCK))
        return box(
            column(
                label(_("How is the data locked?"), "title"),
                label(intro, "muted", wrap=True),
                4,
                row(locked, None),
                None,
                gap=8,
                margins=(96, 12, 96, 14),
            )
        )

    def _code_step(self) -> QWidget:
        self.code_label = label("", "figure", wrap=True)
        self.code_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.print_button = button(_("Print"), icon="print")
        self.print_button.clicked.connect(self._print_code)
        self.save_button = button(_("Save as PDF"), icon="save")
        self.save_button.clicked.connect(self._ask_where_to_save)
        self.kept = QCheckBox(_("I have put the paper in a safe place, away from the computer"))
        self.kept.toggled.connect(self._follow_kept)
        intro = _("Print this code now and keep the paper. It is the only way in when the passphrase is forgotten.")
        panel = frame(column(self.code_label, row(self.print_button, self.save_button, None), gap=14, margins=(20, 16, 20, 16)))
        return box(
            column(
                label(_("Your recovery code"), "title"),
                label(intro, "muted", wrap=True),
                4,
                panel,
                self.kept,
                None,
                gap=8,
                margins=(96, 12, 96, 14),
            )
        )

    def _make_footer(self) -> None:
        self.back = button(_("Back"), "Esc", "", "left")
        self.back.clicked.connect(lambda: self._show_step(self.steps.currentIndex() - 1))
        self.demo = button(_("Try with sample data"), kind="flat")
        self.demo.clicked.connect(self.demo_wanted)
        self.restore = button(_("Restore from a backup"), kind="flat", icon="history")
        self.restore.clicked.connect(self.restore_wanted)
        self.next = button(_("Continue"), "Enter", "primary")
        self.next.clicked.connect(self.forward)
        QShortcut(QKeySequence("F10"), self).activated.connect(self.next.click)
        self._footer = footer(self.back, None, self.restore, self.demo, self.next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the cursor; from everywhere else it goes on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = QApplication.focusWidget()
        (focus if isinstance(focus, QPushButton) else self.next).click()

    def resizeEvent(self, _event: object) -> None:
        """Under each other where the window is narrow."""
        self.promises.stack_panels(narrow=self.width() < theme.current().px(_BESIDE))

    # ---- going on -------------------------------------------------------------------------------------------------------

    def forward(self) -> None:
        """Check the step and go to the next."""
        checks = (self._check_identity, self._check_promises, self._make_shop, self._finish)
        checks[self.steps.currentIndex()]()

    def _show_step(self, place: int) -> None:
        self.steps.setCurrentIndex(place)
        self.stepper.show_step(min(place, 2))
        self.back.setVisible(0 < place < 3)
        self.demo.setVisible(place < 2)
        self.restore.setVisible(place == 0)
        texts = (_("Continue"), _("Continue"), _("Lock the data"), _("Start working"))
        self.next.setText(texts[place])
        self.next.setEnabled(place != 3 or self.kept.isChecked())
        first = (self.identity.first_control, self.promises.first_control, self.passphrase, self.print_button)[place]
        first.setFocus()

    def _check_identity(self) -> None:
        try:
            self.identity.checked()
        except UserError as problem:
            self.identity.show_problem(problem)
            return
        if not self.staff.text().strip():
            self.staff.setText(self.identity.owner_name())
        if not self.staff.text().strip():
            self.staff_field.show_error(_("Write the name."))
            return
        self._show_step(1)

    def _check_promises(self) -> None:
        try:
            check_rules(self.promises.rules())
        except UserError as problem:
            self.promises.show_mistake(problem)
            return
        self.promises.show_problem("")
        self._show_step(2)

    def _make_shop(self) -> None:
        if self.passphrase.text() != self.repeated.text():
            self.repeated_field.show_error(_("The two passphrases differ."))
            return
        shop = NewShop(self.identity.checked(), self.promises.rules(), self.staff.text())
        passphrase = self.passphrase.text()
        self.next.setEnabled(False)
        self.next.setText(_("Locking…"))
        run_in_background(self, lambda: self._create(passphrase, shop), self._made, self._not_made)

    def _made(self, result: tuple[Any, str]) -> None:
        self._opened, self._code = result
        self.passphrase.clear()
        self.repeated.clear()
        groups = self._code.split("-")
        self.code_label.setText("\n".join(" - ".join(groups[i : i + 5]) for i in range(0, len(groups), 5)))
        self._show_step(3)

    def _not_made(self, problem: Exception) -> None:
        self._show_step(2)
        self.next.setEnabled(True)
        if not isinstance(problem, UserError):
            raise problem
        self.passphrase_field.show_error(problem.message)

    def _finish(self) -> None:
        if self.kept.isChecked():
            self.finished.emit(self._opened)

    def _follow_kept(self, kept: bool) -> None:
        self.next.setEnabled(kept)

    # ---- the paper -----------------------------------------------------------------------------------------------------

    def _print_code(self) -> None:
        print_pdf(self, self._recovery_paper(self.identity.checked().name, self._code))

    def _ask_where_to_save(self) -> None:
        if path := ask_where_to_save(self, _("Save as PDF"), _("recovery-code") + ".pdf", PDF):
            self.save_code(Path(path))

    def save_code(self, path: Path) -> None:
        """Write the recovery paper to a file she chose."""
        with errors_shown(self):
            save(path, self._recovery_paper(self.identity.checked().name, self._code))


def _band() -> QWidget:
    bar = box(
        row(
            glyph("logo", "band-text", 26),
            named_label("Giữ Lời", "brand"),
            None,
            named_label(_("First set-up, about 10 minutes"), "shop"),
            gap=8,
            margins=(20, 0, 20, 0),
        ),
        "band",
    )
    bar.setFixedHeight(theme.current().size["band"])
    return bar
