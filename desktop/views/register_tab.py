"""What the tabs of registers share: they read anew when their tables change, at once when visible, at the next look when hidden."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.changes import ChangeFeed


class RegisterTab(QWidget):
    """``tables`` names what the tab shows."""

    tables: frozenset[str] = frozenset()

    def __init__(self, feed: ChangeFeed) -> None:
        super().__init__()
        self._stale = True
        feed.changed.connect(self._refresh_if_mine)

    def refresh(self) -> None:
        """Read everything shown anew; each tab has its own."""
        raise NotImplementedError

    def keep(self) -> None:
        """Keep what is half written; a tab with nothing to type has nothing to keep."""

    def showEvent(self, _event: object) -> None:
        """Catch up with what changed while hidden."""
        if self._stale:
            self._stale = False
            self.refresh()

    def _refresh_if_mine(self, tables: frozenset[str]) -> None:
        if not tables & self.tables:
            return
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh()
