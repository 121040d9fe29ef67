"""Start, unlocking and memory: fresh processes of the program and of a bare window, in turn."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from desktop.storage import vault
from tests import builders
from tests.benchmarks.measure import Measure

_PATIENCE = 120
_BARE = "tests.benchmarks.bare_window"


def measures(folder: Path, rounds: int) -> list[Measure]:
    """From process start to the first painted window, from Enter to the main window, and what it weighs."""
    _bare(), _ours(folder)  # compiles the bytecode, warms the disk
    pairs = [(_bare(), _ours(folder)) for _round in range(rounds)]
    bare, ours = [_medians([pair[side] for pair in pairs]) for side in (0, 1)]
    limit, name = bare["start"], "bare window"
    lightest, with_libraries = _timed(_BARE, "--libraries")["weight"], f"{name} with the same libraries"
    return [
        Measure("start to the unlock window", "ms", ours["start"], limit, name, most_ratio=1.5),
        Measure("passphrase to the main window", "ms", ours["unlocking"], limit, f"{name}'s start", most_ratio=2.5),
        Measure("  of which deriving the key", "ms", _key_time(folder)),
        Measure("memory at the unlock window", "MB", ours["unlock_weight"], bare["weight"], name),
        Measure("memory at the main window", "MB", ours["weight"], lightest, with_libraries, most_ratio=1.25),
    ]


def _bare() -> dict[str, float]:
    return _timed(_BARE)


def _ours(folder: Path) -> dict[str, float]:
    return _timed("tests.benchmarks.our_window", str(folder), builders.PASSPHRASE)


def _timed(module: str, *arguments: str) -> dict[str, float]:
    """One fresh process; its figures, with the times as milliseconds that passed."""
    started = time.monotonic()
    answer = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=child_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=_PATIENCE,
    )  # fmt: skip
    figures = json.loads(answer.stdout) if answer.stdout else {}
    if answer.returncode or "painted" not in figures:
        raise RuntimeError(f"{module} ended with {answer.returncode} before it was measured")
    figures["start"] = (figures["painted"] - started) * 1000
    if "usable" in figures:
        figures["unlocking"] = (figures["usable"] - figures["submitted"]) * 1000
    return figures


def child_environment() -> dict[str, str]:
    """No screen, and bytecode kept as an installed program has it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _key_time(folder: Path) -> float:
    """On the clock: it works in threads of its own."""
    times: list[float] = []
    for _round in range(5):
        started = time.monotonic()
        vault.open_with_passphrase(folder / "vault.json", builders.PASSPHRASE)
        times.append((time.monotonic() - started) * 1000)
    return statistics.median(times)
