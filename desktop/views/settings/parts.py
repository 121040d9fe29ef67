"""What the pages of the settings share: a title, a sentence, a row that says it was saved."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.widgets.buttons import KeyButton, button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import Item, box, column, footer, row, scrolling

_BESIDE = 976  # of a window of 1240


class SettingsSubject(QWidget):
    """A page with a title, an explanation and its parts."""

    def __init__(self, title: str, explanation: str) -> None:
        super().__init__()
        self._title, self._explanation = title, explanation
        self.saved_note = label("", "ok")
        self.problem = label("", "error", wrap=True)
        self.problem.hide()

    def build(self, *parts: Item, foot: QWidget | None = None) -> None:
        """Lay the parts out under the title, scrolled where they are long; ``foot`` stays in sight."""
        head = column(label(self._title, "title"), label(self._explanation, "muted", wrap=True), gap=2)
        body = scrolling(box(column(head, *parts, None, gap=12, margins=(20, 14, 20, 16))))
        self.setLayout(column((body, 1), *([foot] if foot else []), gap=0))

    def resizeEvent(self, _event: object) -> None:
        """Panels under each other where the page is narrow."""
        self.stack_panels(narrow=self.width() < theme.current().px(_BESIDE))

    def stack_panels(self, *, narrow: bool) -> None:
        """A page with panels beside each other has its own."""

    def save_row(self, save: KeyButton | None = None) -> Item:
        """The save button with what it answers."""
        pressed = save or self.save_button()
        return column(self.problem, row(self.saved_note, None, pressed, gap=12), gap=6)

    def save_foot(self, save: KeyButton) -> QWidget:
        """The same in a bar that stays in sight."""
        return footer((self.problem, 1), self.saved_note, None, save)

    def save_button(self) -> KeyButton:
        """The page's primary button."""
        pressed = button(_("Save"), "F9", "primary", "save")
        pressed.clicked.connect(self.save)
        return pressed

    def save(self) -> None:
        """Keep what the page shows; each page has its own."""
        raise NotImplementedError

    def tell_saved(self) -> None:
        """It is kept."""
        self.problem.hide()
        self.saved_note.setText(_("Saved."))

    def tell_problem(self, sentence: str) -> None:
        """It is not kept, and why."""
        self.saved_note.setText("")
        self.problem.setText(sentence)
        self.problem.show()
