"""Opening the shop's data: passphrase, recovery code, who is at the counter, and locking again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy.exc import SQLAlchemyError

from desktop.errors import UserError
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.views.start.trouble import TroublePage
from desktop.views.start.unlock import StaffChoice, UnlockPage
from tests import builders
from tests.accounts import Account
from tests.views.hands import Key, button, reads

NEW = "năm từ khác hẳn"


@pytest.fixture
def program(start_program):
    return start_program()


def open_with(program, hands, passphrase: str) -> None:
    hands.fill(program.page.passphrase, passphrase)
    hands.press(Key.Key_Return)


def try_wrong(program, hands, qtbot) -> None:
    """One wrong passphrase, waited for."""
    page = program.page
    hands.fill(page.passphrase, "không phải câu này")
    assert not page.passphrase_field.error
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.passphrase_field.error))


def opened(program) -> bool:
    return hasattr(program.page, "tabs")


def enter(program, hands, qtbot, passphrase: str = builders.PASSPHRASE) -> None:
    """Open the shop and be in its window."""
    open_with(program, hands, passphrase)
    qtbot.waitUntil(lambda: opened(program))
    hands.to_front(program.host)


def lock(program, hands) -> None:
    hands.press("Ctrl+L")
    hands.to_front(program.host)


def test_right_passphrase_opens_the_window(program, hands, qtbot) -> None:
    enter(program, hands, qtbot)
    qtbot.waitUntil(lambda: reads(program.page, "Tổng quan"))


def test_page_bears_the_programs_name_and_says_where_the_data_lies(program) -> None:
    assert reads(program.page, "Giữ Lời")
    place = next(one for one in program.page.findChildren(QLabel) if one.toolTip())
    assert place.toolTip() == f"Dữ liệu nằm ở {program._path}"
    assert place.text().startswith("Dữ liệu nằm ở")


def test_wrong_passphrase_is_named_beside_the_field(program, hands, qtbot) -> None:
    try_wrong(program, hands, qtbot)
    assert program.page.passphrase_field.error == "Mật khẩu không đúng."
    assert hands.place is program.page.passphrase
    assert program.page.passphrase.selectedText()


def test_third_wrong_passphrase_makes_her_wait(program, hands, qtbot) -> None:
    page = program.page
    for _ in range(2):
        try_wrong(program, hands, qtbot)
        assert page.open_button.isEnabled()
    try_wrong(program, hands, qtbot)
    assert not page.open_button.isEnabled()
    assert page.open_button.text() == "Chờ 2 giây"
    open_with(program, hands, builders.PASSPHRASE)
    qtbot.waitUntil(lambda: page.open_button.text() == "Chờ 1 giây")
    qtbot.waitUntil(page.open_button.isEnabled)
    assert page.open_button.text() == "Mở"
    assert not opened(program)


def test_empty_passphrase_is_not_tried(program, hands) -> None:
    hands.press(Key.Key_Return)
    assert program.page.open_button.isEnabled()


def test_typed_passphrase_does_not_show_and_is_not_kept(program, hands, qtbot) -> None:
    page = program.page
    hands.fill(page.passphrase, builders.PASSPHRASE)
    assert page.passphrase.displayText() == "●" * len(builders.PASSPHRASE)
    left: list[str] = []
    page.opened.connect(lambda *_shop: left.append(page.passphrase.text()))
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: opened(program))
    assert left == [""]


@pytest.fixture
def coded(tmp_path, clock):
    """A closed shop and its recovery code."""
    folder = ShopFolder(tmp_path / "shop", clock)
    folder.take()
    shop = NewShop(builders.IDENTITY, preset_rules("delivery", clock.today), "Lan")
    office, code = folder.create(builders.PASSPHRASE, shop)
    office.database.close()
    folder.release()
    return folder.path, code


def use_code(page, hands, code: str, repeated: str = NEW) -> None:
    hands.click(button(page, "Tôi có mã khôi phục"))
    hands.fill(page.code, code)
    hands.fill(page.new_passphrase, NEW)
    hands.fill(page.repeated, repeated)
    hands.press(Key.Key_Return)


def test_recovery_code_opens_and_sets_a_new_passphrase(coded, start_program, hands, qtbot) -> None:
    path, code = coded
    program = start_program(path=path)
    use_code(program.page, hands, code.lower().replace("-", " "))
    qtbot.waitUntil(lambda: opened(program))
    hands.to_front(program.host)
    lock(program, hands)
    enter(program, hands, qtbot, NEW)


def test_mistyped_recovery_code_is_named_and_kept(program, hands, qtbot) -> None:
    page = program.page
    use_code(page, hands, "AAAAA-BBBBB")
    qtbot.waitUntil(lambda: bool(page.code_field.error))
    assert page.code_field.error.startswith("Mã khôi phục gõ chưa đúng")
    assert page.code.text() == "AAAAA-BBBBB"


def test_new_passphrases_that_differ_are_named(program, hands) -> None:
    use_code(program.page, hands, "AAAAA", repeated="khác")
    assert program.page.repeat_field.error == "Hai mật khẩu khác nhau."


def test_back_from_the_recovery_code_with_esc(program, hands) -> None:
    hands.click(button(program.page, "Tôi có mã khôi phục"))
    hands.press(Key.Key_Escape)
    assert program.page.passphrase.isVisible()


def test_with_two_names_the_program_asks_who_is_at_the_counter(program, hands, qtbot) -> None:
    enter(program, hands, qtbot)
    add_name(program, hands, "Minh")
    lock(program, hands)
    page = program.page
    open_with(program, hands, builders.PASSPHRASE)
    qtbot.waitUntil(lambda: reads(page, "Ai đang đứng quầy?"))
    assert not opened(program)
    hands.click(button(page, "Minh"))
    qtbot.waitUntil(lambda: opened(program))


def add_name(program, hands, name: str) -> None:
    program.page.show_settings("staff")
    hands.fill(program.page.settings.staff.name, name)
    hands.press("F9")


def test_ctrl_l_asks_for_the_passphrase_and_closes_the_data(program, hands, qtbot) -> None:
    enter(program, hands, qtbot)
    services = program.page._services
    lock(program, hands)
    assert reads(program.page, "Mở dữ liệu của cửa hàng")
    assert program.page.passphrase.text() == ""
    with pytest.raises((UserError, SQLAlchemyError)):
        services.customers.count()


def test_damaged_key_file_is_said_in_words_and_left_alone(tmp_path, start_program, hands, qtbot) -> None:
    program = start_program()
    vault = next(tmp_path.rglob("vault.json"))
    vault.write_bytes(b"{broken")
    open_with(program, hands, builders.PASSPHRASE)
    page = program.page
    qtbot.waitUntil(lambda: bool(page.passphrase_field.error))
    assert "vault.json" in page.passphrase_field.error
    assert vault.read_bytes() == b"{broken"


def test_missing_key_file_shows_what_to_do_and_can_be_tried_again(tmp_path, start_program, moulds, hands) -> None:
    path = tmp_path / "shop"
    path.mkdir()
    (path / "giuloi.db").write_bytes((moulds("delivery").path / "giuloi.db").read_bytes())
    program = start_program(path=path)
    assert isinstance(program.page, TroublePage)
    assert reads(program.page, "vault.json")
    (path / "vault.json").write_bytes((moulds("delivery").path / "vault.json").read_bytes())
    hands.click(button(program.page, "Thử lại"))
    assert reads(program.page, "Mở dữ liệu của cửa hàng")


def test_data_open_in_another_window_is_said(start_program, moulds, tmp_path, clock, hands, qtbot) -> None:
    other = ShopFolder(tmp_path / "shop", clock)
    shutil.copytree(moulds("delivery").path, other.path)
    other.take()
    program = start_program(path=other.path)
    assert isinstance(program.page, TroublePage)
    assert reads(program.page, "Giữ Lời đang mở với dữ liệu của cửa hàng này rồi.")
    other.release()
    hands.click(button(program.page, "Thử lại"))
    enter(program, hands, qtbot)


def test_new_passphrase_is_not_kept_while_the_program_asks_for_the_name(qtbot, hands) -> None:
    names = [StaffChoice("1", "Lan"), StaffChoice("2", "Minh")]
    page = UnlockPage("", lambda _passphrase: "shop", lambda _code, _passphrase: "shop", lambda _shop: names)
    qtbot.addWidget(page)
    page.show()
    hands.to_front(page)
    use_code(page, hands, "AAAAA-BBBBB")
    qtbot.waitUntil(lambda: reads(page, "Ai đang đứng quầy?"))
    assert [edit.text() for edit in (page.code, page.new_passphrase, page.repeated)] == ["", "", ""]


# ---- remembered on this computer -----------------------------------------------------------------------------------------


def go_to_the_lock(program, hands):
    """The settings' page about the lock."""
    hands.click(program.page.band.settings_button)
    hands.click_row(program.page.settings.subjects, "Khóa")
    return program.page.settings.lock


def remember(program, hands, qtbot) -> None:
    page = go_to_the_lock(program, hands)
    hands.fill(page.remember_secret, builders.PASSPHRASE)
    hands.click(page.remember_button)
    qtbot.waitUntil(lambda: reads(page, "Dữ liệu mở trên máy này không cần mật khẩu."))


def started_again(program, start_program, account):
    """The program is closed and started once more on the same data."""
    program.host.close()
    return start_program(path=program._path, protection=account)


def test_computer_that_remembers_opens_by_itself_and_asks_again_after_locking(start_program, hands, qtbot) -> None:
    account = Account()
    program = start_program(protection=account)
    enter(program, hands, qtbot)
    remember(program, hands, qtbot)
    program = started_again(program, start_program, account)
    qtbot.waitUntil(lambda: opened(program))
    hands.to_front(program.host)
    lock(program, hands)
    assert isinstance(program.page, UnlockPage)
    enter(program, hands, qtbot)
    page = go_to_the_lock(program, hands)
    hands.click(page.forget_button)
    assert reads(page, "Mỗi lần mở đều hỏi mật khẩu.")
    program = started_again(program, start_program, account)
    assert isinstance(program.page, UnlockPage)
    assert program.page.open_button.isEnabled()


def test_another_account_is_asked_for_the_passphrase(start_program, hands, qtbot) -> None:
    program = start_program(protection=Account())
    enter(program, hands, qtbot)
    remember(program, hands, qtbot)
    program = started_again(program, start_program, Account())
    sentence = "Máy này không còn nhớ mật khẩu. Hãy gõ mật khẩu để mở dữ liệu."
    qtbot.waitUntil(lambda: program.page.passphrase_field.error == sentence)
    enter(program, hands, qtbot)


def test_wrong_passphrase_is_not_remembered(start_program, hands, qtbot) -> None:
    program = start_program(protection=Account())
    enter(program, hands, qtbot)
    page = go_to_the_lock(program, hands)
    hands.fill(page.remember_secret, "không phải câu này")
    hands.click(page.remember_button)
    qtbot.waitUntil(lambda: page.remember_field.error == "Mật khẩu không đúng.")
    assert page.remember_button.isVisible()


def test_system_without_such_a_keeper_does_not_offer_it(program, hands, qtbot) -> None:
    enter(program, hands, qtbot)
    assert not reads(go_to_the_lock(program, hands), "Nhớ trên máy này")


# ---- a second start ------------------------------------------------------------------------------------------------------


def second_start(program) -> subprocess.Popen[str]:
    """The program started once more on the same data, by another process."""
    command = [sys.executable, "-m", "desktop", "--data-dir", str(program._path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("is_open", [False, True])
def test_second_start_brings_the_first_window_forward(program, hands, qtbot, is_open) -> None:
    if is_open:
        enter(program, hands, qtbot)
    program.host.showMinimized()
    qtbot.waitUntil(program.host.isMinimized)
    with second_start(program) as second:
        qtbot.waitUntil(lambda: not program.host.isMinimized(), timeout=20_000)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0
    assert program.host.isVisible()


def test_window_carries_the_programs_mark(program) -> None:
    icon = program.host.windowIcon()
    assert not icon.isNull()
    picture = icon.pixmap(64, 64).toImage()
    assert len({picture.pixel(x, y) for x in range(0, 64, 4) for y in range(0, 64, 4)}) > 2
