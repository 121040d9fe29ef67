"""The incidents tab, as the owner uses it: reporting at night, clocks to the minute, authorities, members, letters, closing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop.models.choices import Delivery, TellingMeans
from desktop.services.incident_members import Found, MemberQuery, Shown
from desktop.services.incident_views import IncidentForm
from desktop.services.incidents import AuthorityForm
from desktop.views.background import is_busy
from desktop.views.dashboard.incident_clocks import IncidentClocks
from desktop.views.incidents.member_table import TICK, WHO
from desktop.views.incidents.view import AUTHORITIES, KNOWN, MEMBERS
from desktop.views.incidents.words import clock_kind, clock_words, worst_kind
from desktop.views.widgets.paper import LoadedPdf
from tests import builders
from tests.services.requests import told_carrier
from tests.views.hands import Key, button, one_line, reads, rows, words
from tests.views.incidents import NIGHT, STOLEN, Room, crowd, open_room
from tests.views.looks import faults

FORM = IncidentForm(STOLEN, NIGHT, "Máy tính bị lấy khi đóng cửa.", fields=("name", "phone"), people=40)
ATTACK = replace(FORM, is_attack=True)
EXPLAINED = {"cause": "Cửa sau không khóa.", "lesson": "Khóa cửa, cất máy vào két."}


@pytest.fixture
def room(moulds, tmp_path: Path, clock, hands, qtbot) -> Iterator[Room]:
    """The tab over a shop without incidents, on Saturday 21/11/2026 at 10:00."""
    with open_room(moulds, tmp_path, clock, hands, qtbot) as made:
        yield made


def reported(room: Room, form: IncidentForm = FORM) -> int:
    """An incident that was entered, shown on its page."""
    incident_id = room.services.incidents.report(form).row.id
    room.tab.open(incident_id)
    room.settle()
    return incident_id


def touched(room: Room, incident_id: int, number: int) -> None:
    """So many customers on its list, shown."""
    crowd(room.services, number)
    room.services.incident_members.add_found(incident_id, MemberQuery(Found.EVERYBODY))
    room.view.show_part(MEMBERS)
    room.settle()


def shown_members(room: Room) -> list[str]:
    model = room.members.table.model()
    return [model.index(place, WHO).data() for place in range(model.rowCount())]


# ---- words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "said", "kind"),
    [
        (timedelta(hours=72), "Còn 72 giờ 00 phút", "quiet"),
        (timedelta(hours=10, minutes=20, seconds=59), "Còn 10 giờ 20 phút", "soon"),
        (timedelta(minutes=7), "Còn 7 phút", "soon"),
        (timedelta(seconds=20), "Còn chưa tới 1 phút", "soon"),
        (timedelta(seconds=-1), "Trễ 1 phút", "late"),
        (timedelta(hours=-2, minutes=-5), "Trễ 2 giờ 05 phút", "late"),
        (timedelta(days=29, hours=23), "Còn 29 ngày 23 giờ", "quiet"),
        (timedelta(days=-5, hours=-1), "Trễ 5 ngày 1 giờ", "late"),
    ],
)
def test_a_clock_says_whole_minutes_and_never_flatters(left, said, kind) -> None:
    assert (clock_words(NIGHT + left, NIGHT), clock_kind(NIGHT + left, NIGHT)) == (said, kind)


# ---- reporting ------------------------------------------------------------------------------------------------------------


def test_an_empty_tab_says_what_it_is_for_and_offers_one_thing(room: Room) -> None:
    assert reads(room.tab, "Chưa có sự cố")
    room.hands.click(button(room.tab.stack, "Ghi sự cố"))
    assert room.hands.place is room.tab.report.facts.subject
    room.hands.press(Key.Key_Escape)
    assert reads(room.tab, "Chưa có sự cố")


def test_reporting_with_keys_alone(room: Room) -> None:
    hands, facts = room.hands, room.tab.report.facts
    hands.press("F2")
    hands.type(STOLEN)
    hands.tab_to(facts.noticed_at.day)
    hands.type("20112026")
    hands.tab_to(facts.noticed_at.time)
    hands.type("22h40")
    hands.tab_to(facts.is_attack)
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Tab, Key.Key_Space)
    hands.press("F9")
    assert reads(
        room.view,
        "Đã ghi SC-2026-0001. Báo Cơ quan quản lý nhà nước về bảo vệ quyền lợi người tiêu dùng trước 22:40 ngày 21/11/2026.",
    )
    form = room.view.page.form
    assert (form.subject, form.noticed_at, form.happened_at, form.is_attack) == (STOLEN, NIGHT, None, True)
    assert form.fields == ("name",)
    assert any("Còn 12 giờ 40 phút" in row for row in rows(room.view.clocks))


def test_what_is_wrong_is_said_beside_its_field(room: Room) -> None:
    hands, facts = room.hands, room.tab.report.facts
    hands.press("F2")
    hands.fill(facts.noticed_at.time, "nửa đêm")
    hands.press("F9")
    assert facts.fields["noticed_at"].error == "Ghi giờ và phút, ví dụ 22:40."
    assert facts.noticed_at.time.property("error") == "true"
    hands.fill(facts.noticed_at.time, "9.30")
    hands.click(facts.is_unknown)
    hands.fill(facts.happened_at.time, "09:45")
    hands.press("F9")
    assert facts.fields["subject"].error == "Ghi vài chữ về việc đã xảy ra."
    hands.fill(facts.subject, STOLEN)
    hands.press("F9")
    assert facts.fields["noticed_at"].error == "Không thể phát hiện trước khi sự cố xảy ra (09:45 21/11/2026)."
    assert facts.noticed_at.time.text() == "09:30"
    assert room.services.incidents.rows() == []


def test_a_half_written_report_survives_a_power_cut(room: Room) -> None:
    hands, facts = room.hands, room.tab.report.facts
    hands.press("F2")
    hands.fill(facts.subject, STOLEN)
    hands.click(facts.is_unknown)
    hands.fill(facts.happened_at.time, "8h15")
    hands.fill(facts.people, "40")
    hands.click(facts.is_attack)
    room.tab.report.save_draft()
    assert reads(room.tab.report, "Bản nháp đã lưu lúc 10:00")
    facts.start()
    room.tab.stack.setCurrentIndex(0)
    hands.press("F2")
    assert (facts.subject.text(), facts.people.text(), facts.happened_at.time.text()) == (STOLEN, "40", "08:15")
    assert facts.is_attack.isChecked() and not facts.is_unknown.isChecked()
    hands.press("F9")
    assert room.services.drafts.load("incident") is None


# ---- clocks ---------------------------------------------------------------------------------------------------------------


def test_clocks_run_by_the_minute_while_they_can_be_seen(room: Room) -> None:
    reported(room, ATTACK)
    assert room.view.hand.is_running
    room.clock.move(hours=14, minutes=45)
    room.tab.hand.tick()
    room.view.hand.tick()
    assert any("Trễ 2 giờ 05 phút" in row for row in rows(room.view.clocks))
    assert "Trễ 2 giờ 05 phút" in rows(room.tab.list)[1]
    assert room.view.authority.late_reason.isVisible()
    room.hands.fill(room.view.authority.late_reason, "mất điện")
    room.host.hide()
    assert [one.late_reason for one in room.services.incidents.page(room.view.page.row.id).authorities].count("mất điện") == 1
    assert not room.view.hand.is_running


def test_the_badge_has_the_colour_of_the_nearest_clock(room: Room) -> None:
    now = room.services.office.now
    assert worst_kind([], now()) == "quiet"
    reported(room)
    reported(room, ATTACK)
    assert worst_kind(room.services.incidents.open_rows(), now()) == "soon"
    room.clock.move(hours=13)
    assert worst_kind(room.services.incidents.open_rows(), now()) == "late"


def test_the_morning_page_shows_open_clocks_and_nothing_where_none_runs(room: Room, qtbot) -> None:
    panel = IncidentClocks(room.services)
    qtbot.addWidget(panel)
    panel.refresh()
    assert panel.isHidden()
    first = reported(room, ATTACK)
    panel.show()
    panel.refresh()
    QApplication.processEvents()
    assert words(panel)[1:3] == [
        f"{STOLEN}: báo Cơ quan quản lý nhà nước về bảo vệ quyền lợi người tiêu dùng",
        "Còn 12 giờ 40 phút",
    ]
    room.clock.move(minutes=1)
    panel.hand.tick()
    QApplication.processEvents()
    assert reads(panel, "Còn 12 giờ 39 phút")
    with qtbot.waitSignal(panel.opened) as opened:
        button(panel, "Mở").click()
    assert opened.args == [first]


# ---- authorities ----------------------------------------------------------------------------------------------------------


def test_the_letter_is_made_printed_and_marked_as_sent_to_the_minute(room: Room) -> None:
    hands, view = room.hands, room.view
    reported(room)
    hands.fill(view.authority.law, "khoản 1 Điều 23")
    hands.press("F10")
    room.settle()
    assert "khoản 1 Điều 23" in one_line(LoadedPdf(room.printed[-1]).text())
    assert "khoản 1 Điều 23" in one_line(view.authority.letter.paper.text())
    assert "thư 01/2026/TB-SC đã lập, chưa gửi" in rows(view.clocks)[0]
    hands.click(view.sent_button)
    dialog = room.form()
    hands.fill(dialog.fields["sent_at"].control.time, "22h39")
    hands.press("F9")
    assert dialog.fields["sent_at"].error == "Thời điểm này ở tương lai."
    hands.fill(dialog.fields["sent_at"].control.time, "0915")
    hands.choose(dialog.fields["how"].control, "Qua thư điện tử")
    room.confirm()
    (told,) = view.page.authorities
    assert (told.sent_at, told.sent_by) == (room.clock.now - timedelta(minutes=45), Delivery.EMAIL)
    assert "Đã báo 09:15 21/11" in rows(view.clocks)[0] and view.clocks.hasFocus()
    assert not view.authority.name.isEnabled()
    hands.click(button(view, "In lại thư"))
    assert room.printed[-1] == room.services.incident_papers.pdf(told.public_id)


def test_a_late_letter_asks_why_before_it_is_made(room: Room) -> None:
    reported(room)
    room.clock.move(days=3)
    room.view.hand.tick()
    room.hands.press("F10")
    assert "trễ" in room.view.authority.fields["late_reason"].error
    assert room.printed == []
    room.hands.fill(room.view.authority.late_reason, "Mất điện ba ngày.")
    room.hands.press("F10")
    assert "Mất điện ba ngày." in one_line(LoadedPdf(room.printed[-1]).text())


def test_authorities_are_added_changed_taken_off_and_put_back(room: Room) -> None:
    hands, view = room.hands, room.view
    incident_id = reported(room)
    hands.click(button(view, "Thêm cơ quan khác"))
    dialog = room.form()
    hands.press("F9")
    assert dialog.fields["name"].error
    hands.fill(dialog.fields["name"].control, "Sở Công Thương Lâm Đồng")
    hands.fill(dialog.fields["hours"].control, "48")
    room.confirm()
    assert view.authority.name.text() == "Sở Công Thương Lâm Đồng"
    hands.fill(view.authority.hours, "30")
    hands.press("F9")
    assert [one.hours for one in room.services.incidents.page(incident_id).authorities] == [72, 30]
    hands.fill(view.authority.hours, "31")
    hands.click_row(view.clocks, view.page.authorities[0].name)
    assert [one.hours for one in room.services.incidents.page(incident_id).authorities] == [72, 31]
    hands.click_row(view.clocks, "Sở Công Thương Lâm Đồng")
    hands.click(button(view, "Không phải báo…"))
    dialog = room.form()
    hands.press("F9")
    assert dialog.fields["omitted_reason"].error == "Ghi vì sao không phải báo; lý do được giữ trong sổ."
    hands.fill(dialog.fields["omitted_reason"].control, "không có khách nào bị ảnh hưởng")
    room.confirm()
    assert [one.omitted_reason for one in view.page.authorities] == ["", "không có khách nào bị ảnh hưởng"]
    assert len(view.page.row.authorities) == 1
    hands.click_row(view.clocks, "Sở Công Thương Lâm Đồng")
    assert reads(view, "Từ ngày 21/11/2026 ghi là không phải báo: không có khách nào bị ảnh hưởng")
    assert not view.authority.name.isEnabled() and not view.issue_button.isVisible()
    hands.click(button(view, "Vẫn phải báo nơi này"))
    assert [(one.name, one.hours, one.is_owed) for one in view.page.authorities][1] == ("Sở Công Thương Lâm Đồng", 31, True)


def test_an_authority_without_a_name_is_not_left_for_another(room: Room) -> None:
    reported(room, ATTACK)
    room.hands.fill(room.view.authority.name, "")
    room.view.show_part(KNOWN)
    assert room.view.stack.current == AUTHORITIES
    assert room.view.authority.fields["name"].error


# ---- members --------------------------------------------------------------------------------------------------------------


def test_members_are_found_by_a_question_that_says_how_many(room: Room) -> None:
    hands, adding = room.hands, room.tab.adding
    told_carrier(room.services)
    crowd(room.services, 5)
    reported(room)
    room.view.show_part(MEMBERS)
    hands.click(button(room.view, "Thêm khách"))
    hands.choose(adding.how, "Mọi khách đã bị đưa thông tin cho một bên nhận")
    room.settle()
    assert reads(adding, "Tìm được 1 khách chưa có trong danh sách")
    hands.press("F9")
    room.settle()
    assert shown_members(room) == ["Phạm Văn An"]
    room.tab.start_adding()
    adding.since.set_day(date(2026, 11, 2))
    room.settle()
    assert reads(adding, "Không có khách nào mới") and not adding.add_button.isVisible()
    adding.since.set_day(date(2026, 11, 3))
    adding.until.set_day(date(2026, 11, 1))
    room.settle()
    assert adding.fields["until"].error == "Ngày đầu nằm sau ngày cuối."
    adding.since.set_day(None)
    room.settle()
    hands.press("F9")
    room.settle()
    assert reads(room.view, "Đã thêm 5 khách vào danh sách.")
    assert reads(room.view, "Đã báo 0 trong số 6 khách")


def test_members_are_chosen_one_by_one_or_by_pasted_numbers(room: Room) -> None:
    hands, adding = room.hands, room.tab.adding
    crowd(room.services, 5)
    incident_id = reported(room)
    room.tab.start_adding()
    hands.choose(adding.how, "Chọn từng khách")
    adding.picker.search.setFocus()
    hands.type("0002")
    hands.press(Key.Key_Return)
    hands.type("0003")
    hands.press(Key.Key_Return)
    assert reads(adding, "Đã chọn 2 khách")
    adding.list.setFocus()
    hands.press(Key.Key_Delete)
    hands.click(adding.paste_button)
    dialog: Any = QApplication.activeModalWidget()
    hands.to_front(dialog)
    hands.paste(dialog.fields["numbers"].control, "0900 000 004\n0911 111 111")
    hands.press("F9")
    hands.to_front(room.host)
    assert reads(adding, "0911111111") or reads(adding, "0911 111 111")
    hands.press("F9")
    room.settle()
    assert shown_members(room) == ["Nguyễn Văn 2", "Nguyễn Văn 4"]
    assert room.services.incident_members.counts(incident_id).people == 2


def test_members_are_marked_as_told_and_as_come_back_and_filtered(room: Room) -> None:
    hands, members = room.hands, room.members
    incident_id = reported(room)
    touched(room, incident_id, 4)
    hands.choose(members.telling.means, "Zalo")
    hands.press("F9")
    assert room.services.incident_members.counts(incident_id).told == 0  # the key that saves elsewhere marks nobody
    room.mark_told("Ghi đã báo 4 khách")
    assert reads(room.view, "Đã ghi: báo xong 4 khách.") and reads(room.view, "Đã báo 4 trong số 4 khách")
    members.table.setFocus()
    hands.press(Key.Key_Home, Key.Key_Space)
    members.telling.day.set_day(date(2026, 11, 20))
    hands.click(button(room.view, "Ghi bị trả lại: 1 khách"))
    room.settle()
    assert members.telling.fields["told_on"].error == "Ngày 21/11/2026 mới gửi; không thể bị trả lại trước đó."
    members.telling.day.set_day(room.clock.today)
    hands.click(button(room.view, "Ghi bị trả lại: 1 khách"))
    room.settle()
    assert reads(room.view, "1 khách phải báo bằng cách khác.") and members.table.hasFocus()
    hands.choose(members.filter, "Bị trả lại · 1")
    room.settle()
    assert shown_members(room) == ["Nguyễn Văn 0"]
    assert not members.mark_button.isVisible()
    hands.click(members.all_link)
    hands.choose(members.telling.means, "Điện thoại")
    room.mark_told("Ghi đã báo 1 khách")
    assert shown_members(room) == [] and reads(members, "Không có ai.")
    assert room.services.incident_members.rows(incident_id, Shown.TOLD)[0].told_by is TellingMeans.PHONE


def test_a_member_put_there_by_mistake_is_taken_off(room: Room) -> None:
    incident_id = reported(room)
    touched(room, incident_id, 3)
    index = room.members.table.model().index(1, TICK)
    room.members.table.clicked.emit(index)
    room.hands.click(button(room.members, "Bỏ khỏi danh sách"))
    room.settle()
    assert shown_members(room) == ["Nguyễn Văn 0", "Nguyễn Văn 2"]
    room.hands.press("Ctrl+Z")
    room.settle()
    assert sorted(shown_members(room)) == ["Nguyễn Văn 0", "Nguyễn Văn 1", "Nguyễn Văn 2"]


def test_many_marked_by_mistake_are_taken_back(room: Room) -> None:
    incident_id = reported(room)
    touched(room, incident_id, 45)
    assert room.members.telling.means.currentText() == "Chọn…"
    room.hands.click(button(room.view, "Ghi đã báo 45 khách"))
    assert room.members.telling.fields["means"].error == "Chọn cách đã báo."
    room.hands.choose(room.members.telling.means, "Thư")
    room.mark_told("Ghi đã báo 45 khách")
    assert room.members.telling.fields["means"].error.startswith("Chưa lập thư cho những khách này.")
    room.hands.choose(room.members.telling.means, "Zalo")
    room.hands.click(button(room.view, "Ghi đã báo 45 khách"))
    assert room.members.asked is not None
    assert reads(room.members.asked, "Ghi 45 khách này đã được báo ngày 21/11/2026, bằng: zalo?")
    room.hands.to_front(room.members.asked)
    room.hands.press(Key.Key_Escape)
    room.hands.to_front(room.host)
    assert room.services.incident_members.counts(incident_id).told == 0
    room.mark_told("Ghi đã báo 45 khách")
    assert room.services.incident_members.counts(incident_id).told == 45
    room.hands.press("Ctrl+Z")
    room.settle()
    assert room.services.incident_members.counts(incident_id).told == 0


def test_whose_name_cannot_print_is_named_with_the_way_out(room: Room) -> None:
    incident_id = reported(room)
    touched(room, incident_id, 2)
    odd = room.services.customers.add(replace(builders.HANH, name="Hạnh 🌸"))
    room.services.incident_members.add(incident_id, [odd])
    room.settle()
    room.hands.press("F10")
    room.settle()
    assert room.members.dialog is not None
    assert reads(room.members.dialog, "Chưa lập được thư cho 1 khách vì không in được tên: Hạnh 🌸 (🌸).")
    assert reads(room.members.dialog, "Trang 1 trên 2")
    room.hands.to_front(room.members.dialog)
    room.hands.press(Key.Key_Escape)
    room.hands.to_front(room.host)


def test_a_text_for_one_member_is_copied(room: Room) -> None:
    incident_id = reported(room)
    touched(room, incident_id, 2)
    room.members.table.setFocus()
    room.hands.press(Key.Key_Down)
    room.hands.choose(room.members.telling.channel, "Zalo")
    room.settle()
    room.hands.click(button(room.view, "Chép nội dung"))
    assert "Kính gửi khách Nguyễn Văn 1" in QApplication.clipboard().text()
    assert room.members.telling.means.value() is TellingMeans.ZALO


def test_making_letters_can_be_stopped(room: Room) -> None:
    incident_id = reported(room)
    touched(room, incident_id, 300)
    room.hands.press("F10", Key.Key_Escape)
    room.settle()
    QApplication.processEvents()
    assert reads(room.view, "Đã dừng. Chưa lập thư nào.")
    assert room.members.letters_button.isVisible()


def test_letters_go_to_the_printer_page_by_page(room: Room, tmp_path: Path) -> None:
    incident_id = reported(room)
    touched(room, incident_id, 3)
    room.hands.press("F10")
    room.settle()
    dialog = room.members.dialog
    assert dialog is not None and reads(dialog, "Trang 1 trên 3")
    printed, saved = tmp_path / "in.pdf", tmp_path / "thư.pdf"
    dialog.ask_printer = lambda _owner: printer_to(printed)
    dialog.ask_path = lambda _name: str(saved)
    room.hands.to_front(dialog)
    room.hands.click(button(dialog, "Trang sau"))
    assert reads(dialog, "Trang 2 trên 3")
    room.hands.press("F10")
    room.settle()
    assert reads(dialog, "Đã đưa hết cho máy in.")
    assert LoadedPdf(printed.read_bytes()).document.pageCount() == 3
    room.hands.click(button(dialog, "Lưu thành PDF"))
    room.settle()
    assert "Nguyễn Văn 2" in LoadedPdf(saved.read_bytes()).text()
    room.hands.press(Key.Key_Escape)
    room.hands.to_front(room.host)


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


# ---- the end --------------------------------------------------------------------------------------------------------------


def test_closing_is_refused_in_words_where_they_can_be_mended(room: Room, sentences) -> None:
    hands, view = room.hands, room.view
    incident_id = reported(room)
    hands.click(button(view, "Đóng sự cố"))
    assert view.stack.current == KNOWN
    assert "nguyên nhân" in view.known.fields["cause"].error
    for name, text in EXPLAINED.items():
        hands.fill(view.known.areas[name], text)
    hands.click(button(view, "Đóng sự cố"))
    assert sentences.take()[0].startswith("Chưa báo: Cơ quan chuyên trách")
    room.services.incidents.omit_authority(view.page.authorities[0].public_id, "nhầm")
    hands.click(button(view, "Đóng sự cố"))
    assert reads(view, "Đóng ngày 21/11/2026.")
    assert "Đã đóng 21/11" in rows(room.tab.list)[-1]
    assert rows(view.known.history)[0].startswith("Đã đóng. 10:00 21/11/2026")
    hands.click(button(view, "Mở lại"))
    hands.fill(room.form().fields["note"].control, "có thêm người bị gọi")
    room.confirm()
    assert room.services.incidents.page(incident_id).row.is_open
    assert rows(view.known.history)[0].startswith("Mở lại: có thêm người bị gọi")


def test_what_is_known_is_saved_and_half_written_words_come_back(room: Room) -> None:
    hands, view = room.hands, room.view
    incident_id = reported(room)
    view.tabs.setCurrentIndex(KNOWN)
    hands.fill(view.known.areas["cause"], EXPLAINED["cause"])
    hands.press("F9")
    assert reads(view, "Đã lưu lúc 10:00")
    assert room.services.incidents.page(incident_id).form.cause == EXPLAINED["cause"]
    hands.fill(view.known.areas["lesson"], EXPLAINED["lesson"])
    other = room.services.incidents.report(replace(FORM, subject="gửi nhầm thư")).row.id
    room.tab.open(other)
    assert view.known.areas["lesson"].toPlainText() == ""
    room.tab.open(incident_id)
    assert view.known.areas["lesson"].toPlainText() == EXPLAINED["lesson"]
    assert room.services.incidents.page(incident_id).form.lesson == ""


def test_incidents_are_found_and_opened_with_keys(room: Room) -> None:
    reported(room, replace(FORM, subject="gửi nhầm thư"))
    reported(room)
    room.tab.focus_search()
    room.hands.type("gui nham")
    assert [row for row in rows(room.tab.list) if "máy tính" in row] == []
    room.tab.list.setFocus()
    room.hands.press(Key.Key_Down, Key.Key_Return)
    assert reads(room.view, "gửi nhầm thư")
    room.tab.focus_search()
    room.hands.type("xyz")
    assert "Không có sự cố nào có" in rows(room.tab.list)[0]


# ---- looks and speed ------------------------------------------------------------------------------------------------------


def test_every_part_is_vietnamese_uncut_and_named_in_both_sizes(room: Room) -> None:
    found: dict[str, list[str]] = {}
    long = "một sự việc dài dòng xảy ra với sổ giao hàng và điện thoại của cửa hàng trong đêm mất điện"
    room.hands.press("F2")
    look(room, "report", found)
    incident_id = reported(room, replace(ATTACK, subject=long))
    room.services.incidents.add_authority(incident_id, AuthorityForm("Sở Công Thương", hours=1))
    for number, part in enumerate(("authorities", "nobody", "known")):
        room.view.show_part(number)
        look(room, part, found)
    touched(room, incident_id, 3)
    room.members.table.rows.tick(room.members.table.rows.members[:2], wanted=True)
    look(room, "members", found)
    room.tab.start_adding()
    look(room, "adding", found)
    assert found == {}


def look(room: Room, name: str, found: dict[str, list[str]]) -> None:
    for size in ((1366, 601), (1093, 600)):
        room.host.resize(*size)
        room.settle()
        QApplication.processEvents()
        if seen := faults(room.host):
            found[f"{name} {size[0]}"] = seen


def test_a_long_list_shows_its_beginning_and_finds_the_rest(room: Room, qtbot) -> None:
    members, incident_id = room.members, reported(room)
    touched(room, incident_id, 600)
    assert members.table.model().rowCount() == 500
    assert reads(members, "Đang hiện 500 trong số 600 khách; gõ tên hoặc số điện thoại để tìm những khách còn lại.")
    room.hands.fill(members.search, "van 59")
    qtbot.waitUntil(lambda: not is_busy() and not members._typing.isActive())
    assert shown_members(room) == ["Nguyễn Văn 59", *(f"Nguyễn Văn {n}" for n in range(590, 600))]
    room.hands.fill(members.search, "0599")
    qtbot.waitUntil(lambda: not is_busy() and not members._typing.isActive())
    assert shown_members(room) == ["Nguyễn Văn 599"]


def test_marking_and_letters_leave_the_window_to_her(room: Room) -> None:
    incident_id = reported(room)
    touched(room, incident_id, 300)
    room.hands.press("F10")
    assert is_busy() and not room.members.letters_button.isVisible() and not room.members.mark_button.isVisible()
    room.hands.choose(room.members.filter, "Đã báo · 0")
    room.settle()
    assert room.members.dialog is not None
    room.hands.to_front(room.members.dialog)
    room.hands.press(Key.Key_Escape)
    room.hands.to_front(room.host)
    room.mark_told("Ghi đã báo 300 khách")
    assert room.services.incident_members.counts(incident_id).told == 300
