"""One program per data folder."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from desktop.errors import UserError
from desktop.i18n import gettext as _


class InstanceLock:
    """Held from unlock to exit; the system lets go of it when the program dies."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "in-use.lock")

    def acquire(self) -> None:
        """Take the folder, or say that another window has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise UserError(_("Giữ Lời is already open with this shop's data. Look for its window in the task bar.")) from None

    def release(self) -> None:
        """Let another program have the folder."""
        self._lock.release()
