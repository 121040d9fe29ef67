"""What is typed wrongly is named beside its field, in words, and nothing of it is lost."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest

from desktop.services.shop import Identity
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import Key, button, one_line, reads, rows

TEXT = "Có người lạ gọi mời mua."
MARKUP = '<b>Hạnh</b> & "<img src=x>" {number} %s'


@pytest.fixture
def taking(desk: Desk) -> Desk:
    """An intake by Hạnh with a text."""
    desk.hands.press("Ctrl+5", "F2")
    desk.hands.type("3365")
    desk.hands.press(Key.Key_Return)
    desk.hands.fill(desk.intake.text, TEXT)
    return desk


@pytest.fixture
def working(make_desk) -> Desk:
    """A complaint ready to be decided."""
    desk = make_desk(fill=builders.complaint)
    desk.hands.press("Ctrl+5")
    for area, text in zip(desk.case.areas.values(), ("Đang lưu tên.", "Phiếu bị chụp.", "Đã xóa ảnh."), strict=True):
        desk.hands.fill(area, text)
    return desk


def entered(desk: Desk) -> int:
    return len(desk.services.complaints.rows())


# ---- the intake --------------------------------------------------------------------------------------------------------------


def test_receipt_in_the_future_is_refused(taking: Desk) -> None:
    taking.intake.day.setFocus()
    taking.hands.press(Key.Key_Up, "F9")
    assert taking.intake.fields["received_on"].error == "Ngày nhận nằm ở tương lai."
    assert taking.intake.text.toPlainText() == TEXT
    assert entered(taking) == 0


def test_evidence_before_receipt_is_refused(taking: Desk, clock) -> None:
    taking.hands.click(taking.intake.complete)
    taking.intake.complete_on.set_day(clock.today - timedelta(days=1))
    taking.hands.press("F9")
    assert taking.intake.fields["evidence_complete_on"].error == "Chứng cứ không thể đủ trước ngày nhận khiếu nại."


def test_complaint_of_nobody_is_refused(desk: Desk) -> None:
    desk.hands.press("Ctrl+5", "F2")
    desk.hands.fill(desk.intake.text, TEXT)
    desk.hands.press("F9")
    assert reads(desk.intake, "Chọn khách, hoặc cho biết người này không phải khách hàng.")
    assert desk.hands.place is desk.intake.who.search
    assert desk.intake.text.toPlainText() == TEXT


def test_complaint_without_words_is_refused(taking: Desk) -> None:
    taking.hands.fill(taking.intake.text, "")
    taking.hands.press("F9")
    assert taking.intake.fields["text"].error == "Ghi vài chữ khách khiếu nại điều gì."
    assert taking.hands.place is taking.intake.text


def test_too_long_subject_is_refused_and_kept(taking: Desk) -> None:
    taking.hands.paste(taking.intake.subject, "ă" * 10_000)
    taking.hands.press("F9")
    assert taking.intake.fields["subject"].error == "Dài quá 150 ký tự."
    assert len(taking.intake.subject.text()) == 10_000


def test_data_of_an_outsider_cannot_go_before_the_complaint_came(desk: Desk, clock) -> None:
    who = desk.intake.who
    desk.hands.press("Ctrl+5", "F2")
    desk.hands.click(who.outsider_link)
    desk.hands.fill(who.outside.name, "Trần Văn Hai")
    who.day.set_day(clock.today - timedelta(days=3))
    desk.hands.fill(desk.intake.text, TEXT)
    desk.hands.press("F9")
    assert entered(desk) == 0
    assert reads(desk.intake, "Dữ liệu không thể xóa trước ngày nhận khiếu nại.")


def test_wrong_details_of_an_outsider_are_named(desk: Desk) -> None:
    outside = desk.intake.who.outside
    sentences = {
        "name": ("", "Ghi tên khách."),
        "phone": ("091***365", "Số có dấu sao là số bị sàn che, không giữ làm số điện thoại được."),
        "email": ("hai@", "Địa chỉ thư điện tử viết như ten@example.com."),
    }
    desk.hands.press("Ctrl+5", "F2")
    desk.hands.click(desk.intake.who.outsider_link)
    for field, (typed, _sentence) in sentences.items():
        desk.hands.fill(getattr(outside, field), typed)
    desk.hands.fill(desk.intake.text, TEXT)
    desk.hands.press("F9")
    assert {field: (getattr(outside, field).text(), outside.fields[field].error) for field in sentences} == sentences
    assert desk.intake.text.toPlainText() == TEXT


# ---- evidence ----------------------------------------------------------------------------------------------------------------


def file(tmp_path, name: str, content: bytes):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_program_called_a_photo_is_refused(taking: Desk, tmp_path) -> None:
    taking.hands.drop(taking.intake.evidence, file(tmp_path, "ảnh.jpg", b"MZ\x90\x00" + bytes(500)))
    assert reads(taking.intake, "ảnh.jpg: Chỉ giữ ảnh (JPG, PNG, WEBP) và tệp PDF làm chứng cứ; tệp này là loại khác.")
    assert taking.intake.evidence.names == []


def test_empty_file_is_refused_and_its_neighbour_taken(taking: Desk, tmp_path, photo) -> None:
    taking.hands.drop(taking.intake.evidence, file(tmp_path, "rỗng.png", b""), photo)
    assert reads(taking.intake, "rỗng.png: Tệp này rỗng.")
    assert taking.intake.evidence.names == ["tin nhắn.png"]


def test_file_of_50_mb_is_refused(taking: Desk, tmp_path) -> None:
    taking.hands.drop(taking.intake.evidence, file(tmp_path, "lớn.png", builders.photo().content + bytes(50 << 20)))
    assert reads(taking.intake, "lớn.png: Tệp này lớn hơn 20 MB.")


def test_file_that_is_gone_is_said(taking: Desk, tmp_path) -> None:
    taking.hands.drop(taking.intake.evidence, tmp_path / "đã rút.png")
    assert reads(taking.intake, "Không đọc được “đã rút.png”. USB đã bị rút ra?")


def test_very_long_file_name_is_shortened_and_kept(taking: Desk, qtbot) -> None:
    taking.intake.add_files((builders.photo("ả" * 296 + ".png"),))
    taking.hands.press("F9")
    qtbot.waitUntil(lambda: bool(taking.case.side.evidence.names))
    name = taking.case.side.evidence.names[0]
    assert len(name) <= 120
    assert name.endswith(".png")


def test_bad_file_among_good_ones_does_not_lose_the_good_ones_in_a_case(working: Desk, tmp_path, photo, sentences, qtbot) -> None:
    working.hands.drop(working.case.side.evidence, file(tmp_path, "rỗng.png", b""), photo)
    assert any("Tệp này rỗng." in sentence for sentence in sentences.take())
    qtbot.waitUntil(lambda: working.case.side.evidence.names == ["tin nhắn.png"])


# ---- the case ----------------------------------------------------------------------------------------------------------------


def test_decision_without_findings_is_refused_beside_the_first_empty_one(working: Desk) -> None:
    working.hands.fill(working.case.areas["cause"], "")
    working.hands.press("F10")
    assert working.case.fields["cause"].error.startswith("Trước khi quyết định, ghi kết quả xác minh")
    assert working.hands.place is working.case.areas["cause"]
    assert working.case.areas["data_status"].toPlainText() == "Đang lưu tên."
    assert working.printed == []


def test_compensation_without_fault_is_refused(working: Desk) -> None:
    working.hands.fill(working.case.sums.agreed, "100000")
    working.hands.press("F10")
    assert reads(working.case, "Chỉ bồi thường khi cửa hàng có lỗi.")
    assert working.case.sums.agreed.text() == "100000"
    assert working.printed == []


def test_shares_that_do_not_make_100_are_refused(working: Desk) -> None:
    working.hands.fill(working.case.fault.shop, "70")
    working.hands.fill(working.case.fault.customer, "20")
    working.hands.press("F10")
    assert reads(working.case, "Các phần lỗi cộng lại là 90 %; phải đủ 100 %.")
    assert (working.case.fault.shop.value(), working.case.fault.customer.value()) == (70, 20)


def test_third_party_needs_a_name(working: Desk) -> None:
    working.hands.click(working.case.fault.add_link)
    working.hands.fill(working.case.fault.thirds[0][1], "100")
    working.hands.press("F10")
    assert reads(working.case, "Ghi tên bên thứ ba.")


def test_sum_that_is_none_is_refused_beside_its_field_and_kept(working: Desk) -> None:
    taken = []
    for typed in ("hai triệu", "-5", "1250000.50", "1.250.000,50", "1,5"):
        working.hands.fill(working.case.sums.claimed, typed)
        working.hands.press("F9")
        refused = working.case.sums.fields["claimed"].error == "Ghi số tiền bằng chữ số, ví dụ 1.250.000."
        taken += [] if refused and working.case.sums.claimed.text() == typed else [typed]
    assert taken == []


def test_sum_is_understood_as_people_write_it(working: Desk) -> None:
    for typed in ("1250000", "1.250.000", "1 250 000", "1,250,000", "1.250.000 đ", "1.250.000 đồng"):
        working.hands.fill(working.case.sums.claimed, typed)
        working.hands.press("F9", Key.Key_Tab)
        assert working.case.sums.claimed.text() == "1.250.000"
        assert working.case.page.work.claimed == 1_250_000


def test_letter_before_the_identity_is_filled_says_what_is_missing(make_desk, sentences) -> None:
    def fill(services) -> None:
        builders.complaint(services)
        services.shop.save_identity(Identity(name="Cà phê Mộc"))

    desk = make_desk(fill=fill)
    desk.hands.press("Ctrl+5")
    desk.hands.click(button(desk.case, "Bắt đầu kiểm tra"))
    desk.hands.click(button(desk.case, "In giấy báo nhận"))
    said = sentences.take()
    assert len(said) == 1
    assert said[0].startswith("Trước khi làm giấy tờ, điền thông tin cửa hàng trong Cài đặt: địa chỉ")
    assert desk.printed == []


def test_reason_is_wanted_in_the_dialog_that_stays_open(working: Desk) -> None:
    working.case.case_actions.act("withdraw")
    dialog = working.case.case_actions.dialog
    working.hands.to_front(dialog)
    working.hands.press("F9")
    assert dialog.isVisible()
    assert dialog.fields["note"].error == "Ghi vài chữ vì sao."
    working.hands.press(Key.Key_Escape)


# ---- customers ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def form(desk: Desk):
    """The form of a new customer."""
    desk.hands.press("Ctrl+2", "F2")
    return desk.customers.form


def test_empty_name_is_refused(form, hands) -> None:
    hands.press("F9")
    assert form.fields["name"].error == "Ghi tên khách."


def test_name_of_10_000_letters_is_refused_and_kept(form, hands) -> None:
    hands.paste(form.name, "ẵ" * 10_000)
    hands.press("F9")
    assert form.fields["name"].error == "Dài quá 200 ký tự."
    assert len(form.name.text()) == 10_000


def test_phone_that_is_none_is_named_on_leaving_the_field(form, hands) -> None:
    hands.fill(form.phone, "12345")
    hands.press(Key.Key_Tab)
    assert form.fields["phone"].error
    assert form.phone.text() == "12345"


def test_no_keystroke_is_blocked_while_a_phone_is_typed(form, hands) -> None:
    hands.fill(form.phone, "số của mẹ")
    assert form.phone.text() == "số của mẹ"
    assert form.fields["phone"].error == ""


def test_markup_stays_letters_on_every_screen(make_desk, qtbot) -> None:
    desk = make_desk()
    hands = desk.hands
    hands.press("Ctrl+2", "F2")
    hands.paste(desk.customers.form.name, MARKUP)
    hands.press("F9")
    assert reads(desk.customers.view, MARKUP)
    assert desk.customers.list.items[0].title == MARKUP
    hands.press("Ctrl+5", "F2")
    hands.type("img")
    hands.press(Key.Key_Return)
    hands.paste(desk.intake.subject, MARKUP)
    hands.paste(desk.intake.text, MARKUP)
    hands.press("F9")
    for area in desk.case.areas.values():
        hands.paste(area, MARKUP)
    qtbot.waitUntil(lambda: one_line(desk.case.paper.text()).count(MARKUP) >= 4)
    assert rows(desk.window.complaints.list)[1].startswith(MARKUP)


def test_nfd_text_is_found_as_it_is_typed(form, desk: Desk) -> None:
    desk.hands.paste(form.name, unicodedata.normalize("NFD", "Đặng Thị Mỹ Hằng"))
    desk.hands.press("F9", "F3")
    desk.hands.type("Mỹ Hằng")
    assert [item.title for item in desk.customers.list.items] == ["Đặng Thị Mỹ Hằng"]


def test_letters_that_cannot_be_printed_are_named_and_kept(working: Desk, sentences) -> None:
    working.hands.paste(working.case.areas["cause"], "Khách ghi 😀 và 漢字 trong tin nhắn.")
    working.hands.press("F10")
    assert sentences.take() == ["Thư in ra không có chữ “😀 漢 字”. Hãy viết bằng lời."]
    assert working.case.areas["cause"].toPlainText() == "Khách ghi 😀 và 漢字 trong tin nhắn."
    assert working.printed == []


def test_emoji_in_the_words_of_the_customer_are_kept(taking: Desk) -> None:
    taking.hands.paste(taking.intake.text, "Họ nhắn 😀 漢字")
    taking.hands.press("F9")
    assert taking.case.page.text == "Họ nhắn 😀 漢字"
