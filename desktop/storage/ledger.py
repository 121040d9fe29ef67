"""The ledger: who was erased and which numbers were given, outside the database, so that it outlives every database.

A person is named by the random id of the register and by keyed hashes of phone and email; nobody without the key can tell who
it was. Each erasure is written here first and then in the database: killed in between, the next opening finishes it. A line that
a power cut tore is passed over; a line that somebody changed does not fit its check value and is passed over, too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.storage.files import disk_troubles_in_words, sync_folder, write_safely
from desktop.storage.vault import Key

ERASED, NUMBERS = "erased.ledger", "numbers.json"
Numbers = dict[tuple[str, int], int]  # series and year -> the last number given


@dataclass(frozen=True)
class ErasedEntry:
    """``subject`` is the random id of a customer or of a complaint; ``traces`` are keyed hashes; ``asked``: at their own request.

    ``kept_until``: the customer of this complaint is gone, but its file is kept until then on a ground of its own.
    """

    subject: str
    on: date
    asked: bool = False
    traces: tuple[str, ...] = ()
    kept_until: date | None = None


class Ledger:
    """The two files beside a database, or in a backup."""

    def __init__(self, folder: Path, key: Key) -> None:
        self._folder = folder
        self._check_key, self._trace_key = key.derived("ledger"), key.derived("ledger/trace")
        self._known: tuple[int, dict[str, ErasedEntry]] | None = None

    def trace(self, kind: str, value: str) -> str:
        """The keyed hash of a phone number or an email address as the register keeps it for searching."""
        return hmac.new(self._trace_key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:32]

    @property
    def size(self) -> int:
        """Bytes of the list of the erased: it only grows, so that an unchanged size means nothing new."""
        path = self._folder / ERASED
        return path.stat().st_size if path.is_file() else 0

    def state(self) -> str:
        """Size and a hash of the list: a database that knows this state knows everybody in it."""
        path = self._folder / ERASED
        content = path.read_bytes() if path.is_file() else b""
        return f"{len(content)}:{hashlib.sha256(content).hexdigest()[:16]}"

    def erased(self) -> dict[str, ErasedEntry]:
        """Everybody erased, by random id; of several entries about one the last counts."""
        if self._known is None or self._known[0] != self.size:
            self._known = self.size, self._read()
        return self._known[1]

    def asked_traces(self) -> frozenset[str]:
        """The keyed hashes of whoever was erased at their own request."""
        return frozenset(trace for entry in self.erased().values() if entry.asked for trace in entry.traces)

    def add(self, entries: list[ErasedEntry]) -> None:
        """Write down who is being erased; on the disk when this returns."""
        self._append([_content(entry) for entry in entries])

    def cut_back(self, size: int) -> None:
        """The erasure failed: leave the list as it was when it had this size, which needs no room on the disk."""
        self._known = None
        if self.size > size:
            os.truncate(self._folder / ERASED, size)

    def numbers(self) -> Numbers:
        """The last number of each series and year; empty where the file is not there or cannot be read."""
        try:
            content = json.loads((self._folder / NUMBERS).read_text("utf-8"))
            return {(series, int(year)): int(last) for series, years in content.items() for year, last in years.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def note_numbers(self, numbers: Numbers) -> None:
        """Remember the last numbers; one that is lower than what stands there is left alone."""
        known = self.numbers()
        merged = {place: max(known.get(place, 0), numbers.get(place, 0)) for place in known.keys() | numbers.keys()}
        if merged == known:
            return
        content: dict[str, dict[str, int]] = {}
        for (series, year), last in sorted(merged.items()):
            content.setdefault(series, {})[str(year)] = last
        write_safely(self._folder / NUMBERS, json.dumps(content).encode())

    def take_over(self, other: Ledger) -> None:
        """Everything another ledger of the same shop knows and this one does not."""
        mine = self.erased()
        self.add([entry for subject, entry in other.erased().items() if subject not in mine])
        with disk_troubles_in_words():
            self.note_numbers(other.numbers())

    def copy_to(self, folder: Path) -> None:
        """Both files as they are."""
        for name in (ERASED, NUMBERS):
            if (self._folder / name).is_file():
                write_safely(folder / name, (self._folder / name).read_bytes())

    def _append(self, contents: list[dict[str, object]]) -> None:
        if not contents:
            return
        self._known = None
        path, before = self._folder / ERASED, self.size
        torn = b"" if not before or _ends_whole(path) else b"\n"
        try:
            with disk_troubles_in_words(), path.open("ab") as file:
                file.write(torn + b"".join(self._sealed(content) for content in contents))
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self.cut_back(before)
            raise
        if not before:
            sync_folder(self._folder)

    def _read(self) -> dict[str, ErasedEntry]:
        path, found = self._folder / ERASED, dict[str, ErasedEntry]()
        for line in path.read_bytes().splitlines() if path.is_file() else []:
            content = self._opened(line)
            if content is not None:
                found[content["subject"]] = _entry(content)
        return found

    def _sealed(self, content: dict[str, object]) -> bytes:
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return f"{self._check(text)} {text}\n".encode()

    def _opened(self, line: bytes) -> dict[str, Any] | None:
        check, _space, text = line.decode("utf-8", "replace").partition(" ")
        return json.loads(text) if hmac.compare_digest(check.encode(), self._check(text).encode()) else None

    def _check(self, text: str) -> str:
        return hmac.new(self._check_key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _content(entry: ErasedEntry) -> dict[str, object]:
    content: dict[str, object] = {"subject": entry.subject, "on": f"{entry.on:%Y-%m-%d}", "asked": entry.asked}
    kept = {"kept_until": f"{entry.kept_until:%Y-%m-%d}"} if entry.kept_until else {}
    return content | {"traces": list(entry.traces)} | kept


def _entry(content: dict[str, Any]) -> ErasedEntry:
    kept = content.get("kept_until")
    until = date.fromisoformat(kept) if kept else None
    return ErasedEntry(content["subject"], date.fromisoformat(content["on"]), content["asked"], tuple(content["traces"]), until)


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
