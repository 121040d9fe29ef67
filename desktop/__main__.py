"""``python -m desktop`` and the command ``giuloi``."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.i18n import DEFAULT_LANGUAGE
from desktop.last_words import cannot_start


def main() -> int:
    """Start the program; the exit code is for the shell."""
    try:
        return _run(sys.argv[1:])
    except Exception as problem:  # noqa: BLE001 - no window is there to say it, and the system's own report would quote data
        cannot_start(problem)
        return 1


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["--read-workbook"]:  # a process of the program's own: it needs no window and none of its imports
        from desktop.storage.workbook_reader import main as read_workbook

        return read_workbook(*map(int, arguments[1:]))
    from desktop.app import read_options, start

    options = read_options(arguments)
    if options.self_test:
        from desktop.self_test import run

        return run(Path(options.self_test), options.lang or DEFAULT_LANGUAGE)
    return start(options)


if __name__ == "__main__":
    sys.exit(main())
