"""Buttons that show their key on a cap, and the few tool buttons of the band."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.widgets.labels import repolish

_ICON_TOKENS = {"primary": "accent-text", "danger": "danger-text", "flat": "link"}
_FILLED = {"primary": "accent-text", "danger": "danger-text"}


class KeyButton(QPushButton):
    """A push button; its key stands on a cap at the right, in the tooltip, and works while the button is visible."""

    def __init__(self, text: str, key: str = "", kind: str = "", icon: str = "", *, small: bool = False) -> None:
        super().__init__(text.replace("&", "&&"))
        self._key = key
        self._cap: QLabel | None = None
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if small:
            self.setProperty("small", "true")
        self.setAccessibleName(text)
        self._icon_name = icon
        self._draw_icon()
        if key:
            self._add_key(text, key)

    def setText(self, text: str) -> None:
        """Another text; Qt forgets the key at that, so it is set again."""
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self._draw_icon()
        if self._key:
            self.setShortcut(QKeySequence(self._key))
            self.setToolTip(f"{text} ({self._key})")

    def changeEvent(self, event: QEvent) -> None:
        """A key that does nothing now is not shown, nor is its place; the button keeps its width."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and self._cap is not None:
            enabled = self.isEnabled()
            self.setMinimumWidth(0 if enabled else self.sizeHint().width())
            self._cap.setVisible(enabled)
            self.setProperty("hint", str(len(self._key)) if enabled else "")
            repolish(self)

    def event(self, event: QEvent) -> bool:
        """The key acts at once; Qt would first show the button pressed for a tenth of a second."""
        if event.type() is QEvent.Type.Shortcut:
            self.click()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet's button; the focus ring of a filled one is drawn inside it, because a sheet has one border only."""
        super().paintEvent(event)
        token = _FILLED.get(self.property("kind") or "")
        if self.hasFocus() and token:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().color(token), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cap at the right."""
        super().resizeEvent(event)
        if self._cap:
            self._cap.adjustSize()
            margin = 8 if self.property("small") else 10
            self._cap.move(self.width() - self._cap.width() - margin, (self.height() - self._cap.height()) // 2)

    def _draw_icon(self) -> None:
        if not self._icon_name:
            return
        look, gap = theme.current(), 6 if self.text() else 0
        self.setIcon(look.icon(self._icon_name, _ICON_TOKENS.get(self.property("kind") or "", "text"), gap=gap))
        self.setIconSize(QSize(look.size["icon"] + gap, look.size["icon"]))

    def _add_key(self, text: str, key: str) -> None:
        self.setShortcut(QKeySequence(key))
        self.setToolTip(f"{text} ({key})")
        self._cap = QLabel(key, self)
        self._cap.setObjectName("key")
        self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setProperty("hint", str(len(key)))


def button(text: str, key: str = "", kind: str = "", icon: str = "", *, small: bool = False) -> KeyButton:
    """A button: ``kind`` primary, danger, flat, link or empty for the outlined one."""
    return KeyButton(text, key, kind, icon, small=small)


def folder_button(text: str, folder: Path, kind: str = "") -> KeyButton:
    """Shows a folder in the system's own file manager."""
    shown = button(text, kind=kind, icon="folder")
    shown.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
    return shown


def tool(icon: str, tip: str, text: str = "", token: str = "text") -> QToolButton:
    """A button of the band."""
    widget = QToolButton()
    look = theme.current()
    gap = 4 if text else 0
    widget.setIcon(look.icon(icon, token, gap=gap))
    widget.setIconSize(QSize(look.size["icon"] + gap, look.size["icon"]))
    widget.setToolTip(tip)
    widget.setAccessibleName(tip)
    if text:
        widget.setText(text)
        widget.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return widget


def back_button() -> KeyButton:
    """The way back, on Esc."""
    return button(_("Back"), "Esc", "", "left")
