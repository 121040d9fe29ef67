"""Half-written forms and the files dropped into them, kept so that a power cut loses nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.audit import Draft
from desktop.models.customer import Customer
from desktop.models.mentions import Mentions
from desktop.services.office import Office
from desktop.services.stored_files import NewFile

_FILES = ".files"


@dataclass(frozen=True)
class SavedDraft:
    """A form's fields as they stood."""

    fields: dict[str, str]
    saved_at: datetime


class CustomerGone(UserError):
    """A form about somebody who is no longer in the register: it is not kept."""

    def __init__(self) -> None:
        super().__init__(_("This customer is no longer in the register."))


class Drafts:
    """Drafts by key, such as ``complaint.new``. Of somebody who was erased no form is kept, wherever one is still open."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def save(self, key: str, fields: dict[str, str]) -> datetime:
        """Keep the fields; returns when. Raises CustomerGone, and whatever was kept under the key is gone then."""
        with self._office.writing() as work:
            is_gone = _is_about_somebody_gone(work.session, fields)
            gone = _take_away(work.session, key) if is_gone else []
            if not is_gone:
                work.session.merge(Draft(key=key, content=json.dumps(fields, ensure_ascii=False), saved_at=work.now))
            saved_at = work.now
        self._remove(gone)
        if is_gone:
            raise CustomerGone
        return saved_at

    def is_about_somebody_gone(self, fields: dict[str, str]) -> bool:
        """Whether the form's customer is no longer in the register."""
        with self._office.reading() as session:
            return _is_about_somebody_gone(session, fields)

    def load(self, key: str) -> SavedDraft | None:
        """What was kept, if anything."""
        with self._office.reading() as session:
            draft = session.get(Draft, key)
            return SavedDraft(json.loads(draft.content), draft.saved_at) if draft else None

    def save_files(self, key: str, files: tuple[NewFile, ...]) -> None:
        """Keep the files of a form, encrypted like evidence; those kept before go. Raises CustomerGone as ``save`` does."""
        kept = [[self._office.attachments.write(file.content), file.name] for file in files]
        with self._office.writing() as work:
            is_gone = _is_about_somebody_gone(work.session, _fields(work.session.get(Draft, key)))
            if is_gone:
                gone = _take_away(work.session, key) + [stored for stored, _original in kept]
            else:
                gone = _names(work.session.get(Draft, key + _FILES))
                content = json.dumps(kept, ensure_ascii=False)
                work.session.merge(Draft(key=key + _FILES, content=content, saved_at=work.now))
        self._remove(gone)
        if is_gone:
            raise CustomerGone

    def load_files(self, key: str) -> tuple[NewFile, ...]:
        """The files of a form, in their order."""
        with self._office.reading() as session:
            draft = session.get(Draft, key + _FILES)
            entries: list[list[str]] = json.loads(draft.content) if draft else []
        return tuple(NewFile(original, self._office.attachments.read(stored)) for stored, original in entries)

    def discard(self, key: str) -> None:
        """Forget a draft and its files; none being there is fine."""
        with self._office.writing() as work:
            gone = _take_away(work.session, key)
        self._remove(gone)

    def _remove(self, names: list[str]) -> None:
        for name in names:
            self._office.attachments.remove(name)


def kept_files(session: Session) -> list[str]:
    """The stored names of all files that drafts hold, so that a sweep leaves them."""
    drafts = session.scalars(select(Draft).where(Draft.key.endswith(_FILES, autoescape=True)))
    return [name for draft in drafts for name in _names(draft)]


def _fields(draft: Draft | None) -> dict[str, str]:
    return json.loads(draft.content) if draft else {}


def _names(draft: Draft | None) -> list[str]:
    entries: list[list[str]] = json.loads(draft.content) if draft else []
    return [stored for stored, _original in entries]


def _take_away(session: Session, key: str) -> list[str]:
    """Delete a form and what names its files; returns their stored names, to be removed after the commit."""
    form, kept = session.get(Draft, key), session.get(Draft, key + _FILES)
    names = _names(kept)
    for gone in (form, kept):
        if gone is not None:
            session.delete(gone)
    return names


def _is_about_somebody_gone(session: Session, fields: dict[str, str]) -> bool:
    """A record merged into another is not gone: what is written is still about somebody of the register."""
    customer = fields.get("customer", "")
    return bool(customer) and session.get(Customer, int(customer)) is None


def forget_drafts(session: Session, files: list[str], texts: set[str], customers: set[str], key: str = "") -> None:
    """Take away every half-written form that is about somebody: named by one of their ``texts`` (see ``Mentions``), with them as
    the chosen customer, or kept under a key of theirs or under ``key``.

    The stored names of its files are added to ``files``, to be removed after the commit.
    """
    mentions = Mentions(texts)
    kept = {draft.key: draft for draft in session.scalars(select(Draft))}
    for form in {name.removesuffix(_FILES) for name in kept}:
        fields = _fields(kept.get(form))
        is_theirs = form == key or form.rpartition(".")[2] in customers or fields.get("customer") in customers
        if is_theirs or mentions.are_in(fields):
            files += _take_away(session, form)
    session.flush()
