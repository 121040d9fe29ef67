"""Purpose-bound lists: who may be reached for what. Only those who agreed, everybody else counted by reason; exports are logged."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, PurposeNeed, RestrictionKind, SheetFormat
from desktop.models.consent import Consent, Restriction, current
from desktop.models.customer import Customer
from desktop.models.phones import shown
from desktop.models.policy import Topic
from desktop.services.office import Office
from desktop.services.policies import version_on
from desktop.services.restrictions import wishes


@dataclass(frozen=True)
class Reachable:
    """A customer who may be reached; ``no_calls`` where only written messages may be sent."""

    id: int
    name: str
    phone: str
    email: str
    no_calls: bool


@dataclass(frozen=True)
class PurposeList:
    """The answer: who, and how many others for which reason."""

    topic: str
    name: str
    people: tuple[Reachable, ...]
    left_out: tuple[tuple[str, int], ...]


class PurposeLists:
    """Answers "who may I write to about this?"."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def who(self, topic: str) -> PurposeList:
        """Everybody who agreed to this purpose and did not ask for less."""
        with self._office.reading() as session:
            return _who(session, self._office, topic)

    def export(self, topic: str, kind: SheetFormat) -> bytes:
        """The list as a file; that it was exported stands in the log."""
        from desktop.documents import sheet

        with self._office.writing() as work:
            found = _who(work.session, self._office, topic)
            work.log("list.exported", topic, people=len(found.people))
        headings = [_("Name"), _("Phone"), _("Email"), _("Remark")]
        remark = _("No phone calls")
        rows = [[p.name, p.phone.replace(" ", ""), p.email, remark if p.no_calls else ""] for p in found.people]
        return sheet.xlsx(found.name, headings, rows) if kind is SheetFormat.XLSX else sheet.csv_text(headings, rows)


def _who(session: Session, office: Office, code: str) -> PurposeList:
    topic = next(topic for topic in version_on(session, office.today()).topics() if topic.code == code)
    customers = session.scalars(select(Customer).where(Customer.merged_into_id.is_(None)).order_by(Customer.sort_key)).all()
    said: dict[int, list[Consent]] = {}
    for consent in session.scalars(select(Consent).where(Consent.purpose == code)):
        said.setdefault(consent.customer_id, []).append(consent)
    asked_less = {number: {wish.kind for wish in found} for number, found in _wishes(session, office).items()}
    people: list[Reachable] = []
    left_out: dict[str, int] = {}
    for customer in customers:
        decision = current(said.get(customer.id, [])).get(code)
        reason = _reason(topic, decision.decision if decision else None, asked_less.get(customer.id, set()))
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
        else:
            no_calls = RestrictionKind.NO_CALLS in asked_less.get(customer.id, set())
            people.append(Reachable(customer.id, customer.name, shown(customer.phone), customer.email, no_calls))
    return PurposeList(code, topic.name, tuple(people), tuple(sorted(left_out.items(), key=lambda pair: -pair[1])))


def _wishes(session: Session, office: Office) -> dict[int, list[Restriction]]:
    ids = list(session.scalars(select(Restriction.customer_id).distinct()))
    return wishes(session, ids, office.today())


def _reason(topic: Topic, decision: ConsentDecision | None, asked_less: set[RestrictionKind]) -> str:
    """Why a customer is not in the list; empty for one who is."""
    if RestrictionKind.PROCESSING in asked_less:
        return _("asked that their data be used for nothing")
    if RestrictionKind.NO_PROMOTIONS in asked_less and topic.need is PurposeNeed.OPTIONAL:
        return _("asked for no promotions")
    if decision is None:
        return _("not asked yet")
    texts = {
        ConsentDecision.GIVEN: "",
        ConsentDecision.REFUSED: _("refused"),
        ConsentDecision.WITHDRAWN: _("withdrew their consent"),
    }
    return texts[decision]
