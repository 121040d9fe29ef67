"""The one place where a failure becomes a sentence: what the owner can mend beside the action, a bug once and without personal data."""

from __future__ import annotations

import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.last_words import LOG, without_values
from desktop.views.widgets.buttons import button, folder_button
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


def show_sentence(owner: QWidget | None, sentence: str, folder: Path | None = None) -> None:
    """A sentence with one way on, and the folder that it speaks of."""
    dialog = sentence_dialog(owner, sentence, folder)
    dialog.exec()
    dialog.deleteLater()


def show_bug(owner: QWidget | None) -> None:
    """The program's own fault: what is safe, what to do, and where the log lies."""
    show_sentence(owner, _bug_sentence(), _log_folder())


def show_crash(owner: QWidget | None) -> None:
    """At the next start after a crash."""
    text = _(
        "Last time the program ended by itself. What was saved is safe; look at what you entered last. "
        "If it happens again, send us the file giuloi.log from the folder “logs”: it holds no customer data."
    )
    show_sentence(owner, text, _log_folder())


def sentence_dialog(owner: QWidget | None, sentence: str, folder: Path | None = None) -> QDialog:
    """The dialog of ``show_sentence``."""
    dialog = QDialog(owner)
    dialog.setWindowTitle("Giữ Lời")
    close = button(_("Close"), kind="primary")
    close.clicked.connect(dialog.accept)
    close.setDefault(True)
    text = label(sentence, wrap=True)
    text.setMinimumWidth(380)
    buttons = row(None, *([folder_button(_("Open log folder"), folder)] if folder else []), close, gap=10)
    dialog.setLayout(column(row(glyph("late", "late", 24), (text, 1), gap=14), buttons, gap=18, margins=(22, 20, 22, 18)))
    return dialog


def _log_into(folder: Path) -> logging.Handler:
    """A folder that cannot be made has no log; what is wrong with it stands on the first page."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return logging.NullHandler()
    return logging.FileHandler(folder / LOG, encoding="utf-8", delay=True)


def _log_folder() -> Path | None:
    return next((Path(one.baseFilename).parent for one in _log.handlers if isinstance(one, logging.FileHandler)), None)


def install(log_folder: Path) -> None:
    """Log bugs to a file without any value of a variable, and show each once."""
    handler = _log_into(log_folder)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for old in _log.handlers:
        old.close()
    _log.handlers[:] = [handler]
    _log.setLevel(logging.INFO)
    _log.propagate = False
    sys.excepthook = _excepthook


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
        if isinstance(problem, UserError):
            show_sentence(_window(), problem.message)
        else:
            show_bug(_window())
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
