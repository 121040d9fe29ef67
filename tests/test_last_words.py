"""A program that cannot go on leaves where it ended, and no word about a customer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desktop.last_words import CrashLog

ROOT = Path(__file__).parents[1]
CRASH = """
import faulthandler, pathlib, sys
from desktop.last_words import CrashLog
CrashLog(pathlib.Path(sys.argv[1])).begin()
def look_up(customer):
    faulthandler._sigsegv()
look_up("Nguyễn Thị Hạnh 0912003365")
"""
CANNOT_START = """
import sys
import desktop.__main__ as program
def broken(arguments):
    raise ValueError("Nguyễn Thị Hạnh 0912003365")
program._run = broken
sys.exit(program.main())
"""


def run(code: str, *arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_DATA_HOME": str(data), "LOCALAPPDATA": str(data)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_crash_is_known_at_the_next_start_and_kept_in_the_log(tmp_path: Path) -> None:
    assert run(CRASH, str(tmp_path), data=tmp_path).returncode != 0
    crashes = CrashLog(tmp_path)
    assert crashes.begin()
    crashes.end()
    log = (tmp_path / "giuloi.log").read_text("utf-8")
    assert "look_up" in log
    assert "Hạnh" not in log
    assert "0912003365" not in log


def test_a_crash_is_told_once(tmp_path: Path) -> None:
    run(CRASH, str(tmp_path), data=tmp_path)
    first = CrashLog(tmp_path)
    assert first.begin()
    first.end()
    second = CrashLog(tmp_path)
    assert not second.begin()
    second.end()


def test_a_program_that_ends_as_it_should_leaves_no_trace(tmp_path: Path) -> None:
    crashes = CrashLog(tmp_path / "logs")
    assert not crashes.begin()
    crashes.end()
    assert list((tmp_path / "logs").iterdir()) == []


def test_a_disk_that_takes_no_log_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    crashes = CrashLog(tmp_path / "file" / "logs")
    assert not crashes.begin()
    crashes.end()


def test_a_program_that_cannot_start_says_so_without_quoting_anybody(tmp_path: Path) -> None:
    ended = run(CANNOT_START, data=tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.startswith("Giữ Lời không mở được.")
    assert "ValueError at <string>:5 broken" in ended.stderr
    (log,) = tmp_path.rglob("giuloi.log")
    assert "ValueError at <string>:5 broken" in log.read_text("utf-8")
    assert "Hạnh" not in ended.stderr + log.read_text("utf-8")
