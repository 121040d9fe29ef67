"""The papers of consent: the form to sign, the receipt after recording, the confirmation of a withdrawal."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.i18n import gettext as _
from desktop.i18n import pgettext, speaking
from desktop.models.audit import AuditEntry
from desktop.models.choices import ConsentDecision, PurposeNeed, RecipientKind, RetentionKind, label
from desktop.models.consent import Consent
from desktop.models.customer import Customer
from desktop.models.phones import shown
from desktop.models.policy import TERMS, PolicyVersion, Topic, clause_words, sharing_code
from desktop.services.consents import TopicState, asked_topics, topic_name, topic_states
from desktop.services.customers import get_customer
from desktop.services.office import Office
from desktop.services.policies import version_on
from desktop.services.printing import name_on_paper
from desktop.services.restrictions import hides_address
from desktop.services.shop import paper_identity, read_letter_settings, require_identity
from desktop.services.standing import all_versions


class ConsentPapers:
    """Makes them as PDF bytes, in the language of the shop's letters."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def form(self, customer_id: int | None = None) -> bytes:
        """The form with one pair of boxes per topic, never ticked: for a customer, or blank to be filled by hand."""
        from desktop.documents import consent_papers as document

        today = self._office.today()
        with self._office.reading() as session:
            shop, version, language = (
                require_identity(session),
                version_on(session, today),
                read_letter_settings(session).language,
            )
            customer = None if customer_id is None else get_customer(session, customer_id)
            with speaking(language):
                topics = asked_topics(session, version) if customer is None else _asked(topic_states(session, customer, today))
                paper = document.ConsentForm(
                    paper_identity(shop),
                    tuple(document.FormTopic(topic.name, topic.need is PurposeNeed.NEEDED, _note(topic)) for topic in topics),
                    version.effective_from,
                    retention_sentence(version),
                    **({} if customer is None else _person(customer, hides_address(session, customer.id, today))),
                    language=language,
                )
        return document.render_form(paper)

    def receipt(self, consent_ids: list[str]) -> bytes:
        """What was recorded together, for the customer to take along; a confirmation where all of it was withdrawn."""
        from desktop.documents import consent_papers as document

        with self._office.reading() as session:
            consents = session.scalars(select(Consent).where(Consent.public_id.in_(consent_ids)).order_by(Consent.id)).all()
            shop, first, versions = require_identity(session), consents[0], all_versions(session)
            customer, language = session.get_one(Customer, first.customer_id), read_letter_settings(session).language
            with speaking(language):
                names = [topic_name(consent.purpose, consent.policy_version_id, versions) for consent in consents]
                paper = document.ConsentReceipt(
                    paper_identity(shop),
                    name_on_paper(customer),
                    shown(customer.phone),
                    first.decided_on,
                    label(first.channel),
                    tuple((name, _decision(consent.decision)) for name, consent in zip(names, consents, strict=True)),
                    session.get_one(PolicyVersion, first.policy_version_id).effective_from,
                    self._office.today(),
                    _logged(session, consents[-1]),
                    is_withdrawal=all(consent.decision is ConsentDecision.WITHDRAWN for consent in consents),
                    language=language,
                )
        return document.render_receipt(paper)


def retention_sentence(version: PolicyVersion) -> str:
    """How long the data is kept, for a paper."""
    source = clause_words(version.retention_clause)
    if version.retention_kind is RetentionKind.UNTIL_REQUEST:
        return _("The data is kept until you ask for it to be deleted, under {source}.").format(source=source)
    text = _("The data is kept for {n} months after you were last in touch, under {source}.")
    return text.format(n=version.retention_months, source=source)


def _note(topic: Topic | TopicState) -> str:
    """What refusing means for an order, where a parcel needs what is asked for."""
    delivers = topic.code == sharing_code(RecipientKind.SHIPPING_PARTNER)
    return _("(without it you fetch the order yourself)") if delivers else ""


def _decision(decision: ConsentDecision) -> str:
    """What a customer did, on the day on which they did it."""
    return pgettext("decision on a paper", "Withdrawn") if decision is ConsentDecision.WITHDRAWN else label(decision)


def _asked(states: list[TopicState]) -> list[TopicState]:
    """What there is to sign: all but a longer retention that was agreed to already."""
    return [state for state in states if not (state.code.startswith(TERMS) and state.decision is ConsentDecision.GIVEN)]


def _person(customer: Customer, hides_address: bool) -> dict[str, str]:
    address = "" if hides_address else customer.address
    return {"name": name_on_paper(customer), "phone": shown(customer.phone), "address": address, "email": customer.email}


def _logged(session: Session, consent: Consent) -> str:
    """The log's entry about a consent, so that a rewritten log no longer fits the paper in the customer's hand."""
    query = select(AuditEntry).where(AuditEntry.subject == consent.public_id).order_by(AuditEntry.number).limit(1)
    entry = session.scalar(query)
    return _("Log {entry}").format(entry=entry.printed()) if entry else ""
