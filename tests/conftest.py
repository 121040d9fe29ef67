"""Fixtures for all tests: a fixed morning, a real encrypted shop in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop import i18n
from desktop.services.all_services import Services, for_office
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.storage import vault
from tests import builders


class Clock:
    """A clock that stands still until a test moves it. Saturday 21/11/2026, 10:00 at +07:00."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **step: int) -> None:
        """Let time pass: days=3, hours=2."""
        self.now += timedelta(**step)

    @property
    def today(self) -> date:
        """The Vietnamese day."""
        return i18n.local_day(self.now)


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
    """A shop that others are copied from: its folder, its key, who works there."""

    path: Path
    key: vault.Key
    actor: str


@pytest.fixture(scope="session")
def moulds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Mould]:
    """A shop under each preset, made when first wanted: making one takes a second, copying it a hundredth."""
    made: dict[str, Mould] = {}

    def mould(preset: str) -> Mould:
        if preset not in made:
            made[preset] = _make_mould(tmp_path_factory.mktemp(preset), preset)
        return made[preset]

    return mould


def _make_mould(path: Path, preset: str) -> Mould:
    folder = ShopFolder(path, Clock())
    folder.take()
    office, _code = folder.create(builders.PASSPHRASE, NewShop(builders.IDENTITY, preset_rules(preset, date(2026, 1, 1)), "Lan"))
    office.database.close()
    folder.release()
    return Mould(path, vault.open_with_passphrase(folder.vault_path, builders.PASSPHRASE), office.actor)


@pytest.fixture
def services(folder: ShopFolder, moulds: Callable[[str], Mould]) -> Iterator[Services]:
    """An open shop under the delivery preset (O'PETIT's rules)."""
    yield from _open(folder, moulds("delivery"))


@pytest.fixture
def in_store(folder: ShopFolder, moulds: Callable[[str], Mould]) -> Iterator[Services]:
    """An open shop under the in-store preset (Partyshop's rules)."""
    yield from _open(folder, moulds("in_store"))


def _open(folder: ShopFolder, mould: Mould) -> Iterator[Services]:
    left = shutil.ignore_patterns("in-use*")
    shutil.copytree(
        mould.path, folder.path, dirs_exist_ok=True, ignore=left, copy_function=shutil.copyfile
    )  # Wine lacks CopyFile2
    office = folder.open_with(mould.key, mould.actor)
    yield for_office(office)
    office.database.close()
