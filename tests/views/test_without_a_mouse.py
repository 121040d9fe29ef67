"""The whole complaint flow with keys alone: Tab, arrows, Enter, Space and the F-keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.services.customers import CustomerDetails
from desktop.views.widgets.evidence import PhotoDialog
from desktop.views.widgets.paper import LoadedPdf
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import Key, button, one_line, reads, rows

CUSTOMER = "Trần Bích Ngọc"


@pytest.fixture
def begun(make_desk) -> Desk:
    """A complaint taken by keys."""
    desk = make_desk()
    add_customer(desk)
    take_complaint(desk)
    return desk


def add_customer(desk: Desk) -> None:
    hands, form = desk.hands, desk.customers.form
    hands.press("Ctrl+2", "F2")
    hands.type(CUSTOMER)
    hands.tab_to(form.phone)
    hands.type("0905 000 714")
    hands.press("F9")


def take_complaint(desk: Desk) -> None:
    hands, intake = desk.hands, desk.intake
    hands.press("Ctrl+5", "F2")
    hands.type("0714")
    hands.press(Key.Key_Return, Key.Key_Down, Key.Key_Down)
    hands.tab_to(intake.subject)
    hands.type("lộ số điện thoại")
    hands.tab_to(intake.text)
    hands.type("Có người lạ gọi mời mua.")
    hands.press("F9")


def press_button(desk: Desk, text: str) -> None:
    """Tab to a button and press it with Space."""
    desk.hands.tab_to(button(desk.case, text))
    desk.hands.press(Key.Key_Space)


def confirm(desk: Desk) -> None:
    desk.hands.to_front(desk.case.case_actions.dialog)
    desk.hands.press("F9")
    desk.hands.to_front(desk.host)


def choose_in_menu(desk: Desk, text: str) -> None:
    """Open the menu of the case with Space, go down to the entry, press Enter."""
    desk.hands.tab_to(desk.case.more_button)
    QTimer.singleShot(0, lambda: _walk_menu(desk, text))
    desk.hands.press(Key.Key_Space)


def _walk_menu(desk: Desk, text: str) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        desk.hands.press(Key.Key_Down)
        if menu.activeAction().text() == text:
            desk.hands.press(Key.Key_Return)
            return
    menu.close()
    raise AssertionError(f"the menu has no “{text}”")


def decide(desk: Desk) -> None:
    hands, case = desk.hands, desk.case
    for area, text in zip(case.areas.values(), ("Đang lưu tên.", "Phiếu bị chụp.", "Đã xóa ảnh."), strict=True):
        hands.tab_to(area)
        hands.type(text)
    for field, text in ((case.fault.shop, "100"), (case.sums.proven, "500000"), (case.sums.agreed, "500000")):
        hands.tab_to(field)
        hands.type(text)
    hands.press("F10")


def test_complaint_is_taken_without_a_mouse(begun: Desk) -> None:
    assert reads(begun.case, CUSTOMER)
    assert reads(begun.case, "Đã ghi KN-2026-0001")


def test_whole_case_is_answered_and_closed_without_a_mouse(begun: Desk) -> None:
    press_button(begun, "Bắt đầu kiểm tra")
    press_button(begun, "In giấy báo nhận")
    confirm(begun)
    decide(begun)
    press_button(begun, "Ghi là đã giao hoặc gửi")
    confirm(begun)
    press_button(begun, "Ghi đã trả tiền")
    confirm(begun)
    press_button(begun, "Đóng hồ sơ")
    assert reads(begun.case, "Đóng ngày 21/11/2026.")
    assert "Phiếu bị chụp." in one_line(LoadedPdf(begun.printed[-1]).text())


def test_menu_of_the_case_is_reached_and_used_by_keys(begun: Desk) -> None:
    choose_in_menu(begun, "Khách rút khiếu nại…")
    begun.hands.to_front(begun.case.case_actions.dialog)
    begun.hands.type("Khách đổi ý")
    confirm(begun)
    assert reads(begun.case, "Khách rút khiếu nại ngày 21/11/2026.")


def test_dialog_of_the_case_is_left_with_esc(begun: Desk) -> None:
    choose_in_menu(begun, "Khách rút khiếu nại…")
    dialog = begun.case.case_actions.dialog
    begun.hands.to_front(dialog)
    begun.hands.press(Key.Key_Escape)
    begun.hands.to_front(begun.host)
    assert not reads(begun.case, "Khách rút khiếu nại ngày")


def test_tab_goes_through_the_intake_as_it_is_read(begun: Desk) -> None:
    intake = begun.intake
    begun.hands.press("F2")
    order = [intake.who.search, intake.category, intake.channel, intake.day, intake.subject, intake.text, intake.evidence]
    assert reached_in_order(begun, order) == order


def test_tab_goes_through_the_case_as_it_is_read(begun: Desk) -> None:
    case = begun.case
    begun.hands.tab_to(case.areas["data_status"])
    order = [*case.areas.values(), case.fault.shop, case.fault.customer, case.sums.claimed, case.sums.proven, case.sums.agreed]
    assert reached_in_order(begun, order) == order


def reached_in_order(desk: Desk, wanted: list) -> list:
    """Which of the wanted fields Tab reaches, in its own order."""
    reached = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        if focus in wanted and focus not in reached:
            reached.append(focus)
        desk.hands.press(Key.Key_Tab)
    return reached


def test_several_found_customers_are_chosen_with_the_arrows(make_desk) -> None:
    desk = make_desk(fill=two_of_a_name)
    desk.hands.press("Ctrl+5", "F2")
    desk.hands.type("ngoc")
    desk.hands.press(Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert desk.intake.who.chosen_name.text() == rows(desk.intake.who.found)[1].split(". ")[0]


def two_of_a_name(services) -> None:
    services.customers.add(CustomerDetails("Trần Bích Ngọc", "0905 000 714"))
    services.customers.add(CustomerDetails("Lê Thị Ngọc", "0905 000 715"))


def test_keys_lead_to_the_tabs(desk: Desk) -> None:
    reading = {
        "Ctrl+1": "Cần bổ sung",
        "Ctrl+2": "Thông tin đang giữ",
        "Ctrl+5": "Chưa có khiếu nại nào",
        "F4": "Thông tin đang giữ",
    }
    for keys, text in reading.items():
        desk.hands.press(keys)
        assert reads(desk.window, text)


def test_search_of_the_screen_gets_the_cursor(desk: Desk) -> None:
    for tab, search in (("Ctrl+2", desk.customers.search), ("Ctrl+5", desk.window.complaints.search)):
        for key in ("F3", "Ctrl+F"):
            desk.hands.press(tab, key)
            assert desk.hands.place is search


def test_f1_explains_the_screen_and_esc_leaves(desk: Desk, qtbot) -> None:
    desk.hands.press("F1")
    help_dialog = QApplication.activeModalWidget()
    assert reads(help_dialog, "Trang buổi sáng")
    desk.hands.to_front(help_dialog)
    desk.hands.press(Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_esc_leaves_the_intake_and_the_settings(desk: Desk) -> None:
    desk.hands.press("Ctrl+5", "F2", Key.Key_Escape)
    assert reads(desk.window, "Chưa có khiếu nại nào")
    desk.window.show_settings()
    desk.hands.press(Key.Key_Escape)
    assert reads(desk.window, "Chưa có khiếu nại nào")


def test_settings_are_reached_by_keys(desk: Desk) -> None:
    desk.hands.tab_to(desk.window.band.settings_button)
    desk.hands.press(Key.Key_Space)
    assert reads(desk.window, "Thông tin cửa hàng")


def test_letters_never_act_as_shortcuts(desk: Desk) -> None:
    desk.hands.press("Ctrl+2")
    before = desk.window.stack.currentIndex(), desk.customers.stack.currentIndex()
    desk.customers.list.setFocus()
    for letter in "fsrxjwzdaeou1234567890":
        desk.hands.type(letter)
    assert (desk.window.stack.currentIndex(), desk.customers.stack.currentIndex()) == before


def test_choices_are_made_by_keys(desk: Desk) -> None:
    desk.hands.press("Ctrl+5", "F2")
    desk.hands.tab_to(desk.intake.category)
    desk.hands.press(Key.Key_End)
    assert desk.intake.category.currentText() == "Việc khác"


def test_evidence_is_opened_by_keys(make_desk, qtbot) -> None:
    desk = make_desk(fill=lambda services: builders.complaint(services, files=(builders.photo(),)))
    desk.hands.press("Ctrl+5")
    evidence = desk.case.side.evidence
    qtbot.waitUntil(lambda: evidence.names == ["tin-nhan.png"])
    picture = next(one for one in evidence.findChildren(QWidget) if one.accessibleName() == "tin-nhan.png")
    desk.hands.tab_to(picture)
    desk.hands.press(Key.Key_Return)
    assert QApplication.activeModalWidget() or any(one.isVisible() for one in desk.case.findChildren(PhotoDialog))


def test_pages_of_a_long_letter_are_turned_by_keys(make_desk, qtbot) -> None:
    desk = make_desk(fill=builders.complaint)
    desk.hands.press("Ctrl+5")
    desk.hands.paste(desk.case.areas["cause"], "Người giao hàng chụp lại phiếu giao. " * 120)
    qtbot.waitUntil(lambda: desk.case.paper.page_count > 1)
    desk.hands.tab_to(desk.case.paper)
    desk.hands.press(Key.Key_PageDown)
    assert desk.case.paper.page == 1
