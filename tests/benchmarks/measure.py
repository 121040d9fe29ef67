"""What was measured, the limit measured beside it, and whether the goal is met."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

HEAD = ("measure", "ours", "limit measured in the same run", "ratio", "goal", "ok")


@dataclass(frozen=True)
class Measure:
    """One line of the table. A goal is the most it may be as a multiple of the limit, in its unit, or both."""

    name: str
    unit: str
    ours: float
    limit: float | None = None
    limit_name: str = ""
    most_ratio: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a multiple of the limit."""
        return self.ours / self.limit if self.limit else None

    @property
    def goal(self) -> str:
        """The goal in words; empty for a line that only informs."""
        goals = []
        if self.most_ratio is not None:
            goals.append(f"≤ {self.most_ratio:g}×")
        if self.most is not None:
            goals.append(f"≤ {self.most:g} {self.unit}")
        return ", ".join(goals)

    @property
    def is_met(self) -> bool:
        """Whether every goal is met."""
        fits_ratio = self.most_ratio is None or (self.ratio is not None and self.ratio <= self.most_ratio)
        return fits_ratio and (self.most is None or self.ours <= self.most)

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        limit = f"{_figure(self.limit)} {self.unit} {self.limit_name}".rstrip() if self.limit is not None else "–"
        ratio = f"{self.ratio:.2f}×" if self.ratio is not None else "–"
        verdict = ("yes" if self.is_met else "NO") if self.goal else ""
        return self.name, f"{_figure(self.ours)} {self.unit}", limit, ratio, self.goal or "–", verdict


def table(measures: Sequence[Measure]) -> str:
    """All lines under one head, in columns."""
    rows = [HEAD, *(measure.cells() for measure in measures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    return "\n".join(" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call computes: this thread's processor time, which is what it takes on an idle machine whatever else runs."""
    started = time.thread_time()
    work()
    return (time.thread_time() - started) * 1000


def interleaved(rounds: int, ours: Callable[[], object], limit: Callable[[], object]) -> tuple[float, float]:
    """The median milliseconds of both, measured in turn after one warm-up each, so that noise meets both alike."""
    ours(), limit()
    pairs = [(milliseconds(ours), milliseconds(limit)) for _round in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def share(times: Sequence[float], percent: int) -> float:
    """The time that so many percent of the calls do not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
