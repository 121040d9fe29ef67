"""The shipping manifest: numbers pasted, reasons read, cells typed, a repeat noticed, a stop, a disk that refuses."""

from __future__ import annotations

import pytest

from desktop.services.customers import CustomerDetails
from desktop.services.manifests import Parcel
from desktop.views.disclosures.manifest import ManifestPage
from desktop.views.disclosures.parcels import CASH, GOODS, NAME, REFERENCE
from tests import builders
from tests.documents.test_sheet import Book, read_csv
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows
from tests.views.shipping import (
    AN,
    BINH,
    CHI,
    DUNG,
    GHN,
    HANH,
    PHONES,
    card_of,
    cards,
    cell,
    click_cell,
    confirm,
    folder_for,
    line_of,
    open_manifest,
    paper,
    paste_numbers,
    say,
    ship,
    type_on,
)  # fmt: skip

NHAN = "Đinh Văn Nhàn"


@pytest.fixture
def desk(make_desk) -> Desk:
    """The manifest of Hạnh and An, with three left out."""
    desk = make_desk(fill=ship)
    open_manifest(desk)
    paste_numbers(desk, *PHONES.values())
    return desk


def page(desk: Desk) -> ManifestPage:
    return desk.window.disclosures.manifest


def make(desk: Desk, qtbot) -> None:
    desk.hands.press("F10")
    qtbot.waitUntil(lambda: reads(desk.window, "Đã cung cấp cho ai, thông tin gì"))


def test_who_goes_and_who_not_is_said_with_the_ways_out(desk: Desk) -> None:
    assert reads(desk.window, "Phiếu giao hàng: 2 khách đi, 3 khách bị bỏ ra")
    assert set(cards(desk)) == {BINH, CHI, DUNG}
    assert "Khách tự đến lấy" in cards(desk)[DUNG]
    assert "Ghi nhận đồng ý" in cards(desk)[BINH]
    assert "Ghi nhận đồng ý" not in cards(desk)[DUNG]


def test_pasted_numbers_that_nobody_has_are_named(desk: Desk) -> None:
    paste_numbers(desk, "0905 009 999", "84912003365")
    assert reads(desk.window, "1 số không thuộc khách nào: 0905 009 999")
    assert reads(desk.window, "2 khách đi")


def test_number_of_two_customers_is_left_to_her(desk: Desk) -> None:
    desk.services.customers.add(CustomerDetails("Lê Thị An", PHONES[AN], "", "2 Hoa Mai"), even_if_known=True)
    paste_numbers(desk, PHONES[AN])
    assert reads(desk.window, f"{PHONES[AN]}")
    assert reads(desk.window, "2 khách đi")


def test_customer_is_added_by_search_and_stays_once(desk: Desk) -> None:
    desk.hands.click(page(desk).picker.search)
    desk.hands.type("hanh")
    desk.hands.press(Key.Key_Return)
    assert reads(desk.window, "2 khách đi")
    assert desk.hands.place is page(desk).picker.search


def test_forms_of_all_who_were_not_asked_are_printed(desk: Desk) -> None:
    desk.hands.click(button(desk.window, "In mọi phiếu"))
    assert [name in paper(desk, place) for place, name in enumerate((BINH, CHI))] == [True, True]
    assert len(desk.printed) == 2


def test_one_form_is_printed(desk: Desk) -> None:
    desk.hands.click(button(card_of(desk, CHI), "In phiếu"))
    assert CHI in paper(desk)


def test_customer_who_fetches_the_order_goes_off_the_list(desk: Desk) -> None:
    desk.hands.click(button(card_of(desk, DUNG), "Khách tự đến lấy"))
    assert set(cards(desk)) == {BINH, CHI}


def test_asking_is_left_with_esc_and_the_manifest_stands_as_it_was(desk: Desk) -> None:
    desk.hands.click(button(card_of(desk, BINH), "Ghi nhận đồng ý"))
    assert reads(desk.window, f"{BINH} đồng ý những gì?")
    desk.hands.press(Key.Key_Escape)
    assert reads(desk.window, "Phiếu giao hàng: 2 khách đi, 3 khách bị bỏ ra")


def test_text_longer_than_its_column_gets_a_second_line(make_desk) -> None:
    desk = make_desk(fill=ship)
    long = desk.services.customers.add(
        CustomerDetails(NHAN, "0905 000 709", "", "125/7A Nguyễn Đình Chiểu, Xuân Hương - Đà Lạt, Lâm Đồng")
    )
    say(desk.services, long)
    open_manifest(desk)
    paste_numbers(desk, PHONES[AN], PHONES[BINH], "0905 000 709")
    table = page(desk).table
    assert table.rowHeight(line_of(table, NHAN)) > table.rowHeight(line_of(table, AN))


def test_table_says_that_it_is_typed_into(desk: Desk) -> None:
    assert reads(page(desk), "Bấm đúp vào ô để gõ hàng, tiền, ghi chú.")


def test_typed_cells_stay_when_the_list_changes(desk: Desk) -> None:
    table = page(desk).table
    click_cell(table, line_of(table, AN), GOODS)
    type_on(desk, "Trà atisô đặc biệt")
    desk.hands.press(Key.Key_Return)
    desk.hands.click(button(card_of(desk, CHI), "Khách tự đến lấy"))
    assert cell(table, line_of(table, AN), GOODS) == "Trà atisô đặc biệt"


def test_cell_that_is_still_open_counts_when_the_file_is_made(desk: Desk, qtbot, tmp_path) -> None:
    written = folder_for(desk, tmp_path)
    table = page(desk).table
    click_cell(table, line_of(table, AN), REFERENCE)
    type_on(desk, "DH-7")
    make(desk, qtbot)
    assert any("DH-7" in line for line in Book(written[0].read_bytes()).rows())
    assert any("DH-7" in line for line in rows(desk.window.disclosures.list))


def test_sum_in_letters_is_refused_and_no_file_is_made(desk: Desk, sentences, tmp_path) -> None:
    written = folder_for(desk, tmp_path)
    table = page(desk).table
    click_cell(table, 0, CASH)
    type_on(desk, "một trăm")
    desk.hands.press("F10")
    assert sentences.take() == ["Ghi số tiền bằng chữ số, ví dụ 1.250.000."]
    assert written == []
    assert reads(desk.window, "Phiếu giao hàng: 2 khách đi")


def test_delete_empties_a_cell_and_takes_a_customer_off_at_the_name(desk: Desk) -> None:
    table = page(desk).table
    click_cell(table, line_of(table, AN), GOODS)
    type_on(desk, "Trà")
    desk.hands.press(Key.Key_Return, Key.Key_Delete)
    assert cell(table, line_of(table, AN), GOODS) == ""
    click_cell(table, line_of(table, AN), NAME)
    desk.hands.press(Key.Key_Delete)
    assert reads(desk.window, "1 khách đi")
    assert [row.name for row in table.rows.rows] == [HANH]


def test_customer_is_taken_off_with_the_mouse(desk: Desk) -> None:
    table = page(desk).table
    click_cell(table, line_of(table, AN), NAME)
    desk.hands.click(page(desk).remove_button)
    assert reads(page(desk), "Đã bỏ khỏi danh sách.")
    assert [row.name for row in table.rows.rows] == [HANH]


def test_customer_who_was_taken_off_comes_back_with_the_parcel(desk: Desk) -> None:
    table = page(desk).table
    click_cell(table, line_of(table, AN), GOODS)
    type_on(desk, "Trà")
    desk.hands.press(Key.Key_Return)
    click_cell(table, line_of(table, AN), NAME)
    desk.hands.press(Key.Key_Delete, "Ctrl+Z")
    assert cell(table, line_of(table, AN), GOODS) == "Trà"
    assert not reads(page(desk), "Đã bỏ khỏi danh sách.")


def test_csv_is_made_for_the_carrier_that_wants_it(desk: Desk, qtbot, tmp_path) -> None:
    written = folder_for(desk, tmp_path)
    desk.hands.choose(page(desk).format, "CSV")
    make(desk, qtbot)
    assert written[0].suffix == ".csv"
    assert len(read_csv(written[0].read_bytes())) == 3


def test_notice_given_with_the_order_is_entered_for_all(desk: Desk, qtbot, tmp_path) -> None:
    folder_for(desk, tmp_path)
    desk.hands.click(page(desk).told)
    make(desk, qtbot)
    assert all("Đã báo" in line for line in rows(desk.window.disclosures.list))


def test_repeat_is_noticed_and_made_only_when_she_says_so(desk: Desk, qtbot, tmp_path) -> None:
    written = folder_for(desk, tmp_path)
    make(desk, qtbot)
    desk.hands.press("F2")
    paste_numbers(desk, PHONES[HANH], PHONES[AN])
    desk.hands.press("F10")
    qtbot.waitUntil(lambda: reads(desk.window, f"Các gói này đã đưa cho {GHN} trong phiếu ngày 21/11/2026."))
    assert len(written) == 1
    desk.hands.click(button(desk.window, "Vẫn lập phiếu"))
    qtbot.waitUntil(lambda: reads(desk.window, "Đã cung cấp cho ai, thông tin gì"))
    assert len(written) == 2
    assert len(rows(desk.window.disclosures.list)) == 4


def test_stop_leaves_nothing_behind(desk: Desk, qtbot, tmp_path) -> None:
    written = folder_for(desk, tmp_path)
    page(desk).make()
    desk.hands.click(button(desk.window, "Dừng"))
    qtbot.waitUntil(lambda: reads(desk.window, "Đã dừng. Chưa ghi gì và chưa lập tệp."))
    assert written == []
    assert desk.services.disclosures.rows() == []
    assert button(desk.window, "Xuất tệp và ghi sổ 2 lượt").isEnabled()


def test_file_that_the_disk_refuses_is_listed_saved_later_and_then_marked_as_not_sent(
    desk: Desk, qtbot, tmp_path, sentences
) -> None:
    written = folder_for(desk, tmp_path / "không có")
    make(desk, qtbot)
    assert len(sentences.take()) == 1
    assert not written[0].exists()
    desk.hands.click(button(desk.window, "Các tệp"))
    assert reads(desk.window, "Tệp chưa lưu")
    again = folder_for(desk, tmp_path)
    desk.hands.click(button(desk.window, "Lưu tệp"))
    assert again[0].exists()
    assert reads(desk.window, "Đã lưu")
    desk.hands.click(button(desk.window, "Đánh dấu chưa gửi"))
    confirm(desk)
    desk.hands.press(Key.Key_Escape)
    assert all("Đã hủy" in line for line in rows(desk.window.disclosures.list))


def test_file_that_was_not_saved_is_offered_on_the_dashboard(desk: Desk, qtbot) -> None:
    page(desk).ask_path = lambda _name: ""
    make(desk, qtbot)
    desk.hands.press("Ctrl+1")
    qtbot.waitUntil(lambda: reads(desk.window, "1 tệp giao hàng chưa lưu"))
    desk.hands.click(button(desk.window, "Lưu tệp"))
    assert reads(desk.window, "Tệp gửi bên vận chuyển")


def test_those_who_were_left_out_wait_for_the_next_manifest_of_that_day_or_a_later_one(desk: Desk, qtbot, tmp_path) -> None:
    folder_for(desk, tmp_path)
    make(desk, qtbot)
    desk.clock.move(days=1)
    desk.hands.press("F2")
    assert set(cards(desk)) == {BINH, CHI, DUNG}
    assert page(desk).day.day() == desk.clock.today


def test_without_a_carrier_the_way_to_one_is_offered(make_desk) -> None:
    desk = make_desk(fill=builders.add_customer)
    open_manifest(desk)
    assert reads(desk.window, "Chưa có bên vận chuyển")
    desk.hands.click(button(page(desk), "Bên nhận"))
    desk.hands.click(button(desk.window, GHN))
    desk.hands.press(Key.Key_Escape, "F2")
    assert page(desk).carrier.currentText() == GHN
    assert not reads(page(desk), "Vào mục Bên nhận")


def test_carrier_gets_the_columns_as_they_were_renamed(desk: Desk, qtbot, tmp_path) -> None:
    written = folder_for(desk, tmp_path)
    desk.hands.press(Key.Key_Escape)
    desk.hands.click(button(desk.window, "Bên nhận"))
    recipients = desk.window.disclosures.recipients
    desk.hands.fill(recipients.headings["goods"], "Mặt hàng")
    desk.hands.press("F9", Key.Key_Escape, "F2")
    make(desk, qtbot)
    assert "Mặt hàng" in Book(written[0].read_bytes()).rows()[0]


def test_whole_manifest_without_a_mouse(make_desk, qtbot, tmp_path) -> None:
    desk = make_desk(fill=ship)
    hands, manifest = desk.hands, page(desk)
    written = folder_for(desk, tmp_path)
    open_manifest(desk)
    for digits in ("3365", "0702", "0704"):
        hands.type(digits)
        hands.press(Key.Key_Return)
    assert reads(desk.window, "1 khách đi, 2 khách bị bỏ ra")
    hands.tab_to(button(card_of(desk, BINH), "Ghi nhận đồng ý"))
    hands.press(Key.Key_Space)
    record = desk.window.disclosures.record
    hands.tab_to(next(iter(record.rows[-1].buttons.values())))
    hands.press(Key.Key_Space, "F9")
    assert reads(desk.window, "2 khách đi, 1 khách bị bỏ ra")
    hands.tab_to(manifest.table)
    hands.press(Key.Key_Home, *[Key.Key_Right] * REFERENCE)
    type_on(desk, "DH-1")
    hands.press(Key.Key_Tab)
    type_on(desk, "Cà phê")
    hands.press(Key.Key_Return)
    hands.tab_to(manifest.told)
    hands.press(Key.Key_Space, "F10")
    qtbot.waitUntil(lambda: reads(desk.window, "Đã cung cấp cho ai, thông tin gì"))
    assert Book(written[0].read_bytes()).rows()[1][3:5] == ["DH-1", "Cà phê"]
    assert len(rows(desk.window.disclosures.list)) == 2


def test_tab_while_typing_goes_on_to_the_next_cell_and_line(desk: Desk) -> None:
    table = page(desk).table
    click_cell(table, 0, REFERENCE)
    for text in ("DH-1", "Trà", "5000", "gọi trước", "DH-2"):
        type_on(desk, text)
        desk.hands.press(Key.Key_Tab)
    assert table.rows.rows[0].parcel == Parcel(table.rows.rows[0].parcel.customer_id, "DH-1", "Trà", "gọi trước", 5000)
    assert table.rows.rows[1].parcel.reference == "DH-2"
