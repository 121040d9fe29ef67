"""What is left of a request whose data was erased, and, right after an erasure, the letter that says so."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.erasures import ErasureDone
from desktop.services.request_papers import Farewell
from desktop.services.request_views import RequestPage
from desktop.views import theme
from desktop.views.deletions.past import show_certificate
from desktop.views.error_dialogs import open_modally
from desktop.views.requests.history import HistoryDialog
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import ChipText, banner, chip, label
from desktop.views.widgets.layout import box, clear, column, frame, line, row
from desktop.views.widgets.papers import PaperActions

_CAPTION = 190


class ErasedRequest(QWidget):
    """Number, kind and days; the letter can be made as long as this page is open, and no longer."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.papers = PaperActions(self)
        self._done: ErasureDone | None = None
        self._farewell: Farewell | None = None
        self._letter = b""
        self._column = column(gap=12)
        self.setLayout(column(self._column, None, margins=(20, 14, 20, 16)))

    def remember(self, done: ErasureDone, farewell: Farewell) -> None:
        """An erasure has just ended: its letter can be made."""
        self._done, self._farewell, self._letter = done, farewell, b""

    def forget(self) -> None:
        """The name goes, and with it the letter."""
        self._done, self._farewell, self._letter = None, None, b""

    def show_page(self, page: RequestPage) -> None:
        """Another erased request, or the one that was just erased."""
        if self._farewell is not None and self._farewell.request_id != page.row.id:
            self.forget()
        clear(self._column)
        erased_on = day_text(page.erased_on) if page.erased_on else ""
        state = chip(ChipText(_("Data erased {day}").format(day=erased_on), "quiet", "trash"))
        text = _("The data in this request was erased on {day}. Number, kind and days stay; nothing can be added.")
        history = button(_("History"), kind="link")
        history.clicked.connect(lambda: self._show_history(page))
        rows = [_fact(*fact) for fact in _facts(page)]
        lines = [item for shown in rows for item in (line(), shown)][1:]
        self._column.addWidget(box(row(label(_("Request {number}").format(number=page.row.number), "title"), None, state)))
        self._column.addWidget(banner(text.format(day=erased_on), "info"))
        if self._farewell is not None:
            self._column.addWidget(self._offer())
        self._column.addWidget(frame(column(*lines, gap=6, margins=(16, 10, 16, 10))))
        self._column.addWidget(box(row(history, None)))

    def _offer(self) -> QWidget:
        """Letter and certificate, while the name is known."""
        letter = button(_("Print the letter"), "F10", "primary", "print", small=True)
        look, certificate = (
            button(_("Show letter"), icon="doc", small=True),
            button(_("Show certificate"), icon="doc", small=True),
        )
        letter.clicked.connect(lambda: self.papers.print(self._made))
        look.clicked.connect(lambda: self.papers.show(_("The letter"), _("letter"), self._made))
        certificate.clicked.connect(self._show_certificate)
        text = _(
            "Print the letter to the customer now: the shop keeps no copy, and once you leave this page nobody knows the name."
        )
        return banner(text, "soon", certificate, look, letter)

    def _made(self) -> bytes:
        """Made once: it takes a number."""
        if not self._letter and self._done is not None and self._farewell is not None:
            self._letter = self._services.request_papers.deletion_letter(self._farewell, self._done.public_id)
        return self._letter

    def _show_certificate(self) -> None:
        if self._done is not None:
            show_certificate(self.papers, self._services, self._done.public_id, self._done.number)

    def _show_history(self, page: RequestPage) -> None:
        names = {person.public_id: person.name for person in self._services.shop.staff()}
        open_modally(HistoryDialog(self, page, names))


def _facts(page: RequestPage) -> list[tuple[str, str]]:
    days = {
        _("Received on"): page.row.received_on, _("Acknowledged on"): page.acknowledged_on,
        _("Made sure who asks on"): page.identity_checked_on, _("Ended on"): page.row.ended_on,
    }  # fmt: skip
    what = [(_("What they asked for"), choice_label(page.row.kind)), (_("Outcome"), choice_label(page.row.state))]
    return [(name, day_text(day)) for name, day in days.items() if day] + what


def _fact(name: str, value: str) -> QWidget:
    caption = label(name, "muted")
    caption.setFixedWidth(theme.current().px(_CAPTION))
    return box(row(caption, (label(value, wrap=True), 1), gap=12))
