"""One clause on the page of promises: what it says, what keeps it, what proves it; for what no setting proves, room for a look."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.promise_verdicts import Said
from desktop.services.promises import ClauseRow
from desktop.views import theme
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Field, line_edit
from desktop.views.widgets.labels import ChipText, chip, label
from desktop.views.widgets.layout import box, clear, column, row

_SECTION, _CHIP = 60, 128


class ClauseLine(QWidget):
    """``link_pressed`` carries the key of a page; ``looked``: day, whether it was kept, note."""

    link_pressed = Signal(str)
    looked = Signal(object, bool, str)

    def __init__(self, clause: ClauseRow, look: tuple[str, str, str], today: date) -> None:
        super().__init__()
        self._today = today
        kind, icon, word = look
        section = label(_("Section {n}").format(n=clause.section) if clause.section else "", "help")
        section.setFixedWidth(theme.current().px(_SECTION))
        reason = label(clause.reason, {"late": "late", "soon": "soon"}.get(kind, "muted"), wrap=True)
        self._words = column(label(clause.text, "strong", wrap=True), reason, gap=3)
        if clause.is_grey:
            self._add_look()
        beside = row(
            (column(*self._said(_("Setting"), clause.setting), None, gap=2), 1),
            (column(*self._said(_("Proof"), clause.proof), None, gap=2), 1), gap=16,
        )  # fmt: skip
        state = box(column(chip(ChipText(word, kind, icon)), None))
        state.setFixedWidth(theme.current().px(_CHIP))
        self._parts = row((column(self._words, None, gap=0), 45), (beside, 55), gap=16)
        self.setLayout(row(column(section, None), (self._parts, 1), state, gap=12, margins=(0, 9, 0, 9)))
        self.setAccessibleName(f"{clause.text} {word}. {clause.reason}")

    def stack_panels(self, *, narrow: bool) -> None:
        """Under each other, or beside each other."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._parts.setDirection(down if narrow else right)
        self._parts.setSpacing(theme.current().px(6 if narrow else 16))

    def _said(self, heading: str, said: Said) -> list[QWidget]:
        found: list[QWidget] = [label(heading, "help"), label(said.text, wrap=True)]
        if said.link:
            link = button(_("Open setting") if said.link.startswith("settings.") else _("Open list"), kind="link")
            link.setAccessibleDescription(said.text)
            link.clicked.connect(lambda: self.link_pressed.emit(said.link))
            found.append(box(row(link, None)))
        return found

    # ---- the owner's own look -------------------------------------------------------------------------------------------

    def _add_look(self) -> None:
        self.look_button = button(_("Note a look"), kind="link")
        self.look_button.clicked.connect(self.start_looking)
        self._look = column(box(row(self.look_button, None)), gap=6)
        self._words.addLayout(self._look)

    def start_looking(self) -> None:
        """The day, a note, and whether it is kept; nothing is noted before one of the two buttons is pressed."""
        clear(self._look)
        self.day, self.note = DateField(self._today), line_edit(most=1000)
        self.day_field, self.note_field = Field(_("Day of the look"), self.day), Field(_("What you saw"), self.note)
        self.day_field.name_errors("on")
        self.kept_button, self.broken_button = button(_("It is kept"), small=True), button(_("It is not kept"), small=True)
        self.kept_button.clicked.connect(lambda: self._tell(True))
        self.broken_button.clicked.connect(lambda: self._tell(False))
        self._look.addLayout(row(column(self.day_field, None), (column(self.note_field, None), 1), gap=12))
        self._look.addLayout(row(self.kept_button, self.broken_button, None, gap=10))
        self.note.setFocus()

    def _tell(self, is_kept: bool) -> None:
        try:
            self.looked.emit(self.day.day(), is_kept, self.note.text())
        except UserError as problem:
            self.show_error(problem)

    def show_error(self, problem: UserError) -> None:
        """What is wrong with a look, beside its field."""
        (self.day_field if problem.field == "on" else self.note_field).show_error(problem.message)
