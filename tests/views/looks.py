"""What is wrong with a screen: English left on it, texts cut off, controls without a name for a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from desktop import paths

_INNER = ("qt_", "ScrollBar")  # parts that Qt makes inside a control


def faults(screen: QWidget) -> list[str]:
    """Everything that is wrong with what can be seen of a screen now."""
    shown = [widget for widget in [screen, *screen.findChildren(QWidget)] if widget.isVisible()]
    return sorted({*_english(shown), *_cut(shown), *_unnamed(shown)})


# ---- English -----------------------------------------------------------------------------------------------------------------


def _english(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        for text in texts_of(widget):
            if is_english(text):
                yield f"English: {text}"


def texts_of(widget: QWidget) -> Iterator[str]:
    """Whatever a widget shows or says."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(n) for n in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from (text for n in range(widget.count()) for text in (widget.tabText(n), widget.tabToolTip(n)))
    if isinstance(widget, QAbstractItemView):
        yield from _cells(widget)
    if isinstance(widget, QDialog):
        yield widget.windowTitle()


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for place in range(model.rowCount() if model else 0):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(model.index(place, 0).data(role) or "")


def is_english(text: str) -> bool:
    """Whether a text holds a word that the English sentences of the catalogue have and the Vietnamese ones have not.

    Addresses, placeholders, paths, a carrier's own name and that of a licence are nobody's language.
    """
    if text == "English":  # the language's own name in the choice of languages
        return False
    return bool(_words(re.sub(r"Viettel Post|BSD [23]-Clause|\S+[@.]\S+|\{\w*\}?|\S*/\S*", " ", text)) & _english_words())


@cache
def _english_words() -> frozenset[str]:
    path: Path = paths.resources() / "locale" / "vi" / "LC_MESSAGES" / "giuloi.po"
    with path.open("rb") as file:
        catalogue = [message for message in read_po(file) if message.id]
    english = {word for message in catalogue for text in _plain(message.id) for word in _words(text)}
    vietnamese = {word for message in catalogue for text in _plain(message.string) for word in _words(text)}
    return frozenset(english - vietnamese)


def _plain(text: str | tuple[str, ...]) -> list[str]:
    parts = [text] if isinstance(text, str) else list(text)
    return [re.sub(r"\{\w*\}", " ", part) for part in parts]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.lower()))


# ---- cut off -----------------------------------------------------------------------------------------------------------------


def _cut(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if (isinstance(widget, QLabel) and widget.text() and _label_is_cut(widget)) or (
            isinstance(widget, QAbstractButton) and widget.text() and widget.width() < widget.sizeHint().width()
        ):
            yield f"cut: {widget.text()[:60]}"
        elif isinstance(widget, QComboBox) and _needs(widget, widget.currentText()) > widget.width() - 34:
            yield f"cut: {widget.currentText()}"
        elif (
            isinstance(widget, QLineEdit) and not widget.text() and _needs(widget, widget.placeholderText()) > widget.width() - 16
        ):
            yield f"cut: {widget.placeholderText()}"
        elif isinstance(widget, QScrollArea) and _overflows(widget):
            yield f"wider than its place: {_overflow(widget)}"


def _label_is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    widest = max(label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n"))
    return widest > label.contentsRect().width() + 1


def _needs(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


def _overflows(area: QScrollArea) -> bool:
    content = area.widget()
    fixed = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return bool(content) and fixed and content.minimumSizeHint().width() > area.viewport().width()


def _overflow(area: QScrollArea) -> str:
    return f"{area.widget().minimumSizeHint().width()} px in {area.viewport().width()} px"


# ---- names -------------------------------------------------------------------------------------------------------------------


def _unnamed(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if takes_focus(widget) and not said_name(widget):
            yield f"no name: {type(widget).__name__} in {type(widget.parentWidget()).__name__}"


def takes_focus(widget: QWidget) -> bool:
    """Whether the keyboard can be here, in a control and not in one of its parts."""
    inner = widget.objectName().startswith(_INNER) or widget.focusProxy() is not None
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isEnabled() and not inner and not widget.isWindow()


def said_name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    if name := widget.accessibleName():
        return name
    spoken = QAccessible.queryAccessibleInterface(widget)
    return spoken.text(QAccessible.Text.Name) if spoken else ""
