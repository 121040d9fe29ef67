"""The shop itself: who it is, who works there, which days it keeps."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, choice
from desktop.models.choices import DayKind


class Shop(Base):
    """The household business as its papers name it (one row)."""

    __tablename__ = "shop"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    certificate_number: Mapped[str] = mapped_column(Text, default="")
    certificate_issuer: Mapped[str] = mapped_column(Text, default="")
    certificate_date: Mapped[date | None]
    phone: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(Text, default="")
    owner_name: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(Text, default="")

    def missing_for_letters(self) -> list[str]:
        """Names of the fields without which no paper may print."""
        return [field for field in ("name", "address", "phone", "owner_name", "place") if not getattr(self, field)]


class StaffMember(Base):
    """A name that can be picked at unlock; the log says who did what."""

    __tablename__ = "staff_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)


class Setting(Base):
    """A choice of the shop that is no register: a key and its value as text."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class CalendarDay(Base):
    """A day that is something else than its weekday says; ``by_hand`` days survive a refresh from the package."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(choice(DayKind), primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    by_hand: Mapped[bool] = mapped_column(default=False)
