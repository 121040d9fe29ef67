"""Two sides in words, line by line, with what it means as a chip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.views.widgets.labels import ChipText, chip, label
from desktop.views.widgets.layout import line

_TOP = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class Pair:
    """A topic, what either side says of it, and the chip."""

    topic: str
    left: str
    right: str
    chip: ChipText


class SideBySide(QWidget):
    """Shown anew by ``show_pairs``; all that is read can be tested by its labels."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self._headings = (left, right)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        for column, stretch in enumerate((24, 32, 32, 0)):
            self._grid.setColumnStretch(column, stretch)
        self.hide()

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """These, under their headings."""
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for column, heading in enumerate(self._headings, 1):
            self._grid.addWidget(label(heading, "label"), 0, column)
        for place, pair in enumerate(pairs):
            self._add(1 + 2 * place, pair)
        self.setVisible(bool(pairs))

    def _add(self, at: int, pair: Pair) -> None:
        self._grid.addWidget(line(), at, 0, 1, 4)
        texts = (label(pair.topic, "strong", wrap=True), label(pair.left, wrap=True), label(pair.right, wrap=True))
        for column, text in enumerate(texts):
            self._grid.addWidget(text, at + 1, column, _TOP)
        self._grid.addWidget(chip(pair.chip), at + 1, 3, _TOP)
