"""The customers tab: found as she types, entered once, edited with undo, merged and parted."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

from desktop.models.choices import HoldKind
from desktop.services.customers import CustomerDetails
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows
from tests.views.shipping import ship

TAM = CustomerDetails("Lê Minh Tâm", "0977 013 365", "tam@example.com", "45/2 Thông Reo, Đà Lạt")
HANH_AGAIN = CustomerDetails("Nguyễn Hạnh", "", "hanh.cu@example.com", "3 Phù Đổng, Đà Lạt")

LONG = CustomerDetails(
    "Hộ kinh doanh Nguyễn Phúc Thiên Hương Quỳnh Giao", "0912 003 366", "nguyen.phuc.thien.huong@example.com",
    "Số 125/7A đường Nguyễn Đình Chiểu, phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng", "Khách sỉ lâu năm", "Giảm 5 % từ 10 gói",
)  # fmt: skip


def fill(services) -> None:
    for details in (builders.HANH, TAM, HANH_AGAIN):
        services.customers.add(details)


@pytest.fixture
def tab(make_desk):
    """The customers tab with three customers."""
    desk = make_desk(fill=fill)
    desk.hands.press("Ctrl+2")
    return desk.customers


@pytest.fixture
def open_hanh(tab, hands):
    """The page of Hạnh."""
    hands.click_row(tab.list, builders.HANH.name)
    return tab


def names(tab) -> list[str]:
    return [item.title for item in tab.list.items]


def test_customer_is_found_by_whatever_is_known(tab, hands) -> None:
    known = ("Hạnh", "hanh", "nguyễn hạnh", "3365", "0912003365", "+84 912 003 365", "hanh@example", "hoa mai")
    missed = []
    for typed in known:
        hands.fill(tab.search, typed)
        missed += [] if builders.HANH.name in names(tab) else [typed]
    assert missed == []


def test_list_narrows_while_she_types_by_unikey(tab, hands) -> None:
    hands.press("F3")
    hands.type("Tâm")
    assert names(tab) == [TAM.name]
    assert reads(tab, "1 khách có “Tâm”")


def test_best_hit_opens_by_itself(tab, hands, qtbot) -> None:
    hands.press("F3")
    hands.type("minh")
    qtbot.waitUntil(lambda: reads(tab.view, TAM.name))


def test_digits_in_the_middle_follow_when_she_rests(tab, hands, qtbot) -> None:
    hands.press("F3")
    hands.type("0133")
    assert names(tab) == [TAM.name]
    tab.search.clear()
    tab.search.setFocus()
    tab._services.customers.add(CustomerDetails("Cuối Số", "0912 000 133"))
    hands.type("0133")
    assert names(tab) == ["Cuối Số"]
    qtbot.waitUntil(lambda: names(tab) == ["Cuối Số", TAM.name])


def test_nobody_found_offers_to_add_what_was_typed(tab, hands) -> None:
    hands.press("F3")
    hands.type("Đặng Hoàng Nam")
    assert reads(tab, "Không có khách nào có “Đặng Hoàng Nam”")
    hands.press("F2")
    assert tab.form.name.text() == "Đặng Hoàng Nam"


def test_page_shows_everything_held(open_hanh) -> None:
    for text in ("0912 003 365", "hanh@example.com", "15 Hoa Mai", "Khi khách yêu cầu", "Chưa hỏi"):
        assert reads(open_hanh.view, text)


def test_edit_shows_on_the_page_and_in_the_list(open_hanh, hands) -> None:
    hands.click(button(open_hanh.view, "Sửa"))
    hands.fill(open_hanh.form.name, "Nguyễn Thị Hồng Hạnh")
    hands.press("F9")
    assert reads(open_hanh.view, "Nguyễn Thị Hồng Hạnh")
    assert "Nguyễn Thị Hồng Hạnh" in names(open_hanh)


@pytest.fixture
def edited(open_hanh, hands):
    """Hạnh's address was just changed."""
    hands.click(button(open_hanh.view, "Sửa"))
    hands.fill(open_hanh.form.address, "99 Phù Đổng")
    hands.press("F9")
    assert reads(open_hanh.view, "99 Phù Đổng")
    return open_hanh


def test_edit_is_undone_by_its_banner(edited, hands) -> None:
    assert reads(edited.view, "Đã sửa.")
    hands.click(button(edited.view, "Hoàn tác"))
    assert reads(edited.view, "15 Hoa Mai")
    assert not reads(edited.view, "Đã sửa.")


def test_edit_is_undone_by_ctrl_z(edited, hands) -> None:
    hands.press("Ctrl+Z")
    assert reads(edited.view, "15 Hoa Mai")


def test_edit_that_changes_nothing_offers_no_undo(open_hanh, hands) -> None:
    hands.click(button(open_hanh.view, "Sửa"))
    hands.press("F9")
    assert not reads(open_hanh.view, "Đã sửa.")


def test_known_phone_number_offers_the_existing_customer(tab, hands) -> None:
    enter_double(tab, hands)
    assert tab.form.fields["phone"].error == f"{builders.HANH.name} đã có số điện thoại này."
    hands.click(button(tab, "Mở khách đó"))
    assert reads(tab.view, "15 Hoa Mai")
    assert len(names(tab)) == 3


def test_known_phone_number_of_another_person_is_saved(tab, hands) -> None:
    enter_double(tab, hands)
    hands.click(button(tab, "Người khác, cứ lưu"))
    assert reads(tab.view, "Trần Văn Hai")
    assert "Trần Văn Hai" in names(tab)


def enter_double(tab, hands) -> None:
    hands.press("F2")
    hands.type("Trần Văn Hai")
    hands.fill(tab.form.phone, "+84 912 003 365")
    hands.press("F9")


def test_f2_in_a_half_filled_form_keeps_what_was_typed(tab, hands) -> None:
    hands.press("F2")
    hands.type("Trần Văn Hai")
    hands.press("F2")
    assert tab.form.name.text() == "Trần Văn Hai"


def test_esc_leaves_the_form_without_saving(tab, hands) -> None:
    hands.press("F2")
    hands.type("Trần Văn Hai")
    hands.press(Key.Key_Escape)
    assert len(names(tab)) == 3


def test_contact_is_recorded(open_hanh, hands) -> None:
    hands.click(button(open_hanh.view, "Ghi lần liên hệ"))
    hands.choose(open_hanh.contact.channel, "Zalo")
    hands.fill(open_hanh.contact.note, "Hỏi giờ giao hàng")
    hands.press("F9")
    assert reads(open_hanh.view, "liên hệ lần cuối 21/11/2026")
    history = next(one for one in open_hanh.view.findChildren(type(open_hanh.list)))
    assert rows(history) == ["Khách liên hệ: Zalo. Hỏi giờ giao hàng. 21/11/2026"]


def test_contact_in_the_future_is_refused_beside_its_day(open_hanh, hands) -> None:
    hands.click(button(open_hanh.view, "Ghi lần liên hệ"))
    hands.fill(open_hanh.contact.note, "Hẹn gọi lại")
    open_hanh.contact.day.setFocus()
    hands.press(Key.Key_Up)
    hands.press("F9")
    assert open_hanh.contact.day_field.error == "Lần liên hệ không thể nằm ở tương lai."
    assert open_hanh.contact.note.toPlainText() == "Hẹn gọi lại"


@pytest.fixture
def merged(open_hanh, hands):
    """Two records of Hạnh made one."""
    hands.click(button(open_hanh.view, "Gộp với hồ sơ khác"))
    hands.click_row(open_hanh.merge.found, HANH_AGAIN.name)
    assert "15 Hoa Mai" in open_hanh.merge.choices["address"].currentText()
    assert reads(open_hanh.merge, f"Hai tên khác nhau: {builders.HANH.name} và {HANH_AGAIN.name}.")
    hands.press("F9")
    return open_hanh


def test_merge_leaves_one_record(merged) -> None:
    assert sorted(names(merged)) == sorted([TAM.name, builders.HANH.name])
    assert reads(merged.view, f"Gộp với {HANH_AGAIN.name}") or reads(merged.view, f"Đã gộp với {HANH_AGAIN.name}")


def test_merged_records_are_parted_again(merged, hands) -> None:
    hands.click(button(merged.view, "Tách ra lại"))
    assert sorted(names(merged)) == sorted([TAM.name, builders.HANH.name, HANH_AGAIN.name])


def test_merge_wants_the_other_record_first(open_hanh, hands) -> None:
    hands.click(button(open_hanh.view, "Gộp với hồ sơ khác"))
    assert not open_hanh.merge.merge_button.isEnabled()
    hands.press(Key.Key_Escape)
    assert reads(open_hanh.view, builders.HANH.name)


def test_empty_register_says_what_it_is_for_and_offers_one_action(make_desk) -> None:
    desk: Desk = make_desk()
    desk.hands.press("Ctrl+2")
    assert reads(desk.customers, "Chưa có khách nào")
    desk.hands.click(button(desk.customers.stack, "Thêm khách"))
    assert desk.hands.place is desk.customers.form.name


def test_complaint_is_taken_from_the_page(open_hanh, hands, qtbot) -> None:
    hands.click(button(open_hanh.view, "Ghi khiếu nại"))
    intake = open_hanh.window().centralWidget().complaints.intake
    assert intake.who.chosen_name.text() == builders.HANH.name
    assert hands.place is intake.category


# ---- at 125 % ----------------------------------------------------------------------------------------------------------------


def crowd(services) -> None:
    """A shop that ships, with a customer of whom everything is long."""
    ship(services)
    customer_id = services.customers.add(LONG)
    services.erasures.note_wish(customer_id, services.office.today())
    services.holds.add(
        customer_id, HoldKind.LAW, "hóa đơn bán hàng và sổ kế toán năm 2026", date(2036, 12, 31), "Điều 41 Luật Kế toán"
    )


def open_long(window) -> None:
    window.open_customer(window.customers._services.customers.search("3366")[0].id)


def fill_manifest(window) -> None:
    window.show_tab(3)
    window.disclosures.start_manifest()
    window.disclosures.manifest.add([row.id for row in window.customers._services.customers.search("0905")])


def enter_one(window) -> None:
    window.show_tab(3)
    window.disclosures.start_entry()
    window.disclosures.entry.pick(1)


def show_recipients(window) -> None:
    window.show_tab(3)
    window.disclosures.show_recipients()


def record_consent(window) -> None:
    window.show_tab(2)
    window.consents.start_recording(1)


PAGES = (open_long, record_consent, enter_one, fill_manifest, show_recipients, lambda window: window.take_complaint())


@pytest.mark.parametrize("lead", PAGES)
@pytest.mark.parametrize("size", [(1093, 614), (1240, 640)])
def test_page_is_not_wider_than_its_place(make_desk, lead, size: tuple[int, int]) -> None:
    desk = make_desk(fill=crowd)
    desk.host.setMinimumSize(400, 300)
    desk.host.resize(*size)
    lead(desk.window)
    QApplication.processEvents()
    areas = [area for area in desk.window.findChildren(QScrollArea) if area.isVisible() and area.widget()]
    assert areas
    assert [faults for area in areas if (faults := too_wide(area))] == []


def too_wide(area: QScrollArea) -> str:
    needed, room = area.widget().minimumSizeHint().width(), area.viewport().width()
    return f"{needed} px in {room} px" if needed > room else ""


@pytest.mark.parametrize("width", [1093, 1240, 1280, 1366])
def test_complaint_is_not_wider_than_its_place(make_desk, width: int) -> None:
    desk = make_desk(fill=builders.complaint)
    desk.host.setMinimumSize(400, 300)
    desk.host.resize(width, 640)
    desk.hands.press("Ctrl+5")
    area = desk.case.findChild(QScrollArea)
    assert area.isVisible()
    assert too_wide(area) == ""


def test_room_for_the_name_on_paper_stands_there_where_the_name_cannot_print(desk: Desk) -> None:
    desk.hands.press("Ctrl+2")
    desk.hands.click_row(desk.customers.list, builders.HANH.name)
    desk.hands.click(button(desk.customers.view, "Sửa"))
    form = desk.customers.form
    assert not form.fields["printed_name"].isVisible()
    desk.hands.paste(form.name, "Hạnh 🌸")
    desk.hands.press(Key.Key_Tab)
    assert form.fields["printed_name"].isVisible() and form.printed.hasFocus()
    assert reads(form, "Thư không in được 🌸: ghi tên như sẽ in trên giấy.")
    desk.hands.type("Nguyễn Thị Hạnh")
    desk.hands.press("F9")
    details = desk.services.customers.page(1).details
    assert (details.name, details.printed_name) == ("Hạnh 🌸", "Nguyễn Thị Hạnh")


def test_nobody_is_shown_while_she_searches_for_somebody_who_is_not_there(desk: Desk, qtbot) -> None:
    desk.hands.press("Ctrl+2")
    tab = desk.customers
    desk.hands.click_row(tab.list, builders.HANH.name)
    assert tab.view.isVisible()
    desk.hands.press("F3")
    desk.hands.type("Trần Không Có")
    assert not tab.view.isVisible()
    assert reads(tab, "Trần Không Có")
    opened = []
    tab.complaint_wanted.connect(opened.append)
    assert not any(one.isVisible() for one in tab.findChildren(QAbstractButton) if one.text() == "Ghi khiếu nại")
    tab.view.complaint_wanted.emit()
    assert opened == []
    desk.hands.press("Ctrl+A", Key.Key_Delete)
    qtbot.waitUntil(tab.view.isVisible)
    assert reads(tab.view, builders.HANH.name)


def test_what_she_began_after_a_search_without_hit_does_not_give_way_to_a_page(desk: Desk, qtbot) -> None:
    desk.hands.press("Ctrl+2")
    tab = desk.customers
    desk.hands.click_row(tab.list, builders.HANH.name)
    desk.hands.press("F3")
    desk.hands.type("Trần Không Có")
    desk.hands.press("F2")
    assert tab.form.isVisible()
    tab.search.clear()
    qtbot.waitUntil(lambda: bool(rows(tab.list)))
    assert tab.form.isVisible()


def test_an_act_without_undo_ends_the_offer_of_the_one_before(desk: Desk) -> None:
    desk.hands.press("Ctrl+2")
    tab = desk.customers
    desk.hands.click_row(tab.list, builders.HANH.name)
    desk.hands.click(button(tab.view, "Sửa"))
    desk.hands.fill(tab.form.name, "Nguyễn Hạnh")
    desk.hands.press("F9")
    desk.hands.click(button(tab.view, "Ghi lần liên hệ"))
    desk.hands.press("F9")
    desk.hands.press("Ctrl+Z")
    assert desk.services.customers.page(1).details.name == "Nguyễn Hạnh"
