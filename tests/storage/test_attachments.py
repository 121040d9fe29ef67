"""Evidence files: encrypted, named at random, noticed when damaged or gone, swept when nobody names them."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.storage.attachments import Attachments, fingerprint
from tests.storage.conftest import make_read_only
from tests.storage.rows import KEY, OTHER_KEY

DAMAGED = "This file is damaged on the disk. Put it back from your last backup."
SECRET = "Nguyễn Thị Hạnh gọi lúc 9 giờ".encode()


@pytest.fixture
def attachments(tmp_path) -> Attachments:
    return Attachments(tmp_path / "evidence", KEY)


@given(st.binary(max_size=5000))
@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_is_read_back(attachments, content):
    assert attachments.read(attachments.write(content)) == content


def test_a_large_file_is_read_back(attachments):
    content = bytes(range(256)) * 4096 * 8
    assert attachments.read(attachments.write(content)) == content


def test_the_name_tells_nothing_and_is_never_used_twice(attachments):
    names = {attachments.write(SECRET) for _place in range(20)}
    assert len(names) == 20
    assert all(re.fullmatch(r"[0-9a-f]{32}\.evidence", name) for name in names)


def test_nothing_can_be_read_on_the_disk(attachments, tmp_path):
    first, second = attachments.write(SECRET * 10), attachments.write(SECRET * 10)
    on_disk = [(tmp_path / "evidence" / name).read_bytes() for name in (first, second)]
    assert not any(SECRET[:8] in content for content in on_disk)
    assert on_disk[0] != on_disk[1]
    assert sorted(path.name for path in (tmp_path / "evidence").iterdir()) == sorted([first, second])


@pytest.mark.parametrize("place", [0, 11, 12, 20, -1])
def test_a_changed_byte_is_noticed(attachments, tmp_path, place):
    name = attachments.write(SECRET)
    path = tmp_path / "evidence" / name
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(UserError) as e:
        attachments.read(name)
    assert e.value.message == DAMAGED


@pytest.mark.parametrize("length", [0, 1, 7, 12, 20, 40])
def test_a_file_cut_short_is_noticed(attachments, tmp_path, length):
    name = attachments.write(SECRET * 3)
    path = tmp_path / "evidence" / name
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(UserError) as e:
        attachments.read(name)
    assert e.value.message == DAMAGED


def test_a_file_put_under_another_name_is_noticed(attachments, tmp_path):
    first, second = attachments.write(b"first"), attachments.write(b"second")
    (tmp_path / "evidence" / first).replace(tmp_path / "evidence" / second)
    with pytest.raises(UserError) as e:
        attachments.read(second)
    assert e.value.message == DAMAGED


def test_another_key_reads_nothing(attachments, tmp_path):
    name = attachments.write(SECRET)
    with pytest.raises(UserError) as e:
        Attachments(tmp_path / "evidence", OTHER_KEY).read(name)
    assert e.value.message == DAMAGED


def test_a_missing_file_says_so(attachments):
    name = attachments.write(SECRET)
    attachments.remove(name)
    with pytest.raises(UserError) as e:
        attachments.read(name)
    assert e.value.message == "This file is missing from the data folder. Put it back from your last backup."


def test_removing_a_file_that_is_gone_is_no_failure(attachments, tmp_path):
    attachments.write(SECRET)
    attachments.remove("0" * 32 + ".evidence")
    assert len(list((tmp_path / "evidence").iterdir())) == 1


def test_sweeping_takes_orphans_and_half_written_files_and_nothing_else(attachments, tmp_path):
    kept, orphan = attachments.write(b"kept"), attachments.write(b"orphan")
    (tmp_path / "evidence" / f"{orphan}.new").write_bytes(b"half")
    (tmp_path / "evidence" / "ghi-chu.txt").write_text("of the owner")
    assert attachments.sweep([kept]) == 2
    assert sorted(path.name for path in (tmp_path / "evidence").iterdir()) == sorted([kept, "ghi-chu.txt"])
    assert attachments.read(kept) == b"kept"
    assert attachments.sweep([kept]) == 0


def test_sweeping_a_folder_that_is_not_there_finds_nothing(attachments):
    assert attachments.sweep([]) == 0


def test_a_full_disk_is_said_in_words_and_leaves_no_half_file(tiny_disk):
    attachments = Attachments(tiny_disk / "evidence", KEY)
    kept = attachments.write(b"kept")
    with pytest.raises(UserError) as e:
        attachments.write(b"x" * (3 << 20))
    assert e.value.message == "The disk is full. Free some space and try again; nothing was changed."
    assert [path.name for path in (tiny_disk / "evidence").iterdir()] == [kept]


def test_a_read_only_disk_is_said_in_words(tiny_disk):
    attachments = Attachments(tiny_disk / "evidence", KEY)
    kept = attachments.write(b"kept")
    make_read_only(tiny_disk)
    with pytest.raises(UserError) as e:
        attachments.write(b"more")
    assert e.value.message.startswith("This folder does not let the program write.")
    assert attachments.read(kept) == b"kept"


def test_a_fingerprint_is_that_which_anyone_can_compute():
    assert fingerprint(SECRET) == hashlib.sha256(SECRET).hexdigest()
