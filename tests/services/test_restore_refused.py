"""A backup that is damaged, foreign or too new is refused, and nothing is touched; the list says why."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services.all_services import Services, for_office
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.services.progress import Cancelled, Progress
from desktop.storage import schema
from tests import builders
from tests.builders import HANH
from tests.services.helpers import bytes_in
from tests.services.restores import TAM, names


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


# ---- choosing ----------------------------------------------------------------------------------------------------------------


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
