"""All that the shop holds about one customer, gathered for paper ("What we hold about you") and for a machine (JSON and CSV)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.i18n import day_text, local_day, ngettext, sentence_start
from desktop.i18n import gettext as _
from desktop.models.choices import label
from desktop.models.complaint import Complaint
from desktop.models.consent import Consent
from desktop.models.contact import Contact
from desktop.models.customer import Customer, CustomerExtra
from desktop.models.disclosure import Disclosure
from desktop.models.phones import shown
from desktop.models.recipient import Recipient
from desktop.models.rights_request import RightsRequest
from desktop.models.shop import Shop
from desktop.models.stored_file import StoredFile
from desktop.services.consents import topic_states
from desktop.services.disclosures import customer_rows
from desktop.services.hold_conditions import reasons_in_words, reasons_to_keep
from desktop.services.recipients import known_field_names
from desktop.services.restrictions import hides_address, wishes
from desktop.services.retention import last_day_of, plan_of
from desktop.services.shop import certificate_line, paper_identity

if TYPE_CHECKING:
    from desktop.documents.copied_data import CopiedContact, CopiedData, CopiedDisclosure, CopiedFile
    from desktop.documents.held_data import CaseLine, ConsentLine, Detail, HeldData, RecipientLine

_OWN = ("name", "phone", "address", "email")


@dataclass(frozen=True)
class Asked:
    """For whom and for what the data is gathered: the customer, the day, the request's number, the log's line, the language."""

    customer: Customer
    today: date
    number: str = ""
    audit_line: str = ""
    language: str = "vi"


def held_data(session: Session, shop: Shop, asked: Asked) -> HeldData:
    """The page, in the language that is spoken now."""
    from desktop.documents import held_data as document  # reportlab: when the first page is made

    customer = asked.customer
    planned = plan_of(session, customer, asked.today)
    requests = _requests(session, customer.id)
    return document.HeldData(
        shop=paper_identity(shop),
        dated=asked.today,
        number=asked.number,
        name=customer.paper_name,
        details=tuple(_details(session, customer, hidden=hides_address(session, customer.id, asked.today))),
        consents=tuple(_consents(session, customer, asked.today)),
        recipients=tuple(_recipients(session, customer.id)),
        deletion=_deletion_text(last_day_of(session, customer, planned, asked.today), planned.sentence()),
        kept_by=tuple(reasons_in_words(session, customer.id, asked.today)),
        wishes=tuple(_wishes(session, customer.id, asked.today)),
        complaints=tuple(_complaints(session, customer.id)),
        requests=tuple(requests),
        contacts=_contacts_text(session, customer.id),
        audit_line=asked.audit_line,
        language=asked.language,
    )


def copied_data(session: Session, shop: Shop, asked: Asked) -> CopiedData:
    """The same as values with codes, everything in full."""
    from desktop.documents import copied_data as document

    customer, today = asked.customer, asked.today
    planned = plan_of(session, customer, today)
    holds = tuple(reasons_to_keep(session, [customer.id], today).get(customer.id, []))
    return document.CopiedData(
        shop=document.CopiedShop(shop.name, shop.address, certificate_line(shop), shop.phone, shop.email),
        made_on=today,
        request=asked.number,
        details=tuple(_detail_values(session, customer)),
        consents=tuple(_consents(session, customer, today, codes=True)),
        disclosures=tuple(_disclosures(session, customer.id)),
        deletion=document.PlannedDeletion(last_day_of(session, customer, planned, today), planned.sentence(), holds),
        restrictions=tuple(wish.kind.value for wish in wishes(session, [customer.id], today).get(customer.id, [])),
        complaints=tuple(_complaints(session, customer.id, codes=True)),
        requests=tuple(_requests(session, customer.id, codes=True)),
        contacts=tuple(_contacts(session, customer.id)),
        files=tuple(_files(session, customer.id)),
    )


# ---- details ------------------------------------------------------------------------------------------------------------


def _details(session: Session, customer: Customer, *, hidden: bool) -> list[Detail]:
    """What is held by name; an address that the customer keeps from papers is said to be held, and not printed."""
    from desktop.documents.held_data import Detail

    names = known_field_names(session)
    values = {code: getattr(customer, code) for code in _OWN}
    values["phone"] = shown(customer.phone)
    if hidden and customer.address:
        values["address"] = _("held; not printed, as you wished")
    lines = [Detail(sentence_start(names.get(code, code)), value) for code, value in values.items()]
    lines += [Detail(_("Group"), customer.group_name), Detail(_("Benefits"), customer.benefit_note)]
    lines += [Detail(names.get(extra.field, extra.field), extra.value) for extra in _extras(session, customer.id)]
    return [*lines, Detail(_("In the register since"), day_text(customer.entered_on))]


def _detail_values(session: Session, customer: Customer) -> list[tuple[str, str]]:
    values = [(code, getattr(customer, code)) for code in (*_OWN, "group_name", "benefit_note")]
    values += [(extra.field, extra.value) for extra in _extras(session, customer.id)]
    return [*values, ("entered_on", customer.entered_on.isoformat())]


def _extras(session: Session, customer_id: int) -> list[CustomerExtra]:
    return list(session.scalars(select(CustomerExtra).where(CustomerExtra.customer_id == customer_id).order_by(CustomerExtra.id)))


# ---- consents, wishes, cases --------------------------------------------------------------------------------------------


def _consents(session: Session, customer: Customer, today: date, *, codes: bool = False) -> list[ConsentLine]:
    from desktop.documents.held_data import ConsentLine

    lines: list[ConsentLine] = []
    for state in topic_states(session, customer, today):
        if codes:
            decision, means = state.decision.value if state.decision else "", state.means.value if state.means else ""
        else:
            decision = label(state.decision) if state.decision else _("not asked")
            means = label(state.means) if state.means else ""
        lines.append(ConsentLine(state.name, decision, state.since, means))
    return lines


def _wishes(session: Session, customer_id: int, today: date) -> list[str]:
    names = {row.id: row.name for row in session.scalars(select(Recipient))}
    found = wishes(session, [customer_id], today).get(customer_id, [])
    return [": ".join(filter(None, (label(wish.kind), names.get(wish.recipient_id or 0, "")))) for wish in found]


def _complaints(session: Session, customer_id: int, *, codes: bool = False) -> list[CaseLine]:
    from desktop.documents.held_data import CaseLine

    rows = session.scalars(select(Complaint).where(Complaint.customer_id == customer_id).order_by(Complaint.id))
    return [CaseLine(x.number, x.received_on, x.about(), x.state.value if codes else label(x.state)) for x in rows]


def _requests(session: Session, customer_id: int, *, codes: bool = False) -> list[CaseLine]:
    from desktop.documents.held_data import CaseLine

    rows = session.scalars(select(RightsRequest).where(RightsRequest.customer_id == customer_id).order_by(RightsRequest.id))
    return [
        CaseLine(x.number, x.received_on, x.kind.value if codes else label(x.kind), x.state.value if codes else label(x.state))
        for x in rows
    ]


# ---- who was told, what was said ------------------------------------------------------------------------------------------


def _recipients(session: Session, customer_id: int) -> list[RecipientLine]:
    """Every entry that stands, oldest first; the paper puts together what differs by the day alone."""
    from desktop.documents.held_data import RecipientLine

    names = known_field_names(session)
    rows = [row for row in reversed(customer_rows(session, customer_id)) if not row.is_void]
    return [
        RecipientLine(
            row.recipient, ", ".join(names.get(code, code).lower() for code in row.fields), day_text(row.on), label(row.basis)
        )
        for row in rows
    ]


def _disclosures(session: Session, customer_id: int) -> list[CopiedDisclosure]:
    from desktop.documents.copied_data import CopiedDisclosure

    rows = [row for row in reversed(customer_rows(session, customer_id)) if not row.is_void]
    return [
        CopiedDisclosure(
            row.on, row.recipient, tuple(row.fields), row.purpose, row.basis.value, row.notified_on, row.order_reference
        )
        for row in rows
    ]


def _contacts(session: Session, customer_id: int) -> list[CopiedContact]:
    from desktop.documents.copied_data import CopiedContact

    rows = session.scalars(select(Contact).where(Contact.customer_id == customer_id).order_by(Contact.happened_at, Contact.id))
    return [CopiedContact(row.happened_at, row.direction.value, row.channel.value, row.note) for row in rows]


def _contacts_text(session: Session, customer_id: int) -> str:
    """How often customer and shop spoke, from when to when."""
    moments = func.count(), func.min(Contact.happened_at), func.max(Contact.happened_at)
    n, first, last = session.execute(select(*moments).where(Contact.customer_id == customer_id)).one()
    if not n:
        return ""
    text = ngettext(
        "{n} conversation is noted, from {first} to {last}.", "{n} conversations are noted, from {first} to {last}.", n
    )
    return text.format(n=n, first=day_text(local_day(first)), last=day_text(local_day(last)))


def _files(session: Session, customer_id: int) -> list[CopiedFile]:
    """Signed slips and agencies' letters that name this customer."""
    from desktop.documents.copied_data import CopiedFile

    slips = select(Consent.slip_id).where(Consent.customer_id == customer_id, Consent.slip_id.is_not(None))
    letters = select(Disclosure.letter_id).where(Disclosure.customer_id == customer_id, Disclosure.letter_id.is_not(None))
    rows = session.scalars(select(StoredFile).where(StoredFile.id.in_(slips.union(letters))).order_by(StoredFile.id))
    return [CopiedFile(row.original_name, row.media_type, local_day(row.added_at), row.sha256) for row in rows]


def _deletion_text(day: date | None, reason: str) -> str:
    return _("Planned for {day}. {reason}").format(day=day_text(day), reason=reason) if day else reason
