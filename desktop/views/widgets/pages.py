"""Pages of which one shows; unlike a stack, only that one takes room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Pages(QWidget):
    """Shows one of its pages."""

    def __init__(self, pages: Sequence[QWidget]) -> None:
        super().__init__()
        self._pages = list(pages)
        self._current = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for page in self._pages:
            layout.addWidget(page)
        self.show_page(0)

    @property
    def current(self) -> int:
        """The page that shows."""
        return self._current

    def show_page(self, place: int) -> None:
        """Show one page, hide the others."""
        self._current = place
        for number, page in enumerate(self._pages):
            page.setVisible(number == place)
