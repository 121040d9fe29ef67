"""One program per data folder: a second one asks the first to come forward and goes."""

from __future__ import annotations

import ctypes
import sys
import time
from pathlib import Path

from filelock import FileLock, Timeout

from desktop.errors import UserError
from desktop.i18n import gettext as _

_CALL = "in-use.call"
_PATIENCE = 4.0  # seconds: a program that saves a large file answers within it
_ANYBODY = -1


class AlreadyOpen(UserError):
    """Another program has this folder."""


class InstanceLock:
    """Held from the first window to exit; the system lets go of it when the program dies."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "in-use.lock", thread_local=False)

    def acquire(self) -> None:
        """Take the folder, or say that another window has it; taking it twice is taking it once."""
        if self._lock.is_locked:
            return
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise AlreadyOpen(_("Giữ Lời is already open with this shop's data. Look for its window in the task bar.")) from None

    def release(self) -> None:
        """Let another program have the folder."""
        self._lock.release()


def call(folder: Path) -> bool:
    """Ask the program that has the folder to come forward; whether it answered."""
    note = folder / _CALL
    try:
        note.touch()
    except OSError:
        return False
    _let_it_come_forward()
    end = time.monotonic() + _PATIENCE
    while note.exists():
        if time.monotonic() > end:
            note.unlink(missing_ok=True)
            return False
        time.sleep(0.02)
    return True


def answer(folder: Path) -> bool:
    """Take a call; whether there was one."""
    try:
        (folder / _CALL).unlink()
    except OSError:
        return False
    return True


def _let_it_come_forward() -> None:
    """Windows lets a program come forward only where the one in front agrees, and that is this one: she has just started it."""
    if sys.platform == "win32":
        ctypes.windll.user32.AllowSetForegroundWindow(_ANYBODY)
