"""The disclosures tab: the register with one entry beside it, entering by hand before the gate, recipients, notices, letters after a change."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.models.choices import RecipientKind
from desktop.services.customers import CustomerDetails
from desktop.views.disclosures.entry import EntryPage
from desktop.views.disclosures.recipients import RecipientsPage
from tests import builders
from tests.documents.test_sheet import Book
from tests.services.giving import POLICE, SENDER, carrier, entered, give
from tests.services.giving import say as say_to
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows, words
from tests.views.shipping import GHN, HANH, confirm, dialog, folder_for, paper, ship, tick  # fmt: skip


def told(services) -> None:
    """Hạnh's parcel of yesterday went out with GHN; a police station and a sending service are in the list."""
    ship(services)
    ghn = next(row.id for row in services.recipients.rows())
    hanh = services.customers.search("3365")[0].id
    give(services, hanh, ghn, purpose="Giao đơn hàng", order_reference="DH-1")
    entered(services, POLICE, RecipientKind.STATE_AGENCY)
    entered(services, SENDER, RecipientKind.SERVICE_PROVIDER)


@pytest.fixture
def desk(make_desk) -> Desk:
    desk = make_desk(fill=told)
    desk.hands.press("Ctrl+4")
    return desk


# ---- the register ----------------------------------------------------------------------------------------------------------


def test_register_shows_who_was_told_what_and_the_entry_beside_it(desk: Desk, qtbot) -> None:
    tab = desk.window.disclosures
    assert rows(tab.list) == [f"{HANH}. {GHN} · đơn DH-1. Chưa báo. 21/11"]
    for text in (
        "21/11/2026",
        f"{HANH} · 0912 003 365",
        "Họ tên, Số điện thoại, Địa chỉ",
        "Giao đơn hàng",
        "Khách đồng ý",
        "chưa báo",
    ):
        assert reads(tab.side, text), text
    qtbot.waitUntil(lambda: reads(tab, "Còn 1 lần chưa báo khách"))


def test_wrong_entry_is_voided_with_a_reason_and_stays_readable(desk: Desk) -> None:
    tab = desk.window.disclosures
    desk.hands.click(button(tab.side, "Ghi nhầm"))
    asked = dialog(desk)
    desk.hands.press("F9")
    assert asked.fields["void_reason"].error
    desk.hands.type("Đơn này khách tự lấy")
    desk.hands.press("F9")
    desk.hands.to_front(desk.host)
    assert reads(tab.side, "Đã hủy: Đơn này khách tự lấy")
    assert "Đã hủy" in rows(tab.list)[0]
    assert "Ghi nhầm" not in words(tab.side)


def test_entry_leads_to_the_customer_and_to_the_notice(desk: Desk) -> None:
    tab = desk.window.disclosures
    desk.hands.click(button(tab.side, "Báo cho khách"))
    assert reads(tab, "Còn 1 lần chưa báo khách")
    desk.hands.press(Key.Key_Escape)
    desk.hands.click(button(tab.side, "Xem trang khách"))
    assert reads(desk.window, "Thông tin đang giữ")


def test_only_those_not_told_yet(desk: Desk) -> None:
    tab = desk.window.disclosures
    desk.hands.choose(tab.filter, "Chưa báo cho khách")
    assert len(rows(tab.list)) == 1
    desk.hands.click(button(tab.side, "Báo cho khách"))
    desk.hands.press("F9")
    confirm(desk)
    desk.hands.press(Key.Key_Escape)
    assert rows(tab.list) == ["Mọi khách đều đã được báo."]


def test_empty_tab_says_what_it_is_for_and_leads_everywhere(make_desk) -> None:
    desk = make_desk()
    desk.hands.press("Ctrl+4")
    assert reads(desk.window, "Khi gửi hàng, lập tệp cho bên vận chuyển ở đây")
    for door in ("Phiếu giao hàng", "Ghi một lần", "Bên nhận", "Các tệp"):
        desk.hands.click(button(desk.window.disclosures, door))
        desk.hands.press(Key.Key_Escape)
        desk.hands.press("Ctrl+1", "Ctrl+4")
        assert reads(desk.window, "Khi gửi hàng, lập tệp cho bên vận chuyển ở đây"), door


# ---- entering by hand ------------------------------------------------------------------------------------------------------


def entry(desk: Desk, digits: str = "3365") -> EntryPage:
    """The form about one customer."""
    page = desk.window.disclosures.entry
    desk.hands.click(button(desk.window.disclosures, "Ghi một lần"))
    desk.hands.type(digits)
    desk.hands.press(Key.Key_Return)
    return page


def test_email_to_a_carrier_stands_closed_with_the_sentence_and_the_way_out(desk: Desk) -> None:
    page = entry(desk)
    desk.hands.choose(page.recipient, GHN)
    assert reads(page, f"{HANH} · 0912 003 365")
    assert {code for code, check in page.checks.items() if check.isEnabled()} == {"name", "phone", "address"}
    assert reads(page, "Chính sách không cho bên này nhận thông tin này.")
    assert reads(page, "Bỏ ra, hoặc công bố chính sách mới.")
    assert not any(check.isChecked() for check in page.checks.values())


def test_delivery_is_entered_by_hand_and_told_with_the_order(desk: Desk) -> None:
    page = entry(desk)
    desk.hands.choose(page.recipient, GHN)
    for name in ("Họ tên", "Địa chỉ"):
        tick(desk, page, name)
    desk.hands.fill(page.purpose, "Giao đơn hàng gấp")
    desk.hands.fill(page.order, "DH-2")
    desk.hands.choose(page.told, "Khi nhận đơn")
    desk.hands.press("F9")
    assert rows(desk.window.disclosures.list)[0] == f"{HANH}. {GHN} · đơn DH-2. Đã báo. 21/11"


def test_next_entry_begins_with_nothing_ticked(desk: Desk) -> None:
    page = entry(desk)
    desk.hands.choose(page.recipient, GHN)
    tick(desk, page, "Họ tên")
    desk.hands.press(Key.Key_Escape)
    page = entry(desk, "0701")
    assert not any(check.isChecked() for check in page.checks.values())


def test_what_is_missing_is_named_beside_its_field(desk: Desk) -> None:
    page = entry(desk)
    desk.hands.choose(page.recipient, GHN)
    desk.hands.press("F9")
    assert reads(page, "Chọn thông tin đã đưa.")
    tick(desk, page, "Họ tên")
    desk.hands.press("F9")
    assert page.fields["purpose"].error
    desk.hands.fill(page.purpose, "Giao hàng")
    page.day.set_day(date(2026, 12, 1))
    desk.hands.press("F9")
    assert "tương lai" in page.fields["on"].error


def test_without_a_customer_the_cursor_goes_to_the_search(desk: Desk) -> None:
    desk.hands.click(button(desk.window.disclosures, "Ghi một lần"))
    desk.hands.press("F9")
    page = desk.window.disclosures.entry
    assert reads(page, "Chọn khách trước đã.")
    assert desk.hands.place is page.picker.search


def test_state_agency_gets_nothing_before_its_letter_is_there_whole(desk: Desk, photo: Path) -> None:
    page = entry(desk)
    desk.hands.choose(page.recipient, POLICE)
    assert reads(page, "Chỉ cung cấp cho cơ quan nhà nước khi có công văn hoặc luật buộc.")
    desk.hands.choose(page.basis, "Cơ quan nhà nước yêu cầu")
    assert reads(page, "Thiếu công văn: số, ngày và bản chụp công văn.")
    desk.hands.fill(page.number, "12/CV-CA")
    page.dated.set_day(date(2026, 11, 20))
    assert not any(check.isEnabled() for check in page.checks.values())
    desk.hands.drop(page.letter_box, photo)
    assert page.letter_box.names == ["tin nhắn.png"]
    assert all(check.isEnabled() for check in page.checks.values())
    tick(desk, page, "Số điện thoại")
    desk.hands.fill(page.purpose, "Xác minh tin báo")
    desk.hands.press("F9")
    side = desk.window.disclosures.side
    assert reads(side, "12/CV-CA")
    desk.hands.click(button(side, "Xem công văn"))
    shown = next(one for one in side.findChildren(QDialog) if one.isVisible())
    assert reads(shown, "tin nhắn.png")
    shown.close()


def test_law_opens_what_no_consent_does_once_it_is_named(desk: Desk) -> None:
    page = entry(desk, "0702")
    desk.hands.choose(page.recipient, POLICE)
    desk.hands.choose(page.basis, "Luật buộc")
    assert not any(check.isEnabled() for check in page.checks.values())
    desk.hands.fill(page.citation, "Điều 10 Luật An ninh mạng")
    desk.hands.press(Key.Key_Tab)
    assert page.checks["phone"].isEnabled()


def test_form_is_gone_through_as_it_is_read(desk: Desk) -> None:
    page = entry(desk)
    desk.hands.choose(page.recipient, GHN)
    page.picker.search.setFocus()
    for control in (
        page.recipient,
        page.day,
        page.basis,
        page.purpose,
        page.order,
        page.told,
        *list(page.checks.values())[:3],
        page.save_button,
    ):
        desk.hands.tab_to(control)


# ---- recipients ------------------------------------------------------------------------------------------------------------


def recipients(desk: Desk) -> RecipientsPage:
    desk.hands.click(button(desk.window.disclosures, "Bên nhận"))
    return desk.window.disclosures.recipients


def test_ready_carrier_is_switched_on_and_off_and_on(desk: Desk) -> None:
    page = recipients(desk)
    desk.hands.click(button(page, "Viettel Post"))
    assert "Viettel Post. Đơn vị vận chuyển" in rows(page.list)
    desk.hands.click(button(page, "Ngừng dùng"))
    assert "Viettel Post. Đơn vị vận chuyển. Đã ngừng" in rows(page.list) or any(
        "Viettel" in one and "gừng" in one for one in rows(page.list)
    )
    desk.hands.click(button(page, "Dùng lại"))
    assert "Viettel Post. Đơn vị vận chuyển" in rows(page.list)


def test_recipient_is_entered_by_hand_and_a_missing_name_is_said(desk: Desk) -> None:
    page = recipients(desk)
    desk.hands.press("F2", "F9")
    assert page.fields["name"].error
    assert desk.hands.place is page.name
    desk.hands.type("Xe ôm Chú Bảy")
    desk.hands.press("F9")
    assert "Xe ôm Chú Bảy. Đơn vị vận chuyển" in rows(page.list)
    assert page.headings


def test_recipient_twice_is_refused_by_name(desk: Desk) -> None:
    page = recipients(desk)
    desk.hands.press("F2")
    desk.hands.type(GHN)
    desk.hands.press("F9")
    assert page.fields["name"].error


def test_column_is_renamed_and_an_empty_heading_refused(desk: Desk) -> None:
    page = recipients(desk)
    desk.hands.click_row(page.list, GHN)
    desk.hands.fill(page.headings["goods"], "")
    desk.hands.press("F9")
    assert reads(page, "Mỗi cột cần có tên.")
    desk.hands.fill(page.headings["goods"], "Mặt hàng")
    desk.hands.press("F9")
    desk.hands.press(Key.Key_Escape)
    page = recipients(desk)
    desk.hands.click_row(page.list, GHN)
    assert page.headings["goods"].text() == "Mặt hàng"


def test_agreement_is_kept_with_its_days_and_shown(desk: Desk, photo: Path) -> None:
    page = recipients(desk)
    desk.hands.click_row(page.list, GHN)
    desk.hands.drop(page.agreement_box, photo)
    page.agreed_from.set_day(date(2026, 1, 1))
    page.agreed_until.set_day(date(2026, 12, 31))
    desk.hands.press("F9")
    assert any("hợp đồng đến 31/12/2026" in one for one in rows(page.list))
    page.agreement_box.opened.emit(0)
    shown = next(one for one in page.findChildren(QDialog) if one.isVisible())
    assert reads(shown, "tin nhắn.png")
    shown.close()
    desk.clock.move(days=60)
    page.follow()
    assert any("Hợp đồng hết hạn" in one for one in rows(page.list))


def test_agreement_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    page = recipients(desk)
    desk.hands.click_row(page.list, GHN)
    page.agreed_from.set_day(date(2026, 12, 31))
    page.agreed_until.set_day(date(2026, 1, 1))
    desk.hands.press("F9")
    assert page.fields["agreed_until"].error


def test_policy_that_names_nobody_of_a_kind_says_so(make_desk) -> None:
    desk = make_desk("in_store", fill=lambda services: carrier(services))
    desk.hands.press("Ctrl+4")
    assert reads(recipients(desk), "Chính sách hiện nay không đưa dữ liệu cho loại này; chỉ khi có luật buộc.")


def test_recipients_are_gone_through_as_they_are_read(desk: Desk) -> None:
    page = recipients(desk)
    assert desk.hands.place is page.list
    desk.hands.click_row(page.list, GHN)
    for control in (
        page.name,
        page.kind,
        page.contact,
        *page.checks.values(),
        page.agreed_from,
        page.agreement_box,
        *page.headings.values(),
        page.save_button,
    ):
        desk.hands.tab_to(control)


# ---- notices ---------------------------------------------------------------------------------------------------------------


def notices(desk: Desk):
    desk.hands.click(button(desk.window.disclosures.side, "Báo cho khách"))
    return desk.window.disclosures.notices


def test_text_follows_the_way_it_is_written(desk: Desk) -> None:
    page = notices(desk)
    short = page.text.toPlainText()
    desk.hands.choose(page.means, "Thư điện tử")
    assert HANH in page.text.toPlainText()
    assert page.text.toPlainText() != short
    desk.hands.press("F10")
    assert QApplication.clipboard().text() == page.text.toPlainText()


def test_page_shows_the_newest_and_says_that_more_follow(desk: Desk, monkeypatch) -> None:
    hanh, disclosures = desk.services.customers.search("3365")[0].id, desk.services.disclosures
    ghn = next(row.id for row in desk.services.recipients.rows() if row.name == GHN)
    give(desk.services, hanh, ghn, purpose="Giao đơn hàng", order_reference="DH-2")
    monkeypatch.setattr(disclosures, "rows", partial(disclosures.rows, most=1))
    desk.window.disclosures.show_notices()
    page = desk.window.disclosures.notices
    assert len(page.list.items) == 1
    assert reads(page, "Còn 2 lần chưa báo khách")
    assert reads(page, "Đây là 1 lần mới nhất")


def test_notice_cannot_lie_in_the_future(desk: Desk) -> None:
    notices(desk)
    desk.hands.press("F9")
    asked = dialog(desk)
    asked.fields["notified_on"].control.set_day(date(2026, 12, 1))  # type: ignore[attr-defined]
    desk.hands.press("F9")
    assert "tương lai" in asked.fields["notified_on"].error
    desk.hands.press(Key.Key_Escape)


def test_list_for_a_sending_service_is_refused_without_consent_and_made_with_it(desk: Desk, tmp_path) -> None:
    page, written = notices(desk), folder_for(desk, tmp_path)
    desk.hands.click(button(page, "Danh sách cho bên gửi tin"))
    asked = dialog(desk)
    desk.hands.press("F9")
    assert reads(asked, "Chưa khách nào trong số này đồng ý đưa thông tin cho bên gửi tin.")
    say_to(desk.services, desk.services.customers.search("3365")[0].id, desk.clock.today, kind=RecipientKind.SERVICE_PROVIDER)
    desk.hands.press("F9")
    desk.hands.to_front(desk.host)
    assert Book(written[0].read_bytes()).rows()[1][0] == HANH
    desk.hands.press(Key.Key_Escape)
    assert any(SENDER in one for one in rows(desk.window.disclosures.list))


# ---- after a change --------------------------------------------------------------------------------------------------------


def test_recipient_who_holds_old_data_is_written_to_and_ticked_off(desk: Desk, qtbot) -> None:
    hanh = desk.services.customers.search("3365")[0].id
    details = builders.HANH
    desk.services.customers.edit(hanh, CustomerDetails(details.name, details.phone, details.email, "9 Phù Đổng"))
    desk.hands.press("Ctrl+1")
    qtbot.waitUntil(lambda: reads(desk.window, "1 bên nhận còn giữ thông tin cũ"))
    desk.window.show_disclosures("tasks")
    tasks = desk.window.disclosures.tasks
    QApplication.processEvents()
    assert reads(tasks, GHN)
    assert reads(tasks, HANH)
    desk.hands.click(button(tasks, "Soạn thư"))
    desk.hands.press("F10")
    assert GHN in paper(desk)
    next(one for one in tasks.findChildren(QDialog) if one.isVisible()).close()
    desk.hands.to_front(desk.host)
    desk.hands.click(button(tasks, "Đã báo"))
    assert reads(tasks, "Mọi bên nhận đều đã được báo.")
