"""``python3 dev.py bench``: the program's speed as ratios to limits measured in the same run; exit code 1 when a goal is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.services.all_services import Services, for_office
from tests.benchmarks import letters, shops, starting
from tests.benchmarks.measure import Measure, table

_SMALL, _LARGE, _MILLION = 20_000, 100_000, 1_000_000
_STARTS, _LETTERS, _SEARCHES, _TYPINGS = 9, 25, 10, 3
_PARTS = ("start", "letter", "search", "keys", "importing", "deletions", "backup")


def main(arguments: list[str]) -> int:
    """Measure what was asked for, print the table."""
    options = _options().parse_args(arguments)
    found: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, part in _parts(Path(folder), options.million).items():
            if name in (options.only or _PARTS):
                print(f"Measuring: {name} ...", file=sys.stderr, flush=True)
                found += part()
    print(table(found))
    return 0 if all(measure.is_met for measure in found) else 1


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--million", action="store_true", help="search among a million customers instead of 100,000")
    parser.add_argument("--only", choices=_PARTS, action="append", help="one part; may be given several times")
    return parser


def _parts(folder: Path, million: bool) -> dict[str, Callable[[], list[Measure]]]:
    large = folder / "large"
    count = _MILLION if million else _LARGE
    return {
        "start": lambda: _starts(folder / "small"),
        "letter": lambda: letters.measures(_LETTERS),
        "search": lambda: _searches(large, count),
        "keys": lambda: _keystrokes(large, count),
        "importing": lambda: _imports(large, count, folder / "empty"),
        "backup": lambda: _backups(large, count),
        "deletions": lambda: _deletions(large, count),  # last: it takes people away
    }


def _starts(path: Path) -> list[Measure]:
    shops.make(path, _SMALL)
    return starting.measures(path, _STARTS)


def _searches(path: Path, count: int) -> list[Measure]:
    from tests.benchmarks import searching

    with _services(path, count) as services:
        return searching.measures(services, _SEARCHES)


def _keystrokes(path: Path, count: int) -> list[Measure]:
    from tests.benchmarks import keystrokes

    with _services(path, count) as services:
        return keystrokes.measures(services, _TYPINGS)


def _imports(path: Path, count: int, empty: Path) -> list[Measure]:
    from tests.benchmarks import importing

    exported = empty.with_suffix(".xlsx")
    with _services(path, count) as services:
        importing.write_list(services, exported)
    with _services(empty, 0) as services:
        return importing.measures(services, exported)


def _backups(path: Path, count: int) -> list[Measure]:
    from tests.benchmarks import deleting

    with _services(path, count) as services:
        return deleting.backup_measures(services, path.parent)


def _deletions(path: Path, count: int) -> list[Measure]:
    from tests.benchmarks import deleting

    with _services(path, count) as services:
        return deleting.measures(services)


@contextmanager
def _services(path: Path, count: int) -> Iterator[Services]:
    """An open shop of this size, made when first wanted."""
    if not path.exists():
        shops.make(path, count)
    office = shops.opened(path)
    yield for_office(office)
    office.database.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
