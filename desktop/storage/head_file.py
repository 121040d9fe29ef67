"""The log's length and head, kept outside the database: a database put back by hand or cut short is noticed.

Written after each commit. The file being behind is normal (a power cut between commit and file); the file being ahead of the
database is the alarm.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from desktop.storage.files import write_safely


@dataclass(frozen=True)
class LogHead:
    """How many entries there were and the hash of the last."""

    number: int
    digest: str


class HeadFile:
    """``log-head.json`` beside the database."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "log-head.json"

    def read(self) -> LogHead | None:
        """The head last written; None where there is none or it cannot be read."""
        try:
            content = json.loads(self._path.read_text("utf-8"))
            return LogHead(int(content["number"]), str(content["digest"]))
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return None

    def write(self, head: LogHead) -> None:
        """Remember a head."""
        write_safely(self._path, json.dumps({"number": head.number, "digest": head.digest}).encode())
