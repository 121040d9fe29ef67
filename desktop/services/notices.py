"""Notices: telling customers who was told about them, by a text to copy or by a list for a sending service."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, speaking
from desktop.i18n import gettext as _
from desktop.models import gate
from desktop.models.choices import LegalBasis, LetterKind, NoticeMeans, RecipientKind, SheetFormat
from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure, Manifest
from desktop.models.recipient import Recipient
from desktop.models.shop import Shop
from desktop.services.disclosures import Case, Ground, cases, entry
from desktop.services.given_files import keep, sheet_of
from desktop.services.office import Office, Work
from desktop.services.recipients import field_names
from desktop.services.shop import read_letter_settings, require_identity
from desktop.services.wording import filled

WRITTEN = (NoticeMeans.SMS, NoticeMeans.ZALO, NoticeMeans.EMAIL)
_CONSENT = Ground(LegalBasis.CONSENT)


@dataclass(frozen=True)
class SentList:
    """A list made for a sending service: its manifest, and how many customers could not be in it."""

    manifest_id: str
    left_out: int


@dataclass(frozen=True)
class _Told:
    """A disclosure with its two sides."""

    disclosure: Disclosure
    customer: Customer
    recipient: Recipient


@dataclass(frozen=True)
class _Pen:
    """What every notice is written with, in the language of the shop's letters."""

    session: Session
    means: NoticeMeans
    shop: Shop
    fields: dict[str, str]
    language: str


class Notices:
    """Writes them; marking as told is the register's."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def text(self, public_id: str, means: NoticeMeans) -> str:
        """The notice of one disclosure in the shop's wording."""
        with self._office.reading() as session:
            (told,) = _told(session, [public_id])
            if told.disclosure.is_void:
                raise UserError(_("This entry was voided; there is nothing to tell."))
            return _text(_pen(session, means, self._office), told)

    def make_list(self, public_ids: Iterable[str], recipient_id: int, means: NoticeMeans, kind: SheetFormat) -> SentList:
        """A file of numbers (or addresses) and texts for a sending service; itself a disclosure that passes the gate.

        Whoever did not agree to that service is left out. The file is kept and written to disk like a manifest's.
        """
        with self._office.writing() as work:
            pen = _pen(work.session, means, self._office)
            service, told = _service(work.session, recipient_id), _told(work.session, public_ids)
            found = cases(work.session, list({one.customer.id for one in told}), service, work.today, _CONSENT)
            going = [one for one in told if _may_go(one, found[one.customer.id], _field(means))]
            if not going:
                raise UserError(_("None of these customers agreed to this service getting their data."), "recipient")
            manifest = _manifest(work, service, kind, [_line(pen, one) for one in going])
            named = dict.fromkeys(one.customer.id for one in going)
            _enter(work, manifest, service, [found[customer_id] for customer_id in named], means)
            work.log("notices.listed", manifest.public_id, count=len(going), sha256=sha256(manifest.content).hexdigest())
            return SentList(manifest.public_id, len(found) - len(named))


# ---- writing --------------------------------------------------------------------------------------------------------------


def _pen(session: Session, means: NoticeMeans, office: Office) -> _Pen:
    if means not in WRITTEN:
        raise UserError(_("There is nothing to write for this way of telling."))
    shop, language = require_identity(session), read_letter_settings(session).language
    with speaking(language):
        fields = {field.code: field.name.lower() for field in field_names(session, office.today())}
    return _Pen(session, means, shop, fields, language)


def _text(pen: _Pen, told: _Told) -> str:
    with speaking(pen.language):
        _title, text = filled(pen.session, LetterKind.NOTICE, pen.means.value, _values(pen, told))
    if not text:
        raise UserError(_("There is nothing to write for this way of telling."))
    return text


def _values(pen: _Pen, told: _Told) -> dict[str, str]:
    disclosure = told.disclosure
    return {
        "name": told.customer.name,
        "shop": pen.shop.name,
        "recipient": told.recipient.name,
        "fields": ", ".join(pen.fields.get(code, code) for code in disclosure.fields.split()),
        "day": day_text(disclosure.disclosed_on),
        "reference": disclosure.order_reference or "–",
        "purpose": _purpose(disclosure),
        "ground": _ground(disclosure),
        "shop_phone": pen.shop.phone,
        "shop_email": pen.shop.email or "–",
    }


def _purpose(disclosure: Disclosure) -> str:
    purpose = disclosure.purpose[:1].lower() + disclosure.purpose[1:]
    if not disclosure.order_reference:
        return purpose
    return _("{purpose}, order {reference}").format(purpose=purpose, reference=disclosure.order_reference)


def _ground(disclosure: Disclosure) -> str:
    if disclosure.basis is LegalBasis.STATE_REQUEST:
        return _("at the request of a state agency")
    if disclosure.basis is not LegalBasis.CONSENT and disclosure.citation:
        return _("as required by {citation}").format(citation=disclosure.citation)
    return _("with your consent")


# ---- the list for a sending service -----------------------------------------------------------------------------------------


def _told(session: Session, public_ids: Iterable[str]) -> list[_Told]:
    """Entries with customer and recipient in the order asked for, each once."""
    ids = list(dict.fromkeys(public_ids))
    wanted = func.json_each(json.dumps(ids)).table_valued("value")
    query = select(Disclosure, Customer, Recipient).join(Customer, Customer.id == Disclosure.customer_id)
    query = query.join(Recipient, Recipient.id == Disclosure.recipient_id)
    rows = session.execute(query.where(Disclosure.public_id.in_(select(wanted.c.value))))
    found = {disclosure.public_id: _Told(disclosure, customer, recipient) for disclosure, customer, recipient in rows}
    return [found[public_id] for public_id in ids]


def _service(session: Session, recipient_id: int) -> Recipient:
    service = session.get_one(Recipient, recipient_id)
    if service.kind is not RecipientKind.SERVICE_PROVIDER:
        raise UserError(_("Choose a service provider: nobody else sends notices for the shop."), "recipient")
    return service


def _field(means: NoticeMeans) -> str:
    return "email" if means is NoticeMeans.EMAIL else "phone"


def _may_go(told: _Told, case: Case, field: str) -> bool:
    reached = bool(getattr(told.customer, field)) and not told.disclosure.is_void
    return reached and all(gate.refusal(case.approach, wanted) is None for wanted in ("name", field))


def _line(pen: _Pen, told: _Told) -> list[str]:
    return [told.customer.name, getattr(told.customer, _field(pen.means)), _text(pen, told)]


def _manifest(work: Work, service: Recipient, kind: SheetFormat, rows: list[list[str]]) -> Manifest:
    content = sheet_of(kind, service.name, [_("Name"), _("Phone or email"), _("Text")], rows)
    return keep(work, service, kind, content, len(rows), sha256(content).hexdigest(), work.today)


def _enter(work: Work, manifest: Manifest, service: Recipient, found: list[Case], means: NoticeMeans) -> None:
    """A disclosure per customer; the message itself tells them, so none wants a notice of its own."""
    purpose = _("Sending a notice")
    with work.many_entries():
        for case in found:
            sent = entry(work, case, service, ("name", _field(means)), purpose)
            sent.manifest_id, sent.wants_notice = manifest.id, False
