"""What can be asked: each kind with one line that says what comes of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QGridLayout, QRadioButton, QWidget

from desktop.i18n import gettext as _
from desktop.models.choices import RequestKind
from desktop.models.choices import label as choice_label
from desktop.views import theme
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, row

Kind = RequestKind
_UNDER = 26  # under the words of the button, not under its ring


def explanation(kind: RequestKind) -> str:
    """What comes of a request of this kind, in one line."""
    return {
        Kind.QUESTION: _("About their data or your terms; answered in words"),
        Kind.VIEW: _("One printed page with all that the shop holds"),
        Kind.COPY: _("The same as files that a computer can read"),
        Kind.CORRECT: _("What is wrong is put right; whoever has it is told"),
        Kind.DELETE: _("All of it, after a look at what has to stay"),
        Kind.RESTRICT: _("The data stays and is used for nothing"),
        Kind.WITHDRAW: _("Something they agreed to before comes to an end"),
        Kind.OBJECT: _("A use stops, or a stricter wish is kept"),
    }[kind]


class KindChooser(QWidget):
    """All kinds at a glance, one of them chosen; arrows go from one to the next. ``changed`` at each choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons: dict[RequestKind, QRadioButton] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.current().px(16))
        grid.setVerticalSpacing(theme.current().px(4))
        for place, kind in enumerate(Kind):
            grid.addWidget(self._cell(kind), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place % 2, 1)
        self.setLayout(grid)
        self.choose(Kind.QUESTION)
        self._group.buttonToggled.connect(self._tell)

    def _cell(self, kind: RequestKind) -> QWidget:
        choice = QRadioButton(choice_label(kind))
        choice.setAccessibleDescription(explanation(kind))
        self._group.addButton(choice)
        self.buttons[kind] = choice
        return words_of(choice, explanation(kind))

    def value(self) -> RequestKind:
        """The kind that is chosen."""
        return next(kind for kind, choice in self.buttons.items() if choice.isChecked())

    def choose(self, kind: RequestKind) -> None:
        """Choose one; the keyboard comes to it from then on."""
        self.buttons[kind].setChecked(True)
        self.setFocusProxy(self.buttons[kind])

    def _tell(self, _choice: QAbstractButton, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self.buttons[self.value()])
            self.changed.emit()


def words_of(choice: QAbstractButton, under: str) -> QWidget:
    """A button to tick with a line under it; a press on the line is a press on the button."""
    words = label(under, "help", wrap=True)
    words.installEventFilter(_Presses(words, choice))
    return box(column(choice, column(words, margins=(_UNDER, 0, 0, 0)), gap=0))


class TickLine(QWidget):
    """A box to tick beside words that may wrap."""

    def __init__(self, text: str, under: str = "") -> None:
        super().__init__()
        self.tick = QCheckBox("")
        self.tick.setAccessibleName(text)
        self.tick.setAccessibleDescription(under)
        words, remark = label(text, wrap=True), label(under, "help", wrap=True)
        for part in (words, remark):
            part.installEventFilter(_Presses(part, self.tick))
        beside = column(words, *([remark] if under else []), gap=0)
        self.setLayout(row(column(self.tick, None), (beside, 1), gap=4))
        self.setFocusProxy(self.tick)


class _Presses(QObject):
    """Hands a press on some words over to the button they belong to."""

    def __init__(self, words: QWidget, choice: QAbstractButton) -> None:
        super().__init__(words)
        self._choice = choice

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._choice.click()
            self._choice.setFocus()
            return True
        return super().eventFilter(watched, event)
