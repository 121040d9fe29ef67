"""Writing files so that a power cut leaves the old one or the new one, and saying in words why a disk refuses."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from desktop.errors import UserError
from desktop.i18n import gettext as _


def write_safely(path: Path, content: bytes) -> None:
    """Write under a temporary name, sync, rename."""
    temporary = path.with_name(path.name + ".new")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_troubles_in_words() -> Generator[None]:
    """Turn what a disk refuses into a sentence with a way forward."""
    try:
        yield
    except OSError as problem:
        raise UserError(disk_sentence(problem)) from problem


def disk_sentence(problem: OSError) -> str:
    """Why the disk refused and what to do."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk is full. Free some space and try again; nothing was changed.")
    if problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return _(
            "This folder does not let the program write. Choose another folder or ask for the right to write; nothing was changed."
        )
    if problem.errno == errno.ENOENT:
        return _("This folder is gone. Was the USB stick pulled out? Put it back or choose another folder.")
    return _("The disk reports a fault. Save a copy to a USB stick and have the disk checked; nothing was changed.")
