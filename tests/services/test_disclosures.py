"""The register of disclosures: nothing gets in past the gate, every entry has its ground, none is edited, none is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.errors import UserError
from desktop.models.choices import ConsentDecision, LegalBasis, NoticeMeans, RecipientKind, RestrictionKind
from desktop.models.disclosure import Disclosure
from desktop.models.gate import Refusal
from desktop.models.policy import PolicyRecipient
from desktop.services.disclosures import Ground, NewDisclosure
from desktop.services.policies import version_on
from desktop.services.recipients import RecipientForm
from tests.builders import HANH, add_customer
from tests.services.giving import (
    AGENCY,
    CARRIER,
    CONSENT,
    DISGUISED,
    EVERYTHING,
    GHN,
    LABEL,
    LAW,
    POLICE,
    PROVIDER,
    SCAN,
    SENDER,
    by_letter,
    carrier,
    entered,
    entry,
    give,
    row,
    say,
)

TODAY = date(2026, 11, 21)
YESTERDAY, LAST_WEEK = TODAY - timedelta(days=1), TODAY - timedelta(days=7)
BY_LAW = Ground(LegalBasis.LAW, LAW)
SMS, ZALO, PHONE, AT_ORDER = NoticeMeans.SMS, NoticeMeans.ZALO, NoticeMeans.PHONE, NoticeMeans.AT_ORDER


@pytest.fixture
def hanh(services) -> int:
    return add_customer(services)


@pytest.fixture
def ghn(services) -> int:
    return carrier(services)


@pytest.fixture
def police(services) -> int:
    return entered(services, POLICE, AGENCY)


@pytest.fixture
def sender(services) -> int:
    return entered(services, SENDER, PROVIDER)


@pytest.fixture
def agreed(services, hanh, ghn) -> int:
    """A customer who agreed to carriers a week ago."""
    say(services, hanh, LAST_WEEK)
    return hanh


def refused(services, new: NewDisclosure) -> tuple[str, str]:
    """Sentence and field of a refusal; the register and the folder are as they were."""
    before, files = services.disclosures.rows(), evidence_files_of(services)
    with pytest.raises(UserError) as problem:
        services.disclosures.record(new)
    assert (services.disclosures.rows(), evidence_files_of(services)) == (before, files)
    return problem.value.message, problem.value.field


def evidence_files_of(services) -> set[str]:
    return {path.name for path in (services.office.database.path.parent / "evidence").glob("*")}


# ---- what may be entered -------------------------------------------------------------------------------------------------


def test_a_delivery_with_consent_stands_in_the_register_as_it_was_entered(services, agreed, ghn):
    found = give(services, agreed, ghn, YESTERDAY, order_reference=" DH  1024 ")
    assert (found.on, found.customer, found.phone, found.recipient, found.kind) == (
        YESTERDAY, HANH.name, "0912 003 365", GHN, CARRIER,
    )  # fmt: skip
    assert (found.fields, found.purpose, found.order_reference) == (LABEL, "Giao đơn hàng", "DH 1024")
    assert (found.basis, found.is_void, found.letter_id) == (LegalBasis.CONSENT, False, None)
    assert services.disclosures.rows() == services.disclosures.rows(recipient_id=ghn) == [found]


def test_an_entry_remembers_the_consent_and_the_policy_it_rests_on(services, agreed, ghn):
    found = give(services, agreed, ghn)
    with services.office.reading() as session:
        kept = session.get_one(Disclosure, found.id)
        assert (kept.consent_id, kept.policy_version_id) == (1, version_on(session, TODAY).id)
        assert kept.recorded_by == services.office.actor


def test_an_agencys_letter_opens_every_field_and_is_kept_with_the_entry(services, hanh, police):
    found = give(services, hanh, police, fields=EVERYTHING, ground=by_letter(YESTERDAY))
    assert (found.basis, found.letter_number, found.letter_dated) == (LegalBasis.STATE_REQUEST, "12/CV-CA", YESTERDAY)
    letter = services.disclosures.letter(found.letter_id)
    assert (letter.name, letter.content) == (SCAN.name, SCAN.content)
    assert (found.misses_notice, found.fields) == (False, EVERYTHING)


def test_a_law_that_is_named_opens_the_gate_to_anybody_even_under_the_in_store_rules(in_store):
    customer_id, ghn = add_customer(in_store), carrier(in_store)
    found = give(in_store, customer_id, ghn, ground=BY_LAW)
    assert (found.basis, found.citation, found.misses_notice) == (LegalBasis.LAW, LAW, False)


def test_a_service_with_a_law_that_is_named_rests_on_that_law_and_on_no_refusal(services, hanh, sender):
    say(services, hanh, LAST_WEEK, ConsentDecision.REFUSED, PROVIDER)
    found = give(services, hanh, sender, ground=Ground(LegalBasis.SERVICE, LAW))
    with services.office.reading() as session:
        assert session.get_one(Disclosure, found.id).consent_id is None
    assert (found.basis, found.citation) == (LegalBasis.SERVICE, LAW)


def test_a_field_ticked_twice_is_given_once(services, agreed, ghn):
    assert give(services, agreed, ghn, fields=("name", "phone", "name")).fields == ("name", "phone")


def test_the_newest_day_comes_first(services, agreed, ghn):
    days = [TODAY, LAST_WEEK, YESTERDAY]
    for day in days:
        give(services, agreed, ghn, day)
    assert [found.on for found in services.disclosures.rows()] == sorted(days, reverse=True)
    assert [found.on for found in services.disclosures.rows(most=1)] == [TODAY]


# ---- what the gate refuses -----------------------------------------------------------------------------------------------


def test_an_email_address_is_refused_to_a_carrier(services, agreed, ghn):
    assert refused(services, entry(agreed, ghn, TODAY, fields=EVERYTHING)) == (
        "Email: The shop's policy does not let this kind of recipient have it. Leave it out, or publish a new policy version.",
        "email",
    )


def test_without_consent_a_carrier_gets_nothing(services, hanh, ghn):
    assert refused(services, entry(hanh, ghn, TODAY)) == (
        "Consent to this is not on record yet. Ask the customer and record the answer.", "",
    )  # fmt: skip


def test_a_disclosure_dated_before_its_consent_is_refused(services, agreed, ghn):
    assert refused(services, entry(agreed, ghn, LAST_WEEK - timedelta(days=1))) == (
        "The customer agreed only on 14/11/2026. Choose that day or a later one.", "on",
    )  # fmt: skip
    give(services, agreed, ghn, LAST_WEEK)


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (ConsentDecision.REFUSED, "The customer refused on 20/11/2026. Ask the customer and record the answer."),
        (ConsentDecision.WITHDRAWN, "The consent was withdrawn on 20/11/2026. Ask the customer and record the answer."),
    ],
)
def test_after_a_refusal_or_withdrawal_a_carrier_gets_nothing_more(services, agreed, ghn, decision, sentence):
    say(services, agreed, YESTERDAY, decision)
    assert refused(services, entry(agreed, ghn, TODAY)) == (sentence, "")
    give(services, agreed, ghn, YESTERDAY - timedelta(days=1))


def test_consent_to_an_older_policy_covers_what_that_policy_named(services, agreed, ghn):
    services.policies.add_version(replace(services.policies.versions()[0], effective_from=TODAY))
    with services.office.writing() as work:
        rule = version_on(work.session, TODAY).sharing_rule(CARRIER)
        assert isinstance(rule, PolicyRecipient)
        rule.fields = " ".join(EVERYTHING)
        work.log("test.policy_widened", "policy")
    services.recipients.save(ghn, RecipientForm(GHN, CARRIER, fields=EVERYTHING, preset="ghn"))
    assert refused(services, entry(agreed, ghn, TODAY, fields=("email",))) == (
        "Email: The consent of 14/11/2026 did not cover this yet. Ask the customer and record the answer.", "email",
    )  # fmt: skip
    say(services, agreed, TODAY)
    assert give(services, agreed, ghn, fields=("email",)).fields == ("email",)


def test_what_a_carriers_own_list_leaves_out_is_refused(services, agreed, ghn):
    services.recipients.save(ghn, RecipientForm(GHN, CARRIER, fields=("name", "phone"), preset="ghn"))
    assert refused(services, entry(agreed, ghn, TODAY)) == (
        "Address: This recipient's own list does not hold it. Leave it out, or change the recipient's list.", "address",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        (
            RestrictionKind.PROCESSING,
            (
                "The customer asked that the data be kept and used for nothing."
                " Only the customer can lift it; a law that is named or an agency's letter goes before it.",
                "",
            ),
        ),
        (
            RestrictionKind.NOT_TO_RECIPIENT,
            (
                "The customer asked that this recipient get nothing."
                " Choose another recipient, or ask the customer to take it back.",
                "recipient",
            ),
        ),
        (
            RestrictionKind.HIDE_ADDRESS,
            (
                "Address: The customer asked that the address go to nobody."
                " Let the customer fetch it, or ask them to take it back.",
                "address",
            ),
        ),
    ],
)
def test_the_customers_own_wish_shuts_the_gate_and_lifting_it_opens_it(services, agreed, ghn, wish, answer):
    wish_id = services.restrictions.add(agreed, wish, ghn if wish is RestrictionKind.NOT_TO_RECIPIENT else None)
    assert refused(services, entry(agreed, ghn, TODAY)) == answer
    services.restrictions.lift(wish_id)
    give(services, agreed, ghn)


def test_a_wish_about_one_carrier_leaves_the_others_open(services, agreed, ghn):
    services.restrictions.add(agreed, RestrictionKind.NOT_TO_RECIPIENT, ghn)
    assert give(services, agreed, carrier(services, "spx")).recipient == "SPX Express"


def test_a_switched_off_recipient_gets_nothing_even_by_law(services, agreed, ghn):
    services.recipients.set_active(ghn, False)
    for ground in (CONSENT, BY_LAW):
        assert refused(services, entry(agreed, ghn, TODAY, ground=ground)) == (
            "This recipient is switched off. Switch the recipient on, or choose another.", "recipient",
        )  # fmt: skip


@pytest.mark.parametrize("missing", ["letter_number", "letter_dated", "letter"])
def test_a_state_request_needs_number_date_and_the_letter_itself(services, hanh, police, missing):
    empty = " " if missing == "letter_number" else None
    assert refused(services, entry(hanh, police, TODAY, ground=replace(by_letter(YESTERDAY), **{missing: empty}))) == (
        "The agency's letter is missing: number, date and the letter itself. Enter number and date and attach the letter.",
        "letter_number",
    )


def test_a_letter_dated_after_the_data_was_given_is_refused(services, hanh, police):
    assert refused(services, entry(hanh, police, YESTERDAY, ground=by_letter(TODAY))) == (
        "The letter is dated after the day on which the data was given.", "letter_dated",
    )  # fmt: skip
    give(services, hanh, police, TODAY, ground=by_letter(TODAY))


def test_a_letter_is_no_ground_for_telling_a_carrier(services, agreed, ghn):
    assert refused(services, entry(agreed, ghn, TODAY, ground=by_letter(YESTERDAY))) == (
        "Only a state agency may ask by an official letter. Choose the agency, or another ground.", "recipient",
    )  # fmt: skip


def test_an_agency_is_not_told_with_the_customers_consent_alone(services, hanh, police):
    assert refused(services, entry(hanh, police, TODAY)) == (
        "A state agency is told only on its letter or where a law requires it."
        " Choose the agency's letter or the law as the ground.",
        "basis",
    )


def test_a_law_has_to_be_named(services, agreed, ghn):
    assert refused(services, entry(agreed, ghn, TODAY, ground=Ground(LegalBasis.LAW, " "))) == (
        "The law that requires it is not named. Name article and law.", "citation",
    )  # fmt: skip


def test_the_need_of_the_service_never_opens_the_gate_to_a_carrier(services, agreed, ghn):
    assert refused(services, entry(agreed, ghn, TODAY, ground=Ground(LegalBasis.SERVICE, LAW))) == (
        "A shipping partner is told only with the customer's consent. Choose consent as the ground.", "basis",
    )  # fmt: skip


def test_the_need_of_the_service_needs_consent_where_no_law_is_named(services, agreed, sender):
    service = Ground(LegalBasis.SERVICE)
    assert refused(services, entry(agreed, sender, TODAY, ground=service))[0].startswith("Consent to this is not on record yet.")
    say(services, agreed, YESTERDAY, kind=PROVIDER)
    assert give(services, agreed, sender, ground=service).misses_notice


@pytest.mark.parametrize("kind", [CARRIER, PROVIDER, RecipientKind.SECURITY_FIRM])
def test_under_the_in_store_rules_nobody_is_told_but_by_law(in_store, kind):
    customer_id, recipient_id = add_customer(in_store), entered(in_store, "Bên nhận", kind)
    for basis in (LegalBasis.CONSENT, LegalBasis.SERVICE):
        assert refused(in_store, entry(customer_id, recipient_id, TODAY, ground=Ground(basis, LAW))) == (
            "The shop's policy gives data to nobody of this kind. Only a law that is named opens it, or a new policy version.",
            "recipient",
        )
    assert give(in_store, customer_id, recipient_id, ground=BY_LAW).basis is LegalBasis.LAW


def test_under_the_in_store_rules_an_agencys_letter_still_opens_the_gate(in_store):
    customer_id, police = add_customer(in_store), entered(in_store, POLICE, AGENCY)
    assert refused(in_store, entry(customer_id, police, TODAY))[1] == "basis"
    assert give(in_store, customer_id, police, ground=by_letter(YESTERDAY)).recipient == POLICE


# ---- what is refused before the gate is asked ----------------------------------------------------------------------------


def test_what_the_shop_does_not_hold_cannot_have_been_given(services, ghn):
    without = add_customer(services, replace(HANH, address=""))
    say(services, without, LAST_WEEK)
    for ground in (CONSENT, BY_LAW):
        assert refused(services, entry(without, ghn, TODAY, ground=ground)) == (
            "The shop does not hold this about the customer, so it cannot have been given.", "address",
        )  # fmt: skip


def test_a_field_that_nobody_knows_is_not_given_even_by_law(services, hanh, ghn):
    assert refused(services, entry(hanh, ghn, TODAY, ground=BY_LAW, fields=("birthday",)))[1] == "birthday"


def test_a_program_called_pdf_is_no_letter(services, hanh, police):
    sentence, _field = refused(services, entry(hanh, police, TODAY, ground=replace(by_letter(TODAY), letter=DISGUISED)))
    assert sentence.startswith("Only photos (JPG, PNG, WEBP) and PDF files can be kept")


def test_a_letter_beside_a_shut_gate_is_not_kept(services, hanh, ghn):
    refused(services, entry(hanh, ghn, TODAY, ground=by_letter(TODAY)))


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"on": TODAY + timedelta(days=1)}, ("This day lies in the future.", "on")),
        ({"fields": ()}, ("Choose what was given.", "fields")),
        ({"purpose": " \n"}, ("Write what for.", "purpose")),
        ({"purpose": "x" * 301}, ("This is longer than 300 characters.", "purpose")),
        ({"order_reference": "x" * 301}, ("This is longer than 300 characters.", "order_reference")),
        ({"ground": Ground(LegalBasis.LAW, "x" * 301)}, ("This is longer than 300 characters.", "citation")),
        ({"ground": replace(CONSENT, letter_number="x" * 301)}, ("This is longer than 300 characters.", "letter_number")),
        ({"notified_on": TODAY}, ("Say both when and how the customer was told.", "notified_on")),
        ({"notified_by": SMS}, ("Say both when and how the customer was told.", "notified_on")),
        ({"notified_on": TODAY + timedelta(days=1), "notified_by": SMS}, ("This day lies in the future.", "notified_on")),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(services, agreed, ghn, more, answer):
    assert refused(services, replace(entry(agreed, ghn, TODAY), **more)) == answer


def test_the_form_shows_the_answer_for_each_field_before_anything_is_saved(services, ghn):
    without = add_customer(services, replace(HANH, address=""))
    say(services, without, LAST_WEEK)
    answers = services.disclosures.verdicts(without, ghn, TODAY, CONSENT)
    assert [(answer.name, answer.is_open, answer.is_held) for answer in answers] == [
        ("Name", True, True), ("Phone number", True, True), ("Address", True, False), ("Email", False, True),
    ]  # fmt: skip
    assert (answers[0].sentence, answers[0].way_out, answers[0].reason) == ("", "", None)
    assert answers[3].sentence == "The shop's policy does not let this kind of recipient have it."
    assert answers[3].way_out == "Leave it out, or publish a new policy version."
    assert answers[3].reason is Refusal.BEYOND_POLICY
    assert services.disclosures.rows() == []


# ---- notice to the customer ----------------------------------------------------------------------------------------------


def test_who_has_to_be_told_follows_from_the_policys_rule(services, agreed, ghn, sender, police):
    say(services, agreed, LAST_WEEK, kind=PROVIDER)
    wants = {
        "consent": give(services, agreed, ghn),
        "service": give(services, agreed, sender, ground=Ground(LegalBasis.SERVICE)),
        "law": give(services, agreed, ghn, ground=BY_LAW),
        "letter": give(services, agreed, police, ground=by_letter(YESTERDAY)),
    }
    assert {ground: found.misses_notice for ground, found in wants.items()} == {
        "consent": True, "service": True, "law": False, "letter": False,
    }  # fmt: skip
    assert services.disclosures.count_missing_notices() == 2
    assert {found.recipient for found in services.disclosures.rows(missing_notice=True)} == {GHN, SENDER}


def test_one_that_was_told_with_the_order_misses_no_notice(services, agreed, ghn):
    found = give(services, agreed, ghn, notified_on=LAST_WEEK, notified_by=AT_ORDER)
    assert (found.misses_notice, found.notified_on, found.notified_by) == (False, LAST_WEEK, AT_ORDER)
    assert services.disclosures.count_missing_notices() == 0


def test_before_the_data_was_given_a_customer_is_told_only_with_the_order(services, agreed, ghn):
    found = give(services, agreed, ghn, YESTERDAY)
    with pytest.raises(UserError) as early:
        services.disclosures.mark_told([found.public_id], LAST_WEEK, SMS)
    assert early.value.message == "The data was given on 20/11/2026; a notice before that day is one made with the order."
    assert early.value.field == "notified_on"
    assert services.disclosures.mark_told([found.public_id], LAST_WEEK, AT_ORDER) == 1
    assert row(services, agreed, found.public_id).notified_on == LAST_WEEK


def test_many_are_marked_as_told_at_once(services, agreed, ghn):
    told = [give(services, agreed, ghn).public_id for _parcel in range(3)]
    left = give(services, agreed, ghn)
    assert services.disclosures.mark_told(told, TODAY, ZALO) == 3
    assert services.disclosures.rows(missing_notice=True) == [left]
    assert {found.notified_by for found in services.disclosures.rows() if found.public_id in told} == {ZALO}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_when_one_of_many_cannot_be_marked_none_is(services, agreed, ghn, place):
    ids = [give(services, agreed, ghn).public_id for _parcel in range(3)]
    services.disclosures.void(ids[place], "Nhập nhầm khách")
    before = services.disclosures.rows()
    with pytest.raises(UserError) as voided:
        services.disclosures.mark_told(ids, TODAY, SMS)
    assert voided.value.message == "This entry was voided; there is nothing to tell."
    assert services.disclosures.rows() == before


def test_one_of_many_given_after_the_notice_leaves_all_of_them_untold(services, agreed, ghn):
    ids = [give(services, agreed, ghn, day).public_id for day in (LAST_WEEK, TODAY)]
    with pytest.raises(UserError):
        services.disclosures.mark_told(ids, YESTERDAY, SMS)
    assert services.disclosures.count_missing_notices() == 2


def test_a_notice_on_record_is_not_written_over(services, agreed, ghn):
    first, second = (give(services, agreed, ghn, YESTERDAY) for _parcel in range(2))
    services.disclosures.mark_told([first.public_id], YESTERDAY, SMS)
    assert services.disclosures.mark_told([first.public_id, second.public_id, second.public_id], TODAY, PHONE) == 1
    kept, settled = (row(services, agreed, found.public_id) for found in (first, second))
    assert (kept.notified_on, kept.notified_by) == (YESTERDAY, SMS)
    assert (settled.notified_on, settled.notified_by) == (TODAY, PHONE)


def test_nobody_was_told_tomorrow(services, agreed, ghn):
    found = give(services, agreed, ghn)
    with pytest.raises(UserError) as future:
        services.disclosures.mark_told([found.public_id], TODAY + timedelta(days=1), SMS)
    assert (future.value.message, future.value.field) == ("This day lies in the future.", "notified_on")


# ---- voiding -------------------------------------------------------------------------------------------------------------


def test_a_wrong_entry_is_voided_with_its_reason_and_stays_readable(services, agreed, ghn):
    found = give(services, agreed, ghn, order_reference="DH-7")
    services.disclosures.void(found.public_id, "  Nhập nhầm khách ")
    voided = row(services, agreed, found.public_id)
    assert voided == replace(found, misses_notice=False, is_void=True, void_reason="Nhập nhầm khách")
    assert services.disclosures.count_missing_notices() == 0


def test_an_entry_is_voided_once(services, agreed, ghn):
    found = give(services, agreed, ghn)
    services.disclosures.void(found.public_id, "Nhập nhầm khách")
    with pytest.raises(UserError) as twice:
        services.disclosures.void(found.public_id, "Lý do khác")
    assert twice.value.message == "This entry was voided already."
    assert row(services, agreed, found.public_id).void_reason == "Nhập nhầm khách"


@pytest.mark.parametrize(
    ("reason", "sentence"), [(" ", "Say why this entry is wrong."), ("x" * 301, "This is longer than 300 characters.")]
)
def test_without_a_reason_that_can_be_kept_nothing_is_voided(services, agreed, ghn, reason, sentence):
    found = give(services, agreed, ghn)
    with pytest.raises(UserError) as refusal:
        services.disclosures.void(found.public_id, reason)
    assert (refusal.value.message, refusal.value.field) == (sentence, "void_reason")
    assert not row(services, agreed, found.public_id).is_void


def test_nothing_is_entered_about_a_record_that_was_merged_away(services, agreed, ghn):
    other = add_customer(services, replace(HANH, phone="0912 003 366", email=""))
    services.merging.merge(other, agreed)
    assert "merged into another" in refused(services, entry(agreed, ghn, TODAY))[0]
