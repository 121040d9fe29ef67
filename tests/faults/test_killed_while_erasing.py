"""A process that is killed while it erases: everybody is either still there whole, or gone for good, and the ledger knows who."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models.choices import Channel, Direction
from desktop.models.contact import Contact
from desktop.models.customer import Customer
from desktop.services.all_services import Services, for_office
from desktop.services.backups import named_files
from desktop.services.customers import CustomerDetails
from desktop.services.opening import ShopFolder
from desktop.storage.database import Database
from desktop.storage.ledger import Ledger
from tests import builders
from tests.conftest import Clock, Mould
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
def full(moulds: Callable[[str], Mould], tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """240 people, some with a complaint and its evidence."""
    mould, folder = moulds("delivery"), tmp_path_factory.mktemp("full") / "shop"
    shutil.copytree(mould.path, folder)
    services = opened(folder, mould)
    for place in range(PEOPLE):
        customer_id = services.customers.add(CustomerDetails(f"Khách {place}", f"0912{place:06}", "", "15 Hoa Mai"))
        services.customers.log_contact(customer_id, services.office.now(), Direction.FROM_CUSTOMER, Channel.PHONE, "hỏi hàng")
        if place % 8 == 0:
            page = services.complaints.receive(builders.intake(services.office.today(), customer_id, files=(builders.photo(),)))
            services.complaints.withdraw(page.row.id, "khách rút")
        services.erasures.note_wish(customer_id, services.office.today())
    everybody = public_ids(services)
    services.office.database.close()
    return Shop(folder, mould, everybody)


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
            time.sleep(chance.uniform(0, LONGEST_WAIT))
        inside += was_inside_a_write(folder, full.mould)
        check_whole(folder, full)
    assert inside >= INSIDE


def was_inside_a_write(folder: Path, mould: Mould) -> bool:
    """Whether a transaction was under way, or the ledger had run ahead of it."""
    journal = folder / "giuloi.db-journal"
    ledger = Ledger(folder, mould.key)
    return (journal.is_file() and journal.stat().st_size > 0) or (ledger.size > 0 and is_ahead(folder, mould, ledger))


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
