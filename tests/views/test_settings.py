"""The settings: identity, policy, calendar, letters, names, lock, this computer."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QScrollArea

from desktop import __version__, paths
from desktop.models.choices import LetterKind, RecipientKind
from desktop.services.about import components
from desktop.services.erasures import ComplaintKeeping
from desktop.views import theme
from desktop.views.settings.placeholders import names
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows


@pytest.fixture
def settings(desk: Desk):
    desk.window.show_settings()
    desk.hands.to_front(desk.host)
    return desk.settings


@pytest.fixture
def go(settings, hands):
    """Choose a subject at the left; gives its page."""

    def to(title: str, name: str):
        hands.click_row(settings.subjects, title)
        return getattr(settings, name)

    return to


def test_identity_is_saved_and_stands_in_the_band(go, hands, desk: Desk) -> None:
    page = go("Thông tin cửa hàng", "shop")
    hands.fill(page.form.edits["name"], "Hộ kinh doanh Trà Ô Long")
    hands.press("F9")
    assert reads(page, "Đã lưu.")
    assert desk.window.band.shop.text() == "Trà Ô Long"


def test_wrong_identity_is_named_beside_its_field(go, hands) -> None:
    page = go("Thông tin cửa hàng", "shop")
    hands.fill(page.form.edits["name"], "")
    hands.fill(page.form.edits["email"], "không phải thư")
    hands.press("F9")
    assert page.form.fields["name"].error == "Ghi tên cửa hàng như trên giấy chứng nhận."
    assert page.form.fields["email"].error == "Địa chỉ thư điện tử viết như ten@example.com."
    assert not reads(page, "Đã lưu.")


def test_new_policy_version_counts_from_its_day(go, hands, desk: Desk) -> None:
    page = go("Chính sách", "policy")
    hands.fill(page.form.amount, "10")
    hands.press("F9")
    assert reads(page, "Đã lưu.")
    assert reads(page, "Từ 22/11/2026: Trong 10 ngày kể từ ngày nhận")
    assert reads(page, "đang hiệu lực")
    assert desk.services.policies.in_force(desk.clock.today).complaint_amount == 30
    desk.clock.move(days=1)
    assert desk.services.policies.in_force(desk.clock.today).complaint_amount == 10


def test_policy_of_the_past_is_refused_beside_its_day(go, hands) -> None:
    page = go("Chính sách", "policy")
    page.form.day.setFocus()
    hands.press(Key.Key_Down, Key.Key_Down, "F9")
    assert page.form.day_field.error.startswith("Phiên bản mới có hiệu lực từ hôm nay trở đi")


def keep_for(page, hands, months: str) -> None:
    """Data is kept for so many months after the last contact, from tomorrow on; F9."""
    hands.choose(page.form.retention, "Một thời gian sau lần liên hệ cuối")
    hands.fill(page.form.months, months)
    hands.press("F9")


def versions(desk: Desk) -> int:
    return len(desk.services.policies.versions())


def test_shorter_retention_is_added_only_after_the_numbers_were_read(go, hands, desk: Desk) -> None:
    page = go("Chính sách", "policy")
    keep_for(page, hands, "6")
    assert reads(page, "1 khách sẽ đến ngày xóa sớm hơn kể từ ngày 22/11/2026. Đếm theo sổ hôm nay.")
    hands.press("F9")
    assert versions(desk) == 1
    hands.click(button(page, "Thêm, 1 khách xóa sớm hơn"))
    assert reads(page, "Đã lưu.")
    assert versions(desk) == 2
    assert page.form.isEnabled()


def test_retention_that_begins_today_moves_customers_today(go, hands, desk: Desk) -> None:
    page = go("Chính sách", "policy")
    page.form.day.set_day(desk.clock.today)
    keep_for(page, hands, "6")
    assert reads(page, "1 khách sẽ đến ngày xóa sớm hơn ngay từ hôm nay.")
    hands.click(button(page, "Thêm, 1 khách xóa sớm hơn"))
    assert desk.services.customers.page(1).delete_on is not None


def test_longer_retention_says_that_each_customer_has_to_agree(make_desk, hands) -> None:
    desk = make_desk("in_store", fill=builders.add_customer)
    desk.window.show_settings("policy")
    page = desk.settings.policy
    hands.fill(page.form.months, "24")
    hands.press("F9")
    assert reads(page, "1 khách chỉ giữ lâu hơn khi từng người đồng ý.")
    hands.click(button(page, "Thêm, rồi hỏi 1 khách"))
    assert versions(desk) == 2


def test_retention_is_left_as_it_was(go, hands, desk: Desk) -> None:
    page = go("Chính sách", "policy")
    keep_for(page, hands, "6")
    assert not page.form.isEnabled()
    hands.click(button(page, "Thôi"))
    assert page.form.isEnabled()
    assert not reads(page, "xóa sớm hơn")
    assert versions(desk) == 1


def test_retention_that_moves_nobody_is_added_at_once(make_desk, hands) -> None:
    desk = make_desk()
    desk.window.show_settings("policy")
    keep_for(desk.settings.policy, hands, "6")
    assert reads(desk.settings.policy, "Đã lưu.")
    assert versions(desk) == 2


def test_new_purpose_is_added_after_she_read_who_has_to_be_asked(go, hands, desk: Desk) -> None:
    page = go("Chính sách", "policy")
    hands.click(button(page.form, "Thêm mục đích"))
    hands.fill(page.form.purposes[-1][0], "Mời dự tiệc")
    hands.press("F9")
    assert reads(page, "Điểm mới: Mời dự tiệc. 1 khách chưa được hỏi.")
    assert versions(desk) == 1
    hands.click(button(page, "Thêm, rồi hỏi 1 khách"))
    assert reads(page, "Đã lưu.")
    assert versions(desk) == 2


def test_what_falls_away_is_named_before_the_version_is_added(go, hands, desk: Desk) -> None:
    page = go("Chính sách", "policy")
    for check in (check for (kind, _field), check in page.form.data.checks.items() if kind is RecipientKind.SECURITY_FIRM):
        if check.isChecked():
            hands.click(check)
    hands.press("F9")
    assert reads(page, "Bỏ đi: Công ty an ninh mạng")
    hands.click(button(page, "Thêm phiên bản này"))
    assert versions(desk) == 2


def test_files_of_complaints_are_kept_for_a_time_on_a_ground(go, hands, desk: Desk) -> None:
    panel = go("Chính sách", "policy").keeping
    hands.fill(panel.months, "36")
    hands.click(panel.keep_button)
    assert panel.fields["ground"].error == "Ghi căn cứ để giữ các hồ sơ này."
    hands.fill(panel.ground, "thời hiệu khởi kiện")
    hands.click(panel.keep_button)
    assert reads(panel, "Đã lưu.")
    assert desk.services.erasures.keeping() == ComplaintKeeping(36, "thời hiệu khởi kiện")


def test_day_the_shop_is_closed_stands_in_the_calendar(go, hands) -> None:
    page = go("Lịch", "calendar")
    hands.fill(page.name, "Nghỉ đám cưới")
    hands.click(button(page, "Thêm ngày"))
    assert any("Nghỉ đám cưới" in row and "Thứ Bảy, 21/11/2026" in row for row in rows(page.days))


def test_day_is_taken_out_of_the_calendar(go, hands) -> None:
    page = go("Lịch", "calendar")
    hands.fill(page.name, "Nghỉ đám cưới")
    hands.click(button(page, "Thêm ngày"))
    hands.click_row(page.days, "Thứ Bảy, 21/11/2026")
    hands.click(page.remove_button)
    assert not any("Nghỉ đám cưới" in row for row in rows(page.days))


def test_same_day_twice_is_refused(go, hands) -> None:
    page = go("Lịch", "calendar")
    hands.click(button(page, "Thêm ngày"))
    hands.click(button(page, "Thêm ngày"))
    assert page.day_field.error == "Ngày này đã có trong lịch."


def test_working_saturday_shortens_the_clock(make_desk) -> None:
    desk = make_desk("in_store", fill=lambda services: builders.complaint(services, evidence_complete_on=services.office.today()))
    desk.window.show_settings("calendar")
    page = desk.settings.calendar
    desk.hands.click(page.saturday)
    desk.hands.to_front(desk.host)
    desk.hands.press("F9")
    desk.hands.press("Ctrl+5")
    assert reads(desk.case, "Trả lời chậm nhất thứ Sáu, 04/12/2026")


def test_unknown_placeholder_is_refused_beside_the_text(go, hands) -> None:
    page = go("Thư", "letters")
    hands.paste(page.text, "Kính gửi {ten_khach}")
    hands.click(page.keep_button)
    assert page.text_field.error.startswith("Phần này không có {ten_khach}. Được dùng:")
    assert page.text.toPlainText() == "Kính gửi {ten_khach}"


def test_placeholders_are_named_in_vietnamese_and_kept_as_they_are_filled_in(go, hands, desk: Desk) -> None:
    page = go("Thư", "letters")
    assert page.text.toPlainText().startswith(
        "Ngày {ngày nhận}, cửa hàng đã nhận khiếu nại của quý khách về việc {việc khiếu nại}"
    )
    hands.paste(page.text, "Đã nhận ngày {Ngày nhận}, số {number}.")
    hands.click(page.keep_button)
    assert page.text.toPlainText() == "Đã nhận ngày {ngày nhận}, số {số hồ sơ}."
    assert desk.services.wording.blocks(LetterKind.ACKNOWLEDGEMENT, "vi")[0].text == "Đã nhận ngày {received_on}, số {number}."


def test_every_placeholder_has_a_name_of_its_own(desk: Desk) -> None:
    used = {name for kind in LetterKind for block in desk.services.wording.blocks(kind, "vi") for name in block.placeholders}
    assert set(names()) == used
    assert len(set(names().values())) == len(used)


def test_number_patterns_show_a_sample_and_are_kept_as_they_are_filled_in(go, hands, desk: Desk) -> None:
    page = go("Thư", "letters")
    assert page.patterns["complaint"].text() == "KN-{năm}-{0001}"
    hands.paste(page.patterns["complaint"], "KN{001}/{năm}")
    hands.press("F9")
    assert desk.services.shop.letter_settings().patterns["complaint"] == "KN{seq:03d}/{year}"
    hands.paste(page.patterns["complaint"], "KN-{năm}")
    hands.press("F9")
    assert reads(page, "Số thư cần có cả {1} và {năm}")


def test_own_wording_stands_in_the_next_letter(make_desk, qtbot) -> None:
    desk = make_desk(fill=builders.complaint)
    desk.window.show_settings("letters")
    page = desk.settings.letters
    desk.hands.to_front(desk.host)
    desk.hands.choose(page.kind, "Trả lời")
    desk.hands.click_row(page.list, "Nguyên nhân")
    desk.hands.paste(page.text, "Chúng tôi thấy rằng: {cause}")
    desk.hands.click(page.keep_button)
    assert reads(page, "Đã lưu.")
    desk.hands.press("Ctrl+5")
    qtbot.waitUntil(lambda: "Chúng tôi thấy rằng:" in desk.case.paper.text())


def test_shipped_wording_comes_back(go, hands) -> None:
    page = go("Thư", "letters")
    shipped = page.text.toPlainText()
    hands.paste(page.text, "Lời khác hẳn.")
    hands.click(page.keep_button)
    hands.click(page.restore_button)
    assert page.text.toPlainText() == shipped
    assert not page.restore_button.isVisible()


def test_two_papers_with_one_number_pattern_are_refused(go, hands) -> None:
    page = go("Thư", "letters")
    hands.paste(page.patterns["reply"], page.patterns["acknowledgement"].text())
    hands.click(button(page, "Lưu"))
    assert reads(page, "Hai loại giấy tờ không dùng chung một kiểu số được.")


def test_unsaved_wording_is_not_lost_by_looking_at_another_block(go, hands) -> None:
    page = go("Thư", "letters")
    first, second = page.list.items[0], page.list.items[1]
    hands.paste(page.text, "Lời đang viết dở.")
    hands.click_row(page.list, second.title)
    hands.click_row(page.list, first.title)
    assert page.text.toPlainText() == "Lời đang viết dở."


def test_name_is_added_and_put_out_of_use(go, hands) -> None:
    page = go("Người làm ở đây", "staff")
    hands.fill(page.name, "Minh")
    hands.press("F9")
    assert reads(page, "Minh")
    hands.click(button(page, "Ngừng dùng"))
    assert reads(page, "Dùng lại")


def test_same_name_twice_is_refused(go, hands) -> None:
    page = go("Người làm ở đây", "staff")
    hands.fill(page.name, "Lan")
    hands.press(Key.Key_Return)
    assert page.name_field.error == "Tên này đã có trong danh sách."
    assert page.name.text() == "Lan"


def test_last_name_stays_in_use(go, hands) -> None:
    page = go("Người làm ở đây", "staff")
    hands.click(button(page, "Ngừng dùng"))
    assert reads(page, "Phải còn ít nhất một tên")


def test_passphrase_is_changed(go, hands, desk: Desk, qtbot) -> None:
    page = go("Khóa", "lock")
    for edit, text in ((page.old, builders.PASSPHRASE), (page.new, "năm từ khác hẳn"), (page.repeated, "năm từ khác hẳn")):
        hands.fill(edit, text)
    hands.press("F9")
    qtbot.waitUntil(lambda: reads(page, "Đã lưu."))
    assert [edit.text() for edit in (page.old, page.new, page.repeated)] == ["", "", ""]


def test_wrong_old_passphrase_is_named(go, hands, qtbot) -> None:
    page = go("Khóa", "lock")
    for edit, text in ((page.old, "không phải câu này"), (page.new, "năm từ khác hẳn"), (page.repeated, "năm từ khác hẳn")):
        hands.fill(edit, text)
    hands.press("F9")
    qtbot.waitUntil(lambda: page.fields["old"].error == "Mật khẩu không đúng.")


@pytest.fixture
def program(start_program, hands, qtbot):
    """The whole program, opened."""
    program = start_program()
    hands.fill(program.page.passphrase, builders.PASSPHRASE)
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: hasattr(program.page, "tabs"))
    return program


def choose_look(program, hands, **chosen: str) -> None:
    program.page.show_settings("appearance")
    hands.to_front(program.host)
    page = program.page.settings.appearance
    for name, text in chosen.items():
        hands.choose(getattr(page, name), text)
    hands.click(button(page, "Lưu"))
    QApplication.processEvents()


def test_english_is_spoken_at_once_and_at_the_next_start(program, hands, start_program, tmp_path) -> None:
    choose_look(program, hands, language="English")
    assert reads(program.page, "Nothing is due today")
    assert not reads(program.page, "Hôm nay")
    program.host.close()
    again = start_program(path=next(tmp_path.rglob("vault.json")).parent)
    assert reads(again.page, "Open the shop's data")


def test_dark_look_at_150_percent_is_worn_by_every_screen(program, hands) -> None:
    choose_look(program, hands, theme="Tối", scale="150 %")
    assert (theme.current().name, theme.current().scale) == ("dark", 1.5)
    assert program.host.grab().toImage().pixelColor(600, 600).lightness() < 80
    window = program.page
    for place in range(3):
        window.show_tab(place)
    hands.to_front(program.host)
    hands.press("F2")
    window.show_settings("policy")
    QApplication.processEvents()
    assert reads(window, "Chính sách")


def test_every_subject_fits_a_small_window(go, desk: Desk) -> None:
    """At 125 % of a counter PC: 1093 x 614."""
    desk.host.resize(1093, 614)
    for item in desk.settings.subjects.items:
        desk.settings.show_subject(item.key)
        QApplication.processEvents()
        areas = [area for area in desk.settings.stack.currentWidget().findChildren(QScrollArea) if area.widget()]
        assert areas
        assert all(area.widget().minimumSizeHint().width() <= area.viewport().width() for area in areas), item.title


def test_about_names_every_part_that_the_program_is_made_with(go, hands, desk: Desk, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page = go("Về Giữ Lời", "about")
    assert reads(page, f"Phiên bản {__version__}.")
    assert reads(page, str(desk.folder.path))
    assert all(reads(page, part.name) and reads(page, part.licence) for part in components())
    for press in (page.data_button, page.logs_button, page.licences_button):
        hands.click(press)
    assert opened == [str(desk.folder.path), str(desk.folder.path / "logs"), str(paths.licences())]
    assert (paths.licences() / "LGPL-3.0.txt").is_file()


def test_every_dependency_is_named_with_its_licence() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {requirement.split("==")[0] for requirement in project["dependencies"]}
    assert {package for part in components() for package in part.packages} == needed
