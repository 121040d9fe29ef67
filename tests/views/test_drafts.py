"""Nothing half written is lost: not by looking elsewhere, not by closing the program, not by a power cut."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
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


# ---- of somebody who is erased meanwhile ------------------------------------------------------------------------------------


def erase(desk: Desk, details: CustomerDetails = builders.HANH) -> None:
    """She erases them elsewhere; what is open on the screen stays open."""
    services = desk.services
    customer = services.customers.search(details.name)[0].id
    services.erasures.note_wish(customer, services.office.today())
    assert services.erasures.erase(Chosen((customer,))).erased == 1
    QApplication.processEvents()


def complain(services: Services) -> None:
    services.complaints.receive(builders.intake(services.office.today(), services.customers.add(TAM)))


def everything_in(desk: Desk) -> str:
    """What stands in the intake, seen or not."""
    intake = desk.intake
    texts = [intake.text.toPlainText(), intake.subject.text(), intake.missing.text(), *intake.evidence.names]
    texts += [edit.text() for edit in intake.who.findChildren(QLineEdit)]
    return " ".join([*texts, intake.who.chosen_name.text(), intake.who.chosen_detail.text()])


def test_open_intake_forgets_a_customer_who_was_erased(half_taken: Desk, photo, reopen) -> None:
    half_taken.hands.drop(half_taken.intake.evidence, photo)
    erase(half_taken)
    intake = half_taken.intake
    assert (intake.who.customer_id, intake.who.search.isVisible(), intake.evidence.names) == (None, True, [])
    assert not any(word in everything_in(half_taken) for word in (TEXT, "Hạnh", "3365", "365"))
    half_taken.hands.press("Ctrl+Z")
    assert intake.text.toPlainText() == ""
    again = reopen(half_taken)
    again.hands.press("F2")
    assert again.intake.text.toPlainText() == ""


def test_intake_left_open_behind_another_tab_writes_nothing_of_the_erased_back(half_taken: Desk, reopen) -> None:
    half_taken.hands.press("Ctrl+1")
    erase(half_taken)
    again = reopen(half_taken)
    again.hands.press("F2")
    assert TEXT not in everything_in(again)


def test_text_typed_just_before_the_erasure_is_not_kept_after_it(half_taken: Desk, qtbot) -> None:
    half_taken.hands.press("Ctrl+1")
    half_taken.intake.text.setPlainText(TEXT + " Chị gọi lại rồi.")
    erase(half_taken)
    qtbot.waitUntil(lambda: TEXT not in half_taken.intake.text.toPlainText())
    assert half_taken.services.drafts.load("complaint.new") is None


def test_open_intake_of_an_outsider_goes_with_the_customer_it_names(desk: Desk) -> None:
    hands, intake = desk.hands, desk.intake
    hands.press("Ctrl+5", "F2")
    hands.click(intake.who.outsider_link)
    hands.fill(intake.who.outside.name, "Hàng xóm")
    hands.fill(intake.text, "Chị nguyễn thị hạnh, 0912.003.365, nhờ báo.")
    intake.save_draft()
    erase(desk)
    assert not any(word in everything_in(desk) for word in ("Hàng xóm", "hạnh", "365"))
    intake.save_draft()
    assert desk.services.drafts.load("complaint.new") is None


def test_open_intake_about_somebody_else_stays_as_it_is(make_desk) -> None:
    desk = make_desk(fill=lambda services: (builders.add_customer(services), services.customers.add(TAM)))
    hands, intake = desk.hands, desk.intake
    hands.press("Ctrl+5", "F2")
    hands.type("0977")
    hands.press(Key.Key_Return)
    hands.fill(intake.text, TEXT)
    erase(desk)
    assert (intake.text.toPlainText(), intake.who.chosen_name.text()) == (TEXT, TAM.name)
    assert QApplication.focusWidget() is intake.text


def test_forgetting_an_intake_that_is_not_shown_leaves_the_cursor_where_it_is(make_desk) -> None:
    desk = make_desk(fill=lambda services: (builders.add_customer(services), complain(services)))
    hands, intake = desk.hands, desk.intake
    hands.press("Ctrl+5", "F2")
    hands.type("0912")
    hands.press(Key.Key_Return)
    hands.fill(intake.text, TEXT)
    hands.press(Key.Key_Escape)
    hands.click(desk.case.areas["cause"])
    erase(desk)
    assert TEXT not in everything_in(desk)
    assert QApplication.focusWidget() is desk.case.areas["cause"]


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
