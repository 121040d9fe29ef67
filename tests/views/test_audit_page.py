"""Settings, log, as the owner uses it: looking back, checking, comparing a paper, giving an inspector what there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.services import audit_history
from desktop.services.all_services import Services
from desktop.services.dossier_registers import Personal
from desktop.storage.head_file import LogHead
from desktop.views.settings.audit_table import ABOUT, HEAD, NUMBER, WHAT, WHO
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads
from tests.views.looks import faults


@pytest.fixture
def page(desk: Desk, qtbot):
    """The page, opened, with what there is so far."""
    return opened(desk, qtbot)


def opened(desk: Desk, qtbot):
    desk.window.show_settings()
    desk.hands.to_front(desk.host)
    desk.hands.click_row(desk.window.settings.subjects, "Nhật ký")
    page = desk.window.settings.audit
    qtbot.waitUntil(lambda: page.table.rows.entries != [])
    return page


def column(page, which: int) -> list[str]:
    """What stands in a column of the table."""
    model = page.table.model()
    return [model.index(row, which).data() for row in range(model.rowCount())]


def settled(page, qtbot) -> None:
    """What was asked for has been looked up."""
    qtbot.waitUntil(lambda: not page._typing.isActive() and page._search.isFinished())
    QApplication.processEvents()


def save_as(monkeypatch, path: Path | str) -> None:
    """What the system's dialog would give back."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))


def many(services: Services, count: int = 450) -> None:
    """A log of some pages."""
    builders.add_customer(services)
    with services.office.writing() as work:
        for _number in range(count):
            work.log("backup.made", "x")


# ---- looking back ----------------------------------------------------------------------------------------------------------


def test_the_newest_entry_comes_first_in_words(page, desk):
    newest = desk.services.audit.newest()
    assert "Thêm khách" in column(page, WHAT)
    assert column(page, WHO)[:1] == ["Lan"]
    assert column(page, NUMBER) == [str(number) for number in range(newest, 0, -1)]
    assert reads(page, f"{newest} mục")
    assert not page.older_button.isEnabled()


def test_older_entries_come_when_asked_for(make_desk, qtbot):
    desk = make_desk(fill=many)
    page = opened(desk, qtbot)
    assert reads(page, "200 mục mới nhất")
    desk.hands.click(page.older_button)
    qtbot.waitUntil(lambda: len(column(page, NUMBER)) == 400)
    numbers = [int(number) for number in column(page, NUMBER)]
    assert numbers == list(range(numbers[0], numbers[0] - 400, -1))


def test_filters_narrow_it_while_she_chooses(page, desk, qtbot):
    desk.hands.choose(page.area, "Chính sách")
    settled(page, qtbot)
    assert column(page, WHAT) == ["Thêm phiên bản chính sách"]
    desk.hands.choose(page.area, "Mọi việc")
    page.since.set_day(date(2030, 1, 1))
    settled(page, qtbot)
    assert column(page, WHAT) == [] and reads(page, "Không có mục nào.")
    page.since.set_day(None)
    desk.hands.choose(page.who, "Lan")
    settled(page, qtbot)
    assert set(column(page, WHO)) == {"Lan"}


def test_a_number_finds_a_complaint(make_desk, qtbot):
    desk = make_desk(fill=builders.complaint)
    page = opened(desk, qtbot)
    desk.hands.fill(page.number, "kn-2026-0001")
    settled(page, qtbot)
    assert "Tiếp nhận khiếu nại" in column(page, WHAT)
    assert set(column(page, ABOUT)) == {"KN-2026-0001"}


def test_a_period_that_ends_before_it_begins_is_said_beside_the_field(page, qtbot):
    page.since.set_day(date(2026, 11, 20))
    page.until.set_day(date(2026, 11, 1))
    settled(page, qtbot)
    assert page.until_field.error == "Ngày cuối đứng trước ngày đầu."
    page.until.set_day(date(2026, 11, 30))
    settled(page, qtbot)
    assert page.until_field.error == ""


def test_a_new_search_takes_the_place_of_one_that_still_runs(make_desk, qtbot, monkeypatch):
    monkeypatch.setattr(audit_history, "_RANGE", 5)
    desk = make_desk(fill=many)
    page = opened(desk, qtbot)
    page.number.setText("nothing of that number")
    page.show_newest()
    page.number.setText("1")
    page.show_newest()
    settled(page, qtbot)
    assert column(page, NUMBER) == ["1"]


# ---- checking --------------------------------------------------------------------------------------------------------------


def test_a_whole_log_is_said_with_its_length_and_head(page, desk, qtbot):
    desk.hands.click(page.verify_button)
    assert page.bar.isVisible() and not page.dossier_button.isEnabled()
    newest = desk.services.audit.page().rows[0]
    qtbot.waitUntil(lambda: reads(page, f"Nhật ký liền mạch: {newest.number} mục, mục cuối {newest.printed}."))
    assert not page.bar.isVisible() and page.dossier_button.isEnabled()


def test_an_older_database_is_said(page, desk, qtbot):
    head = desk.services.office.head_file.read()
    desk.services.office.head_file.write(LogHead(head.number + 1, head.digest))
    desk.hands.click(page.verify_button)
    qtbot.waitUntil(lambda: reads(page, "Dữ liệu cũ hơn mục cuối"))


def test_checking_is_stopped_with_the_button(page, desk, qtbot):
    page.verify()
    page.stop_button.click()
    qtbot.waitUntil(page.verify_button.isEnabled)
    assert not page.bar.isVisible()


def test_a_paper_is_compared_with_the_log(page, desk):
    head = desk.services.audit.page().rows[2].printed
    desk.hands.fill(page.head, head.replace(" · ", " ").upper())
    desk.hands.press(Key.Key_Return)
    assert reads(page, f"Khớp với mục {head.partition(' ')[0]}")
    desk.hands.fill(page.head, f"{head[:-1]}{'0' if head[-1] != '0' else '1'}")
    desk.hands.click(page.compare_button)
    assert reads(page, "Không khớp: mục ")
    desk.hands.fill(page.head, "chưa rõ")
    desk.hands.click(page.compare_button)
    assert page.head_field.error.startswith("Mục in trên giấy có dạng")


# ---- giving out ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Nhật ký.csv", "Nhật ký.pdf"])
def test_what_is_shown_goes_into_a_file(page, desk, qtbot, monkeypatch, tmp_path, name):
    save_as(monkeypatch, tmp_path / name)
    desk.hands.click(page.export_button)
    count = desk.services.audit.newest()
    qtbot.waitUntil(lambda: reads(page, f"Đã ghi {count} mục ra tệp."))
    assert (tmp_path / name).stat().st_size > 500


def test_a_file_that_cannot_be_written_is_said(page, desk, qtbot, monkeypatch, tmp_path):
    save_as(monkeypatch, tmp_path / "gone" / "a.csv")
    desk.hands.click(page.export_button)
    qtbot.waitUntil(lambda: reads(page, "Không còn thư mục này."))
    assert page.export_button.isEnabled()


def test_thinking_better_of_it_writes_nothing(page, desk, monkeypatch, tmp_path):
    save_as(monkeypatch, "")
    desk.hands.click(page.export_button)
    assert page.export_button.isEnabled() and not page.bar.isVisible()


def test_a_dossier_is_made_with_what_she_ticks(page, desk, qtbot, monkeypatch, tmp_path):
    save_as(monkeypatch, tmp_path / "hồ sơ.zip")
    desk.hands.click(page.dossier_button)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None and reads(dialog, "Tệp không được mã hóa")
    boxes = dialog.fields["personal"].control.boxes
    assert not any(box.isChecked() for box in boxes.values())
    desk.hands.tab_to(boxes[Personal.NAMES])
    desk.hands.press(Key.Key_Space)
    desk.hands.click(button(dialog, "Chọn nơi lưu"))
    qtbot.waitUntil(lambda: reads(page, "Đã lập hồ sơ.zip"))
    qtbot.waitUntil(lambda: column(page, WHAT)[0].startswith("Lập hồ sơ kiểm tra"))
    with ZipFile(tmp_path / "hồ sơ.zip") as opened_zip:
        text = opened_zip.read("so/khach-hang.csv").decode("utf-8-sig")
    assert builders.HANH.name in text and builders.HANH.email not in text


def test_a_dossier_with_a_broken_log_is_made_and_said(page, desk, qtbot, tmp_path):
    with desk.services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE audit_entry SET subject = 'x' WHERE number = 3")
    page.make_dossier(tmp_path / "a.zip", frozenset())
    qtbot.waitUntil(lambda: reads(page, "nhật ký trong đó đứt từ mục 3"))


# ---- looks -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1366, 697), (1093, 614)])
def test_page_has_nothing_cut_unnamed_or_in_english(make_desk, qtbot, size):
    desk = make_desk(fill=builders.complaint)
    page = opened(desk, qtbot)
    desk.host.resize(*size)
    desk.hands.fill(page.head, "999 · 0000 0000 0000 0000")
    desk.hands.click(page.compare_button)
    QApplication.processEvents()
    assert faults(desk.settings) == []
    assert page.table.isColumnHidden(HEAD) == (size[0] < 1240)
    desk.hands.click(page.dossier_button)
    dialog = QApplication.activeModalWidget()
    assert faults(dialog) == []
    desk.hands.press("Esc")
