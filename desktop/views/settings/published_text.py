"""The shop's own text, pasted from its web page and held against the settings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.policy_facts import topic_name
from desktop.services.published_policies import ReadRow
from desktop.views.settings.side_by_side import Pair, SideBySide
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Area, Field
from desktop.views.widgets.labels import ChipText, label, section
from desktop.views.widgets.layout import box, column, frame, row


class PastedPanel(QWidget):
    """``published`` when the text was kept as what customers read."""

    published = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.text = Area(5)
        help_text = _("Paste the Vietnamese text of your page. Only plain figures are read; what is not sure stays unread.")
        self.text_field = Field(_("Text of your web page"), self.text, help_text)
        self.read_button = button(_("Read and compare"), kind="primary", small=True)
        self.read_button.clicked.connect(self.compare)
        self.found = SideBySide(_("Your page says"), _("The setting says"))
        self.day = DateField(services.office.today())
        self.day_field = Field(_("On your page since"), self.day)
        self.day_field.name_errors("on")
        self.told = label("", "ok", wrap=True)
        self.keep_button = button(_("Keep as published"), small=True)
        self.keep_button.clicked.connect(self.keep)
        self._keeping = box(row(self.day_field, column(None, self.keep_button, gap=0), (column(None, self.told), 1), gap=12))
        self._keeping.hide()
        self.setFocusProxy(self.text)
        parts = (section(_("Compare with my web page")), self.text_field, row(self.read_button, None), self.found, self._keeping)
        self.setLayout(column(frame(column(*parts, gap=8, margins=(16, 8, 16, 12)))))

    def compare(self) -> None:
        """Topic by topic; what could not be read says so."""
        try:
            rows = self._services.published_policies.read(self.text.toPlainText())
        except UserError as problem:
            self.text_field.show_error(problem.message)
        else:
            self.found.show_pairs([_pair(one) for one in sorted(rows, key=_weight)])
            self._keeping.show()

    def keep(self) -> None:
        """It is what customers read since a day."""
        try:
            day = self.day.day()
            self._services.published_policies.paste(self.text.toPlainText(), day)
        except UserError as problem:
            (self.day_field if problem.field == "on" else self.text_field).show_error(problem.message)
        else:
            self.told.setText(_("Noted: on your page since {day}.").format(day=day_text(day)))
            self.published.emit()


def _weight(one: ReadRow) -> int:
    """What differs first, what could not be read last."""
    return {False: 0, True: 1, None: 2}[one.agrees]


def _pair(one: ReadRow) -> Pair:
    looks = {
        True: ChipText(_("Same"), "ok"),
        False: ChipText(_("Differs"), "soon", "late"),
        None: ChipText(_("Not read"), "quiet", "search"),
    }
    return Pair(topic_name(one.topic), one.told or "–", one.now, looks[one.agrees])
