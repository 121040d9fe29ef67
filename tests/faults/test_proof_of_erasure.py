"""Gone means gone: of fifty erased people not a word is left in the file's pages, its indexes, the folder, the log or a new backup."""

from __future__ import annotations

import logging
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.all_services import Services
from desktop.services.erasures import Chosen
from desktop.services.opening import ShopFolder
from desktop.storage import database
from desktop.storage.vault import Key
from tests.conftest import Mould, Moulds, opened
from tests.faults.traces import Person, enter, everything_readable, ship, traces
from tests.services.told import everybody_told

ERASED, STAYING = 50, 15


@pytest.fixture
def populated(moulds: Moulds) -> Mould:
    """A shop with everybody in it; it tells who will go and who stays."""
    return moulds.filled("delivery", populate)


@pytest.fixture
def services(folder: ShopFolder, populated: Mould) -> Iterator[Services]:
    yield from opened(folder, populated)


@pytest.fixture
def key(populated: Mould) -> Key:
    return populated.key


@pytest.fixture
def going(populated: Mould) -> list[Person]:
    return populated.told[0]


@pytest.fixture
def staying(populated: Mould) -> list[Person]:
    return populated.told[1]


def populate(services: Services) -> tuple[list[Person], list[Person]]:
    """Fifty who will go and some who stay, entered in a mixed order."""
    rng = random.Random(20261121)
    everybody = [enter(services, rng, place) for place in range(ERASED + STAYING)]
    ship(services, everybody)
    with services.office.database.connection() as connection, connection.begin():  # as an index that has been in use for long
        connection.exec_driver_sql("INSERT INTO customer_search(customer_search) VALUES ('optimize')")
    rng.shuffle(everybody)
    return everybody[:ERASED], everybody[ERASED:]


def erase(services: Services, people: list[Person]) -> None:
    """All of them ask for it and go."""
    for person in people:
        services.erasures.note_wish(person.id, services.office.today())
    done = services.erasures.erase(Chosen(tuple(person.id for person in people)), told=everybody_told(services))
    assert (done.erased, done.left_out) == (ERASED, ())


def test_of_fifty_erased_people_nothing_is_left_anywhere(
    folder: ShopFolder,
    services: Services,
    key: Key,
    going: list[Person],
    staying: list[Person],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    temporary = tmp_path / "temp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    caplog.set_level(logging.DEBUG)
    assert traces(everything_readable(folder.path, key), [*going, *staying]) == {
        "giuloi.db": ERASED + STAYING
    }  # the search finds
    erase(services, going)
    backup = services.backups.make_in(tmp_path / "stick")
    places = everything_readable(folder.path, key) | everything_readable(temporary, key)
    places |= {f"backup/{name}": content for name, content in everything_readable(backup.folder, key).items()}
    places |= {"log": caplog.text.encode(), "names": "\n".join(places).encode()}
    assert traces(places, going) == {}
    assert traces(places, staying) == {"giuloi.db": STAYING, "backup/giuloi.db": STAYING}


def test_without_secure_delete_in_the_search_index_they_are_found(
    folder: ShopFolder, services: Services, key: Key, going: list[Person]
) -> None:
    """A known-bad setting: the full-text index as SQLite makes it by itself."""
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql("INSERT INTO customer_search(customer_search, rank) VALUES ('secure-delete', 0)")
    erase(services, going)
    assert traces(everything_readable(folder.path, key), going)["giuloi.db"] > ERASED // 2


def test_without_secure_delete_in_the_file_they_are_found(
    folder: ShopFolder, services: Services, key: Key, going: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A known-bad setting: pages that were let go keep what stood in them."""
    monkeypatch.setitem(database.PRAGMAS, "secure_delete", ("OFF", 0))
    services.office.database.close()
    erase(services, going)
    assert traces(everything_readable(folder.path, key), going)["giuloi.db"] > ERASED // 2
