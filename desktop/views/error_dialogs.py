"""The one place where a failure becomes a sentence: what the owner can mend beside the action, a bug once and without personal data."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import column, row

_log = logging.getLogger("giuloi")
_showing = False


@contextmanager
def errors_shown(owner: QWidget) -> Generator[None]:
    """A UserError inside the block becomes a dialog; everything else goes on to the excepthook."""
    try:
        yield
    except UserError as problem:
        show_sentence(owner, problem.message)


def show_sentence(owner: QWidget | None, sentence: str) -> None:
    """A sentence with one way on."""
    dialog = sentence_dialog(owner, sentence)
    dialog.exec()
    dialog.deleteLater()


def sentence_dialog(owner: QWidget | None, sentence: str) -> QDialog:
    """The dialog of ``show_sentence``."""
    dialog = QDialog(owner)
    dialog.setWindowTitle("Giữ Lời")
    close = button(_("Close"), kind="primary")
    close.clicked.connect(dialog.accept)
    close.setDefault(True)
    text = label(sentence, wrap=True)
    text.setMinimumWidth(380)
    dialog.setLayout(
        column(row(glyph("late", "late", 24), (text, 1), gap=14), row(None, close), gap=18, margins=(22, 20, 22, 18))
    )
    return dialog


def install(log_folder: Path) -> None:
    """Log bugs to a file without any value of a variable, and show each once."""
    log_folder.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(log_folder / "giuloi.log", encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for old in _log.handlers:
        old.close()
    _log.handlers[:] = [handler]
    _log.setLevel(logging.INFO)
    _log.propagate = False
    sys.excepthook = _excepthook


def without_values(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where a bug happened: its kind, files, lines and functions; never a message, which may quote a customer."""
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return f"{kind.__name__} at " + " < ".join(reversed(places))


def _excepthook(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    global _showing
    if isinstance(problem, KeyboardInterrupt):
        sys.__excepthook__(kind, problem, trace)
        return
    _log.error(without_values(kind, trace))
    if _showing:
        return
    _showing = True
    try:
        sentence = problem.message if isinstance(problem, UserError) else _bug_sentence()
        show_sentence(_window(), sentence)
    finally:
        _showing = False


def _window() -> QWidget | None:
    """The program's window, from which a dialog has its dress; never another dialog, which may be on its way out."""
    return next((widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow)), None)


def _bug_sentence() -> str:
    return _(
        "The program met a fault of its own. What was saved is safe. Close the program and open it again; "
        "if it happens again, send us the file giuloi.log from the folder “logs”: it holds no customer data."
    )


def open_modally(dialog: QDialog) -> None:
    """Show a dialog over its owner without blocking the caller; it deletes itself when closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    dialog.open()
