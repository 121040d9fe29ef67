"""The log's head outside the database: read back, never trusted when unreadable, never in the way of a save."""

from __future__ import annotations

import pytest

from desktop.services.customers import CustomerDetails
from desktop.storage.head_file import HeadFile, LogHead
from tests.storage.test_vault import fill

HEAD = LogHead(128, "9f2c" * 16)


def test_the_head_last_written_is_read_back(tmp_path):
    head_file = HeadFile(tmp_path)
    assert head_file.read() is None
    head_file.write(LogHead(127, "0" * 64))
    head_file.write(HEAD)
    assert head_file.read() == HeadFile(tmp_path).read() == HEAD
    assert [path.name for path in tmp_path.iterdir()] == ["log-head.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"number": 1}', b'{"number": "x", "digest": ""}', b'{"number": Infinity, "digest": ""}'],
)  # fmt: skip
def test_a_head_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / "log-head.json").write_bytes(content)
    assert HeadFile(tmp_path).read() is None


def test_a_head_that_does_not_fit_on_the_disk_leaves_the_old_one(tiny_disk):
    HeadFile(tiny_disk).write(HEAD)
    fill(tiny_disk)
    with pytest.raises(OSError, match="space"):
        HeadFile(tiny_disk).write(LogHead(129, "1" * 64))
    assert HeadFile(tiny_disk).read() == HEAD


def test_a_commit_counts_even_where_the_head_cannot_be_written(services, folder):
    """Behind is normal: a save that has happened must not be reported as one that has not."""
    before = services.customers.count()
    (folder.path / "log-head.json.new").mkdir()
    services.customers.add(CustomerDetails("Lê Thị An"))
    assert services.customers.count() == before + 1


def test_a_head_that_is_behind_is_normal_and_one_that_is_ahead_is_the_alarm(services, folder):
    office = services.office
    behind = office.head_file.read()
    services.customers.add(CustomerDetails("Lê Thị An"))
    ahead = office.head_file.read()
    assert ahead.number > behind.number
    office.head_file.write(behind)
    assert office.log_is_whole()
    office.head_file.write(LogHead(ahead.number + 1, ahead.digest))
    assert not office.log_is_whole()
    office.head_file.write(LogHead(ahead.number, behind.digest))
    assert not office.log_is_whole()
