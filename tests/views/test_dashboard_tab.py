"""The morning page: what is late, today and this week; each number opens its list."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.services.incident_views import IncidentForm
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import button, reads, rows
from tests.views.incidents import NIGHT
from tests.views.looks import faults

HANH = "Nguyễn Thị Hạnh"
REPLY = f"{HANH}: trả lời khiếu nại"
ACKNOWLEDGE = f"{HANH}: báo đã nhận khiếu nại"


@pytest.fixture
def desk(make_desk) -> Desk:
    """One complaint, received today (Saturday 21/11/2026) under the delivery rules: due on Monday 21/12/2026."""
    return make_desk(fill=builders.complaint)


def look_again(desk: Desk) -> list[str]:
    """The list after another look at the dashboard, its headings and rows."""
    desk.window.dashboard.refresh()
    QApplication.processEvents()
    return rows(desk.window.dashboard.list)


def test_quiet_morning(make_desk) -> None:
    desk = make_desk()
    assert reads(desk.window.dashboard, "Hôm nay không có việc đến hạn")
    assert rows(desk.window.dashboard.list) == ["Không có việc nào đến hạn. Chúc một buổi sáng yên ổn."]


def test_fresh_complaint_stands_once_for_each_task_and_is_marked_as_not_begun(desk: Desk) -> None:
    assert rows(desk.window.dashboard.list) == [
        "Về sau",
        f"{ACKNOWLEDGE}. KN-2026-0001 · chưa bắt đầu · lộ số điện thoại. Còn 5 ngày. hạn thứ Năm 26/11",
        f"{REPLY}. KN-2026-0001 · chưa bắt đầu · lộ số điện thoại. Còn 30 ngày. hạn 21/12",
    ]


def test_cases_that_nobody_has_begun_are_behind_their_own_number(desk: Desk) -> None:
    desk.hands.click(opener(desk, "Chưa bắt đầu: 1"))
    assert rows(desk.window.dashboard.list) == [
        "Chưa ai bắt đầu",
        f"{HANH}: bắt đầu kiểm tra. KN-2026-0001 · lộ số điện thoại. Chưa bắt đầu. nhận 21/11",
    ]


def test_headline_counts_the_rows_that_are_late_or_due_today(desk: Desk) -> None:
    desk.clock.move(days=30)
    listed = look_again(desk)
    assert [row.split(". ")[0] for row in listed] == ["Trễ hạn", ACKNOWLEDGE, "Hôm nay", REPLY]
    assert reads(desk.window.dashboard, "Hôm nay có 2 việc cần làm, 1 việc đã trễ hạn")


def test_only_numbers_with_something_behind_them_are_offered(desk: Desk) -> None:
    numbers = [one.accessibleName() for one in desk.window.dashboard.numbers.findChildren(QAbstractButton) if one.isVisible()]
    assert numbers == ["Chưa bắt đầu: 1"]


def test_numbers_on_a_narrow_page_go_on_in_the_next_line_and_none_is_cut(desk: Desk) -> None:
    desk.clock.move(days=30)
    look_again(desk)
    numbers = desk.window.dashboard.numbers
    numbers.resize(170, 10)
    shown = [one for one in numbers.findChildren(QAbstractButton) if one.isVisible()]
    assert len({one.y() for one in shown}) > 1
    assert all(one.width() >= one.sizeHint().width() and one.geometry().bottom() < numbers.heightForWidth(170) for one in shown)


def test_days_move_a_task_through_the_groups(desk: Desk) -> None:
    expected = (
        (3, "Trong tuần này", ACKNOWLEDGE),
        (2, "Hôm nay", ACKNOWLEDGE),
        (2, "Trễ hạn", ACKNOWLEDGE),
        (23, "Hôm nay", REPLY),
    )
    for days, heading, title in expected:
        desk.clock.move(days=days)
        listed = look_again(desk)
        assert any(row.startswith(title) for row in listed[listed.index(heading) + 1 :])


def test_late_reply_says_by_how_much(desk: Desk) -> None:
    desk.clock.move(days=33)
    assert any("Trễ 3 ngày" in row and row.startswith(REPLY) for row in look_again(desk))
    assert reads(desk.window.dashboard, "Hôm nay có 2 việc cần làm, 2 việc đã trễ hạn")


def test_number_opens_its_list_and_everything_comes_back(desk: Desk) -> None:
    desk.clock.move(days=30)
    look_again(desk)
    tab = desk.window.dashboard
    desk.hands.click(opener(desk, "Trễ hạn: 1"))
    assert [row for row in rows(tab.list) if row.startswith((REPLY, ACKNOWLEDGE))] == rows(tab.list)[1:]
    assert rows(tab.list)[1].startswith(ACKNOWLEDGE)
    desk.hands.click(button(tab, "Xem tất cả"))
    assert any(row.startswith(REPLY) for row in rows(tab.list))


def opener(desk: Desk, name: str):
    found = desk.window.dashboard.findChildren(QAbstractButton)
    names = {one.accessibleName(): one for one in found if one.isVisible()}
    assert name in names, sorted(names)
    return names[name]


def test_row_opens_its_complaint(desk: Desk) -> None:
    desk.hands.click_row(desk.window.dashboard.list, ACKNOWLEDGE)
    assert reads(desk.case, "KN-2026-0001")
    assert desk.case.isVisible()


def test_missing_evidence_stands_on_the_page(make_desk) -> None:
    desk = make_desk("in_store", fill=lambda services: builders.complaint(services, missing_evidence="ảnh chụp"))
    assert any(row.startswith(f"{HANH}: hỏi chứng cứ") for row in rows(desk.window.dashboard.list))


def test_agreed_and_unpaid_sum_stands_on_the_page(make_desk) -> None:
    def decide(services) -> None:
        page = builders.complaint(services)
        services.complaints.decide(page.row.id, builders.WORK)

    desk = make_desk(fill=decide)
    unpaid = [row for row in rows(desk.window.dashboard.list) if row.startswith(f"{HANH}: trả tiền bồi thường")]
    assert len(unpaid) == 1
    assert "1.250.000\u00a0đồng" in unpaid[0]


def test_days_off_are_caught_up_with(make_desk, clock) -> None:
    desk = make_desk(fill=lambda services: (builders.complaint(services), services.dashboard.note_visit()))
    clock.move(days=4)
    look_again(desk)
    assert reads(desk.window.dashboard, "thứ Bảy, 21/11/2026")


def test_tab_counts_open_cases(desk: Desk) -> None:
    assert desk.window.tabs.accessibleTabName(4) == "Khiếu nại, 1 việc đang mở"


def test_copy_that_was_never_saved_is_reminded_of_and_leads_to_the_settings(desk: Desk) -> None:
    assert reads(desk.window.dashboard, "Chưa có bản sao lưu ngoài máy này")
    desk.hands.click(button(desk.window.dashboard, "Lưu ngay"))
    assert desk.settings.copies.isVisible()


def test_copy_of_last_week_is_counted_in_days(make_desk, tmp_path, qtbot) -> None:
    desk = make_desk(fill=lambda services: services.backups.make_in(tmp_path / "usb"))
    assert not reads(desk.window.dashboard, "ngày chưa sao lưu ra USB")
    desk.clock.move(days=9)
    look_again(desk)
    qtbot.waitUntil(lambda: reads(desk.window.dashboard, "9 ngày chưa sao lưu ra USB"))


def test_f2_on_the_dashboard_takes_a_complaint(desk: Desk) -> None:
    desk.hands.press("F2")
    assert desk.hands.place is desk.intake.who.search


def test_clocks_of_incidents_are_read_whole_in_a_small_window(make_desk, qtbot) -> None:
    stolen = IncidentForm("mất máy tính xách tay ở quầy", NIGHT, "", None, True, ("name", "phone"))
    desk = make_desk(fill=lambda services: services.incidents.report(stolen))
    for size in ((1366, 697), (1093, 614)):
        desk.host.resize(*size)
        qtbot.waitUntil(lambda: faults(desk.window.dashboard) == [])
    assert reads(desk.window.dashboard.clocks, "mất máy tính xách tay ở quầy: báo Cơ quan chuyên trách bảo vệ dữ liệu cá nhân")
