"""What an erasure would do to one person's data, in words: what goes, what is made anonymous and why, what stays, until when, on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.i18n import day_text, ngettext
from desktop.i18n import gettext as _
from desktop.models import phones
from desktop.models.complaint import Complaint
from desktop.models.consent import Consent, Hold, Restriction
from desktop.models.contact import Contact
from desktop.models.customer import Customer, CustomerExtra
from desktop.models.disclosure import Disclosure
from desktop.models.evidence import Evidence
from desktop.models.letter import Letter
from desktop.models.recipient import Recipient
from desktop.services.erasing import kept_until, records
from desktop.services.hold_conditions import reasons_to_keep
from desktop.services.retention import kept_file_sentence, plan_of

Part = tuple[str, str]  # what, and the remark beside it


@dataclass(frozen=True)
class ErasurePlan:
    """``refusal`` says why this person's data may not go today ("" where it may); ``recipients`` are to be told afterwards."""

    id: int
    is_complaint_file: bool
    name: str
    phone: str
    ground: str
    has_asked: bool
    refusal: str
    goes: tuple[Part, ...]
    anonymous: tuple[Part, ...]
    stays: tuple[Part, ...]
    recipients: tuple[str, ...]


def plan_for(session: Session, customer: Customer, today: date, keep_months: int, keep_ground: str) -> ErasurePlan:
    """The plan for a customer and the records merged into them."""
    ids = [row.id for row in records(session, [customer.id])]
    complaints = session.scalars(select(Complaint).where(Complaint.customer_id.in_(ids)).order_by(Complaint.id)).all()
    kept = {x.id: until for x in complaints if (until := kept_until(x, today, keep_months))}
    going = [complaint for complaint in complaints if complaint.id not in kept]
    stays = [(x.number, _kept_remark(kept[x.id], keep_ground)) for x in complaints if x.id in kept]
    return ErasurePlan(
        id=customer.id,
        is_complaint_file=False,
        name=customer.name,
        phone=phones.shown(customer.phone),
        ground=plan_of(session, customer, today).sentence(),
        has_asked=customer.asked_deletion_on is not None,
        refusal=why_not(session, customer, today),
        goes=tuple(_going(session, ids, [x.id for x in going], has_merged=len(ids) > 1)),
        anonymous=tuple(_anonymous(session, ids, going)),
        stays=tuple(stays),
        recipients=tuple(_told(session, ids)),
    )


def plan_for_file(session: Session, complaint: Complaint, today: date) -> ErasurePlan:
    """The plan for the kept file of somebody outside the register."""
    return ErasurePlan(
        id=complaint.id,
        is_complaint_file=True,
        name=complaint.outsider_name,
        phone=phones.shown(complaint.outsider_phone),
        ground=kept_file_sentence(complaint),
        has_asked=False,
        refusal=file_refusal(complaint, today),
        goes=((_("Name, phone, email, address"), _("as they stand in the complaint")), *_files_of(session, [complaint.id])),
        anonymous=(_complaint_part(complaint),),
        stays=(),
        recipients=(),
    )


def why_not(session: Session, customer: Customer, today: date) -> str:
    """Why a customer's data may not go today; empty where it may."""
    if customer.merged_into_id is not None:
        return _("This record was merged into another. Open that one, or part the two first.")
    if reasons := reasons_to_keep(session, [customer.id], today).get(customer.id):
        return _("on hold: {reasons}").format(reasons="; ".join(reasons))
    if customer.delete_on is None:
        return _("kept until the customer asks for deletion")
    return "" if is_due(customer, today) else _("not before {day}").format(day=day_text(customer.delete_on))


def is_due(customer: Customer, today: date) -> bool:
    """Whether the planned day has come."""
    return customer.delete_on is not None and customer.delete_on <= today


def file_refusal(complaint: Complaint, today: date) -> str:
    """Why the kept file of somebody outside the register may not go today; empty where it may."""
    day = complaint.outsider_delete_on
    if complaint.customer_id is not None or complaint.erased_on is not None or complaint.keeps_data or day is None:
        return _("still open")
    return "" if day <= today else _("not before {day}").format(day=day_text(day))


def _going(session: Session, ids: list[int], complaints: list[int], *, has_merged: bool) -> list[Part]:
    remark = _("the customer's record and those merged into it") if has_merged else _("the customer's record")
    parts: list[Part] = [(_("Name, phone, email, address"), remark)]
    extras, contacts = _count(session, CustomerExtra, ids), _count(session, Contact, ids)
    consents, slips = _count(session, Consent, ids), _slips(session, ids)
    wishes = _count(session, Restriction, ids) + _count(session, Hold, ids)
    if extras:
        parts.append(
            (ngettext("{n} extra field", "{n} extra fields", extras).format(n=extras), _("given with the customer's consent"))
        )
    if contacts:
        parts.append((ngettext("{n} contact", "{n} contacts", contacts).format(n=contacts), _("with what was noted")))
    if consents:
        signed = (
            ngettext("{n} signed slip", "{n} signed slips", slips).format(n=slips)
            if slips
            else _("nobody is left to tie them to")
        )
        parts.append((ngettext("{n} entry of consent", "{n} entries of consent", consents).format(n=consents), signed))
    if wishes:
        parts.append((ngettext("{n} wish or hold", "{n} wishes or holds", wishes).format(n=wishes), _("with their reasons")))
    return parts + _files_of(session, complaints)


def _files_of(session: Session, complaints: list[int]) -> list[Part]:
    """Letters and evidence of complaints."""
    letters = _count_in(session, Letter, complaints)
    evidence = _count_in(session, Evidence, complaints)
    parts: list[Part] = []
    if letters:
        parts.append((ngettext("{n} letter", "{n} letters", letters).format(n=letters), _("as they were sent")))
    if evidence:
        parts.append(
            (
                ngettext("{n} attached file", "{n} attached files", evidence).format(n=evidence),
                _("photos and papers of complaints"),
            )
        )
    return parts


def _anonymous(session: Session, ids: list[int], complaints: list[Complaint]) -> list[Part]:
    query = select(Recipient.name, func.count()).join(Disclosure, Disclosure.recipient_id == Recipient.id)
    rows = session.execute(query.where(Disclosure.customer_id.in_(ids), Disclosure.voided_at.is_(None)).group_by(Recipient.name))
    why = _("only day, recipient and kinds of data, to count how often the shop gave data away")
    given = [(ngettext("{n} time given to {recipient}", "{n} times given to {recipient}", number).format(n=number, recipient=name), why)
             for name, number in rows]  # fmt: skip
    return given + [_complaint_part(complaint) for complaint in complaints]


def _complaint_part(complaint: Complaint) -> Part:
    what = _("Complaint {number}").format(number=complaint.number)
    return what, _("only number, days and outcome, to count complaints and what was paid")


def _kept_remark(until: date, ground: str) -> str:
    return _("until {day}: {ground}").format(day=day_text(until), ground=ground)


def _told(session: Session, ids: list[int]) -> list[str]:
    query = select(Recipient.name).join(Disclosure, Disclosure.recipient_id == Recipient.id)
    mine = (Disclosure.customer_id.in_(ids), Disclosure.voided_at.is_(None))
    return list(session.scalars(query.where(*mine).distinct().order_by(Recipient.name)))


def _slips(session: Session, ids: list[int]) -> int:
    return session.scalar(select(func.count(Consent.slip_id.distinct())).where(Consent.customer_id.in_(ids))) or 0


def _count(session: Session, kind: Any, ids: list[int]) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(kind.customer_id.in_(ids))) or 0


def _count_in(session: Session, kind: Any, complaints: list[int]) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(kind.complaint_id.in_(complaints))) or 0
