"""A data folder that cannot be opened as it is: what is wrong, in words, and the ways forward. Nothing is touched."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.views.widgets.buttons import button, folder_button
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import column, frame, row


class TroublePage(QWidget):
    """``retry`` after the owner put a file back; ``restore_wanted`` where a backup can help."""

    retry = Signal()
    restore_wanted = Signal()

    def __init__(self, sentence: str, folder: Path, *, can_restore: bool = False) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        again = button(_("Try again"), kind="primary")
        again.clicked.connect(self.retry)
        show = folder_button(_("Open data folder"), folder)
        quit_button = button(_("Close the program"), kind="flat")
        quit_button.clicked.connect(lambda: self.window().close())
        restore = button(_("Restore from a backup"), icon="history")
        restore.clicked.connect(self.restore_wanted)
        ways = row(*([restore] if can_restore else []), show, None)
        title = row(glyph("late", "late", 24), label(_("The data cannot be opened"), "title"), None, gap=10)
        self.sentence = label(sentence, wrap=True)
        panel = frame(column(title, self.sentence, ways, row(quit_button, None, again), gap=16, margins=(28, 24, 28, 24)))
        panel.setFixedWidth(640)
        self.setLayout(column(None, row(None, panel, None), None))
