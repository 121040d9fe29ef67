"""Papers that came from outside: signed slips, agreements, official letters. Encrypted beside the database, like evidence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class StoredFile(Base):
    """A photo or PDF: what it was called, what it is, what it weighs, its hash; the bytes lie in ``file_name``."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    file_name: Mapped[str] = mapped_column(unique=True)
    original_name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[datetime]
