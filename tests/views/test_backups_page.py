"""Settings, backups, as the owner uses it: one made now, one on a stick, one put back, and the decision after that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.app import Program
from desktop.services.all_services import Services, for_office
from desktop.services.opening import ShopFolder
from desktop.views.start.restore import RestorePage
from desktop.views.start.trouble import TroublePage
from desktop.views.start.wizard import Wizard
from tests import builders
from tests.services.helpers import reopened
from tests.services.test_restoring import TAM
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows
from tests.views.looks import faults


@pytest.fixture
def page(desk: Desk):
    """The page, opened."""
    return opened(desk.window, desk.hands, desk.host)


def opened(window, hands, host):
    window.show_settings()
    hands.to_front(host)
    hands.click_row(window.settings.subjects, "Sao lưu")
    return window.settings.copies


def choose(monkeypatch, folder: Path) -> None:
    """What the system's dialog would give back."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))


def dialog():
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


# ---- making --------------------------------------------------------------------------------------------------------------


def test_a_shop_without_a_backup_says_what_that_means(page) -> None:
    assert page.last.text() == "Chưa có bản sao lưu nào. Chưa có bản nào nằm ngoài máy này: máy hỏng là mất hết."
    assert not page.restore_button.isEnabled()


def test_backup_to_a_stick_is_made_in_the_background_and_opens(page, desk: Desk, hands, tmp_path, monkeypatch, qtbot) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    choose(monkeypatch, usb)
    hands.click(page.usb_button)
    assert not page.usb_button.isEnabled()
    assert page.bar.isVisible() and page.stop_button.isVisible()
    assert page.last.text() == "Đang tạo và kiểm tra bản sao lưu…"
    qtbot.waitUntil(lambda: page.last.text().startswith("Đã tạo và kiểm tra bản sao lưu: giu-loi-20261121-100000"))
    assert not page.bar.isVisible()
    assert rows(page.list)[0] == f"21/11/2026, 10:00. {usb / 'giu-loi-20261121-100000'}"
    copied = ShopFolder(next(usb.iterdir()), desk.clock)
    copied.take()
    copied.unlock(builders.PASSPHRASE).database.close()
    copied.release()


def test_backup_now_lies_beside_the_data_and_says_until_when(page, desk: Desk, hands, qtbot) -> None:
    hands.click(page.now_button)
    qtbot.waitUntil(lambda: page.last.text().startswith("Đã tạo và kiểm tra"))
    assert rows(page.list) == ["21/11/2026, 10:00. Sao lưu tự động. đến 21/12/2026"]
    assert page.restore_button.isEnabled()
    assert not page.destroyed_button.isVisible()


def test_backup_into_the_data_folder_is_refused_in_words(page, desk: Desk, hands, monkeypatch, qtbot) -> None:
    choose(monkeypatch, desk.folder.path)
    hands.click(page.usb_button)
    qtbot.waitUntil(lambda: page.last.text().startswith("Chọn chỗ khác"))
    assert page.usb_button.isEnabled()


def test_stopped_backup_leaves_nothing(page, desk: Desk, tmp_path, qtbot) -> None:
    page.back_up_into(tmp_path)
    page.stop_button.click()
    qtbot.waitUntil(lambda: page.usb_button.isEnabled())
    assert list(tmp_path.glob("giu-loi*")) == []
    assert desk.services.backups.rows() == []


def test_days_are_saved_and_what_is_old_by_them_goes_at_once(make_desk, hands, clock) -> None:
    def fill(services: Services) -> None:
        for _day in range(2):
            services.backups.make_automatic()
            clock.move(days=6)
            services.clock_guard.note_time()

    desk = make_desk(fill=fill)
    page = opened(desk.window, hands, desk.host)
    hands.fill(page.days, "10")
    hands.press("F9")
    assert reads(page, "Đã lưu.")
    assert desk.services.backups.keep_days() == 10
    assert len(rows(page.list)) == 1


def test_destroyed_stick_goes_from_the_list(make_desk, hands, tmp_path) -> None:
    desk = make_desk(fill=lambda services: services.backups.make_in(tmp_path / "usb"))
    page = opened(desk.window, hands, desk.host)
    hands.click(page.destroyed_button)
    assert rows(page.list) == []
    assert desk.services.backups.days_since_outside() is None


def test_stick_that_is_not_there_is_named_so(make_desk, hands, tmp_path) -> None:
    desk = make_desk(fill=lambda services: services.backups.make_in(tmp_path / "usb"))
    shutil.rmtree(tmp_path / "usb")
    page = opened(desk.window, hands, desk.host)
    assert "Chưa cắm vào máy" in rows(page.list)[0]
    assert not page.restore_button.isEnabled()


@pytest.mark.parametrize("size", [(1366, 697), (1093, 614)])
def test_page_has_nothing_cut_unnamed_or_in_english(make_desk, hands, tmp_path, clock, size) -> None:
    def fill(services: Services) -> None:
        services.backups.make_automatic()
        services.backups.make_in(tmp_path / "usb")

    desk = make_desk(fill=fill)
    opened(desk.window, hands, desk.host)
    desk.host.resize(*size)
    QApplication.processEvents()
    assert faults(desk.settings) == []


# ---- restoring from the open shop ----------------------------------------------------------------------------------------


@pytest.fixture
def program(start_program, hands, qtbot, tmp_path, clock) -> Program:
    """The whole program with Hạnh, a backup on a stick and then Tâm."""
    program = start_program()
    unlock(program, hands, qtbot)
    services = for_office(program._office)
    builders.add_customer(services)
    services.backups.make_in(tmp_path / "usb")
    clock.move(days=1)
    services.customers.add(TAM)
    return program


def unlock(program: Program, hands, qtbot) -> None:
    hands.fill(program.page.passphrase, builders.PASSPHRASE)
    hands.press(Key.Key_Return)
    wait_open(program, hands, qtbot)


def wait_open(program: Program, hands, qtbot) -> None:
    qtbot.waitUntil(lambda: hasattr(program.page, "tabs"))
    hands.to_front(program.host)


def customers(program: Program) -> set[str]:
    return {hit.name for hit in for_office(program._office).customers.search("0")}


def restore(program: Program, hands, qtbot, monkeypatch, tmp_path) -> None:
    page = opened(program.page, hands, program.host)
    choose(monkeypatch, tmp_path / "usb")
    hands.click(page.other_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    assert reads(dialog(), "Khôi phục bản sao lưu 21/11/2026, 10:00?")
    assert reads(dialog(), "có 1 khách")
    hands.click(dialog().action_button)
    qtbot.waitUntil(lambda: not hasattr(program.page, "tabs"))
    assert program.page.title.text() == "Đang khôi phục bản sao lưu…"
    wait_open(program, hands, qtbot)
    qtbot.waitUntil(lambda: program.page.settings is not None)


def test_restore_closes_the_shop_puts_the_backup_back_and_opens_it(program, hands, qtbot, monkeypatch, tmp_path) -> None:
    restore(program, hands, qtbot, monkeypatch, tmp_path)
    assert customers(program) == {builders.HANH.name}
    page = program.page.settings.copies
    assert page.isVisible()
    assert reads(page, "Bản sao lưu ngày 21/11/2026 được khôi phục ngày 22/11/2026.")
    qtbot.waitUntil(lambda: faults(page) == [])  # the page has just come up: its texts find their lines first
    hands.click(button(page, "Giữ bản này"))
    hands.click(dialog().action_button)
    assert not reads(page, "Quay lại bản trước")
    assert reads(page, "Đã khôi phục bản sao lưu ngày 21/11/2026.")


def test_she_goes_back_to_the_data_from_before(program, hands, qtbot, monkeypatch, tmp_path, clock) -> None:
    restore(program, hands, qtbot, monkeypatch, tmp_path)
    clock.move(hours=1)
    before = program.page
    hands.click(button(before.settings.copies, "Quay lại bản trước"))
    hands.click(dialog().action_button)
    qtbot.waitUntil(lambda: program.page is not before and bool(getattr(program.page, "settings", None)))
    assert customers(program) == {builders.HANH.name, TAM.name}
    assert not reads(program.page.settings.copies, "Giữ bản này")


def test_window_closed_in_the_middle_of_a_restore_leaves_a_whole_shop(
    program, hands, qtbot, monkeypatch, tmp_path, clock
) -> None:
    program._backs_up = True
    page = opened(program.page, hands, program.host)
    choose(monkeypatch, tmp_path / "usb")
    hands.click(page.other_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    hands.click(dialog().action_button)
    qtbot.waitUntil(lambda: not hasattr(program.page, "tabs"))
    program.host.close()
    assert not program.host.isVisible()
    again = ShopFolder(program._path, clock)
    again.take()
    with reopened(again) as services:
        assert len(services.customers.search("0")) in (1, 2)
        assert services.office.log_is_whole()
    again.release()


def test_damaged_backup_is_refused_and_the_shop_stays_open(program, hands, qtbot, monkeypatch, tmp_path, sentences) -> None:
    (database,) = (tmp_path / "usb").glob("*/giuloi.db")
    content = database.read_bytes()
    database.write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
    page = opened(program.page, hands, program.host)
    choose(monkeypatch, tmp_path / "usb")
    hands.click(page.other_button)
    qtbot.waitUntil(lambda: page.last.text().startswith("Bản sao lưu này bị hỏng: giuloi.db"))
    assert customers(program) == {builders.HANH.name, TAM.name}


def test_folder_without_a_backup_is_said_so(program, hands, qtbot, monkeypatch, tmp_path, sentences) -> None:
    (tmp_path / "ảnh").mkdir()
    page = opened(program.page, hands, program.host)
    choose(monkeypatch, tmp_path / "ảnh")
    hands.click(page.other_button)
    (said,) = sentences.take()
    assert said.startswith("Không có bản sao lưu trong ảnh.")


def test_of_several_backups_she_chooses(program, hands, qtbot, monkeypatch, tmp_path) -> None:
    for_office(program._office).backups.make_in(tmp_path / "usb")
    page = opened(program.page, hands, program.host)
    choose(monkeypatch, tmp_path / "usb")
    hands.click(page.other_button)
    choice = page.which.fields["backup"].control
    texts = [choice.itemText(place) for place in range(choice.count())]
    assert texts == ["22/11/2026, 10:00 · 2 khách", "21/11/2026, 10:00 · 1 khách"]
    hands.choose(choice, texts[1])
    hands.click(page.which.action_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None and reads(dialog(), "Khôi phục bản sao lưu 21/11/2026"))
    hands.press(Key.Key_Escape)
    assert customers(program) == {builders.HANH.name, TAM.name}


# ---- while nothing is open -----------------------------------------------------------------------------------------------


@pytest.fixture
def stick(program, tmp_path) -> Path:
    """A backup on a stick; the program that made it is closed."""
    program.host.close()
    return tmp_path / "usb"


def go_through(program: Program, hands, qtbot, stick: Path) -> None:
    page = program.page
    assert isinstance(page, RestorePage)
    page.look_in(stick)
    assert rows(page.list) == ["21/11/2026, 10:00. 1 khách"]
    assert faults(page) == []
    hands.fill(page.passphrase, "không phải câu này")
    hands.press("F9")
    qtbot.waitUntil(lambda: page.passphrase_field.error == "Mật khẩu không đúng.")
    hands.fill(page.passphrase, builders.PASSPHRASE)
    hands.press("F9")
    wait_open(program, hands, qtbot)
    assert customers(program) == {builders.HANH.name}


def test_new_computer_starts_from_the_stick(stick, start_program, hands, qtbot, tmp_path) -> None:
    program = start_program("", tmp_path / "new computer")
    assert isinstance(program.page, Wizard)
    hands.click(program.page.restore)
    go_through(program, hands, qtbot, stick)


def test_missing_database_is_put_back_from_the_page_that_names_it(stick, program, start_program, hands, qtbot) -> None:
    (program._path / "giuloi.db").unlink()
    again = start_program(path=program._path)
    assert isinstance(again.page, TroublePage)
    hands.click(button(again.page, "Khôi phục từ bản sao lưu"))
    go_through(again, hands, qtbot, stick)


def test_damaged_database_is_put_back_from_the_unlock_page(stick, program, start_program, hands, qtbot) -> None:
    (program._path / "giuloi.db").write_bytes(b"x" * 9000)
    again = start_program(path=program._path)
    hands.fill(again.page.passphrase, builders.PASSPHRASE)
    hands.press(Key.Key_Return)
    qtbot.waitUntil(again.page.restore_button.isVisible)
    hands.click(again.page.restore_button)
    go_through(again, hands, qtbot, stick)


def test_lost_key_file_is_put_back_and_she_is_told(stick, program, start_program, hands, qtbot, sentences) -> None:
    (program._path / "vault.json").unlink()
    again = start_program(path=program._path)
    hands.click(button(again.page, "Khôi phục từ bản sao lưu"))
    again.page.look_in(stick)
    hands.fill(again.page.passphrase, builders.PASSPHRASE)
    hands.press("F9")
    wait_open(again, hands, qtbot)
    assert customers(again) == {builders.HANH.name, TAM.name}
    (said,) = sentences.take()
    assert said.startswith("Chỉ thiếu tệp khóa.")


def test_she_can_go_back_without_restoring(stick, program, start_program, hands) -> None:
    (program._path / "giuloi.db").unlink()
    again = start_program(path=program._path)
    hands.click(button(again.page, "Khôi phục từ bản sao lưu"))
    hands.press(Key.Key_Escape)
    assert isinstance(again.page, TroublePage)


def test_damaged_backup_is_named_on_a_new_computer(stick, start_program, hands, qtbot, tmp_path) -> None:
    next(stick.glob("*/log-head.json")).write_bytes(b"{}")
    program = start_program("", tmp_path / "new computer")
    hands.click(program.page.restore)
    program.page.look_in(stick)
    hands.fill(program.page.passphrase, builders.PASSPHRASE)
    hands.press("F9")
    qtbot.waitUntil(lambda: reads(program.page, "Bản sao lưu này bị hỏng: log-head.json"))
    assert program.page.restore_button.isEnabled()
