"""A process that is killed while it backs up or restores leaves the whole old or the whole new, and no half of either."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from desktop.errors import UserError
from desktop.services.backups import Backups
from desktop.storage import backup, swap
from tests.faults import backing, writing
from tests.storage.rows import KEY

KILLS = 36
INSIDE = KILLS // 2  # at least so many must hit between the first and the last byte written


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop with one backup, and a hundred people who came after it."""
    path = tmp_path / "shop"
    backing.make_shop(path)
    office = backing.office_in(path)
    Backups(office).make_automatic()
    backing.add_people(office, 100)
    office.database.close()
    return path


def killed_all_over(work: Any, shop: Path, look: Callable[[Path], bool], *more: object, kills: int = KILLS) -> int:
    """Kill the work at moments spread over its length, each time in a fresh copy; ``look`` says whether it was inside a write.

    A busy machine moves the moments: work that is done before its moment shows how long it really takes, and where half of the
    kills were not inside there are more of them, up to three times as many.
    """
    length, inside = _length(work, shop, *more), 0
    for kill in range(3 * kills):
        if kill >= kills and inside >= kills // 2:
            break
        copy = _copied(shop)
        with writing.killed(work, copy, *more) as process:
            assert process.recv() == "begun"
            start = time.monotonic()
            if process.poll(length * (kill % kills + 0.5) / kills):
                length = min(length, time.monotonic() - start)
        inside += look(copy)
        shutil.rmtree(copy)
    return inside


def _copied(shop: Path) -> Path:
    return Path(shutil.copytree(shop, shop.with_name("copy")))


def _length(work: Any, shop: Path, *more: object) -> float:
    """How long it takes when nobody kills it."""
    copy = _copied(shop)
    with writing.killed(work, copy, *more) as process:
        assert process.recv() == "begun"
        start = time.monotonic()
        assert process.recv() == "done"
        length = time.monotonic() - start
    shutil.rmtree(copy)
    return length


# ---- backup --------------------------------------------------------------------------------------------------------------


def no_half_backup(shop: Path) -> bool:
    """Every backup under its name is whole, the shop is untouched, and the next backup clears the rest away."""
    place = shop / "backups"
    names = sorted(path.name for path in place.iterdir())
    is_inside = any(name.endswith(backup.UNFINISHED) for name in names)
    for folder in backup.find(place):
        backup.verify(folder, KEY, lambda _done, _all: None)
    assert len(backup.find(place)) == len([name for name in names if not name.endswith(backup.UNFINISHED)])
    office = backing.office_in(shop, hours=3)
    office.database.check()
    assert backing.people_in(office) == backing.PEOPLE + 100
    backup.sweep(place)
    Backups(office).remove_old()
    assert not list(place.glob(f"*{backup.UNFINISHED}"))
    assert {row.place for row in Backups(office).rows() if row.is_there} == {f"backups/{path.name}" for path in place.iterdir()}
    office.database.close()
    return is_inside


def test_killed_while_backing_up_there_is_no_half_backup(shop):
    assert killed_all_over(backing.back_up, shop, no_half_backup) >= INSIDE


def test_written_straight_under_its_name_there_is(shop):
    """The known-bad setting of the test above."""

    def is_half(copy: Path) -> bool:
        try:
            no_half_backup(copy)
        except (UserError, AssertionError):
            return True
        return False

    assert killed_all_over(backing.back_up_in_place, shop, is_half, kills=6) > 0


# ---- restore -------------------------------------------------------------------------------------------------------------


def source_in(shop: Path) -> Path:
    """The backup on a stick."""
    return Path(shutil.copytree(shop / "backups" / "giu-loi-20261121-100000", shop.with_name("stick")))


def whole_old_or_new(shop: Path) -> bool:
    """As the next start finds it: all people of the one or of the other, every page whole, no alarm, nothing left over."""
    is_inside = any(path.name.startswith("rest") for path in shop.iterdir())
    swap.finish(shop)
    office = backing.office_in(shop, hours=3)
    office.database.check()
    kept = list((shop / "before-restore").iterdir()) if (shop / "before-restore").is_dir() else []
    assert backing.people_in(office) == backing.PEOPLE + (0 if kept else 100)
    assert office.log_is_whole()
    assert len(list((shop / "evidence").iterdir())) == backing.FILES
    assert all(office.attachments.read(path.name) == bytes(20_000) for path in (shop / "evidence").iterdir())
    assert not [path for path in shop.iterdir() if path.name.startswith("rest")]
    office.database.close()
    return is_inside


def test_killed_while_restoring_there_is_the_whole_old_or_the_whole_new(shop):
    source = source_in(shop)
    assert killed_all_over(backing.restore, shop, whole_old_or_new, source) >= INSIDE


def test_killed_while_restoring_on_a_new_computer_it_is_empty_or_whole(shop, tmp_path):
    """Nothing is there yet: a key file without a database would look like a shop that lost it."""
    source, new = source_in(shop), tmp_path / "new"
    new.mkdir()

    def empty_or_whole(copy: Path) -> bool:
        is_inside = any(path.name.startswith("rest") for path in copy.iterdir())
        swap.finish(copy)
        assert (copy / "vault.json").exists() == (copy / "giuloi.db").exists()
        if (copy / "giuloi.db").exists():
            office = backing.office_in(copy)
            assert backing.people_in(office) == backing.PEOPLE
            assert office.log_is_whole()
            office.database.close()
        else:
            assert [path.name for path in copy.iterdir()] == []
        return is_inside

    assert killed_all_over(backing.restore, new, empty_or_whole, source, kills=12) >= 6


def test_written_over_the_old_database_it_is_neither(shop):
    """The known-bad setting of the two tests above."""
    source = source_in(shop)

    def is_neither(copy: Path) -> bool:
        try:
            whole_old_or_new(copy)
        except (UserError, AssertionError, DatabaseError):
            return True
        return False

    assert killed_all_over(backing.restore_in_place, shop, is_neither, source, kills=6) > 0
