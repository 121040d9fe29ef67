"""Two records of one person become one: everything moves, the stricter wins, and both can be parted exactly."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.i18n import noon
from desktop.models.choices import Channel, ConsentDecision, Direction, HoldKind, RequestKind, RestrictionKind, TellingMeans
from desktop.models.consent import Hold
from desktop.models.customer import CustomerMerge
from desktop.services.customers import CustomerDetails
from desktop.services.incident_views import IncidentForm
from desktop.services.merging import part
from desktop.services.office import new_id
from tests.builders import HANH, add_customer, intake
from tests.services import giving, requests
from tests.services.asking import BIRTHDAY, GIVEN, NEWS, REFUSED, WITHDRAWN, name_birthday, new_version, say, states

BLANKS = CustomerDetails("Nguyễn Hạnh", "0912 003 366")
FULLER = CustomerDetails("Chị Hạnh", "0912 003 377", "hanh2@example.com", "15 Hoa Mai", "Khách sỉ", "Giảm 7 %")


@pytest.fixture
def pair(services) -> tuple[int, int]:
    """A record with blanks, and a fuller one of the same person with a contact, a complaint, a restriction and a hold."""
    kept, absorbed = add_customer(services, BLANKS), add_customer(services, FULLER)
    services.customers.log_contact(absorbed, noon(date(2026, 10, 3)), Direction.FROM_CUSTOMER, Channel.PHONE, "hỏi hàng")
    services.complaints.receive(intake(date(2026, 11, 2), absorbed))
    with services.office.writing() as work:
        work.session.add(
            Hold(public_id=new_id(), kind=HoldKind.LAW, customer_id=absorbed, since=date(2026, 11, 1), reason="Yêu cầu của tòa")
        )
        work.log("test.row_added", "row")
    services.restrictions.add(absorbed, RestrictionKind.NO_CALLS)
    return kept, absorbed


def _say(services, customer_id: int, decision: ConsentDecision, on: date) -> None:
    """A decision about news; what is withdrawn was given before."""
    if decision is WITHDRAWN:
        say(services, customer_id, on, **{NEWS: GIVEN})
    say(services, customer_id, on, **{NEWS: decision})


def _standing(services, customer_id: int) -> ConsentDecision | None:
    return states(services, customer_id)[NEWS]


def _kinds(services, customer_id: int) -> list[RestrictionKind]:
    return [row.kind for row in services.restrictions.rows(customer_id)]


def test_everything_moves_and_blanks_are_filled(services, pair):
    kept, absorbed = pair
    preview = services.merging.preview(kept, absorbed)
    merge_id = services.merging.merge(kept, absorbed)
    page = services.customers.page(kept)
    assert page.details == preview.result == replace(FULLER, name=BLANKS.name, phone="0912003366")
    assert preview.moving == 5
    assert [contact.note for contact in page.contacts] == ["KN-2026-0001", "hỏi hàng"]
    assert [row.number for row in page.complaints] == ["KN-2026-0001"]
    assert (_kinds(services, kept), page.on_hold) == ([RestrictionKind.NO_CALLS], True)
    assert (page.merge_id, page.merged_name) == (merge_id, FULLER.name)
    assert services.complaints.page(1).row.person.name == BLANKS.name


def test_a_preview_changes_nothing(services, pair):
    before = [services.customers.page(customer_id) for customer_id in pair]
    services.merging.preview(*pair)
    assert [services.customers.page(customer_id) for customer_id in pair] == before


def test_the_merged_record_vanishes_from_search_and_count(services, pair):
    kept, absorbed = pair
    services.merging.merge(kept, absorbed)
    assert {hit.id for typed in ("", "hanh", "3366", "hanh2@example.com") for hit in services.customers.search(typed)} == {kept}
    assert services.customers.count() == 1


def test_the_number_of_the_merged_record_still_finds_the_person(services, pair):
    kept, absorbed = pair
    services.merging.merge(kept, absorbed)
    assert [hit.id for hit in services.customers.search("3377")] == [kept]


@pytest.mark.parametrize(
    ("ours", "theirs", "wins"),
    [
        (REFUSED, GIVEN, REFUSED),
        (GIVEN, REFUSED, REFUSED),
        (WITHDRAWN, GIVEN, WITHDRAWN),
        (GIVEN, WITHDRAWN, WITHDRAWN),
        (GIVEN, GIVEN, GIVEN),
        (None, REFUSED, REFUSED),
        (REFUSED, None, REFUSED),
    ],
)
def test_a_refusal_wins_whenever_it_was_said(services, pair, ours, theirs, wins):
    decisions = dict(zip(pair, (ours, theirs), strict=True))
    for day, (customer_id, decision) in enumerate(decisions.items(), start=1):
        if decision:
            _say(services, customer_id, decision, date(2026, 11, day))
    disagree = None not in (ours, theirs) and ours != theirs
    assert services.merging.preview(*pair).stricter == int(disagree)
    merge_id = services.merging.merge(*pair)
    assert _standing(services, pair[0]) is wins
    services.merging.undo(merge_id)
    assert {customer_id: _standing(services, customer_id) for customer_id in pair} == decisions


def test_parting_restores_both_records_exactly(services, pair):
    before = [services.customers.page(customer_id) for customer_id in pair]
    services.merging.undo(services.merging.merge(*pair))
    assert [services.customers.page(customer_id) for customer_id in pair] == before
    assert [_kinds(services, customer_id) for customer_id in pair] == [[], [RestrictionKind.NO_CALLS]]
    assert {hit.id for hit in services.customers.search("hanh")} == set(pair)
    assert services.complaints.page(1).row.person.name == FULLER.name


def test_records_are_parted_once(services, pair):
    merge_id = services.merging.merge(*pair)
    services.merging.undo(merge_id)
    for unknown in (merge_id, "no such merge"):
        with pytest.raises(UserError) as refused:
            services.merging.undo(unknown)
        assert "parted already" in refused.value.message


def test_what_was_added_and_changed_since_stays_with_the_kept_record(services, pair):
    kept, absorbed = pair
    merge_id = services.merging.merge(kept, absorbed)
    services.customers.log_contact(kept, noon(date(2026, 11, 20)), Direction.FROM_CUSTOMER, Channel.ZALO, "sau khi gộp")
    corrected = replace(services.customers.page(kept).details, name="Nguyễn Thị Hạnh")
    services.customers.edit(kept, corrected)
    services.merging.undo(merge_id)
    page = services.customers.page(kept)
    assert [contact.note for contact in page.contacts] == ["sau khi gộp"]
    assert page.details == replace(BLANKS, name="Nguyễn Thị Hạnh", phone="0912003366")
    assert services.customers.page(absorbed).details == replace(FULLER, phone="0912003377")


def test_a_record_is_not_merged_with_itself_or_with_one_that_is_gone(services, pair):
    kept, absorbed = pair
    for one, other in ((kept, kept), (kept, 99), (99, kept)):
        with pytest.raises(UserError) as refused:
            services.merging.merge(one, other)
        assert refused.value.message == "Choose two different customers."
    services.merging.merge(kept, absorbed)
    third = add_customer(services, HANH)
    for one, other in ((kept, absorbed), (absorbed, third), (third, absorbed)):
        with pytest.raises(UserError):
            services.merging.merge(one, other)


def test_an_earlier_merge_is_not_parted_while_its_record_is_merged_into_another(services, pair):
    kept, absorbed = pair
    first = services.merging.merge(kept, absorbed)
    third = add_customer(services, HANH)
    second = services.merging.merge(third, kept)
    with pytest.raises(UserError):
        services.merging.undo(first)
    services.merging.undo(second)
    services.merging.undo(first)
    assert {hit.id for hit in services.customers.search("hanh")} == {kept, absorbed, third}


def test_the_newest_merge_of_a_record_is_parted_first(services, pair):
    kept, absorbed = pair
    third = add_customer(services, HANH)
    first, second = services.merging.merge(kept, absorbed), services.merging.merge(kept, third)
    before = services.customers.page(kept)
    with pytest.raises(UserError) as refused:
        services.merging.undo(first)
    assert refused.value.message == "Another record was merged into this one since. Part the newest first."
    assert services.customers.page(kept) == before
    assert before.merge_id == second
    services.merging.undo(second)
    assert services.customers.page(kept).merge_id == first
    services.merging.undo(first)
    assert {hit.id for hit in services.customers.search("hanh")} == {kept, absorbed, third}


def test_a_parted_merge_holds_nothing_of_either_record(services, pair):
    first = services.merging.merge(*pair)
    second = services.merging.merge(pair[0], add_customer(services, HANH))
    services.merging.undo(second)
    services.merging.undo(first)
    with services.office.reading() as session:
        merges = session.scalars(select(CustomerMerge)).all()
        assert [(merge.survivor_before, merge.moved) for merge in merges] == [("{}", "{}")] * 2


# ---- the wish to be deleted -------------------------------------------------------------------------------------------------


def _wishes(services, *customers: int) -> list[date | None]:
    return [services.customers.page(customer_id).asked_deletion_on for customer_id in customers]


@pytest.mark.parametrize("own", [None, date(2026, 11, 5)], ids=["asked under the other alone", "asked under both"])
def test_a_wish_taken_back_after_the_merge_comes_back_at_neither_record(services, pair, own):
    kept, absorbed = pair
    services.erasures.note_wish(absorbed, date(2026, 11, 3))
    if own:
        services.erasures.note_wish(kept, own)
    merge_id = services.merging.merge(*pair)
    assert _wishes(services, kept) == [date(2026, 11, 3)]
    services.erasures.take_back_wish(kept)
    services.merging.undo(merge_id)
    assert _wishes(services, *pair) == [None, None]
    assert [_kept_until(services, customer_id) for customer_id in pair] == [None, None]


def test_a_wish_entered_after_the_merge_stays_with_the_kept_record(services, pair):
    kept, absorbed = pair
    services.erasures.note_wish(absorbed, date(2026, 11, 3))
    merge_id = services.merging.merge(*pair)
    services.erasures.take_back_wish(kept)
    services.erasures.note_wish(kept, date(2026, 11, 6))
    services.merging.undo(merge_id)
    assert _wishes(services, *pair) == [date(2026, 11, 6), None]


@pytest.mark.parametrize("asked", [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 9), None])
@pytest.mark.parametrize("own", [None, date(2026, 11, 5)])
def test_parted_out_of_order_whoever_is_still_merged_still_asks(services, pair, own, asked):
    """As an erasure that is done again after a restore does it: the older of two merges goes first."""
    kept, absorbed = pair
    third = add_customer(services, HANH)
    for customer_id, day in ((kept, own), (absorbed, date(2026, 11, 3)), (third, asked)):
        if day:
            services.erasures.note_wish(customer_id, day)
    first, second = services.merging.merge(kept, absorbed), services.merging.merge(kept, third)
    with services.office.writing() as work:
        part(work, work.session.scalars(select(CustomerMerge).where(CustomerMerge.public_id == first)).one())
    days = [day for day in (own, asked) if day]
    assert _wishes(services, kept, absorbed) == [min(days, default=None), date(2026, 11, 3)]
    services.merging.undo(second)
    assert _wishes(services, kept, third) == [own, asked]


def test_nobody_is_left_without_a_name_by_a_parting(services):
    """The name from before was blanked with the data of somebody of the same name who was erased."""
    kept, absorbed = add_customer(services, BLANKS), add_customer(services, replace(FULLER, name=BLANKS.name))
    merge_id = services.merging.merge(kept, absorbed)
    with services.office.writing() as work:
        work.session.scalars(select(CustomerMerge)).one().survivor_before = json.dumps(asdict(CustomerDetails()))
        work.log("test.row_changed", "row")
    services.merging.undo(merge_id)
    assert services.customers.page(kept).details.name == BLANKS.name


# ---- what goes on under the merged record -----------------------------------------------------------------------------------


def test_nothing_is_added_to_a_record_that_was_merged_away(services, pair):
    kept, absorbed = pair
    services.merging.merge(kept, absorbed)
    now = noon(date(2026, 11, 20))
    for act in (
        lambda: services.complaints.receive(intake(date(2026, 11, 20), absorbed)),
        lambda: services.customers.edit(absorbed, HANH),
        lambda: services.customers.log_contact(absorbed, now, Direction.FROM_CUSTOMER, Channel.PHONE, ""),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert "merged into another" in refused.value.message


# ---- what the records were under, and extra fields ------------------------------------------------------------------------


def _kept_until(services, customer_id: int) -> date | None:
    return services.customers.page(customer_id).delete_on


def test_one_person_is_under_the_shorter_of_two_retentions(in_store, clock):
    older = add_customer(in_store, BLANKS)
    new_version(in_store, clock, retention_months=24)
    newer = add_customer(in_store, FULLER)
    merge_id = in_store.merging.merge(newer, older)
    assert _kept_until(in_store, newer) == date(2027, 11, 22)
    in_store.merging.undo(merge_id)
    assert (_kept_until(in_store, newer), _kept_until(in_store, older)) == (date(2028, 11, 22), date(2027, 11, 21))


@pytest.mark.parametrize(
    ("ours", "theirs", "months"), [(GIVEN, None, 24), (None, GIVEN, 24), (GIVEN, REFUSED, 12), (REFUSED, GIVEN, 12)]
)
def test_a_longer_retention_needs_a_yes_that_the_other_record_does_not_deny(in_store, clock, ours, theirs, months):
    pair = add_customer(in_store, BLANKS), add_customer(in_store, FULLER)
    new_version(in_store, clock, retention_months=24)
    topic = next(code for code in states(in_store, pair[0]) if code.startswith("terms."))
    for customer_id, decision in zip(pair, (ours, theirs), strict=True):
        if decision:
            say(in_store, customer_id, **{topic: decision})
    before = [_kept_until(in_store, customer_id) for customer_id in pair]
    merge_id = in_store.merging.merge(*pair)
    assert _kept_until(in_store, pair[0]) == date(2026 + months // 12, 11, 21)
    in_store.merging.undo(merge_id)
    assert [_kept_until(in_store, customer_id) for customer_id in pair] == before


@pytest.mark.parametrize("holds", [0, 1], ids=["the kept record", "the absorbed record"])
def test_an_extra_field_that_one_record_refused_is_not_held_by_the_merged_one(services, clock, holds):
    name_birthday(services, clock)
    pair = add_customer(services, BLANKS), add_customer(services, FULLER)
    say(services, pair[holds], **{BIRTHDAY: GIVEN})
    say(services, pair[1 - holds], **{BIRTHDAY: REFUSED})
    services.extras.save(pair[holds], "birthday", "12/05/1990")
    merge_id = services.merging.merge(*pair)
    assert [(extra.value, extra.is_agreed) for extra in services.extras.fields(pair[0])] == [("", False)]
    services.merging.undo(merge_id)
    assert [extra.value for extra in services.extras.fields(pair[holds])] == ["12/05/1990"]
    assert [extra.value for extra in services.extras.fields(pair[1 - holds])] == [""]


# ---- one person once -----------------------------------------------------------------------------------------------------------


def incident(services, *customers: int) -> int:
    """An incident that touched them."""
    page = services.incidents.report(IncidentForm("mất máy tính", services.office.now()))
    services.incident_members.add(page.row.id, customers)
    return page.row.id


TELLINGS = (None, TellingMeans.SMS, "came back")


@pytest.mark.parametrize("ours", TELLINGS)
@pytest.mark.parametrize("theirs", TELLINGS)
def test_whoever_is_in_an_incident_twice_is_in_it_once_and_again_twice_after_the_parting(services, pair, clock, ours, theirs):
    number, members = incident(services, *pair), services.incident_members
    by_customer = {row.customer_id: row.id for row in members.rows(number)}
    for customer, how in zip(pair, (ours, theirs), strict=True):
        if how is not None:
            members.mark_told(number, [by_customer[customer]], clock.today, TellingMeans.SMS)
        if how == "came back":
            members.mark_failed(number, [by_customer[customer]], clock.today)
    before = members.rows(number)
    moving = services.merging.preview(*pair).moving
    merge_id = services.merging.merge(*pair)
    (one,) = members.rows(number)
    assert moving == 5
    assert one.customer_id == pair[0]
    assert (one.told_on is not None) == (TellingMeans.SMS in (ours, theirs))
    assert (one.failed_on is not None) == (ours == theirs == "came back")
    services.merging.undo(merge_id)
    assert members.rows(number) == before


def test_telling_one_person_tells_both_records(services, pair, clock):
    number = incident(services, *pair)
    merge_id = services.merging.merge(*pair)
    assert services.incident_members.counts(number).people == 1
    assert services.incident_papers.member_letters(number).made == 1
    services.incident_members.mark_told(number, None, clock.today, TellingMeans.LETTER)
    services.merging.undo(merge_id)
    counts = services.incident_members.counts(number)
    assert (counts.people, counts.told) == (2, 2)


def test_three_records_in_a_chain_are_one_and_three_again(services, pair, clock):
    third = services.customers.add(CustomerDetails("Hạnh ba", "0912 003 388"))
    number = incident(services, *pair, third)
    before = services.incident_members.rows(number)
    first = services.merging.merge(pair[1], third)
    second = services.merging.merge(*pair)
    assert services.incident_members.counts(number).people == 1
    services.merging.undo(second)
    services.merging.undo(first)
    assert services.incident_members.rows(number) == before


def test_equal_wishes_stand_once_the_one_that_lasts_longer(services, pair, clock):
    kept, _absorbed = pair
    services.restrictions.add(kept, RestrictionKind.NO_CALLS, until=clock.today.replace(year=2027))
    before = [services.restrictions.rows(number) for number in pair]
    merge_id = services.merging.merge(*pair)
    (wish,) = services.restrictions.rows(kept)
    assert wish.until is None
    services.merging.undo(merge_id)
    assert [services.restrictions.rows(number) for number in pair] == before


def test_one_recipient_is_told_once_about_one_person(services, clock):
    kept, absorbed = add_customer(services, BLANKS), add_customer(services, FULLER)
    carrier = giving.carrier(services)
    for customer in (kept, absorbed):
        giving.say(services, customer, clock.today)
        services.customers.edit(customer, replace(services.customers.page(customer).details, address="1 Hoa Mai"))
        giving.give(services, customer, carrier)
        services.customers.edit(customer, replace(services.customers.page(customer).details, address="2 Hoa Mai"))
    before = services.recipient_tasks.open_rows()
    merge_id = services.merging.merge(kept, absorbed)
    assert len(services.recipient_tasks.open_rows()) == 1
    services.merging.undo(merge_id)
    assert sorted(row.public_id for row in services.recipient_tasks.open_rows()) == sorted(row.public_id for row in before)


def test_what_the_one_person_asked_not_to_be_done_holds_for_both_after_the_parting(services, pair, clock):
    say(services, pair[0], **{NEWS: GIVEN})
    say(services, pair[1], **{NEWS: GIVEN})
    merge_id = services.merging.merge(*pair)
    services.restrictions.add(pair[0], RestrictionKind.NO_PROMOTIONS)
    say(services, pair[0], **{NEWS: WITHDRAWN})
    services.merging.undo(merge_id)
    assert all(RestrictionKind.NO_PROMOTIONS in _kinds(services, number) for number in pair)
    assert [_standing(services, number) for number in pair] == [WITHDRAWN, WITHDRAWN]


def test_a_withdrawal_keeps_its_day_through_a_merge(services, pair, clock):
    _say(services, pair[0], WITHDRAWN, date(2026, 11, 3))
    _say(services, pair[1], GIVEN, date(2026, 11, 9))
    services.merging.merge(*pair)
    state = next(state for state in services.consents.states(pair[0]) if state.code == NEWS)
    assert (state.decision, state.since) == (WITHDRAWN, date(2026, 11, 3))


def test_a_refusal_that_is_the_last_word_already_is_not_said_again(services, pair):
    _say(services, pair[0], GIVEN, date(2026, 11, 3))
    _say(services, pair[1], REFUSED, date(2026, 11, 9))
    before = sum(len(services.consents.history(number)) for number in pair)
    services.merging.merge(*pair)
    assert (_standing(services, pair[0]), len(services.consents.history(pair[0]))) == (REFUSED, before)


def test_two_records_that_disagree_in_everything_are_shown_and_chosen_field_by_field(services, clock):
    ours = CustomerDetails("Nguyễn Hạnh", "0912003366", "hanh@example.com", "1 Hoa Mai", "Khách lẻ", "Giảm 3 %")
    theirs = CustomerDetails("Trần Bình", "0912003377", "binh@example.com", "2 Hoa Mai", "Khách sỉ", "Giảm 7 %")
    kept, absorbed = services.customers.add(ours), services.customers.add(theirs)
    for customer in (kept, absorbed):
        requests.known(services, RequestKind.VIEW, customer)
    services.erasures.note_wish(absorbed, clock.today)
    preview = services.merging.preview(kept, absorbed)
    assert preview.conflicts == ("name", "phone", "email", "address", "group_name", "benefit_note")
    assert preview.names_differ and preview.asked_on == clock.today
    assert preview.open_twice == ("YC-2026-0001", "YC-2026-0002")
    merge_id = services.merging.merge(kept, absorbed, frozenset({"phone", "benefit_note"}))
    assert services.customers.page(kept).details == replace(ours, phone="0912003377", benefit_note="Giảm 7 %")
    services.merging.undo(merge_id)
    assert [services.customers.page(number).details for number in (kept, absorbed)] == [ours, theirs]
