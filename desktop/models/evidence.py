"""Evidence: files a complainant brought, kept encrypted beside the database under random names."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base

MOST_FILES = 20
MOST_BYTES = 20 * 1024 * 1024


class Evidence(Base):
    """A photo or PDF: what it was called, what it is, what it weighs, its hash; the bytes lie in ``file_name``."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    file_name: Mapped[str] = mapped_column(unique=True)
    original_name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    is_receipt: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
