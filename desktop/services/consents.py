"""Consents: asked topic by topic, only ever added to, with the signed slip; and how many customers stand where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, ConsentMeans, PurposeNeed, RecipientKind
from desktop.models.consent import Consent, current, order_of_decision, standing_on
from desktop.models.customer import Customer, CustomerExtra
from desktop.models.policy import SHARING, TERMS, PolicyVersion, Topic, extra_code, sharing_code
from desktop.models.recipient import Recipient
from desktop.models.shop import StaffMember
from desktop.models.stored_file import StoredFile
from desktop.services import standing, stored_files
from desktop.services.corrections import note_correction
from desktop.services.customers import CustomerHit, get_customer, hits
from desktop.services.office import Office, Work, new_id
from desktop.services.policies import version_on
from desktop.services.retention import follow
from desktop.services.stored_files import FileView, NewFile

Decision = ConsentDecision


@dataclass(frozen=True)
class TopicState:
    """A topic and what the customer last said about it; ``decision`` None where nobody asked.

    ``asks_again``: they agreed, but to less than the policy asks for now, so the gate wants a new answer.
    """

    code: str
    name: str
    need: PurposeNeed
    decision: ConsentDecision | None = None
    since: date | None = None
    means: ConsentMeans | None = None
    has_slip: bool = False
    asks_again: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether an order cannot be served without it."""
        return self.need is PurposeNeed.NEEDED


@dataclass(frozen=True)
class ConsentEntry:
    """One line of the history, the topic in the words of the policy it was decided under; ``recorded_by`` is a name."""

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
    """How many customers stand where on one topic; who agreed to less than is asked now counts as not asked."""

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
            consents = sorted(_said(session, customer_id), key=order_of_decision, reverse=True)
            versions = standing.all_versions(session)
            staff = {member.public_id: member.name for member in session.scalars(select(StaffMember))}
            return [_entry(consent, versions, staff) for consent in consents]

    def slip(self, slip_id: int) -> FileView:
        """The signed slip."""
        return stored_files.read(self._office, slip_id)

    def counts(self) -> list[TopicCount]:
        """Per topic, how many customers agreed, refused, withdrew or were never asked; counts every consent once."""
        with self._office.reading() as session:
            now, versions = version_on(session, self._office.today()), standing.all_versions(session)
            numbers, total = standing.standing_counts(session), standing.count_customers(session)
            asked = [(topic, total) for topic in asked_topics(session, now)]
            terms = now.terms_topic()
            if waiting := standing.count_customers(session, standing.concerned(terms.code, now, versions)):
                asked.append((terms, waiting))
            return [
                _count(topic, numbers.get(topic.code, {}), standing.narrower_for(topic.code, now, versions), of)
                for topic, of in asked
            ]

    def missing_needed(self) -> int:
        """How many customers have not agreed to something an order needs."""
        with self._office.reading() as session:
            now = version_on(session, self._office.today())
            return standing.count_customers(session, standing.missing_needed(now))

    def customers(self, topic: str, decision: ConsentDecision | None, most: int = 200) -> list[CustomerHit]:
        """Customers whose standing decision on a topic is this one; None: nobody asked, or only for less than is asked now."""
        with self._office.reading() as session:
            now, versions = version_on(session, self._office.today()), standing.all_versions(session)
            concerned = standing.concerned(topic, now, versions)
            query = select(Customer.id).where(concerned, standing.answered(topic, decision, now, versions))
            query = query.where(standing.in_register()).order_by(Customer.sort_key).limit(most)
            return hits(session, list(session.scalars(query)), self._office.today())

    def without_needed(self, most: int = 200) -> list[CustomerHit]:
        """Customers who have not agreed to something an order needs."""
        with self._office.reading() as session:
            missing = standing.missing_needed(version_on(session, self._office.today()))
            query = select(Customer.id).where(standing.in_register(), missing).order_by(Customer.sort_key).limit(most)
            return hits(session, list(session.scalars(query)), self._office.today())

    def missing_topics(self, customers: Iterable[int]) -> dict[int, list[str]]:
        """What an order needs and these customers have not agreed to, by name."""
        found: dict[int, list[str]] = {customer: [] for customer in customers}
        with self._office.reading() as session:
            for topic in version_on(session, self._office.today()).topics():
                if topic.need is PurposeNeed.NEEDED:
                    agreed = standing.decided(topic.code, Consent.decision == Decision.GIVEN)
                    for customer in session.scalars(select(Customer.id).where(Customer.id.in_(found), ~agreed)):
                        found[customer].append(topic.name)
        return found

    # ---- recording --------------------------------------------------------------------------------------------------

    def record(self, customer_id: int, answers: Answers) -> list[str]:
        """Add decisions; returns their ids, for the receipt. Topics that are not named stay as they were."""
        stored = stored_files.write(self._office, answers.slip)
        with self._office.writing() as work:
            return record_answers(work, customer_id, answers, stored)


def record_answers(work: Work, customer_id: int, answers: Answers, stored: StoredFile | None = None) -> list[str]:
    """Add decisions within a transaction that is under way; ``stored`` is the signed slip, written already."""
    customer = get_customer(work.session, customer_id)
    version = _version_of(work.session, answers, work.today)
    _check(work.session, customer, version, answers)
    slip_id = stored_files.add(work, stored)
    added = [_consent(work, customer, version, answers, topic, slip_id) for topic in answers.decisions]
    work.session.add_all(added)
    work.session.flush()
    for consent in added:
        work.log("consent.recorded", consent.public_id, decision=consent.decision, customer=customer.public_id)
    follow_decisions(work, customer)
    return [consent.public_id for consent in added]


# ---- topics -----------------------------------------------------------------------------------------------------------


def topic_states(session: Session, customer: Customer, today: date) -> list[TopicState]:
    """Topics of the version in force with this customer's standing decisions, longer retention among them where it is asked."""
    now, versions = version_on(session, today), standing.all_versions(session)
    said = current(_said(session, customer.id))
    topics = asked_topics(session, now, decided=said.keys()) + _terms(customer, now, versions, said)
    return [_state(topic, said.get(topic.code), standing.narrower_for(topic.code, now, versions)) for topic in topics]


def asked_topics(session: Session, version: PolicyVersion, decided: Iterable[str] = ()) -> list[Topic]:
    """What customers are asked now. Kinds of recipient that the shop does not use are left out, carriers excepted."""
    used = {sharing_code(kind) for kind in session.scalars(select(Recipient.kind).where(Recipient.active))}
    wanted = used | set(decided) | {sharing_code(RecipientKind.SHIPPING_PARTNER)}
    return [topic for topic in version.topics() if not topic.code.startswith(SHARING) or topic.code in wanted]


def topic_name(topic: str, version_id: int, versions: Iterable[PolicyVersion]) -> str:
    """A topic in the words of one version; where that one does not have it, of the newest that has."""
    ordered = sorted(versions, key=lambda version: (version.id == version_id, version.effective_from))
    names = {known.code: known.name for version in ordered for known in (*version.topics(), version.terms_topic())}
    return names.get(topic, topic)


def _terms(customer: Customer, now: PolicyVersion, versions: list[PolicyVersion], said: dict[str, Consent]) -> list[Topic]:
    """A longer retention: of the version in force where it is asked, of any where it was agreed to and can be withdrawn."""
    given = {code for code, consent in said.items() if consent.decision is Decision.GIVEN}
    asked = {now.terms_topic().code} if customer.policy_version_id in standing.shorter_than(now, versions) else set[str]()
    return [topic for version in versions if (topic := version.terms_topic()).code in asked | given]


def _state(topic: Topic, consent: Consent | None, narrower: list[int]) -> TopicState:
    if consent is None:
        return TopicState(topic.code, topic.name, topic.need)
    asks_again = consent.decision is Decision.GIVEN and consent.policy_version_id in narrower
    said = (consent.decision, consent.said_on, consent.channel, consent.slip_id is not None)
    return TopicState(topic.code, topic.name, topic.need, *said, asks_again)


def _count(topic: Topic, numbers: dict[tuple[ConsentDecision, int], int], narrower: list[int], total: int) -> TopicCount:
    reaching = {key: number for key, number in numbers.items() if key[0] is not Decision.GIVEN or key[1] not in narrower}
    given, refused, withdrawn = (
        sum(number for (each, _version), number in reaching.items() if each is decision) for decision in Decision
    )
    return TopicCount(topic.code, topic.name, topic.need, given, refused, withdrawn, total - given - refused - withdrawn)


def _entry(consent: Consent, versions: list[PolicyVersion], staff: dict[str, str]) -> ConsentEntry:
    name = topic_name(consent.purpose, consent.policy_version_id, versions)
    policy_from = next(version.effective_from for version in versions if version.id == consent.policy_version_id)
    return ConsentEntry(
        consent.public_id, name, consent.decision, consent.said_on, consent.channel, consent.recorded_at,
        staff.get(consent.recorded_by, ""), policy_from, consent.slip_id,
    )  # fmt: skip


def _said(session: Session, customer_id: int) -> list[Consent]:
    return list(session.scalars(select(Consent).where(Consent.customer_id == customer_id)))


# ---- checks -----------------------------------------------------------------------------------------------------------


def _version_of(session: Session, answers: Answers, today: date) -> PolicyVersion:
    """The version the answers were given under, in force on their day at the latest."""
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
    """Each answer fits what is asked under the version, and what the customer said before."""
    if not answers.decisions:
        raise UserError(_("Choose an answer for at least one line."), "decisions")
    versions, said = standing.all_versions(session), _said(session, customer.id)
    known = {topic.code for topic in version.topics()}
    if standing.shorter_than(version, versions):
        known.add(version.terms_topic().code)
    for code, decision in answers.decisions.items():
        before = standing_on(said, code, answers.decided_on)
        if code not in known and (before is None or decision is Decision.GIVEN):
            raise UserError(_("The policy of that day does not ask about this."), "decisions")
        if decision is Decision.WITHDRAWN:
            _check_withdrawal(before, topic_name(code, version.id, versions), answers.decided_on)


def _check_withdrawal(before: Consent | None, topic: str, on: date) -> None:
    """Only a consent that stood on that day can have been withdrawn on it."""
    if before is None:
        raise UserError(_("“{topic}” was never agreed to, so it cannot be withdrawn.").format(topic=topic), "decisions")
    day = day_text(before.decided_on)
    if before.decision is Decision.REFUSED:
        text = _("“{topic}” was refused on {day}, so there is nothing to withdraw.")
        raise UserError(text.format(topic=topic, day=day), "decisions")
    if before.decision is Decision.WITHDRAWN:
        raise UserError(_("“{topic}” was withdrawn on {day} already.").format(topic=topic, day=day), "decisions")
    if before.decided_on > on:
        text = _("It was agreed to on {day}; it cannot have been withdrawn before.")
        raise UserError(text.format(day=day), "decided_on")


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


# ---- what standing decisions carry with them ----------------------------------------------------------------------------


def follow_decisions(work: Work, customer: Customer) -> None:
    """The retention that was agreed to, and no extra field that may no longer be held; in a transaction that is under way."""
    customer.policy_version_id = agreed_version(work.session, customer)
    follow(work, customer.id)
    barred = refused_topics(work.session, customer.id)
    held = work.session.scalars(select(CustomerExtra).where(CustomerExtra.customer_id == customer.id)).all()
    for extra in [extra for extra in held if extra_code(extra.field) in barred]:
        work.session.delete(extra)
        work.log("customer.extra_removed", customer.public_id, field=extra.field)
        note_correction(work, customer, [extra.field])


def refused_topics(session: Session, customer_id: int) -> set[str]:
    """Topics that a customer refused or withdrew."""
    said = current(_said(session, customer_id))
    return {code for code, consent in said.items() if consent.decision is not Decision.GIVEN}


def agreed_version(session: Session, customer: Customer) -> int:
    """The version whose retention binds a customer: the one last agreed to; who takes that back is where they came in."""
    said = current(_said(session, customer.id))
    about = {code.removeprefix(TERMS): consent for code, consent in said.items() if code.startswith(TERMS)}
    if given := [consent for consent in about.values() if consent.decision is Decision.GIVEN]:
        return max(given, key=order_of_decision).policy_version_id
    versions = [version for version in standing.all_versions(session) if version.public_id not in about]
    if any(version.id == customer.policy_version_id for version in versions):
        return customer.policy_version_id
    return next((v.id for v in reversed(versions) if v.effective_from <= customer.entered_on), versions[0].id)
