"""The papers of consent: a form with the policy's words and nothing ticked, a receipt that says what stands in the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.errors import UserError
from desktop.models.choices import ConsentMeans, RecipientKind, RestrictionKind
from desktop.services.customers import CustomerDetails
from desktop.services.shop import Identity
from tests.builders import HANH, IDENTITY, add_customer
from tests.services.asking import (
    BUYING,
    CARRIERS,
    GIVEN,
    LONGER,
    NEWS,
    REFUSED,
    WITHDRAWN,
    answer,
    name_birthday,
    new_version,
    say,
    states,
    tell_carriers_emails,
)
from tests.services.giving import entered
from tests.services.helpers import said, write_in_english

NEEDED = "(needed for the order)"


@pytest.fixture
def english_papers(services):
    """A shop whose papers are in English."""
    write_in_english(services)
    return services


def _form(services, customer_id: int | None = None) -> str:
    return said(services.consent_papers.form(customer_id))


# ---- the form -----------------------------------------------------------------------------------------------------------


def test_a_blank_form_asks_every_topic_in_the_words_of_the_policy(english_papers):
    add_customer(english_papers)
    text = _form(english_papers)
    for topic in english_papers.consents.counts():
        assert topic.name in text
    assert text.count(NEEDED) == 2
    assert "address (without it you fetch the order yourself)" in text
    assert "section 3 of the shop's policy" in text.replace("\u00a0", " ")
    assert "in force from 01/01/2026" in text
    assert (IDENTITY.name in text, HANH.name in text) == (True, False)


def test_the_form_of_a_customer_names_them_and_asks_what_the_screen_asks(english_papers, clock):
    entered(english_papers, "Tin Nhắn Sao Mai", RecipientKind.SERVICE_PROVIDER)
    customer_id = add_customer(english_papers)
    name_birthday(english_papers, clock)
    text = _form(english_papers, customer_id)
    assert all(value in text for value in (HANH.name, "0912 003 365", HANH.email, HANH.address))
    asked = [state.name for state in english_papers.consents.states(customer_id)]
    assert [name for name in asked if name not in text] == []
    assert "Keeping birthday too" in asked


def test_what_was_answered_is_ticked_on_no_form(english_papers):
    customer_id = add_customer(english_papers)
    before = english_papers.consent_papers.form(customer_id)
    say(english_papers, customer_id, **{BUYING: GIVEN, NEWS: REFUSED})
    assert said(english_papers.consent_papers.form(customer_id)) == said(before)


def test_an_address_that_is_to_be_hidden_stands_on_no_form(english_papers, clock):
    customer_id = add_customer(english_papers)
    english_papers.restrictions.add(customer_id, RestrictionKind.HIDE_ADDRESS, until=clock.today)
    text = _form(english_papers, customer_id)
    assert (HANH.name in text, "Hoa Mai" in text) == (True, False)
    clock.move(days=1)
    assert "Hoa Mai" in _form(english_papers, customer_id)


def test_a_longer_retention_is_asked_on_the_form_of_those_whom_it_concerns(in_store, clock):
    write_in_english(in_store)
    customer_id = add_customer(in_store)
    new_version(in_store, clock, retention_months=24)
    newcomer = add_customer(in_store, CustomerDetails("Lê Y"))
    assert [LONGER in _form(in_store, number) for number in (customer_id, newcomer, None)] == [True, False, False]
    assert "kept for 24 months" in _form(in_store, customer_id)
    topic = next(code for code in states(in_store, customer_id) if code.startswith("terms."))
    say(in_store, customer_id, **{topic: GIVEN})
    assert LONGER not in _form(in_store, customer_id)


def test_a_form_speaks_the_language_of_the_letters_whatever_the_screen_speaks(services):
    text = _form(services, add_customer(services))
    assert "Báo tin khuyến mãi, quảng cáo" in text
    assert "News of promotions" not in text


# ---- the receipt --------------------------------------------------------------------------------------------------------


def test_a_receipt_says_what_was_decided_when_how_and_under_which_policy(english_papers):
    customer_id = add_customer(english_papers)
    decisions = {BUYING: GIVEN, NEWS: REFUSED}
    ids = answer(english_papers, customer_id, decisions, decided_on=date(2026, 11, 19), means=ConsentMeans.SLIP)
    text = said(english_papers.consent_papers.receipt(ids))
    assert "CONFIRMATION OF CONSENT" in text
    for part in (
        HANH.name, "0912 003 365", "19/11/2026", "Signed slip at the counter", "in force from 01/01/2026",
        "Serving purchases and customer care Agreed", "News of promotions, advertising Refused",
    ):  # fmt: skip
        assert part in text, part
    assert "Answering questions" not in text
    assert f"Lâm Đồng, 21 November 2026 OWNER OF THE BUSINESS (signature and full name) {IDENTITY.owner_name}" in text


def test_a_receipt_bears_the_entry_of_the_log(english_papers):
    (consent_id,) = say(english_papers, add_customer(english_papers), **{NEWS: GIVEN})
    (entry,) = english_papers.audit.about(consent_id)
    assert f"Log {entry.printed}" in said(english_papers.consent_papers.receipt([consent_id]))


def test_a_withdrawal_is_confirmed_as_one(english_papers):
    customer_id = add_customer(english_papers)
    say(english_papers, customer_id, **{NEWS: GIVEN, BUYING: GIVEN})
    withdrawn = said(english_papers.consent_papers.receipt(say(english_papers, customer_id, **{NEWS: WITHDRAWN})))
    assert "CONFIRMATION OF WITHDRAWN CONSENT" in withdrawn
    assert "no longer uses your data for the above" in withdrawn
    both = say(english_papers, customer_id, **{BUYING: WITHDRAWN, NEWS: GIVEN})
    assert "CONFIRMATION OF CONSENT" in said(english_papers.consent_papers.receipt(both))


def test_a_receipt_printed_again_under_a_wider_policy_still_says_what_was_agreed_to(english_papers, clock):
    customer_id = add_customer(english_papers)
    ids = say(english_papers, customer_id, **{CARRIERS: GIVEN})
    tell_carriers_emails(english_papers, clock)
    text = said(english_papers.consent_papers.receipt(ids))
    assert "Delivery by a shipping partner: name, phone number, address Agreed" in text
    assert "address, email" not in text


def test_a_receipt_names_the_record_into_which_the_customer_was_merged(english_papers):
    kept, absorbed = add_customer(english_papers), add_customer(english_papers, CustomerDetails("Chị Hạnh"))
    ids = say(english_papers, absorbed, **{NEWS: GIVEN})
    english_papers.merging.merge(kept, absorbed)
    assert HANH.name in said(english_papers.consent_papers.receipt(ids))


# ---- what keeps a paper from printing -------------------------------------------------------------------------------------


def test_no_paper_of_consent_prints_before_the_shop_says_who_it_is(services):
    customer_id = add_customer(services)
    ids = say(services, customer_id, **{NEWS: GIVEN})
    services.shop.save_identity(Identity(name="Tiệm Hoa Nắng", phone="0263 000 0027"))
    for act in (
        lambda: services.consent_papers.form(),
        lambda: services.consent_papers.form(customer_id),
        lambda: services.consent_papers.receipt(ids),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.field == "identity"


def test_a_name_that_the_typeface_cannot_show_is_refused_in_words(services):
    customer_id = add_customer(services, replace(HANH, name="Bé Na 🌸"))
    ids = say(services, customer_id, **{NEWS: GIVEN})
    for act in (lambda: services.consent_papers.form(customer_id), lambda: services.consent_papers.receipt(ids)):
        with pytest.raises(UserError) as refused:
            act()
        assert "🌸" in refused.value.message
