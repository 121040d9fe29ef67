"""Where the data lies: the user's own folder, or beside the program on a stick that carries both."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop import paths


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen program on a USB stick."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "GiuLoi.exe"))
    return tmp_path


def test_a_folder_made_beside_the_program_holds_the_data(stick: Path) -> None:
    (stick / "Giu Loi Data").mkdir()
    assert paths.user_data() == stick / "Giu Loi Data"
    assert paths.demo_data() == stick / "Giu Loi Data-demo"


def test_without_that_folder_the_data_lies_in_the_users_own(stick: Path) -> None:
    assert paths.portable_data() is None
    assert stick not in paths.user_data().parents


def test_a_file_of_that_name_is_no_folder(stick: Path) -> None:
    (stick / "Giu Loi Data").write_text("")
    assert paths.portable_data() is None


def test_a_program_run_from_its_source_is_never_portable(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stick / "Giu Loi Data").mkdir()
    monkeypatch.delattr(sys, "frozen")
    assert paths.portable_data() is None


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("C:\\ngắn", "C:\\ngắn"),
        ("C:\\" + "a" * 176, "C:\\" + "a" * 176),
        ("C:\\" + "a" * 177, "\\\\?\\C:\\" + "a" * 177),
        ("\\\\?\\C:\\" + "a" * 177, "\\\\?\\C:\\" + "a" * 177),
    ],
)
def test_windows_is_given_a_name_that_may_be_long(name: str, given: str) -> None:
    assert paths.roomy_name(name) == given


def test_a_folder_with_room_is_the_same_folder(tmp_path: Path) -> None:
    assert paths.with_room(tmp_path).samefile(tmp_path)
