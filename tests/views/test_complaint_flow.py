"""The main job, as the owner does it: from an angry customer at the counter to the printed reply and the closed file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollArea

from desktop.views.widgets.paper import LoadedPdf
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import button, one_line, reads, rows

CUSTOMER = "Nguyễn Thị Hạnh"
SUBJECT = "lộ số điện thoại"
TEXT = "Vừa đặt hàng xong thì có người lạ gọi mời mua."
STATUS = "Đang lưu tên và số điện thoại."
CAUSE = "Người giao hàng chụp lại phiếu giao."
REMEDY = "Đã yêu cầu xóa ảnh."


def add_customer(desk: Desk) -> None:
    hands = desk.hands
    hands.press("Ctrl+2", "F2")
    hands.type(CUSTOMER)
    hands.fill(desk.customers.form.phone, "0912 003 365")
    hands.press("F9")


def take_complaint(desk: Desk, photo) -> None:
    hands, intake = desk.hands, desk.intake
    hands.press("Ctrl+5", "F2")
    hands.type("3365")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Down)
    hands.fill(intake.subject, SUBJECT)
    hands.fill(intake.text, TEXT)
    hands.drop(intake.evidence, photo)
    hands.press("F9")


def acknowledge(desk: Desk) -> None:
    desk.hands.click(button(desk.case, "Bắt đầu kiểm tra"))
    desk.hands.click(button(desk.case, "In giấy báo nhận"))
    confirm(desk)


def confirm(desk: Desk) -> None:
    """F9 in the dialog that just opened."""
    dialog = desk.case.case_actions.dialog
    desk.hands.to_front(dialog)
    desk.hands.press("F9")
    desk.hands.to_front(desk.host)


def write_findings(desk: Desk) -> None:
    hands, case = desk.hands, desk.case
    for area, text in zip(case.areas.values(), (STATUS, CAUSE, REMEDY), strict=True):
        hands.fill(area, text)
    hands.fill(case.fault.shop, "80")
    hands.fill(case.fault.customer, "20")
    hands.fill(case.sums.claimed, "2000000")
    hands.fill(case.sums.proven, "1500000")
    hands.fill(case.sums.agreed, "1200000")


def settle(desk: Desk) -> None:
    """Decide, hand over, pay, close."""
    hands = desk.hands
    hands.press("F10")
    hands.click(button(desk.case, "Ghi là đã giao hoặc gửi"))
    confirm(desk)
    hands.click(button(desk.case, "Ghi đã trả tiền"))
    confirm(desk)
    hands.click(button(desk.case, "Đóng hồ sơ"))


def letter(desk: Desk) -> str:
    """The words of the paper that was printed last, in one line."""
    return one_line(LoadedPdf(desk.printed[-1]).text())


@pytest.fixture
def delivery(make_desk, photo) -> Desk:
    """A complaint just taken under the delivery rules."""
    desk = make_desk()
    add_customer(desk)
    take_complaint(desk, photo)
    return desk


@pytest.fixture
def in_store(make_desk, photo) -> Desk:
    """A complaint just taken under the in-store rules."""
    desk = make_desk("in_store")
    add_customer(desk)
    take_complaint(desk, photo)
    return desk


def test_intake_says_number_and_due_date_in_words(delivery: Desk) -> None:
    assert reads(delivery.case, "Đã ghi KN-2026-0001: trả lời chậm nhất thứ Hai, 21/12/2026.")
    assert reads(delivery.case, "30 ngày kể từ 21/11/2026, theo mục\u00a07 chính sách của cửa hàng.")


def test_intake_keeps_who_complains_about_what_and_the_photo(delivery: Desk, qtbot) -> None:
    assert reads(delivery.case, CUSTOMER)
    assert reads(delivery.case, "Đưa thông tin cho người khác: Vừa đặt hàng xong")
    qtbot.waitUntil(lambda: delivery.case.side.evidence.names == ["tin nhắn.png"])


def test_words_of_the_customer_are_read_whole_where_the_card_cuts_them(make_desk) -> None:
    desk = make_desk()
    add_customer(desk)
    customer = desk.services.customers.search("3365")[0].id
    long = " ".join([TEXT] * 6)
    desk.services.complaints.receive(builders.intake(desk.clock.today, customer, text=long))
    desk.hands.press("Ctrl+5")
    assert reads(desk.case.side, "Vừa đặt hàng xong")
    assert not reads(desk.case.side, long)
    desk.hands.click(button(desk.case.side, "Đọc hết"))
    assert QApplication.activeModalWidget().findChild(QPlainTextEdit).toPlainText() == long
    desk.hands.to_front(QApplication.activeModalWidget())
    desk.hands.press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_short_words_of_the_customer_need_no_way_to_the_rest(delivery: Desk) -> None:
    assert not reads(delivery.case.side, "Đọc hết")


def test_form_of_a_complaint_stands_whole_on_the_counter_pc(delivery: Desk) -> None:
    acknowledge(delivery)
    write_findings(delivery)
    delivery.window.open_complaint(delivery.case.page.row.id)
    QApplication.processEvents()
    page, sums = delivery.case.findChild(QScrollArea), delivery.case.sums
    assert sums.words.isVisible()
    assert sums.words.mapTo(page, QPoint(0, sums.words.height())).y() <= page.height()


def test_begun_case_is_acknowledged_in_two_clicks(delivery: Desk) -> None:
    acknowledge(delivery)
    assert f"Kính gửi: Quý khách {CUSTOMER}" in letter(delivery)
    assert "chậm nhất thứ Hai, 21/12/2026" in letter(delivery)
    assert reads(delivery.case, "Đã báo nhận 21/11/2026.")
    assert not reads(delivery.case, "In giấy báo nhận")


def test_preview_follows_the_typing(delivery: Desk, qtbot) -> None:
    write_findings(delivery)
    expected = (STATUS, CAUSE, REMEDY, "cửa hàng 80 %", "1.200.000 đồng", "Một triệu hai trăm nghìn đồng")
    qtbot.waitUntil(lambda: all(text in one_line(delivery.case.paper.text()) for text in expected))


def test_sum_that_follows_from_the_shares_is_offered(delivery: Desk) -> None:
    case, hands = delivery.case, delivery.hands
    hands.fill(case.fault.shop, "80")
    hands.fill(case.fault.customer, "20")
    hands.fill(case.sums.proven, "1500000")
    hands.click(button(case, "Theo phần lỗi: 1.200.000\u00a0đồng"))
    assert case.sums.agreed.text() == "1.200.000"
    assert reads(case, "Một triệu hai trăm nghìn đồng")


def test_from_the_counter_to_the_closed_file_under_the_delivery_rules(delivery: Desk) -> None:
    acknowledge(delivery)
    write_findings(delivery)
    settle(delivery)
    for text in (CUSTOMER, SUBJECT, STATUS, CAUSE, REMEDY, "quý khách 20", "Một triệu hai trăm nghìn đồng"):
        assert text in letter(delivery)
    assert reads(delivery.case, "Đóng ngày 21/11/2026.")
    assert rows(delivery.window.complaints.list) == ["Đã trả lời", f"{CUSTOMER}. {SUBJECT}. Trả lời ngày 21/11/2026. 0001"]


def test_printed_reply_is_the_letter_of_the_preview_with_its_number(delivery: Desk, qtbot) -> None:
    write_findings(delivery)
    delivery.hands.press("F10")
    assert "Số: 01/2026/TL-KN" in letter(delivery)
    qtbot.waitUntil(lambda: "Số: 01/2026/TL-KN" in delivery.case.paper.text())


def test_reply_that_went_out_prints_the_same_bytes_again(delivery: Desk) -> None:
    write_findings(delivery)
    settle(delivery)
    delivery.hands.click(button(delivery.case, "In lại thư"))
    assert delivery.printed[-1] == delivery.printed[-2]


def test_letter_names_those_who_get_a_copy_not_a_number_of_copies(delivery: Desk) -> None:
    acknowledge(delivery)
    assert "Nơi nhận:" in letter(delivery)


def test_clock_waits_for_the_evidence_under_the_in_store_rules(in_store: Desk) -> None:
    assert reads(in_store.case, "Đã ghi KN-2026-0001. Thời hạn tính từ khi đủ chứng cứ.")
    assert reads(in_store.case, "10 ngày làm việc kể từ ngày đủ đơn và chứng cứ, theo mục\u00a08")


def test_complete_evidence_starts_the_clock_under_the_in_store_rules(in_store: Desk) -> None:
    state_evidence_complete(in_store)
    assert reads(in_store.case, "Trả lời chậm nhất thứ Hai, 07/12/2026")
    assert reads(in_store.case, "10 ngày làm việc kể từ 21/11/2026, không tính 24/11, theo mục\u00a08")


def state_evidence_complete(desk: Desk) -> None:
    desk.hands.click(button(desk.case, "Bắt đầu kiểm tra"))
    desk.hands.click(button(desk.case, "Đã đủ chứng cứ"))
    confirm(desk)


def test_from_the_counter_to_the_closed_file_under_the_in_store_rules(in_store: Desk) -> None:
    state_evidence_complete(in_store)
    write_findings(in_store)
    settle(in_store)
    for text in (CUSTOMER, STATUS, CAUSE, REMEDY, "theo mục 8 chính sách", "1.200.000 đồng"):
        assert text.lower() in letter(in_store).lower()
    assert rows(in_store.window.complaints.list)[0] == "Đã trả lời"


def test_missing_evidence_is_asked_for_in_a_letter(in_store: Desk) -> None:
    hands, case = in_store.hands, in_store.case
    hands.click(button(case, "Bắt đầu kiểm tra"))
    hands.click(button(case, "Còn thiếu"))
    hands.to_front(case.case_actions.dialog)
    hands.type("Ảnh chụp nhật ký cuộc gọi")
    confirm(in_store)
    assert reads(case, "Đang chờ chứng cứ: Ảnh chụp nhật ký cuộc gọi")
    hands.click(button(case, "In giấy hỏi chứng cứ"))
    confirm(in_store)
    assert "Ảnh chụp nhật ký cuộc gọi" in letter(in_store)


def test_payment_keeps_the_signed_receipt_that_was_dropped(delivery: Desk, photo) -> None:
    write_findings(delivery)
    delivery.hands.press("F10")
    delivery.hands.click(button(delivery.case, "Ghi là đã giao hoặc gửi"))
    confirm(delivery)
    delivery.hands.click(button(delivery.case, "Ghi đã trả tiền"))
    dialog = delivery.case.case_actions.dialog
    delivery.hands.to_front(dialog)
    delivery.hands.drop(dialog.fields["evidence"].control, photo)
    confirm(delivery)
    payment = delivery.case.page.payments[0]
    assert delivery.services.complaints.evidence(payment.receipt_id) == photo.read_bytes()
