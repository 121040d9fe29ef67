"""A picture of a display, taken by Qt, and what is on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import dev
from steps import HERE, BuildError, run

_FEWEST_COLOURS = 12  # an empty display has one, a window of ours dozens


def take(display: str, target: Path) -> int:
    """Save a picture of a display; returns how many colours a coarse look finds."""
    target.parent.mkdir(parents=True, exist_ok=True)
    environment = dev.clean_environment() | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    printed = run([sys.executable, HERE / "grab.py", target], log="screen", environment=environment, timeout=60)
    return int(printed.split()[-1])


def wait_for_window(display: str, target: Path, program: subprocess.Popen[bytes], patience: float = 60) -> None:
    """Wait until a program shows something, and keep the picture."""
    end = time.monotonic() + patience
    while take(display, target) < _FEWEST_COLOURS:
        if program.poll():
            raise BuildError(f"The program ended with {program.returncode} before it showed a window.")
        if time.monotonic() > end:
            raise BuildError(f"No window within {patience:.0f} s.")
        time.sleep(0.5)
    time.sleep(1.5)  # the first page is drawn; what it loads afterwards too
    take(display, target)


def likeness(one: Path, other: Path) -> float:
    """Which share of a coarse grid of points has the same colour in two pictures."""
    from PySide6.QtGui import QImage

    first, second = QImage(str(one)), QImage(str(other))
    points = [(x, y) for x in range(0, first.width(), 5) for y in range(0, first.height(), 5)]
    return sum(first.pixel(x, y) == second.pixel(x, y) for x, y in points) / len(points)


def press(display: str, *keys: str) -> None:
    """Press keys on whatever window has the focus."""
    run(["xdotool", "key", "--delay", "60", *keys], log="keys", environment=os.environ | {"DISPLAY": display}, timeout=20)
