"""A process that is killed while it saves loses nothing it acknowledged and leaves nothing half done."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.errors import UserError
from desktop.models.complaint import Complaint, ComplaintEvent
from desktop.models.evidence import Evidence
from desktop.models.shop import Setting
from desktop.storage import schema
from desktop.storage.attachments import Attachments, fingerprint
from desktop.storage.database import Database
from tests.faults import writing
from tests.storage.rows import KEY, NOW, add, log

KILLS = 30


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with an empty shop in it."""
    database = Database(tmp_path / "giuloi.db", KEY)
    schema.prepare(database, NOW)
    add(database)
    database.close()
    return tmp_path


def opened(shop: Path) -> Database:
    """The database as the next start finds it: every page whole."""
    database = Database(shop / "giuloi.db", KEY)
    database.check()
    return database


def test_every_acknowledged_complaint_is_there_after_the_process_was_killed(shop):
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        with writing.killed(writing.enter_complaints, shop) as process:
            acknowledged |= {process.recv() for _commit in range(random.randint(1, 4))}
        acknowledged |= set(writing.everything_said(process))
        present = complaints_with_everything(shop)
        assert acknowledged <= present
        assert len(present) <= len(acknowledged) + kill + 1
    assert len(acknowledged) >= KILLS


def complaints_with_everything(shop: Path) -> set[str]:
    """Numbers of all complaints, each of which must have its history and a file that can be read."""
    database, attachments = opened(shop), Attachments(shop / "evidence", KEY)
    with database.reading() as session:
        rows = session.scalars(select(Complaint)).all()
        assert session.scalar(select(func.count()).select_from(ComplaintEvent)) == len(rows)
        files = session.scalars(select(Evidence)).all()
    database.close()
    assert len(files) == len(rows)
    attachments.sweep(file.file_name for file in files)
    assert all(fingerprint(attachments.read(file.file_name)) == file.sha256 for file in files[-8:])
    return {row.number for row in rows}


def test_a_process_killed_between_file_and_row_leaves_an_orphan_that_is_swept(shop):
    with writing.killed(writing.write_file_then_row, shop) as process:
        assert process.recv() == "half way"
    assert lost_files(shop) == 0
    assert Attachments(shop / "evidence", KEY).sweep(named_files(shop)) == 1


def test_the_other_order_loses_the_file(shop):
    """The known-bad setting of the test above."""
    with writing.killed(writing.write_row_then_file, shop) as process:
        assert process.recv() == "half way"
    assert lost_files(shop) == 1


def named_files(shop: Path) -> list[str]:
    database = opened(shop)
    with database.reading() as session:
        names = list(session.scalars(select(Evidence.file_name)))
    database.close()
    return names


def lost_files(shop: Path) -> int:
    attachments = Attachments(shop / "evidence", KEY)
    return sum(not is_readable(attachments, name) for name in named_files(shop))


def is_readable(attachments: Attachments, name: str) -> bool:
    try:
        attachments.read(name)
    except UserError:
        return False
    return True


def whole_settings(shop: Path) -> bool:
    """Whether the next start finds every setting as it was committed."""
    try:
        database = opened(shop)
        with database.reading() as session:
            values = session.scalars(select(Setting.value)).all()
        database.close()
    except UserError:
        return False
    return len(values) == 400 and not any(value.startswith("half ") for value in values)


@pytest.fixture
def settled(shop: Path) -> Path:
    """A shop with rows on many pages."""
    database = Database(shop / "giuloi.db", KEY)
    with database.writing() as session:
        session.add_all([Setting(key=f"{n}", value="x" * 1000) for n in range(400)])
        log(session)
    database.close()
    return shop


def test_a_transaction_that_was_cut_off_is_undone(settled):
    with writing.killed(writing.stop_within_a_transaction, settled) as process:
        assert process.recv() == "half way"
    assert whole_settings(settled)


@pytest.mark.parametrize("journal", ["OFF", "MEMORY"])
def test_without_a_journal_on_the_disk_it_is_not_undone(settled, journal):
    """The known-bad setting of the test above."""
    with writing.killed(writing.stop_within_a_transaction, settled, f"journal_mode={journal}", "synchronous=OFF") as process:
        assert process.recv() == "half way"
    assert not whole_settings(settled)
