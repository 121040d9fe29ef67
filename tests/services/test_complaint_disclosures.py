"""A complaint about a disclosure: the entries it is about, what checking has shown about each, and the reply that names them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.errors import UserError
from desktop.models.choices import ComplaintCategory, Delivery, DisclosureFinding, LegalBasis, LetterKind
from desktop.services.customers import CustomerDetails
from desktop.services.disclosures import DisclosureRow, Ground
from tests.builders import HANH, WORK, add_customer, intake
from tests.services.giving import GHN, LAW, PROVIDER, SENDER, carrier, entered, give, say
from tests.services.helpers import said, send, write_in_english

MADE, NOT_MADE, UNKNOWN = DisclosureFinding.MADE, DisclosureFinding.NOT_MADE, DisclosureFinding.UNKNOWN
TODAY, YESTERDAY, LAST_WEEK = date(2026, 11, 21), date(2026, 11, 20), date(2026, 11, 14)
TAM = CustomerDetails("Đỗ Văn Tâm", "0908 111 222")
GUIDANCE = "chặn số lạ"


@pytest.fixture
def hanh(services) -> int:
    customer_id = add_customer(services)
    say(services, customer_id, LAST_WEEK)
    return customer_id


@pytest.fixture
def entries(services, hanh) -> tuple[DisclosureRow, DisclosureRow]:
    """What a carrier and a sending service were given about the complainant, the older first."""
    first = give(services, hanh, carrier(services), LAST_WEEK, order_reference="DH-15")
    sender = entered(services, SENDER, PROVIDER)
    return first, give(services, hanh, sender, YESTERDAY, fields=("name", "email"), ground=Ground(LegalBasis.SERVICE, LAW))


@pytest.fixture
def complaint(services, hanh, entries) -> int:
    return services.complaints.receive(intake(TODAY, hanh)).row.id


def found(services, complaint_id: int) -> dict[int, tuple[DisclosureFinding | None, date | None]]:
    """Each entry's finding and its day."""
    rows = services.complaint_disclosures.rows(complaint_id)
    return {question.row.id: (question.finding, question.confirmed_on) for question in rows}


def reply(services, complaint_id: int) -> str:
    return said(services.letters.preview_reply(complaint_id, WORK))


# ---- linking and finding ---------------------------------------------------------------------------------------------------


def test_a_complaint_shows_all_entries_about_the_complainant_and_none_of_anybody_else(services, hanh, entries, complaint):
    other = add_customer(services, TAM)
    say(services, other, LAST_WEEK)
    give(services, other, 1, YESTERDAY, fields=("name", "phone"))
    rows = services.complaint_disclosures.rows(complaint)
    assert [question.row for question in rows] == [entries[1], entries[0]]
    assert found(services, complaint) == {entry.id: (None, None) for entry in entries}


def test_somebody_who_is_no_customer_was_told_about_to_nobody(services, entries):
    outsider = services.complaints.receive(intake(TODAY, None, outsider=TAM)).row.id
    assert services.complaint_disclosures.rows(outsider) == []


def test_an_entry_complained_of_is_linked_and_what_was_found_stands_with_its_day(services, entries, complaint, clock):
    first, second = entries
    services.complaint_disclosures.save(complaint, first.id, UNKNOWN)
    assert found(services, complaint) == {first.id: (UNKNOWN, None), second.id: (None, None)}
    clock.move(days=1)
    services.complaint_disclosures.save(complaint, first.id, MADE)
    services.complaint_disclosures.save(complaint, second.id, NOT_MADE)
    assert found(services, complaint) == {first.id: (MADE, clock.today), second.id: (NOT_MADE, clock.today)}


def test_a_finding_said_once_more_keeps_its_day_and_another_one_gets_its_own(services, entries, complaint, clock):
    first = entries[0].id
    services.complaint_disclosures.save(complaint, first, MADE)
    clock.move(days=2)
    services.complaint_disclosures.save(complaint, first, MADE)
    assert found(services, complaint)[first] == (MADE, TODAY)
    services.complaint_disclosures.save(complaint, first, NOT_MADE)
    assert found(services, complaint)[first] == (NOT_MADE, clock.today)
    services.complaint_disclosures.save(complaint, first, UNKNOWN)
    assert found(services, complaint)[first] == (UNKNOWN, None)


def test_a_link_made_by_mistake_is_taken_away(services, entries, complaint):
    for _time in range(2):
        services.complaint_disclosures.save(complaint, entries[0].id, None)
        services.complaint_disclosures.save(complaint, entries[0].id, MADE)
        services.complaint_disclosures.save(complaint, entries[0].id, None)
    assert found(services, complaint)[entries[0].id] == (None, None)


def test_an_entry_that_was_voided_can_still_be_complained_of(services, entries, complaint):
    services.disclosures.void(entries[0].public_id, "Nhập nhầm khách")
    services.complaint_disclosures.save(complaint, entries[0].id, NOT_MADE)
    assert found(services, complaint)[entries[0].id] == (NOT_MADE, TODAY)


def test_another_customers_entry_is_refused(services, complaint):
    other = add_customer(services, TAM)
    say(services, other, LAST_WEEK)
    theirs = give(services, other, 1, fields=("name", "phone"))
    outsider = services.complaints.receive(intake(TODAY, None, outsider=TAM)).row.id
    for complaint_id in (complaint, outsider):
        with pytest.raises(UserError) as refused:
            services.complaint_disclosures.save(complaint_id, theirs.id, MADE)
        assert refused.value.message == "This entry is about another customer."
    assert GHN not in reply(services, complaint)


def test_an_answered_complaint_keeps_its_findings_until_it_is_taken_up_again(services, entries, complaint):
    first = entries[0].id
    services.complaint_disclosures.save(complaint, first, MADE)
    services.complaints.decide(complaint, WORK)
    send(services, complaint)
    for finding in (NOT_MADE, None):
        with pytest.raises(UserError) as refused:
            services.complaint_disclosures.save(complaint, first, finding)
        assert refused.value.message == "This complaint is answered; take it up again to change its findings."
    assert found(services, complaint)[first] == (MADE, TODAY)
    services.complaints.reopen(complaint, "Khách đưa thêm tin nhắn")
    services.complaint_disclosures.save(complaint, first, NOT_MADE)
    assert found(services, complaint)[first] == (NOT_MADE, TODAY)


def test_a_complaint_that_was_withdrawn_takes_no_finding(services, entries, complaint):
    services.complaints.withdraw(complaint, "Khách đổi ý")
    with pytest.raises(UserError):
        services.complaint_disclosures.save(complaint, entries[0].id, MADE)


# ---- the reply ---------------------------------------------------------------------------------------------------------------


def test_the_reply_names_recipient_day_fields_ground_and_finding_of_each_and_the_guidance(services, entries, complaint):
    write_in_english(services)
    services.complaint_disclosures.save(complaint, entries[0].id, MADE)
    services.complaint_disclosures.save(complaint, entries[1].id, NOT_MADE)
    text = reply(services, complaint)
    made = f"- 14/11/2026, to {GHN}: name, phone number, address. Made; ground: the customer's consent. Confirmed on 21/11/2026."
    not_made = f"- 20/11/2026, to {SENDER}: entered in the register, but not made. Confirmed on 21/11/2026."
    assert f"2. Who was told. We have checked our register of who was told about you: {made} {not_made}" in text
    assert text.index(not_made) < text.index("Cause")
    assert "Keeping your data safe" in text
    assert "block the unknown callers" in text


def test_the_reply_names_the_law_and_says_where_checking_could_not_settle_it(services, entries, complaint):
    write_in_english(services)
    services.complaint_disclosures.save(complaint, entries[0].id, UNKNOWN)
    services.complaint_disclosures.save(complaint, entries[1].id, MADE)
    text = reply(services, complaint)
    assert f"- 14/11/2026, to {GHN}: name, phone number, address. Whether it was made could not be settled." in text
    assert f"{SENDER}: name, email. Made; ground: needed for the service, {LAW}. Confirmed on 21/11/2026." in text


def test_a_reply_in_vietnamese_names_them_in_vietnamese_whatever_the_screen_speaks(services, entries, complaint):
    services.complaint_disclosures.save(complaint, entries[0].id, MADE)
    text = reply(services, complaint)
    for part in ("Việc cung cấp thông tin", GHN, "14/11/2026", "họ tên, số điện thoại, địa chỉ", "21/11/2026", GUIDANCE):
        assert part in text, part
    assert "phone number" not in text
    assert SENDER not in text


def test_with_none_linked_the_reply_has_no_such_part_but_still_the_guidance(services, entries, complaint):
    text = reply(services, complaint)
    assert "sổ cung cấp thông tin" not in text
    assert GHN not in text
    assert GUIDANCE in text


def test_a_complaint_about_something_else_may_link_entries_and_brings_no_guidance(services, hanh, entries):
    about = intake(TODAY, hanh, category=ComplaintCategory.BEYOND_SCOPE)
    complaint_id = services.complaints.receive(about).row.id
    services.complaint_disclosures.save(complaint_id, entries[0].id, MADE)
    text = reply(services, complaint_id)
    assert GHN in text
    assert GUIDANCE not in text


def test_a_reply_that_was_made_before_a_finding_changed_is_not_sent(services, entries, complaint):
    services.complaint_disclosures.save(complaint, entries[0].id, MADE)
    services.complaints.decide(complaint, WORK)
    letter_id = services.letters.issue(complaint, LetterKind.REPLY)
    services.complaint_disclosures.save(complaint, entries[0].id, MADE)
    services.complaint_disclosures.save(complaint, entries[1].id, UNKNOWN)
    with pytest.raises(UserError) as stale:
        services.letters.mark_sent(letter_id, TODAY, Delivery.HANDED_OVER)
    assert "Print the letter again" in stale.value.message
    letter_id = services.letters.issue(complaint, LetterKind.REPLY)
    assert SENDER in said(services.letters.pdf(letter_id))
    services.letters.mark_sent(letter_id, TODAY, Delivery.HANDED_OVER)


def test_the_same_finding_once_more_leaves_the_reply_fit_to_be_sent(services, entries, complaint):
    services.complaint_disclosures.save(complaint, entries[0].id, MADE)
    services.complaints.decide(complaint, WORK)
    letter_id = services.letters.issue(complaint, LetterKind.REPLY)
    services.complaint_disclosures.save(complaint, entries[0].id, MADE)
    services.letters.mark_sent(letter_id, TODAY, Delivery.HANDED_OVER)


# ---- merging -----------------------------------------------------------------------------------------------------------------


def test_links_follow_a_merge_and_are_there_again_when_the_records_are_parted(services, hanh, entries, complaint):
    services.complaint_disclosures.save(complaint, entries[0].id, MADE)
    kept = add_customer(services, replace(HANH, name="Chị Hạnh", phone="0912 003 366", email=""))
    merge_id = services.merging.merge(kept, hanh)
    assert found(services, complaint)[entries[0].id] == (MADE, TODAY)
    assert GHN in reply(services, complaint)
    services.merging.undo(merge_id)
    assert found(services, complaint)[entries[0].id] == (MADE, TODAY)
    assert GHN in reply(services, complaint)


def test_after_a_parting_a_reply_names_no_entry_about_the_other_person(services, hanh, entries):
    kept = add_customer(services, replace(HANH, name="Chị Hạnh", phone="0912 003 366", email=""))
    theirs = services.complaints.receive(intake(TODAY, kept)).row.id
    merge_id = services.merging.merge(kept, hanh)
    services.complaint_disclosures.save(theirs, entries[0].id, MADE)
    assert GHN in reply(services, theirs)
    services.merging.undo(merge_id)
    assert services.complaint_disclosures.rows(theirs) == []
    assert GHN not in reply(services, theirs)
