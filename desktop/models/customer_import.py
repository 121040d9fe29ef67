"""A list of customers that was read into the register, with all it takes to undo it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class CustomerImport(Base):
    """One import. Customers it added have the numbers from ``first_id`` to ``last_id`` (0: none), for numbers are never given twice."""

    __tablename__ = "customer_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    imported_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(Text)
    added: Mapped[int]
    changed: Mapped[int]
    first_id: Mapped[int]
    last_id: Mapped[int]
    undone_at: Mapped[datetime | None]


class ImportedChange(Base):
    """A customer whom an import changed: what stood there before and after, and which recipients have to hear of it, each as JSON.

    Kept for the newest import only: no other can be undone.
    """

    __tablename__ = "imported_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("customer_import.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    noted: Mapped[str] = mapped_column(Text)
