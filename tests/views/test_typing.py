"""Every field lives with UniKey: backspaces, then the accented letters; and with the keyboard of Windows, which mixes normal forms."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.views.complaints.complainant import ComplainantPicker
from desktop.views.widgets.fields import Area, MoneyField, SearchField, line_edit, secret_edit
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import BACKSPACE, Key, stroke, unikey

NAME = "Nguyễn Văn Ánh"
# "Nguyeenx Vawn Anhs" in Telex, as UniKey delivers it
TELEX = f"Nguye{BACKSPACE}ên{BACKSPACE * 2}ễn Va{BACKSPACE}ăn Anh{BACKSPACE * 3}Ánh"

FIELDS = {
    "line": line_edit, "passphrase": secret_edit, "text": Area, "search": lambda: SearchField("Tìm", "F4"), "sum": MoneyField,
}  # fmt: skip


def content(field: QWidget) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


def feed(field: QWidget, keys: str) -> str:
    """Type the keys; gives what stands in the field then."""
    for letter in keys:
        stroke(field, letter)
    return content(field)


@pytest.mark.parametrize("make", FIELDS.values(), ids=FIELDS)
@pytest.mark.parametrize("keys", [TELEX, unikey(NAME)], ids=["letter by letter", "word by word"])
def test_field_takes_what_unikey_sends(qtbot, hands, make, keys: str) -> None:
    field = make()
    qtbot.addWidget(field)
    field.show()
    hands.to_front(field)
    field.setFocus()
    assert feed(field, keys) == NAME


@pytest.mark.parametrize("make", FIELDS.values(), ids=FIELDS)
def test_correction_in_the_middle_of_a_text_stays_there(qtbot, hands, make) -> None:
    field = make()
    qtbot.addWidget(field)
    field.show()
    hands.to_front(field)
    field.setFocus()
    feed(field, "Nguyen Anh")
    hands.press(*[Key.Key_Left] * 4)
    assert feed(field, BACKSPACE * 2 + "ễn") == "Nguyễn Anh"


@pytest.mark.parametrize("make", FIELDS.values(), ids=FIELDS)
def test_mixed_normal_forms_are_taken_as_they_come(qtbot, make) -> None:
    field = make()
    qtbot.addWidget(field)
    mixed = "Nguyê\u0303n Va\u0306n A\u0301nh"
    assert unicodedata.normalize("NFC", feed(field, mixed)) == NAME


def test_stream_of_unikey_ends_in_the_text() -> None:
    typed: list[str] = []
    for letter in unikey("Đặng Thị Mỹ Hằng"):
        typed.pop() if letter == BACKSPACE else typed.append(letter)
    assert "".join(typed) == "Đặng Thị Mỹ Hằng"


# ---- the fields where they stand -----------------------------------------------------------------------------------------------


def fields_of(screen: QWidget) -> Iterator[QWidget]:
    """Every field that can be typed into now, but numbers and dates."""
    for field in [*screen.findChildren(QLineEdit), *screen.findChildren(QPlainTextEdit)]:
        inner = isinstance(field.parentWidget(), QAbstractSpinBox | QComboBox)
        figure = isinstance(field, QLineEdit) and field.maxLength() < 20
        if field.isVisible() and field.isEnabled() and not inner and not figure and field.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield field


def broken(screen: QWidget) -> list[str]:
    """The fields that do not hold what UniKey typed into them."""
    wrong: list[str] = []
    for field in list(fields_of(screen)):
        field.setFocus()
        field.selectAll()
        if feed(field, BACKSPACE + TELEX) != NAME:
            wrong.append(f"{field.accessibleName()}: {content(field)}")
    return wrong


def test_fields_of_the_customers_tab(desk: Desk) -> None:
    desk.hands.press("Ctrl+2")
    assert broken(desk.customers) == []
    desk.hands.fill(desk.customers.search, "")  # nobody is called what was typed, so nobody was shown
    desk.customers.start_editing()
    assert len(list(fields_of(desk.customers.form))) == 6
    assert broken(desk.customers.form) == []


@pytest.mark.parametrize("link", ["new_link", "outsider_link"])
def test_fields_of_the_intake(desk: Desk, link: str) -> None:
    who: ComplainantPicker = desk.intake.who
    desk.hands.press("Ctrl+5", "F2")
    assert feed(who.search, TELEX) == NAME
    desk.hands.click(getattr(who, link))
    assert broken(desk.intake) == []


def test_fields_of_the_case(make_desk) -> None:
    desk = make_desk(fill=builders.complaint)
    desk.hands.press("Ctrl+5")
    desk.hands.click(desk.case.fault.add_link)
    assert len(list(fields_of(desk.case))) >= 8
    assert broken(desk.case) == []


def test_fields_of_the_settings(desk: Desk) -> None:
    for subject in ("shop", "policy", "calendar", "letters", "staff", "lock"):
        desk.window.show_settings(subject)
        assert list(fields_of(desk.settings)) != []
        assert broken(desk.settings) == []


def test_f4_from_anywhere_then_typing_finds_the_customer(desk: Desk) -> None:
    desk.hands.press("F4")
    desk.hands.type("Hạnh")
    assert desk.customers.search.text() == "Hạnh"
    assert [item.title for item in desk.customers.list.items] == [builders.HANH.name]


def test_click_into_the_box_of_the_band_leads_to_the_search(desk: Desk, qtbot) -> None:
    desk.hands.click(desk.window.band.find_box)
    qtbot.waitUntil(lambda: desk.hands.place is desk.customers.search)
    desk.hands.type("Hạnh")
    assert desk.customers.search.text() == "Hạnh"
