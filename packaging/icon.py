"""The program's icon in all sizes and the installer's side picture, drawn by Qt from the logo: no binary is kept with the sources."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

from steps import ROOT

_SIDE = (328, 628)
_HEADER, _ENTRY = "<HHH", "<BBBBHHII"


def write_ico(target: Path) -> None:
    """An .ico of PNG images, largest first."""
    from desktop.views.window_icon import SIZES

    pictures = [(size, png(size)) for size in sorted(SIZES, reverse=True)]
    offset = struct.calcsize(_HEADER) + len(pictures) * struct.calcsize(_ENTRY)
    entries = b""
    for size, picture in pictures:
        entries += struct.pack(_ENTRY, size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(struct.pack(_HEADER, 0, 1, len(pictures)) + entries + b"".join(picture for _size, picture in pictures))


def png(size: int) -> bytes:
    """The mark that the windows bear."""
    from PySide6.QtCore import QBuffer, QIODevice

    from desktop.views.window_icon import mark

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    mark(size).save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(buffer.data().data())


def write_side(target: Path) -> None:
    """The tall picture beside the installer's first and last page, at twice its size for sharp screens."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    from desktop.views.window_icon import draw_logo, ground

    width, height = _SIDE
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(ground("band"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_logo(painter, QRectF(width * 0.25, width * 0.3, width * 0.5, width * 0.5))
    painter.end()
    image.save(str(target))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    write_ico(Path(sys.argv[1]))
    write_side(Path(sys.argv[2]))
