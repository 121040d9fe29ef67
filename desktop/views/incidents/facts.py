"""What is known about an incident: the same fields when it is reported at night and when it is worked on later."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.incident_views import IncidentForm
from desktop.views import theme
from desktop.views.incidents.moment import MomentField
from desktop.views.widgets.fields import Area, Field, NumberField, line_edit
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import column, frame, row

_MOST_PEOPLE = 999_999
_COLUMNS = 2
_MARGINS = (16, 6, 16, 12)


class FactsForm(QWidget):
    """``changed`` at each change by hand. What is wrong is said beside its field."""

    changed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._filling = False
        self._ticks: dict[str, QCheckBox] = {}
        self._unknown_codes: tuple[str, ...] = ()
        self.subject, self.people = line_edit(most=400), NumberField(0, _MOST_PEOPLE, 96)
        self.happened, self.harm, self.measures = Area(3), Area(2), Area(2)
        self.noticed_at, self.happened_at = MomentField(_("Noticed")), MomentField(_("It happened"))
        self.is_unknown = QCheckBox(_("Not known yet when it happened"))
        self.is_attack = QCheckBox(_("A system was attacked: account, computer, web page, software"))
        self._make_fields()
        self.setLayout(row((self._what(), 11), (self._whom(), 10), gap=12))
        self._connect()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        self.fields = {
            "subject": Field(_("What happened, in a few words"), self.subject, _("Such as: laptop stolen at the counter.")),
            "happened": Field(
                _("What is known so far"), self.happened, _("It stands in the letters to authorities and customers.")
            ),
            "noticed_at": Field(_("Noticed"), self.noticed_at),
            "happened_at": Field(_("It happened"), self.happened_at),
            "people": Field(_("How many people, roughly"), self.people, _("0 where it is not known yet.")),
            "harm": Field(_("What may come of it for them"), self.harm),
            "measures": Field(_("What was done so far"), self.measures),
        }

    def _what(self) -> QWidget:
        moments = row(self.fields["noticed_at"], self.fields["happened_at"], None, gap=12)
        self._attack_note = label(_("Then more authorities have to be told, one of them within 24 hours."), "help", wrap=True)
        head, subject, happened = section(_("What and when")), self.fields["subject"], self.fields["happened"]
        ticks = column(self.is_unknown, self.is_attack, self._attack_note, gap=2)
        return frame(column(head, subject, (happened, 1), moments, ticks, gap=8, margins=_MARGINS))

    def _whom(self) -> QWidget:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.current().px(12))
        self._grid.setVerticalSpacing(theme.current().px(2))
        kinds = column(label(_("Which kinds of data"), "label"), self._grid, gap=2)
        texts = [(self.fields[name], 1) for name in ("harm", "measures")]
        parts = (section(_("Whom it touches")), kinds, self.fields["people"], *texts)
        return frame(column(*parts, gap=8, margins=_MARGINS))

    def _connect(self) -> None:
        for control in (self.subject, self.people, self.happened, self.harm, self.measures, self.noticed_at, self.happened_at):
            control.textChanged.connect(self._note_change)
        for tick in (self.is_unknown, self.is_attack):
            tick.toggled.connect(self._note_change)
        self.is_unknown.toggled.connect(self._follow_unknown)

    @property
    def controls(self) -> list[QWidget]:
        """As they are read."""
        left = [self.subject, self.happened, *_parts(self.noticed_at), *_parts(self.happened_at), self.is_unknown, self.is_attack]
        return [*left, *self._ticks.values(), self.people, self.harm, self.measures]

    # ---- showing --------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Noticed just now, nothing else known."""
        now = self._services.office.now().replace(second=0, microsecond=0)
        self.show_form(IncidentForm("", now))

    def show_form(self, form: IncidentForm) -> None:
        """Show what was written, as it is known to the policy in force."""
        self._filling = True
        self._show_kinds(form.fields)
        self.subject.setText(form.subject)
        self.noticed_at.set_moment(form.noticed_at)
        self.happened_at.set_moment(form.happened_at or form.noticed_at)
        self.is_unknown.setChecked(form.happened_at is None)
        self.is_attack.setChecked(form.is_attack)
        self.people.setValue(form.people)
        for name in ("happened", "harm", "measures"):
            getattr(self, name).setPlainText(getattr(form, name))
        self.clear_errors()
        self._follow_unknown()
        self._filling = False

    def clear_errors(self) -> None:
        """Nothing was wrong yet."""
        for field in self.fields.values():
            field.clear_error()

    def _show_kinds(self, chosen: tuple[str, ...]) -> None:
        rules = self._services.policies.in_force(self._services.office.today())
        if list(self._ticks) != [field.code for field in rules.fields]:
            self._make_ticks({field.code: field.name for field in rules.fields})
        for code, tick in self._ticks.items():
            tick.setChecked(code in chosen)
        self._unknown_codes = tuple(code for code in chosen if code not in self._ticks)

    def _make_ticks(self, names: dict[str, str]) -> None:
        for old in self._ticks.values():
            old.hide()
            old.deleteLater()
        self._ticks = {code: QCheckBox(name[:1].upper() + name[1:]) for code, name in names.items()}
        for place, tick in enumerate(self._ticks.values()):
            self._grid.addWidget(tick, place // _COLUMNS, place % _COLUMNS)
            tick.toggled.connect(self._note_change)

    def _follow_unknown(self, *_checked: object) -> None:
        self.happened_at.setEnabled(not self.is_unknown.isChecked())

    def _note_change(self, *_changed: object) -> None:
        if not self._filling:
            self.changed.emit()

    # ---- reading --------------------------------------------------------------------------------------------------------

    def form(self) -> IncidentForm:
        """What stands in the fields. Raises FieldErrors for a time that is none."""
        moments = self._moments()
        return IncidentForm(
            subject=self.subject.text(), noticed_at=moments["noticed_at"], happened=self.happened.toPlainText(),
            happened_at=moments.get("happened_at"), is_attack=self.is_attack.isChecked(),
            fields=(*(code for code, tick in self._ticks.items() if tick.isChecked()), *self._unknown_codes),
            people=self.people.value(), harm=self.harm.toPlainText(), measures=self.measures.toPlainText(),
        )  # fmt: skip

    def _moments(self) -> dict[str, datetime]:
        found: dict[str, datetime] = {}
        errors: dict[str, str] = {}
        wanted = {"noticed_at": self.noticed_at} | ({} if self.is_unknown.isChecked() else {"happened_at": self.happened_at})
        for name, field in wanted.items():
            try:
                found[name] = field.moment()
            except UserError as problem:
                errors[name] = problem.message
        if errors:
            raise FieldErrors(errors)
        return found

    def show_errors(self, errors: dict[str, str]) -> bool:
        """A sentence beside each field it belongs to; the cursor goes to the first. Whether any belonged here."""
        mine = [name for name in self.fields if name in errors]
        for name in mine:
            self.fields[name].show_error(errors[name])
        if mine:
            self.fields[mine[0]].control.setFocus()
        return bool(mine)

    def texts(self) -> dict[str, str]:
        """For a draft: everything as it stands, right or wrong."""
        return {
            "subject": self.subject.text(), "happened": self.happened.toPlainText(), "noticed_at": self.noticed_at.texts(),
            "happened_at": "" if self.is_unknown.isChecked() else self.happened_at.texts(),
            "is_attack": "yes" if self.is_attack.isChecked() else "", "people": self.people.text(), "harm": self.harm.toPlainText(),
            "fields": " ".join(code for code, tick in self._ticks.items() if tick.isChecked()),
            "measures": self.measures.toPlainText(),
        }  # fmt: skip

    def show_texts(self, texts: dict[str, str]) -> None:
        """What a draft kept."""
        self._filling = True
        for name in ("subject", "people"):
            getattr(self, name).setText(texts[name])
        for name in ("happened", "harm", "measures"):
            getattr(self, name).setPlainText(texts[name])
        self.noticed_at.set_texts(texts["noticed_at"])
        self.is_unknown.setChecked(not texts["happened_at"])
        if texts["happened_at"]:
            self.happened_at.set_texts(texts["happened_at"])
        self.is_attack.setChecked(bool(texts["is_attack"]))
        for code, tick in self._ticks.items():
            tick.setChecked(code in texts["fields"].split())
        self._follow_unknown()
        self._filling = False


def _parts(moment: MomentField) -> tuple[QWidget, QWidget]:
    return moment.day, moment.time
