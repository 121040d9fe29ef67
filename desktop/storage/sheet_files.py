"""Sheets that shops have, read as rows of text: XLSX and XLS by a process of its own, CSV and plain text here.

A workbook that was made to do harm, or that is merely broken, can take its reader down (one cell at the far end of a sheet asks
for 500 GB); the program only notices that it got no answer.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import number_text
from desktop.storage.files import disk_troubles_in_words

MOST_BYTES = 80_000_000
MOST_UNPACKED = 600_000_000
MOST_ROWS = 200_000
LONGEST_LINE = 100_000
CHILD, FIRST_FILLED = "--read-workbook", -1  # the place that asks for the first sheet that holds anything
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOK = 0.1  # seconds between two looks at whether she wants to stop
_NOT_TYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what pictures and programs hold, and no list
LOST = "\ufffd"  # in place of letters that could not be read
_FEW = 50
_NAMED_SEPARATOR = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_SEPARATORS = ("\t", ";", ",")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)

Row = tuple[str, ...]
Wait = Callable[[], object]
Lines = SimpleQueue[bytes]


@dataclass(frozen=True)
class Sheet:
    """A sheet as text: days as yyyy-mm-dd, whole numbers without a point. ``names`` are all sheets of the file, this one at ``place``.

    ``rows`` begin with the first row of the file, so that row n stands at ``rows[n - 1]``.
    """

    names: tuple[str, ...]
    place: int
    rows: tuple[Row, ...]


def read(path: Path, place: int | None = None, wait: Wait = int) -> Sheet:
    """The sheet at a place, by itself the first that holds anything; ``wait`` is called meanwhile and may raise to stop it all.

    Raises UserError for what is no sheet, is locked by a password, too large or damaged.
    """
    with disk_troubles_in_words(), path.open("rb") as file:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UserError(
                _("This file is larger than {n} MB. Part it into several.").format(n=number_text(MOST_BYTES // 1_000_000))
            )
        is_workbook = file.read(len(_OLE)).startswith((_ZIP, _OLE))
        file.seek(0)
        if is_workbook:
            return _workbook(file, place, wait)
        content = file.read()
    if not content.strip():
        raise UserError(_("This file is empty."))
    return Sheet((path.stem,), 0, _text_rows(content))


# ---- workbooks ------------------------------------------------------------------------------------------------------------


def _workbook(file: BinaryIO, place: int | None, wait: Wait) -> Sheet:
    _refuse_bomb(file)
    head, *rows = _answer(file, place, wait)
    if head["rows"] > MOST_ROWS:
        raise UserError(_too_many())
    return Sheet(tuple(head["names"]), head["place"], tuple(rows))


def _refuse_bomb(file: BinaryIO) -> None:
    """What says of itself that it grows beyond measure when unpacked. (Older workbooks are not packed.)"""
    if not zipfile.is_zipfile(file):
        file.seek(0)
        return
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as problem:
        raise UserError(_damaged()) from problem
    file.seek(0)
    if unpacked > MOST_UNPACKED:
        raise UserError(_too_many())


def _answer(file: BinaryIO, place: int | None, wait: Wait) -> Generator[Any]:
    """What the reading process says: a line about the file, then rows. It gets the file opened and answers through a pipe: its
    command line names nobody."""
    with _child(file, place) as (child, heard):
        lines = _lines(heard, wait)
        head = json.loads(next(lines, b"{}"))
        if "names" not in head:
            raise UserError(_locked() if head.get("problem") == "locked" else _damaged())
        yield head
        for line in lines:
            yield from map(tuple, json.loads(line))
        if child.wait() != 0:
            raise UserError(_damaged())


@contextmanager
def _child(file: BinaryIO, place: int | None) -> Generator[tuple[subprocess.Popen[bytes], Lines]]:
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-m", "desktop"]
    command = [*program, CHILD, str(FIRST_FILLED if place is None else place), str(MOST_ROWS)]
    home = None if frozen else Path(__file__).resolve().parents[2]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=home, creationflags=_NO_WINDOW, stdin=file, stdout=pipe, stderr=nothing) as child:
        heard: Lines = SimpleQueue()
        listener = Thread(target=_listen, args=(child.stdout, heard))
        listener.start()
        try:
            yield child, heard
        finally:
            if child.poll() is None:
                child.kill()
            listener.join()


def _listen(pipe: Iterable[bytes], heard: Lines) -> None:
    """In a thread of its own: whoever waits for a pipe cannot be stopped, and rows are made of one part while the next one comes."""
    for line in pipe:
        heard.put(line)
    heard.put(b"")


def _lines(heard: Lines, wait: Wait) -> Generator[bytes]:
    """Whole lines, up to the end or to one that was torn off."""
    while True:
        wait()
        try:
            line = heard.get(timeout=_LOOK)
        except Empty:
            continue
        if not line.endswith(b"\n"):
            return
        yield line


# ---- text -----------------------------------------------------------------------------------------------------------------


def _text_rows(content: bytes) -> tuple[Row, ...]:
    _refuse_other_texts(content)
    text, separator = _parted(_decoded(content))
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise UserError(_no_sheet())
    csv.field_size_limit(LONGEST_LINE)
    rows: list[Row] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            rows.append(tuple(map(_bare, row)))
            if len(rows) > MOST_ROWS:
                raise UserError(_too_many())
    except csv.Error as problem:
        raise UserError(_("The quotation marks in this file do not come in pairs. Save it anew as XLSX.")) from problem
    return tuple(rows)


def _bare(cell: str) -> str:
    """Without the apostrophe that keeps a sheet from calculating a text."""
    return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@", "'\t", "'\r")) else cell


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 or the Vietnamese code page of older Windows, in precomposed letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif b"\0" in content:
        raise UserError(_no_sheet())
    elif _is_nearly_unicode(content):
        return unicodedata.normalize("NFC", content.decode("utf-8-sig", "replace"))
    else:
        encodings = ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NOT_TYPED.search(text):
            break
        return unicodedata.normalize("NFC", text)
    raise UserError(_no_sheet())


def _is_nearly_unicode(content: bytes) -> bool:
    """Whether only a few bytes are spoiled: their rows are named later, and all the others read as they are."""
    text = content.decode("utf-8-sig", "replace")
    broken, whole = text.count(LOST), sum(not letter.isascii() for letter in text)
    return broken > 0 and broken * _FEW < whole


def _refuse_other_texts(content: bytes) -> None:
    """Texts that are no tables, each with the way to one."""
    begins = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if begins.startswith(b"begin:vcard"):
        raise UserError(
            _("These are a phone's contacts. Take them to a mail program's contacts, export them there as CSV, and read that.")
        )
    if begins.startswith(b"<"):
        raise UserError(_("This is a web page that is called a sheet. Open it with Excel, save it as XLSX, and read that."))


def _parted(text: str) -> tuple[str, str]:
    """The text without Excel's line ``sep=;``, and what parts its cells: what parts most of the first lines alike."""
    if named := _NAMED_SEPARATOR.match(text):
        return text[named.end() :], named[1]
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return text, max(_SEPARATORS, key=lambda separator: _alike(lines, separator))


def _alike(lines: Sequence[str], separator: str) -> tuple[int, int]:
    """How many lines a separator parts into equally many cells, and into how many."""
    counts = Counter(count for line in lines if (count := line.count(separator)))
    return max(((number, count) for count, number in counts.items()), default=(0, 0))


# ---- words ----------------------------------------------------------------------------------------------------------------


def _no_sheet() -> str:
    return _("This is no list that can be read. Choose an Excel file (XLSX, XLS) or a CSV file.")


def _damaged() -> str:
    return _("This file is damaged or is no Excel file. Open it in Excel, save it anew as XLSX, and choose that file.")


def _locked() -> str:
    return _("This file is locked with a password. Open it in Excel, save it without the password, and choose that file.")


def _too_many() -> str:
    return _("This file holds more than {n} rows. Part it into several.").format(n=number_text(MOST_ROWS))
