"""What each kind of request does. Each act is one transaction: the register of customers changes and the request is done, or neither."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import speaking
from desktop.models.base import tidy
from desktop.models.choices import Channel, ConsentDecision, ConsentMeans, RequestKind, RequestState, RestrictionKind, label
from desktop.models.consent import Consent, current
from desktop.models.phones import shown
from desktop.models.rights_request import RightsRequest
from desktop.services.consents import Answers, record_answers
from desktop.services.corrections import holders
from desktop.services.customers import CustomerDetails, Edited, change_customer, checked_details, details_of, get_customer
from desktop.services.erasure_plans import why_not
from desktop.services.office import Office, Work
from desktop.services.request_views import WISH, topic_names, wanted_of
from desktop.services.restrictions import add_wish, wishes
from desktop.services.rights_requests import LONGEST_TEXT, add_request_step, get_request, within
from desktop.services.shop import read_letter_settings

Kind, State, Decision = RequestKind, RequestState, ConsentDecision
_MEANS = {
    Channel.COUNTER: ConsentMeans.SLIP,
    Channel.POST: ConsentMeans.SLIP,
    Channel.PHONE: ConsentMeans.PHONE,
    Channel.ZALO: ConsentMeans.ZALO,
    Channel.EMAIL: ConsentMeans.EMAIL,
    Channel.WEB: ConsentMeans.WEB,
}


@dataclass(frozen=True)
class Change:
    """One field as it is and as it should be; ``told`` are the recipients who were given it and have to hear of the change."""

    field: str
    before: str
    after: str
    told: tuple[str, ...] = ()


class RequestWork:
    """Does what was asked."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def answer(self, request_id: int, text: str) -> None:
        """A question, answered in the shop's words; the letter carries them."""
        text = within(tidy(text), LONGEST_TEXT, "answer")
        if not text:
            raise UserError(_("Write the answer."), "answer")
        with self._office.writing() as work:
            _finish(work, _due(work, request_id, Kind.QUESTION), text)

    def give(self, request_id: int) -> None:
        """What the shop holds, or a copy of it, was handed over or sent."""
        with self._office.writing() as work:
            request = _due(work, request_id, Kind.VIEW, Kind.COPY)
            request.require_identity()
            get_customer(work.session, _customer_id(request))
            with speaking(read_letter_settings(work.session).language):
                text = _("The page with all that the shop holds about you was given to you.")
                copy = _("The files with all that the shop holds about you were given to you.")
            _finish(work, request, text if request.kind is Kind.VIEW else copy)

    def changes(self, request_id: int, details: CustomerDetails) -> list[Change]:
        """Old and new, field by field, and who has to be told; nothing is changed. Raises FieldErrors for what cannot be kept."""
        checked = checked_details(details)
        with self._office.reading() as session:
            customer = get_customer(session, _customer_id(get_request(session, request_id)))
            return _changes(details_of(customer), checked, holders(session, customer.id))

    def correct(
        self, request_id: int, details: CustomerDetails, *, even_if_known: bool = False, new_relationship: bool = False
    ) -> Edited:
        """Put the data right. Raises DuplicateFound where phone or email are somebody else's already, ErasedBefore where they are of
        somebody who was erased at their own request; unless told otherwise.
        """
        checked = checked_details(details)
        with self._office.writing() as work:
            request = _due(work, request_id, Kind.CORRECT)
            request.require_identity()
            customer = get_customer(work.session, _customer_id(request))
            changes = _changes(details_of(customer), checked, holders(work.session, customer.id))
            if not changes:
                raise UserError(_("Nothing differs from what is kept already."), "wanted")
            edited = change_customer(
                self._office, work, customer.id, checked, even_if_known=even_if_known, new_relationship=new_relationship
            )
            request.wanted = json.dumps(asdict(checked), ensure_ascii=False)
            with speaking(read_letter_settings(work.session).language):
                _finish(work, request, "\n".join(_correction_line(change) for change in changes))
            return edited

    def restrict(self, request_id: int) -> None:
        """Keep the data and use it for nothing: from now on every gate is closed."""
        with self._office.writing() as work:
            request = _due(work, request_id, Kind.RESTRICT)
            request.require_identity()
            _wish(work, _customer_id(request), RestrictionKind.PROCESSING, request.number)
            _finish(work, request, "")

    def withdraw(self, request_id: int) -> list[str]:
        """Withdraw the consents that were named; returns the new decisions' ids, for the confirmation."""
        with self._office.writing() as work:
            request = _due(work, request_id, Kind.WITHDRAW)
            request.require_identity()
            topics = request.topics.split()
            added = _decide(work, request, dict.fromkeys(topics, Decision.WITHDRAWN))
            _finish(work, request, _listed(work, topics))
            return added

    def object(self, request_id: int) -> None:
        """Use the data no more for what was objected to: consents end, what was never agreed to is refused, wishes are noted."""
        with self._office.writing() as work:
            request = _due(work, request_id, Kind.OBJECT)
            request.require_identity()
            codes = request.topics.split()
            topics = [code for code in codes if not code.startswith(WISH)]
            _decide(work, request, _ending(work, _customer_id(request), topics))
            kinds = [RestrictionKind(code.removeprefix(WISH)) for code in codes if code.startswith(WISH)]
            for kind in kinds:
                _wish(work, _customer_id(request), kind, request.number)
            with speaking(read_letter_settings(work.session).language):
                said = [_listed(work, topics), *(label(kind) for kind in kinds)]
            _finish(work, request, "\n".join(text for text in said if text))

    def why_not_deleted(self, request_id: int) -> str:
        """Why the data may not go yet, in words; empty where the erasure can begin."""
        with self._office.reading() as session:
            request = get_request(session, request_id)
            if request.customer_id is None:
                return _not_in_register()
            return why_not(session, get_customer(session, request.customer_id), self._office.today())

    def wanted(self, request_id: int) -> CustomerDetails:
        """The details as the customer wants them, as far as they were named; otherwise as they are."""
        with self._office.reading() as session:
            request = get_request(session, request_id)
            return wanted_of(request) or details_of(get_customer(session, _customer_id(request)))


def _due(work: Work, request_id: int, *kinds: RequestKind) -> RightsRequest:
    request = get_request(work.session, request_id)
    request.require_open()
    if request.kind not in kinds:
        raise ValueError(f"not for {request.kind}")
    if request.state is State.WAITING:
        raise UserError(_("The shop waits for the customer's answer. Go on with the request first."))
    return request


def _customer_id(request: RightsRequest) -> int:
    if request.customer_id is None:
        raise UserError(_not_in_register())
    return request.customer_id


def _not_in_register() -> str:
    return _("This person is not in the register. Find the customer, or refuse because the shop holds no data of this person.")


def _finish(work: Work, request: RightsRequest, outcome: str) -> None:
    request.move(State.DONE, work.today)
    request.outcome = outcome
    add_request_step(work, request, "done")


def _wish(work: Work, customer_id: int, kind: RestrictionKind, note: str) -> None:
    """A wish that is on record already stays as it is."""
    known = wishes(work.session, [customer_id], work.today).get(customer_id, [])
    if all(wish.kind is not kind for wish in known):
        add_wish(work, customer_id, kind, note=note)


def _decide(work: Work, request: RightsRequest, decisions: dict[str, ConsentDecision]) -> list[str]:
    if not decisions:
        return []
    answers = Answers(request.received_on, _MEANS[request.channel], decisions)
    return record_answers(work, _customer_id(request), answers)


def _ending(work: Work, customer_id: int, topics: Iterable[str]) -> dict[str, ConsentDecision]:
    """What stands is withdrawn, what was never said is refused, what ended already stays as it is."""
    said = current(work.session.scalars(select(Consent).where(Consent.customer_id == customer_id)))
    found: dict[str, ConsentDecision] = {}
    for topic in topics:
        if topic not in said:
            found[topic] = Decision.REFUSED
        elif said[topic].decision is Decision.GIVEN:
            found[topic] = Decision.WITHDRAWN
    return found


def _listed(work: Work, topics: list[str]) -> str:
    """Names of topics, a line each, in the language of letters."""
    with speaking(read_letter_settings(work.session).language):
        return "\n".join(topic_names(work.session, topics).values())


def _changes(before: CustomerDetails, after: CustomerDetails, given: dict[str, tuple[str, ...]]) -> list[Change]:
    old, new = asdict(before), asdict(after)
    return [Change(field, old[field], new[field], given.get(field, ())) for field in old if old[field] != new[field]]


def _correction_line(change: Change) -> str:
    names = field_names()
    return f"{names[change.field]}: {_shown(change.field, change.before)} → {_shown(change.field, change.after)}"


def _shown(field: str, value: str) -> str:
    return (shown(value) if field == "phone" else value) or "–"


def field_names() -> dict[str, str]:
    """What is kept about a customer, in words."""
    return {
        "name": _("Name"), "phone": _("Phone"), "email": _("Email"), "address": _("Address"),
        "group_name": _("Group"), "benefit_note": _("Benefits"),
    }  # fmt: skip
