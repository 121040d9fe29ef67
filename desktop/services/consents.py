"""Consents: asked topic by topic, only ever added to, with the signed slip; and who may be reached for what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Subquery, delete, func, or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, ConsentMeans, PurposeNeed, RecipientKind
from desktop.models.consent import Consent, current
from desktop.models.customer import Customer, CustomerExtra
from desktop.models.policy import EXTRA, SHARING, TERMS, PolicyVersion, Topic, sharing_code
from desktop.models.recipient import Recipient
from desktop.services import stored_files
from desktop.services.customers import CustomerHit, get_customer, hits
from desktop.services.office import Office, Work, new_id
from desktop.services.policies import version_on
from desktop.services.stored_files import FileView, NewFile

Decision = ConsentDecision


@dataclass(frozen=True)
class TopicState:
    """A topic and what the customer last said about it; ``decision`` None where nobody asked."""

    code: str
    name: str
    need: PurposeNeed
    decision: ConsentDecision | None = None
    since: date | None = None
    means: ConsentMeans | None = None
    has_slip: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether an order can be served without it."""
        return self.need is PurposeNeed.NEEDED


@dataclass(frozen=True)
class ConsentEntry:
    """One line of the history."""

    public_id: str
    topic: str
    decision: ConsentDecision
    decided_on: date
    means: ConsentMeans
    recorded_at: datetime
    recorded_by: str
    policy_from: date
    slip_id: int | None


@dataclass(frozen=True)
class Answers:
    """What a customer said, topic by topic. ``policy_id`` is the version on the slip, when not the one in force that day."""

    decided_on: date
    means: ConsentMeans
    decisions: dict[str, ConsentDecision] = field(default_factory=dict[str, ConsentDecision])
    slip: NewFile | None = None
    policy_id: str = ""


@dataclass(frozen=True)
class TopicCount:
    """How many customers stand where on one topic."""

    code: str
    name: str
    need: PurposeNeed
    given: int
    refused: int
    withdrawn: int
    not_asked: int


class Consents:
    """The register of consents."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- looking ----------------------------------------------------------------------------------------------------

    def states(self, customer_id: int) -> list[TopicState]:
        """All topics this customer is asked about today, with the standing decisions."""
        with self._office.reading() as session:
            return topic_states(session, get_customer(session, customer_id), self._office.today())

    def history(self, customer_id: int) -> list[ConsentEntry]:
        """Every decision ever recorded, newest first."""
        with self._office.reading() as session:
            query = select(Consent, PolicyVersion).join(PolicyVersion).where(Consent.customer_id == customer_id)
            rows = session.execute(query.order_by(Consent.decided_on.desc(), Consent.id.desc())).all()
            names = topic_names(session)
            return [_entry(consent, version, names) for consent, version in rows]

    def slip(self, slip_id: int) -> FileView:
        """The signed slip."""
        return stored_files.read(self._office, slip_id)

    def counts(self) -> list[TopicCount]:
        """Per topic, how many customers agreed, refused, withdrew or were never asked; reads every consent once."""
        with self._office.reading() as session:
            topics = asked_topics(session, version_on(session, self._office.today()))
            total = session.scalar(select(func.count()).select_from(Customer).where(Customer.merged_into_id.is_(None))) or 0
            standing = _standing_counts(session)
        return [_count(topic, standing.get(topic.code, {}), total) for topic in topics]

    def missing_needed(self) -> int:
        """How many customers have not agreed to something an order needs."""
        with self._office.reading() as session:
            return session.scalar(select(func.count()).select_from(_missing_needed(session, self._office.today()))) or 0

    def customers(self, topic: str, decision: ConsentDecision | None, most: int = 200) -> list[CustomerHit]:
        """Customers whose standing decision on a topic is this one; None: nobody asked."""
        with self._office.reading() as session:
            latest = _latest(topic)
            query = select(Customer.id).outerjoin(latest, latest.c.customer_id == Customer.id)
            query = query.where(Customer.merged_into_id.is_(None), latest.c.decision == decision)
            return hits(session, list(session.scalars(query.order_by(Customer.sort_key).limit(most))), self._office.today())

    def without_needed(self, most: int = 200) -> list[CustomerHit]:
        """Customers who have not agreed to something an order needs."""
        with self._office.reading() as session:
            ids = select(_missing_needed(session, self._office.today()).c.id).limit(most)
            return hits(session, list(session.scalars(ids)), self._office.today())

    # ---- recording --------------------------------------------------------------------------------------------------

    def record(self, customer_id: int, answers: Answers) -> list[str]:
        """Add decisions; returns their ids, for the receipt. Topics that are not named stay as they were."""
        stored = stored_files.write(self._office, answers.slip)
        with self._office.writing() as work:
            customer = get_customer(work.session, customer_id)
            version = _version_of(work.session, answers, work.today)
            _check(work.session, customer, version, answers)
            slip_id = stored_files.add(work, stored)
            added = [_consent(work, customer, version, answers, topic, slip_id) for topic in answers.decisions]
            work.session.add_all(added)
            work.session.flush()
            for consent in added:
                _follow(work, customer, consent)
                work.log("consent.recorded", consent.public_id, decision=consent.decision, customer=customer.public_id)
            return [consent.public_id for consent in added]


def topic_states(session: Session, customer: Customer, today: date) -> list[TopicState]:
    """Topics of the version in force with this customer's standing decisions, longer retention among them where it is asked."""
    version = version_on(session, today)
    standing = current(session.scalars(select(Consent).where(Consent.customer_id == customer.id)))
    topics = asked_topics(session, version, decided=standing.keys())
    entered_under = session.get_one(PolicyVersion, customer.policy_version_id)
    if version.is_wider_than(entered_under):
        topics.append(version.terms_topic())
    return [_state(topic, standing.get(topic.code)) for topic in topics]


def asked_topics(session: Session, version: PolicyVersion, decided: Iterable[str] = ()) -> list[Topic]:
    """What customers are asked now. Kinds of recipient that the shop does not use are left out, carriers excepted."""
    used = {sharing_code(kind) for kind in session.scalars(select(Recipient.kind).where(Recipient.active))}
    wanted = used | set(decided) | {sharing_code(RecipientKind.SHIPPING_PARTNER)}
    return [topic for topic in version.topics() if not topic.code.startswith(SHARING) or topic.code in wanted]


def standing_on(consents: Iterable[Consent], topic: str, day: date) -> Consent | None:
    """The decision about a topic that stood on a day; the first later one where none stood yet."""
    about = [consent for consent in consents if consent.purpose == topic]
    stood = current(consent for consent in about if consent.decided_on <= day).get(topic)
    return stood or min(about, key=lambda consent: consent.decided_on, default=None)


def _state(topic: Topic, consent: Consent | None) -> TopicState:
    if consent is None:
        return TopicState(topic.code, topic.name, topic.need)
    slip = consent.slip_id is not None
    return TopicState(topic.code, topic.name, topic.need, consent.decision, consent.decided_on, consent.channel, slip)


def _entry(consent: Consent, version: PolicyVersion, names: dict[str, str]) -> ConsentEntry:
    return ConsentEntry(
        consent.public_id, names.get(consent.purpose, consent.purpose), consent.decision, consent.decided_on, consent.channel,
        consent.recorded_at, consent.recorded_by, version.effective_from, consent.slip_id,
    )  # fmt: skip


def topic_names(session: Session) -> dict[str, str]:
    """Topics by code, in the words of the newest version that has them."""
    names: dict[str, str] = {}
    for version in session.scalars(select(PolicyVersion).order_by(PolicyVersion.effective_from, PolicyVersion.id)):
        names |= {topic.code: topic.name for topic in (*version.topics(), version.terms_topic())}
    return names


# ---- checks -----------------------------------------------------------------------------------------------------------


def _version_of(session: Session, answers: Answers, today: date) -> PolicyVersion:
    if answers.decided_on > today:
        raise UserError(_("This day lies in the future."), "decided_on")
    version = version_on(session, answers.decided_on)
    if answers.policy_id:
        version = session.scalars(select(PolicyVersion).where(PolicyVersion.public_id == answers.policy_id)).one()
    if version.effective_from > answers.decided_on:
        text = _("This policy takes effect on {day}; consent to it can be recorded from that day on.")
        raise UserError(text.format(day=day_text(version.effective_from)), "decided_on")
    return version


def _check(session: Session, customer: Customer, version: PolicyVersion, answers: Answers) -> None:
    if not answers.decisions:
        raise UserError(_("Choose an answer for at least one line."), "decisions")
    known = {topic.code: topic for topic in (*version.topics(), version.terms_topic())}
    standing = current(session.scalars(select(Consent).where(Consent.customer_id == customer.id)))
    for code, decision in answers.decisions.items():
        before = standing.get(code)
        if code not in known and before is None:
            raise UserError(_("The policy of that day does not ask about this."), "decisions")
        if decision is Decision.WITHDRAWN and (before is None or before.decision is not Decision.GIVEN):
            name = known[code].name if code in known else code
            raise UserError(_("“{topic}” was never agreed to, so it cannot be withdrawn.").format(topic=name), "decisions")
        if decision is Decision.WITHDRAWN and before is not None and answers.decided_on < before.decided_on:
            text = _("It was agreed to on {day}; it cannot have been withdrawn before.")
            raise UserError(text.format(day=day_text(before.decided_on)), "decided_on")


def _consent(
    work: Work, customer: Customer, version: PolicyVersion, answers: Answers, topic: str, slip_id: int | None
) -> Consent:
    return Consent(
        public_id=new_id(),
        customer_id=customer.id,
        policy_version_id=version.id,
        purpose=topic,
        decision=answers.decisions[topic],
        decided_on=answers.decided_on,
        channel=answers.means,
        recorded_at=work.now,
        recorded_by=work.actor,
        slip_id=slip_id,
    )


def _follow(work: Work, customer: Customer, consent: Consent) -> None:
    """What a decision carries with it: a longer retention that was agreed to, an extra field that may no longer be held."""
    if consent.purpose.startswith(TERMS) and consent.decision is Decision.GIVEN:
        customer.policy_version_id = consent.policy_version_id
    if consent.purpose.startswith(EXTRA) and consent.decision is not Decision.GIVEN:
        held = (CustomerExtra.customer_id == customer.id, CustomerExtra.field == consent.purpose.removeprefix(EXTRA))
        work.session.execute(delete(CustomerExtra).where(*held))


# ---- counting ---------------------------------------------------------------------------------------------------------


def _latest(topic: str) -> Subquery:
    """A subquery: the standing decision of each customer about one topic."""
    order = (Consent.decided_on.desc(), Consent.recorded_at.desc(), Consent.id.desc())
    place = func.row_number().over(partition_by=Consent.customer_id, order_by=order).label("place")
    ranked = select(Consent.customer_id, Consent.decision, place).where(Consent.purpose == topic).subquery()
    return select(ranked.c.customer_id, ranked.c.decision).where(ranked.c.place == 1).subquery()


def _standing_counts(session: Session) -> dict[str, dict[ConsentDecision, int]]:
    """How many customers stand where, by topic; merged records answer with the one that stayed."""
    order = (Consent.decided_on.desc(), Consent.recorded_at.desc(), Consent.id.desc())
    place = func.row_number().over(partition_by=(Consent.purpose, Consent.customer_id), order_by=order).label("place")
    ranked = select(Consent.purpose, Consent.customer_id, Consent.decision, place).subquery()
    query = select(ranked.c.purpose, ranked.c.decision, func.count()).join(Customer, Customer.id == ranked.c.customer_id)
    query = query.where(ranked.c.place == 1, Customer.merged_into_id.is_(None)).group_by(ranked.c.purpose, ranked.c.decision)
    found: dict[str, dict[ConsentDecision, int]] = {}
    for purpose, decision, number in session.execute(query):
        found.setdefault(purpose, {})[decision] = number
    return found


def _count(topic: Topic, standing: dict[ConsentDecision, int], total: int) -> TopicCount:
    given, refused, withdrawn = (standing.get(decision, 0) for decision in Decision)
    not_asked = total - given - refused - withdrawn
    return TopicCount(topic.code, topic.name, topic.need, given, refused, withdrawn, not_asked)


def _missing_needed(session: Session, today: date) -> Subquery:
    """Customers of whom something that an order needs was not agreed to."""
    version = version_on(session, today)
    needed = [topic.code for topic in version.topics() if topic.need is PurposeNeed.NEEDED]
    order = (Consent.decided_on.desc(), Consent.recorded_at.desc(), Consent.id.desc())
    standing = [
        select(Consent.decision).where(Consent.customer_id == Customer.id, Consent.purpose == code)
        .order_by(*order).limit(1).correlate(Customer).scalar_subquery()
        for code in needed
    ]  # fmt: skip
    misses = or_(*(decision.is_distinct_from(Decision.GIVEN) for decision in standing)) if standing else Customer.id.is_(None)
    return select(Customer.id).where(Customer.merged_into_id.is_(None), misses).subquery()
