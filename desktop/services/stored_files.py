"""Papers from outside, taken into the encrypted folder: first the bytes, then the row that names them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.stored_file import StoredFile
from desktop.services import media
from desktop.services.office import Office, Work, new_id
from desktop.storage.attachments import fingerprint


@dataclass(frozen=True)
class NewFile:
    """A file as it was dropped, pasted or chosen."""

    name: str
    content: bytes


@dataclass(frozen=True)
class FileView:
    """A kept file, ready to be shown."""

    name: str
    media_type: str
    content: bytes


def write(office: Office, file: NewFile | None) -> StoredFile | None:
    """Check and store the bytes, before the commit that names them; a crash in between leaves an orphan that is swept."""
    if file is None:
        return None
    kind = media.media_type(file.content)
    return StoredFile(
        public_id=new_id(),
        file_name=office.attachments.write(file.content),
        original_name=media.short_name(file.name),
        media_type=kind,
        size=len(file.content),
        sha256=fingerprint(file.content),
        added_at=office.now(),
    )


def add(work: Work, stored: StoredFile | None) -> int | None:
    """Name the bytes in this transaction; the id for the row that points there."""
    if stored is None:
        return None
    work.session.add(stored)
    work.session.flush()
    work.log("file.kept", stored.public_id, sha256=stored.sha256)
    return stored.id


def read(office: Office, file_id: int) -> FileView:
    """A kept file; UserError when it is gone or damaged."""
    with office.reading() as session:
        stored = session.get_one(StoredFile, file_id)
        name, kind, file_name = stored.original_name, stored.media_type, stored.file_name
    return FileView(name, kind, office.attachments.read(file_name))


def names(session: Session) -> list[str]:
    """The stored names of all of them, so that a sweep leaves them."""
    return list(session.scalars(select(StoredFile.file_name)))
