"""Small dialogs of a request: finding the customer, and the short text that says it came in."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.request_views import RequestPage
from desktop.views.customers.picker import CustomerPicker
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Area, Choice, Field
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, row


class FindDialog(QDialog):
    """Somebody thought to be outside the register is in it: which customer. It closes once one was picked."""

    def __init__(self, owner: QWidget, services: Services, page: RequestPage) -> None:
        super().__init__(owner)
        self.setWindowTitle("Giữ Lời")
        self._services, self._request = services, page.row.id
        self.picker = CustomerPicker(services, _("Find the customer"), keeps=True)
        self.picker.picked.connect(self._pick)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        leave = button(_("Leave it"), "Esc")
        leave.clicked.connect(self.reject)
        title = label(_("Which customer is {name}?").format(name=page.row.person.name), "title", wrap=True)
        note = label(_("The request moves to that customer; what was typed about the person here goes."), "muted", wrap=True)
        note.setMinimumWidth(480)
        parts = (title, note, self.picker, self._problem, None, row(None, leave))
        self.setLayout(column(*parts, gap=12, margins=(24, 20, 24, 18)))
        self.picker.search.setText(page.row.person.phone or page.row.person.name)

    def _pick(self, customer_id: int) -> None:
        try:
            self._services.requests.found_customer(self._request, customer_id)
        except UserError as problem:
            self._problem.setText(problem.message)
            self._problem.show()
        else:
            self.accept()


class TextDialog(QDialog):
    """The acknowledgement as a short text to paste into a message; then the customer was told."""

    def __init__(self, owner: QWidget, services: Services, page: RequestPage) -> None:
        super().__init__(owner)
        self.setWindowTitle("Giữ Lời")
        self._services, self._request = services, page.row.id
        self.way = Choice(("SMS", "sms"), ("Zalo", "zalo"), (_("Email"), "email"))
        self.text = Area(5)
        self.text.setReadOnly(True)
        self._said = label("", "ok", wrap=True)
        copy, leave = button(_("Copy text"), icon="list"), button(_("Leave it"), "Esc")
        self.told_button = button(_("The customer was told"), "F9", "primary")
        copy.clicked.connect(self.copy)
        leave.clicked.connect(self.reject)
        self.told_button.clicked.connect(self.tell)
        self.told_button.setVisible(page.acknowledged_on is None)
        title = label(_("Tell the customer that {number} came in").format(number=page.row.number), "title", wrap=True)
        fields = (Field(_("Sent by"), self.way), Field(_("The text"), self.text))
        foot = row(copy, None, leave, self.told_button, gap=10)
        self.setLayout(column(title, *fields, self._said, foot, gap=12, margins=(24, 20, 24, 18)))
        self.setMinimumWidth(560)
        self.way.currentIndexChanged.connect(self._follow)
        self._follow()

    def copy(self) -> None:
        """The text goes to the clipboard."""
        QApplication.clipboard().setText(self.text.toPlainText())
        self._said.setText(_("Copied. Paste it into the message, then mark the customer as told."))

    def tell(self) -> None:
        """It was sent: the receipt is acknowledged."""
        try:
            self._services.requests.acknowledge(self._request, self._services.office.today())
        except UserError as problem:
            self._said.setText(problem.message)
        else:
            self.accept()

    def _follow(self) -> None:
        self.text.setPlainText(self._services.request_papers.text(self._request, str(self.way.value())))
