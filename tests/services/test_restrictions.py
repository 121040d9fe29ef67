"""The customer's stricter wishes: recorded with their last day, lifted, united by a merge, obeyed by gate and list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.errors import UserError
from desktop.models.choices import RestrictionKind
from desktop.models.gate import Refusal
from desktop.services.customers import CustomerDetails
from tests.builders import add_customer
from tests.services.asking import CARRIERS, GIVEN, say
from tests.services.giving import CONSENT, GHN, carrier

Kind = RestrictionKind


def _kinds(services, customer_id: int) -> list[RestrictionKind]:
    return [row.kind for row in services.restrictions.rows(customer_id)]


def _gate(services, customer_id: int, recipient: int) -> dict[str, Refusal | None]:
    """The gate's answer for what stands on a label."""
    verdicts = services.disclosures.verdicts(customer_id, recipient, services.office.today(), CONSENT)
    return {verdict.field: verdict.reason for verdict in verdicts if verdict.field != "email"}


def _refusal(services, customer_id: int, kind: RestrictionKind, **more: object) -> UserError:
    before = services.restrictions.rows(customer_id)
    with pytest.raises(UserError) as refused:
        services.restrictions.add(customer_id, kind, **more)
    assert services.restrictions.rows(customer_id) == before
    return refused.value


def test_a_wish_is_recorded_with_whom_since_when_until_when_and_why(services, clock):
    customer_id, ghn, ends = add_customer(services), carrier(services), clock.today + timedelta(days=30)
    services.restrictions.add(customer_id, Kind.NOT_TO_RECIPIENT, ghn, ends, " người giao gọi lúc nửa đêm ")
    services.restrictions.add(customer_id, Kind.NO_CALLS)
    first, second = services.restrictions.rows(customer_id)
    assert (first.kind, first.recipient, first.since, first.until) == (Kind.NOT_TO_RECIPIENT, GHN, clock.today, ends)
    assert first.note == "người giao gọi lúc nửa đêm"
    assert (second.kind, second.recipient, second.until, second.note) == (Kind.NO_CALLS, "", None, "")
    (hit,) = services.customers.search("3365")
    assert hit.is_restricted


def test_a_wish_holds_through_its_last_day(services, clock):
    customer_id = add_customer(services)
    services.restrictions.add(customer_id, Kind.NO_CALLS, until=clock.today)
    assert _kinds(services, customer_id) == [Kind.NO_CALLS]
    clock.move(days=1)
    assert _kinds(services, customer_id) == []
    assert not services.customers.search("3365")[0].is_restricted


def test_a_wish_that_was_lifted_holds_no_more_and_can_be_made_again(services):
    customer_id = add_customer(services)
    wish = services.restrictions.add(customer_id, Kind.PROCESSING)
    services.restrictions.lift(wish)
    assert _kinds(services, customer_id) == []
    assert not services.customers.search("3365")[0].is_restricted
    assert [line.action for line in services.audit.about(wish)] == ["restriction.lifted", "restriction.added"]
    services.restrictions.add(customer_id, Kind.PROCESSING)
    assert _kinds(services, customer_id) == [Kind.PROCESSING]


def test_a_wish_that_has_ended_is_not_lifted_once_more(services, clock):
    customer_id = add_customer(services)
    lifted = services.restrictions.add(customer_id, Kind.NO_CALLS)
    services.restrictions.lift(lifted)
    ended = services.restrictions.add(customer_id, Kind.HIDE_ADDRESS, until=clock.today)
    clock.move(days=9)
    for wish in (lifted, ended):
        with pytest.raises(UserError) as refused:
            services.restrictions.lift(wish)
        assert refused.value.message == "This wish has ended already."


def test_what_cannot_be_wished_is_refused_in_words(services, clock):
    customer_id, ghn = add_customer(services), carrier(services)
    services.restrictions.add(customer_id, Kind.NO_PROMOTIONS)
    services.restrictions.add(customer_id, Kind.NOT_TO_RECIPIENT, ghn)
    refusals = [
        (_refusal(services, customer_id, Kind.NO_PROMOTIONS), "", "This wish is on record already."),
        (_refusal(services, customer_id, Kind.NOT_TO_RECIPIENT, recipient_id=ghn), "", "This wish is on record already."),
        (_refusal(services, customer_id, Kind.NOT_TO_RECIPIENT), "recipient", "Choose the recipient who is to get nothing."),
        (_refusal(services, customer_id, Kind.NO_CALLS, until=clock.today - timedelta(days=1)), "until", "This day has passed."),
        (_refusal(services, customer_id, Kind.NO_CALLS, note="x" * 501), "note", "This is longer than 500 characters."),
    ]
    for refused, field, sentence in refusals:
        assert (refused.message, refused.field) == (sentence, field)


def test_two_recipients_are_two_wishes(services):
    customer_id = add_customer(services)
    for preset in ("ghn", "viettel_post"):
        services.restrictions.add(customer_id, Kind.NOT_TO_RECIPIENT, carrier(services, preset))
    assert sorted(row.recipient for row in services.restrictions.rows(customer_id)) == [GHN, "Viettel Post"]


def test_a_merge_unites_the_wishes_and_parting_takes_them_apart(services):
    kept, absorbed = add_customer(services), add_customer(services, CustomerDetails("Chị Hạnh", "0912 003 377"))
    services.restrictions.add(kept, Kind.NO_CALLS)
    services.restrictions.add(absorbed, Kind.NO_PROMOTIONS)
    services.restrictions.add(absorbed, Kind.NO_CALLS)
    merge_id = services.merging.merge(kept, absorbed)
    assert set(_kinds(services, kept)) == {Kind.NO_CALLS, Kind.NO_PROMOTIONS}
    services.merging.undo(merge_id)
    assert (_kinds(services, kept), _kinds(services, absorbed)) == ([Kind.NO_CALLS], [Kind.NO_PROMOTIONS, Kind.NO_CALLS])


def test_nothing_is_wished_for_a_record_that_was_merged_away(services):
    kept, absorbed = add_customer(services), add_customer(services, CustomerDetails("Chị Hạnh"))
    services.merging.merge(kept, absorbed)
    assert "merged into another" in _refusal(services, absorbed, Kind.NO_CALLS).message


def test_the_gate_obeys_each_wish_while_it_holds(services):
    customer_id, ghn, viettel = add_customer(services), carrier(services), carrier(services, "viettel_post")
    say(services, customer_id, **{CARRIERS: GIVEN})
    free = {"name": None, "phone": None, "address": None}
    expected = [
        (Kind.NO_CALLS, None, free, free),
        (Kind.NO_PROMOTIONS, None, free, free),
        (Kind.NOT_TO_RECIPIENT, ghn, dict.fromkeys(free, Refusal.WISH_RECIPIENT), free),
        (Kind.HIDE_ADDRESS, None, free | {"address": Refusal.ADDRESS_HIDDEN}, free | {"address": Refusal.ADDRESS_HIDDEN}),
        (Kind.PROCESSING, None, dict.fromkeys(free, Refusal.RESTRICTED), dict.fromkeys(free, Refusal.RESTRICTED)),
    ]
    for kind, recipient, to_ghn, to_viettel in expected:
        wish = services.restrictions.add(customer_id, kind, recipient)
        assert (_gate(services, customer_id, ghn), _gate(services, customer_id, viettel)) == (to_ghn, to_viettel), kind
        services.restrictions.lift(wish)
    assert _gate(services, customer_id, ghn) == free
