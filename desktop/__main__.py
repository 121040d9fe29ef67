"""``python -m desktop`` and the command ``giuloi``."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.i18n import DEFAULT_LANGUAGE


def main() -> int:
    """Start the program; the exit code is for the shell."""
    from desktop.app import read_options, start

    options = read_options(sys.argv[1:])
    if options.self_test:
        from desktop.self_test import run

        return run(Path(options.self_test), options.lang or DEFAULT_LANGUAGE)
    return start(options)


if __name__ == "__main__":
    sys.exit(main())
