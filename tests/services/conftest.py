"""A backup of a shop that went on, open or closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.opening import ShopFolder
from tests.builders import complaint, photo
from tests.services.restores import TAM


@pytest.fixture
def backup_of_hanh(services, clock, tmp_path) -> Path:
    """A backup with one customer and her complaint with evidence; Tâm came a day later."""
    complaint(services, files=(photo(),))
    made = services.backups.make_in(tmp_path / "usb")
    clock.move(days=1)
    services.customers.add(TAM)
    return made.folder


@pytest.fixture
def closed(services, folder, backup_of_hanh) -> ShopFolder:
    services.office.database.close()
    folder.release()
    again = ShopFolder(folder.path, folder._clock)
    again.take()
    return again
