"""Files too long to be held in memory: written piece by piece where the owner said, whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.storage.files import disk_troubles_in_words, sync_folder


@contextmanager
def written_whole(path: Path) -> Generator[BinaryIO]:
    """A file under a temporary name, which takes its own when the block ends and goes when it fails.

    What is raised in the block passes through; what the disk refuses is a UserError.
    """
    temporary = path.with_name(path.name + ".new")
    with disk_troubles_in_words():
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _take_place(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def _take_place(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except OSError as problem:
        if problem.errno not in (errno.EACCES, errno.EPERM, errno.EBUSY):
            raise
        text = _("This file is open in another program. Close it there, or choose another name; nothing was changed.")
        raise UserError(text) from problem
