"""Beside the register: one entry whole, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import NoticeMeans
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.disclosures import DisclosureRow
from desktop.views import theme
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.evidence import viewer
from desktop.views.widgets.fields import Choice, Field, line_edit
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, row, scrolling


class EntrySide(QFrame):
    """``customer_opened`` with an id, ``notice_wanted`` for the page of notices."""

    customer_opened = Signal(int)
    notice_wanted = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("sideRight")
        self._services = services
        self._row: DisclosureRow | None = None
        self._column = column(gap=8, margins=(16, 14, 16, 16))
        self.setLayout(column(scrolling(box(self._column)), gap=0))
        self.setFixedWidth(theme.current().px(340))

    @property
    def shown_id(self) -> str | None:
        """The entry that is shown."""
        return self._row.public_id if self._row else None

    def show_row(self, entry: DisclosureRow | None) -> None:
        """Another entry, or none."""
        self._row = entry
        clear(self._column)
        for part in self._parts(entry) if entry else [label(_("Choose an entry to see all of it."), "muted", wrap=True)]:
            self._column.addWidget(part)
        self._column.addStretch(1)

    def _parts(self, entry: DisclosureRow) -> list[QWidget]:
        names = {field.code: field.name for field in self._services.recipients.field_names()}
        pairs = [
            (_("Customer"), " · ".join(part for part in (entry.customer, entry.phone) if part)),
            (_("Given to"), f"{entry.recipient} · {choice_label(entry.kind).lower()}"),
            (_("What"), ", ".join(names.get(code, code) for code in entry.fields)),
            (_("What for"), entry.purpose),
            (_("Order"), entry.order_reference),
            (_("Ground"), " · ".join(part for part in (choice_label(entry.basis), entry.citation, entry.letter_number) if part)),
            (_("Customer told"), _told_text(entry)),
        ]
        parts: list[QWidget] = [label(day_text(entry.on), "title")]
        if entry.is_void:
            parts.append(banner(_("Voided: {reason}").format(reason=entry.void_reason), "soon"))
        parts += [box(column(label(name, "help"), label(text, wrap=True), gap=0)) for name, text in pairs if text]
        return [*parts, *self._actions(entry)]

    def _actions(self, entry: DisclosureRow) -> list[QWidget]:
        customer = button(_("Open customer page"), icon="people", small=True)
        customer.clicked.connect(lambda: self.customer_opened.emit(entry.customer_id))
        actions: list[QWidget] = [customer]
        if entry.letter_id is not None:
            letter = button(_("Show the letter"), icon="doc", small=True)
            letter.clicked.connect(lambda: self._show_letter(entry))
            actions.append(letter)
        if not entry.is_void:
            if entry.misses_notice:
                told = button(_("Tell the customer"), icon="mail", small=True)
                told.clicked.connect(self.notice_wanted)
                actions.append(told)
            void = button(_("Entered by mistake"), kind="flat", icon="no", small=True)
            void.clicked.connect(lambda: self._ask_void(entry))
            actions.append(void)
        return [box(row(action, None)) for action in actions]

    def _show_letter(self, entry: DisclosureRow) -> None:
        with errors_shown(self):
            file = self._services.disclosures.letter(entry.letter_id or 0)
            open_modally(viewer(self, file.name, file.media_type, file.content))

    def _ask_void(self, entry: DisclosureRow) -> None:
        reason = line_edit()
        title = _("Void the entry about {name}?").format(name=entry.customer)

        def act() -> None:
            self._services.disclosures.void(entry.public_id, reason.text())

        note = _("It stays readable with your reason; enter it anew if something else was given.")
        FormDialog(self, title, _("Void entry"), {"void_reason": Field(_("What is wrong with it"), reason)}, act, note).start()


def ask_told(owner: QWidget, services: Services, public_ids: list[str], by: NoticeMeans) -> FormDialog:
    """When and how customers were told."""
    day, how = DateField(services.office.today()), Choice(*((choice_label(means), means) for means in NoticeMeans))
    how.choose(by)

    def act() -> None:
        means = how.value()
        assert isinstance(means, NoticeMeans)
        services.disclosures.mark_told(public_ids, day.day(), means)

    fields = {"notified_on": Field(_("Told on"), day), "how": Field(_("By"), how)}
    return FormDialog(owner, _("Has the customer been told?"), _("Mark as told"), fields, act).start()


def _told_text(entry: DisclosureRow) -> str:
    if entry.notified_on is not None and entry.notified_by is not None:
        return f"{day_text(entry.notified_on)} · {choice_label(entry.notified_by).lower()}"
    return _("not yet") if entry.misses_notice else ""
