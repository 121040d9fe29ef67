"""A small table on a page: heads, then rows of widgets in fixed columns, a hairline between two rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop.views import theme
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import frame, line

_LEAST_ROW = 34


def small_table(heads: Sequence[str], rows: Sequence[Sequence[QWidget]], grows: int) -> QFrame:
    """Every column begins at the same place in all rows; the one that ``grows`` takes what the others leave."""
    px = theme.current().px
    grid = QGridLayout()
    grid.setContentsMargins(px(12), px(2), px(12), px(2))
    grid.setHorizontalSpacing(px(14))
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(grows, 1)
    cells = [[label(head, "help") for head in heads], *rows]
    for place, row in enumerate(cells):
        if place:
            grid.addWidget(line(), 2 * place - 1, 0, 1, len(heads))
        grid.setRowMinimumHeight(2 * place, px(_LEAST_ROW - 6 if place == 0 else _LEAST_ROW))
        for column, cell in enumerate(row):
            if isinstance(cell, QLabel):
                cell.setContentsMargins(0, px(2), 0, px(2))
            where = Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(cell, 2 * place, column, where if column == grows else where | Qt.AlignmentFlag.AlignLeft)
    return frame(grid, "card")
