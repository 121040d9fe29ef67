"""What tests of requests begin with: a desk in the code's own language, a request taken by keys, dialogs answered, papers read."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from desktop.models.choices import IdentityCheck, RequestKind
from desktop.services.all_services import Services
from desktop.views.requests.case import RequestCase
from desktop.views.requests.intake import IntakePage
from desktop.views.widgets.paper import LoadedPdf
from tests.services import requests as made
from tests.services.requests import AN
from tests.views.conftest import Desk
from tests.views.hands import Key, button, one_line

NAME, DIGITS = AN.name, "1222"


def register(services: Services) -> None:
    """One customer, and the printer's words in English as the screen's."""
    services.customers.add(AN)


def shipped(services: Services) -> None:
    """A customer who agreed to delivery and whose address a carrier has."""
    made.told_carrier(services)


def case_of(desk: Desk) -> RequestCase:
    return desk.window.requests.case


def intake_of(desk: Desk) -> IntakePage:
    return desk.window.requests.intake


def listen(desk: Desk) -> None:
    """Whatever is sent to a printer is kept instead."""
    requests = desk.window.requests
    keep = lambda _owner, pdf: not desk.printed.append(pdf)  # noqa: E731
    requests.case.actions_of_request.print_pdf = keep
    for one in (requests.case.give, requests.case.ended):
        one.papers.print_pdf = keep


def take(desk: Desk, kind: RequestKind, text: str = "") -> None:
    """From any tab to the page of a new request of the one customer, without the mouse but for the kind."""
    hands, intake = desk.hands, intake_of(desk)
    listen(desk)
    hands.press("Ctrl+6", "F2")
    hands.type(DIGITS)
    hands.press(Key.Key_Return)
    hands.click(intake.kind.buttons[kind])
    if text:
        hands.fill(intake.text, text)


def recognise(desk: Desk, how: str = "Identity card seen, not copied") -> None:
    """Record how it was made sure who asks."""
    desk.hands.choose(case_of(desk).obstacle.how, how)
    desk.hands.press("F9")


def open_known(desk: Desk, kind: RequestKind, **more: object) -> int:
    """A request of the one customer whose asker is known, on the screen."""
    listen(desk)
    customer = desk.services.customers.search(DIGITS)[0].id
    page = made.received(desk.services, kind, customer, **more)
    if kind is not RequestKind.QUESTION:
        desk.services.requests.check_identity(page.row.id, IdentityCheck.PHONE, desk.clock.today)
    desk.window.open_request(page.row.id)
    QApplication.processEvents()
    return page.row.id


def open_customer(desk: Desk) -> None:
    """The page of the one customer."""
    desk.window.open_customer(customer_of(desk))
    QApplication.processEvents()


def customer_of(desk: Desk) -> int:
    return desk.services.customers.search(NAME)[0].id


def act(desk: Desk, name: str) -> Any:
    """An action of the menu, with its dialog in front."""
    case_of(desk).actions_of_request.act(name)
    return dialog_of(desk)


def tell(desk: Desk, means: str) -> None:
    """Record that the customer heard how it ended, from the button of the next step."""
    case = case_of(desk)
    QApplication.processEvents()
    desk.hands.click(button(case, "The customer was told…"))
    dialog = dialog_of(desk)
    desk.hands.choose(dialog.fields["means"].control, means)
    confirm(desk)


def dialog_of(desk: Desk) -> Any:
    """The dialog that an action opened, in front."""
    dialog = case_of(desk).actions_of_request.dialog
    assert dialog is not None
    desk.hands.to_front(dialog)
    return dialog


def confirm(desk: Desk) -> None:
    """F9 in the dialog that is in front, then back to the window."""
    desk.hands.press("F9")
    desk.hands.to_front(desk.host)


def paper(desk: Desk) -> str:
    """The words of what was printed last."""
    return one_line(LoadedPdf(desk.printed[-1]).text())


def in_menu(desk: Desk) -> list[str]:
    """What the menu offers."""
    return [action.text() for action in case_of(desk).actions_of_request.menu.actions()]
