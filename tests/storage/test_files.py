"""Writing files whole, and saying why a disk refuses."""

from __future__ import annotations

import errno

import pytest

from desktop.errors import UserError
from desktop.storage.files import disk_troubles_in_words, write_safely
from tests.storage.test_vault import fill

FAULT = "The disk reports a fault. Save a copy to a USB stick and have the disk checked; nothing was changed."
NO_RIGHT = "This folder does not let the program write. Choose another folder or ask for the right to write; nothing was changed."


def test_a_file_is_replaced_whole_and_nothing_lies_beside_it(tmp_path):
    for content in (b"old", b"", b"new" * 1000):
        write_safely(tmp_path / "a.json", content)
        assert (tmp_path / "a.json").read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_what_does_not_fit_leaves_the_old_file(tiny_disk):
    write_safely(tiny_disk / "a.json", b"old")
    fill(tiny_disk)
    with pytest.raises(OSError, match="space"):
        write_safely(tiny_disk / "a.json", b"x" * 10_000)
    assert (tiny_disk / "a.json").read_bytes() == b"old"
    assert not (tiny_disk / "a.json.new").exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full. Free some space and try again; nothing was changed."),
        (errno.EDQUOT, "The disk is full. Free some space and try again; nothing was changed."),
        (errno.EROFS, NO_RIGHT),
        (errno.EACCES, NO_RIGHT),
        (errno.EPERM, NO_RIGHT),
        (errno.ENOENT, "This folder is gone. Was the USB stick pulled out? Put it back or choose another folder."),
        (errno.EIO, FAULT),
    ],
)
def test_each_refusal_of_a_disk_has_its_sentence(number, sentence):
    with pytest.raises(UserError) as e, disk_troubles_in_words():
        raise OSError(number, "refused")
    assert e.value.message == sentence


def test_a_bug_is_not_taken_for_a_disk_that_refuses():
    with pytest.raises(ZeroDivisionError), disk_troubles_in_words():
        raise ZeroDivisionError
