"""The ledger: what it keeps, what it passes over, and that a failure leaves it as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.storage import ledger as module
from desktop.storage.ledger import ERASED, NUMBERS, ErasedEntry, Ledger
from desktop.storage.vault import Key
from tests.storage.rows import KEY

AN = ErasedEntry("a" * 32, date(2026, 11, 21), asked=True, traces=("1" * 32, "2" * 32))
BINH = ErasedEntry("b" * 32, date(2026, 11, 22))
FILE = ErasedEntry("c" * 32, date(2026, 11, 22), kept_until=date(2028, 11, 22))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path, KEY)


def test_what_was_written_is_read_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add([AN])
    ledger.add([BINH, FILE])
    assert ledger.erased() == Ledger(tmp_path, KEY).erased() == {entry.subject: entry for entry in (AN, BINH, FILE)}
    assert ledger.asked_traces() == frozenset(AN.traces)


def test_an_empty_folder_knows_nobody(ledger: Ledger) -> None:
    assert (ledger.erased(), ledger.size, ledger.numbers()) == ({}, 0, {})


@pytest.mark.parametrize("cut", range(2, 60, 7))
def test_a_torn_line_is_passed_over_and_the_next_one_counts(ledger: Ledger, tmp_path: Path, cut: int) -> None:
    ledger.add([AN, BINH])
    content = (tmp_path / ERASED).read_bytes()
    (tmp_path / ERASED).write_bytes(content[:-cut])
    again = Ledger(tmp_path, KEY)
    assert set(again.erased()) == {AN.subject}
    again.add([FILE])
    assert set(again.erased()) == {AN.subject, FILE.subject}


def test_a_changed_line_is_passed_over_and_the_state_tells(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add([AN, BINH])
    state = ledger.state()
    content = bytearray((tmp_path / ERASED).read_bytes())
    content[60] ^= 1
    (tmp_path / ERASED).write_bytes(content)
    again = Ledger(tmp_path, KEY)
    assert set(again.erased()) == {BINH.subject}
    assert again.state() != state


def test_another_shops_key_reads_nothing_and_makes_other_traces(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add([AN])
    stranger = Ledger(tmp_path, Key(bytes(32)))
    assert stranger.erased() == {}
    assert stranger.trace("phone", "0912003365") != ledger.trace("phone", "0912003365")
    assert ledger.trace("phone", "x") != ledger.trace("email", "x")


def test_a_failed_erasure_leaves_the_list_as_it_was(ledger: Ledger) -> None:
    ledger.add([AN])
    size = ledger.size
    ledger.add([BINH])
    ledger.cut_back(size)
    assert set(ledger.erased()) == {AN.subject}
    ledger.add([FILE])
    assert set(ledger.erased()) == {AN.subject, FILE.subject}


def test_a_disk_that_refuses_leaves_no_half_line(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add([AN])
    size = ledger.size

    def full(_handle: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(UserError, match="disk is full"):
        ledger.add([BINH])
    assert ledger.size == size
    assert set(ledger.erased()) == {AN.subject}


def test_numbers_only_grow_and_both_ledgers_are_united(ledger: Ledger, tmp_path: Path) -> None:
    ledger.note_numbers({("complaint", 2026): 7})
    ledger.note_numbers({("complaint", 2026): 5, ("reply", 2026): 1})
    other = Ledger(files_in(tmp_path), KEY)
    other.note_numbers({("complaint", 2026): 9, ("complaint", 2025): 4})
    other.add([BINH])
    ledger.take_over(other)
    assert ledger.numbers() == {("complaint", 2026): 9, ("complaint", 2025): 4, ("reply", 2026): 1}
    assert set(ledger.erased()) == {BINH.subject}


def test_numbers_that_cannot_be_read_are_none(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / NUMBERS).write_text("[1, 2")
    assert ledger.numbers() == {}


def files_in(folder: Path) -> Path:
    other = folder / "other"
    other.mkdir()
    return other
