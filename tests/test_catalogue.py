"""The Vietnamese catalogue is complete, current, and fills in the same names as the English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"\{(\w+)")


@pytest.fixture(scope="module")
def messages() -> dict[str, Message]:
    with (ROOT / "resources/locale/vi/LC_MESSAGES/giuloi.po").open("rb") as file:
        return {_first(message): message for message in read_po(file, locale="vi") if message.id}


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def _translation(message: Message) -> str:
    return message.string if isinstance(message.string, str) else message.string[0]


def test_every_text_in_the_code_is_in_the_catalogue(messages):
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "mark": None}
    found = extract_from_dir(ROOT / "desktop", keywords=keywords)
    texts = {text[0] if isinstance(text, tuple) else text for _file, _line, text, _comments, _context in found}
    assert texts
    assert not {text for text in texts if text} - set(messages)


def test_every_text_is_translated(messages):
    assert [text for text, message in messages.items() if not _translation(message)] == []


def test_translations_fill_in_the_same_names(messages):
    for text, message in messages.items():
        source = message.id[1] if isinstance(message.id, tuple) else text
        assert set(PLACEHOLDER.findall(_translation(message))) == set(PLACEHOLDER.findall(source)), text


def test_vietnamese_is_not_left_in_english(messages):
    same = {text for text, message in messages.items() if _translation(message) == text}
    assert same <= {"Giữ Lời", "Zalo"}
