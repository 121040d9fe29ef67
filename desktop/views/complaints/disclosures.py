"""A complaint about a disclosure: every entry about the complainant, and what checking has shown about those complained of."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import DisclosureFinding
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.complaint_disclosures import DisclosureInQuestion
from desktop.services.complaint_views import ComplaintPage
from desktop.views import theme
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, frame, line, row, scrolling


class DisclosuresDialog(QDialog):
    """What is chosen is kept at once; the reply names every entry that is in question."""

    def __init__(self, owner: QWidget, services: Services, page: ComplaintPage) -> None:
        super().__init__(owner)
        self.setWindowTitle("Giữ Lời")
        self._services, self._complaint = services, page.row.id
        self._names = {field.code: field.name.lower() for field in services.recipients.field_names()}
        self.choices: dict[int, Choice] = {}
        rows = column(gap=0)
        for place, entry in enumerate(services.complaint_disclosures.rows(page.row.id)):
            if place:
                rows.addWidget(line())
            rows.addWidget(self._row(entry, may_change=page.row.is_open))
        self.saved, close = label("", "ok"), button(_("Close"), "Esc")
        close.clicked.connect(self.accept)
        title = label(_("Who was told about {name}?").format(name=page.row.person.name), "title", wrap=True)
        note = label(
            _("Confirm each entry that the complaint is about. The reply names them with what you found."), "muted", wrap=True
        )
        panel = scrolling(frame(column(rows, None, margins=(16, 4, 16, 4))))
        self.setLayout(column(title, note, (panel, 1), row(self.saved, None, close), gap=10, margins=(20, 18, 20, 16)))
        self.resize(760, 460)

    def _row(self, entry: DisclosureInQuestion, *, may_change: bool) -> QWidget:
        found = Choice((_("Not looked at"), None), *((choice_label(finding), finding) for finding in DisclosureFinding))
        found.setAccessibleName(f"{entry.row.recipient}, {day_text(entry.row.on)}")
        found.setFixedWidth(theme.current().px(190))
        found.choose(entry.finding)
        found.setEnabled(may_change)
        found.currentIndexChanged.connect(lambda _place: self._keep(entry.row.id, found))
        self.choices[entry.row.id] = found
        fields = ", ".join(self._names.get(code, code) for code in entry.row.fields)
        parts = (day_text(entry.row.on), fields, choice_label(entry.row.basis).lower(), entry.row.order_reference)
        words = column(label(entry.row.recipient, "strong"), label(" · ".join(filter(None, parts)), "muted", wrap=True), gap=0)
        return box(row((words, 1), found, gap=12, margins=(0, 8, 0, 8)))

    def _keep(self, disclosure_id: int, found: Choice) -> None:
        finding = found.value()
        self.saved.clear()
        with errors_shown(self):
            self._services.complaint_disclosures.save(
                self._complaint, disclosure_id, finding if isinstance(finding, DisclosureFinding) else None
            )
            self.saved.setText(_("Saved."))
