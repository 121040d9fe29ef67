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
from desktop.models.incident import IncidentMember
from desktop.models.letter import Letter, RequestLetter
from desktop.models.recipient import Recipient
from desktop.models.rights_request import RightsRequest
from desktop.services import case_files
from desktop.services.case_files import CaseFile, Whose
from desktop.services.erasing import kept_until, records
from desktop.services.erasure_letters import Given, given_to
from desktop.services.hold_conditions import reasons_to_keep
from desktop.services.retention import plan_of

Part = tuple[str, str]  # what, and the remark beside it


@dataclass(frozen=True)
class ErasurePlan:
    """``refusal`` says why this person's data may not go today ("" where it may); ``recipients`` have to be told."""

    id: int
    whose: Whose
    name: str
    phone: str
    ground: str
    has_asked: bool
    refusal: str
    goes: tuple[Part, ...]
    anonymous: tuple[Part, ...]
    stays: tuple[Part, ...]
    recipients: tuple[Given, ...]


def plan_for(session: Session, customer: Customer, today: date, keep_months: int, keep_ground: str) -> ErasurePlan:
    """The plan for a customer and the records merged into them."""
    ids = [row.id for row in records(session, [customer.id])]
    complaints = session.scalars(select(Complaint).where(Complaint.customer_id.in_(ids)).order_by(Complaint.id)).all()
    kept = {x.id: until for x in complaints if (until := kept_until(x, today, keep_months))}
    going = [complaint for complaint in complaints if complaint.id not in kept]
    requests = session.scalars(select(RightsRequest).where(RightsRequest.customer_id.in_(ids)).order_by(RightsRequest.id)).all()
    stays = [(x.number, _kept_remark(kept[x.id], keep_ground)) for x in complaints if x.id in kept]
    return ErasurePlan(
        id=customer.id,
        whose=Whose.CUSTOMER,
        name=customer.name,
        phone=phones.shown(customer.phone),
        ground=plan_of(session, customer, today).sentence(),
        has_asked=customer.asked_deletion_on is not None,
        refusal=why_not(session, customer, today),
        goes=(
            *_going(session, ids, has_merged=len(ids) > 1),
            *_files_of(session, [x.id for x in going], [x.id for x in requests]),
        ),
        anonymous=(*_anonymous(session, ids), *map(_complaint_part, going), *map(_request_part, requests)),
        stays=tuple(stays),
        recipients=tuple(given_to(session, ids)),
    )


def plan_for_file(session: Session, file: CaseFile, today: date) -> ErasurePlan:
    """The plan for the file of somebody outside the register."""
    if isinstance(file, Complaint):
        own, left = _("as they stand in the complaint"), _complaint_part(file)
        papers = _files_of(session, [file.id], [])
    else:
        own, left = _("as they stand in the request"), _request_part(file)
        papers = _files_of(session, [], [file.id])
    return ErasurePlan(
        id=file.id,
        whose=case_files.whose(file),
        name=file.outsider_name,
        phone=phones.shown(file.outsider_phone),
        ground=case_files.sentence(file),
        has_asked=False,
        refusal=case_files.refusal(file, today),
        goes=((_("Name, phone, email, address"), own), *papers),
        anonymous=(left,),
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


def _going(session: Session, ids: list[int], *, has_merged: bool) -> list[Part]:
    remark = _("the customer's record and those merged into it") if has_merged else _("the customer's record")
    parts: list[Part] = [(_("Name, phone, email, address"), remark)]
    extras, contacts = _count(session, CustomerExtra.customer_id, ids), _count(session, Contact.customer_id, ids)
    consents, slips = _count(session, Consent.customer_id, ids), _slips(session, ids)
    wishes = _count(session, Restriction.customer_id, ids) + _count(session, Hold.customer_id, ids)
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
    return parts


def _files_of(session: Session, complaints: list[int], requests: list[int]) -> list[Part]:
    """Letters of complaints and requests, evidence of complaints."""
    letters = _count(session, Letter.complaint_id, complaints) + _count(session, RequestLetter.request_id, requests)
    evidence = _count(session, Evidence.complaint_id, complaints)
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


def _anonymous(session: Session, ids: list[int]) -> list[Part]:
    query = select(Recipient.name, func.count()).join(Disclosure, Disclosure.recipient_id == Recipient.id)
    rows = session.execute(query.where(Disclosure.customer_id.in_(ids), Disclosure.voided_at.is_(None)).group_by(Recipient.name))
    why = _("only day, recipient and kinds of data, to count how often the shop gave data away")
    given = [(ngettext("{n} time given to {recipient}", "{n} times given to {recipient}", number).format(n=number, recipient=name), why)
             for name, number in rows]  # fmt: skip
    if touched := _count(session, IncidentMember.customer_id, ids):
        what = ngettext("Touched by {n} incident", "Touched by {n} incidents", touched).format(n=touched)
        given.append((what, _("only that somebody was told, and when")))
    return given


def _complaint_part(complaint: Complaint) -> Part:
    what = _("Complaint {number}").format(number=complaint.number)
    return what, _("only number, days and outcome, to count complaints and what was paid")


def _request_part(request: RightsRequest) -> Part:
    what = _("Request {number}").format(number=request.number)
    return what, _("only number, kind and days, to count requests and how fast they were answered")


def _kept_remark(until: date, ground: str) -> str:
    return _("until {day}: {ground}").format(day=day_text(until), ground=ground)


def _slips(session: Session, ids: list[int]) -> int:
    return session.scalar(select(func.count(Consent.slip_id.distinct())).where(Consent.customer_id.in_(ids))) or 0


def _count(session: Session, column: Any, ids: list[int]) -> int:
    return session.scalar(select(func.count()).where(column.in_(ids))) or 0
