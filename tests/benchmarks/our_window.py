"""``python -m tests.benchmarks.our_window FOLDER PASSPHRASE``: the program as it starts, watched but unchanged."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from desktop import app

_TYPING = 1500  # ms that she takes to type the passphrase
_SETTLED = 800  # ms


class Watch:
    """Follows one start: unlock page painted, passphrase submitted, main window painted."""

    def __init__(self, program: Any, passphrase: str, leave: Any) -> None:
        self._program, self._passphrase, self._leave = program, passphrase, leave
        self._figures: dict[str, float] = {}
        self._next = self._unlock_painted
        self._show_page = program.host.show_page
        program.host.show_page = self._page_shown

    def _page_shown(self, page: Any) -> None:
        from tests.benchmarks.child import FirstPaint

        FirstPaint(page, self._next)
        self._show_page(page)

    def _unlock_painted(self, at: float) -> None:
        from PySide6.QtCore import QTimer

        self._figures["painted"] = at
        self._next = self._main_painted
        QTimer.singleShot(_TYPING, self._submit)

    def _submit(self) -> None:
        from tests.benchmarks.child import weight

        self._figures["unlock_weight"] = weight()
        page = self._program.page
        page.passphrase.setText(self._passphrase)
        self._figures["submitted"] = time.monotonic()
        page.open_button.click()

    def _main_painted(self, at: float) -> None:
        from PySide6.QtCore import QTimer

        self._figures["usable"] = at
        QTimer.singleShot(_SETTLED, self._report)

    def _report(self) -> None:
        from tests.benchmarks.child import report, weight

        report(**self._figures, weight=weight())
        self._program.host.close()
        self._leave()


def main(folder: Path, passphrase: str) -> int:
    """As ``desktop.app.start`` does it."""
    application = app.make_application()
    program = app.Program(application, folder)
    _watch = Watch(program, passphrase, application.quit)
    program.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
