"""A ready database per test, and a disk of two megabytes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage import schema
from desktop.storage.database import Database
from tests.storage.rows import KEY, NOW


@pytest.fixture(scope="session")
def fresh_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with this program's schema and no rows."""
    path = tmp_path_factory.mktemp("fresh") / "giuloi.db"
    database = Database(path, KEY)
    schema.prepare(database, NOW)
    database.close()
    return path


@pytest.fixture
def database(fresh_file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(fresh_file, tmp_path / "giuloi.db")
    made = Database(tmp_path / "giuloi.db", KEY)
    yield made
    made.close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB; only a system that lets tests mount one has it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount(disk, "-t", "tmpfs", "-o", "size=2m", "tmpfs")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def mount(disk: Path, *options: str) -> None:
    """Mount, or skip where that is not allowed."""
    if shutil.which("mount") is None or subprocess.run(["mount", *options, disk], capture_output=True).returncode:
        pytest.skip("this system lets no test mount a disk")


def make_read_only(disk: Path) -> None:
    """From now on nothing can be written to the disk."""
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
