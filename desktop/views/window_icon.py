"""The program's mark: on its windows, in the task bar, and in the icon file that the installer carries."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop import paths
from desktop.views.theme import Theme

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_SMALL, _ROUND = 24, 0.2
_DRAWN = 1.75  # the stroke of the logo as it was drawn


def window_icon() -> QIcon:
    """The mark in every size that a desktop asks for."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(QPixmap.fromImage(mark(size)))
    return icon


def mark(size: int) -> QImage:
    """The logo on a rounded square in the accent colour; small sizes fill it more and take a bolder line."""
    edge, stroke = (size * 0.08, 2.4) if size <= _SMALL else (size * 0.14, 2.0)
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground("accent"))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * _ROUND, size * _ROUND)
    draw_logo(painter, QRectF(edge, edge, size - 2 * edge, size - 2 * edge), stroke)
    painter.end()
    return image


def draw_logo(painter: QPainter, place: QRectF, stroke: float = _DRAWN) -> None:
    """In white."""
    logo = (paths.resources() / "icons" / "logo.svg").read_text("utf-8")
    drawn = logo.replace("currentColor", "#FFFFFF").replace(f'stroke-width="{_DRAWN}"', f'stroke-width="{stroke}"')
    QSvgRenderer(drawn.encode()).render(painter, place)


def ground(token: str) -> QColor:
    """A colour of the light look: the mark is the same whatever the window wears."""
    return Theme("light").color(token)
