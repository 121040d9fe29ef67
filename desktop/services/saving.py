"""Writing a file where the owner said, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from desktop.storage.files import disk_troubles_in_words, write_safely


def save(path: Path, content: bytes) -> None:
    """Write the bytes; raises UserError with what the disk refused."""
    with disk_troubles_in_words():
        write_safely(path, content)
