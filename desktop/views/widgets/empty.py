"""What an empty tab says: what it is for, in one sentence, and one thing to do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views import theme
from desktop.views.widgets.buttons import KeyButton
from desktop.views.widgets.labels import label

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyPage(QWidget):
    """``pressed`` when she takes the offer."""

    pressed = Signal()

    def __init__(self, icon: str, title: str, sentence: str, action: KeyButton) -> None:
        super().__init__()
        action.clicked.connect(self.pressed)
        text = label(sentence, "muted", wrap=True, align=_CENTRE)
        width = theme.current().px(430)
        text.ensurePolished()
        text.setFixedSize(width, text.heightForWidth(width) + 2)  # an aligned item ignores height-for-width
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.current().px(12))
        layout.addStretch(4)
        for widget in (_Picture(icon), label(title, "title"), text, action):
            layout.addWidget(widget, 0, _CENTRE)
        layout.addStretch(5)


class _Picture(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        side = theme.current().px(112)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent-soft"))
        painter.drawEllipse(QRectF(self.rect()))
        size = look.px(56)
        place = (self.width() - size) // 2
        painter.drawPixmap(place, place, look.pixmap(self._icon, "accent", size))
