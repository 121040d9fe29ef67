"""A backup is put into a folder that is empty or that nobody can open any more."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.services.all_services import for_office
from desktop.services.folder_state import FolderState
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.storage.vault import WrongSecret
from tests import builders
from tests.builders import HANH, add_customer, photo
from tests.services.helpers import page, reopened
from tests.services.restores import TAM, closed_names, names


def test_the_stick_that_a_new_computer_was_restored_from_is_named(closed, backup_of_hanh, tmp_path, clock):
    new = ShopFolder(tmp_path / "new computer", clock)
    new.take()
    office = new.restore_closed(backup_of_hanh, builders.PASSPHRASE)
    again = for_office(office)
    assert again.backups.older_copies().elsewhere == (f"{backup_of_hanh} (21/11/2026)",)
    (row,) = again.backups.rows()
    assert (row.is_outside, row.is_automatic, row.until) == (True, False, None)
    office.database.close()
    new.release()


def test_a_new_computer_gets_the_whole_shop_from_the_stick(closed, backup_of_hanh, tmp_path, clock):
    new = ShopFolder(tmp_path / "new computer", clock)
    new.take()
    (one,) = new.candidates(backup_of_hanh.parent)
    assert one.folder == backup_of_hanh
    with pytest.raises(WrongSecret):
        new.restore_closed(backup_of_hanh, "không phải câu này")
    assert new.state() is FolderState.EMPTY
    assert closed_names(new, backup_of_hanh) == {HANH.name}
    with reopened(new) as again:
        assert again.complaints.evidence(page(again, 1).evidence[0].id) == photo().content
        assert again.restoring.unconfirmed() is None
    new.release()


def test_a_damaged_backup_leaves_a_new_computer_empty(closed, backup_of_hanh, tmp_path, clock):
    database = backup_of_hanh / "giuloi.db"
    database.write_bytes(database.read_bytes()[:-1] + b"\0")
    new = ShopFolder(tmp_path / "new computer", clock)
    new.take()
    with pytest.raises(UserError):
        new.restore_closed(backup_of_hanh, builders.PASSPHRASE)
    assert new.state() is FolderState.EMPTY
    new.release()


def test_a_missing_database_is_put_back(closed, backup_of_hanh):
    closed.database_path.unlink()
    assert closed_names(closed, backup_of_hanh) == {HANH.name}


@pytest.mark.parametrize("damage", [b"", b"x" * 5000])
def test_a_damaged_database_is_replaced_and_kept(closed, backup_of_hanh, damage):
    closed.database_path.write_bytes(damage)
    assert closed_names(closed, backup_of_hanh) == {HANH.name}
    with reopened(closed) as again:
        kept = again.restoring.unconfirmed()
        assert kept is not None and kept.path.read_bytes() == damage


def test_going_back_to_a_damaged_database_is_refused_and_the_restored_one_stays(closed, backup_of_hanh, clock):
    closed.database_path.write_bytes(b"x" * 5000)
    office = closed.restore_closed(backup_of_hanh, builders.PASSPHRASE)
    clock.move(hours=1)
    with pytest.raises(UserError, match="cannot be read"):
        closed.go_back()
    assert names(for_office(office)) == {HANH.name}
    office.database.close()


def test_a_lost_key_file_alone_is_put_back_and_the_newest_data_stays(closed, backup_of_hanh):
    closed.vault_path.unlink()
    assert closed_names(closed, backup_of_hanh) == {HANH.name, TAM.name}


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe"])
def test_a_damaged_key_file_is_replaced_by_the_one_in_the_backup(closed, backup_of_hanh, content):
    closed.vault_path.write_bytes(content)
    assert closed_names(closed, backup_of_hanh) == {HANH.name}
    with reopened(closed) as again:
        assert names(again) == {HANH.name}


def test_the_recovery_code_restores_as_well(tmp_path, clock):
    shop = ShopFolder(tmp_path / "shop", clock)
    shop.take()
    office, code = shop.create(
        builders.PASSPHRASE, NewShop(builders.IDENTITY, preset_rules("delivery", clock.today.replace(day=1)), "Lan")
    )
    add_customer(for_office(office))
    made = for_office(office).backups.make_in(tmp_path / "usb").folder
    office.database.close()
    shop.release()
    new = ShopFolder(tmp_path / "new", clock)
    new.take()
    assert closed_names(new, made, code.lower()) == {HANH.name}
    new.release()
