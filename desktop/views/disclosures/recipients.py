"""Recipients: carriers ready to switch on, agencies and firms entered by hand, each with what it may get and the agreement."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import RecipientKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.recipients import Column, RecipientForm, RecipientRow
from desktop.views import theme
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.date_field import OptionalDateField
from desktop.views.widgets.evidence import Thumbnail, thumbnail, viewer
from desktop.views.widgets.fields import Area, Choice, Field, line_edit, named
from desktop.views.widgets.labels import ChipText, label, section
from desktop.views.widgets.layout import box, clear, column, footer, frame, row, scrolling, tab_in_order
from desktop.views.widgets.lists import ItemList, ListItem
from desktop.views.widgets.one_file import OneFile

_NEW = "new"
_HEADINGS_IN_A_LINE, _WIDE = 4, 1280


class RecipientsPage(QWidget):
    """``left`` on the way back."""

    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._rows: dict[int, RecipientRow] = {}
        self._current: int | None = None
        self.list = ItemList(inset=12)
        self.list.setAccessibleName(_("Recipients"))
        self.list.chosen.connect(self._choose)
        self.name, self.contact = line_edit(), _OneLine()
        self.kind = Choice(*((choice_label(kind), kind) for kind in RecipientKind))
        self.agreed_from, self.agreed_until = OptionalDateField(), OptionalDateField()
        self.agreement_box = OneFile(_("The agreement: drop it here, paste it, or press Enter to choose it"))
        self.agreement_box.opened.connect(lambda _key: self.show_agreement())
        self.checks: dict[str, QCheckBox] = {}
        self.headings: dict[str, QLineEdit] = {}
        self._checks, self._headings = row(gap=14), column(gap=6)
        self.fields = named({
            "name": Field(_("Name"), self.name), "kind": Field(_("What they are"), self.kind),
            "contact": Field(_("How to reach them"), self.contact, _("Address, phone, email; the first line stands on letters.")),
            "agreed_from": Field(_("Since"), self.agreed_from), "agreed_until": Field(_("Until"), self.agreed_until),
        })  # fmt: skip
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._make()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.new_button = button(_("Enter a recipient"), "F2", "", "plus")
        self.new_button.clicked.connect(lambda: self._choose(_NEW))
        self._ready = column(gap=4)
        top = column(self.new_button, margins=(12, 12, 12, 8))
        ready = column(self._ready, margins=(12, 4, 12, 12))
        side = frame(column(top, (self.list, 1), ready, gap=0), "side")
        side.setFixedWidth(theme.current().px(300))
        self.title, self.policy_note = label("", "title", wrap=True), label("", "soon", wrap=True)
        what = frame(
            column(
                section(_("May get")),
                self._checks,
                label(_("Never more than the policy allows this kind."), "help", wrap=True),
                None,
                gap=4,
                margins=(16, 6, 16, 10),
            )
        )
        who = row((self.fields["name"], 3), (self.fields["kind"], 2), gap=12)
        self._first = row((column(who, None), 3), (column(self.fields["contact"], None), 2), gap=12)
        days = column(row(self.fields["agreed_from"], self.fields["agreed_until"], gap=12), None)
        agreement = frame(
            column(section(_("Agreement")), row(days, (self.agreement_box, 1), gap=12), None, gap=4, margins=(16, 6, 16, 10))
        )
        self._columns = frame(
            column(
                section(_("Columns of the file")),
                self._headings,
                label(_("Headings as the carrier's own sheet has them."), "help", wrap=True),
                gap=4,
                margins=(16, 6, 16, 12),
            )
        )
        self._given = row((what, 1), (agreement, 1), gap=16)
        parts = (self.title, self.policy_note, self._error, self._first, self._given, self._columns, None)
        body = scrolling(box(column(*parts, gap=10, margins=(20, 14, 20, 16))))
        back = back_button()
        back.clicked.connect(self.left)
        self.active_button = button("", kind="flat", icon="no")
        self.active_button.clicked.connect(self.switch)
        self.save_button = button(_("Save"), "F9", "primary", "save")
        self.save_button.clicked.connect(self.save)
        self.form = box(column((body, 1), gap=0))
        middle = column((row(side, (self.form, 1), gap=0), 1), footer(back, None, self.active_button, self.save_button), gap=0)
        self._ends = (back, self.active_button, self.save_button)
        self.setLayout(middle)
        self.setFocusProxy(self.list)
        self.kind.currentIndexChanged.connect(self._follow_kind)

    def resizeEvent(self, _event: object) -> None:
        """Under each other on a narrow window."""
        narrow = self.width() < theme.current().px(_WIDE)
        for pair in (self._first, self._given):
            pair.setDirection(pair.Direction.TopToBottom if narrow else pair.Direction.LeftToRight)

    # ---- showing --------------------------------------------------------------------------------------------------------

    def follow(self) -> None:
        """Read the list anew."""
        self._rows = {entry.id: entry for entry in self._services.recipients.rows()}
        items = [_item(entry) for entry in self._rows.values()]
        self.list.show_items(items or [ListItem(group=_("Nobody yet."))], self._current)
        clear(self._ready)
        ready = self._services.recipients.ready()
        if ready:
            self._ready.addWidget(label(_("Ready to switch on"), "label"))
        for code, name in ready:
            switch = button(name, kind="link", icon="plus")
            switch.clicked.connect(lambda _on=False, chosen=code: self.switch_on(chosen))
            self._ready.addWidget(box(row(switch, None)))
        if self._current not in self._rows:
            self._show(next(iter(self._rows.values()), None))

    def switch_on(self, preset: str) -> None:
        """A known carrier comes into the list."""
        with errors_shown(self):
            self._current = self._services.recipients.switch_on(preset)
        self.follow()
        self._show(self._rows[self._current or 0])

    def switch(self) -> None:
        """Off or on."""
        if self._current is not None:
            entry = self._rows[self._current]
            self._services.recipients.set_active(entry.id, not entry.active)
            self.follow()
            self._show(self._rows[entry.id])

    def show_agreement(self) -> None:
        """The agreement as it is kept."""
        entry = self._rows.get(self._current or 0)
        if entry is not None and entry.agreement_id is not None and self.agreement_box.file is None:
            with errors_shown(self):
                file = self._services.recipients.agreement(entry.agreement_id)
                open_modally(viewer(self, file.name, file.media_type, file.content))

    def save(self) -> None:
        """Keep it, or say beside the field what is wrong."""
        self._error.hide()
        try:
            self._current = self._services.recipients.save(self._current, self._typed())
        except FieldErrors as problem:
            self._show_errors(problem.errors)
        except UserError as problem:
            self._show_errors({problem.field: problem.message})
        else:
            self.follow()
            self._show(self._rows[self._current])

    def _typed(self) -> RecipientForm:
        kind, entry = self.kind.value(), self._rows.get(self._current or 0)
        assert isinstance(kind, RecipientKind)
        return RecipientForm(
            self.name.text(), kind, self.contact.toPlainText(), tuple(code for code, check in self.checks.items() if check.isChecked()),
            entry.preset if entry else "", tuple(Column(code, edit.text()) for code, edit in self.headings.items()),
            self.agreed_from.day(), self.agreed_until.day(), self.agreement_box.file,
        )  # fmt: skip

    def _choose(self, key: object) -> None:
        self._show(self._rows[key] if isinstance(key, int) else None)

    def _show(self, entry: RecipientRow | None) -> None:
        self._current = entry.id if entry else None
        self.list.mark(self._current)
        self.title.setText(entry.name if entry else _("New recipient"))
        self.name.setText(entry.name if entry else "")
        self.contact.setPlainText(entry.contact if entry else "")
        self.kind.choose(entry.kind if entry else RecipientKind.SHIPPING_PARTNER)
        self.agreed_from.set_day(entry.agreed_from if entry else None)
        self.agreed_until.set_day(entry.agreed_until if entry else None)
        self._show_fields(entry)
        self._show_headings(entry)
        self.agreement_box.start()
        if entry and entry.agreement_id:
            self.agreement_box.show_thumbnails([Thumbnail(0, _("Agreement"), _stored_picture(self._services, entry))])
        self.active_button.setVisible(entry is not None)
        self.active_button.setText(_("Switch off") if entry and entry.active else _("Switch on"))
        for field in self.fields.values():
            field.clear_error()
        self._follow_kind()
        tab_in_order(
            self.name, self.kind, self.contact, *self.checks.values(), self.agreed_from, self.agreed_until, self.agreement_box,
            *self.headings.values(), *self._ends,
        )  # fmt: skip
        if entry is None:
            self.name.setFocus()

    def _show_fields(self, entry: RecipientRow | None) -> None:
        clear(self._checks)
        self.checks = {}
        given = entry.fields if entry else ("name", "phone", "address")
        for field in self._services.recipients.field_names():
            check = QCheckBox(field.name)
            check.setChecked(field.code in given)
            self.checks[field.code] = check
            self._checks.addWidget(check)
        self._checks.addStretch(1)

    def _show_headings(self, entry: RecipientRow | None) -> None:
        clear(self._headings)
        self.headings = {}
        for start in range(0, len(entry.columns if entry else ()), _HEADINGS_IN_A_LINE):
            line_of: list[tuple[QWidget, int]] = []
            for wanted in (entry.columns if entry else ())[start : start + _HEADINGS_IN_A_LINE]:
                edit = line_edit(wanted.heading)
                self.headings[wanted.code] = edit
                line_of.append((Field(_column_name(wanted.code), edit), 1))
            line_of += [(QWidget(), 1)] * (_HEADINGS_IN_A_LINE - len(line_of))
            self._headings.addLayout(row(*line_of, gap=10))

    def _follow_kind(self, _place: int = 0) -> None:
        carrier = self.kind.value() is RecipientKind.SHIPPING_PARTNER
        self._columns.setVisible(carrier and bool(self.headings))
        entry = self._rows.get(self._current or 0)
        self.policy_note.setVisible(entry is not None and not entry.policy_allows)
        self.policy_note.setText(
            _("The policy in force gives data to nobody of this kind; only a law that is named opens the way.")
        )

    def _show_errors(self, errors: dict[str, str]) -> None:
        rest = [sentence for name, sentence in errors.items() if name not in self.fields]
        for name, sentence in errors.items():
            if name in self.fields:
                self.fields[name].show_error(sentence)
        self._error.setText(" ".join(rest))
        self._error.setVisible(bool(rest))


class _OneLine(Area):
    """As high as the other fields while it holds one line; Enter begins another."""

    def sizeHint(self) -> QSize:
        return QSize(200, theme.current().size["control"])

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme.current().size["control"])


def _item(entry: RecipientRow) -> ListItem:
    state = None if entry.active else ChipText(_("Off"), "quiet", "no")
    if entry.active and entry.agreement_ended:
        state = ChipText(_("Agreement ended"), "soon", "clock")
    until = _("agreement until {day}").format(day=day_text(entry.agreed_until)) if entry.agreed_until else ""
    return ListItem(entry.name, " · ".join(filter(None, (choice_label(entry.kind), until))), chip=state, key=entry.id)


def _stored_picture(services: Services, entry: RecipientRow) -> QImage:
    file = services.recipients.agreement(entry.agreement_id or 0)
    return thumbnail(file.content, file.media_type)


def _column_name(code: str) -> str:
    texts = {
        "name": _("Name"), "phone": _("Phone"), "address": _("Address"), "email": _("Email"), "reference": _("Order"),
        "goods": _("Goods"), "cash": _("Cash to collect"), "note": _("Remark"),
    }  # fmt: skip
    return texts[code]
