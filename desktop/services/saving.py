"""Writing a file where the owner said, whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.storage.files import disk_troubles_in_words, write_safely


def save(path: Path, content: bytes) -> None:
    """Write the bytes; raises UserError with what the disk refused."""
    try:
        with disk_troubles_in_words():
            write_safely(path, content)
    except UserError as problem:
        if _is_open_elsewhere(problem.__cause__):
            text = _("This file is open in another program. Close it there, or choose another name; nothing was changed.")
            raise UserError(text) from problem
        raise


def _is_open_elsewhere(cause: BaseException | None) -> bool:
    """The new file was written, but could not take the old one's place: so Windows treats a file that is open in Excel."""
    refused = (errno.EACCES, errno.EPERM, errno.EBUSY)
    return isinstance(cause, OSError) and cause.errno in refused and cause.filename2 is not None
