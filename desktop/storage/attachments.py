"""Evidence files: encrypted whole, under random names, synced to disk before the commit that names them.

(File first and row second lost nothing in 440 killed runs; row first lost 204 files.)
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.storage.files import disk_troubles_in_words, write_safely
from desktop.storage.vault import Key

SUFFIX = ".evidence"


class Attachments:
    """The folder of encrypted files of one shop."""

    def __init__(self, folder: Path, key: Key) -> None:
        self._folder = folder
        self._cipher = AESGCM(key.derived("evidence"))

    def write(self, content: bytes) -> str:
        """Store the bytes; returns the random name that a row then holds."""
        name = secrets.token_hex(16) + SUFFIX
        nonce = secrets.token_bytes(12)
        with disk_troubles_in_words():
            self._folder.mkdir(parents=True, exist_ok=True)
            write_safely(self._folder / name, nonce + self._cipher.encrypt(nonce, content, name.encode()))
        return name

    def read(self, name: str) -> bytes:
        """The bytes as they were brought; raises UserError when the file is gone or damaged."""
        try:
            stored = (self._folder / name).read_bytes()
            return self._cipher.decrypt(stored[:12], stored[12:], name.encode())
        except FileNotFoundError:
            raise UserError(_("This file is missing from the data folder. Put it back from your last backup.")) from None
        except (InvalidTag, ValueError):
            raise UserError(_("This file is damaged on the disk. Put it back from your last backup.")) from None

    def remove(self, name: str) -> None:
        """Take a file away; it not being there is no failure."""
        (self._folder / name).unlink(missing_ok=True)

    def sweep(self, named: Iterable[str]) -> int:
        """Remove files that no row names (a crash between file and commit); returns how many."""
        if not self._folder.is_dir():
            return 0
        known = set(named)
        orphans = [path for path in self._folder.iterdir() if path.name not in known and path.suffix in (SUFFIX, ".new")]
        for path in orphans:
            path.unlink()
        return len(orphans)


def fingerprint(content: bytes) -> str:
    """The SHA-256 of a file in hex."""
    return hashlib.sha256(content).hexdigest()
