"""The first run: who you are, what you promised, how it is locked."""

from __future__ import annotations

import pytest

from desktop.models.choices import RetentionKind, TimeUnit
from desktop.views.main_window import MainWindow
from desktop.views.start.wizard import Wizard
from tests import builders
from tests.views.hands import Key, button, reads

PASSPHRASE = "bốn từ dễ nhớ"
TYPED = {
    "name": "Hộ kinh doanh Cà phê Mộc", "owner_name": "Trần Thị Lan", "address": "27 Thông Reo, Đà Lạt", "place": "Lâm Đồng",
    "phone": "0263 000 0027",
}  # fmt: skip


@pytest.fixture
def program(start_program):
    return start_program(preset="")


@pytest.fixture
def wizard(program):
    return program.page


@pytest.fixture
def promising(wizard, hands):
    """The wizard at its second step."""
    for name, text in TYPED.items():
        hands.fill(wizard.identity.edits[name], text)
    hands.press("F10")
    return wizard


@pytest.fixture
def locking(promising, hands):
    """The wizard at its third step, with the delivery rules."""
    hands.press("F10")
    return promising


def lock(wizard, hands, qtbot) -> None:
    hands.fill(wizard.passphrase, PASSPHRASE)
    hands.fill(wizard.repeated, PASSPHRASE)
    hands.press("F10")
    qtbot.waitUntil(lambda: wizard.code_label.isVisible())


def test_three_steps_make_a_shop(locking, program, hands, qtbot) -> None:
    lock(locking, hands, qtbot)
    hands.click(locking.kept)
    hands.press("F10")
    qtbot.waitUntil(lambda: hasattr(program.page, "tabs"))
    assert reads(program.page, "Cà phê Mộc")
    assert reads(program.page, "Hôm nay không có việc đến hạn")


def test_enter_goes_on_and_presses_the_button_that_has_the_cursor(wizard, hands, qtbot) -> None:
    for name, text in TYPED.items():
        hands.fill(wizard.identity.edits[name], text)
    hands.press(Key.Key_Return)
    assert wizard.promises.isVisible()
    wizard.back.setFocus()
    hands.press(Key.Key_Return)
    assert wizard.identity.isVisible()
    hands.press(Key.Key_Return, Key.Key_Return)
    hands.fill(wizard.passphrase, PASSPHRASE)
    hands.fill(wizard.repeated, PASSPHRASE)
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.code_label.isVisible())


def test_empty_identity_is_named_beside_its_field_with_the_cursor_in_it(wizard, hands) -> None:
    hands.press("F10")
    assert wizard.identity.fields["name"].error == "Ghi tên cửa hàng như trên giấy chứng nhận."
    assert hands.place is wizard.identity.edits["name"]


def test_wrong_phone_is_named_and_everything_typed_stays(wizard, hands) -> None:
    hands.fill(wizard.identity.edits["name"], TYPED["name"])
    hands.fill(wizard.identity.edits["phone"], "abc")
    hands.press("F10")
    assert wizard.identity.fields["phone"].error == "Đây không phải số điện thoại."
    assert wizard.identity.edits["phone"].text() == "abc"
    assert wizard.identity.edits["name"].text() == TYPED["name"]


def test_typing_again_takes_the_sentence_away(wizard, hands) -> None:
    hands.press("F10")
    hands.type("H")
    assert wizard.identity.fields["name"].error == ""


def test_back_with_esc_keeps_what_was_typed(promising, hands) -> None:
    hands.click(promising.promises.cards["in_store"].radio)
    hands.press(Key.Key_Escape)
    assert {name: promising.identity.edits[name].text() for name in TYPED} == TYPED
    hands.press("F10")
    assert promising.promises.cards["in_store"].radio.isChecked()


def test_cards_say_the_promise_and_an_example(promising) -> None:
    assert reads(promising, "Trong 30 ngày kể từ ngày nhận")
    assert reads(promising, "Trong 10 ngày làm việc từ khi đủ đơn và chứng cứ")
    assert reads(promising, "Ví dụ: nhận hôm nay thì trả lời chậm nhất thứ\u00a0Hai,\u00a021/12/2026.")
    assert reads(promising, "Ví dụ: đủ đơn và chứng cứ hôm nay thì trả lời chậm nhất thứ\u00a0Hai,\u00a007/12/2026.")


def test_own_policy_is_stated_point_by_point(promising, hands) -> None:
    form = promising.promises.own_form
    hands.click(promising.promises.own)
    hands.fill(form.amount, "15")
    hands.choose(form.unit, "ngày làm việc")
    hands.choose(form.retention, "Một thời gian sau lần liên hệ cuối")
    hands.fill(form.months, "24")
    rules = promising.promises.rules()
    assert (rules.complaint_amount, rules.complaint_unit) == (15, TimeUnit.WORKING_DAYS)
    assert (rules.retention_kind, rules.retention_months) == (RetentionKind.AFTER_LAST_CONTACT, 24)


def test_ready_policies_come_back(promising, hands) -> None:
    hands.click(promising.promises.own)
    hands.click(button(promising, "Xem lại các chính sách mẫu"))
    assert promising.promises.cards["delivery"].isVisible()
    assert not promising.promises.own_form.isVisible()


def test_purpose_without_a_name_is_refused_before_the_next_step(promising, hands) -> None:
    hands.click(promising.promises.own)
    hands.click(button(promising, "Thêm mục đích"))
    hands.press("F10")
    assert reads(promising, "Mỗi mục đích cần có tên.")


def test_passphrases_that_differ_are_named(locking, hands) -> None:
    hands.fill(locking.passphrase, PASSPHRASE)
    hands.fill(locking.repeated, "khác hẳn câu trên")
    hands.press("F10")
    assert locking.repeated_field.error == "Hai mật khẩu khác nhau."
    assert locking.passphrase.text() == PASSPHRASE


def test_short_passphrase_is_named(locking, hands, qtbot) -> None:
    hands.fill(locking.passphrase, "ngắn")
    hands.fill(locking.repeated, "ngắn")
    hands.press("F10")
    qtbot.waitUntil(lambda: bool(locking.passphrase_field.error))
    assert locking.passphrase_field.error.startswith("Dùng ít nhất 8 ký tự")
    assert locking.next.isEnabled()


def test_recovery_code_must_be_put_away_before_work_begins(locking, program, hands, qtbot) -> None:
    lock(locking, hands, qtbot)
    assert not locking.next.isEnabled()
    hands.press("F10")
    assert program.page is locking
    hands.click(locking.kept)
    assert locking.next.isEnabled()


def test_there_is_no_way_back_once_the_data_is_locked(locking, hands, qtbot) -> None:
    lock(locking, hands, qtbot)
    hands.press(Key.Key_Escape)
    assert locking.code_label.isVisible()
    assert not locking.back.isVisible()


def test_recovery_paper_holds_the_code_that_is_shown(locking, hands, qtbot, tmp_path) -> None:
    from desktop.views.widgets.paper import LoadedPdf

    lock(locking, hands, qtbot)
    locking.save_code(tmp_path / "mã.pdf")
    paper = LoadedPdf((tmp_path / "mã.pdf").read_bytes()).text()
    groups = locking.code_label.text().replace("\n", " - ").split(" - ")
    assert len(groups) > 5
    assert all(group in paper for group in groups)


def test_sample_shop_is_offered(wizard, hands, qtbot) -> None:
    wizard.demo_wanted.disconnect()
    with qtbot.waitSignal(wizard.demo_wanted):
        hands.click(button(wizard, "Dùng thử với dữ liệu mẫu"))


def test_sample_shop_is_left_for_the_shop_of_her_own(program, wizard, hands, qtbot, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("desktop.paths.demo_data", lambda: tmp_path / "Cửa hàng mẫu")
    hands.click(button(wizard, "Dùng thử với dữ liệu mẫu"))
    qtbot.waitUntil(lambda: isinstance(program.page, MainWindow))
    assert reads(program.page, "Cửa hàng mẫu")
    hands.to_front(program.host)
    hands.click(button(program.page, "Về cửa hàng của tôi"))
    assert isinstance(program.page, Wizard)
    assert (tmp_path / "Cửa hàng mẫu" / "giuloi.db").is_file()
    hands.click(button(program.page, "Dùng thử với dữ liệu mẫu"))
    qtbot.waitUntil(lambda: isinstance(program.page, MainWindow))
    hands.press("Ctrl+2")
    assert reads(program.page, "8 khách, mới nhất đứng trước")


def test_program_started_with_the_sample_shop_goes_to_the_own_one(
    start_program, moulds, hands, qtbot, tmp_path, monkeypatch
) -> None:
    moulds("delivery").copy_to(tmp_path / "Của tôi")
    monkeypatch.setattr("desktop.paths.user_data", lambda: tmp_path / "Của tôi")
    program = start_program(preset="", is_demo=True)
    hands.click(button(program.page, "Về cửa hàng của tôi"))
    assert reads(program.page, "Của tôi")
    hands.fill(program.page.passphrase, builders.PASSPHRASE)
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.page, MainWindow))
    assert not reads(program.page, "Cửa hàng mẫu")


def test_whole_wizard_without_a_mouse(wizard, program, hands, qtbot) -> None:
    for name, text in TYPED.items():
        hands.tab_to(wizard.identity.edits[name])
        hands.type(text)
    hands.press("F10", Key.Key_Down, "F10")
    hands.type(PASSPHRASE)
    hands.press(Key.Key_Tab)
    hands.type(PASSPHRASE)
    hands.press("F10")
    qtbot.waitUntil(lambda: wizard.code_label.isVisible())
    hands.tab_to(wizard.kept)
    hands.press(Key.Key_Space, "F10")
    qtbot.waitUntil(lambda: hasattr(program.page, "tabs"))
