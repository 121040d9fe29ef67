"""How far a long piece of work has come, and whether it should stop; told by the one who works, whoever listens."""

from __future__ import annotations

from collections.abc import Callable


class Cancelled(Exception):
    """The work was asked to stop; whoever does it clears away what it began and lets this pass."""


class Progress:
    """``step`` is called between small pieces of the work and is the only place where the work can be stopped."""

    def __init__(self, tell: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> None:
        self._tell, self._is_cancelled = tell, is_cancelled

    def step(self, done: int, total: int) -> None:
        """``done`` of ``total`` pieces are finished (``total`` 0: nobody knows how many). Raises Cancelled when asked to stop."""
        if self._is_cancelled():
            raise Cancelled
        self._tell(done, total)


NO_PROGRESS = Progress(lambda _done, _total: None, lambda: False)
