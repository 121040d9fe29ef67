"""The database from before a restore is kept until the owner decides, and she can go back to it."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.services.all_services import for_office
from desktop.storage.database import Database
from desktop.storage.ledger import ErasedEntry
from tests import builders
from tests.builders import HANH, intake, photo
from tests.services.helpers import page, reopened
from tests.services.restores import TAM, names, restored


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
