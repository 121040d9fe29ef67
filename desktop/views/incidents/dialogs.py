"""Small questions about an incident: when a letter was sent, which authority is added, why it is opened again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.choices import Delivery
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.incident_views import AuthorityRow
from desktop.services.incidents import LONGEST_HOURS, AuthorityForm
from desktop.views.incidents.moment import MomentField
from desktop.views.widgets.fields import Area, Choice, Field, NumberField, line_edit
from desktop.views.widgets.form_dialog import FormDialog


def sent_dialog(owner: QWidget, services: Services, authority: AuthorityRow) -> FormDialog:
    """When its letter went out, to the minute, and by which way."""
    at, how = MomentField(_("Sent")), Choice(*((choice_label(way), way) for way in Delivery))
    at.set_moment(services.office.now())
    fields = {"sent_at": Field(_("Sent"), at), "how": Field(_("How"), how)}

    def act() -> None:
        try:
            moment = at.moment()
        except UserError as problem:
            raise UserError(problem.message, "sent_at") from problem
        way = how.value()
        assert isinstance(way, Delivery)
        services.incident_papers.mark_sent(authority.public_id, moment, way)

    title = _("When was letter {number} sent to {name}?").format(number=authority.number, name=authority.name)
    note = _("From then on the letter is kept as it is, and its clock stands still.")
    return FormDialog(owner, title, _("Mark as sent"), fields, act, note)


def authority_dialog(owner: QWidget, services: Services, incident_id: int, added: Callable[[str], None]) -> FormDialog:
    """One more that has to be told; ``added`` gets its id."""
    name, contact, hours, law = line_edit(), Area(2), NumberField(0, LONGEST_HOURS, 80), line_edit()
    fields = {
        "name": Field(_("Authority"), name), "contact": Field(_("How it is reached"), contact),
        "hours": Field(_("Within hours"), hours, _("0: no limit")), "law": Field(_("Under which law"), law),
    }  # fmt: skip

    def act() -> None:
        form = AuthorityForm(name.text(), contact.toPlainText(), hours.value(), law.text())
        added(services.incidents.add_authority(incident_id, form))

    return FormDialog(owner, _("Which authority has to be told?"), _("Put on the list"), fields, act)


def omit_dialog(owner: QWidget, services: Services, authority: AuthorityRow) -> FormDialog:
    """Why an authority need not be told; its clock stands still then."""
    why = Area(2)
    fields = {
        "omitted_reason": Field(_("Why not"), why, _("Such as: no personal data was touched, the law does not ask for it."))
    }

    def act() -> None:
        services.incidents.omit_authority(authority.public_id, why.toPlainText())

    title = _("Why need {name} not be told?").format(name=authority.name)
    note = _("The reason stays in the register and in the inspector's dossier. It can be told later all the same.")
    return FormDialog(owner, title, _("It need not be told"), fields, act, note)


def told_dialog(owner: QWidget, title: str, note: str, act: Callable[[], None]) -> FormDialog:
    """Many are marked at once: the button says what it does, and nothing else does it."""
    return FormDialog(owner, title, _("Mark as told"), {}, act, note)


def reopen_dialog(owner: QWidget, services: Services, incident_id: int) -> FormDialog:
    """Something new came up."""
    why = Area(2)
    fields = {"note": Field(_("In a few words"), why)}

    def act() -> None:
        services.incidents.reopen(incident_id, why.toPlainText())

    return FormDialog(owner, _("Why is the incident opened again?"), _("Open again"), fields, act)
