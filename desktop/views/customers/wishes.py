"""Two small questions on a customer's page: what they ask the shop not to do, and the value of an extra field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.choices import RestrictionKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.views.widgets.date_field import OptionalDateField
from desktop.views.widgets.fields import Choice, Field, line_edit
from desktop.views.widgets.form_dialog import FormDialog


def ask_wish(owner: QWidget, services: Services, customer_id: int) -> FormDialog:
    """A stricter wish of the customer: what, towards whom, until when."""
    recipients = services.recipients.rows()
    kinds = [kind for kind in RestrictionKind if recipients or kind is not RestrictionKind.NOT_TO_RECIPIENT]
    kind = Choice(*((choice_label(value), value) for value in kinds))
    whom = Choice(("–", None), *((row.name, row.id) for row in recipients))
    until, note = OptionalDateField(), line_edit()
    fields = {
        "kind": Field(_("What the customer asks"), kind),
        "recipient": Field(_("Which recipient"), whom),
        "until": Field(_("Until"), until, _("Leave empty: until the customer takes it back.")),
        "note": Field(_("Note"), note),
    }

    kind.currentIndexChanged.connect(
        lambda _place: fields["recipient"].setVisible(kind.value() is RestrictionKind.NOT_TO_RECIPIENT)
    )
    fields["recipient"].hide()

    def act() -> None:
        chosen, recipient = kind.value(), whom.value()
        assert isinstance(chosen, RestrictionKind)
        wanted = recipient if chosen is RestrictionKind.NOT_TO_RECIPIENT and isinstance(recipient, int) else None
        services.restrictions.add(customer_id, chosen, wanted, until.day(), note.text())

    text = _("Every list, letter and recipient obeys it from now on.")
    return FormDialog(owner, _("What does the customer ask for?"), _("Save"), fields, act, text).start()


def ask_extra(owner: QWidget, services: Services, customer_id: int, field: str) -> FormDialog:
    """The value of an extra field that the customer agreed to."""
    extra = next(extra for extra in services.extras.fields(customer_id) if extra.code == field)
    value = line_edit(extra.value)

    def act() -> None:
        try:
            services.extras.save(customer_id, field, value.text())
        except UserError as problem:
            raise UserError(problem.message, "value") from None

    fields = {"value": Field(extra.name, value, _("Leave empty to take it away."))}
    return FormDialog(owner, _("What is to be kept?"), _("Save"), fields, act).start()
