"""One program per data folder."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.storage.instance_lock import InstanceLock, answer, call

ALREADY_OPEN = "Giữ Lời is already open with this shop's data. Look for its window in the task bar."
HOLD = """
import pathlib, sys
from desktop.storage.instance_lock import InstanceLock
lock = InstanceLock(pathlib.Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.readline()
lock.release()
print("free", flush=True)
sys.stdin.readline()
"""


@contextmanager
def another_program(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that holds the folder until it is told to let go."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def is_free(folder: Path) -> bool:
    lock = InstanceLock(folder)
    try:
        lock.acquire()
    except UserError as problem:
        assert problem.message == ALREADY_OPEN
        return False
    lock.release()
    return True


def test_a_second_program_is_sent_to_the_first(tmp_path):
    with another_program(tmp_path):
        assert not is_free(tmp_path)


def test_a_program_that_ends_lets_go(tmp_path):
    with another_program(tmp_path) as process:
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "free\n"
        assert is_free(tmp_path)


def test_a_program_that_is_killed_lets_go(tmp_path):
    with another_program(tmp_path) as process:
        assert not is_free(tmp_path)
        process.kill()
        process.wait()
        assert is_free(tmp_path)


def test_two_windows_in_one_process_are_two_programs(tmp_path):
    first = InstanceLock(tmp_path)
    first.acquire()
    assert not is_free(tmp_path)
    first.release()
    assert is_free(tmp_path)


def test_another_folder_is_free(tmp_path):
    (tmp_path / "other").mkdir()
    with another_program(tmp_path):
        assert is_free(tmp_path / "other")


def test_a_lock_file_left_behind_locks_nothing(tmp_path):
    (tmp_path / "in-use.lock").write_text("")
    assert is_free(tmp_path)


def test_what_is_not_held_can_be_released(tmp_path):
    InstanceLock(tmp_path).release()
    assert is_free(tmp_path)


def test_the_data_folder_is_refused_to_a_second_program(folder, clock):
    from desktop.services.opening import ShopFolder

    with pytest.raises(UserError) as e:
        ShopFolder(folder.path, clock).take()
    assert e.value.message == ALREADY_OPEN


def test_what_one_thread_took_another_lets_go(tmp_path):
    lock = InstanceLock(tmp_path)
    taker = threading.Thread(target=lock.acquire)
    taker.start()
    taker.join()
    assert not is_free(tmp_path)
    lock.release()
    assert is_free(tmp_path)


def test_taken_twice_is_let_go_once(tmp_path):
    lock = InstanceLock(tmp_path)
    lock.acquire()
    lock.acquire()
    lock.release()
    assert is_free(tmp_path)


def test_a_call_is_answered_once(tmp_path):
    answers: list[bool] = []
    caller = threading.Thread(target=lambda: answers.append(call(tmp_path)))
    caller.start()
    while not answer(tmp_path):
        assert caller.is_alive()
    caller.join()
    assert answers == [True]
    assert not answer(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_call_that_nobody_answers_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.storage.instance_lock._PATIENCE", 0.1)
    assert not call(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_not_called(tmp_path):
    assert not call(tmp_path / "missing")
