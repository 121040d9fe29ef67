"""Recipients: whom the shop tells something, with the agreement, the fields they may get, and the columns of their file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.models import carriers
from desktop.models.base import tidy, tidy_line
from desktop.models.carriers import Column as Column
from desktop.models.choices import RecipientKind
from desktop.models.names import fold
from desktop.models.policy import PolicyField, PolicyVersion
from desktop.models.recipient import Recipient
from desktop.services import stored_files
from desktop.services.office import Office, Work, new_id
from desktop.services.policies import version_on
from desktop.services.stored_files import FileView, NewFile

LONGEST_NAME, LONGEST_TEXT = 200, 1000


@dataclass(frozen=True)
class RecipientRow:
    """A recipient as the screens show it. ``policy_allows`` says whether the policy in force names its kind at all."""

    id: int
    name: str
    kind: RecipientKind
    active: bool
    contact: str
    fields: tuple[str, ...]
    columns: tuple[Column, ...]
    preset: str
    agreed_from: date | None
    agreed_until: date | None
    agreement_id: int | None
    agreement_ended: bool
    policy_allows: bool


@dataclass(frozen=True)
class RecipientForm:
    """A recipient as typed."""

    name: str
    kind: RecipientKind
    contact: str = ""
    fields: tuple[str, ...] = ("name", "phone", "address")
    preset: str = ""
    columns: tuple[Column, ...] = ()
    agreed_from: date | None = None
    agreed_until: date | None = None
    agreement: NewFile | None = None


@dataclass(frozen=True)
class FieldName:
    """A field that can be given, with its name."""

    code: str
    name: str


class Recipients:
    """The list of recipients."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def rows(self, *, active_only: bool = False) -> list[RecipientRow]:
        """All recipients, those in use first, then by name."""
        with self._office.reading() as session:
            today = self._office.today()
            named = {rule.kind for rule in version_on(session, today).recipients}
            rows = [_row(recipient, today, recipient.kind in named) for recipient in session.scalars(select(Recipient))]
        wanted = [row for row in rows if row.active or not active_only]
        return sorted(wanted, key=lambda row: (not row.active, fold(row.name), row.name))

    def ready(self) -> list[tuple[str, str]]:
        """Known carriers that are not in the list yet: code and name."""
        with self._office.reading() as session:
            have = set(session.scalars(select(Recipient.preset)))
        return [(code, carriers.preset_name(code)) for code in carriers.PRESETS if code not in have]

    def field_names(self) -> list[FieldName]:
        """The fields that the policy in force knows."""
        with self._office.reading() as session:
            return field_names(session, self._office.today())

    def switch_on(self, preset: str) -> int:
        """Take a known carrier into the list."""
        return self.save(None, RecipientForm(carriers.preset_name(preset), RecipientKind.SHIPPING_PARTNER, preset=preset))

    def save(self, recipient_id: int | None, form: RecipientForm) -> int:
        """Enter or change a recipient; returns its id. FieldErrors with a sentence per field."""
        columns = _checked(form)
        with self._office.writing() as work:
            recipient = _found_or_new(work, recipient_id)
            _refuse_twin(work.session, form, recipient.id)
            recipient.name, recipient.kind, recipient.contact = tidy_line(form.name), form.kind, tidy(form.contact)
            recipient.fields, recipient.preset, recipient.columns = " ".join(form.fields), form.preset, columns
            recipient.agreed_from, recipient.agreed_until = form.agreed_from, form.agreed_until
            agreement_id = stored_files.add(work, stored_files.write(self._office, form.agreement))
            recipient.agreement_id = agreement_id or recipient.agreement_id
            work.session.flush()
            work.log("recipient.saved", recipient.public_id, kind=form.kind, fields=list(form.fields))
            return recipient.id

    def set_active(self, recipient_id: int, active: bool) -> None:
        """Switch a recipient off or on; history keeps its name."""
        with self._office.writing() as work:
            recipient = work.session.get_one(Recipient, recipient_id)
            recipient.active = active
            work.log("recipient.switched_on" if active else "recipient.switched_off", recipient.public_id)

    def agreement(self, file_id: int) -> FileView:
        """The agreement as it was attached."""
        return stored_files.read(self._office, file_id)


def field_names(session: Session, today: date) -> list[FieldName]:
    """The fields of the policy in force, in its order."""
    return [FieldName(field.code, field.name()) for field in version_on(session, today).fields]


def known_field_names(session: Session) -> dict[str, str]:
    """Fields by code as the newest version that has them calls them: history may name one that the policy no longer knows."""
    versions = select(PolicyField).join(PolicyVersion).order_by(PolicyVersion.effective_from, PolicyVersion.id)
    return {field.code: field.name() for field in session.scalars(versions)}


def _row(recipient: Recipient, today: date, allowed: bool) -> RecipientRow:
    return RecipientRow(
        recipient.id, recipient.name, recipient.kind, recipient.active, recipient.contact, tuple(recipient.fields.split()),
        carriers.columns_of(recipient.preset, recipient.columns), recipient.preset, recipient.agreed_from,
        recipient.agreed_until, recipient.agreement_id, recipient.agreement_ended(today), allowed,
    )  # fmt: skip


def _checked(form: RecipientForm) -> str:
    errors: dict[str, str] = {}
    if not tidy_line(form.name):
        errors["name"] = _("Write the recipient's name.")
    for field, most in (("name", LONGEST_NAME), ("contact", LONGEST_TEXT)):
        if len(getattr(form, field)) > most:
            errors[field] = _("This is longer than {n} characters.").format(n=most)
    if not form.fields:
        errors["fields"] = _("Choose what this recipient may get.")
    if form.agreed_from and form.agreed_until and form.agreed_until < form.agreed_from:
        errors["agreed_until"] = _("The agreement ends before it begins.")
    columns = ""
    try:
        columns = carriers.written(form.columns) if form.columns else ""
    except UserError as problem:
        errors["columns"] = problem.message
    if errors:
        raise FieldErrors(errors)
    return columns


def _found_or_new(work: Work, recipient_id: int | None) -> Recipient:
    if recipient_id is not None:
        return work.session.get_one(Recipient, recipient_id)
    recipient = Recipient(public_id=new_id(), name="", kind=RecipientKind.SHIPPING_PARTNER, active=True)
    work.session.add(recipient)
    return recipient


def _refuse_twin(session: Session, form: RecipientForm, own_id: int | None) -> None:
    """One recipient per name, and one per known carrier whatever it is called by now."""
    with session.no_autoflush:
        others = session.execute(select(Recipient.name, Recipient.preset).where(Recipient.id.is_distinct_from(own_id))).all()
    if any(name.casefold() == tidy_line(form.name).casefold() for name, _preset in others):
        raise FieldErrors({"name": _("A recipient with this name is in the list already.")})
    if form.preset and any(preset == form.preset for _name, preset in others):
        raise FieldErrors({"name": _("This carrier is in the list already.")})
