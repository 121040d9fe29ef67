"""The owner's month: three weeks away, the morning after, one held back and the rest erased, and last month's backup put back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.app import Program
from desktop.services.all_services import for_office
from desktop.views.widgets.paper import LoadedPdf
from tests import builders
from tests.views.conftest import Desk
from tests.views.erasures import LAST_SEEN, LATE, LATE_TOO, LATER, SOON, TODAY, fill, go_to, names, preview, settle
from tests.views.hands import Key, button, one_line, reads, rows
from tests.views.shipping import dialog


@pytest.fixture
def open_shop(start_program, clock, hands, qtbot, printed, tmp_path):
    """Starts the program over the same folder and unlocks it, as every morning."""

    def start() -> tuple[Program, Desk]:
        program = start_program("in_store", tmp_path / "Dữ liệu của tiệm")
        hands.fill(program.page.passphrase, builders.PASSPHRASE)
        hands.press(Key.Key_Return)
        return program, counter(program, clock, hands, qtbot, printed)

    return start


def counter(program: Program, clock, hands, qtbot, printed: list[bytes]) -> Desk:
    """The open shop, with the keyboard in front."""
    qtbot.waitUntil(lambda: hasattr(program.page, "tabs"))
    hands.to_front(program.host)
    return Desk(program.host, program.page, for_office(program._office), clock, program._folder, hands, printed)  # type: ignore[arg-type]


def leave(program: Program, qtbot) -> None:
    program.host.close()
    qtbot.waitUntil(lambda: not program.host.isVisible())


def test_three_weeks_away_review_hold_erase_restore_and_nobody_returns(
    open_shop, clock, hands, qtbot, printed, tmp_path, monkeypatch
) -> None:
    stick = tmp_path / "USB"
    program, desk = open_shop()
    fill(desk.services)
    desk.services.backups.make_in(stick)
    QApplication.processEvents()
    assert reads(desk.window.dashboard, "2 khách quá ngày")
    leave(program, qtbot)

    clock.move(days=21)
    program, desk = open_shop()
    confirm_the_date(desk, qtbot)
    review_and_hold_one(desk, qtbot)
    erase_the_rest(desk, qtbot)
    restore_last_month(desk, program, stick, qtbot, monkeypatch)

    desk = counter(program, clock, hands, qtbot, printed)
    nobody_is_back(desk)
    leave(program, qtbot)
    program, desk = open_shop()
    nobody_is_back(desk)


def confirm_the_date(desk: Desk, qtbot) -> None:
    """The morning page after three weeks says since when the program was closed, and asks about the date before anything is deleted."""
    qtbot.waitUntil(lambda: reads(desk.window.dashboard, "thứ Bảy, 21/11/2026"))
    desk.hands.click(button(desk.window.dashboard, "Đúng, hôm nay là thứ Bảy, 12/12/2026"))
    QApplication.processEvents()
    assert not reads(desk.window.dashboard, "Cần xác nhận ngày")


def review_and_hold_one(desk: Desk, qtbot) -> None:
    """Everybody whose day has come stands in the list; for one of them she enters a hold on the customer's page."""
    desk.hands.click(button(desk.window.dashboard, "Xem trước khi xóa"))
    page = desk.window.dashboard.deletions
    assert page is not None
    settle(qtbot, page)
    assert names(page.table) == [LATE, LATE_TOO, TODAY, SOON]
    go_to(page.table, LATE_TOO)
    desk.hands.press(Key.Key_Return)
    desk.hands.click(button(desk.customers.view, "Tạm giữ…"))
    asked = dialog(desk)
    desk.hands.fill(asked.fields["reason"].control, "đang xác minh một đơn giả")
    asked.fields["until"].control.set_day(clock_day(desk, 30))  # type: ignore[attr-defined]
    desk.hands.press("F9")
    desk.hands.to_front(desk.host)
    assert reads(desk.customers.view, "đang xác minh một đơn giả")


def erase_the_rest(desk: Desk, qtbot) -> None:
    """Three people go, with a certificate that names none of them."""
    desk.hands.press("Ctrl+1")
    page = desk.window.dashboard.deletions
    assert page is not None
    settle(qtbot, page)
    desk.hands.press("F10")
    asked = preview(qtbot, desk)
    assert reads(asked, "Xóa dữ liệu của 3 khách?")
    assert reads(asked, "Hôm nay là thứ Bảy, 12/12/2026.")
    desk.hands.click(asked.read)
    desk.hands.click(button(asked, "Xóa dữ liệu"))
    qtbot.waitUntil(lambda: reads(asked, "Đã xóa dữ liệu của 3 khách."))
    desk.hands.click(button(asked, "In giấy chứng nhận"))
    paper = one_line(LoadedPdf(desk.printed[-1]).text())
    assert "01/2026/XD-CN" in paper
    assert str(desk.clock.today.year) in paper and "USB" in paper
    assert not any(name in paper for name in LAST_SEEN)
    desk.hands.press("Esc")
    desk.hands.to_front(desk.host)


def restore_last_month(desk: Desk, program: Program, stick: Path, qtbot, monkeypatch) -> None:
    """From the stick, by the settings; the backup still holds all five."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(stick))
    desk.window.show_settings("copies")
    desk.hands.click(desk.settings.copies.other_button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    asked = QApplication.activeModalWidget()
    assert asked is not None and reads(asked, "có 5 khách")
    before = program.page
    desk.hands.click(asked.action_button)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: program.page is not before and hasattr(program.page, "tabs"))


def nobody_is_back(desk: Desk) -> None:
    """By name, by number, in the list of what is due, in the file's own words."""
    assert {hit.name for hit in desk.services.customers.search("")} == {LATE_TOO, LATER}
    for name in (LATE, TODAY, SOON):
        desk.hands.press("F4")
        desk.hands.fill(desk.customers.search, name)
        assert not any(row == name for row in shown_customers(desk))
    assert [due.name for due in desk.services.retention.due(None, desk.clock.today)] == [LATE_TOO]


def shown_customers(desk: Desk) -> list[str]:
    return [row.split(". ")[0] for row in rows(desk.customers.list)]


def clock_day(desk: Desk, days: int) -> date:
    return desk.clock.today + timedelta(days=days)
