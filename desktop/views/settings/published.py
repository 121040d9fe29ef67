"""The published policy: looked at, printed, saved, copied for a web page, and marked as published."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import day_text, ngettext
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.published_policies import VersionRow
from desktop.services.saving import save
from desktop.views import theme
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Choice, Field
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import column, frame, row
from desktop.views.widgets.papers import PaperActions
from desktop.views.widgets.save_dialog import ask_where_to_save

HTML = "HTML (*.html)"
_NAME = "chinh-sach-bao-ve-thong-tin"


class PublishedPanel(QWidget):
    """``published`` when a text was marked as what customers read."""

    published = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.papers = PaperActions(self)
        self.version = Choice(*((version_text(one), one.public_id) for one in services.published_policies.versions()))
        self.version.choose(services.policies.in_force(services.office.today()).public_id)
        self.language = Choice((_("Vietnamese"), "vi"), (_("English"), "en"))
        self.day = DateField(services.office.today())
        self.day_field = Field(_("On your page since"), self.day)
        self.told = label("", "ok", wrap=True)
        self.look_button = button(_("Look and print"), kind="primary", icon="doc", small=True)
        self.copy_button = button(_("Copy for the web page"), icon="clip", small=True)
        self.save_button = button(_("Save as HTML"), icon="save", small=True)
        self.mark_button = button(_("Mark as published"), small=True)
        acts = {
            self.look_button: self._look, self.copy_button: self._copy, self.save_button: self._ask_where,
            self.mark_button: self._mark,
        }  # fmt: skip
        for pressed, act in acts.items():
            pressed.clicked.connect(act)
        self.setFocusProxy(self.version)
        self._lay_out()

    def _lay_out(self) -> None:
        note = label(
            _("Made from your settings, in the eight items that the law wants. Have it looked over by a lawyer before you publish it."),
            "help", wrap=True,
        )  # fmt: skip
        self.version.setMinimumWidth(theme.current().px(270))
        left_out = self._services.published_policies.left_out()
        missing = label(_left_out_text(len(left_out)) if left_out else "", "soon", wrap=True)
        missing.setToolTip("\n".join(left_out))
        if not left_out:
            missing.hide()
        choices = row(Field(_("Version"), self.version), Field(_("Language"), self.language), None, gap=12)
        making = row(self.look_button, self.copy_button, self.save_button, None, gap=10)
        marking = row(self.day_field, column(None, self.mark_button, gap=0), (column(None, self.told), 1), gap=12)
        parts = (section(_("Published policy")), note, missing, choices, making, marking)
        self.setLayout(column(frame(column(*parts, gap=8, margins=(16, 8, 16, 12)))))

    def _look(self) -> None:
        language, version = self._chosen()
        made = self._services.published_policies
        self.papers.show(_("Published policy"), f"{_NAME}-{language}", lambda: made.pdf(language, version))

    def _copy(self) -> None:
        with errors_shown(self):
            QGuiApplication.clipboard().setText(self._html())
            self.told.setText(_("Copied: paste it into your web page."))

    def _ask_where(self) -> None:
        name = f"{_NAME}-{self._chosen()[0]}.html"
        if path := ask_where_to_save(self, _("Save as HTML"), name, HTML):
            self.save_html(Path(path))

    def save_html(self, path: Path) -> None:
        """As UTF-8."""
        with errors_shown(self):
            save(path, self._html().encode())
            self.told.setText(_("Saved."))

    def _mark(self) -> None:
        try:
            day = self.day.day()
            self._services.published_policies.mark_published(day, self._chosen()[1])
        except UserError as problem:
            self.day_field.show_error(problem.message)
        else:
            self.told.setText(_("Noted: on your page since {day}.").format(day=day_text(day)))
            self.published.emit()

    def _html(self) -> str:
        return self._services.published_policies.html(*self._chosen())

    def _chosen(self) -> tuple[str, str]:
        return str(self.language.value()), str(self.version.value())


def _left_out_text(count: int) -> str:
    text = ngettext("{n} promise about your web page is left out until you have noted a look at it below.",
                    "{n} promises about your web page are left out until you have noted a look at each below.", count)  # fmt: skip
    return text.format(n=count)


def version_text(one: VersionRow) -> str:
    """``Version 2, from 01/12/2026``."""
    return _("Version {n}, from {day}").format(n=one.number, day=day_text(one.effective_from))
