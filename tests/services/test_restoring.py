"""A restore puts the whole backup in place, also when it is cut off; no number is given twice."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services import restoring
from desktop.services.restoring import ClosedShop
from desktop.storage import backup, schema, swap, vault
from desktop.storage.backup import Contents
from desktop.storage.database import Database
from tests import builders
from tests.builders import HANH, intake, photo
from tests.services.helpers import page, reopened
from tests.services.restores import TAM, details_of, names, restored
from tests.storage import first_shop
from tests.storage.rows import KEY


def test_a_restore_brings_back_what_the_backup_holds(services, folder, backup_of_hanh, clock):
    before = page(services, 1)
    assert names(services) == {HANH.name, TAM.name}
    with restored(folder, backup_of_hanh) as again:
        assert names(again) == {HANH.name}
        assert page(again, 1) == before
        assert again.complaints.evidence(before.evidence[0].id) == photo().content
        assert again.audit.first_broken() is None
        assert again.office.log_is_whole()
        again.customers.add(TAM)
    with reopened(folder) as once_more:
        assert names(once_more) == {HANH.name, TAM.name}
        assert once_more.office.log_is_whole()


def test_evidence_that_was_lost_comes_back(services, folder, backup_of_hanh):
    shutil.rmtree(folder.path / "evidence")
    with restored(folder, backup_of_hanh) as again:
        assert again.complaints.evidence(page(again, 1).evidence[0].id) == photo().content


def test_the_log_names_the_head_that_was_current(services, folder, backup_of_hanh):
    head = services.office.head_file.read()
    with restored(folder, backup_of_hanh) as again:
        (line,) = [line for line in again.audit.about("backups") if line.action == "backup.restored"]
        details = json.loads(details_of(again, line.number))
        assert details == {"made_on": "2026-11-21", "number": head.number, "head": head.digest[:16], "lost": ["customer=1"]}


def test_who_was_at_the_counter_stays_there(services, folder, backup_of_hanh):
    services.office.actor = services.shop.staff()[0].public_id
    with restored(folder, backup_of_hanh) as again:
        assert again.office.actor == services.office.actor


def test_copies_made_since_stay_on_the_list(services, folder, backup_of_hanh, tmp_path, clock):
    later = services.backups.make_in(tmp_path / "other stick")
    services.backups.make_automatic()
    with restored(folder, backup_of_hanh) as again:
        places = {row.place for row in again.backups.rows() if row.is_there}
        assert {str(backup_of_hanh), str(later.folder), "backups/giu-loi-20261122-100000"} <= places
        assert again.backups.days_since_outside() == 0


def test_a_stick_that_is_listed_or_a_backup_beside_the_data_is_not_listed_twice(services, folder, backup_of_hanh):
    with restored(folder, backup_of_hanh) as again:
        assert [row.place for row in again.backups.rows() if row.is_outside] == [str(backup_of_hanh)]
        again.restoring.confirm()
        inside = again.backups.make_automatic().folder
    folder.unlock(builders.PASSPHRASE)
    with restored(folder, inside) as again:
        places = [row.place for row in again.backups.rows() if row.is_there]
        assert sorted(places) == sorted(set(places)) and str(inside) not in places


def test_backups_go_on_the_day_that_was_said_before_the_restore(services, folder, tmp_path, clock):
    services.backups.set_keep_days(60)
    older = services.backups.make_in(tmp_path / "usb").folder
    services.backups.set_keep_days(7)
    services.backups.make_automatic()
    clock.move(days=1)
    promised = services.backups.older_copies().until
    with restored(folder, older) as again:
        assert again.backups.keep_days() == 60
        assert [row.until for row in again.backups.rows() if row.place.startswith("backups/")] == [promised]


def test_after_a_restore_leaving_makes_a_backup_however_long_the_log_was(services, folder, backup_of_hanh, clock):
    services.backups.make_automatic()
    clock.move(hours=1)
    with restored(folder, backup_of_hanh) as again:
        assert again.backups.has_news()
        again.backups.make_automatic()
        assert not again.backups.has_news()


def test_a_backup_of_the_first_schema_is_brought_up_to_date(tmp_path, clock):
    source, data = tmp_path / "giu-loi-20260305-100000", tmp_path / "shop"
    with backup.being_made(source, KEY, no_step) as part:
        first_shop.opened(part / "giuloi.db").close()
        (part / "giuloi.db-journal").unlink(missing_ok=True)
        vault.create(part / "vault.json", builders.PASSPHRASE)
        backup.seal(part, KEY, Contents("0.0.1", "0001", clock.now, 1, "1", 2), no_step)
    data.mkdir()
    restoring.restore(ClosedShop(data, KEY, clock), source)
    database = Database(data / "giuloi.db", KEY)
    assert schema.version(database) == schema.HEAD
    assert first_shop.HANH in {row["name"] for row in first_shop.kept(database)["customer"]}
    assert sorted(path.name for path in data.iterdir()) == [
        "before-restore",
        "evidence",
        "giuloi.db",
        "log-head.json",
        "numbers.json",
        "vault.json",
    ]
    database.close()


def no_step(_done: int, _all: int) -> None:
    """Nobody watches."""


# ---- numbers -----------------------------------------------------------------------------------------------------------------


def test_numbers_go_on_and_the_jump_is_explained(services, folder, backup_of_hanh, clock):
    given = [services.complaints.receive(intake(clock.today, 1)).row.number for _again in range(2)]
    assert given == ["KN-2026-0002", "KN-2026-0003"]
    assert services.restoring.explanation() is None
    with restored(folder, backup_of_hanh) as again:
        assert again.complaints.receive(intake(clock.today, 1)).row.number == "KN-2026-0004"
        assert again.restoring.explanation() == (
            "The backup of 21/11/2026 was restored. Entered or changed after it and not in this data: 1 customer; 2 contacts; 2 complaints. "
            "Numbers given after it are not used again: KN-2026-0002 to KN-2026-0003."
        )


def test_numbers_that_only_the_replaced_database_knows_are_not_given_again(services, folder, backup_of_hanh, clock):
    services.complaints.receive(intake(clock.today, 1))
    (folder.path / "numbers.json").unlink()
    with restored(folder, backup_of_hanh) as again:
        assert again.complaints.receive(intake(clock.today, 1)).row.number == "KN-2026-0003"


def test_what_only_the_replaced_database_knows_is_named(services, folder, backup_of_hanh):
    with restored(folder, backup_of_hanh) as again:
        assert again.restoring.explanation() == (
            "The backup of 21/11/2026 was restored. Entered or changed after it and not in this data: 1 customer."
        )


# ---- cut off -----------------------------------------------------------------------------------------------------------------


class PowerCut(BaseException):
    """Nothing can be done any more."""


@contextmanager
def stopped_at_move(monkeypatch, number: int, problem: BaseException) -> Iterator[list[int]]:
    """Whatever renames a file or folder fails from that move on."""
    moves: list[int] = []
    with monkeypatch.context() as patched:
        for name in ("rename", "replace", "hardlink_to"):
            patched.setattr(Path, name, _counted(getattr(Path, name), moves, number, problem))
        yield moves


def _counted(move, moves: list[int], number: int, problem: BaseException):
    def counted(path: Path, target: Path):
        moves.append(1)
        if len(moves) > number:
            raise problem
        return move(path, target)

    return counted


@pytest.mark.parametrize("problem", [PowerCut(), OSError(errno.ENOSPC, "full")])
def test_cut_off_between_any_two_moves_it_is_the_whole_old_or_the_whole_new(
    services, folder, backup_of_hanh, monkeypatch, tmp_path, problem
):
    services.office.database.close()
    start, found, number = tmp_path / "as it was", list[int](), 0
    shutil.copytree(folder.path, start)
    while True:
        with stopped_at_move(monkeypatch, number, problem) as moves, suppress(PowerCut, UserError):
            folder.restore(backup_of_hanh).database.close()
        if len(moves) <= number:
            break
        swap.finish(folder.path)
        with reopened(folder) as again:
            found.append(len(names(again)))
            assert again.audit.first_broken() is None
            assert again.office.log_is_whole()
            assert again.complaints.evidence(page(again, 1).evidence[0].id) == photo().content
            assert (again.restoring.unconfirmed() is not None) == (found[-1] == 1)
        assert not list(folder.path.glob("rest*"))
        shutil.rmtree(folder.path)
        shutil.copytree(start, folder.path)
        folder.unlock(builders.PASSPHRASE).database.close()
        number += 1
    assert found == sorted(found, reverse=True)
    assert set(found) == {1, 2}
