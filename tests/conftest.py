"""Fixtures for all tests: a fixed morning, a real encrypted shop in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from desktop import i18n
from desktop.services.all_services import Services, for_office
from desktop.services.office import Office
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.storage import database, vault
from desktop.storage.attachments import Attachments
from desktop.storage.database import Database
from desktop.storage.head_file import HeadFile
from desktop.storage.ledger import Ledger
from tests import builders


class Clock:
    """A clock that stands still until a test moves it. Saturday 21/11/2026, 10:00 at +07:00."""

    def __init__(self) -> None:
        self.set(None)

    def set(self, moment: datetime | None) -> None:
        """As the program's own clock, which is turned back while the sample shop is made; None: to where it began."""
        self.now = moment or datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **step: int) -> None:
        """Let time pass: days=3, hours=2."""
        self.now += timedelta(**step)

    @property
    def today(self) -> date:
        """The Vietnamese day."""
        return i18n.local_day(self.now)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Databases of one test process share the SQL that SQLAlchemy compiled, as one that stays open all day does: half the time
    of a test went into compiling the same statements for its own file.
    """
    first = sqlalchemy.create_engine("sqlite://", module=database.sqlcipher, query_cache_size=5000)
    first.connect().close()

    def create(*args: object, **more: object) -> sqlalchemy.Engine:
        engine = sqlalchemy.create_engine(*args, **more)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "create_engine", create)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passphrases() -> Iterator[None]:
    """Key files made here cost a guesser nothing, and the tests that type a passphrase neither; tests/storage/test_vault.py holds
    the real strength.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vault, "_ARGON", {"memory_kib": 64, "iterations": 1, "lanes": 1})
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are asserted in the language of the code unless a test chooses Vietnamese."""
    i18n.use_language("en")
    yield
    i18n.use_language("vi")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> Iterator[ShopFolder]:
    """An empty data folder, locked for this test."""
    shop = ShopFolder(tmp_path / "Dữ liệu của Ánh", clock)
    shop.take()
    yield shop
    shop.release()


@dataclass(frozen=True)
class Mould:
    """A shop that others are copied from: its folder, its key, who works there, and what was told by whoever filled it."""

    path: Path
    key: vault.Key
    actor: str
    told: Any = None

    def copy_to(self, path: Path) -> None:
        """Another shop like this one, in a folder that may be there already."""
        left = shutil.ignore_patterns("in-use*")
        shutil.copytree(self.path, path, dirs_exist_ok=True, ignore=left, copy_function=shutil.copyfile)  # Wine lacks CopyFile2


Fill = Callable[[Services], object]


class Moulds:
    """Shops made when first wanted: making one takes a second, filling one a third, copying it a hundredth."""

    def __init__(self, make_folder: Callable[[], Path]) -> None:
        self._make_folder = make_folder
        self._made: dict[tuple[object, ...], Mould] = {}

    def __call__(self, preset: str) -> Mould:
        """An empty shop under a preset."""
        return self._known((preset,), lambda: _make_mould(self._make_folder(), preset))

    def filled(self, preset: str, fill: Fill) -> Mould:
        """A shop of the fixed morning with what ``fill`` enters, which must be a function of a module and look at nothing else."""
        return self._known((preset, fill, i18n.language()), lambda: _fill_mould(self._make_folder(), self(preset), fill))

    def _known(self, key: tuple[object, ...], make: Callable[[], Mould]) -> Mould:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


@pytest.fixture(scope="session")
def moulds(tmp_path_factory: pytest.TempPathFactory) -> Moulds:
    """The moulds of this test process."""
    return Moulds(lambda: tmp_path_factory.mktemp("mould"))


def _make_mould(path: Path, preset: str) -> Mould:
    folder = ShopFolder(path, Clock())
    folder.take()
    office, _code = folder.create(builders.PASSPHRASE, NewShop(builders.IDENTITY, preset_rules(preset, date(2026, 1, 1)), "Lan"))
    office.database.close()
    folder.release()
    return Mould(path, vault.open_with_passphrase(folder.vault_path, builders.PASSPHRASE), office.actor)


def _fill_mould(path: Path, empty: Mould, fill: Fill) -> Mould:
    empty.copy_to(path)
    office = open_office(path, empty.key, Clock(), empty.actor)
    told = fill(for_office(office))
    office.database.close()
    return Mould(path, empty.key, empty.actor, told)


def open_office(path: Path, key: vault.Key, clock: Clock, actor: str = "") -> Office:
    """A copied shop, opened with the key of its mould."""
    attachments = Attachments(path / "evidence", key)
    office = Office(Database(path / "giuloi.db", key), attachments, HeadFile(path), Ledger(path, key), clock)
    office.actor = actor
    return office


@pytest.fixture
def services(folder: ShopFolder, moulds: Moulds) -> Iterator[Services]:
    """An open shop under the delivery preset (O'PETIT's rules)."""
    yield from opened(folder, moulds("delivery"))


@pytest.fixture
def in_store(folder: ShopFolder, moulds: Moulds) -> Iterator[Services]:
    """An open shop under the in-store preset (Partyshop's rules)."""
    yield from opened(folder, moulds("in_store"))


def opened(folder: ShopFolder, mould: Mould) -> Iterator[Services]:
    """A copy in an empty folder, open as long as a test lasts."""
    mould.copy_to(folder.path)
    office = folder.open_with(mould.key, mould.actor)
    yield for_office(office)
    office.database.close()
