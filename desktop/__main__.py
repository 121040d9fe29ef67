"""``python -m desktop`` and the command ``giuloi``."""

from __future__ import annotations

import sys


def main() -> int:
    """Start the program; the exit code is for the shell."""
    from desktop.app import start

    return start(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
