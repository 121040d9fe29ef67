"""A day at the counter: a consent slip, thirty parcels of which three stay, customers told, a complaint about one disclosure answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.choices import ConsentDecision, RestrictionKind
from desktop.services.all_services import Services
from desktop.views.complaints.disclosures import DisclosuresDialog
from desktop.views.disclosures.parcels import REFERENCE
from tests import builders
from tests.documents.test_sheet import Book
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows, shown
from tests.views.shipping import (
    BINH,
    CHI,
    DUNG,
    GHN,
    HANH,
    PHONES,
    add,
    card_of,
    cards,
    click_cell,
    confirm,
    folder_for,
    line_of,
    open_manifest,
    paper,
    paste_numbers,
    say,
    type_on,
)  # fmt: skip

OTHERS = {f"Khách Số {place}": f"0905 001 {place:03}" for place in range(26)}
CARRIERS_TOPIC = "Đưa tên, điện thoại, địa chỉ cho bên vận chuyển"


def thirty(services: Services) -> None:
    """Hạnh and Bình were never asked, Chi withdrew, Dũng wants the address to go to nobody, the other 26 agreed."""
    builders.add_customer(services)
    add(services, BINH)
    chi, dung = add(services, CHI), add(services, DUNG)
    for customer in (chi, dung, *(add(services, name, phone) for name, phone in OTHERS.items())):
        say(services, customer)
    say(services, chi, ConsentDecision.WITHDRAWN)
    services.restrictions.add(dung, RestrictionKind.HIDE_ADDRESS)
    services.recipients.switch_on("ghn")


@pytest.fixture
def counter(make_desk) -> Desk:
    """The shop in the morning, with a printer that keeps what it prints."""
    return make_desk(fill=thirty)


def agree(desk: Desk, record) -> None:
    """Tick that the customer agrees to carriers being told."""
    choice = next(one for topic in record.rows if topic.code == "share.shipping_partner" for one in topic.buttons.values())
    desk.hands.click(choice)


def record_slip(desk: Desk, photo: Path) -> None:
    """Hạnh stands at the counter: form, signature, photo, receipt."""
    hands, record = desk.hands, desk.window.consents.record
    hands.press("Ctrl+3", "F2")
    hands.type("3365")
    hands.press(Key.Key_Return)
    assert reads(record, f"{HANH} đồng ý những gì?")
    assert not any(choice.isChecked() for topic in record.rows for choice in topic.buttons.values())
    hands.click(button(record, "In phiếu để ký"))
    assert HANH in paper(desk)
    agree(desk, record)
    hands.drop(record.slip, photo)
    hands.press("F10")
    assert HANH in paper(desk)
    assert "21/11/2026" in paper(desk)


def choose_thirty(desk: Desk) -> None:
    open_manifest(desk)
    paste_numbers(desk, *PHONES_OF_THE_DAY)
    assert reads(desk.window, "Phiếu giao hàng: 27 khách đi, 3 khách bị bỏ ra")
    said = cards(desk)
    assert "Chưa ghi sự đồng ý về việc này." in said[BINH]
    assert "Đã rút lại đồng ý ngày 21/11/2026." in said[CHI]
    assert "Khách yêu cầu không đưa địa chỉ cho ai." in said[DUNG]


PHONES_OF_THE_DAY = [*(PHONES[name] for name in (HANH, BINH, CHI, DUNG)), *OTHERS.values()]


def ask_one_now(desk: Desk) -> None:
    """Bình agrees on the phone; back on the manifest 28 go."""
    record = desk.window.disclosures.record
    desk.hands.click(button(card_of(desk, BINH), "Ghi nhận đồng ý"))
    assert reads(desk.window, f"{BINH} đồng ý những gì?")
    agree(desk, record)
    desk.hands.press("F9")
    assert reads(desk.window, "Phiếu giao hàng: 28 khách đi, 2 khách bị bỏ ra")


def type_parcel(desk: Desk) -> None:
    """Order, goods and cash of Hạnh's parcel."""
    table = desk.window.disclosures.manifest.table
    click_cell(table, line_of(table, HANH), REFERENCE)
    type_on(desk, "DH-1024")
    desk.hands.press(Key.Key_Tab)
    type_on(desk, "Cà phê rang 500 g")
    desk.hands.press(Key.Key_Tab)
    type_on(desk, "155.000")
    desk.hands.press(Key.Key_Return)
    line = table.rows.rows[line_of(table, HANH)].parcel
    assert (line.reference, line.goods, line.cash) == ("DH-1024", "Cà phê rang 500 g", 155_000)


def make_file(desk: Desk, tmp_path: Path, qtbot) -> None:
    """The file and 28 entries; the carrier's sheet holds who goes, and nobody else."""
    written = folder_for(desk, tmp_path)
    assert reads(desk.window, "Xuất tệp và ghi sổ 28 lượt")
    desk.hands.press("F10")
    qtbot.waitUntil(lambda: reads(desk.window, "Đã cung cấp cho ai, thông tin gì"))
    lines = Book(written[0].read_bytes()).rows()
    names = [line[0] for line in lines[1:]]
    assert lines[0] == ["Tên người nhận", "Số điện thoại", "Địa chỉ", "Mã đơn hàng", "Tên sản phẩm", "Tiền thu hộ", "Ghi chú"]
    assert sorted(names) == sorted([HANH, BINH, *OTHERS])
    assert lines[1 + names.index(HANH)][1:6] == ["0912003365", builders.HANH.address, "DH-1024", "Cà phê rang 500 g", 155_000]
    assert len(rows(desk.window.disclosures.list)) == 28
    assert any(HANH in line and GHN in line and "DH-1024" in line for line in rows(desk.window.disclosures.list))
    desk.hands.click(button(desk.window, "Các tệp"))
    desk.hands.click(button(desk.window, "Lưu tệp"))
    assert written[1].read_bytes() == written[0].read_bytes()


def tell_customers(desk: Desk, qtbot) -> None:
    """From the dashboard to the notices: one copied and marked, then all; nothing is left to tell."""
    hands, notices = desk.hands, desk.window.disclosures.notices
    hands.press("Ctrl+1")
    qtbot.waitUntil(lambda: reads(desk.window, "28 lần cung cấp chưa báo khách"))
    hands.click(button(desk.window, "Báo ngay"))
    assert reads(notices, "Còn 28 lần chưa báo khách")
    hands.press("F10")
    assert GHN in QApplication.clipboard().text()
    assert reads(notices, "Đã chép.")
    hands.press("F9")
    confirm(desk)
    assert reads(notices, "Còn 27 lần chưa báo khách")
    hands.click(button(notices, "Đã báo cho tất cả"))
    confirm(desk)
    assert reads(notices, "Mọi khách đều đã được báo.")
    hands.press("Ctrl+1")
    qtbot.waitUntil(lambda: not reads(desk.window, "chưa báo khách"))


def take_complaint(desk: Desk) -> None:
    hands, intake = desk.hands, desk.intake
    hands.press("Ctrl+5", "F2")
    hands.type("3365")
    hands.press(Qt.Key.Key_Return)
    hands.choose(intake.category, "Đưa thông tin cho người khác")
    hands.fill(intake.subject, "lộ số điện thoại")
    hands.fill(intake.text, "Vừa nhận hàng xong thì có người lạ gọi mời mua.")
    hands.press("F9")
    assert reads(desk.case, "Đã ghi KN-2026-0001")


def link_disclosure(desk: Desk) -> None:
    """The complaint is about the parcel of today, which was made."""
    hands, side = desk.hands, desk.case.side
    hands.click(side.disclosed_link)
    asked = next(one for one in side.findChildren(DisclosuresDialog) if one.isVisible())
    hands.to_front(asked)
    assert reads(asked, f"Đã đưa thông tin của {HANH} cho ai?")
    assert reads(asked, GHN)
    (choice,) = asked.choices.values()
    hands.choose(choice, "Có cung cấp")
    hands.press(Key.Key_Escape)
    hands.to_front(desk.host)
    assert shown(side.disclosed_link) == "Đã cung cấp 1 lần, 1 lần bị khiếu nại"


def answer(desk: Desk) -> None:
    """Decided, printed, handed over."""
    hands, case = desk.hands, desk.case
    for area, text in zip(case.areas.values(), ("Đang lưu tên.", "Phiếu bị chụp.", "Đã xóa ảnh."), strict=True):
        hands.fill(area, text)
    for field, text in ((case.fault.shop, "100"), (case.sums.proven, "500000"), (case.sums.agreed, "500000")):
        hands.fill(field, text)
    hands.press("F10")
    assert f"Ngày 21/11/2026, cho {GHN}: họ tên, số điện thoại, địa chỉ. Có cung cấp; căn cứ: khách đồng ý." in paper(desk)
    hands.click(button(case, "Ghi là đã giao hoặc gửi"))
    assert case.case_actions.dialog
    hands.to_front(case.case_actions.dialog)
    hands.press("F9")
    hands.to_front(desk.host)
    assert reads(case, "Ghi đã trả tiền")


def test_day_from_the_consent_slip_to_the_reply_that_names_the_disclosure(counter: Desk, photo, tmp_path, qtbot) -> None:
    record_slip(counter, photo)
    choose_thirty(counter)
    ask_one_now(counter)
    type_parcel(counter)
    make_file(counter, tmp_path, qtbot)
    tell_customers(counter, qtbot)
    take_complaint(counter)
    link_disclosure(counter)
    answer(counter)
