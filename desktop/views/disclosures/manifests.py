"""The files that were made: saved, not saved yet, or marked as not sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text, ngettext
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.manifests import ManifestRow
from desktop.views.disclosures.manifest import save_file
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import ChipText, chip, label
from desktop.views.widgets.layout import box, clear, column, footer, frame, line, row, scrolling
from desktop.views.widgets.save_dialog import ask_where_to_save


class ManifestsPage(QWidget):
    """``left`` on the way back."""

    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.ask_path: Callable[[str], str] = partial(ask_where_to_save, self, _("Where does the carrier's file go?"))
        self._rows = column(gap=0)
        panel = frame(column(self._rows, margins=(16, 4, 16, 4)))
        note = label(
            _("A file holds what the carrier was given. A manifest that never went out is marked as not sent."),
            "muted",
            wrap=True,
        )
        page = box(column(label(_("Files for carriers"), "title"), note, panel, None, gap=10, margins=(20, 14, 20, 16)))
        back = back_button()
        back.clicked.connect(self.left)
        self.setLayout(column((scrolling(page), 1), footer(back, None), gap=0))

    def follow(self) -> None:
        """Read the list anew."""
        clear(self._rows)
        rows = self._services.manifests.rows()
        for place, entry in enumerate(rows):
            if place:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(entry))
        if not rows:
            self._rows.addLayout(column(label(_("No file was made yet."), "muted"), margins=(0, 12, 0, 12)))

    def save_again(self, entry: ManifestRow) -> None:
        """Write the kept bytes to a file."""
        if path := self.ask_path(entry.file_name):
            save_file(self, self._services, entry.public_id, Path(path))
            self.follow()

    def ask_not_sent(self, entry: ManifestRow) -> FormDialog:
        """The carrier never got it."""

        def act() -> None:
            self._services.manifests.mark_not_sent(entry.public_id)
            self.follow()

        title = _("Did {carrier} never get this file?").format(carrier=entry.recipient)
        text = ngettext("Its {n} entry in the register is voided.", "Its {n} entries in the register are voided.", entry.parcels)
        return FormDialog(self, title, _("Mark as not sent"), {}, act, text.format(n=entry.parcels)).start()

    def _row(self, entry: ManifestRow) -> QWidget:
        count = ngettext("{n} parcel", "{n} parcels", entry.parcels).format(n=entry.parcels)
        words = column(label(f"{entry.recipient}, {day_text(entry.ship_on)}", "strong"), label(count, "muted"), gap=0)
        save, not_sent = button(_("Save file"), icon="save", small=True), button(_("Mark as not sent"), kind="link")
        save.clicked.connect(lambda: self.save_again(entry))
        not_sent.clicked.connect(lambda: self.ask_not_sent(entry))
        actions = [] if entry.not_sent else [not_sent, save]
        return box(row((words, 1), chip(_state(entry)), *actions, gap=12, margins=(0, 8, 0, 8)))


def _state(entry: ManifestRow) -> ChipText:
    if entry.not_sent:
        return ChipText(_("Not sent"), "quiet", "no")
    return ChipText(_("File not saved yet"), "soon", "usb") if entry.is_unsaved else ChipText(_("Saved"), "ok", "ok")
