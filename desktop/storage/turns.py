"""Who comes first at the file: a copy that reads it for seconds lets a save through, for the window waits for the save."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Condition

_LOOK = 0.1  # seconds between two looks whether the wait is still wanted


class Turns:
    """Counts those who are writing or want to; ``are_wanted`` is what a copy asks now and then."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._writers = 0

    @property
    def are_wanted(self) -> bool:
        """Whether somebody wants to write."""
        return self._writers > 0

    @contextmanager
    def writing(self) -> Generator[None]:
        """Somebody writes, or waits for the file, as long as the block lasts."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def let_write(self, step: Callable[[], object]) -> None:
        """Wait until nobody writes any more; ``step`` is called now and then, and what it raises ends the wait."""
        while self.are_wanted:
            step()
            with self._changed:
                self._changed.wait_for(lambda: not self.are_wanted, _LOOK)

    def _count(self, more: int) -> None:
        with self._changed:
            self._writers += more
            self._changed.notify_all()
