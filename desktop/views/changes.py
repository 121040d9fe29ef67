"""What changed, not who must refresh: after each commit the tables touched."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeFeed(QObject):
    """Emits the names of the tables that a commit touched; safe to call from any thread."""

    changed = Signal(frozenset)

    def tell(self, tables: frozenset[str]) -> None:
        """A commit happened."""
        self.changed.emit(tables)
