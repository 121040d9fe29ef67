"""A customer: the four fields every policy of ours allows, and what tells two customers apart."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from desktop.models.base import Base
from desktop.models.names import fold, sort_key


class Customer(Base):
    """A data subject. Folded and reversed columns exist for searching only and follow their originals.

    ``last_contact_on`` and ``delete_on`` follow contacts, consents and policy (``services.retention``); None: none known, none planned.
    ``asked_deletion_on``: the day they asked for their data to go. ``printed_name``: as it stands on paper, where that differs.
    """

    __tablename__ = "customer"
    __table_args__ = (
        Index("ix_customer_name_folded_id", "name_folded", "id"),
        Index("ix_customer_sort", "sort_key", "id"),
        Index("ix_customer_delete_on", "delete_on", "id"),
        {"sqlite_autoincrement": True},  # the number of somebody erased is never given to another
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text, default="", index=True)
    email: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    printed_name: Mapped[str] = mapped_column(Text, default="")
    group_name: Mapped[str] = mapped_column(Text, default="")
    benefit_note: Mapped[str] = mapped_column(Text, default="")
    entered_on: Mapped[date]
    changed_at: Mapped[datetime]
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    name_folded: Mapped[str] = mapped_column(Text, default="")
    sort_key: Mapped[str] = mapped_column(Text, default="")
    phone_reversed: Mapped[str] = mapped_column(Text, default="", index=True)
    email_folded: Mapped[str] = mapped_column(Text, default="", index=True)
    address_folded: Mapped[str] = mapped_column(Text, default="")
    last_contact_on: Mapped[date | None]
    delete_on: Mapped[date | None]
    asked_deletion_on: Mapped[date | None]

    @property
    def paper_name(self) -> str:
        """The name as papers say it."""
        return self.printed_name or self.name

    @validates("name", "phone", "email", "address")
    def _follow(self, field: str, value: str) -> str:
        """Keep the searching columns in step."""
        for column, text in searched(field, value).items():
            setattr(self, column, text)
        return value


def searched(field: str, value: str) -> dict[str, str]:
    """The searching columns that follow a field of a customer; none for a field that nobody searches by."""
    if field == "name":
        return {"name_folded": fold(value), "sort_key": sort_key(value)}
    if field == "phone":
        return {"phone_reversed": value[::-1]}
    if field == "email":
        return {"email_folded": value.casefold()}
    return {"address_folded": fold(value)} if field == "address" else {}


class CustomerExtra(Base):
    """A piece of data beyond the four fields, held only where the policy names it and the customer agreed to it."""

    __tablename__ = "customer_extra"
    __table_args__ = (UniqueConstraint("customer_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    field: Mapped[str]
    value: Mapped[str] = mapped_column(Text)


class CustomerMerge(Base):
    """That two records were made one, with all it takes to part them again."""

    __tablename__ = "customer_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    survivor_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    absorbed_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    survivor_before: Mapped[str] = mapped_column(Text)
    moved: Mapped[str] = mapped_column(Text)
