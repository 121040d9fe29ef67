"""Extra fields: data beyond the four, held only where the policy names it and the customer agreed to it (O'PETIT 2)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy
from desktop.models.choices import ConsentDecision
from desktop.models.consent import Consent, current
from desktop.models.customer import Customer, CustomerExtra
from desktop.models.policy import PolicyVersion, extra_code
from desktop.services.corrections import note_correction
from desktop.services.customers import get_customer
from desktop.services.office import Office, Work
from desktop.services.policies import version_on
from desktop.services.standing import all_versions

LONGEST_VALUE = 500


@dataclass(frozen=True)
class ExtraField:
    """An extra field, what is held, and whether the customer agreed to it under the policy in force."""

    code: str
    name: str
    value: str
    is_agreed: bool


class Extras:
    """Reads and keeps extra fields."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def fields(self, customer_id: int) -> list[ExtraField]:
        """The extra fields that the policy in force names, and after them whatever else is still held."""
        with self._office.reading() as session:
            customer, in_force = get_customer(session, customer_id), version_on(session, self._office.today())
            held = {row.field: row.value for row in _held(session, customer)}
            named, agreed = _extras(in_force), _agreed(session, customer)
            earlier = {code: name for version in all_versions(session) for code, name in _extras(version).items()}
            names = named | {code: earlier.get(code, code) for code in held if code not in named}
            return [
                ExtraField(code, name, held.get(code, ""), code in named and extra_code(code) in agreed)
                for code, name in names.items()
            ]

    def save(self, customer_id: int, field: str, value: str) -> None:
        """Keep a value, only with the customer's consent to this field; an empty one takes it away."""
        value = tidy(value)
        if len(value) > LONGEST_VALUE:
            raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_VALUE), field)
        with self._office.writing() as work:
            customer = get_customer(work.session, customer_id)
            if value:
                _require_consent(work, customer, field)
            _put(work, customer, field, value)
            work.log("customer.extra_changed", customer.public_id, field=field)


def _require_consent(work: Work, customer: Customer, field: str) -> None:
    named = _extras(version_on(work.session, work.today))
    if field not in named:
        raise UserError(_("The policy does not name this field."), field)
    if extra_code(field) not in _agreed(work.session, customer):
        raise UserError(_("Record the customer's consent to “{field}” first.").format(field=named[field]), field)


def _put(work: Work, customer: Customer, field: str, value: str) -> None:
    """Store what changed, and remember whom it was given to before."""
    row = next((row for row in _held(work.session, customer) if row.field == field), None)
    before = row.value if row else ""
    if row is None and value:
        work.session.add(CustomerExtra(customer_id=customer.id, field=field, value=value))
    elif row is not None and value:
        row.value = value
    elif row is not None:
        work.session.delete(row)
    if before not in ("", value):
        note_correction(work, customer, [field])


def _held(session: Session, customer: Customer) -> list[CustomerExtra]:
    return list(session.scalars(select(CustomerExtra).where(CustomerExtra.customer_id == customer.id)))


def _extras(version: PolicyVersion) -> dict[str, str]:
    """Code and name of the extra fields of a version."""
    return {field.code: field.name() for field in version.fields if field.is_extra}


def _agreed(session: Session, customer: Customer) -> set[str]:
    said = current(session.scalars(select(Consent).where(Consent.customer_id == customer.id)))
    return {code for code, consent in said.items() if consent.decision is ConsentDecision.GIVEN}
