"""A day is typed as it is read, in any usual way, in every field of every form; what is no day stays, with its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QStackedWidget, QWidget

from desktop.models.choices import HoldKind, NoticeMeans, RequestKind
from desktop.services.all_services import Services
from desktop.services.incidents import IncidentForm
from desktop.views.customers.wishes import ask_wish
from desktop.views.disclosures.entry_side import ask_told
from desktop.views.widgets.date_field import DateField, OptionalDateField
from desktop.views.widgets.fields import Field
from desktop.views.widgets.layout import box, column
from tests import builders
from tests.services import requests as made
from tests.views.conftest import Desk
from tests.views.hands import Key
from tests.views.shipping import dialog

DAY, SHOWN = date(2026, 10, 19), "19/10/2026"
WAYS = ("19102026", "19/10/2026", "19-10-2026", "19.10.26", "2026-10-19", "19 tháng 10 năm 2026")
NONSENSE = {
    "31/02/2026": "Tháng 2/2026 chỉ có 28 ngày.", "29/02/2027": "Tháng 2/2027 chỉ có 28 ngày.", "00/00": "Ghi cả năm, ví dụ 19/10/2026.",
    "mai": "Ghi ngày như thế này: 19/10/2026.",
}  # fmt: skip
VIEWS = Path(__file__).parents[2] / "desktop" / "views"


# ---- one field ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def form(qtbot, hands) -> Iterator[tuple[QLineEdit, Field, QLineEdit]]:
    """A name, a day, a note under each other."""
    name, day, note = QLineEdit(), OptionalDateField(date(2026, 11, 21)), QLineEdit()
    field = Field("Ngày nhận", day)
    page = box(column(name, field, note))
    qtbot.addWidget(page)
    page.show()
    hands.to_front(page)
    yield name, field, note


@pytest.mark.parametrize("typed", WAYS)
@pytest.mark.parametrize("come", ["by Tab", "by click", "pasted"])
def test_a_day_is_typed_in_every_way_and_Tab_goes_on(form, hands, typed: str, come: str) -> None:
    name, field, note = form
    day = field.control
    if come == "by Tab":
        name.setFocus()
        hands.press(Key.Key_Tab)
    else:
        hands.click(day)
    if come == "pasted":
        QApplication.clipboard().setText(typed)
        hands.press("Ctrl+V")
    else:
        hands.type(typed)
    hands.press(Key.Key_Tab)
    assert (day.day(), day.text(), field.error) == (DAY, SHOWN, "")
    assert note.hasFocus() and note.text() == ""


@pytest.mark.parametrize(("typed", "sentence"), NONSENSE.items())
def test_what_is_no_day_stays_as_typed_with_its_sentence(form, hands, typed: str, sentence: str) -> None:
    _name, field, note = form
    hands.fill(field.control, typed)
    hands.press(Key.Key_Tab)
    assert (field.control.text(), field.error, note.hasFocus()) == (typed, sentence, True)
    hands.fill(field.control, SHOWN)
    assert field.error == ""


def test_an_optional_day_is_emptied_and_filled_again(form, hands) -> None:
    _name, field, _note = form
    hands.fill(field.control, "")
    hands.press(Key.Key_Tab)
    assert (field.control.day(), field.error) == (None, "")
    hands.fill(field.control, "19.10.26")
    hands.press(Key.Key_Tab)
    assert field.control.day() == DAY


def test_a_day_that_has_to_be_there_says_so_when_it_is_empty(qtbot, hands) -> None:
    field = Field("Ngày nhận", DateField(DAY))
    qtbot.addWidget(field)
    field.show()
    hands.to_front(field)
    hands.fill(field.control, "")
    hands.press(Key.Key_Return)
    field.validate()
    assert field.error == "Ghi ngày như thế này: 19/10/2026."


def test_arrows_count_days_and_the_calendar_opens_at_the_day(form, hands) -> None:
    _name, field, _note = form
    day = field.control
    day.setFocus()
    hands.press(Key.Key_Up)
    assert day.text() == "22/11/2026"
    hands.press(Key.Key_Down, Key.Key_Down)
    assert day.day() == date(2026, 11, 20)
    hands.press("Alt+Down")
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    assert calendar.selectedDate().toPython() == date(2026, 11, 20)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert day.day() == date(2026, 11, 21) and QApplication.activePopupWidget() is None and day.hasFocus()


def test_the_calendar_of_an_empty_day_opens_at_today(form, hands) -> None:
    _name, field, _note = form
    hands.fill(field.control, "")
    hands.press("Alt+Down")
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    today = date.today()
    assert abs(calendar.selectedDate().toPython() - today) <= timedelta(days=1)
    hands.press(Key.Key_Escape)
    assert (field.control.text(), field.control.hasFocus()) == ("", True)


def test_calendar_speaks_vietnamese_and_begins_on_monday(form) -> None:
    calendar = form[1].control.open_calendar()
    assert calendar.locale().standaloneMonthName(11).lower() == "tháng 11"
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    QApplication.activePopupWidget().close()


def test_another_day_is_told_once_it_stands(form, hands) -> None:
    day, told = form[1].control, []
    day.dayChanged.connect(lambda: told.append(day.seen()))
    hands.fill(day, SHOWN)
    assert told == []
    hands.press(Key.Key_Tab)
    assert told == [DAY]


# ---- every field of every form ---------------------------------------------------------------------------------------------


def fill(services: Services) -> None:
    """A customer with a wish to be deleted, a hold without a letter sent, a case of every kind."""
    customer, today = builders.add_customer(services), services.office.today()
    made.known(services, RequestKind.QUESTION, customer)
    services.complaints.receive(builders.intake(today, customer))
    services.incidents.report(IncidentForm("mất máy tính", services.office.now()))
    services.holds.add(customer, HoldKind.FRAUD, "đang xác minh", today + timedelta(days=30), "")


@pytest.fixture
def shop(make_desk) -> Desk:
    return make_desk(fill=fill)


def bring_up(widget: QWidget) -> None:
    """Its page in front and whatever hides it opened, as the way to it would."""
    above = widget
    while (parent := above.parentWidget()) is not None:
        if isinstance(parent, QStackedWidget):
            parent.setCurrentWidget(above)
        above.setVisible(True)
        above.setEnabled(True)
        above = parent
    QApplication.processEvents()


def module_of(widget: QWidget) -> str:
    """The file of the form that has it."""
    above: QWidget | None = widget
    while above is not None:
        module = type(above).__module__
        if module.startswith("desktop.views.") and ".widgets." not in module:
            return module.removeprefix("desktop.views.")
        above = above.parentWidget()
    raise AssertionError("a field that is in no form")


def is_typed_as_read(field: OptionalDateField) -> bool:
    """Typed and pasted in every way, by keys alone; nothing runs into the next control."""
    others = [
        edit for edit in field.window().findChildren(QLineEdit) if edit.isVisible() and not isinstance(edit, OptionalDateField)
    ]
    texts, good = [edit.text() for edit in others], True
    for typed in WAYS:
        field.clearFocus()
        field.setFocus()
        for letter in typed:
            QTest.keyClicks(QApplication.focusWidget(), letter) if letter.isascii() else field.insert(letter)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        good = good and (field.seen(), field.text()) == (DAY, SHOWN) and not field.hasFocus()
        good = good and [edit.text() for edit in others] == texts
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(QApplication.focusWidget(), "31/02/2026")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    return good and field.text() == "31/02/2026"


def dialogs(desk: Desk) -> dict[str, tuple[Callable[[], object], ...]]:
    """By module what opens its small dialogs that ask for a day."""
    services, window = desk.services, desk.window
    customer = services.customers.search("0912")[0].id
    deleting = window.customers.deletion
    deleting.customer_id = customer
    complaint = window.complaints.case.case_actions

    return {
        "customers.wishes": (lambda: ask_wish(window, services, customer),),
        "customers.deletion_actions": (deleting.ask_wish, deleting.add_hold),
        "disclosures.entry_side": (lambda: ask_told(window, services, [], NoticeMeans.AT_ORDER),),
        "complaints.actions": (lambda: complaint.act("evidence_complete"), lambda: complaint.act("acknowledge")),
        "requests.actions": (lambda: window.requests.case.actions_of_request.act("acknowledge"),),
        "incidents.dialogs": (window.incidents.view.ask_sent,),
    }


def test_every_date_field_is_typed_as_it_is_read(shop: Desk, printed: list[bytes], qtbot) -> None:
    """In pages and dialogs; a module that has one and is not found here fails."""
    services, window = shop.services, shop.window
    for place in range(7):
        window.show_tab(place)  # made when it is shown first
    window.show_settings("promises")
    promises = shop.settings.promises
    qtbot.waitUntil(lambda: bool(promises.lines))
    window.open_complaint(services.complaints.rows()[0].id)
    window.open_incident(services.incidents.rows()[0].id)
    window.open_request(services.requests.rows()[0].id)
    window.requests.case.actions_of_request.print_pdf = lambda _owner, pdf: not printed.append(pdf)
    next(line for line in promises.lines.values() if hasattr(line, "look_button")).start_looking()
    wrong, seen, typed = [], set(), list[OptionalDateField]()
    for tool in (promises.published_button, promises.pasted_button):
        tool.click()
        for field in window.findChildren(OptionalDateField):
            if field not in typed:
                typed.append(field)
                bring_up(field)
                seen.add(module_of(field))
                wrong += [] if is_typed_as_read(field) else [f"{module_of(field)}: {field.accessibleName()}"]
    for module, openers in dialogs(shop).items():
        for open_it in openers:
            open_it()
            asked = dialog(shop)
            fields = asked.findChildren(OptionalDateField)
            assert fields, module
            wrong += [] if all(map(is_typed_as_read, fields)) else [module]
            seen.add(module)
            asked.close()
    having = {
        ".".join(path.relative_to(VIEWS).with_suffix("").parts)
        for path in VIEWS.rglob("*.py")
        if path.parent.name != "widgets" and re.search(r"DateField\(", path.read_text(encoding="utf-8"))
    }
    shared = {
        "cases.intake": {"complaints.intake", "requests.intake"},
        "settings.identity": {"settings.identity", "settings.shop"},
    }
    missing = {module for module in having - seen if not shared.get(module, set()) & seen}
    assert (wrong, missing) == ([], set())
