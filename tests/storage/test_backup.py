"""A backup's folder: sealed under the shop's key, found again, told from what is damaged, foreign or no backup at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.storage import backup, schema
from desktop.storage.backup import Contents
from desktop.storage.database import Database
from tests.storage.rows import KEY, NOW, OTHER_KEY, add, customer

CONTENTS = Contents("0.1.0", schema.HEAD, NOW, 3, "ab", 1)


def step(_done: int, _all: int) -> None:
    """Nobody watches."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A database and two files."""
    database = Database(tmp_path / "giuloi.db", KEY)
    schema.prepare(database, NOW)
    add(database, customer("Lê Thị An"))
    database.close()
    (tmp_path / "evidence").mkdir()
    for name in ("a.evidence", "b.evidence"):
        (tmp_path / "evidence" / name).write_bytes(name.encode() * 50)
    return tmp_path


def make(data: Path, target: Path, *, may_link: bool = False, contents: Contents = CONTENTS) -> Path:
    with backup.being_made(target, KEY, step) as part:
        backup.take_evidence(data / "evidence", part / "evidence", backup.evidence_in(data / "evidence"), step, may_link=may_link)
        database = Database(data / "giuloi.db", KEY)
        database.vacuum_into(part / "giuloi.db")
        database.close()
        backup.seal(part, KEY, contents, step)
    return target


def test_what_was_sealed_is_read_again(data, tmp_path):
    made = make(data, tmp_path / "usb" / "giu-loi-1")
    manifest = backup.verify(made, KEY, step)
    assert manifest.contents == CONTENTS == backup.peek(made)
    assert set(manifest.files) == {"giuloi.db", "evidence/a.evidence", "evidence/b.evidence"}


def test_evidence_is_shared_where_it_may_be_and_copied_where_the_disk_has_no_links(data, tmp_path, monkeypatch):
    shared = make(data, tmp_path / "backups" / "giu-loi-1", may_link=True) / "evidence" / "a.evidence"
    assert shared.samefile(data / "evidence" / "a.evidence")
    assert not (make(data, tmp_path / "usb" / "giu-loi-1") / "evidence" / "a.evidence").samefile(data / "evidence" / "a.evidence")

    def no_links(_path: Path, _target: Path) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    copied = make(data, tmp_path / "backups" / "giu-loi-2", may_link=True) / "evidence" / "a.evidence"
    assert not copied.samefile(data / "evidence" / "a.evidence")


def test_a_folder_of_backups_lists_them_and_nothing_else(data, tmp_path):
    place = tmp_path / "usb"
    first, second = (make(data, place / f"giu-loi-{n}") for n in (1, 2))
    (place / "ảnh").mkdir()
    (place / "giu-loi-3.part").mkdir()
    (place / "giu-loi-3.part" / backup.MANIFEST).write_text("{}")
    assert backup.find(place) == [first, second]
    assert backup.find(first) == [first]
    assert backup.find(place / "ảnh") == []
    assert backup.find(place / "nowhere") == []


def test_another_key_is_refused_as_another_shop(data, tmp_path):
    made = make(data, tmp_path / "usb" / "giu-loi-1")
    with pytest.raises(UserError, match="another shop"):
        backup.read(made, OTHER_KEY)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '{"manifest": 1}', '{"manifest": {"format": "x"}}', '{"manifest": {"format": 1}}', "\x00\xff"],
)
def test_a_manifest_that_is_none_is_refused_in_a_sentence(data, tmp_path, text):
    made = make(data, tmp_path / "usb" / "giu-loi-1")
    (made / backup.MANIFEST).write_text(text, "latin-1")
    for look in (lambda: backup.peek(made), lambda: backup.read(made, KEY)):
        with pytest.raises(UserError):
            look()


def test_a_manifest_that_promises_more_is_refused(data, tmp_path):
    """Whoever has no key cannot make a backup look newer than it is."""
    made = make(data, tmp_path / "usb" / "giu-loi-1")
    text = (made / backup.MANIFEST).read_text()
    later = text.replace(NOW.isoformat(), (NOW + timedelta(days=9)).isoformat())
    assert later != text
    (made / backup.MANIFEST).write_text(later)
    with pytest.raises(UserError, match="damaged"):
        backup.read(made, KEY)


def test_a_file_of_the_system_beside_the_others_does_not_matter(data, tmp_path):
    made = make(data, tmp_path / "usb" / "giu-loi-1")
    (made / "desktop.ini").write_text("[.ShellClassInfo]")
    backup.verify(made, KEY, step)
    target = tmp_path / "taken"
    target.mkdir()
    backup.take_over(made, backup.read(made, KEY), target, step)
    assert sorted(path.name for path in target.rglob("*") if path.is_file()) == ["a.evidence", "b.evidence", "giuloi.db"]


def test_a_backup_that_is_half_removed_is_never_taken_for_one(data, tmp_path, monkeypatch):
    made = make(data, tmp_path / "usb" / "giu-loi-1")

    def stops(_folder: Path) -> None:
        raise OSError(5, "pulled out")

    with monkeypatch.context() as patched:
        patched.setattr("shutil.rmtree", stops)
        with pytest.raises(OSError, match="pulled out"):
            backup.remove(made)
    assert backup.find(made.parent) == []
    backup.sweep(made.parent)
    assert list(made.parent.iterdir()) == []
