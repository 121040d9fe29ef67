"""Customers who still have to be told: the text to copy, a list for a sending service, and the mark that it is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.errors import UserError
from desktop.i18n import day_text, ngettext, number_text
from desktop.i18n import gettext as _
from desktop.models.choices import NoticeMeans, RecipientKind, SheetFormat
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.disclosures import DisclosureRow
from desktop.services.notices import WRITTEN
from desktop.views import theme
from desktop.views.disclosures.entry_side import ask_told
from desktop.views.disclosures.manifest import save_file
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.fields import Area, Choice, Field
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, footer, frame, row
from desktop.views.widgets.lists import ItemList, ListItem
from desktop.views.widgets.save_dialog import ask_where_to_save


class NoticesPage(QWidget):
    """``left`` on the way back."""

    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._rows: dict[str, DisclosureRow] = {}
        self.ask_path: Callable[[str], str] = partial(ask_where_to_save, self, _("Where does the list go?"))
        self.title, self.more = label("", "title"), label("", "muted", wrap=True)
        self.list = ItemList(follows_cursor=True)
        self.list.setAccessibleName(_("Customers who are not told yet"))
        self.list.chosen.connect(self._open)
        self.means = Choice(*((choice_label(means), means) for means in WRITTEN))
        self.means.currentIndexChanged.connect(self._show_text)
        self.text = Area(7)
        self.text.setReadOnly(True)
        self._banners = column(gap=6)
        self._make()

    def _make(self) -> None:
        self.copy_button = button(_("Copy text"), "F10", "primary", "doc")
        self.copy_button.clicked.connect(self.copy)
        self.one_button = button(_("Mark as told"), "F9", "", "check")
        self.one_button.clicked.connect(self.mark_one)
        self.all_button = button(_("All were told"), icon="check")
        self.all_button.clicked.connect(self.mark_all)
        self.list_button = button(_("List for a sending service"), icon="list")
        self.list_button.clicked.connect(self.ask_service)
        hint = label(_("The wording is changed under Settings, Letters."), "help", wrap=True)
        right = frame(
            column(Field(_("Written as"), self.means), (Field(_("Text"), self.text), 1), hint, gap=8, margins=(16, 14, 16, 14)),
            "sideRight",
        )
        right.setFixedWidth(theme.current().px(400))
        panel = frame(column((self.list, 1), margins=(0, 4, 0, 4)))
        left = box(column(column(self.title, self.more, gap=2), self._banners, (panel, 1), gap=10, margins=(20, 14, 20, 14)))
        back = back_button()
        back.clicked.connect(self.left)
        bar = footer(back, self.list_button, None, self.all_button, self.one_button, self.copy_button)
        self.setLayout(column((box(row((left, 1), right, gap=0)), 1), bar, gap=0))
        self.setFocusProxy(self.list)

    @property
    def current(self) -> str | None:
        """The entry whose text is shown."""
        index = self.list.currentIndex()
        return str(self.list.items[index.row()].key) if index.isValid() and self._rows else None

    def follow(self) -> None:
        """Read the list anew; the first is opened."""
        before = self.current
        rows = self._services.disclosures.rows(missing_notice=True)
        self._rows = {entry.public_id: entry for entry in rows}
        self._show_count(len(rows))
        shown = before if before in self._rows else rows[0].public_id if rows else None
        items = [ListItem(r.customer, f"{r.recipient} · {r.phone}", day_text(r.on), key=r.public_id) for r in rows]
        self.list.show_items(items or [ListItem(group=_("Nothing to do here."))], shown)
        for control in (self.copy_button, self.one_button, self.all_button, self.list_button):
            control.setEnabled(bool(rows))
        self._show_text()

    def _show_count(self, shown: int) -> None:
        count = self._services.disclosures.count_missing_notices() if shown else 0
        self.title.setText(
            ngettext("{n} customer is not told yet", "{n} customers are not told yet", count).format(n=number_text(count))
            if count
            else _("Every customer was told.")
        )
        self.more.setText(_("Here are the newest {n}; the others follow once these are told.").format(n=shown))
        self.more.setVisible(count > shown)

    def copy(self) -> None:
        """The text goes to the clipboard; then she says whether it was sent."""
        QApplication.clipboard().setText(self.text.toPlainText())
        self._say(_("Copied. Paste it into the message, then mark the customer as told."))

    def mark_one(self) -> None:
        """The customer shown was told."""
        if self.current is not None:
            self._ask([self.current])

    def mark_all(self) -> None:
        """All in the list were told."""
        self._ask(list(self._rows))

    def ask_service(self) -> None:
        """A list for a sending service, which is itself a disclosure."""
        rows = self._services.recipients.rows(active_only=True)
        services = [(entry.name, entry.id) for entry in rows if entry.kind is RecipientKind.SERVICE_PROVIDER]
        if not services:
            self._say(_("No sending service is in the list yet: enter it under Recipients as a service provider."), "soon")
            return
        whom, kind = Choice(*services), Choice(*((choice_label(value), value) for value in SheetFormat))
        fields = {"recipient": Field(_("Sending service"), whom), "format": Field(_("File"), kind)}

        def act() -> None:
            service, wanted, means = whom.value(), kind.value(), self.means.value()
            assert isinstance(service, int) and isinstance(wanted, SheetFormat) and isinstance(means, NoticeMeans)
            made = self._services.notices.make_list(list(self._rows), service, means, wanted)
            if path := self.ask_path(self._services.manifests.row(made.manifest_id).file_name):
                save_file(self, self._services, made.manifest_id, Path(path))
            if made.left_out:
                text = ngettext("{n} customer did not agree to this service and is not in the list.",
                                "{n} customers did not agree to this service and are not in the list.", made.left_out)  # fmt: skip
                self._say(text.format(n=made.left_out), "soon")

        note = _("The service gets names, numbers and texts: only of those who agreed to it, and that is entered too.")
        FormDialog(self, _("Who sends the notices?"), _("Make the list"), fields, act, note).start()

    def _ask(self, public_ids: list[str]) -> None:
        means = self.means.value()
        assert isinstance(means, NoticeMeans)
        ask_told(self, self._services, public_ids, means).accepted.connect(self.follow)

    def _open(self, key: object) -> None:
        self.list.mark(key)
        self._show_text()

    def _show_text(self, _place: int = 0) -> None:
        means = self.means.value()
        if self.current is None or not isinstance(means, NoticeMeans):
            self.text.setPlainText("")
            return
        try:
            self.text.setPlainText(self._services.notices.text(self.current, means))
        except UserError as problem:
            self.text.setPlainText(problem.message)

    def _say(self, text: str, kind: str = "ok") -> None:
        clear(self._banners)
        self._banners.addWidget(banner(text, kind))
