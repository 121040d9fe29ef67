"""A copy of everything, saved now: the encrypted database, the encrypted evidence, the key file. Opened and checked before it counts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import local
from desktop.models.evidence import Evidence
from desktop.models.stored_file import StoredFile
from desktop.services.office import Office, put_setting, setting
from desktop.storage import vault
from desktop.storage.files import disk_troubles_in_words, write_safely

_LAST = "copy.last"


@dataclass(frozen=True)
class SavedCopy:
    """Where the copy lies, how many evidence files it has, when it was made."""

    folder: Path
    files: int
    made_at: datetime


class Copies:
    """Saves copies."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def save(self, target: Path) -> SavedCopy:
        """Write a copy into a new folder under ``target``; a copy that fails half way is taken away again."""
        now = self._office.now()
        folder = target / f"giu-loi-{local(now):%Y%m%d-%H%M%S}"
        data = self._office.database.path.parent
        if any(place.exists() and place.samefile(data) for place in (target, *target.absolute().parents)):
            raise UserError(_("Choose another place: a copy inside the data folder would be lost together with it."))
        with disk_troubles_in_words():
            folder.mkdir(parents=True)
        try:
            files = self._write(folder, data)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        with self._office.writing() as work:
            put_setting(work, _LAST, now.isoformat())
        return SavedCopy(folder, files, now)

    def last(self) -> datetime | None:
        """When the last copy was saved."""
        with self._office.reading() as session:
            text = setting(session, _LAST, "")
        return datetime.fromisoformat(text) if text else None

    def _require_whole(self, copied: Path) -> None:
        """A copy without a file that the registers name is no copy."""
        with self._office.reading() as session:
            kept = [*session.scalars(select(Evidence)), *session.scalars(select(StoredFile))]
        missing = [row.original_name for row in kept if not (copied / row.file_name).is_file()]
        if missing:
            names = ", ".join(missing[:3])
            raise UserError(
                _("Files are missing from the data folder: {names}. Put it back from your last copy first.").format(names=names)
            )

    def _write(self, folder: Path, data: Path) -> int:
        self._office.database.copy_to(folder / self._office.database.path.name)
        with disk_troubles_in_words():
            files = self._office.attachments.copy_all(folder / "evidence")
            self._require_whole(folder / "evidence")
            write_safely(folder / "vault.json", vault.for_a_copy(data / "vault.json"))
        return files
