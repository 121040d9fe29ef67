"""The process that the fault test kills while it erases."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from desktop.services.all_services import for_office
from desktop.services.erasures import Chosen
from desktop.services.opening import ShopFolder
from desktop.services.progress import Progress
from desktop.storage.vault import Key
from tests.conftest import Clock


def erase_everybody(said: Connection, folder: Path, raw_key: bytes) -> None:
    """Erase all who may go, a few at a time; say before each part how many are gone."""
    services = for_office(ShopFolder(folder, Clock()).open_with(Key(raw_key)))
    chosen = Chosen(tuple(hit.id for hit in services.customers.search("", 10_000)))
    services.erasures.erase(chosen, Progress(lambda done, _total: said.send(done), lambda: False))
    said.send("done")
