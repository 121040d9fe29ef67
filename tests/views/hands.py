"""A user's hands and eyes: keys as UniKey sends them, clicks, and what can be read in a window."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QTabBar, QWidget

Key = Qt.Key
BACKSPACE = "\b"


def unikey(text: str) -> str:
    """The keys of a text under UniKey: each word bare first, then backspaces and the accented rest."""
    return "".join(_word(word) for word in re.split(r"(\s+)", text))


def _word(word: str) -> str:
    bare = "".join(_bare(letter) for letter in word)
    same = next((place for place, (a, b) in enumerate(zip(word, bare, strict=True)) if a != b), len(word))
    return bare + BACKSPACE * (len(word) - same) + word[same:]


def _bare(letter: str) -> str:
    if letter in "đĐ":
        return "d" if letter == "đ" else "D"
    return unicodedata.normalize("NFD", letter)[0]


def stroke(widget: QWidget, letter: str) -> None:
    """One key of the stream; what has no key of its own arrives as text alone."""
    if letter == BACKSPACE:
        QTest.keyClick(widget, Key.Key_Backspace)
    elif letter == "\n":
        QTest.keyClick(widget, Key.Key_Return)
    elif letter.isascii():
        QTest.keyClick(widget, letter)
    else:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


class Hands:
    """Acts in whatever window is in front."""

    def __init__(self, qtbot) -> None:
        self._qtbot = qtbot

    @property
    def place(self) -> QWidget:
        """Where a key would go now."""
        popup = QApplication.activePopupWidget()
        place = popup or QApplication.focusWidget() or QApplication.activeWindow()
        assert place, "no window of the program has the keyboard"
        return place

    def to_front(self, window: QWidget) -> None:
        """The window gets the keyboard, and what it was given to show is shown."""
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
        QApplication.processEvents()

    def press(self, *keys: str | Key) -> None:
        """Keys one after the other: names of shortcuts or single keys."""
        for key in keys:
            if isinstance(key, Key):
                QTest.keyClick(self.place, key)
            else:
                QTest.keySequence(self.place, QKeySequence(key))
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        place = self.place
        for letter in unikey(text):
            stroke(place, letter)
        QApplication.processEvents()

    def fill(self, field: QWidget, text: str) -> None:
        """Click a field, mark what it holds, type over it."""
        self.click(field)
        self.press("Ctrl+A")
        if text:
            self.type(text)
        else:
            self.press(Key.Key_Delete)

    def paste(self, field: QWidget, text: str) -> None:
        """Click a field and paste over what it holds."""
        QApplication.clipboard().setText(text)
        self.click(field)
        self.press("Ctrl+A", "Ctrl+V")

    def click(self, widget: QWidget) -> None:
        """A click on something that can be seen and used."""
        assert widget.isVisible() and widget.isEnabled(), f"cannot click {widget.accessibleName() or widget}"
        middle = QPoint(min(12, widget.width() // 2), widget.height() // 2)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
        QApplication.processEvents()

    def choose(self, choice: QComboBox, text: str) -> None:
        """Go through a closed list of choices with the arrows."""
        choice.setFocus()
        self.press(Key.Key_Home)
        for _ in range(choice.count()):
            if choice.currentText() == text:
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"no choice “{text}” among {[choice.itemText(n) for n in range(choice.count())]}")

    def click_row(self, found, title: str) -> None:
        """A click on the row of a list that bears this title."""
        row = next(place for place, item in enumerate(found.items) if title in (item.title, item.group))
        rect = found.visualRect(found.model().index(row, 0))
        QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center())
        QApplication.processEvents()

    def tab_to(self, widget: QWidget, key: Key = Key.Key_Tab) -> None:
        """Press Tab until the cursor stands there."""
        for _ in range(80):
            if QApplication.focusWidget() is widget:
                return
            self.press(key)
        raise AssertionError(f"Tab does not reach {widget.accessibleName() or widget}")

    def drop(self, target: QWidget, *paths: Path) -> None:
        """Files dragged from a folder and let go over the target."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPointF(9, 9), copy, mime, left, none)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(9, 9), copy, mime, left, none))
        QApplication.processEvents()


def button(owner: QWidget, text: str) -> QAbstractButton:
    """The button with these words that can be seen now."""
    found = [one for one in owner.findChildren(QAbstractButton) if one.isVisible() and shown(one) == text]
    assert found, f"no button “{text}” among {[shown(one) for one in owner.findChildren(QAbstractButton) if one.isVisible()]}"
    return found[0]


def shown(widget: QAbstractButton) -> str:
    """A button's words."""
    return widget.text().replace("&&", "&")


def words(owner: QWidget) -> list[str]:
    """Every text that can be read in a window: labels, buttons, tabs."""
    labels = [one.text() for one in owner.findChildren(QLabel) if one.isVisible()]
    buttons = [shown(one) for one in owner.findChildren(QAbstractButton) if one.isVisible()]
    bars = [bar.tabText(n) for bar in owner.findChildren(QTabBar) if bar.isVisible() for n in range(bar.count())]
    return [text for text in (*labels, *buttons, *bars) if text]


def reads(owner: QWidget, text: str) -> bool:
    """Whether a text stands somewhere in a window."""
    return any(text in one for one in words(owner))


def rows(found) -> list[str]:
    """The rows of a list as a screen reader says them."""
    model = found.model()
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def one_line(text: str) -> str:
    """A paper's words without its line ends and unbreakable spaces."""
    return " ".join(text.split())
