"""A process that is killed while it erases: everybody is either still there whole, or gone for good, and the ledger knows who."""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models.choices import Channel, Direction
from desktop.models.contact import Contact
from desktop.models.customer import Customer
from desktop.services.all_services import Services, for_office
from desktop.services.backups import named_files
from desktop.services.customers import add_contact
from desktop.services.opening import ShopFolder
from desktop.storage.database import Database
from desktop.storage.ledger import Ledger
from tests import builders
from tests.conftest import Clock, Mould, Moulds
from tests.faults import erasing, writing

PEOPLE, KILLS, INSIDE = 160, 28, 14
LONGEST_WAIT = 0.12  # seconds after a part has begun: within it most parts are still being written


@dataclass
class Shop:
    """A folder whose customers have all asked to go, and the random ids of them all."""

    folder: Path
    mould: Mould
    everybody: frozenset[str]


@pytest.fixture(scope="module")
def full(moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """People who were spoken with, some of them with a complaint and its evidence."""
    mould, folder = moulds("delivery"), tmp_path_factory.mktemp("full") / "shop"
    mould.copy_to(folder)
    services = opened(folder, mould)
    everybody = builders.crowd(services, PEOPLE, asked=True)
    with services.office.writing() as work:
        for customer_id in everybody:
            add_contact(work, customer_id, work.now, Direction.FROM_SHOP, Channel.PHONE, "hỏi hàng")
    for customer_id in everybody[::8]:
        page = services.complaints.receive(builders.intake(services.office.today(), customer_id, files=(builders.photo(),)))
        services.complaints.withdraw(page.row.id, "khách rút")
    known = public_ids(services)
    services.office.database.close()
    return Shop(folder, mould, known)


def opened(folder: Path, mould: Mould) -> Services:
    """As the next start opens it."""
    return for_office(ShopFolder(folder, Clock()).open_with(mould.key, mould.actor))


def public_ids(services: Services) -> frozenset[str]:
    with services.office.reading() as session:
        return frozenset(session.scalars(select(Customer.public_id)))


def test_everybody_is_whole_or_gone_after_the_process_was_killed(full: Shop, tmp_path: Path) -> None:
    chance, inside, folder = random.Random(), 0, tmp_path / "shop"
    for kill in range(KILLS):
        if kill % 8 == 0:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(full.folder, folder)
        with writing.killed(erasing.erase_everybody, folder, full.mould.key.raw) as process:
            process.recv()
            if kill % 4:
                wait_until_it_writes(folder, process)
            time.sleep(chance.uniform(0, LONGEST_WAIT / 10 if kill % 4 else LONGEST_WAIT))
        inside += was_inside_a_write(folder, full.mould)
        check_whole(folder, full)
    assert inside >= INSIDE


def wait_until_it_writes(folder: Path, process: Connection) -> None:
    """On a busy machine nobody knows how long a part takes to begin; a part that is over says so."""
    while not is_writing(folder) and not process.poll(0.001):
        pass


def is_writing(folder: Path) -> bool:
    journal = folder / "giuloi.db-journal"
    return journal.is_file() and journal.stat().st_size > 0


def was_inside_a_write(folder: Path, mould: Mould) -> bool:
    """Whether a transaction was under way, or the ledger had run ahead of it."""
    ledger = Ledger(folder, mould.key)
    return is_writing(folder) or (ledger.size > 0 and is_ahead(folder, mould, ledger))


def is_ahead(folder: Path, mould: Mould, ledger: Ledger) -> bool:
    database = Database(folder / "giuloi.db", mould.key)
    with database.reading() as session:
        there = set(session.scalars(select(Customer.public_id)))
    database.close()
    return bool(there & ledger.erased().keys())


def check_whole(folder: Path, full: Shop) -> None:
    """Nobody is half gone: not in the register, its index, its registers or the folder."""
    services = opened(folder, full.mould)
    services.office.database.check()
    there, gone = public_ids(services), frozenset(services.office.ledger.erased())
    assert not there & gone
    assert full.everybody <= there | gone
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql("INSERT INTO customer_search(customer_search, rank) VALUES ('integrity-check', 1)")
    with services.office.reading() as session:
        assert set(session.scalars(select(Contact.customer_id))) == set(session.scalars(select(Customer.id)))
        named = set(named_files(session))
    assert named == {path.name for path in (folder / "evidence").iterdir()}
    assert services.audit.first_broken() is None
    services.office.database.close()
