"""Half-written forms, kept so that a power cut loses nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from desktop.models.audit import Draft
from desktop.services.office import Office


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

    def discard(self, key: str) -> None:
        """Forget a draft; none being there is fine."""
        with self._office.writing() as work:
            if (draft := work.session.get(Draft, key)) is not None:
                work.session.delete(draft)
