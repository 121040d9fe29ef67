"""What the letters of a request say: which blocks of the wording stand in each, and what fills them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.i18n import day_text, long_day
from desktop.i18n import gettext as _
from desktop.models.choices import LetterKind, RequestKind, label
from desktop.models.customer import Customer
from desktop.models.deadlines import Deadline
from desktop.models.disclosure import RecipientTask
from desktop.models.erasure import Erasure
from desktop.models.recipient import Recipient
from desktop.models.rights_request import RequestEvent, RightsRequest
from desktop.models.shop import Shop
from desktop.services.request_views import RequestClocks, person_of
from desktop.services.wording import filled

Kind = RequestKind
Sections = list[tuple[str, str]]


def sections(session: Session, request: RightsRequest, kind: LetterKind, shop: Shop, clocks: RequestClocks) -> Sections:
    """Title and text of each block of a letter, in the language that is spoken now."""
    return _SECTIONS[kind](session, request, shop, clocks)


def short_text(session: Session, request: RightsRequest, channel: str, shop: Shop, clocks: RequestClocks) -> str:
    """A short acknowledgement: ``sms``, ``zalo`` or ``email``."""
    return filled(session, LetterKind.REQUEST_TEXT, channel, _values(session, request, shop, clocks))[1]


def _acknowledgement(session: Session, request: RightsRequest, shop: Shop, clocks: RequestClocks) -> Sections:
    values = _values(session, request, shop, clocks)
    needed = (
        _("the paper of authority")
        if request.on_behalf
        else _("a look at an identity paper, or a call back to the number on record")
    )
    values["needed"] = needed
    blocks = ["opening"]
    blocks += ["asked"] if request.text else []
    blocks += ["on_behalf"] if request.on_behalf else []
    blocks += ["due"] if values["due"] else []
    blocks += ["identity"] if request.identity_check is None and request.kind is not Kind.QUESTION else []
    return _filled(session, LetterKind.REQUEST_ACKNOWLEDGEMENT, [*blocks, "contact"], values)


def _question(session: Session, request: RightsRequest, shop: Shop, clocks: RequestClocks) -> Sections:
    values = _values(session, request, shop, clocks) | {"needed": _last_note(session, request, "waiting")}
    limit = clocks.limits.get(request.clock_code())
    blocks = ["opening", "needed", *(["clock_waits"] if limit and limit.may_pause else []), "contact"]
    return _filled(session, LetterKind.REQUEST_QUESTION, blocks, values)


def _extension(session: Session, request: RightsRequest, shop: Shop, clocks: RequestClocks) -> Sections:
    values = _values(session, request, shop, clocks)
    values |= {"reason": request.extension_reason, "due_before": _day(clocks.unextended(request))}
    return _filled(session, LetterKind.REQUEST_EXTENSION, ["opening", "reason", "due", "contact"], values)


def _done(session: Session, request: RightsRequest, shop: Shop, clocks: RequestClocks) -> Sections:
    values = _values(session, request, shop, clocks)
    blocks = ["opening", request.kind.value]
    if request.kind in (Kind.CORRECT, Kind.RESTRICT, Kind.WITHDRAW, Kind.OBJECT):
        told, waiting = _told(session, request)
        values["recipients"] = ", ".join(told)
        blocks += ["told"] if told and not waiting else []
        blocks += ["told_nobody"] if request.kind is Kind.CORRECT and not told and not waiting else []
    deadline = clocks.deadline(request)
    if deadline and request.ended_on and deadline.is_late(request.ended_on):
        blocks.append("too_late")
    return _filled(session, LetterKind.REQUEST_DONE, [*blocks, "further", "closing"], values)


def _refusal(session: Session, request: RightsRequest, shop: Shop, clocks: RequestClocks) -> Sections:
    values = _values(session, request, shop, clocks) | {"reason": request.refusal_reason}
    code = request.refusal.value if request.refusal else "identity"
    again = ["again"] if code in ("identity", "no_authority") else []
    return _filled(session, LetterKind.REQUEST_REFUSAL, ["opening", code, *again, "further", "closing"], values)


def deleted_sections(session: Session, request: RightsRequest, shop: Shop, erasure: Erasure, stays: tuple[str, ...]) -> Sections:
    """After an erasure: the certificate's number, what stays, until when older backups hold the data."""
    values = _common(request, shop) | {
        "certificate": erasure.number,
        "done_on": day_text(request.ended_on) if request.ended_on else "",
        "stays": "\n".join(f"- {line}" for line in stays),
        "backups_until": day_text(erasure.copies_until) if erasure.copies_until else "",
    }
    blocks = ["opening", "delete"]
    blocks += ["stays"] if stays else []
    blocks += ["backups"] if erasure.copies_until else []
    return _filled(session, LetterKind.REQUEST_DONE, [*blocks, "further", "closing"], values)


_SECTIONS: dict[LetterKind, Callable[[Session, RightsRequest, Shop, RequestClocks], Sections]] = {
    LetterKind.REQUEST_ACKNOWLEDGEMENT: _acknowledgement,
    LetterKind.REQUEST_QUESTION: _question,
    LetterKind.REQUEST_EXTENSION: _extension,
    LetterKind.REQUEST_DONE: _done,
    LetterKind.REQUEST_REFUSAL: _refusal,
}


def _filled(session: Session, kind: LetterKind, blocks: list[str], values: dict[str, str]) -> Sections:
    return [filled(session, kind, block, values) for block in blocks]


def _common(request: RightsRequest, shop: Shop) -> dict[str, str]:
    kind = label(request.kind)
    return {
        "received_on": day_text(request.received_on),
        "number": request.number,
        "kind": kind[:1].lower() + kind[1:],
        "shop": shop.name,
        "shop_phone": shop.phone,
        "shop_email": shop.email,
    }


def _name(session: Session, request: RightsRequest) -> str:
    """As papers say it."""
    person = person_of(session, request)
    return session.get_one(Customer, person.customer_id).paper_name if person.customer_id is not None else person.name


def _values(session: Session, request: RightsRequest, shop: Shop, clocks: RequestClocks) -> dict[str, str]:
    deadline, limit = clocks.deadline(request), clocks.limits.get(request.clock_code())
    listed = "\n".join(f"- {line}" for line in request.outcome.splitlines())
    return _common(request, shop) | {
        "name": _name(session, request),
        "asked": request.text,
        "asked_by": request.on_behalf,
        "due": _day(deadline),
        "law": str(limit.source) if limit else "",
        "answer": request.outcome,
        "corrections": listed,
        "topics": listed,
        "restrictions": f"- {_('Your data is kept and used for nothing.')}",
        "done_on": day_text(request.ended_on) if request.ended_on else "",
    }


def _day(deadline: Deadline | None) -> str:
    return long_day(deadline.last_day) if deadline else ""


def _last_note(session: Session, request: RightsRequest, action: str) -> str:
    notes = select(RequestEvent.note).where(RequestEvent.request_id == request.id, RequestEvent.action == action)
    return session.scalar(notes.order_by(RequestEvent.id.desc()).limit(1)) or ""


def _told(session: Session, request: RightsRequest) -> tuple[list[str], bool]:
    """Recipients who heard of the change since the request came in, and whether others still have to."""
    if request.customer_id is None:
        return [], False
    query = select(RecipientTask.told_on, Recipient.name).join(Recipient, Recipient.id == RecipientTask.recipient_id)
    rows = session.execute(query.where(RecipientTask.customer_id == request.customer_id)).all()
    told = sorted({row.name for row in rows if row.told_on is not None and row.told_on >= request.received_on})
    return told, any(row.told_on is None for row in rows)
