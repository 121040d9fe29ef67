"""Beside the work: what was asked, by whom, and how it was made sure who asks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import RequestKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.request_views import RequestPage
from desktop.views import theme
from desktop.views.error_dialogs import open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Area
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import column, frame, row

_WIDTH, _MOST = 216, 150
_MARGINS = (12, 8, 12, 10)


class RequestSide(QWidget):
    """``customer_opened`` asks for the customer's page, ``wanted`` carries the name of an action."""

    customer_opened = Signal(int)
    wanted = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: RequestPage | None = None
        self.identity = IdentityCard(services)
        self.setLayout(column(self._asked(), self.identity, None, gap=10))
        self.setFixedWidth(theme.current().px(_WIDTH))

    def _asked(self) -> QWidget:
        self.kind, self.came = label("", "strong", wrap=True), label("", "help", wrap=True)
        self.said, self.behalf = label("", "muted", wrap=True), label("", wrap=True)
        self.held = label("", "help", wrap=True)
        self.read_link, self.customer_link = button(_("Read all"), kind="link"), button(_("Open customer page"), kind="link")
        self.find_link = button(_("Find the customer"), kind="link")
        self.read_link.clicked.connect(self.read_all)
        self.customer_link.clicked.connect(self._open_customer)
        self.find_link.clicked.connect(lambda: self.wanted.emit("find"))
        links = [row(link, None) for link in (self.read_link, self.customer_link, self.find_link)]
        parts = (label(_("What they ask for"), "label"), self.kind, self.came, self.said, self.behalf, self.held, *links)
        return frame(column(*parts, gap=2, margins=_MARGINS), "card")

    def show_page(self, page: RequestPage) -> None:
        """Another request, or the same one changed."""
        self._page = page
        self.kind.setText(choice_label(page.row.kind))
        self.came.setText(_came(page))
        short = page.text if len(page.text) <= _MOST else page.text[:_MOST].rsplit(" ", 1)[0] + " …"
        self.said.setText(short)
        self.said.setVisible(bool(short))
        self.read_link.setVisible(short != page.text)
        self.behalf.setText(_("{name} asks for them, by: {paper}").format(name=page.on_behalf, paper=page.authority))
        self.behalf.setVisible(bool(page.on_behalf))
        person = page.row.person
        is_known = person.customer_id is not None
        self.held.setText("" if is_known else _("Not in the register"))
        self.held.setVisible(not is_known)
        self.customer_link.setVisible(is_known)
        self.find_link.setVisible(not is_known and page.row.is_open)
        self.identity.show_page(page)

    def read_all(self) -> None:
        """The customer's words, all of them."""
        if self._page is not None:
            open_modally(WordsDialog(self, self._page))

    def _open_customer(self) -> None:
        if self._page is not None and self._page.row.person.customer_id is not None:
            self.customer_opened.emit(self._page.row.person.customer_id)


class IdentityCard(QFrame):
    """How it was made sure who asks, once it was."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("card")
        self._services = services
        self._known, self._note = label("", wrap=True), label("", "help", wrap=True)
        self._sign = glyph("ok", "ok", 18)
        known = row(column(self._sign, None), (self._known, 1), gap=8)
        self.setLayout(column(label(_("Who asks"), "label"), known, self._note, gap=4, margins=_MARGINS))

    def show_page(self, page: RequestPage) -> None:
        """Known, still to be recorded, or not needed."""
        self._known.setText(self._known_text(page))
        for part in (self._sign, self._known):
            part.setVisible(page.identity_check is not None)
        self._note.setText(_note(page))

    def _known_text(self, page: RequestPage) -> str:
        if page.identity_check is None or page.identity_checked_on is None:
            return ""
        names = {person.public_id: person.name for person in self._services.shop.staff()}
        by = names.get(page.identity_checked_by, "")
        return " · ".join(filter(None, (choice_label(page.identity_check), day_text(page.identity_checked_on), by)))


class WordsDialog(QDialog):
    """All the words of a request, to read."""

    def __init__(self, owner: QWidget, page: RequestPage) -> None:
        super().__init__(owner)
        self.setWindowTitle("Giữ Lời")
        self.text, close = Area(12, page.text), button(_("Close"), "Esc")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("The request"))
        close.clicked.connect(self.accept)
        title = label(f"{_('The request')} {page.row.number}", "title")
        self.setLayout(column(title, (self.text, 1), row(None, close), gap=12, margins=(20, 18, 20, 16)))
        self.resize(560, 420)


def _came(page: RequestPage) -> str:
    parts = [choice_label(page.channel), day_text(page.row.received_on)]
    return " · ".join([*parts, *([_("somebody else takes part")] if page.involves_others else [])])


def _note(page: RequestPage) -> str:
    if page.row.kind is RequestKind.QUESTION:
        return _("A question needs no proof of who asks.")
    return _("Not recorded.") if page.identity_check is None else _("No copy of a card is kept.")
