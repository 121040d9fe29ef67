"""What tests of consents and disclosures begin with: a shop that ships, a printer that keeps what it is given, dialogs and cells."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget

from desktop.models.choices import ConsentDecision, ConsentMeans, RestrictionKind
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.views.disclosures.parcels import ParcelTable
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.paper import LoadedPdf
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import Key, button, one_line, stroke, unikey, words

CARRIERS = "share.shipping_partner"
GHN = "Giao Hàng Nhanh (GHN)"
HANH, AN, BINH, CHI, DUNG = "Nguyễn Thị Hạnh", "Lê Văn An", "Trần Thanh Bình", "Phạm Thị Chi", "Hoàng Đức Dũng"
PHONES = {HANH: "0912 003 365", AN: "0905 000 701", BINH: "0905 000 702", CHI: "0905 000 703", DUNG: "0905 000 704"}


def ship(services: Services) -> None:
    """Hạnh and An agreed, Bình was never asked, Chi withdrew, Dũng wants the address to go to nobody; GHN is switched on."""
    hanh, an = builders.add_customer(services), add(services, AN)
    add(services, BINH)
    chi, dung = add(services, CHI), add(services, DUNG)
    for customer in (hanh, an, chi, dung):
        say(services, customer)
    say(services, chi, ConsentDecision.WITHDRAWN)
    services.restrictions.add(dung, RestrictionKind.HIDE_ADDRESS)
    services.recipients.switch_on("ghn")


def add(services: Services, name: str, phone: str = "") -> int:
    """A customer with a number and an address."""
    return services.customers.add(CustomerDetails(name, phone or PHONES[name], "", "27 Thông Reo, Lâm Viên - Đà Lạt"))


def say(services: Services, customer: int, decision: ConsentDecision = ConsentDecision.GIVEN, topic: str = CARRIERS) -> None:
    """What a customer said by phone about being told to carriers, or about another topic."""
    services.consents.record(customer, Answers(services.office.today(), ConsentMeans.PHONE, {topic: decision}))


def paper(desk: Desk, place: int = -1) -> str:
    """The words of a paper that was printed, in one line."""
    return one_line(LoadedPdf(desk.printed[place]).text())


def dialog(desk: Desk) -> FormDialog:
    """The small dialog that is open, with the keyboard in it."""
    found = next(one for one in desk.window.findChildren(FormDialog) if one.isVisible())
    desk.hands.to_front(found)
    return found


def confirm(desk: Desk) -> None:
    """F9 in the dialog that is open; back in the window."""
    dialog(desk)
    desk.hands.press("F9")
    desk.hands.to_front(desk.host)


def open_manifest(desk: Desk) -> None:
    """Ctrl+4, F2."""
    desk.hands.press("Ctrl+4", "F2")


def paste_numbers(desk: Desk, *numbers: str) -> None:
    """Into the manifest, as copied from a chat."""
    desk.hands.click(button(desk.window.disclosures.manifest, "Dán số điện thoại"))
    desk.hands.paste(dialog(desk).fields["numbers"].control, "\n".join(numbers))
    confirm(desk)


def cards(desk: Desk) -> dict[str, str]:
    """Who is left out, and what stands on each card."""
    side = desk.window.disclosures.manifest.side
    found = [one for one in side.findChildren(QWidget, "card") if one.isVisible()]
    return {words(one)[0]: " ".join(words(one)) for one in found}


def card_of(desk: Desk, name: str) -> QWidget:
    """The card of one who is left out."""
    side = desk.window.disclosures.manifest.side
    return next(
        one for one in side.findChildren(QWidget, "card") if one.isVisible() and one.findChildren(QLabel)[0].text() == name
    )


def click_cell(table: ParcelTable, line: int, column: int) -> None:
    """A click into a cell."""
    rect: QRect = table.visualRect(table.rows.index(line, column))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center())
    QApplication.processEvents()


def type_on(desk: Desk, text: str) -> None:
    """Typing from a cell into the editor that opens under the first key."""
    for letter in unikey(text):
        stroke(desk.hands.place, letter)
    QApplication.processEvents()


def line_of(table: ParcelTable, name: str) -> int:
    """In which line somebody stands."""
    return next(place for place, row in enumerate(table.rows.rows) if row.name == name)


def cell(table: ParcelTable, line: int, column: int) -> str:
    """What a cell shows."""
    return table.rows.index(line, column).data()


def tick(desk: Desk, owner: QWidget, text: str) -> QCheckBox:
    """Click a check box that bears this text."""
    found = next(one for one in owner.findChildren(QCheckBox) if one.isVisible() and one.text() == text)
    desk.hands.click(found)
    return found


def folder_for(desk: Desk, tmp_path: Path) -> list[Path]:
    """Files for carriers go here instead of through the file dialog; the list names them as they are made."""
    written: list[Path] = []

    def ask(name: str) -> str:
        written.append(tmp_path / f"{len(written)} {name}")
        return str(written[-1])

    tab = desk.window.disclosures
    tab.manifest.ask_path = tab.manifests.ask_path = tab.notices.ask_path = ask
    return written


ENTER = Key.Key_Return
