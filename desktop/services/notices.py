"""Notices: telling customers who was told about them, by a text to copy or by a list for a sending service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models import gate
from desktop.models.choices import LegalBasis, LetterKind, NoticeMeans, SheetFormat
from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure, Manifest
from desktop.models.phones import digits_of, shown
from desktop.models.recipient import Recipient
from desktop.models.shop import Shop
from desktop.services.disclosures import Ground, cases, entry
from desktop.services.office import Office, Work, new_id
from desktop.services.recipients import field_names
from desktop.services.shop import require_identity
from desktop.services.wording import filled

WRITTEN = (NoticeMeans.SMS, NoticeMeans.ZALO, NoticeMeans.EMAIL)


@dataclass(frozen=True)
class SentList:
    """A list made for a sending service: its manifest, and how many customers could not be in it."""

    manifest_id: str
    left_out: int


class Notices:
    """Writes them; marking as told is the register's."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def text(self, public_id: str, means: NoticeMeans) -> str:
        """The notice of one disclosure in the shop's wording."""
        with self._office.reading() as session:
            return _text(session, _get(session, public_id), means, require_identity(session), _names(session, self._office))

    def make_list(self, public_ids: Iterable[str], recipient_id: int, means: NoticeMeans, kind: SheetFormat) -> SentList:
        """A file of numbers (or addresses) and texts for a sending service; itself a disclosure that passes the gate.

        Whoever did not agree to that service is left out. The file is kept and written to disk like a manifest's.
        """
        with self._office.writing() as work:
            service = work.session.get_one(Recipient, recipient_id)
            told = [_get(work.session, public_id) for public_id in public_ids]
            field = "email" if means is NoticeMeans.EMAIL else "phone"
            going = _allowed(work, told, service, field)
            if not going:
                raise UserError(_("None of these customers agreed to this service getting their data."), "recipient")
            rows = [_line(work.session, disclosure, means, field, self._office) for disclosure in going]
            manifest = _manifest(work, service, kind, rows)
            found = cases(work.session, [d.customer_id for d in going], service, work.today, Ground(LegalBasis.CONSENT))
            for customer_id in dict.fromkeys(disclosure.customer_id for disclosure in going):
                sent = entry(work, found[customer_id], service, ("name", field), _("Sending a notice"))
                sent.manifest_id, sent.wants_notice = manifest.id, False  # the message itself tells them
            work.log("notices.listed", manifest.public_id, count=len(going))
            return SentList(manifest.public_id, len(told) - len(going))


def _get(session: Session, public_id: str) -> Disclosure:
    return session.scalars(select(Disclosure).where(Disclosure.public_id == public_id)).one()


def _names(session: Session, office: Office) -> dict[str, str]:
    return {field.code: field.name for field in field_names(session, office.today())}


def _text(session: Session, disclosure: Disclosure, means: NoticeMeans, shop: Shop, names: dict[str, str]) -> str:
    if means not in WRITTEN:
        raise UserError(_("There is nothing to write for this way of telling."))
    customer, recipient = session.get_one(Customer, disclosure.customer_id), session.get_one(Recipient, disclosure.recipient_id)
    values = {
        "name": customer.name,
        "shop": shop.name,
        "recipient": recipient.name,
        "fields": ", ".join(names.get(code, code).lower() for code in disclosure.fields.split()),
        "day": day_text(disclosure.disclosed_on),
        "reference": disclosure.order_reference or "–",
        "purpose": disclosure.purpose[:1].lower() + disclosure.purpose[1:],
        "shop_phone": shop.phone,
        "shop_email": shop.email,
    }
    return filled(session, LetterKind.NOTICE, means.value, values)[1]


def _allowed(work: Work, told: list[Disclosure], service: Recipient, field: str) -> list[Disclosure]:
    ids = list({disclosure.customer_id for disclosure in told})
    found = cases(work.session, ids, service, work.today, Ground(LegalBasis.CONSENT))
    customers = {row.id: row for row in work.session.scalars(select(Customer).where(Customer.id.in_(ids)))}
    return [
        disclosure
        for disclosure in told
        if getattr(customers[disclosure.customer_id], field)
        and all(gate.refusal(found[disclosure.customer_id].approach, wanted) is None for wanted in ("name", field))
    ]


def _line(session: Session, disclosure: Disclosure, means: NoticeMeans, field: str, office: Office) -> list[str]:
    customer = session.get_one(Customer, disclosure.customer_id)
    text = _text(session, disclosure, means, require_identity(session), _names(session, office))
    return [customer.name, customer.email if field == "email" else digits_of(shown(customer.phone)), text]


def _manifest(work: Work, service: Recipient, kind: SheetFormat, rows: list[list[str]]) -> Manifest:
    from desktop.documents import sheet

    headings = [_("Name"), _("Phone or email"), _("Text")]
    content = sheet.xlsx(service.name, headings, rows) if kind is SheetFormat.XLSX else sheet.csv_text(headings, rows)
    manifest = Manifest(
        public_id=new_id(), recipient_id=service.id, ship_on=work.today, format=kind, content=content, parcels=len(rows),
        fingerprint=sha256(content).hexdigest(), made_at=work.now,
    )  # fmt: skip
    work.session.add(manifest)
    work.session.flush()
    return manifest
