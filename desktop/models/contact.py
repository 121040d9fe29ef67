"""A contact: an act between customer and shop (promise O3 keeps what was said; P3 counts from the customer's last one)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, choice
from desktop.models.choices import Channel, Direction


class Contact(Base):
    """When customer and shop spoke, who began, by which way, about what. ``import_id``: the list that told of it."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    happened_at: Mapped[datetime]
    direction: Mapped[Direction] = mapped_column(choice(Direction))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[str] = mapped_column(default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("customer_import.id"), index=True)
