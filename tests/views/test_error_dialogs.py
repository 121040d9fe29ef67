"""A fault of the program is logged without anybody's data and said once; what the owner can mend is said as a sentence."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.views import error_dialogs
from desktop.views.error_dialogs import errors_shown
from desktop.views.start.trouble import TroublePage
from tests.views.hands import reads

SECRET = "0912 003 365"


class Bell(QObject):
    rung = Signal()


@pytest.fixture
def bell(qapp) -> Bell:
    return Bell()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log file of the program, with its hook in place."""
    hook = sys.excepthook
    error_dialogs.install(tmp_path / "logs")
    yield tmp_path / "logs" / "giuloi.log"
    sys.excepthook = hook
    for handler in logging.getLogger("giuloi").handlers:
        handler.close()


def fall_over() -> None:
    raise ValueError(f"no such customer: {SECRET}")


def refuse() -> None:
    raise UserError("Tệp này rỗng.")


def test_bug_in_a_slot_is_said_in_a_sentence_that_names_the_log(bell, log, sentences) -> None:
    bell.rung.connect(fall_over)
    bell.rung.emit()
    said = sentences.take()
    assert len(said) == 1
    assert "giuloi.log" in said[0]
    assert SECRET not in said[0]


def test_bug_is_logged_by_its_place_without_its_message(bell, log, sentences) -> None:
    bell.rung.connect(fall_over)
    bell.rung.emit()
    sentences.take()
    written = log.read_text("utf-8")
    assert "ValueError at test_error_dialogs.py" in written
    assert "fall_over" in written
    assert SECRET not in written


def test_bug_that_comes_while_one_is_shown_is_logged_only(bell, log, sentences, qtbot) -> None:
    bell.rung.connect(fall_over)
    QTimer.singleShot(0, fall_over)
    bell.rung.emit()
    assert len(sentences.take()) == 1
    assert log.read_text("utf-8").count("ValueError") == 2


def test_every_later_bug_is_said_again(bell, log, sentences) -> None:
    bell.rung.connect(fall_over)
    bell.rung.emit()
    bell.rung.emit()
    assert len(sentences.take()) == 2


def test_sentence_of_a_user_error_that_nobody_caught_is_shown_as_it_is(bell, log, sentences) -> None:
    bell.rung.connect(refuse)
    bell.rung.emit()
    assert sentences.take() == ["Tệp này rỗng."]


def test_user_error_becomes_a_dialog_and_work_goes_on(sentences, qtbot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    with errors_shown(owner):
        refuse()
    assert sentences.take() == ["Tệp này rỗng."]


def test_markup_in_a_sentence_stays_letters(sentences) -> None:
    error_dialogs.show_sentence(None, "<b>Hạnh</b> <img src=x>")
    assert sentences.take()[0].startswith("<b>Hạnh</b> <img src=x>")


def test_log_is_closed_when_another_one_begins(log, tmp_path: Path) -> None:
    logging.getLogger("giuloi").error("ValueError at x.py:1 y")
    first = logging.getLogger("giuloi").handlers[0]
    error_dialogs.install(tmp_path / "other")
    assert first.stream is None or first.stream.closed


def test_crash_is_told_at_the_next_start_with_the_way_to_the_log(start_program, sentences, qtbot) -> None:
    heard: list[str] = []
    start_program().tell_of_crash()
    qtbot.waitUntil(lambda: bool(heard.extend(sentences.take()) or heard))
    (sentence,) = heard
    assert sentence.startswith("Lần trước chương trình tự tắt giữa chừng. Những gì đã lưu vẫn còn")
    assert "không có dữ liệu khách hàng" in sentence


def test_data_folder_that_cannot_be_made_is_said_on_the_first_page(start_program, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    program = start_program(preset="", path=tmp_path / "file" / "shop")
    assert isinstance(program.page, TroublePage)
    assert reads(program.page, "Không mở được dữ liệu")
