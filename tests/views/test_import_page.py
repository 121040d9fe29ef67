"""Reading a list of customers in, as the owner does it: a file dropped, its columns seen, every row looked at, taken in, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from desktop.services.import_plan import RowState
from desktop.storage import sheet_files
from desktop.views.background import is_busy
from desktop.views.widgets.form_dialog import FormDialog
from tests import builders, sheets
from tests.views.hands import Key, button, reads

LAN = ("Trần Thị Lan", "0903 453 365", "lan@example.com", "12 Ngõ Gạch", "01/10/2026")
MOVED = ("Nguyễn Thị Hạnh", builders.HANH.phone, "", "9 Hẻm Sương", "")
BROKEN = ("Lê Văn Bảy", "9.03E+08", "", "", "")
GONE = ("Đỗ Thị Khuê", "0907 222 111", "", "", "")


def fill(services) -> None:
    services.customers.add(builders.HANH)
    gone = services.customers.add(CustomerDetails(*GONE[:2]))
    services.erasures.note_wish(gone, services.office.today())
    services.erasures.erase(Chosen((gone,)))


@pytest.fixture
def desk(make_desk):
    """The customers tab, one customer in it, another erased at their own request, and the import begun."""
    desk = make_desk(fill=fill)
    desk.hands.press("Ctrl+2", "Ctrl+I")
    return desk


@pytest.fixture
def page(desk):
    return desk.customers.importing


@pytest.fixture
def settled(qtbot):
    """Waits until nothing is under way any more and all of it is shown."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not is_busy())
        QApplication.processEvents()

    return wait


@pytest.fixture
def looked_at(page, hands, settled, tmp_path):
    """A list of four, dropped and looked at row by row."""
    hands.drop(page.choosing.drop, sheets.people(tmp_path / "Khách cũ.xlsx", LAN, MOVED, BROKEN, GONE))
    settled()
    hands.press("F9")
    settled()
    return page


def cells(page, row: int) -> list[str]:
    model = page.preview.table.model()
    return [model.index(row, column).data() for column in range(1, model.columnCount())]


def choose_row(page, row: int) -> None:
    page.preview.table.setFocus()
    page.preview.table.setCurrentIndex(page.preview.table.model().index(row, 2))


def names(desk) -> list[str]:
    return [hit.name for hit in desk.services.customers.search("")]


def test_the_columns_are_known_by_their_names_and_shown_with_examples(page, hands, settled, tmp_path) -> None:
    hands.drop(page.choosing.drop, sheets.kiotviet(tmp_path / "kv.xlsx", ten="Trần Thị Lan", dien_thoai="0903453365", cccd="079"))
    settled()
    assert reads(page, "kv.xlsx: 1 dòng")
    assert reads(
        page, "Không lấy, vì sổ khách hàng không giữ loại dữ liệu này: Mã số thuế, Số CMND/CCCD, Ngày sinh, Giới tính, Facebook."
    )
    chosen = {place: choice.currentText() for place, choice in enumerate(page.columns.choices) if choice.value() is not None}
    assert {sheets.KIOTVIET[place]: text for place, text in chosen.items()} == {
        "Tên khách hàng": "Tên", "Điện thoại": "Điện thoại", "Địa chỉ": "Địa chỉ", "Khu vực giao hàng": "Tỉnh, thành phố (ghép vào địa chỉ)",
        "Phường/Xã": "Phường, xã (ghép vào địa chỉ)", "Email": "Thư điện tử", "Nhóm khách hàng": "Nhóm", "Ghi chú": "Quyền lợi",
        "Ngày giao dịch cuối": "Ngày liên hệ gần nhất",
    }  # fmt: skip


def test_what_becomes_of_every_row_is_said_before_anything_is_written(looked_at, desk) -> None:
    assert cells(looked_at, 0)[2:] == ["Khách mới", "Liên hệ gần nhất 01/10/2026"]
    assert cells(looked_at, 1)[2:] == ["Có thay đổi", f"Địa chỉ: {builders.HANH.address} → 9 Hẻm Sương"]
    assert cells(looked_at, 2)[2:] == [
        "Không lấy", "Excel đã rút gọn số này nên mất chữ số. Định dạng cột là văn bản rồi gõ lại hoặc xuất lại.",
    ]  # fmt: skip
    assert cells(looked_at, 3)[2] == "Từng xin xóa"
    assert looked_at.next_button.text() == "Nhập 2 dòng"
    assert names(desk) == [builders.HANH.name]


def test_taken_in_and_undone_without_a_mouse(looked_at, desk, hands, settled) -> None:
    hands.press("F9")
    settled()
    assert reads(looked_at, "Đã nhập: 1 khách mới, 1 khách có thay đổi.")
    assert names(desk) == [LAN[0], builders.HANH.name]
    assert reads(looked_at, "Khách cũ.xlsx")
    undo = button(looked_at, "Hoàn tác lần nhập này")
    hands.tab_to(undo)
    hands.press(Key.Key_Space)
    settled()
    assert reads(looked_at, "Đã hoàn tác: bỏ ra 1 khách, trả lại như cũ 1 khách.")
    assert names(desk) == [builders.HANH.name]
    hands.press("Esc")
    assert reads(desk.customers, builders.HANH.address)


def test_space_takes_a_row_out_and_a_refused_row_cannot_be_put_in(looked_at, desk, hands, settled) -> None:
    choose_row(looked_at, 1)
    hands.press(Key.Key_Space)
    assert looked_at.next_button.text() == "Nhập 1 dòng"
    choose_row(looked_at, 2)
    hands.press(Key.Key_Space)
    assert looked_at.next_button.text() == "Nhập 1 dòng"
    hands.press("F9")
    settled()
    assert reads(looked_at, "Đã nhập: 1 khách mới.")
    assert desk.services.customers.page(1).details.address == builders.HANH.address


def test_somebody_who_asked_to_be_deleted_is_taken_in_only_when_she_says_that_they_came_back(
    looked_at, desk, hands, settled
) -> None:
    assert reads(looked_at, "1 dòng là người từng xin xóa dữ liệu. Chỉ chọn khi chính họ quay lại.")
    hands.click(looked_at.preview.all_link)
    assert looked_at.next_button.text() == "Nhập 2 dòng"
    choose_row(looked_at, 3)
    hands.press(Key.Key_Space)
    (dialog,) = (found for found in looked_at.findChildren(FormDialog) if found.isVisible())
    assert reads(dialog, "Đỗ Thị Khuê có tự mình quay lại không?")
    assert reads(dialog, "đã yêu cầu cửa hàng xóa dữ liệu")
    hands.press("Esc")
    hands.to_front(desk.host)
    assert looked_at.next_button.text() == "Nhập 2 dòng"
    choose_row(looked_at, 3)
    hands.press(Key.Key_Space, "F9")
    hands.to_front(desk.host)
    assert looked_at.next_button.text() == "Nhập 3 dòng"
    hands.press("F9")
    settled()
    assert names(desk) == [GONE[0], LAN[0], builders.HANH.name]


def test_rows_that_are_not_taken_are_saved_as_a_file(looked_at, hands, settled, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda _owner, _title, name, _kinds: (str(tmp_path / name), ""))
    hands.click(looked_at.preview.refused_button)
    settled()
    assert reads(looked_at, "Đã lưu. Sửa các dòng trong tệp đó rồi nhập lại.")
    saved = sheet_files.read(tmp_path / "dong-chua-nhap.xlsx")
    assert [row[0] for row in saved.rows] == ["Họ và tên", BROKEN[0], GONE[0]]
    assert saved.rows[0][-1] == "Vì sao chưa nhập"
    assert looked_at.next_button.text() == "Nhập 2 dòng"


def test_the_filter_shows_one_kind_of_row_and_the_line_below_says_it_whole(looked_at, hands) -> None:
    hands.choose(looked_at.preview.filter, "Không lấy · 1")
    assert [row.state for row in looked_at.preview.table.rows.rows] == [RowState.REFUSED]
    assert looked_at.preview.whole.text().startswith("Dòng 4, Lê Văn Bảy: Excel đã rút gọn số này")
    hands.choose(looked_at.preview.filter, "Mọi dòng · 4")
    hands.click(looked_at.preview.none_link)
    assert looked_at.next_button.text() == "Chưa chọn dòng nào"
    assert not looked_at.next_button.isEnabled()


def test_what_is_no_list_is_said_where_it_was_dropped_and_the_next_file_goes_on(page, hands, settled, tmp_path: Path) -> None:
    broken = tmp_path / "hỏng.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    hands.drop(page.choosing.drop, broken)
    settled()
    assert reads(page, "Tệp này bị hỏng hoặc không phải tệp Excel.")
    hands.drop(page.choosing.drop, sheets.people(tmp_path / "a.xlsx", LAN))
    settled()
    assert reads(page, "a.xlsx: 1 dòng")


def test_a_list_without_known_headings_asks_which_column_holds_the_name(page, desk, hands, settled, tmp_path) -> None:
    path = sheets.xlsx(
        tmp_path / "a.xlsx", [("Danh sách 2026",), ("A", "B"), ("Trần Thị Lan", "0903453365")], [("x",)], names=("Một", "Hai")
    )
    hands.drop(page.choosing.drop, path)
    settled()
    hands.press("F9")
    settled()
    assert reads(page, "Chọn cột nào chứa tên khách hàng.")
    hands.choose(page.columns.heading, "2: A, B")
    hands.choose(page.columns.choices[0], "Tên")
    hands.choose(page.columns.choices[1], "Tên")
    hands.press("F9")
    assert reads(page, "Hai cột cùng được chọn là “Tên”. Chỉ chọn một cột.")
    hands.choose(page.columns.choices[1], "Điện thoại")
    hands.press("F9")
    settled()
    hands.press("F9")
    settled()
    assert names(desk)[0] == "Trần Thị Lan"


def test_a_register_that_changed_meanwhile_is_said_and_nothing_is_lost(looked_at, desk, hands, settled) -> None:
    desk.services.customers.add(CustomerDetails("Phạm Thị Hoa"))
    hands.press("F9")
    settled()
    assert reads(looked_at, "Sổ khách hàng đã thay đổi sau khi xem. Xem lại từng dòng một lần nữa.")
    hands.press("Esc", "F9")
    settled()
    hands.press("F9")
    settled()
    assert LAN[0] in names(desk)


def test_back_goes_one_step_and_out(looked_at, desk, hands) -> None:
    for expected in ("Khách cũ.xlsx: 4 dòng", "Thả danh sách khách hàng vào đây"):
        hands.press("Esc")
        assert reads(looked_at, expected)
    hands.press("Esc")
    assert not looked_at.isVisible()
    assert names(desk) == [builders.HANH.name]
