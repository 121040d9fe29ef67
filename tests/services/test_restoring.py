"""A restore puts the whole backup in place or touches nothing; nobody erased comes back, no number is given twice."""

from __future__ import annotations

import errno
import json
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.models.audit import AuditEntry
from desktop.models.choices import HoldKind
from desktop.services import restoring
from desktop.services.all_services import Services, for_office
from desktop.services.erasures import Chosen
from desktop.services.folder_state import FolderState
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.services.progress import Cancelled, Progress
from desktop.services.restoring import ClosedShop
from desktop.storage import backup, schema, swap, vault
from desktop.storage.backup import Contents
from desktop.storage.database import Database
from desktop.storage.ledger import ErasedEntry
from desktop.storage.vault import WrongSecret
from tests import builders
from tests.builders import HANH, add_customer, complaint, intake, photo
from tests.services.helpers import bytes_in, page, reopened
from tests.storage import first_shop
from tests.storage.rows import KEY

TAM = replace(HANH, name="Đỗ Văn Tâm", phone="0908 111 222", email="")


@contextmanager
def restored(folder: ShopFolder, source: Path) -> Iterator[Services]:
    """The shop after a restore from the open shop."""
    office = folder.restore(source)
    try:
        yield for_office(office)
    finally:
        office.database.close()


def names(services: Services) -> set[str]:
    return {hit.name for hit in services.customers.search("0")}


@pytest.fixture
def backup_of_hanh(services, clock, tmp_path) -> Path:
    """A backup with one customer and her complaint with evidence; Tâm came a day later."""
    complaint(services, files=(photo(),))
    made = services.backups.make_in(tmp_path / "usb")
    clock.move(days=1)
    services.customers.add(TAM)
    return made.folder


# ---- the whole backup ----------------------------------------------------------------------------------------------------


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
        details = json.loads(_details(again, line.number))
        assert details == {"made_on": "2026-11-21", "number": head.number, "head": head.digest[:16]}


def _details(services: Services, number: int) -> str:
    with services.office.reading() as session:
        return session.get_one(AuditEntry, number).details


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


# ---- what must not come back ---------------------------------------------------------------------------------------------


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


def erase_hanh(services: Services) -> None:
    services.complaints.withdraw(1, "settled")
    services.erasures.note_wish(1, services.office.today())
    assert services.erasures.erase(Chosen((1,))).erased == 1


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


# ---- what customers wished since -----------------------------------------------------------------------------------------


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
        assert json.loads(_details(again, line.number)) == {"wishes": 2, "holds": 0}
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
        assert json.loads(_details(again, line.number)) == {"wishes": 1, "holds": 3}
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


def test_numbers_go_on_and_the_jump_is_explained(services, folder, backup_of_hanh, clock):
    given = [services.complaints.receive(intake(clock.today, 1)).row.number for _again in range(2)]
    assert given == ["KN-2026-0002", "KN-2026-0003"]
    assert services.restoring.explanation() is None
    with restored(folder, backup_of_hanh) as again:
        assert again.complaints.receive(intake(clock.today, 1)).row.number == "KN-2026-0004"
        assert again.restoring.explanation() == (
            "The backup of 21/11/2026 was restored. Numbers given after it are not used again: KN-2026-0002 to KN-2026-0003."
        )


def test_numbers_that_only_the_replaced_database_knows_are_not_given_again(services, folder, backup_of_hanh, clock):
    services.complaints.receive(intake(clock.today, 1))
    (folder.path / "numbers.json").unlink()
    with restored(folder, backup_of_hanh) as again:
        assert again.complaints.receive(intake(clock.today, 1)).row.number == "KN-2026-0003"


def test_without_a_jump_the_day_is_named_alone(services, folder, backup_of_hanh):
    with restored(folder, backup_of_hanh) as again:
        assert again.restoring.explanation() == "The backup of 21/11/2026 was restored."


# ---- the old database ----------------------------------------------------------------------------------------------------


def test_the_old_database_is_kept_until_she_confirms(services, folder, backup_of_hanh, clock):
    services.complaints.receive(intake(clock.today, 1, files=(photo("later.png"),)))
    with restored(folder, backup_of_hanh) as again:
        kept = again.restoring.unconfirmed()
        assert kept is not None
        assert (kept.replaced_on, kept.backup_of) == (clock.today, clock.today.replace(day=21))
        assert Database(kept.path, again.office.database.key).check() is None
    with reopened(folder) as once_more:
        clock.move(days=90)
        once_more.clock_guard.confirm()
        once_more.backups.remove_old()
        assert kept.path.is_file()
        assert len(list((folder.path / "evidence").iterdir())) == 2
        assert f"{kept.path.relative_to(folder.path).as_posix()} (22/11/2026)" in once_more.backups.older_copies().elsewhere
        once_more.restoring.confirm()
        assert "backup.restore_confirmed" in {line.action for line in once_more.audit.about("backups")}
        assert once_more.restoring.unconfirmed() is None
        assert not kept.path.exists()
        assert len(list((folder.path / "evidence").iterdir())) == 1
        assert once_more.backups.older_copies().elsewhere == (f"{backup_of_hanh} (21/11/2026)",)
        once_more.restoring.confirm()


def test_going_back_brings_the_old_database_and_its_evidence(services, folder, backup_of_hanh, clock):
    late = services.complaints.receive(intake(clock.today, 1, files=(photo("later.png"),)))
    folder.restore(backup_of_hanh)
    clock.move(hours=1)
    again = for_office(folder.go_back())
    assert names(again) == {HANH.name, TAM.name}
    assert again.complaints.evidence(page(again, late.row.id).evidence[0].id) == photo().content
    assert again.restoring.unconfirmed() is None
    assert again.office.log_is_whole()
    assert again.audit.first_broken() is None
    assert again.restoring.explanation() is None
    again.office.database.close()
    with reopened(folder) as once_more:
        assert names(once_more) == {HANH.name, TAM.name}


def test_whoever_was_erased_after_the_restore_stays_erased_when_she_goes_back(services, folder, backup_of_hanh, clock):
    erased = services.customers.page(2).public_id
    restored_office = folder.restore(backup_of_hanh)
    restored_office.ledger.add([ErasedEntry(erased, clock.today)])
    clock.move(hours=1)
    again = for_office(folder.go_back())
    assert names(again) == {HANH.name}
    again.office.database.close()


def test_numbers_given_after_the_restore_are_not_given_again_when_she_goes_back(services, folder, backup_of_hanh, clock):
    office = folder.restore(backup_of_hanh)
    for_office(office).complaints.receive(intake(clock.today, 1))
    clock.move(hours=1)
    again = for_office(folder.go_back())
    assert again.complaints.receive(intake(clock.today, 1)).row.number == "KN-2026-0003"
    again.office.database.close()


def test_what_was_entered_after_the_restore_is_kept_for_a_while_when_she_goes_back(services, folder, backup_of_hanh, clock):
    folder.restore(backup_of_hanh)
    clock.move(hours=1)
    again = for_office(folder.go_back())
    (kept,) = (folder.path / "before-restore").iterdir()
    (row,) = [row for row in again.backups.rows() if row.is_there and row.place.startswith("before-restore")]
    assert row.is_automatic and row.until is not None
    assert kept.name == "giuloi-20261122-110000.db"
    again.office.database.close()


def test_a_second_restore_waits_for_the_decision(services, folder, backup_of_hanh):
    with restored(folder, backup_of_hanh) as again:
        with pytest.raises(UserError, match="Decide about the last restore"):
            folder.restore(backup_of_hanh)
        again.restoring.confirm()
    folder.unlock(builders.PASSPHRASE)
    folder.restore(backup_of_hanh).database.close()


def test_going_back_without_a_kept_database_is_refused(services, folder):
    with pytest.raises(UserError, match="not kept any more"):
        folder.go_back()


# ---- what is refused -----------------------------------------------------------------------------------------------------


def refused(services: Services, folder: ShopFolder, source: Path) -> str:
    """The sentence; nothing in the data folder may have changed, and the open shop goes on."""
    services.office.database.close()
    before = bytes_in(folder.path)
    with pytest.raises(UserError) as refusal:
        folder.restore(source)
    assert bytes_in(folder.path) == before
    assert {path.name for path in folder.path.iterdir() if path.is_dir()} <= {"evidence"}
    return refusal.value.message


def test_one_flipped_bit_anywhere_is_refused(services, folder, backup_of_hanh):
    files = [path for path in backup_of_hanh.rglob("*") if path.is_file()]
    assert len(files) == 6  # database, evidence, key file, head, numbers, manifest
    chance = random.Random(5)
    for path in files * 6:
        content = path.read_bytes()
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        path.write_bytes(content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :])
        with pytest.raises(UserError):
            services.restoring.examine(backup_of_hanh)
        assert refused(services, folder, backup_of_hanh), path.name
        path.write_bytes(content)
    services.restoring.examine(backup_of_hanh)


@pytest.mark.parametrize("name", ["giuloi.db", "vault.json", "log-head.json", "numbers.json", "backup.json"])
@pytest.mark.parametrize("left", [0, 1, 0.5])
def test_a_file_cut_short_is_refused(services, folder, backup_of_hanh, name, left):
    content = (backup_of_hanh / name).read_bytes()
    (backup_of_hanh / name).write_bytes(content[: len(content) - 1 if left == 1 else int(len(content) * left)])
    assert "This backup is damaged" in refused(services, folder, backup_of_hanh)


def test_a_missing_file_is_named(services, folder, backup_of_hanh):
    next((backup_of_hanh / "evidence").iterdir()).unlink()
    assert "not whole" in refused(services, folder, backup_of_hanh)


def test_a_folder_without_a_manifest_is_no_backup(services, folder, backup_of_hanh):
    (backup_of_hanh / "backup.json").unlink()
    assert "no backup in this folder" in refused(services, folder, backup_of_hanh)
    with pytest.raises(UserError, match="no backup in usb"):
        services.restoring.candidates_in(backup_of_hanh.parent)


@pytest.fixture
def of_another_shop(tmp_path, clock) -> Path:
    other = ShopFolder(tmp_path / "other", clock)
    other.take()
    office, _code = other.create(
        builders.PASSPHRASE, NewShop(builders.IDENTITY, preset_rules("delivery", clock.today.replace(day=1)), "Mai")
    )
    made = for_office(office).backups.make_in(tmp_path / "their stick")
    office.database.close()
    other.release()
    return made.folder


def test_a_backup_of_another_shop_is_refused(services, folder, of_another_shop):
    assert "another shop" in refused(services, folder, of_another_shop)
    (one,) = services.restoring.candidates_in(of_another_shop.parent)
    assert "another shop" in one.problem


def test_a_database_of_another_shop_in_a_backup_of_this_is_refused(services, folder, backup_of_hanh, of_another_shop):
    shutil.copyfile(of_another_shop / "giuloi.db", backup_of_hanh / "giuloi.db")
    assert "damaged" in refused(services, folder, backup_of_hanh)


def test_a_backup_of_a_newer_program_is_refused(services, folder, backup_of_hanh, monkeypatch):
    monkeypatch.setattr(schema, "HEAD", "0003")
    monkeypatch.setattr(schema, "known_revisions", lambda: {"0001", "0002", "0003"})
    assert "newer version" in refused(services, folder, backup_of_hanh)


def test_a_manifest_of_a_newer_form_is_refused(services, folder, backup_of_hanh):
    manifest = backup_of_hanh / "backup.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 2'))
    assert "newer version" in refused(services, folder, backup_of_hanh)


def test_a_stopped_restore_changes_nothing(services, folder, backup_of_hanh):
    steps = list[int]()
    services.restoring.examine(backup_of_hanh, Progress(lambda _done, _all: steps.append(1), lambda: False))
    services.office.database.close()
    before = bytes_in(folder.path)
    for last in range(len(steps)):
        left = iter([False] * last)
        with pytest.raises(Cancelled):
            folder.restore(backup_of_hanh, Progress(lambda _done, _all: None, lambda left=left: next(left, True)))
        assert bytes_in(folder.path) == before
    assert names(services) == {HANH.name, TAM.name}


# ---- choosing ------------------------------------------------------------------------------------------------------------


def test_backups_are_listed_newest_first_with_what_is_in_them(services, backup_of_hanh, clock):
    second = services.backups.make_in(backup_of_hanh.parent).folder
    (second.parent / "photos").mkdir()
    newest, oldest = services.restoring.candidates_in(second.parent)
    assert (newest.folder, newest.made_at, newest.customers, newest.problem) == (second, clock.now, 2, "")
    assert (oldest.folder, oldest.customers) == (backup_of_hanh, 1)
    assert newest.log_number > oldest.log_number
    assert services.restoring.candidates_in(second) == [newest]
    assert services.restoring.candidates() == []
    services.backups.make_automatic()
    assert [one.customers for one in services.restoring.candidates()] == [2]


def test_one_that_cannot_be_used_says_why_in_the_list(services, backup_of_hanh):
    (backup_of_hanh / "backup.json").write_text("{}")
    (one,) = services.restoring.candidates_in(backup_of_hanh.parent)
    assert "damaged" in one.problem and one.made_at is None


# ---- folders that cannot be opened ---------------------------------------------------------------------------------------


@pytest.fixture
def closed(services, folder, backup_of_hanh) -> ShopFolder:
    services.office.database.close()
    folder.release()
    again = ShopFolder(folder.path, folder._clock)
    again.take()
    return again


def closed_names(folder: ShopFolder, source: Path, secret: str = builders.PASSPHRASE) -> set[str]:
    office = folder.restore_closed(source, secret)
    found = names(for_office(office))
    assert office.log_is_whole()
    office.database.close()
    return found


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


# ---- cut off -------------------------------------------------------------------------------------------------------------


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
