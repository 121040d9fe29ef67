"""Numbers that are taken in the transaction that needs them: per series and year, without gaps, never twice."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import Base

_SAMPLES = (1, 2, 11, 12, 101, 1001, 10001)
PLACEHOLDERS = ("seq", "year")


class NumberSeries(Base):
    """The last number given in a series and year."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)

    def take(self) -> int:
        """The next number."""
        self.last += 1
        return self.last


def formatted(pattern: str, sequence: int, year: int) -> str:
    """A number by its pattern, such as ``{seq:02d}/{year}/TL-KN``."""
    return pattern.format(seq=sequence, year=year)


def short(number: str, year: int) -> str:
    """What tells a number of this year from the others: ``0005`` of ``KN-2026-0005``; whole where nothing follows the year."""
    _before, found, after = number.rpartition(str(year))
    return after.strip(" -/.") or number if found else number


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that cannot be filled in or would give one number twice."""
    try:
        samples = {formatted(pattern, sequence, year) for sequence in _SAMPLES for year in (2026, 2027)}
    except (KeyError, IndexError, ValueError, AttributeError, TypeError) as problem:
        raise UserError(_("Only {seq} and {year} may stand in braces."), "pattern") from problem
    if len(samples) < 2 * len(_SAMPLES):
        raise UserError(_("The number needs both {seq} and {year}, or two letters would share one."), "pattern")
