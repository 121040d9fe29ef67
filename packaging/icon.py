"""The program's icon in all sizes and the installer's side picture, drawn by Qt from the logo: no binary is kept with the sources."""

from __future__ import annotations

import json
import os
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from steps import ROOT

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
LOGO = ROOT / "resources" / "icons" / "logo.svg"
TOKENS = ROOT / "resources" / "style" / "tokens.json"
_SMALL = 24
_SIDE = (328, 628)
_HEADER, _ENTRY = "<HHH", "<BBBBHHII"


def write_ico(target: Path) -> None:
    """An .ico of PNG images, largest first."""
    pictures = [(size, png(size)) for size in sorted(SIZES, reverse=True)]
    offset = struct.calcsize(_HEADER) + len(pictures) * struct.calcsize(_ENTRY)
    entries = b""
    for size, picture in pictures:
        entries += struct.pack(_ENTRY, size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(struct.pack(_HEADER, 0, 1, len(pictures)) + entries + b"".join(picture for _size, picture in pictures))


def png(size: int) -> bytes:
    """The logo in white on a rounded square of the accent colour."""
    from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_colour("accent")))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.2, size * 0.2)
    edge = size * (0.08 if size <= _SMALL else 0.14)
    _draw_logo(painter, QRectF(edge, edge, size - 2 * edge, size - 2 * edge), 2.4 if size <= _SMALL else 2.0)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(buffer.data().data())


def write_side(target: Path) -> None:
    """The tall picture beside the installer's first and last page, at twice its size for sharp screens."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter

    width, height = _SIDE
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(QColor(_colour("band")))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_logo(painter, QRectF(width * 0.25, width * 0.3, width * 0.5, width * 0.5), 1.75)
    painter.end()
    image.save(str(target))


def _draw_logo(painter: QPainter, place: QRectF, stroke: float) -> None:
    """In white; small sizes take a bolder line."""
    from PySide6.QtSvg import QSvgRenderer

    drawn = LOGO.read_text("utf-8").replace("currentColor", "#FFFFFF").replace('stroke-width="1.75"', f'stroke-width="{stroke}"')
    QSvgRenderer(drawn.encode()).render(painter, place)


def _colour(name: str) -> str:
    return json.loads(TOKENS.read_text("utf-8"))["light"][name]


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    write_ico(Path(sys.argv[1]))
    write_side(Path(sys.argv[2]))
