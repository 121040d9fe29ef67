"""Where the build works, steps that say their name and time, and commands that fail in words."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build"
DIST = ROOT / "dist"
LOGS = BUILD / "logs"
_NOTHING, _PIPE, _TOGETHER = subprocess.DEVNULL, subprocess.PIPE, subprocess.STDOUT  # Windows' Python wants a pipe, not a file


class BuildError(Exception):
    """One sentence that says what went wrong and what to do about it."""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print a step's name at its end, with the time it took."""
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(f"FAIL  {time.monotonic() - started:6.1f} s  {name}", flush=True)
        raise
    print(f"ok    {time.monotonic() - started:6.1f} s  {name}", flush=True)


def run(command: Sequence[str | Path], *, log: str, environment: Mapping[str, str] | None = None, timeout: float = 600) -> str:
    """Run a command in the project's folder and return what it printed; its output is kept in build/logs."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=ROOT, env=environment, stdin=_NOTHING, stdout=_PIPE, stderr=_TOGETHER, timeout=timeout)
    except FileNotFoundError:
        raise BuildError(f"{words[0]} is not installed.") from None
    except subprocess.TimeoutExpired as late:
        keep_log(log, late.output or b"")
        raise BuildError(f"{Path(words[0]).name} took longer than {timeout:.0f} s; see {log}.log in build/logs.") from None
    printed = keep_log(log, done.stdout)
    if done.returncode:
        raise BuildError(f"{Path(words[0]).name} ended with {done.returncode}; see {log}.log in build/logs.\n{_tail(printed)}")
    return printed


def keep_log(name: str, printed: bytes) -> str:
    """Keep what a command printed in build/logs and return it as text."""
    LOGS.mkdir(parents=True, exist_ok=True)
    (LOGS / f"{name}.log").write_bytes(printed)
    return printed.decode("utf-8", "replace").replace("\r\n", "\n")


def shown(path: Path) -> str:
    """A path as a reader of the output wants it: from the project's folder."""
    return os.path.relpath(path, ROOT)


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder; a link takes none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def megabytes(size: int) -> str:
    """``31.4 MB``."""
    return f"{size / 1_000_000:.1f} MB"


def _tail(text: str) -> str:
    return "\n".join(text.splitlines()[-25:])
