"""The planned deletion on a customer's page: the customer's wish, holds and their letters, the erasure, and who was erased before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.models.choices import HoldKind
from desktop.services.all_services import Services
from desktop.services.erasures import Chosen
from desktop.views.deletions.preview import ErasurePreview
from tests import builders
from tests.builders import HANH
from tests.services.helpers import decided, send
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows, words
from tests.views.looks import faults
from tests.views.shipping import confirm, dialog, paper

AN = builders.CustomerDetails("Lê Văn An", "0905 000 701")
TAX, LAST = "Điều 41 Luật Kế toán", date(2027, 1, 31)
LAW = "Luật buộc phải giữ"


def two(services: Services) -> None:
    builders.add_customer(services)
    services.customers.add(AN)


@pytest.fixture
def open_page(make_desk) -> Callable[..., Desk]:
    """The page of Hạnh in a shop that was filled."""

    def open_it(fill: Callable[[Services], object] = two, preset: str = "delivery") -> Desk:
        desk = make_desk(preset, fill=fill)
        desk.hands.press("Ctrl+2")
        desk.hands.click_row(desk.customers.list, HANH.name)
        return desk

    return open_it


@pytest.fixture
def desk(open_page) -> Desk:
    return open_page()


def press(desk: Desk, text: str) -> None:
    """A button on the customer's page."""
    desk.hands.click(button(desk.customers.view, text))


def note_wish(desk: Desk) -> None:
    press(desk, "Khách yêu cầu xóa")
    confirm(desk)


def hold(desk: Desk, reason: str, *, kind: str = "", law: str = "") -> None:
    """Fill the form of a hold, with a last day a month from now, and press F9."""
    press(desk, "Tạm giữ…")
    fields = dialog(desk).fields
    if kind:
        desk.hands.choose(fields["kind"].control, kind)
    desk.hands.fill(fields["reason"].control, reason)
    if law:
        desk.hands.fill(fields["citation"].control, law)
    fields["until"].control.set_day(LAST)
    desk.hands.press("F9")


def erase_hanh(services: Services) -> None:
    """Hạnh asked for it, and it was done."""
    hanh = services.customers.search("3365")[0].id
    services.erasures.note_wish(hanh, services.office.today())
    assert services.erasures.erase(Chosen((hanh,))).erased == 1


# ---- the customer's wish -----------------------------------------------------------------------------------------------


def test_data_that_may_not_go_yet_says_why(open_page) -> None:
    desk = open_page(preset="in_store")
    view = desk.customers.view
    assert reads(view, "21/11/2027")
    assert reads(view, "Hôm nay chưa xóa được")
    erase = button(view, "Xóa dữ liệu…")
    assert not erase.isEnabled()
    assert "21/11/2027" in erase.toolTip()


def test_the_wish_is_noted_and_makes_the_data_due(desk: Desk) -> None:
    assert not button(desk.customers.view, "Xóa dữ liệu…").isEnabled()
    note_wish(desk)
    assert reads(desk.customers.view, "Khách yêu cầu xóa ngày 21/11/2026")
    assert reads(desk.customers.view, "11/12/2026"), "the last day by the law, not the day of the wish"
    assert reads(desk.customers.view, "Còn 20 ngày")
    assert button(desk.customers.view, "Xóa dữ liệu…").isEnabled()


def test_a_wish_in_the_future_is_refused_beside_its_day(desk: Desk) -> None:
    press(desk, "Khách yêu cầu xóa")
    asked = dialog(desk)
    desk.hands.press(Key.Key_Up, "F9")
    assert asked.fields["asked_on"].error == "Ngày này nằm ở tương lai."
    desk.hands.press(Key.Key_Escape)
    assert not reads(desk.customers.view, "Khách rút lại yêu cầu xóa")


def test_the_wish_is_taken_back_and_that_is_undone(desk: Desk) -> None:
    note_wish(desk)
    press(desk, "Khách rút lại yêu cầu xóa")
    assert reads(desk.customers.view, "Đã rút lại yêu cầu xóa.")
    assert not button(desk.customers.view, "Xóa dữ liệu…").isEnabled()
    desk.hands.press("Ctrl+Z")
    assert button(desk.customers.view, "Xóa dữ liệu…").isEnabled()


def test_a_wish_later_than_the_policy_is_named_beside_its_day(open_page) -> None:
    def fill(services: Services) -> None:
        two(services)
        services.office.clock.move(days=400)
        services.erasures.note_wish(1, services.office.today())

    desk = open_page(fill, "in_store")
    assert reads(desk.customers.view, "Trễ 35 ngày")
    assert reads(desk.customers.view, "Khách yêu cầu xóa ngày 26/12/2027")


# ---- erasing -----------------------------------------------------------------------------------------------------------


def test_after_the_erasure_the_list_is_there_with_one_sentence(desk: Desk, qtbot) -> None:
    note_wish(desk)
    press(desk, "Xóa dữ liệu…")
    preview = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ErasurePreview) and one.isVisible())
    desk.hands.to_front(preview)
    desk.hands.click(preview.read)
    desk.hands.click(preview.erase_button)
    qtbot.waitUntil(lambda: reads(desk.customers, "Đã xóa dữ liệu. Giấy chứng nhận số 01/2026/XD-CN."))
    desk.hands.press(Key.Key_Escape)
    desk.hands.to_front(desk.host)
    assert [item.title for item in desk.customers.list.items] == [AN.name]
    assert not any("Hạnh" in text or "3365" in text for text in words(desk.window))
    desk.hands.click_row(desk.customers.list, AN.name)
    assert reads(desk.customers.view, AN.name)


def test_a_customer_who_is_erased_elsewhere_leaves_the_page(desk: Desk) -> None:
    erase_hanh(desk.services)
    assert reads(desk.customers, "Khách này không còn trong sổ.")
    assert [item.title for item in desk.customers.list.items] == [AN.name]
    desk.services.customers.add(builders.CustomerDetails("Trần Thanh Bình"))
    assert reads(desk.customers, "Khách này không còn trong sổ.")


def test_a_customer_who_is_erased_behind_another_tab_is_gone_at_the_next_look(desk: Desk) -> None:
    desk.hands.press("Ctrl+5")
    erase_hanh(desk.services)
    desk.hands.press("Ctrl+2")
    assert reads(desk.customers, "Khách này không còn trong sổ.")


def test_a_form_of_somebody_erased_meanwhile_says_so_and_leads_back(desk: Desk) -> None:
    press(desk, "Sửa")
    erase_hanh(desk.services)
    desk.hands.press("F9")
    assert desk.customers.form.fields["name"].error == "Khách này không còn trong sổ."
    desk.hands.press(Key.Key_Escape)
    assert reads(desk.customers, "Khách này không còn trong sổ.")


# ---- holds -------------------------------------------------------------------------------------------------------------


def test_a_hold_stands_on_the_page_with_reason_and_last_day(desk: Desk) -> None:
    hold(desk, "nghi dùng tiền giả")
    desk.hands.to_front(desk.host)
    for text in ("Đang điều tra gian lận: nghi dùng tiền giả", "đến 31/01/2027", "Đang tạm giữ"):
        assert reads(desk.customers.view, text)


def test_what_a_hold_lacks_is_said_beside_its_field(desk: Desk) -> None:
    press(desk, "Tạm giữ…")
    asked = dialog(desk)
    assert not asked.fields["citation"].isVisible()
    desk.hands.press("F9")
    assert asked.fields["reason"].error == "Ghi rõ vì sao phải giữ dữ liệu."
    desk.hands.fill(asked.fields["reason"].control, "đang trả lời")
    desk.hands.press("F9")
    assert asked.fields["until"].error == "Ghi ngày cuối cùng của việc tạm giữ."
    desk.hands.press(Key.Key_Escape)


def test_a_hold_is_released_without_a_question_and_ctrl_z_puts_it_back(desk: Desk) -> None:
    hold(desk, "nghi dùng tiền giả")
    desk.hands.to_front(desk.host)
    press(desk, "Thôi giữ")
    assert reads(desk.customers.view, "Đã thôi tạm giữ.")
    assert not reads(desk.customers.view, "nghi dùng tiền giả")
    desk.hands.press("Ctrl+Z")
    assert reads(desk.customers.view, "nghi dùng tiền giả")


def test_an_open_complaint_is_named_as_holding_by_itself_and_opened(open_page) -> None:
    desk = open_page(builders.complaint)
    assert reads(desk.customers.view, "Khiếu nại KN-2026-0001 tự giữ dữ liệu lại đến khi trả lời xong.")
    press(desk, "Mở")
    assert reads(desk.case, "KN-2026-0001")


def test_a_sum_that_is_owed_is_named_as_holding_by_itself(open_page) -> None:
    desk = open_page(lambda services: send(services, decided(services)))
    assert reads(desk.customers.view, "Khiếu nại KN-2026-0001 tự giữ dữ liệu lại đến khi trả đủ 1.250.000")


# ---- holds against the customer's wish ---------------------------------------------------------------------------------


def test_after_the_wish_only_a_law_is_offered_and_it_is_named(desk: Desk) -> None:
    note_wish(desk)
    hold(desk, "hóa đơn năm 2026")
    asked = dialog(desk)
    kinds = asked.fields["kind"].control
    assert [kinds.itemText(place) for place in range(kinds.count())] == [LAW]  # type: ignore[attr-defined]
    assert asked.fields["citation"].error.startswith("Ghi luật mà cửa hàng phải theo")
    desk.hands.fill(asked.fields["citation"].control, TAX)
    confirm(desk)
    assert reads(desk.customers.view, f"đến 31/01/2027 · {TAX}")
    assert reads(desk.customers.view, "Chưa gửi thư")
    assert not button(desk.customers.view, "Xóa dữ liệu…").isEnabled()


def test_the_letter_is_printed_and_marked_as_sent(desk: Desk) -> None:
    note_wish(desk)
    hold(desk, "hóa đơn năm 2026", law=TAX)
    desk.hands.to_front(desk.host)
    press(desk, "Thư")
    desk.hands.press("F10", Key.Key_Escape)
    desk.hands.to_front(desk.host)
    for text in ("01/2026/TG-KH", HANH.name, "Hóa đơn năm 2026", TAX, "31/01/2027"):
        assert text in paper(desk)
    press(desk, "Ghi đã gửi")
    confirm(desk)
    assert reads(desk.customers.view, "đã gửi thư 01/2026/TG-KH ngày 21/11/2026")
    assert not reads(desk.customers.view, "Chưa gửi thư")


def test_the_morning_page_leads_to_who_was_not_told_why_their_data_stays(desk: Desk, qtbot) -> None:
    note_wish(desk)
    hold(desk, "hóa đơn năm 2026", law=TAX)
    desk.hands.to_front(desk.host)
    desk.hands.press("Ctrl+1")
    qtbot.waitUntil(lambda: reads(desk.window.dashboard, "1 khách chưa được báo vì sao dữ liệu còn giữ"))
    desk.hands.click(button(desk.window.dashboard, "Báo ngay"))
    assert reads(desk.customers.view, "Chưa gửi thư")
    press(desk, "Thư")
    desk.hands.press("F10", Key.Key_Escape)
    desk.hands.to_front(desk.host)
    press(desk, "Ghi đã gửi")
    confirm(desk)
    desk.hands.press("Ctrl+1")
    qtbot.waitUntil(lambda: not reads(desk.window.dashboard, "chưa được báo vì sao dữ liệu còn giữ"))


def test_a_hold_that_the_wish_overrides_says_so(open_page) -> None:
    def fill(services: Services) -> None:
        two(services)
        services.holds.add(1, HoldKind.FRAUD, "nghi dùng tiền giả", LAST)
        services.erasures.note_wish(1, services.office.today())

    desk = open_page(fill)
    assert reads(desk.customers.view, "Không còn hiệu lực vì khách đã yêu cầu xóa.")
    assert button(desk.customers.view, "Xóa dữ liệu…").isEnabled()


def test_a_law_that_was_never_named_is_named_before_the_letter(open_page) -> None:
    def fill(services: Services) -> None:
        two(services)
        services.holds.add(1, HoldKind.LAW, "hóa đơn năm 2026", LAST)
        services.erasures.note_wish(1, services.office.today())

    desk = open_page(fill)
    assert reads(desk.customers.view, "chưa ghi tên luật")
    press(desk, "Ghi luật và ngày cuối")
    desk.hands.fill(dialog(desk).fields["citation"].control, TAX)
    confirm(desk)
    press(desk, "Thư")
    desk.hands.press("F10", Key.Key_Escape)
    assert TAX in paper(desk)


def test_the_panel_names_everything_and_cuts_nothing(open_page, qtbot) -> None:
    def fill(services: Services) -> None:
        builders.complaint(services)
        services.holds.add(1, HoldKind.QUESTIONS, "đang trả lời câu hỏi về thẻ tích điểm của khách quen", LAST)
        services.erasures.note_wish(1, services.office.today() - timedelta(days=2))
        services.holds.add(1, HoldKind.LAW, "hóa đơn bán hàng và sổ kế toán năm 2026", LAST, TAX)

    desk = open_page(fill)
    for size in ((1366, 697), (1240, 640), (1093, 614)):
        desk.host.setMinimumSize(400, 300)
        desk.host.resize(*size)
        qtbot.waitUntil(lambda: faults(desk.customers) == [])


# ---- who was erased before -----------------------------------------------------------------------------------------------


def erased(services: Services) -> None:
    two(services)
    erase_hanh(services)


@pytest.fixture
def after(make_desk) -> Desk:
    """A shop in which Hạnh was erased at her own request."""
    return make_desk(fill=erased)


def test_an_erased_number_is_entered_only_where_the_customer_came_back(after: Desk) -> None:
    after.hands.press("Ctrl+2", "F2")
    after.hands.type("Nguyễn Hạnh")
    after.hands.fill(after.customers.form.phone, "+84 912 003 365")
    after.hands.press("F9")
    assert reads(after.customers, "Người dùng số điện thoại này đã yêu cầu cửa hàng xóa dữ liệu, đã xóa ngày 21/11/2026.")
    assert after.customers.form.fields["phone"].error.startswith("Của người đã yêu cầu xóa dữ liệu")
    assert after.services.customers.count() == 1
    after.hands.click(button(after.customers, "Khách tự quay lại, nhập mới"))
    assert reads(after.customers.view, "Nguyễn Hạnh")
    assert after.services.customers.count() == 2


def test_the_refusal_goes_when_another_number_is_typed(after: Desk) -> None:
    after.hands.press("Ctrl+2", "F2")
    after.hands.type("Nguyễn Hạnh")
    after.hands.fill(after.customers.form.phone, "0912 003 365")
    after.hands.press("F9")
    after.hands.fill(after.customers.form.phone, "0912 003 366")
    after.hands.press("F9")
    assert reads(after.customers.view, "Nguyễn Hạnh")
    assert not reads(after.customers, "đã yêu cầu cửa hàng xóa dữ liệu")


def test_an_erased_outsider_complains_again(after: Desk) -> None:
    after.hands.press("Ctrl+5", "F2")
    intake = after.intake
    after.hands.click(intake.who.outsider_link)
    after.hands.type("Nguyễn Thị Hạnh")
    after.hands.fill(intake.who.outside.phone, "0912003365")
    after.hands.fill(intake.text, "Vẫn bị gọi.")
    after.hands.press("F9")
    assert reads(intake, "Người dùng số điện thoại này đã yêu cầu cửa hàng xóa dữ liệu")
    assert after.services.complaints.rows() == []
    after.hands.click(button(intake, "Khách tự quay lại, nhập mới"))
    assert reads(after.case, "KN-2026-0001")


def test_an_erased_customer_is_entered_anew_from_the_intake(after: Desk) -> None:
    after.hands.press("Ctrl+5", "F2")
    who = after.intake.who
    after.hands.click(who.new_link)
    after.hands.type("Nguyễn Thị Hạnh")
    after.hands.fill(who.form.phone, "0912003365")
    after.hands.click(who.enter_button)
    assert after.services.customers.count() == 1
    after.hands.click(button(who, "Khách tự quay lại, nhập mới"))
    assert who.chosen_name.text() == HANH.name
    assert not reads(who, "đã yêu cầu cửa hàng xóa dữ liệu")


# ---- an erased complaint -------------------------------------------------------------------------------------------------


def settled(services: Services) -> None:
    """A complaint of Hạnh's, answered, with nothing owed."""
    send(services, decided(services, replace(builders.WORK, proven=0, agreed=0)))


@pytest.fixture
def complaint(make_desk) -> Desk:
    """The complaint's page, and then Hạnh is erased."""
    desk = make_desk(fill=settled)
    desk.hands.press("Ctrl+5")
    desk.hands.click_row(desk.window.complaints.list, HANH.name)
    assert reads(desk.case, HANH.name)
    erase_hanh(desk.services)
    return desk


def test_an_erased_complaint_shows_number_days_and_outcome(complaint: Desk) -> None:
    tab = complaint.window.complaints
    for text in ("Khiếu nại KN-2026-0001", "Đã xóa dữ liệu ngày 21/11/2026", "Đã trả lời", "Cửa hàng 100"):
        assert reads(tab, text)
    assert [text for text in words(tab) if "Hạnh" in text or "3 365" in text or builders.WORK.cause in text] == []
    assert any("0001" in line and "Đã trả lời" in line for line in rows(tab.list))


def test_an_erased_complaint_offers_nothing_that_would_write(complaint: Desk) -> None:
    tab = complaint.window.complaints
    offered = [text for text in words(tab.stack) if text in {"Việc khác", "Lưu", "Quyết định và in thư", "In lại thư", "Xem thư"}]
    assert offered == []
    for key in ("F9", "F10"):
        complaint.hands.press(key)
    assert complaint.services.complaints.page(1).row.person.customer_id is None


def test_an_erased_complaint_is_opened_from_the_list_and_shows_its_steps(complaint: Desk) -> None:
    tab = complaint.window.complaints
    complaint.hands.press("F2")
    complaint.hands.press(Key.Key_Escape)
    assert reads(tab, "Đã xóa dữ liệu ngày 21/11/2026")
    complaint.hands.click(button(tab, "Lịch sử"))
    shown = QApplication.activeModalWidget()
    assert shown is not None
    assert reads(shown, "KN-2026-0001")
    assert not any("Hạnh" in one.text() for one in shown.findChildren(QLabel))
    complaint.hands.press(Key.Key_Escape)
    complaint.hands.to_front(complaint.host)


def test_an_erased_complaint_has_no_fault_on_its_page(complaint: Desk) -> None:
    assert faults(complaint.window.complaints) == []
