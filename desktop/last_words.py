"""What the program says when it cannot go on: where it ended, kept in a file without a word about a customer."""

from __future__ import annotations

import ctypes
import faulthandler
import sys
import traceback
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from desktop import paths
from desktop.i18n import gettext as _

LOG = "giuloi.log"
_CRASH = "crash.log"
_STOP = 0x10  # MB_ICONERROR


def without_values(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where a bug happened: its kind, files, lines and functions; never a message, which may quote a customer."""
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return f"{kind.__name__} at " + " < ".join(reversed(places))


class CrashLog:
    """Catches what Python cannot: the system ends the program in the middle of a library. Files, lines and functions only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIOWrapper | None = None

    def begin(self) -> bool:
        """From now on a crash leaves its trace; whether the last run ended in one."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            crashed = self._keep_last()
            self._file = (self._folder / _CRASH).open("w", encoding="utf-8")
        except OSError:  # a disk that takes no log takes no data either: the first window says so
            return False
        faulthandler.enable(self._file)
        return crashed

    def end(self) -> None:
        """The program ends as it should."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            (self._folder / _CRASH).unlink(missing_ok=True)

    def _keep_last(self) -> bool:
        """The trace of the last run goes where all traces are."""
        path = self._folder / _CRASH
        trace = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        if trace:
            with (self._folder / LOG).open("a", encoding="utf-8") as log:
                log.write(trace)
        return bool(trace)


def cannot_start(problem: BaseException) -> None:
    """No window is there to say it: into the log, and by the system's own means onto the screen."""
    folder = paths.user_data() / "logs"
    trace = without_values(type(problem), problem.__traceback__)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG).open("a", encoding="utf-8") as log:
            log.write(trace + "\n")
    except OSError:
        trace += " (not logged)"
    sentence = _("Giữ Lời cannot start. Install it again: your data stays as it is. If that does not help, send us this line:")
    _tell(f"{sentence}\n\n{trace}")


def _tell(text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")
    elif sys.platform == "win32":  # a program with a window has nowhere to write to
        ctypes.windll.user32.MessageBoxW(None, text, "Giữ Lời", _STOP)
