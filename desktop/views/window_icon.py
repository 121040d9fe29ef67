"""The program's mark on its windows and in the task bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from desktop.views import theme

_SIZES = (16, 20, 24, 32, 48, 64, 256)
_ROUND, _EDGE = 0.2, 0.12  # of the size


def window_icon() -> QIcon:
    """The logo on a rounded square, in the colours of the band."""
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(_drawn(size))
    return icon


def _drawn(size: int) -> QPixmap:
    look, edge = theme.current(), round(size * _EDGE)
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("band"))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * _ROUND, size * _ROUND)
    inner = size - 2 * edge
    painter.drawPixmap(edge, edge, inner, inner, look.pixmap("logo", "band-text", inner))
    painter.end()
    return picture
