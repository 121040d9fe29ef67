"""Input with its label above and its help or error under it. Checked on leaving, never at a keystroke: UniKey types by backspaces."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop.amounts import in_words, read_number, read_sum
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import number_text
from desktop.views import theme
from desktop.views.widgets.labels import glyph, label, repolish
from desktop.views.widgets.layout import box, column, row


class Field(QWidget):
    """A labelled control. ``show_error`` puts a sentence under it; typing again takes the sentence away."""

    def __init__(self, caption: str, control: QWidget, help_text: str = "", check: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.control = control
        self._check = check or getattr(control, "check", None)
        self._caption = label(caption, "label")
        self._caption.setBuddy(control)
        self._help = label(help_text, "help", wrap=True)
        self._error = label("", "error", wrap=True)
        self._error_row = box(row(glyph("late", "late", 15), (self._error, 1), gap=6))
        self._error_row.hide()
        self.setLayout(column(self._caption, control, self._help, self._error_row, gap=4))
        self._help.setVisible(bool(help_text))  # only now: a label without a parent would flash as a window
        control.setAccessibleName(caption)
        if (changed := _changed_signal(control)) is not None:
            changed.connect(self.clear_error)
        for part in _parts(control):
            part.installEventFilter(self)

    def name_errors(self, name: str) -> None:
        """Under which name a form knows what is wrong here."""
        if isinstance(self.control, TypedEdit | Choice):
            self.control.field_name = name

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Check on leaving the field."""
        if event.type() is QEvent.Type.FocusOut and not self._is_still_here():
            self.validate()
        return super().eventFilter(watched, event)

    def _is_still_here(self) -> bool:
        """Whether the cursor only went to the other part of the control, or to what it opened."""
        focused = QApplication.focusWidget()
        return QApplication.activePopupWidget() is not None or (focused is not None and self.control.isAncestorOf(focused))

    def validate(self) -> None:
        """Run the check and show its sentence."""
        if self._check is None:
            return
        try:
            self._check()
        except UserError as problem:
            self.show_error(problem.message)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong, beside the field."""
        self._mark(sentence)

    def clear_error(self) -> None:
        """The sentence has done its work."""
        if not self._error_row.isHidden():
            self._mark("")

    def set_help(self, text: str) -> None:
        """Another help text."""
        self._help.setText(text)
        self._help.setVisible(bool(text) and self._error_row.isHidden())

    @property
    def error(self) -> str:
        """The sentence shown now."""
        return "" if self._error_row.isHidden() else self._error.text()

    def _mark(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error_row.setVisible(bool(sentence))
        self._help.setVisible(bool(self._help.text()) and not sentence)
        self.control.setProperty("error", "true" if sentence else "false")
        self.control.setAccessibleDescription(sentence)
        repolish(self.control)


class Area(QPlainTextEdit):
    """A text of several lines: so many at least, growing with the window. Tab leaves it."""

    def __init__(self, lines: int = 2, text: str = "") -> None:
        super().__init__(text)
        self._least = theme.current().px(14 + lines * 19)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Both hints are given: a scroll area asks for the larger one."""
        return QSize(200, self._least)

    def minimumSizeHint(self) -> QSize:
        """So many lines at least."""
        return QSize(120, self._least)


class TypedEdit(QLineEdit):
    """A line whose text means something; what it cannot mean stays as typed, and its sentence bears the name of its field."""

    field_name = ""

    def read[Read](self, reader: Callable[[str], Read]) -> Read:
        """What the text means. Raises UserError, for this field, for what means nothing."""
        try:
            return reader(self.text())
        except UserError as problem:
            raise UserError(problem.message, self.field_name) from problem

    def put_in_order(self, text: str) -> None:
        """The same in the usual way of writing; nobody is told, for nothing changed, and a sentence beside it stays."""
        if text != self.text():
            quiet = QSignalBlocker(self)
            self.setText(text)
            quiet.unblock()


class MoneyField(TypedEdit):
    """A sum in whole đồng, right-aligned; grouped on leaving the field, never while typing."""

    def __init__(self, amount: int = 0) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(24)
        self.set_amount(amount)
        self.editingFinished.connect(self.group)

    def amount(self) -> int:
        """Đồng; 0 for an empty field. Raises UserError for what is no sum."""
        return self.read(read_sum)

    def check(self) -> None:
        """Raise the sentence for what is no sum."""
        self.amount()

    def set_amount(self, amount: int) -> None:
        """Show a sum; nothing for 0."""
        self.setText(_grouped(amount))

    def words(self) -> str:
        """The sum in words, empty for none or for what is no sum."""
        try:
            amount = self.amount()
        except UserError:
            return ""
        return in_words(amount) if amount else ""

    def group(self) -> None:
        """Show a sum in groups of three; what is no sum stays as typed."""
        with suppress(UserError):
            self.put_in_order(_grouped(self.amount()))


class NumberField(TypedEdit):
    """A whole number in a range. Up and Down count."""

    valueChanged = Signal(int)

    def __init__(self, least: int, most: int, width: int = 64) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(12)
        self.setFixedWidth(theme.current().px(width))
        self.setValue(least)
        self.textChanged.connect(lambda _text: self.valueChanged.emit(self.seen()))
        self.editingFinished.connect(self._put_in_order)

    def value(self) -> int:
        """The number. Raises UserError for what is none, or lies beyond the range."""
        return self.read(self._number)

    def seen(self) -> int:
        """The number as far as it can be read now, for what follows her typing; the least one for none."""
        try:
            return self.value()
        except UserError:
            return self._least

    def check(self) -> None:
        """Raise the sentence for what is no number."""
        self.value()

    def setValue(self, number: int) -> None:
        """Show a number."""
        self.setText(str(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count with the arrow keys."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps:
            self.setValue(max(self._least, min(self._most, self.seen() + steps[Qt.Key(event.key())])))
            return
        super().keyPressEvent(event)

    def _number(self, text: str) -> int:
        number = read_number(text)
        if not self._least <= number <= self._most:
            sentence = _("Write a number from {least} to {most}.")
            raise UserError(sentence.format(least=number_text(self._least), most=number_text(self._most)))
        return number

    def _put_in_order(self) -> None:
        with suppress(UserError):
            self.put_in_order(str(self.value()))


class Choice(QComboBox):
    """A closed list of choices with their values. One that begins with a value of None has to be chosen."""

    field_name = ""

    def __init__(self, *choices: tuple[str, object]) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._values: list[object] = []  # kept here: Qt would hand an enum back as a bare text
        self.set_choices(*choices)

    def set_choices(self, *choices: tuple[str, object]) -> None:
        """Other choices."""
        self.clear()
        self._values = [value for _text, value in choices]
        self.addItems([text for text, _value in choices])

    def value(self) -> object:
        """The chosen value."""
        return self._values[self.currentIndex()]

    def chosen[Value](self, kind: type[Value]) -> Value:
        """The chosen value, of this kind. Raises UserError, for this field, where nothing was chosen."""
        value = self.value()
        if not isinstance(value, kind):
            raise UserError(_("Choose one; nothing is taken for granted."), self.field_name)
        return value

    def choose(self, value: object) -> None:
        """Choose by value; one that is not there leaves the choice."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: object) -> None:
        """Scrolling a page must not change a choice under the pointer."""
        if isinstance(event, QEvent):
            event.ignore()


def named(fields: dict[str, Field]) -> dict[str, Field]:
    """A form's fields; what is wrong with one is told by its name."""
    for name, field in fields.items():
        field.name_errors(name)
    return fields


def line_edit(text: str = "", *, most: int = 12_000) -> QLineEdit:
    """A plain line: no mask, no inline completion, no validator; the limit is so wide that a too long text can be named."""
    widget = QLineEdit(text)
    widget.setMaxLength(most)
    widget.setCursorPosition(0)
    return widget


def secret_edit() -> QLineEdit:
    """A passphrase; typed letters do not show."""
    widget = line_edit(most=200)
    widget.setEchoMode(QLineEdit.EchoMode.Password)
    return widget


class SearchField(QLineEdit):
    """A search box with a magnifier and, where it has one, its key on a cap."""

    def __init__(self, placeholder: str, key: str = "", name: str = "", token: str = "muted") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("leading", "true")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMaxLength(200)
        self.addAction(QAction(theme.current().icon("search", token), "", self), QLineEdit.ActionPosition.LeadingPosition)
        if key:
            self._add_key(key)

    def _add_key(self, key: str) -> None:
        cap = QLabel(key)
        cap.setObjectName("fieldKey")
        cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(row(None, cap, margins=(0, 0, 8, 0)))
        self.setTextMargins(0, 0, 40, 0)


def _grouped(amount: int) -> str:
    return number_text(amount) if amount else ""


def _changed_signal(control: QWidget) -> SignalInstance | None:
    """The signal that says the content changed, where the control has one."""
    names = ("textChanged", "currentIndexChanged", "toggled", "brought")
    return next((getattr(control, name) for name in names if hasattr(control, name)), None)


def _parts(control: QWidget) -> tuple[QWidget, ...]:
    """What has the cursor in a control: itself, or the lines that it is made of."""
    return tuple(control.findChildren(TypedEdit)) or (control,)
