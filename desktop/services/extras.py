"""Extra fields: data beyond the four, held only where the policy names it and the customer agreed to it (O'PETIT 2)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy
from desktop.models.choices import ConsentDecision
from desktop.models.consent import Consent, current
from desktop.models.customer import CustomerExtra
from desktop.models.policy import extra_code
from desktop.services.customers import get_customer
from desktop.services.office import Office
from desktop.services.policies import version_on

LONGEST_VALUE = 500


@dataclass(frozen=True)
class ExtraField:
    """An extra field of the policy in force, what is held, and whether the customer agreed."""

    code: str
    name: str
    value: str
    is_agreed: bool


class Extras:
    """Reads and keeps extra fields."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def fields(self, customer_id: int) -> list[ExtraField]:
        """All extra fields that the policy in force names."""
        with self._office.reading() as session:
            get_customer(session, customer_id)
            rows = session.scalars(select(CustomerExtra).where(CustomerExtra.customer_id == customer_id))
            held = {row.field: row.value for row in rows}
            said = current(session.scalars(select(Consent).where(Consent.customer_id == customer_id)))
            extras = [field for field in version_on(session, self._office.today()).fields if field.is_extra]
            return [ExtraField(f.code, f.name(), held.get(f.code, ""), _agreed(said.get(extra_code(f.code)))) for f in extras]

    def save(self, customer_id: int, field: str, value: str) -> None:
        """Keep a value, or take it away with an empty one; only with the customer's consent to this field."""
        known = {extra.code: extra for extra in self.fields(customer_id)}
        value = tidy(value)
        if field not in known:
            raise UserError(_("The policy does not name this field."), field)
        if value and not known[field].is_agreed:
            text = _("Record the customer's consent to “{field}” first.")
            raise UserError(text.format(field=known[field].name), field)
        if len(value) > LONGEST_VALUE:
            raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_VALUE), field)
        with self._office.writing() as work:
            customer = get_customer(work.session, customer_id)
            query = select(CustomerExtra).where(CustomerExtra.customer_id == customer.id, CustomerExtra.field == field)
            row = work.session.scalar(query)
            if not value:
                if row is not None:
                    work.session.delete(row)
            elif row is not None:
                row.value = value
            else:
                work.session.add(CustomerExtra(customer_id=customer.id, field=field, value=value))
            work.log("customer.extra_changed", customer.public_id, field=field)


def _agreed(consent: Consent | None) -> bool:
    return consent is not None and consent.decision is ConsentDecision.GIVEN
