"""Putting another database in the place of the shop's own, so that a crash at any point leaves the whole old or the whole new.

Everything new is made in a folder of its own beside the data. Renaming that folder is the one step that decides: before it the
old data stands untouched, after it the moving in is finished by whoever opens the data next. The old database is kept.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from desktop.storage.files import sync_folder

KEPT = "before-restore"
_DATABASE, _EVIDENCE, _HEAD = "giuloi.db", "evidence", "log-head.json"
_BESIDE = ("erased.ledger", "numbers.json", "vault.json")
_BEING_MADE, _MADE = "restoring", "restored-"


def begin(data: Path) -> Path:
    """An empty folder for the new data."""
    abandon(data)
    made = data / _BEING_MADE
    made.mkdir()
    return made


def abandon(data: Path) -> None:
    """Nothing comes of it; the shop's own data was not touched."""
    if (data / _BEING_MADE).is_dir():
        shutil.rmtree(data / _BEING_MADE)


def commit(data: Path, stamp: str) -> None:
    """Put what was made in the place of the shop's own; nothing may have the database open. Everything made must be synced."""
    made = (data / _BEING_MADE).rename(data / f"{_MADE}{stamp}")
    sync_folder(data)
    try:
        finish(data)
    except OSError:
        if (made / _DATABASE).is_file():  # not in its place: the owner goes on with the old, so this must never follow
            shutil.rmtree(made)
        raise


def finish(data: Path) -> None:
    """Move in what was decided before a crash, and clear away what was not. Costs two looks into the folder where there is nothing."""
    for made in sorted(data.glob(f"{_MADE}*")):
        _move_in(data, made)
    abandon(data)


def kept_path(data: Path, stamp: str) -> Path:
    """Where the database lies that was replaced at a stamp."""
    return data / KEPT / f"giuloi-{stamp}.db"


def remove_kept(path: Path) -> None:
    """Take a kept database away, with the journal it may have had."""
    for left in (path, path.with_name(path.name + "-journal")):
        left.unlink(missing_ok=True)


def _move_in(data: Path, made: Path) -> None:
    _move_evidence(made / _EVIDENCE, data / _EVIDENCE)
    for name in _BESIDE:
        _move(made / name, data / name)
    if (made / _DATABASE).is_file():
        _keep(data, kept_path(data, made.name.removeprefix(_MADE)))
        _move(made / _DATABASE, data / _DATABASE)
        sync_folder(data)
    _move(made / _HEAD, data / _HEAD)
    sync_folder(data)
    shutil.rmtree(made)


def _move_evidence(source: Path, target: Path) -> None:
    """Evidence is never rewritten: a file that is there already is the same one."""
    if not source.is_dir():
        return
    target.mkdir(exist_ok=True)
    for path in source.iterdir():
        if not (target / path.name).exists():
            path.rename(target / path.name)
    sync_folder(target)


def _move(source: Path, target: Path) -> None:
    if source.is_file():
        source.replace(target)


def _keep(data: Path, kept: Path) -> None:
    """A second name for the old database before the new one takes the first; its unfinished journal must not meet the new one."""
    live, journal = data / _DATABASE, data / f"{_DATABASE}-journal"
    kept.parent.mkdir(exist_ok=True)
    if live.is_file() and not kept.exists():
        _second_name(live, kept)
    if journal.is_file() and journal.stat().st_size:
        journal.replace(kept.with_name(kept.name + "-journal"))
    journal.unlink(missing_ok=True)
    sync_folder(kept.parent)
    sync_folder(data)


def _second_name(live: Path, kept: Path) -> None:
    try:
        kept.hardlink_to(live)
    except OSError:  # a disk without links
        whole = kept.with_name(kept.name + ".new")
        shutil.copyfile(live, whole)
        with whole.open("r+b") as file:
            os.fsync(file.fileno())
        whole.replace(kept)
