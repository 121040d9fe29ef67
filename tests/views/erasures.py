"""What tests of deletions and erasure begin with: a shop whose customers come due, and ways through its screens."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.i18n import noon
from desktop.models.choices import Channel, ConsentDecision, ConsentMeans, Direction, HoldKind, SheetFormat
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.manifests import Order, Parcel
from desktop.views.deletions.page import DeletionsPage
from desktop.views.deletions.preview import ErasurePreview
from desktop.views.deletions.table import TICK, WHO, PeopleTable
from desktop.views.widgets.paper import PaperDialog
from tests.views.conftest import Desk
from tests.views.hands import Key, button

# Today is Saturday 21/11/2026; the shop keeps data for 12 months after the last contact.
LATE, LATE_TOO, TODAY, SOON, LATER = "Trần Bích Ngọc", "Đỗ Văn Khôi", "Lê Minh Tâm", "Vũ Thị Lê", "Đặng Hoàng Nam"
LAST_SEEN = {
    LATE: date(2025, 11, 3), LATE_TOO: date(2025, 11, 10), TODAY: date(2025, 11, 21), SOON: date(2025, 12, 2), LATER: date(2026, 4, 8),
}  # fmt: skip
PHONES = dict(zip(LAST_SEEN, ("0905 000 714", "0868 336 512", "0977 013 365", "0916 000 405", "0939 000 118"), strict=True))
CARRIERS = "share.shipping_partner"


def fill(services: Services) -> None:
    """Five customers, last seen on these days."""
    for name, day in LAST_SEEN.items():
        seen(services, name, PHONES[name], day)


def seen(services: Services, name: str, phone: str, day: date) -> int:
    """A customer whose last contact was on a day."""
    customer = services.customers.add(CustomerDetails(name, phone, address="27 Thông Reo, Lâm Viên - Đà Lạt"))
    services.customers.log_contact(customer, noon(day), Direction.FROM_CUSTOMER, Channel.COUNTER, "")
    return customer


def id_of(services: Services, name: str) -> int:
    return services.customers.search(name)[0].id


def hold(services: Services, name: str, reason: str = "checking a false order") -> None:
    services.holds.add(id_of(services, name), HoldKind.FRAUD, reason, date(2026, 12, 24))


def preview(qtbot, desk: Desk) -> ErasurePreview:
    """The preview that is open, once it has been read."""
    found = next(one for one in desk.host.findChildren(ErasurePreview) if one.isVisible())
    qtbot.waitUntil(lambda: found.people.rows.rowCount() > 0)
    desk.hands.to_front(found)
    return found


def settle(qtbot, page: DeletionsPage) -> None:
    qtbot.waitUntil(lambda: not page._is_reading)
    QApplication.processEvents()


def choose_period(qtbot, desk: Desk, page: DeletionsPage, title: str) -> None:
    desk.hands.click_row(page.list, title)
    settle(qtbot, page)


def names(table: PeopleTable) -> list[str]:
    return [table.model().index(place, WHO).data() for place in range(table.model().rowCount())]


def ticked(table: PeopleTable) -> list[str]:
    """Who bears a tick, as a screen reader says it."""
    cells = [table.model().index(place, TICK) for place in range(table.model().rowCount())]
    said = [cell.data(Qt.ItemDataRole.AccessibleTextRole) for cell in cells]
    return [name for name, spoken in zip(names(table), said, strict=True) if spoken.startswith("Is to be erased:")]


def row_of(table: PeopleTable, name: str, column: int) -> str:
    return table.model().index(names(table).index(name), column).data()


def go_to(table: PeopleTable, name: str) -> None:
    table.setFocus()
    table.setCurrentIndex(table.model().index(names(table).index(name), WHO))
    QApplication.processEvents()


def bars(desk: Desk) -> list[QAbstractButton]:
    return [bar for bar in desk.window.dashboard.card.bars.findChildren(QAbstractButton) if bar.isVisible()]


def not_english(found: list[str]) -> list[str]:
    """Faults of a screen that is English on purpose."""
    return [fault for fault in found if not fault.startswith("English")]


def open_list(qtbot, desk: Desk) -> DeletionsPage:
    """Opens the page of deletions as she does, by its button on the dashboard."""
    desk.hands.click(button(desk.window.dashboard, "Look before erasing"))
    page = desk.window.dashboard.deletions
    assert page is not None
    settle(qtbot, page)
    return page


def look(qtbot, desk: Desk) -> ErasurePreview:
    """Opens the preview of those who are ticked, by F10."""
    desk.hands.press("F10")
    return preview(qtbot, desk)


def shown_paper(desk: Desk) -> PaperDialog:
    """The paper on the screen."""
    paper = next(one for one in desk.host.findChildren(PaperDialog) if one.isVisible())
    desk.hands.to_front(paper)
    return paper


def asked(services: Services) -> None:
    fill(services)
    services.erasures.note_wish(id_of(services, SOON), services.office.today())


def erase(desk: Desk, dialog: ErasurePreview, qtbot) -> None:
    """Tick, press, wait for what it came to."""
    desk.hands.click(dialog.read)
    desk.hands.click(button(dialog, "Erase the data"))
    qtbot.waitUntil(lambda: dialog.outcome.isVisible())
    QApplication.processEvents()


def shipped(services: Services) -> None:
    """A customer whose data went to a carrier, and who asked for deletion since."""
    customer = seen(services, LATE, PHONES[LATE], date(2026, 11, 2))
    everything: dict[str, ConsentDecision] = {"purchase_care": ConsentDecision.GIVEN, CARRIERS: ConsentDecision.GIVEN}
    services.consents.record(customer, Answers(services.office.today(), ConsentMeans.PHONE, everything))
    carrier = services.recipients.switch_on("ghn")
    services.manifests.make(Order(carrier, services.office.today(), SheetFormat.XLSX, (Parcel(customer, "DH-1"),), True))
    services.erasures.note_wish(customer, services.office.today())


def only(desk: Desk, page: DeletionsPage, name: str, qtbot) -> None:
    """Everybody but one loses the tick."""
    for period in ("Overdue", "This week"):
        choose_period(qtbot, desk, page, period)
        desk.hands.click(button(page, "Tick nobody"))
    go_to(page.table, name)
    desk.hands.press(Key.Key_Space)
