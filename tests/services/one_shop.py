"""A shop that the tests of a whole module share, where making it costs more than all of them."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from desktop.services.all_services import Services, for_office
from desktop.services.opening import ShopFolder
from tests.conftest import Clock, Mould


@contextmanager
def one_shop(mould: Mould, path: Path) -> Generator[Services]:
    """A copy of the mould, open until the block ends."""
    folder = ShopFolder(path, Clock())
    folder.take()
    left = shutil.ignore_patterns("in-use*")
    shutil.copytree(mould.path, path, dirs_exist_ok=True, ignore=left, copy_function=shutil.copyfile)  # Wine lacks CopyFile2
    office = folder.open_with(mould.key, mould.actor)
    try:
        yield for_office(office)
    finally:
        office.database.close()
        folder.release()
