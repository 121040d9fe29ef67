"""Papers are read and looked at with Qt's own PDF reader, which wants an application."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def application(qapp) -> None:
    """One for all tests of papers."""
