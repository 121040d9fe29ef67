"""Boxes: rows, columns, frames. A number is a gap, None a stretch, a pair an item with its stretch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.views import theme

Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
Margins = tuple[int, int, int, int]
_NONE: Margins = (0, 0, 0, 0)


def column(*items: Item, gap: int = 8, margins: Margins = _NONE) -> QVBoxLayout:
    """Items under each other."""
    layout = QVBoxLayout()
    _fill(layout, items, gap, margins)
    return layout


def row(*items: Item, gap: int = 8, margins: Margins = _NONE) -> QHBoxLayout:
    """Items beside each other."""
    layout = QHBoxLayout()
    _fill(layout, items, gap, margins)
    return layout


def frame(layout: QLayout, name: str = "panel") -> QFrame:
    """A frame that the sheet knows by name: panel, side, sideRight, card, banner."""
    box = QFrame()
    box.setObjectName(name)
    box.setLayout(layout)
    return box


def box(layout: QLayout, name: str = "") -> QWidget:
    """A plain widget around a layout; one with a name gets the sheet's background."""
    widget = QWidget()
    if name:
        widget.setObjectName(name)
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.setLayout(layout)
    return widget


def line(*, vertical: bool = False) -> QFrame:
    """A hairline."""
    rule = QFrame()
    rule.setObjectName("vline" if vertical else "line")
    return rule


def scrolling(content: QWidget) -> QScrollArea:
    """The content, with a vertical scroll bar where it does not fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def tab_in_order(*controls: QWidget) -> None:
    """Tab goes through the controls as they are read, whatever order they were made in."""
    for before, after in pairwise(controls):
        QWidget.setTabOrder(before, after)


def footer(*items: Item) -> QWidget:
    """The bar of buttons at the bottom of a page."""
    bar = box(row(*items, gap=10, margins=(20, 0, 20, 0)), "footer")
    bar.setFixedHeight(theme.current().size["footer"])
    return bar


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


def _fill(layout: QBoxLayout, items: Sequence[Item], gap: int, margins: Margins) -> None:
    px = theme.current().px
    layout.setSpacing(px(gap))
    left, top, right, bottom = (px(side) for side in margins)
    layout.setContentsMargins(left, top, right, bottom)
    for item in items:
        _add(layout, item)


def _add(layout: QBoxLayout, item: Item) -> None:
    stretch = 0
    if isinstance(item, tuple):
        item, stretch = item
    if item is None:
        layout.addStretch(1)
    elif isinstance(item, int):
        layout.addSpacing(theme.current().px(item))
    elif isinstance(item, QWidget):
        layout.addWidget(item, stretch)
    else:
        layout.addLayout(item, stretch)
