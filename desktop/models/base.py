"""What all entities share: the declarative base, random public ids, instants stored in UTC."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Dialect, Enum, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, ISO text in UTC in the file, so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuse a naive datetime: it would be an instant nobody knows."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Back to an aware datetime in UTC."""
        return None if value is None else datetime.fromisoformat(value)


def choice(kind: type[StrEnum]) -> Enum:
    """A column type for an enum: its value as text, so that a newer program may add one without a migration."""
    return Enum(kind, native_enum=False, create_constraint=False, length=40, values_callable=_values)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """The root of all entities."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime()}


def random_id() -> str:
    """128 random bits in hex: what the log and the ledger call a thing; never reused."""
    return secrets.token_hex(16)


def tidy(text: str) -> str:
    """Text as stored: precomposed letters (NFC), no spaces around it, no control or invisible
    characters but line breaks and tabs."""
    if text.isprintable():
        return unicodedata.normalize("NFC", text).strip()
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(ch for ch in composed if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cf", "Cs")).strip()


def tidy_line(text: str) -> str:
    """Text of one line as stored: like ``tidy``, with every run of white space made one space."""
    return " ".join(tidy(text).split())
