"""Half-written forms and the files dropped into them, kept so that a power cut loses nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.audit import Draft
from desktop.services.office import Office
from desktop.services.stored_files import NewFile

_FILES = ".files"


@dataclass(frozen=True)
class SavedDraft:
    """A form's fields as they stood."""

    fields: dict[str, str]
    saved_at: datetime


class Drafts:
    """Drafts by key, such as ``complaint.new``."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def save(self, key: str, fields: dict[str, str]) -> datetime:
        """Keep the fields; returns when."""
        with self._office.writing() as work:
            work.session.merge(Draft(key=key, content=json.dumps(fields, ensure_ascii=False), saved_at=work.now))
            return work.now

    def load(self, key: str) -> SavedDraft | None:
        """What was kept, if anything."""
        with self._office.reading() as session:
            draft = session.get(Draft, key)
            return SavedDraft(json.loads(draft.content), draft.saved_at) if draft else None

    def save_files(self, key: str, files: tuple[NewFile, ...]) -> None:
        """Keep the files of a form, encrypted like evidence; those kept before go."""
        kept = [[self._office.attachments.write(file.content), file.name] for file in files]
        with self._office.writing() as work:
            before = _names(work.session.get(Draft, key + _FILES))
            work.session.merge(Draft(key=key + _FILES, content=json.dumps(kept, ensure_ascii=False), saved_at=work.now))
        self._remove(before)

    def load_files(self, key: str) -> tuple[NewFile, ...]:
        """The files of a form, in their order."""
        with self._office.reading() as session:
            draft = session.get(Draft, key + _FILES)
            entries: list[list[str]] = json.loads(draft.content) if draft else []
        return tuple(NewFile(original, self._office.attachments.read(stored)) for stored, original in entries)

    def discard(self, key: str) -> None:
        """Forget a draft and its files; none being there is fine."""
        with self._office.writing() as work:
            files = work.session.get(Draft, key + _FILES)
            before = _names(files)
            for draft in (work.session.get(Draft, key), files):
                if draft is not None:
                    work.session.delete(draft)
        self._remove(before)

    def _remove(self, names: list[str]) -> None:
        for name in names:
            self._office.attachments.remove(name)


def kept_files(session: Session) -> list[str]:
    """The stored names of all files that drafts hold, so that a sweep leaves them."""
    drafts = session.scalars(select(Draft).where(Draft.key.endswith(_FILES, autoescape=True)))
    return [name for draft in drafts for name in _names(draft)]


def _names(draft: Draft | None) -> list[str]:
    entries: list[list[str]] = json.loads(draft.content) if draft else []
    return [stored for stored, _original in entries]


def forget_drafts(session: Session, files: list[str], texts: set[str], customers: set[str], key: str = "") -> None:
    """Take away every half-written form that names somebody: by one of their ``texts``, as the chosen customer, or under a key.

    The stored names of its files are added to ``files``, to be removed after the commit.
    """
    wanted = {json.dumps(text, ensure_ascii=False)[1:-1] for text in texts if text}
    for draft in session.scalars(select(Draft).where(~Draft.key.endswith(_FILES, autoescape=True))).all():
        fields: dict[str, str] = json.loads(draft.content)
        is_named = any(text in draft.content for text in wanted) or fields.get("customer") in customers
        if is_named or draft.key == key or draft.key.rpartition(".")[2] in customers:
            kept = session.get(Draft, draft.key + _FILES)
            files += _names(kept)
            for gone in (draft, kept):
                if gone is not None:
                    session.delete(gone)
    session.flush()
