"""Deleting: why it cannot be yet, or the look at what goes and what stays; the letter about it is made while the name is still known."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.erasures import Chosen, ErasureDone
from desktop.services.request_views import RequestPage
from desktop.views.deletions.preview import open_erasure
from desktop.views.requests.work import Work
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, row


class DeleteWork(Work):
    """``erased`` carries an ErasureDone and the request's id; ``customer_opened`` asks for the customer's page."""

    erased = Signal(object, int)
    customer_opened = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._parts = column(gap=10)
        self.setLayout(column(self._parts, None))

    def show_page(self, page: RequestPage) -> None:
        """Whether it can begin, and what stands against it."""
        super().show_page(page)
        clear(self._parts)
        refusal = self._services.request_work.why_not_deleted(page.row.id)
        self.print_text = "" if refusal else _("Look before erasing")
        if refusal:
            self._show_refusal(refusal)
        else:
            self._parts.addWidget(label(_look_sentence(), wrap=True))
            self._parts.addWidget(label(_letter_sentence(), "muted", wrap=True))

    def finish(self) -> bool:
        """There is nothing to do here but to look, and to erase there."""
        return False

    def print(self) -> bool:
        """Look at what would go, and confirm it there; the erasure itself ends the request."""
        customer_id = self.page.row.person.customer_id
        if customer_id is not None and self.print_text:
            request_id = self.page.row.id
            open_erasure(self, self._services, Chosen((customer_id,)), lambda done: self._told(done, request_id))
        return False

    def _told(self, done: ErasureDone, request_id: int) -> None:
        if done.erased:
            self.erased.emit(done, request_id)

    def _show_refusal(self, refusal: str) -> None:
        opened = button(_("Open customer page"), kind="link")
        customer_id = self.page.row.person.customer_id
        opened.clicked.connect(lambda: customer_id is not None and self.customer_opened.emit(customer_id))
        self._parts.addWidget(banner(_("Cannot go today: {reason}.").format(reason=refusal.rstrip(".")), "soon"))
        text = _(
            "Holds, complaints and other requests stand on the customer's page. Once they have ended the erasure can begin here. Where "
            "a law keeps the data for good, refuse under “More” and say which."
        )
        self._parts.addWidget(label(text, "muted", wrap=True))
        self._parts.addWidget(box(row(opened, None)))


def _look_sentence() -> str:
    return _("You see first what goes, what stays and why. Nothing is erased before you have confirmed it.")


def _letter_sentence() -> str:
    return _(
        "Afterwards the program offers the letter that says it was done. Print it at once: the shop keeps no copy, because it bears the "
        "customer's name."
    )
