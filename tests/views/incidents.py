"""What tests of incidents begin with: the tab alone in a window over a real shop, and many customers at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from desktop.models.customer import Customer
from desktop.services.all_services import Services, for_office
from desktop.services.customers import CustomerDetails
from desktop.services.office import new_id
from desktop.services.policies import version_on
from desktop.views.background import is_busy
from desktop.views.changes import ChangeFeed
from desktop.views.host import Host
from desktop.views.incidents.tab import IncidentsTab
from tests.conftest import Clock
from tests.views.conftest import COUNTER_PC, delete_now, open_office
from tests.views.hands import Hands
from tests.views.hands import button as one_button

NIGHT = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)  # 22:40 at the shop
STOLEN = "mất máy tính xách tay ở quầy"


@dataclass(repr=False)
class Room:
    """The tab with a shop behind it."""

    host: Host
    tab: IncidentsTab
    services: Services
    clock: Clock
    hands: Hands
    settle: Callable[[], None]
    printed: list[bytes] = field(default_factory=list)

    @property
    def view(self):
        """The page of an incident."""
        return self.tab.view

    @property
    def members(self):
        """Whom it touched."""
        return self.tab.view.members

    def form(self) -> Any:
        """The form that came up over the page."""
        assert self.view.dialog is not None
        self.hands.to_front(self.view.dialog)
        return self.view.dialog

    def mark_told(self, button: str) -> None:
        """Press the button of many, answer its question, and wait until it is done."""
        self.hands.click(one_button(self.view, button))
        assert self.members.asked is not None
        self.hands.to_front(self.members.asked)
        self.hands.press("F9")
        self.hands.to_front(self.host)
        self.settle()

    def confirm(self) -> None:
        """F9 in the form."""
        self.form()
        self.hands.press("F9")
        self.hands.to_front(self.host)


@contextmanager
def open_room(
    moulds, tmp_path: Path, clock: Clock, hands: Hands, qtbot, fill: Callable[[Services], object] | None = None
) -> Iterator[Room]:
    """A copy of the shop that delivers, with the incidents tab in a window of the counter PC's size."""
    mould, path = moulds("delivery"), tmp_path / "Dữ liệu của Ánh"
    shutil.copytree(mould.path, path)
    services = for_office(open_office(path, mould.key, clock))
    services.office.actor = mould.actor
    if fill:
        fill(services)
    feed = ChangeFeed()
    tab = IncidentsTab(services, feed)
    feed.setParent(tab)
    services.office.database.after_commit = feed.tell
    host = Host((0, 0, *COUNTER_PC, 0))
    host.show_page(tab)
    host.resize(*COUNTER_PC)
    hands.to_front(host)

    def settle() -> None:
        qtbot.waitUntil(lambda: not is_busy())
        QApplication.processEvents()  # what was put on the page by the last work is shown a moment later

    room = Room(host, tab, services, clock, hands, settle)
    tab.view.print_pdf = lambda _owner, pdf: not room.printed.append(pdf)
    yield room
    settle()
    host.close()
    services.office.database.close()
    host.deleteLater()
    delete_now()


def crowd(services: Services, count: int) -> None:
    """So many customers in one transaction."""
    with services.office.writing() as work:
        version = version_on(work.session, work.today)
        for place in range(count):
            details = asdict(CustomerDetails(f"Nguyễn Văn {place}", f"09{place:08}", address="27 Thông Reo, Lâm Viên - Đà Lạt"))
            own = {"entered_on": date(2026, 11, 1), "changed_at": work.now, "policy_version_id": version.id}
            work.session.add(Customer(public_id=new_id(), **own, **details))
        work.log("customer.added", "crowd")
