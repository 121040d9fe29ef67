"""What the processes do that the fault tests of manifests kill: each opens a real shop, says how far it is, and stops for good."""

from __future__ import annotations

from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from desktop.models.choices import SheetFormat
from desktop.services.all_services import Services, for_office
from desktop.services.manifests import Order, Parcel
from desktop.services.opening import ShopFolder
from tests import builders

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PARCELS = 250


def shop_in(folder: Path) -> ShopFolder:
    return ShopFolder(folder, lambda: NOW)


def order(customer_id: int, first: int = 0, last: int = PARCELS) -> Order:
    """Many parcels of one customer to the first carrier, with texts that make the file larger than a pipe holds."""
    parcels = tuple(Parcel(customer_id, f"DH-{n:04d}", "Bánh kem " * 30, "gọi trước " * 25) for n in range(first, last))
    return Order(1, date(2026, 11, 21), SheetFormat.CSV, parcels)


def stop_within_make(said: Connection, folder: Path, done: int) -> None:
    """One transaction; stops when so many parcels are entered."""

    def progress(entered: int, _all: int) -> bool:
        if entered == done:
            _stop(said, "half way")
        return True

    _open(folder).manifests.make(order(1), progress)


def stop_between_pieces(said: Connection, folder: Path) -> None:
    """A transaction per piece of the list: the first is committed, the second never begun."""
    _open(folder).manifests.make(order(1, 0, PARCELS // 2))
    _stop(said, "half way")


def stop_after_make(said: Connection, folder: Path) -> None:
    """The program's order: file and entries are committed; nothing is on the disk yet."""
    _stop(said, _open(folder).manifests.make(order(1)))


def stop_after_writing_first(said: Connection, folder: Path, path: Path) -> None:
    """The other order: the file is on the disk, its entries would follow."""
    services = _open(folder)
    path.write_text("\n".join(planned.name for planned in services.manifests.plan(1, date(2026, 11, 21), order(1).parcels).going))
    _stop(said, "half way")


def write_file(said: Connection, folder: Path, public_id: str, path: Path) -> None:
    """As the program writes; whoever holds the other end of the temporary file decides how far it comes."""
    services = _open(folder)
    said.send("ready")
    services.manifests.write_file(public_id, path)


def write_half_over_the_old(said: Connection, _folder: Path, content: bytes, path: Path) -> None:
    """Straight into the file of that name; stops for good in the middle."""
    with path.open("wb") as file:
        file.write(content[: len(content) // 2])
        file.flush()
        _stop(said, "half way")


def _open(folder: Path) -> Services:
    return for_office(shop_in(folder).unlock(builders.PASSPHRASE))


def _stop(said: Connection, what: str) -> None:
    said.send(what)
    said.recv()
