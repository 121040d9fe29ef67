"""The incident night, as the owner lives it: a laptop gone at 22:40, authorities told in time, 300 customers told, two bounced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.services.incident_members import Shown
from desktop.views.incidents.view import KNOWN, MEMBERS
from desktop.views.widgets.paper import LoadedPdf
from tests.views.hands import Key, button, one_line, reads, rows
from tests.views.incidents import NIGHT, STOLEN, Room, crowd, open_room

CONSUMERS = "Cơ quan quản lý nhà nước về bảo vệ quyền lợi người tiêu dùng"
AGENCY = "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân (Bộ Công an)"
POLICE = "Cơ quan công an nơi cửa hàng đặt trụ sở"
HAPPENED = "Máy tính xách tay có sổ khách bị lấy lúc đóng cửa, tài khoản Zalo bị đăng nhập lạ."
HARM = "Khách có thể bị gọi lừa đảo."
DONE = "Đã đổi mật khẩu, báo công an phường."
CAUSE, LESSON = "Cửa sau không khóa, máy không đặt mật khẩu.", "Khóa cửa, đặt mật khẩu, cất máy vào két."


@pytest.fixture
def room(moulds, tmp_path: Path, clock, hands, qtbot) -> Iterator[Room]:
    """A shop with 300 customers, four minutes after she saw that the laptop is gone."""
    clock.now = NIGHT + timedelta(minutes=4)
    with open_room(moulds, tmp_path, clock, hands, qtbot, lambda services: crowd(services, 300)) as made:
        yield made


def report(room: Room) -> None:
    """What is known, typed at night with keys alone."""
    hands, facts = room.hands, room.tab.report.facts
    hands.press("F2")
    hands.type(STOLEN)
    hands.tab_to(facts.happened)
    hands.type(HAPPENED)
    hands.tab_to(facts.noticed_at.time)
    hands.press("Ctrl+A")
    hands.type("2240")
    hands.tab_to(facts.is_attack)
    hands.press(Key.Key_Space, Key.Key_Tab, Key.Key_Space, Key.Key_Tab, Key.Key_Space)
    hands.tab_to(facts.people)
    hands.press("Ctrl+A")
    hands.type("300")
    hands.tab_to(facts.harm)
    hands.type(HARM)
    hands.tab_to(facts.measures)
    hands.type(DONE)
    hands.press("F9")


def send(room: Room, at: str, way: str) -> str:
    """F10, then the mark that it went out; returns what was printed."""
    room.hands.press("F10")
    room.hands.click(room.view.sent_button)
    dialog = room.form()
    room.hands.fill(dialog.fields["sent_at"].control.time, at)
    room.hands.choose(dialog.fields["how"].control, way)
    room.confirm()
    return one_line(LoadedPdf(room.printed[-1]).text())


def chip_of(room: Room, name: str) -> str:
    """What stands beside an authority."""
    return next(row for row in rows(room.view.clocks) if row.startswith(name))


def tell_authorities(room: Room) -> None:
    assert "Còn 23 giờ 56 phút" in chip_of(room, CONSUMERS)
    room.clock.move(hours=9, minutes=56)
    room.view.hand.tick()
    assert "Còn 14 giờ 00 phút" in chip_of(room, CONSUMERS)
    assert "Còn 62 giờ 00 phút" in chip_of(room, AGENCY)
    letter = send(room, "08:30", "Qua thư điện tử")
    for part in (
        f"Kính gửi: {CONSUMERS}",
        HAPPENED,
        "22:40 20/11/2026",
        "Số khách hàng bị ảnh hưởng: 300",
        "họ tên, số điện thoại",
        HARM,
        DONE,
    ):
        assert part in letter
    assert "chậm" not in letter.split("Liên hệ")[0]
    assert "Đã báo 08:30 21/11" in chip_of(room, CONSUMERS)
    for name, way in ((AGENCY, "Qua bưu điện"), (POLICE, "Giao tận tay")):
        room.hands.click_row(room.view.clocks, name)
        send(room, "08:40", way)
        assert "Đã báo 08:40 21/11" in chip_of(room, name)


def tell_customers(room: Room) -> None:
    """All 300 onto the list, a letter for each through the progress, then marked."""
    hands, view = room.hands, room.view
    view.tabs.setCurrentIndex(MEMBERS)
    hands.click(button(view, "Thêm khách"))
    room.settle()
    assert reads(room.tab.adding, "Tìm được 300 khách chưa có trong danh sách")
    hands.press("F9")
    room.settle()
    assert room.members.table.model().rowCount() == 300
    hands.press("F10")
    assert reads(view, "Đang lập 300 thư")
    room.settle()
    dialog = room.members.dialog
    assert dialog is not None and reads(dialog, "Trang 1 trên 300")
    first = one_line(dialog.paper.text()[:4000])
    assert "Nguyễn Văn 0" in first and f"Cửa hàng đã báo sự cố này cho {AGENCY}; {CONSUMERS}; {POLICE}." in first
    hands.to_front(dialog)
    hands.press(Key.Key_Escape)
    hands.to_front(room.host)
    assert reads(view, "Đã báo 0 trong số 300 khách")
    room.clock.move(hours=6)
    room.mark_told("Ghi đã báo 300 khách")
    assert reads(view, "Đã báo 300 trong số 300 khách")


def reach_who_bounced(room: Room) -> None:
    """Two letters come back a week later; both are reached by phone."""
    hands, members = room.hands, room.members
    room.clock.move(days=7)
    for phone in ("0900 000 007", "0900 000 213"):
        hands.fill(members.search, phone)
        members.follow()
        room.settle()
        members.table.setFocus()
        hands.press(Key.Key_Home, Key.Key_Space)
        members.telling.day.set_day(room.clock.today)
        hands.click(button(room.view, "Ghi bị trả lại: 1 khách"))
        room.settle()
    hands.fill(members.search, "")
    hands.choose(members.filter, "Bị trả lại · 2")
    members.follow()
    room.settle()
    assert reads(room.view, "Đã báo 298 trong số 300 khách") and reads(room.view, "2 bị trả lại")
    assert "2 khách chưa báo" in rows(room.tab.list)[1]
    hands.click(members.all_link)
    hands.choose(members.telling.means, "Điện thoại")
    room.mark_told("Ghi đã báo 2 khách")
    assert reads(room.view, "Đã báo 300 trong số 300 khách")


def close(room: Room) -> None:
    hands, view = room.hands, room.view
    hands.click(button(view, "Đóng sự cố"))
    for name, text in (("cause", CAUSE), ("lesson", LESSON)):
        hands.fill(view.known.areas[name], text)
    hands.click(button(view, "Đóng sự cố"))
    assert reads(view, "Đóng ngày 28/11/2026.")
    assert view.stack.current == KNOWN
    assert [row.split(". ")[0] for row in rows(view.known.history)] == [
        "Đã đóng", "Đã báo 2 khách", "Bị trả lại: 1 khách", "Bị trả lại: 1 khách", "Đã báo 300 khách", "Đã thêm 300 khách vào danh sách",
        "Đã báo cơ quan, thư 03/2026/TB-SC", "Đã báo cơ quan, thư 02/2026/TB-SC", "Đã báo cơ quan, thư 01/2026/TB-SC", "Đã ghi sự cố",
    ]  # fmt: skip


def test_the_incident_night(room: Room) -> None:
    report(room)
    assert reads(room.view, f"Đã ghi SC-2026-0001. Báo {CONSUMERS} trước 22:40 ngày 21/11/2026.")
    tell_authorities(room)
    tell_customers(room)
    reach_who_bounced(room)
    close(room)
    (incident,) = room.services.incidents.rows()
    told = room.services.incident_members.rows(incident.id, Shown.TOLD)
    assert (incident.is_open, incident.authorities, len(told)) == (False, (), 300)
    assert QApplication.focusWidget() is not None
