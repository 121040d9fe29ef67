"""Qt's own words in Vietnamese, answered by Qt itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from desktop import i18n
from desktop.views import qt_texts
from desktop.views.qt_texts import QtTexts


@pytest.fixture
def installed(qapp: QCoreApplication) -> Iterator[QtTexts]:
    translator = QtTexts()
    qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


def asked(text: str, context: str = "QFileDialog", remark: str | None = None) -> str:
    return QCoreApplication.translate(context, text, remark)


def test_every_word_is_found_in_any_context(installed: QtTexts) -> None:
    words = qt_texts._words()
    assert {text: asked(text) for text in words} == words
    assert {asked("&Undo", context) for context in ("QLineEdit", "QWidgetTextControl", "")} == {"Hoàn tác"}
    assert asked("Save", remark="a remark of Qt's") == "Lưu"


def test_what_is_not_known_stays_as_it_is(installed: QtTexts) -> None:
    assert asked("Something of Qt that nobody reads") == "Something of Qt that nobody reads"


def test_in_english_qt_speaks_for_itself() -> None:
    assert QtTexts().translate("QLineEdit", "Select All") == "Chọn hết"
    i18n.use_language("en")
    assert QtTexts().translate("QLineEdit", "Select All") == ""


def test_no_line_of_python_answers_for_it_may_be_asked_for_by_a_thread_that_holds_qts_locks() -> None:
    """A translator of ours that answered in Python stood still with a thread that waited for the interpreter."""
    ours = {name for kind in QtTexts.__mro__[: QtTexts.__mro__.index(QTranslator)] for name in vars(kind)}
    assert ours & {"translate", "isEmpty"} == set()
