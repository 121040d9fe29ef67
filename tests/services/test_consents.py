"""Consents: asked topic by topic, only ever added to, under the policy of their day, with the slip; and counted."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models.choices import ConsentDecision, ConsentMeans, PurposeNeed, RecipientKind, RetentionKind
from desktop.models.gate import Refusal
from desktop.models.policy import sharing_code
from desktop.models.stored_file import StoredFile
from desktop.services.customers import CustomerDetails
from desktop.services.policies import PurposeRow
from desktop.services.stored_files import NewFile
from tests.builders import add_customer, photo
from tests.services.asking import (
    BUYING,
    CARRIERS,
    GIVEN,
    LONGER,
    MESSAGES,
    NEWS,
    REFUSED,
    WITHDRAWN,
    answer,
    new_version,
    numbers,
    said_about,
    say,
    state,
    states,
    tell_carriers_emails,
)  # fmt: skip
from tests.services.giving import CONSENT, EVERYTHING, entered
from tests.services.helpers import bytes_in, evidence_files

NEWS_NAME = "News of promotions, advertising"
TAM = CustomerDetails("Đỗ Văn Tâm", "0908 111 222")
TODAY = date(2026, 11, 21)


def _refused(services, customer_id: int, decisions: dict[str, ConsentDecision], **more: object) -> UserError:
    """The refusal; nothing was recorded."""
    before = services.consents.history(customer_id)
    with pytest.raises(UserError) as refused:
        answer(services, customer_id, decisions, **more)
    assert services.consents.history(customer_id) == before
    return refused.value


# ---- asking and answering ---------------------------------------------------------------------------------------------


def test_everything_is_asked_on_its_own_and_nothing_is_answered_beforehand(services):
    found = services.consents.states(add_customer(services))
    assert [(row.name, row.is_needed) for row in found] == [
        ("Serving purchases and customer care", True),
        ("Messages about orders, returns and accounts", True),
        ("Answering questions about products and services", False),
        (NEWS_NAME, False),
        ("Detecting and preventing fraud and security breaches", False),
        ("Delivery by a shipping partner: name, phone number, address", False),
    ]
    assert {row.decision for row in found} == {None}


def test_a_shop_that_shares_nothing_asks_about_nobody(in_store):
    found = in_store.consents.states(add_customer(in_store))
    assert [row.code for row in found] == ["telling_apart", "guides", "customer_care"]


def test_kinds_of_recipient_are_asked_about_once_the_shop_uses_one(services):
    customer_id, provider = add_customer(services), sharing_code(RecipientKind.SERVICE_PROVIDER)
    assert provider not in states(services, customer_id)
    sender = entered(services, "Tin Nhắn Sao Mai", RecipientKind.SERVICE_PROVIDER)
    assert states(services, customer_id)[provider] is None
    assert numbers(services, provider) == (0, 0, 0, 1)
    services.recipients.set_active(sender, False)
    assert provider not in states(services, customer_id)
    assert provider not in {count.code for count in services.consents.counts()}


def test_who_answered_about_a_kind_of_recipient_can_still_withdraw_when_the_shop_uses_it_no_more(services):
    customer_id, provider = add_customer(services), sharing_code(RecipientKind.SERVICE_PROVIDER)
    sender = entered(services, "Tin Nhắn Sao Mai", RecipientKind.SERVICE_PROVIDER)
    say(services, customer_id, **{provider: GIVEN})
    services.recipients.set_active(sender, False)
    assert states(services, customer_id)[provider] is GIVEN


def test_an_answer_shows_what_when_how_by_whom_and_under_which_policy(services, clock):
    customer_id = add_customer(services)
    answer(services, customer_id, {NEWS: GIVEN}, decided_on=date(2026, 11, 19), means=ConsentMeans.EMAIL)
    shown = state(services, customer_id, NEWS)
    assert (shown.decision, shown.since, shown.means, shown.has_slip) == (GIVEN, date(2026, 11, 19), ConsentMeans.EMAIL, False)
    (entry,) = services.consents.history(customer_id)
    assert (entry.topic, entry.decision, entry.decided_on, entry.means) == (
        NEWS_NAME, GIVEN, date(2026, 11, 19), ConsentMeans.EMAIL,
    )  # fmt: skip
    assert (entry.recorded_at, entry.recorded_by, entry.policy_from) == (clock.now, "Lan", date(2026, 1, 1))


def test_several_topics_are_answered_in_one_go_each_in_its_own_way(services):
    customer_id = add_customer(services)
    ids = say(services, customer_id, **{BUYING: GIVEN, NEWS: REFUSED, CARRIERS: GIVEN})
    found = states(services, customer_id)
    assert (found[BUYING], found[NEWS], found[CARRIERS], found[MESSAGES]) == (GIVEN, REFUSED, GIVEN, None)
    assert len(set(ids)) == len(services.consents.history(customer_id)) == 3


def test_what_was_not_answered_stays_as_it_was(services):
    customer_id = add_customer(services)
    say(services, customer_id, **{BUYING: GIVEN, NEWS: REFUSED})
    say(services, customer_id, **{NEWS: GIVEN})
    assert (states(services, customer_id)[BUYING], states(services, customer_id)[NEWS]) == (GIVEN, GIVEN)


def test_history_keeps_every_decision_newest_first_and_the_latest_stands(services):
    customer_id = add_customer(services)
    said = [(GIVEN, date(2026, 3, 1)), (WITHDRAWN, date(2026, 5, 2)), (GIVEN, date(2026, 8, 3)), (REFUSED, date(2026, 9, 4))]
    for decision, day in said:
        say(services, customer_id, day, **{NEWS: decision})
        assert states(services, customer_id)[NEWS] is decision
    assert said_about(services, customer_id, NEWS_NAME) == said[::-1]


def test_of_two_decisions_on_one_day_the_later_recorded_stands_also_after_the_clock_went_back(services, clock):
    customer_id = add_customer(services)
    say(services, customer_id, **{NEWS: GIVEN})
    clock.move(hours=-2)
    say(services, customer_id, **{NEWS: WITHDRAWN})
    assert states(services, customer_id)[NEWS] is WITHDRAWN
    assert numbers(services, NEWS) == (0, 0, 1, 0)
    assert [entry.decision for entry in services.consents.history(customer_id)] == [WITHDRAWN, GIVEN]


def test_an_older_decision_recorded_late_changes_nothing_today(services):
    customer_id = add_customer(services)
    say(services, customer_id, date(2026, 10, 1), **{NEWS: REFUSED})
    say(services, customer_id, date(2026, 4, 1), **{NEWS: GIVEN})
    assert states(services, customer_id)[NEWS] is REFUSED
    assert numbers(services, NEWS) == (0, 1, 0, 0)


def test_nothing_is_recorded_for_a_record_that_was_merged_away_or_never_was(services):
    kept, absorbed = add_customer(services), add_customer(services, TAM)
    services.merging.merge(kept, absorbed)
    for customer_id, sentence in ((absorbed, "merged into another"), (99, "no longer in the register")):
        assert sentence in _refused(services, customer_id, {NEWS: GIVEN}).message


# ---- the slip -----------------------------------------------------------------------------------------------------------


def test_a_signed_slip_is_kept_encrypted_and_read_back(services, folder):
    customer_id, slip = add_customer(services), photo("C:\\Ảnh\\phiếu ký.png")
    answer(services, customer_id, {BUYING: GIVEN, NEWS: REFUSED}, means=ConsentMeans.SLIP, slip=slip)
    first, second = services.consents.history(customer_id)
    assert first.slip_id == second.slip_id is not None
    kept = services.consents.slip(first.slip_id)
    assert (kept.content, kept.name, kept.media_type) == (slip.content, "phiếu ký.png", "image/png")
    assert state(services, customer_id, NEWS).has_slip
    assert not any(slip.content in content for content in bytes_in(folder.path).values())


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("phieu.jpg", b"MZ\x90\x00\x03" + bytes(2000), "this file is something else"),
        ("phieu.exe", b"MZ\x90\x00\x03" + bytes(2000), "this file is something else"),
        ("phieu.pdf", b"", "This file is empty."),
        ("phieu.pdf", b"%PDF-1.7\n" + bytes(50 << 20), "This file is larger than 20 MB."),
    ],
    ids=["program called a photo", "program", "nothing", "50 MB"],
)
def test_a_slip_that_cannot_be_kept_is_refused_in_words_and_nothing_is_lost(services, folder, name, content, sentence):
    customer_id = add_customer(services)
    answer(services, customer_id, {NEWS: GIVEN}, slip=photo())
    files = evidence_files(folder)
    refused = _refused(services, customer_id, {NEWS: WITHDRAWN}, slip=NewFile(name, content))
    assert sentence in refused.message
    assert (states(services, customer_id)[NEWS], evidence_files(folder)) == (GIVEN, files)


def test_a_refused_answer_leaves_no_slip_that_a_row_names(services):
    customer_id = add_customer(services)
    _refused(services, customer_id, {NEWS: WITHDRAWN}, slip=photo())
    with services.office.reading() as session:
        assert session.scalars(select(StoredFile)).all() == []


# ---- what cannot be recorded ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decisions", "more", "field", "sentence"),
    [
        ({NEWS: GIVEN}, {"decided_on": TODAY + timedelta(days=1)}, "decided_on", "This day lies in the future."),
        (
            {NEWS: GIVEN}, {"decided_on": date(2025, 12, 31)}, "decided_on",
            "This policy takes effect on 01/01/2026; consent to it can be recorded from that day on.",
        ),
        ({}, {}, "decisions", "Choose an answer for at least one line."),
        ({"fortune_telling": GIVEN}, {}, "decisions", "The policy of that day does not ask about this."),
        ({NEWS: WITHDRAWN}, {}, "decisions", f"“{NEWS_NAME}” was never agreed to, so it cannot be withdrawn."),
        ({BUYING: GIVEN, NEWS: WITHDRAWN}, {}, "decisions", f"“{NEWS_NAME}” was never agreed to, so it cannot be withdrawn."),
    ],
    ids=["future", "before the first policy", "nothing", "unknown", "never given", "one of two"],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_nothing_is_half_recorded(services, decisions, more, field, sentence):
    customer_id = add_customer(services)
    refused = _refused(services, customer_id, decisions, **more)
    assert (refused.message, refused.field) == (sentence, field)


def test_what_does_not_stand_cannot_be_withdrawn(services):
    customer_id = add_customer(services)
    say(services, customer_id, date(2026, 11, 1), **{NEWS: REFUSED})
    refused = _refused(services, customer_id, {NEWS: WITHDRAWN})
    assert refused.message == f"“{NEWS_NAME}” was refused on 01/11/2026, so there is nothing to withdraw."
    say(services, customer_id, date(2026, 11, 5), **{NEWS: GIVEN})
    refused = _refused(services, customer_id, {NEWS: WITHDRAWN}, decided_on=date(2026, 11, 4))
    assert refused.message == f"“{NEWS_NAME}” was refused on 01/11/2026, so there is nothing to withdraw."
    say(services, customer_id, date(2026, 11, 9), **{NEWS: WITHDRAWN})
    refused = _refused(services, customer_id, {NEWS: WITHDRAWN})
    assert refused.message == f"“{NEWS_NAME}” was withdrawn on 09/11/2026 already."


def test_a_consent_is_not_withdrawn_before_it_was_given(services):
    customer_id = add_customer(services)
    say(services, customer_id, date(2026, 11, 5), **{NEWS: GIVEN})
    refused = _refused(services, customer_id, {NEWS: WITHDRAWN}, decided_on=date(2026, 11, 4))
    assert refused.message == "It was agreed to on 05/11/2026; it cannot have been withdrawn before."
    assert refused.field == "decided_on"
    say(services, customer_id, date(2026, 11, 5), **{NEWS: WITHDRAWN})
    assert states(services, customer_id)[NEWS] is WITHDRAWN


def test_a_withdrawal_found_late_is_recorded_for_the_time_in_which_the_consent_stood(services):
    customer_id = add_customer(services)
    for day, decision in ((1, GIVEN), (10, REFUSED), (15, GIVEN), (5, WITHDRAWN)):
        say(services, customer_id, date(2026, 11, day), **{NEWS: decision})
    assert states(services, customer_id)[NEWS] is GIVEN
    assert [day.day for _decision, day in said_about(services, customer_id, NEWS_NAME)] == [15, 10, 5, 1]


def test_a_policy_that_is_not_in_force_yet_cannot_be_agreed_to(services, clock):
    customer_id = add_customer(services)
    services.policies.add_version(replace(services.policies.versions()[0], effective_from=date(2026, 12, 1)))
    coming = services.policies.versions()[0].public_id
    refused = _refused(services, customer_id, {NEWS: GIVEN}, policy_id=coming)
    assert refused.message == "This policy takes effect on 01/12/2026; consent to it can be recorded from that day on."
    clock.move(days=10)
    answer(services, customer_id, {NEWS: GIVEN}, policy_id=coming)
    assert services.consents.history(customer_id)[0].policy_from == date(2026, 12, 1)


def test_a_form_of_an_earlier_policy_that_is_signed_late_stays_under_that_policy(services, clock):
    customer_id, earlier = add_customer(services), services.policies.versions()[0].public_id
    new_version(services, clock)
    answer(services, customer_id, {NEWS: GIVEN}, policy_id=earlier)
    answer(services, customer_id, {BUYING: GIVEN})
    assert [(entry.topic, entry.policy_from) for entry in services.consents.history(customer_id)] == [
        ("Serving purchases and customer care", clock.today),
        (NEWS_NAME, date(2026, 1, 1)),
    ]


def test_what_the_policy_asks_no_more_can_be_withdrawn_but_not_agreed_to(services, clock):
    customer_id = add_customer(services)
    say(services, customer_id, **{NEWS: GIVEN})
    new_version(services, clock, purposes=(PurposeRow(BUYING, "Mua hàng", "Buying", PurposeNeed.NEEDED),))
    assert NEWS not in states(services, customer_id)
    assert _refused(services, customer_id, {NEWS: GIVEN}).message == "The policy of that day does not ask about this."
    say(services, customer_id, **{NEWS: WITHDRAWN})
    assert said_about(services, customer_id, NEWS_NAME) == [(WITHDRAWN, clock.today), (GIVEN, TODAY)]


# ---- a longer retention, a stricter one -----------------------------------------------------------------------------------


def _longer_topic(services, customer_id: int) -> str:
    """The code of the longer retention that is asked or was agreed to; empty where it is not."""
    return next((row.code for row in services.consents.states(customer_id) if row.name == LONGER), "")


def _kept_until(services, customer_id: int) -> date | None:
    return services.customers.page(customer_id).delete_on


def test_a_longer_retention_asks_each_customer_and_only_a_yes_lengthens_it(in_store, clock):
    first, second = add_customer(in_store), add_customer(in_store, TAM)
    new_version(in_store, clock, retention_months=24)
    newcomer = add_customer(in_store, CustomerDetails("Lê Y"))
    topic = _longer_topic(in_store, first)
    assert (states(in_store, first)[topic], _longer_topic(in_store, newcomer)) == (None, "")
    assert (_kept_until(in_store, first), _kept_until(in_store, newcomer)) == (date(2027, 11, 21), date(2028, 11, 22))
    say(in_store, first, **{topic: GIVEN})
    say(in_store, second, **{topic: REFUSED})
    assert (_kept_until(in_store, first), _kept_until(in_store, second)) == (date(2028, 11, 21), date(2027, 11, 21))
    assert (states(in_store, first)[topic], states(in_store, second)[topic]) == (GIVEN, REFUSED)


def test_who_is_still_to_be_asked_about_a_longer_retention_is_counted_and_listed(in_store, clock):
    people = [add_customer(in_store, CustomerDetails(name)) for name in ("Lê An", "Lê Bình", "Lê Chi", "Lê Dũng")]
    new_version(in_store, clock, retention_kind=RetentionKind.UNTIL_REQUEST, retention_months=0)
    add_customer(in_store, CustomerDetails("Lê Em"))
    topic = _longer_topic(in_store, people[0])
    for customer_id, decision in zip(people, (GIVEN, GIVEN, REFUSED), strict=False):
        say(in_store, customer_id, **{topic: decision})
    assert numbers(in_store, topic) == (2, 1, 0, 1)
    assert [hit.name for hit in in_store.consents.customers(topic, GIVEN)] == ["Lê An", "Lê Bình"]
    assert [hit.name for hit in in_store.consents.customers(topic, None)] == ["Lê Dũng"]
    assert (_kept_until(in_store, people[0]), _kept_until(in_store, people[3])) == (None, date(2027, 11, 21))


def test_who_takes_a_longer_retention_back_is_kept_as_before(in_store, clock):
    customer_id = add_customer(in_store)
    new_version(in_store, clock, retention_months=24)
    topic = _longer_topic(in_store, customer_id)
    say(in_store, customer_id, **{topic: GIVEN})
    new_version(in_store, clock, complaint_amount=5)
    assert _longer_topic(in_store, customer_id) == topic
    say(in_store, customer_id, **{topic: WITHDRAWN})
    assert _kept_until(in_store, customer_id) == date(2027, 11, 21)
    assert _longer_topic(in_store, customer_id) not in ("", topic)


def test_refusing_a_longer_retention_that_came_the_day_she_was_entered_keeps_the_shorter(in_store, clock):
    clock.move(days=1)
    customer_id = add_customer(in_store)
    in_store.policies.add_version(replace(in_store.policies.versions()[0], effective_from=clock.today, retention_months=24))
    topic = _longer_topic(in_store, customer_id)
    for decision in (REFUSED, GIVEN, WITHDRAWN):
        say(in_store, customer_id, **{topic: decision})
        assert _kept_until(in_store, customer_id) == date(2028 if decision is GIVEN else 2027, 11, 22)


def test_an_older_yes_recorded_late_does_not_undo_a_newer_one(in_store, clock):
    customer_id = add_customer(in_store)
    middle = new_version(in_store, clock, retention_months=24)
    day, earlier = clock.today, _longer_topic(in_store, customer_id)
    new_version(in_store, clock, retention_months=36)
    say(in_store, customer_id, **{_longer_topic(in_store, customer_id): GIVEN})
    answer(in_store, customer_id, {earlier: GIVEN}, decided_on=day, policy_id=middle.public_id)
    assert _kept_until(in_store, customer_id) == date(2029, 11, 21)


def test_a_stricter_retention_holds_at_once_and_asks_nobody(services, clock):
    customer_id = add_customer(services)
    assert _kept_until(services, customer_id) is None
    new_version(services, clock, retention_kind=RetentionKind.AFTER_LAST_CONTACT, retention_months=6)
    assert (_kept_until(services, customer_id), _longer_topic(services, customer_id)) == (date(2027, 5, 21), "")
    assert LONGER not in {count.name for count in services.consents.counts()}


def test_who_has_been_under_a_shorter_retention_is_asked_before_it_grows_again(in_store, clock):
    customer_id = add_customer(in_store)
    new_version(in_store, clock, retention_months=3)
    new_version(in_store, clock, retention_months=12)
    topic = _longer_topic(in_store, customer_id)
    assert states(in_store, customer_id)[topic] is None
    assert numbers(in_store, topic) == (0, 0, 0, 1)


def test_a_longer_retention_that_concerns_nobody_is_not_asked(in_store, clock):
    customer_id = add_customer(in_store)
    version = new_version(in_store, clock, complaint_amount=5)
    refused = _refused(in_store, customer_id, {f"terms.{version.public_id}": GIVEN})
    assert refused.message == "The policy of that day does not ask about this."


# ---- a wider use --------------------------------------------------------------------------------------------------------


def _email_to_the_carrier(services, customer_id: int, recipient: int, on: date) -> Refusal | None:
    verdicts = services.disclosures.verdicts(customer_id, recipient, on, CONSENT)
    return next(verdict.reason for verdict in verdicts if verdict.field == "email")


def test_a_wider_sharing_stays_shut_until_the_customer_is_asked_anew(services, clock):
    customer_id = add_customer(services)
    recipient = entered(services, "Chuyển Phát Sao Mai", RecipientKind.SHIPPING_PARTNER, EVERYTHING)
    say(services, customer_id, **{CARRIERS: GIVEN})
    assert _email_to_the_carrier(services, customer_id, recipient, clock.today) is Refusal.BEYOND_POLICY
    tell_carriers_emails(services, clock)
    assert _email_to_the_carrier(services, customer_id, recipient, clock.today) is Refusal.BEYOND_CONSENT
    assert state(services, customer_id, CARRIERS).asks_again
    say(services, customer_id, **{CARRIERS: GIVEN})
    assert _email_to_the_carrier(services, customer_id, recipient, clock.today) is None
    assert not state(services, customer_id, CARRIERS).asks_again


def test_who_agreed_to_less_than_is_asked_now_counts_as_not_asked(services, clock):
    agreed, refused = add_customer(services), add_customer(services, TAM)
    say(services, agreed, **{CARRIERS: GIVEN})
    say(services, refused, **{CARRIERS: REFUSED})
    assert numbers(services, CARRIERS) == (1, 1, 0, 0)
    tell_carriers_emails(services, clock)
    assert numbers(services, CARRIERS) == (0, 1, 0, 1)
    assert [hit.id for hit in services.consents.customers(CARRIERS, None)] == [agreed]
    assert services.consents.customers(CARRIERS, GIVEN) == []
    assert [hit.id for hit in services.consents.customers(CARRIERS, REFUSED)] == [refused]


def test_history_says_what_was_agreed_to_not_what_the_policy_asks_today(services, clock):
    customer_id = add_customer(services)
    say(services, customer_id, **{CARRIERS: GIVEN})
    tell_carriers_emails(services, clock)
    say(services, customer_id, **{CARRIERS: GIVEN})
    assert [entry.topic for entry in services.consents.history(customer_id)] == [
        "Delivery by a shipping partner: name, phone number, address, email",
        "Delivery by a shipping partner: name, phone number, address",
    ]


def test_a_narrower_sharing_asks_nobody_again(services, clock):
    customer_id = add_customer(services)
    tell_carriers_emails(services, clock)
    say(services, customer_id, **{CARRIERS: GIVEN})
    new_version(services, clock, sharing=services.policies.versions()[-1].sharing)
    assert (state(services, customer_id, CARRIERS).decision, state(services, customer_id, CARRIERS).asks_again) == (GIVEN, False)
    assert numbers(services, CARRIERS) == (1, 0, 0, 0)


def test_a_new_purpose_has_been_agreed_to_by_nobody(services, clock):
    customer_id = add_customer(services)
    say(services, customer_id, **{BUYING: GIVEN, MESSAGES: GIVEN})
    assert services.consents.missing_needed() == 0
    purposes = services.policies.versions()[0].purposes
    new_version(services, clock, purposes=(*purposes, PurposeRow("fitting", "Đo may", "Fitting", PurposeNeed.NEEDED)))
    assert states(services, customer_id)["fitting"] is None
    assert services.consents.missing_needed() == 1


# ---- counting -----------------------------------------------------------------------------------------------------------


def test_customers_without_a_needed_consent_are_counted_and_listed_by_name(services):
    an, binh, chi, dung = (add_customer(services, CustomerDetails(f"Lê {name}")) for name in ("An", "Bình", "Chi", "Dũng"))
    for customer_id in (an, binh, dung):
        say(services, customer_id, **{BUYING: GIVEN, MESSAGES: GIVEN})
    say(services, dung, **{MESSAGES: WITHDRAWN})
    say(services, chi, **{BUYING: GIVEN, NEWS: GIVEN})
    assert services.consents.missing_needed() == 2
    assert [hit.name for hit in services.consents.without_needed()] == ["Lê Chi", "Lê Dũng"]
    assert [hit.name for hit in services.consents.without_needed(1)] == ["Lê Chi"]
    assert [hit.name for hit in services.consents.customers(NEWS, None)] == ["Lê An", "Lê Bình", "Lê Dũng"]


def _answer_at_random(services, chance: random.Random, customer_id: int) -> None:
    """A few decisions on days in any order, some of them on one day."""
    for _time in range(chance.randrange(4)):
        topics = chance.sample((BUYING, MESSAGES, NEWS, CARRIERS), chance.randrange(1, 4))
        decisions = {topic: chance.choice((GIVEN, GIVEN, REFUSED)) for topic in topics}
        say(services, customer_id, date(2026, 11, chance.randrange(1, 4)), **decisions)


def test_the_numbers_are_those_of_the_customers_one_by_one_after_merges_too(services):
    chance = random.Random(20261121)
    people = [add_customer(services, CustomerDetails(f"Khách {number:02}")) for number in range(24)]
    for customer_id in people:
        _answer_at_random(services, chance, customer_id)
    merges = [services.merging.merge(people[place], people[place + 1]) for place in range(0, 12, 2)]
    _agrees_one_by_one(services, [*people[0:12:2], *people[12:]])
    services.merging.undo(merges[0])
    _agrees_one_by_one(services, [people[1], *people[0:12:2], *people[12:]])


def _agrees_one_by_one(services, people: list[int]) -> None:
    standing = {customer_id: states(services, customer_id) for customer_id in people}
    for count in services.consents.counts():
        expected = Counter(found[count.code] for found in standing.values())
        assert numbers(services, count.code) == tuple(expected[decision] for decision in (GIVEN, REFUSED, WITHDRAWN, None))
        for decision in (*ConsentDecision, None):
            listed = {hit.id for hit in services.consents.customers(count.code, decision)}
            assert listed == {customer_id for customer_id in people if standing[customer_id][count.code] is decision}
    missing = {number for number, found in standing.items() if not found[BUYING] is found[MESSAGES] is GIVEN}
    assert services.consents.missing_needed() == len(missing)
    assert {hit.id for hit in services.consents.without_needed()} == missing


def test_who_has_been_under_a_shorter_retention_stays_there_until_they_agree(in_store, clock):
    customer_id = add_customer(in_store)
    new_version(in_store, clock, retention_months=3)
    new_version(in_store, clock, retention_months=12)
    assert _kept_until(in_store, customer_id) == date(2027, 2, 21)
    say(in_store, customer_id, **{_longer_topic(in_store, customer_id): GIVEN})
    assert _kept_until(in_store, customer_id) == date(2027, 11, 21)
