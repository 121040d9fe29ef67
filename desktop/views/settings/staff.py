"""Settings, who works here: the names that can be picked at unlock."""

from __future__ import annotations

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.views import theme
from desktop.views.settings.parts import SettingsSubject
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Field, line_edit
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, clear, column, frame, line, row


class StaffPage(SettingsSubject):
    """A name is put out of use, never deleted: the log keeps what was done under it."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            _("Who works here"),
            _("With more than one name, the program asks at unlock who is at the counter. The log names who did what."),
        )
        self._services = services
        self.name = line_edit()
        self.name_field = Field(_("Name"), self.name)
        self._rows = column(gap=0)
        add = button(_("Add name"), "F9", "primary", "plus")
        add.clicked.connect(self.save)
        self.name.returnPressed.connect(self.save)
        entry = box(column(self.name_field, self.save_row(add), gap=12))
        entry.setFixedWidth(theme.current().px(360))
        self.build(frame(column(self._rows, margins=(16, 6, 16, 6))), row(entry, None))
        self.refresh()

    def refresh(self) -> None:
        """Read it anew."""
        clear(self._rows)
        for place, person in enumerate(self._services.shop.staff()):
            if place:
                self._rows.addWidget(line())
            change = button(_("Put out of use") if person.active else _("Put in use"), kind="link")
            change.clicked.connect(lambda _checked=False, who=person: self._set_active(who.public_id, not who.active))
            self._rows.addWidget(
                box(row((label(person.name, "strong" if person.active else "muted"), 1), change, margins=(0, 6, 0, 6)))
            )

    def save(self) -> None:
        """A new name."""
        try:
            self._services.shop.add_staff(self.name.text())
        except UserError as problem:
            self.name_field.show_error(problem.message)
        else:
            self.name.clear()
            self.refresh()
            self.tell_saved()

    def _set_active(self, public_id: str, active: bool) -> None:
        try:
            self._services.shop.set_staff_active(public_id, active)
        except UserError as problem:
            self.tell_problem(problem.message)
        else:
            self.problem.hide()
            self.refresh()
