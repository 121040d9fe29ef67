"""Where a file shall go: the dialog of the system."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

PDF = "PDF (*.pdf)"


def ask_where_to_save(owner: QWidget, title: str, name: str, kinds: str = "") -> str:
    """The path she chose for a file that is called ``name`` unless she changes it; empty when she thought better of it."""
    path, _kind = QFileDialog.getSaveFileName(owner, title, name, kinds)
    return path
