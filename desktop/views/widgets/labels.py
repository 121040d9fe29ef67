"""Texts by role, icons, chips and banners. Every text is plain: a customer's ``<img>`` stays letters."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.views import theme
from desktop.views.widgets.layout import box, frame, row

CHIP_ICONS = {"late": "late", "soon": "clock", "ok": "ok", "info": "info", "quiet": "clock"}


@dataclass(frozen=True)
class ChipText:
    """A chip as data: words, what its colour means, and its icon when not the usual one."""

    text: str
    kind: str = "quiet"
    icon: str = ""

    @property
    def shown_icon(self) -> str:
        """The icon's name."""
        return self.icon or CHIP_ICONS[self.kind]


def label(text: str = "", role: str = "", *, wrap: bool = False, align: Qt.AlignmentFlag | None = None) -> QLabel:
    """A text in a role of the sheet: title, section, figure, strong, muted, help, label, error, late, soon, ok, tiny."""
    widget = QLabel(text)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setWordWrap(wrap)
    if role:
        widget.setProperty("role", role)
    if align is not None:
        widget.setAlignment(align)
    return widget


def named_label(text: str, name: str) -> QLabel:
    """A text that the sheet knows by name."""
    widget = label(text)
    widget.setObjectName(name)
    return widget


def glyph(name: str, token: str = "muted", size: int = 18) -> QLabel:
    """An icon that only decorates the words beside it."""
    widget = QLabel()
    pixels = theme.current().px(size)
    widget.setPixmap(theme.current().pixmap(name, token, pixels))
    widget.setFixedSize(pixels, pixels)
    return widget


def chip(content: ChipText) -> QFrame:
    """Icon, word and colour together."""
    token = content.kind
    text = label(content.text)
    widget = frame(row(glyph(content.shown_icon, token, 15), text, gap=5, margins=(8, 0, 10, 0)), "chip")
    widget.setProperty("kind", content.kind)
    widget.setFixedHeight(theme.current().size["chip"])
    widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    widget.setAccessibleName(content.text)
    return widget


def banner(text: str, kind: str = "info", *actions: QWidget) -> QFrame:
    """A sentence on the page itself, with what can be done about it."""
    icon = {"ok": "ok", "late": "late", "soon": "clock", "info": "info"}[kind]
    words = label(text, wrap=True)
    words.setObjectName("bannerText")
    widget = frame(row(glyph(icon, kind, 20), (words, 1), *actions, gap=10, margins=(10, 8, 10, 8)), "banner")
    widget.setProperty("kind", kind)
    widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    widget.setAccessibleName(text)
    return widget


def section(title: str, *right: QWidget) -> QWidget:
    """A heading row of fixed height, so that neighbours line up."""
    widget = box(row(label(title, "section"), None, *right, gap=8))
    widget.setFixedHeight(theme.current().px(30))
    return widget


def repolish(widget: QWidget) -> None:
    """Let the sheet look at one widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
