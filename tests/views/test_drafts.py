"""Nothing half written is lost: not by looking elsewhere, not by closing the program, not by a power cut."""

from __future__ import annotations

import pytest

from desktop.services.customers import CustomerDetails
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import Key, reads

TEXT = "Có người lạ gọi mời mua."
TAM = CustomerDetails("Lê Minh Tâm", "0977 013 365")


@pytest.fixture
def half_taken(desk: Desk) -> Desk:
    """An intake with a customer, a category and a text."""
    hands = desk.hands
    hands.press("Ctrl+5", "F2")
    hands.type("3365")
    hands.press(Key.Key_Return, Key.Key_Down, Key.Key_Down)
    hands.fill(desk.intake.text, TEXT)
    return desk


@pytest.fixture
def reopen(make_desk):
    """Start the program again over the same data."""

    def again(desk: Desk) -> Desk:
        desk.leave()
        new = make_desk(at=desk.folder.path)
        new.hands.press("Ctrl+5")
        return new

    return again


def test_half_taken_complaint_is_there_again_after_closing(half_taken: Desk, reopen) -> None:
    desk = reopen(half_taken)
    desk.hands.press("F2")
    assert desk.intake.text.toPlainText() == TEXT
    assert desk.intake.category.currentText() == "Đưa thông tin cho người khác"
    assert desk.intake.who.chosen_name.text() == builders.HANH.name
    assert reads(desk.intake, "Bản nháp đã lưu lúc 10:00")


def test_half_taken_complaint_survives_a_power_cut(half_taken: Desk, make_desk, qtbot) -> None:
    qtbot.waitUntil(lambda: reads(half_taken.intake, "Bản nháp đã lưu lúc 10:00"))
    half_taken.lose_power()
    desk = make_desk(at=half_taken.folder.path)
    desk.hands.press("Ctrl+5", "F2")
    assert desk.intake.text.toPlainText() == TEXT


def test_outsider_is_kept_in_the_draft_with_everything_typed(desk: Desk, reopen) -> None:
    hands, intake = desk.hands, desk.intake
    hands.press("Ctrl+5", "F2")
    hands.click(intake.who.outsider_link)
    typed = {"name": "Trần Văn Hai", "phone": "0905 000 714", "email": "hai@example.com", "address": "8 Suối Mơ"}
    for field, text in typed.items():
        hands.fill(getattr(intake.who.outside, field), text)
    hands.fill(intake.text, TEXT)
    again = reopen(desk)
    again.hands.press("F2")
    assert {field: getattr(again.intake.who.outside, field).text() for field in typed} == typed


def test_days_of_the_intake_are_kept_in_the_draft(half_taken: Desk, clock, reopen) -> None:
    half_taken.intake.day.setFocus()
    half_taken.hands.press(Key.Key_Down)
    chosen = half_taken.intake.day.day()
    assert chosen != clock.today
    desk = reopen(half_taken)
    desk.hands.press("F2")
    assert desk.intake.day.day() == chosen


def test_evidence_dropped_into_the_intake_is_there_after_looking_elsewhere(half_taken: Desk, photo) -> None:
    half_taken.hands.drop(half_taken.intake.evidence, photo)
    half_taken.hands.press(Key.Key_Escape, "F2")
    assert half_taken.intake.evidence.names == ["tin nhắn.png"]


def test_f2_in_a_half_taken_complaint_keeps_what_was_typed(half_taken: Desk) -> None:
    half_taken.hands.press("F2")
    assert half_taken.intake.text.toPlainText() == TEXT


def test_entered_complaint_leaves_no_draft(half_taken: Desk) -> None:
    half_taken.hands.press("F9", "F2")
    assert half_taken.intake.text.toPlainText() == ""
    assert half_taken.intake.who.search.isVisible()


def test_complaint_of_another_customer_does_not_overwrite_the_draft(make_desk) -> None:
    desk = make_desk(fill=lambda services: (builders.add_customer(services), services.customers.add(TAM)))
    hands, intake = desk.hands, desk.intake
    hands.press("Ctrl+5", "F2")
    hands.type("0912")
    hands.press(Key.Key_Return)
    hands.fill(intake.text, TEXT)
    hands.press(Key.Key_Escape, "Ctrl+2")
    hands.click_row(desk.customers.list, TAM.name)
    hands.click(next(one for one in desk.customers.view.findChildren(type(intake.save_button)) if one.text() == "Ghi khiếu nại"))
    hands.fill(intake.text, "Hàng giao nhầm địa chỉ.")
    hands.press("F9", "F2")
    assert intake.text.toPlainText() == TEXT


@pytest.fixture
def half_written(make_desk) -> Desk:
    """A case with a cause and a share just typed."""
    desk = make_desk(fill=builders.complaint)
    hands, case = desk.hands, desk.case
    hands.press("Ctrl+5")
    hands.fill(case.areas["cause"], "Phiếu giao bị chụp lại")
    hands.fill(case.fault.shop, "70")
    hands.fill(case.sums.claimed, "900000")
    return desk


def case_texts(desk: Desk) -> tuple[str, int, str]:
    return desk.case.areas["cause"].toPlainText(), desk.case.fault.shop.value(), desk.case.sums.claimed.text()


def test_half_written_case_is_there_again_after_closing(half_written: Desk, reopen) -> None:
    desk = reopen(half_written)
    assert case_texts(desk) == ("Phiếu giao bị chụp lại", 70, "900.000")
    assert reads(desk.case, "Bản nháp đã lưu lúc 10:00")


def test_half_written_case_is_kept_when_another_tab_is_looked_at(half_written: Desk) -> None:
    half_written.hands.press("Ctrl+1", "Ctrl+5")
    assert case_texts(half_written) == ("Phiếu giao bị chụp lại", 70, "900.000")
    assert reads(half_written.case, "Bản nháp đã lưu lúc 10:00")


def test_draft_of_a_case_decides_nothing(half_written: Desk) -> None:
    half_written.hands.press("Ctrl+1")
    assert half_written.case.page.work.cause == ""
    assert half_written.services.complaints.page(half_written.case.page.row.id).work.cause == ""


def test_saved_case_says_so_and_leaves_no_draft(half_written: Desk, reopen) -> None:
    half_written.hands.press("F9")
    assert reads(half_written.case, "Đã lưu lúc 10:00")
    desk = reopen(half_written)
    assert case_texts(desk) == ("Phiếu giao bị chụp lại", 70, "900.000")
    assert not reads(desk.case, "Bản nháp")


def test_a_sum_that_is_none_is_kept_as_typed_in_the_draft(half_written: Desk, reopen) -> None:
    half_written.hands.fill(half_written.case.sums.claimed, "hai triệu")
    desk = reopen(half_written)
    assert desk.case.sums.claimed.text() == "hai triệu"
