"""What tests of consents begin with: an answer, how a topic stands, a new policy version that is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from desktop.models.choices import ConsentDecision, ConsentMeans, RecipientKind
from desktop.models.policy import extra_code, sharing_code
from desktop.services.all_services import Services
from desktop.services.consents import Answers, TopicCount, TopicState
from desktop.services.policies import FieldRow, PolicyRules
from tests.conftest import Clock

GIVEN, REFUSED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN
BUYING, MESSAGES, NEWS = "purchase_care", "order_messages", "advertising"
CARRIERS = sharing_code(RecipientKind.SHIPPING_PARTNER)
BIRTHDAY = extra_code("birthday")
LONGER = "Keeping the data longer, under the new policy"


def say(services: Services, customer_id: int, on: date | None = None, **decisions: ConsentDecision) -> list[str]:
    """What a customer said by phone, topic by topic; today unless a day is named."""
    return answer(services, customer_id, decisions, decided_on=on or services.office.today())


def answer(services: Services, customer_id: int, decisions: dict[str, ConsentDecision], **more: object) -> list[str]:
    """Answers with all that goes with them."""
    values: dict[str, object] = {"decided_on": services.office.today(), "means": ConsentMeans.PHONE}
    return services.consents.record(customer_id, Answers(**{**values, **more}, decisions=decisions))  # type: ignore[arg-type]


def states(services: Services, customer_id: int) -> dict[str, ConsentDecision | None]:
    """The standing decisions by topic."""
    return {state.code: state.decision for state in services.consents.states(customer_id)}


def state(services: Services, customer_id: int, topic: str) -> TopicState:
    """How one topic stands."""
    return next(state for state in services.consents.states(customer_id) if state.code == topic)


def numbers(services: Services, topic: str) -> tuple[int, int, int, int]:
    """Given, refused, withdrawn, not asked."""
    found: TopicCount = next(count for count in services.consents.counts() if count.code == topic)
    return found.given, found.refused, found.withdrawn, found.not_asked


def said_about(services: Services, customer_id: int, topic_name: str) -> list[tuple[ConsentDecision, date]]:
    """The history of one topic, newest first."""
    history = services.consents.history(customer_id)
    return [(entry.decision, entry.decided_on) for entry in history if entry.topic == topic_name]


def new_version(services: Services, clock: Clock, **changes: object) -> PolicyRules:
    """A version from tomorrow on; and tomorrow is here."""
    rules = replace(services.policies.versions()[0], effective_from=clock.today + timedelta(days=1), **changes)  # type: ignore[arg-type]
    services.policies.add_version(rules)
    clock.move(days=1)
    return services.policies.versions()[0]


def name_birthday(services: Services, clock: Clock) -> PolicyRules:
    """A version that lets the shop hold birthdays too."""
    fields = (*services.policies.versions()[0].fields, FieldRow("birthday", "Ngày sinh", "Birthday"))
    return new_version(services, clock, fields=fields, sharing=services.policies.versions()[0].sharing)


def tell_carriers_emails(services: Services, clock: Clock) -> PolicyRules:
    """A version under which carriers may get the email address too."""
    sharing = services.policies.versions()[0].sharing
    wider = tuple(
        replace(row, fields=(*row.fields, "email")) if row.kind is RecipientKind.SHIPPING_PARTNER else row for row in sharing
    )
    return new_version(services, clock, sharing=wider)
