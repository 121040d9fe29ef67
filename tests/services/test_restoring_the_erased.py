"""No backup brings anyone back who was erased, nor undoes what customers wished since."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from desktop.models.choices import HoldKind
from desktop.services.all_services import Services, for_office
from desktop.services.erasures import Chosen
from desktop.storage.ledger import ErasedEntry
from tests import builders
from tests.builders import HANH, add_customer
from tests.services.helpers import reopened
from tests.services.restores import TAM, details_of, erase_hanh, names, restored


def test_nobody_erased_comes_back(services, folder, backup_of_hanh, clock):
    erased = services.customers.page(1).public_id
    services.office.ledger.add([ErasedEntry(erased, clock.today)])
    folder.unlock(builders.PASSPHRASE).database.close()
    assert list((folder.path / "evidence").iterdir()) == []
    with restored(folder, backup_of_hanh) as again:
        assert names(again) == set()
        assert list((folder.path / "evidence").iterdir()) == []
    with reopened(folder) as once_more:
        assert names(once_more) == set()


def test_whoever_only_the_backup_knows_as_erased_is_erased(services, folder, backup_of_hanh, clock, tmp_path):
    """The ledger beside the data was lost; the one in the backup is taken over."""
    services.office.ledger.add([ErasedEntry(services.customers.page(1).public_id, clock.today)])
    clock.move(hours=1)
    second = services.backups.make_in(tmp_path / "usb").folder
    (folder.path / "erased.ledger").unlink()
    with restored(folder, second) as again:
        assert names(again) == {TAM.name}
        assert len(again.office.ledger.erased()) == 1


def test_a_ledger_of_the_same_size_is_replayed_all_the_same(services, folder, backup_of_hanh, clock, tmp_path):
    services.office.ledger.add([ErasedEntry(services.customers.page(2).public_id, clock.today)])
    services.office.database.close()
    clock.move(hours=1)
    with reopened(folder) as again:
        made = again.backups.make_in(tmp_path / "usb").folder
    (folder.path / "erased.ledger").unlink()
    services.office.ledger.add([ErasedEntry(services.customers.page(1).public_id, clock.today)])
    folder.unlock(builders.PASSPHRASE)
    with restored(folder, made) as again:
        assert names(again) == set()


def spoil(ledger: Path) -> None:
    """One flipped bit in every line."""
    ledger.write_bytes(b"".join(bytes([line[0] ^ 1]) + line[1:] for line in ledger.read_bytes().splitlines(keepends=True)))


def test_a_spoilt_ledger_and_an_older_backup_bring_nobody_back(services, folder, backup_of_hanh):
    erase_hanh(services)
    services.office.database.close()
    spoil(folder.path / "erased.ledger")
    with restored(folder, backup_of_hanh) as again:
        assert names(again) == set()
        assert list((folder.path / "evidence").iterdir()) == []


@pytest.mark.parametrize("damage", [spoil, Path.unlink])
def test_where_nothing_can_be_read_any_more_the_ledgers_in_automatic_backups_count(services, folder, backup_of_hanh, damage):
    erase_hanh(services)
    services.backups.make_automatic()
    services.office.database.close()
    damage(folder.path / "erased.ledger")
    folder.database_path.write_bytes(b"x" * 5000)
    office = folder.restore_closed(backup_of_hanh, builders.PASSPHRASE)
    assert names(for_office(office)) == set()
    office.database.close()


def test_whoever_an_older_ledger_names_stays_named_with_all_it_knows(services, folder, backup_of_hanh):
    """The log knows no hashes of phone and email: an entry that a backup's ledger still has is worth more."""
    erase_hanh(services)
    services.backups.make_automatic()
    traces = services.office.ledger.asked_traces()
    services.office.database.close()
    spoil(folder.path / "erased.ledger")
    with restored(folder, backup_of_hanh) as again:
        assert again.office.ledger.asked_traces() == traces != frozenset()


def test_an_old_database_put_back_by_hand_brings_nobody_back_and_is_noticed(services, folder, clock, tmp_path):
    add_customer(services)
    made = services.backups.make_in(tmp_path / "usb")
    clock.move(days=1)
    services.customers.add(TAM)
    services.office.ledger.add([ErasedEntry(services.customers.page(1).public_id, clock.today)])
    services.office.database.close()
    shutil.copyfile(made.folder / "giuloi.db", folder.database_path)
    with reopened(folder) as again:
        assert names(again) == set()
        assert not again.office.log_is_whole()


# ---- what customers wished since ---------------------------------------------------------------------------------------------


def asked_on(services: Services, customer_id: int) -> object:
    return services.customers.page(customer_id).asked_deletion_on


def holds(services: Services, customer_id: int) -> list[tuple[HoldKind, str, str, object]]:
    return [(row.kind, row.reason, row.citation, row.until) for row in services.holds.rows(customer_id)]


def test_wishes_entered_or_taken_back_since_count_after_the_restore(services, folder, clock, tmp_path):
    hanh, tam = add_customer(services), services.customers.add(TAM)
    services.erasures.note_wish(tam, clock.today)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    services.erasures.note_wish(hanh, clock.today)
    services.erasures.take_back_wish(tam)
    planned = [services.customers.page(number).delete_on for number in (hanh, tam)]
    with restored(folder, made) as again:
        assert [asked_on(again, number) for number in (hanh, tam)] == [clock.today, None]
        assert [again.customers.page(number).delete_on for number in (hanh, tam)] == planned
        (line,) = [line for line in again.audit.about("backups") if line.action == "wishes.taken_over"]
        assert json.loads(details_of(again, line.number)) == {"wishes": 2}
        assert again.audit.first_broken() is None
        again.erasures.take_back_wish(hanh)
        clock.move(hours=1)
    folder.unlock(builders.PASSPHRASE)
    again = for_office(folder.go_back())
    assert [asked_on(again, number) for number in (hanh, tam)] == [None, None]
    again.office.database.close()


def test_holds_entered_changed_or_released_since_count_after_the_restore(services, folder, clock, tmp_path):
    hanh, tam = add_customer(services), services.customers.add(TAM)
    last = clock.today.replace(year=2027)
    released = services.holds.add(tam, HoldKind.FRAUD, "false notes", last)
    completed = services.holds.add(tam, HoldKind.LAW, "an inquiry", last, "Law 1")
    services.holds.add(tam, HoldKind.LAW, "as it was", last, "Law 2")
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    services.holds.add(hanh, HoldKind.LAW, "invoices", last, "Law 3")
    services.erasures.note_wish(hanh, clock.today)
    services.holds.release(released)
    services.holds.complete(completed, "Law 4", last.replace(month=12))
    expected = [holds(services, number) for number in (hanh, tam)]
    with restored(folder, made) as again:
        assert [holds(again, number) for number in (hanh, tam)] == expected
        assert [len(kept) for kept in expected] == [1, 2]
        (line,) = [line for line in again.audit.about("backups") if line.action == "wishes.taken_over"]
        assert json.loads(details_of(again, line.number)) == {"wishes": 1, "holds": 3}
        assert again.erasures.erase(Chosen((hanh,))).erased == 0


def test_a_wish_entered_under_a_record_that_was_merged_since_reaches_both_records(services, folder, clock, tmp_path):
    hanh, tam = add_customer(services), services.customers.add(TAM)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    services.merging.merge(hanh, tam)
    services.erasures.note_wish(hanh, clock.today)
    with restored(folder, made) as again:
        assert [asked_on(again, number) for number in (hanh, tam)] == [clock.today] * 2
        assert names(again) == {HANH.name, TAM.name}


def test_a_wish_reaches_the_record_that_answers_for_others_in_the_backup(services, folder, clock, tmp_path):
    hanh, tam = add_customer(services), services.customers.add(TAM)
    merge_id = services.merging.merge(hanh, tam)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    services.merging.undo(merge_id)
    services.erasures.note_wish(tam, clock.today)
    services.holds.add(tam, HoldKind.LAW, "invoices", clock.today, "Law 1")
    with restored(folder, made) as again:
        assert asked_on(again, hanh) == clock.today
        assert len(holds(again, hanh)) == 1


def test_whoever_came_after_the_backup_or_was_erased_since_brings_no_wish(services, folder, backup_of_hanh, clock):
    services.erasures.note_wish(2, clock.today)
    services.holds.add(2, HoldKind.LAW, "invoices", clock.today, "Law 1")
    erase_hanh(services)
    with restored(folder, backup_of_hanh) as again:
        assert names(again) == set()
        assert "wishes.taken_over" not in {line.action for line in again.audit.about("backups")}
