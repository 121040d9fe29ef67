"""What the processes do that the fault tests kill."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import text

from desktop.models.base import random_id
from desktop.models.choices import Channel, ComplaintCategory, ComplaintState
from desktop.models.complaint import Complaint, ComplaintEvent
from desktop.models.evidence import Evidence
from desktop.storage.attachments import Attachments, fingerprint
from desktop.storage.database import Database
from tests.storage.rows import KEY, NOW, TODAY, log

_context: Any = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
if hasattr(_context, "set_forkserver_preload"):
    _context.set_forkserver_preload([f"tests.faults.{name}" for name in ("writing", "backing", "erasing", "shipping")])


@contextmanager
def killed(work: Any, folder: Path, *more: object) -> Iterator[Connection]:
    """Another process at work, which is killed when the block ends; the connection brings what it acknowledged."""
    ours, theirs = _context.Pipe()
    process = _context.Process(target=work, args=(theirs, folder, *more), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()
        process.join()


def everything_said(connection: Connection) -> list[Any]:
    """What a killed process had sent and nobody had read yet."""
    said = []
    try:
        while True:
            said.append(connection.recv())
    except (EOFError, OSError):
        return said


def enter_complaints(said: Connection, folder: Path) -> None:
    """Commit one complaint after the other, with its file and history; say each number once it is committed."""
    database, attachments = Database(folder / "giuloi.db", KEY), Attachments(folder / "evidence", KEY)
    while True:
        content = random_id().encode() * 300
        name = attachments.write(content)
        with database.writing() as session:
            complaint = _complaint()
            session.add(complaint)
            session.flush()
            session.add(ComplaintEvent(complaint_id=complaint.id, at=NOW, on_day=TODAY, action="received", note="x" * 5000))
            session.add(_evidence(complaint.id, name, content))
            log(session)
        said.send(complaint.number)


def write_file_then_row(said: Connection, folder: Path) -> None:
    """The program's order; stops for good between the two."""
    Attachments(folder / "evidence", KEY).write(b"evidence")
    said.send("half way")
    said.recv()


def write_row_then_file(said: Connection, folder: Path) -> None:
    """The order that loses files; stops for good between the two."""
    database = Database(folder / "giuloi.db", KEY)
    with database.writing() as session:
        complaint = _complaint()
        session.add(complaint)
        session.flush()
        session.add(_evidence(complaint.id, "0" * 32 + ".evidence", b"evidence"))
        log(session)
    said.send("half way")
    said.recv()


def stop_within_a_transaction(said: Connection, folder: Path, *pragmas: str) -> None:
    """Change far more than the cache holds, so that half of it stands in the file already, and never commit."""
    with Database(folder / "giuloi.db", KEY).connection() as connection:
        raw: Any = connection.connection.driver_connection
        for pragma in ("cache_size=10", *pragmas):
            raw.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute(text("UPDATE setting SET value = 'half ' || value"))
        said.send("half way")
        said.recv()


def _complaint() -> Complaint:
    return Complaint(
        public_id=random_id(),
        number=random_id(),
        policy_version_id=1,
        received_on=TODAY,
        recorded_at=NOW,
        channel=Channel.COUNTER,
        category=ComplaintCategory.DISCLOSURE,
        text="Có người lạ gọi. " * 100,
        state=ComplaintState.RECEIVED,
    )


def _evidence(complaint_id: int, name: str, content: bytes) -> Evidence:
    return Evidence(
        public_id=random_id(),
        complaint_id=complaint_id,
        file_name=name,
        original_name="tin-nhan.png",
        media_type="image/png",
        size=len(content),
        sha256=fingerprint(content),
        added_at=NOW,
    )
