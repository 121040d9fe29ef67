"""What the processes do that the fault tests of backups kill: each says that it begins, does one thing, and says that it has done it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import func, select

from desktop.models.customer import Customer
from desktop.services import restoring
from desktop.services.backups import Backups
from desktop.services.drafts import Drafts
from desktop.services.office import Office
from desktop.services.restoring import ClosedShop
from desktop.services.stored_files import NewFile
from desktop.storage import backup, schema, vault
from desktop.storage.attachments import Attachments
from desktop.storage.database import Database
from desktop.storage.head_file import HeadFile
from desktop.storage.ledger import Ledger
from tests.storage import rows
from tests.storage.rows import KEY

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PEOPLE, FILES = 300, 20


def office_in(shop: Path, hours: int = 0) -> Office:
    """The shop of a folder, at an hour of that day."""
    database = Database(shop / "giuloi.db", KEY)
    clock = _clock(hours)
    return Office(database, Attachments(shop / "evidence", KEY), HeadFile(shop), Ledger(shop, KEY), clock)


def make_shop(shop: Path) -> None:
    """A shop with people and with files of drafts."""
    shop.mkdir()
    vault.create(shop / "vault.json", "bốn từ dễ nhớ")
    office = office_in(shop)
    schema.prepare(office.database, NOW)
    rows.add(office.database)
    add_people(office, PEOPLE)
    Drafts(office).save_files("complaint.new", tuple(NewFile(f"{n}.png", bytes(20_000)) for n in range(FILES)))
    office.database.close()


def add_people(office: Office, count: int) -> None:
    """Customers, entered in one transaction."""
    with office.writing() as work:
        work.session.add_all(rows.customer(f"Khách {n}", f"09{n:08d}", "", "x" * 500) for n in range(count))
        work.log("test.people_added", "people")


def people_in(office: Office) -> int:
    """How many customers there are."""
    with office.reading() as session:
        return session.scalar(select(func.count()).select_from(Customer)) or 0


def back_up(said: Connection, shop: Path) -> None:
    """One automatic backup, an hour later than the first."""
    _say(said, lambda: Backups(office_in(shop, hours=1)).make_automatic())


def back_up_in_place(said: Connection, shop: Path) -> None:
    """The known-bad way: straight under the name that counts."""

    def work() -> None:
        target = shop / "backups" / "giu-loi-20261121-110000"
        backup.take_evidence(
            shop / "evidence", target / "evidence", backup.evidence_in(shop / "evidence"), _nobody, may_link=True
        )
        office_in(shop).database.vacuum_into(target / "giuloi.db")
        backup.seal(target, KEY, backup.Contents("", schema.HEAD, NOW, 0, "", 0), _nobody)

    _say(said, work)


def restore(said: Connection, shop: Path, source: Path) -> None:
    """Put a backup in the place of the shop."""
    _say(said, lambda: restoring.restore(ClosedShop(shop, KEY, _clock(2)), source))


def restore_in_place(said: Connection, shop: Path, source: Path) -> None:
    """The known-bad way: the backup's bytes over the shop's own, and no more."""

    def work() -> None:
        with (source / "giuloi.db").open("rb") as new, (shop / "giuloi.db").open("r+b") as old:
            while piece := new.read(4096):
                old.write(piece)
                old.flush()

    _say(said, work)


def _say(said: Connection, work: Callable[[], object]) -> None:
    said.send("begun")
    work()
    said.send("done")
    said.recv()


def _nobody(_done: int, _all: int) -> None:
    """Watches."""


def _clock(hours: int) -> Callable[[], datetime]:
    return lambda: NOW.replace(hour=NOW.hour + hours)
