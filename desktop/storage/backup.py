"""A backup is a folder: database, evidence, key file, ledger, head of the log, and a signed list of them all.

Made under a temporary name, synced, renamed and read again from the first byte to the last before it counts. One changed bit
anywhere is found, and a backup under another key is told from a damaged one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.storage import schema
from desktop.storage.attachments import SUFFIX
from desktop.storage.database import Database
from desktop.storage.files import sync_folder, write_safely
from desktop.storage.vault import Key

DATABASE, EVIDENCE, VAULT, MANIFEST = "giuloi.db", "evidence", "vault.json", "backup.json"
PREFIX, UNFINISHED = "giu-loi-", ".part"
FORMAT = 1
_PIECE = 1 << 20
Step = Callable[[int, int], object]  # done and all; whatever it raises stops the work


@dataclass(frozen=True)
class Contents:
    """What a backup holds, in numbers; ``log_digest`` is the hash of the last entry of its log."""

    program: str
    schema: str
    made_at: datetime
    log_number: int
    log_digest: str
    customers: int


@dataclass(frozen=True)
class Manifest:
    """``files`` maps a name, with slashes, to size and SHA-256."""

    contents: Contents
    files: dict[str, tuple[int, str]]


# ---- making ----------------------------------------------------------------------------------------------------------------


@contextmanager
def being_made(target: Path, key: Key, step: Step) -> Generator[Path]:
    """A folder under a temporary name to fill and to seal; afterwards it is renamed to ``target`` and verified.

    Whatever fails takes it away again. Leftovers of interrupted backups beside it go first.
    """
    sweep(target.parent)
    if target.exists():
        raise FileExistsError(target.name)
    part = target.with_name(target.name + UNFINISHED)
    part.mkdir(parents=True)
    try:
        yield part
        part.rename(target)
        sync_folder(target.parent)
        verify(target, key, step)
    except BaseException:
        remove(part)
        remove(target)
        raise


def sweep(place: Path) -> None:
    """Take away what interrupted backups left."""
    if place.is_dir():
        for left in place.glob(f"{PREFIX}*{UNFINISHED}"):
            shutil.rmtree(left)


def remove(folder: Path) -> None:
    """Take a backup away; one that is half gone is never taken for a backup. It not being there is no failure."""
    if folder.is_dir():
        leaving = folder if folder.name.endswith(UNFINISHED) else folder.with_name(folder.name + UNFINISHED)
        folder.rename(leaving)
        shutil.rmtree(leaving)


def take_evidence(source: Path, target: Path, names: Iterable[str], step: Step, *, may_link: bool) -> None:
    """Bring encrypted files as they are into a backup; one that is not there, or is there already, is passed over."""
    target.mkdir(parents=True, exist_ok=True)
    wanted = list(names)
    for done, name in enumerate(wanted):
        step(done, len(wanted))
        if (source / name).is_file() and not (target / name).exists():
            take_file(source / name, target / name, may_link=may_link)


def evidence_in(folder: Path) -> list[str]:
    """The names of the encrypted files of a folder."""
    return sorted(path.name for path in folder.iterdir() if path.suffix == SUFFIX) if folder.is_dir() else []


def take_file(source: Path, target: Path, *, may_link: bool) -> None:
    """Copy a file that is never rewritten; within one file system a second name for it is enough."""
    if may_link:
        try:
            target.hardlink_to(source)
        except OSError:  # another disk, or one without links
            shutil.copyfile(source, target)
        return
    shutil.copyfile(source, target)


def seal(folder: Path, key: Key, contents: Contents, step: Step) -> None:
    """Sync every file of a folder and write the signed list of them."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files: dict[str, tuple[int, str]] = {}
    for done, path in enumerate(paths):
        step(done, len(paths))
        _sync_file(path)
        files[path.relative_to(folder).as_posix()] = _fingerprint(path)
    write_safely(folder / MANIFEST, _sealed(_body(Manifest(contents, files), key), key))
    _sync_folders(folder)


def sync_all(folder: Path) -> None:
    """Every file and folder in it is on the disk when this returns."""
    for path in folder.rglob("*"):
        if path.is_file():
            _sync_file(path)
    _sync_folders(folder)


def _sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folders(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)


# ---- reading ---------------------------------------------------------------------------------------------------------------


def find(place: Path) -> list[Path]:
    """The backups in a folder: the folder itself, or those that lie in it."""
    if (place / MANIFEST).is_file():
        return [place]
    inside = [path for path in place.iterdir() if path.is_dir()] if place.is_dir() else []
    return sorted(path for path in inside if (path / MANIFEST).is_file() and not path.name.endswith(UNFINISHED))


def peek(folder: Path) -> Contents:
    """What a backup says of itself while nobody has the key. Raises UserError for one that cannot be read."""
    return _manifest(_parsed(folder)[1]).contents


def read(folder: Path, key: Key) -> Manifest:
    """The signed list. Raises UserError for a damaged one, one of another shop, and one of a newer program."""
    content, body = _parsed(folder)
    if body.get("shop") != _shop(key):
        raise UserError(_("This backup belongs to another shop's data: the key does not fit. Nothing was changed."))
    if not hmac.compare_digest(content, _sealed(body, key)):
        raise UserError(damaged_text(MANIFEST))
    manifest = _manifest(body)
    if manifest.contents.schema != schema.HEAD and manifest.contents.schema not in schema.known_revisions():
        raise UserError(_newer_text())
    return manifest


def verify(folder: Path, key: Key, step: Step) -> Manifest:
    """Read every byte: signature, hashes, and the database page by page. Raises UserError where anything is not as it was written."""
    manifest = read(folder, key)
    for done, name in enumerate(manifest.files):
        step(done, len(manifest.files))
        check_file(folder / name, name, manifest)
    database = Database(folder / DATABASE, key)
    try:
        database.check()
    finally:
        database.close()
    return manifest


def take_over(folder: Path, manifest: Manifest, target: Path, step: Step) -> None:
    """Bring database and evidence of a backup into another folder and check each byte that arrived; the rest is checked where it is."""
    (target / EVIDENCE).mkdir(parents=True, exist_ok=True)
    for done, name in enumerate(manifest.files):
        step(done, len(manifest.files))
        arrived = folder / name
        if arrived.is_file() and (name == DATABASE or name.startswith(EVIDENCE + "/")):
            arrived = target / name
            take_file(folder / name, arrived, may_link=name != DATABASE)
        check_file(arrived, name, manifest)


def check_file(path: Path, name: str, manifest: Manifest) -> None:
    """Raises UserError for a file that is missing or not as it was written."""
    if not path.is_file():
        raise UserError(
            _("This backup is not whole: {file} is missing. Choose another one; nothing was changed.").format(file=name)
        )
    if _fingerprint(path) != tuple(manifest.files[name]):
        raise UserError(damaged_text(name))


def damaged_text(name: str) -> str:
    """What to do about a backup that is not as it was written."""
    return _("This backup is damaged: {file} is not as it was written. Choose another one; nothing was changed.").format(
        file=name
    )


def _newer_text() -> str:
    return _("This backup was made by a newer version of Giữ Lời. Install the newest version; nothing was changed.")


def _parsed(folder: Path) -> tuple[bytes, dict[str, Any]]:
    try:
        content = (folder / MANIFEST).read_bytes()
        body = json.loads(content)["manifest"]
        newer = body["format"] > FORMAT
    except FileNotFoundError:
        raise UserError(_("There is no backup in this folder: it has no {file}.").format(file=MANIFEST)) from None
    except (ValueError, KeyError, TypeError):
        raise UserError(damaged_text(MANIFEST)) from None
    if newer:
        raise UserError(_newer_text())
    return content, body


def _manifest(body: dict[str, Any]) -> Manifest:
    try:
        values = {**body["contents"], "made_at": datetime.fromisoformat(body["contents"]["made_at"])}
        return Manifest(Contents(**values), {name: (mark[0], mark[1]) for name, mark in body["files"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise UserError(damaged_text(MANIFEST)) from None


def _body(manifest: Manifest, key: Key) -> dict[str, Any]:
    contents = {**asdict(manifest.contents), "made_at": manifest.contents.made_at.isoformat()}
    return {"format": FORMAT, "shop": _shop(key), "contents": contents, "files": manifest.files}


def _sealed(body: dict[str, Any], key: Key) -> bytes:
    """The whole file: read and written again it must be the same to the byte, or somebody touched it."""
    text = json.dumps(body, sort_keys=True)
    signature = hmac.new(key.derived("backup"), text.encode(), hashlib.sha256).hexdigest()
    return json.dumps({"manifest": body, "signature": signature}, sort_keys=True, indent=1).encode()


def _shop(key: Key) -> str:
    """Tells one shop's backups from another's; says nothing about the key."""
    return key.derived("backup/shop").hex()[:16]


def _fingerprint(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
