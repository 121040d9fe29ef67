"""Run as a program with DISPLAY set: saves a picture of the whole display and prints how many colours a coarse look finds."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication


def main(target: str) -> None:
    """Grab the root window."""
    application = QGuiApplication(sys.argv[:1])
    picture = application.primaryScreen().grabWindow(0).toImage()
    picture.save(target)
    columns, rows = range(0, picture.width(), 7), range(0, picture.height(), 7)
    print(len({picture.pixel(x, y) for x in columns for y in rows}))


if __name__ == "__main__":
    main(sys.argv[1])
