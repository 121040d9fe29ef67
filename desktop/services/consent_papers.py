"""The papers of consent: the form to sign, the receipt after recording, the confirmation of a withdrawal."""

from __future__ import annotations

from sqlalchemy import select

from desktop.i18n import gettext as _
from desktop.i18n import language
from desktop.models.choices import ConsentDecision, PurposeNeed, RetentionKind, label
from desktop.models.consent import Consent
from desktop.models.customer import Customer
from desktop.models.phones import shown
from desktop.models.policy import PolicyVersion, clause_words
from desktop.services.consents import asked_topics, topic_names
from desktop.services.customers import get_customer
from desktop.services.office import Office
from desktop.services.policies import version_on
from desktop.services.restrictions import hides_address
from desktop.services.shop import paper_identity, require_identity


class ConsentPapers:
    """Makes them as PDF bytes."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def form(self, customer_id: int | None = None) -> bytes:
        """The form with one pair of boxes per topic, never ticked: for a customer, or blank to be filled by hand."""
        from desktop.documents import consent_papers as document

        with self._office.reading() as session:
            shop, version = require_identity(session), version_on(session, self._office.today())
            topics = asked_topics(session, version)
            if customer_id is not None:
                customer = get_customer(session, customer_id)
                if version.is_wider_than(session.get_one(PolicyVersion, customer.policy_version_id)):
                    topics.append(version.terms_topic())
                address = "" if hides_address(session, customer_id, self._office.today()) else customer.address
                person = {"name": customer.name, "phone": shown(customer.phone), "address": address, "email": customer.email}
            else:
                person = {}
            lines = tuple(document.FormTopic(topic.name, topic.need is PurposeNeed.NEEDED) for topic in topics)
            paper = document.ConsentForm(
                paper_identity(shop), lines, version.effective_from, retention_sentence(version), language=language(), **person
            )
        return document.render_form(paper)

    def receipt(self, consent_ids: list[str]) -> bytes:
        """What was recorded together, for the customer to take along; a confirmation where all of it was withdrawn."""
        from desktop.documents import consent_papers as document

        with self._office.reading() as session:
            consents = session.scalars(select(Consent).where(Consent.public_id.in_(consent_ids)).order_by(Consent.id)).all()
            names, shop, first = topic_names(session), require_identity(session), consents[0]
            customer = session.get_one(Customer, first.customer_id)
            paper = document.ConsentReceipt(
                paper_identity(shop),
                customer.name,
                shown(customer.phone),
                first.decided_on,
                label(first.channel),
                tuple((names.get(consent.purpose, consent.purpose), label(consent.decision)) for consent in consents),
                session.get_one(PolicyVersion, first.policy_version_id).effective_from,
                is_withdrawal=all(consent.decision is ConsentDecision.WITHDRAWN for consent in consents),
                language=language(),
            )
        return document.render_receipt(paper)


def retention_sentence(version: PolicyVersion) -> str:
    """How long the data is kept, for a paper."""
    source = clause_words(version.retention_clause)
    if version.retention_kind is RetentionKind.UNTIL_REQUEST:
        return _("The data is kept until you ask for it to be deleted, under {source}.").format(source=source)
    text = _("The data is kept for {n} months after you were last in touch, under {source}.")
    return text.format(n=version.retention_months, source=source)
