"""Extra fields: only those the policy names, only with the customer's consent, and gone when it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest

from desktop.errors import UserError
from desktop.models.choices import ConsentDecision, RecipientKind
from desktop.services.customers import CustomerDetails
from tests.builders import HANH, add_customer
from tests.services.asking import BIRTHDAY, CARRIERS, GIVEN, NEWS, REFUSED, WITHDRAWN, name_birthday, new_version, say, states
from tests.services.giving import LABEL, entered, give

BORN = "12/05/1990"


@pytest.fixture
def shop(services, clock):
    """A shop whose policy names birthdays too."""
    name_birthday(services, clock)
    return services


def _held(services, customer_id: int) -> dict[str, str]:
    return {extra.name: extra.value for extra in services.extras.fields(customer_id)}


def _with_birthday(services, details: CustomerDetails = HANH, value: str = BORN) -> int:
    """A customer who agreed to have their birthday kept."""
    customer_id = add_customer(services, details)
    say(services, customer_id, **{BIRTHDAY: GIVEN})
    services.extras.save(customer_id, "birthday", value)
    return customer_id


def _refusal(services, customer_id: int, value: str, field: str = "birthday") -> UserError:
    with pytest.raises(UserError) as refused:
        services.extras.save(customer_id, field, value)
    return refused.value


def test_no_extra_field_exists_but_from_the_policy(services):
    customer_id = add_customer(services)
    assert services.extras.fields(customer_id) == []
    refused = _refusal(services, customer_id, BORN)
    assert (refused.message, refused.field) == ("The policy does not name this field.", "birthday")


def test_an_extra_field_is_held_only_once_the_customer_agreed_to_it(shop):
    customer_id = add_customer(shop)
    (field,) = shop.extras.fields(customer_id)
    assert (field.name, field.value, field.is_agreed) == ("Birthday", "", False)
    assert states(shop, customer_id)[BIRTHDAY] is None
    for decisions in ({}, {NEWS: GIVEN}, {BIRTHDAY: REFUSED}):
        if decisions:
            say(shop, customer_id, **decisions)
        assert _refusal(shop, customer_id, BORN).message == "Record the customer's consent to “Birthday” first."
    say(shop, customer_id, **{BIRTHDAY: GIVEN})
    shop.extras.save(customer_id, "birthday", f"  {normalize('NFD', 'mười hai tháng năm')} \r\n")
    (field,) = shop.extras.fields(customer_id)
    assert (field.value, field.is_agreed) == ("mười hai tháng năm", True)


def test_a_value_is_changed_and_taken_away(shop):
    customer_id = _with_birthday(shop)
    shop.extras.save(customer_id, "birthday", "13/05/1990")
    assert _held(shop, customer_id) == {"Birthday": "13/05/1990"}
    shop.extras.save(customer_id, "birthday", "  ")
    assert _held(shop, customer_id) == {"Birthday": ""}


def test_a_value_that_is_too_long_is_refused_and_the_old_one_stays(shop):
    customer_id = _with_birthday(shop)
    assert _refusal(shop, customer_id, "x" * 501).message == "This is longer than 500 characters."
    assert _held(shop, customer_id) == {"Birthday": BORN}


@pytest.mark.parametrize("decision", [WITHDRAWN, REFUSED])
def test_the_value_goes_with_the_consent(shop, decision: ConsentDecision):
    customer_id = _with_birthday(shop)
    public_id = shop.customers.page(customer_id).public_id
    say(shop, customer_id, **{BIRTHDAY: decision})
    assert _held(shop, customer_id) == {"Birthday": ""}
    assert shop.audit.about(public_id)[0].action == "customer.extra_removed"
    say(shop, customer_id, **{BIRTHDAY: GIVEN})
    assert _held(shop, customer_id) == {"Birthday": ""}


def test_a_refusal_from_before_the_consent_takes_nothing_away(shop, clock):
    customer_id = add_customer(shop)
    clock.move(days=5)
    say(shop, customer_id, **{BIRTHDAY: GIVEN})
    shop.extras.save(customer_id, "birthday", BORN)
    say(shop, customer_id, date(2026, 11, 23), **{BIRTHDAY: REFUSED})
    assert _held(shop, customer_id) == {"Birthday": BORN}


def test_withdrawing_something_else_leaves_the_value(shop):
    customer_id = _with_birthday(shop)
    say(shop, customer_id, **{NEWS: GIVEN})
    say(shop, customer_id, **{NEWS: WITHDRAWN})
    assert _held(shop, customer_id) == {"Birthday": BORN}


def test_what_a_later_policy_names_no_more_is_still_shown_and_can_only_be_taken_away(shop, clock):
    customer_id = _with_birthday(shop)
    other = add_customer(shop, CustomerDetails("Lê Y"))
    first = shop.policies.versions()[-1]
    new_version(shop, clock, fields=first.fields, sharing=first.sharing)
    (field,) = shop.extras.fields(customer_id)
    assert (field.name, field.value, field.is_agreed) == ("Birthday", BORN, False)
    assert shop.extras.fields(other) == []
    assert _refusal(shop, customer_id, "13/05/1990").message == "The policy does not name this field."
    shop.extras.save(customer_id, "birthday", "")
    assert shop.extras.fields(customer_id) == []


def test_a_merge_brings_the_value_and_its_consent_along_and_parting_takes_them_back(shop):
    kept = add_customer(shop, CustomerDetails("Chị Hạnh"))
    absorbed = _with_birthday(shop)
    merge_id = shop.merging.merge(kept, absorbed)
    (field,) = shop.extras.fields(kept)
    assert (field.value, field.is_agreed) == (BORN, True)
    shop.merging.undo(merge_id)
    assert (_held(shop, kept), _held(shop, absorbed)) == ({"Birthday": ""}, {"Birthday": BORN})


def test_the_kept_record_keeps_its_own_value_in_a_merge(shop):
    kept = _with_birthday(shop, CustomerDetails("Chị Hạnh"), "01/01/1991")
    absorbed = _with_birthday(shop)
    merge_id = shop.merging.merge(kept, absorbed)
    assert _held(shop, kept) == {"Birthday": "01/01/1991"}
    shop.merging.undo(merge_id)
    assert _held(shop, absorbed) == {"Birthday": BORN}


def _told_birthday(shop, clock) -> int:
    """A customer whose birthday a carrier was given."""
    sharing = shop.policies.versions()[0].sharing
    wider = tuple(
        replace(row, fields=(*row.fields, "birthday")) if row.kind is RecipientKind.SHIPPING_PARTNER else row for row in sharing
    )
    new_version(shop, clock, sharing=wider)
    customer_id = _with_birthday(shop)
    say(shop, customer_id, **{CARRIERS: GIVEN})
    florist = entered(shop, "Hoa Giao Tận Nhà", RecipientKind.SHIPPING_PARTNER, (*LABEL, "birthday"))
    give(shop, customer_id, florist, fields=("name", "birthday"))
    return customer_id


@pytest.mark.parametrize("change", ["corrected", "taken away", "withdrawn"])
def test_whoever_was_given_the_value_is_to_be_told_when_it_changes(shop, clock, change):
    customer_id = _told_birthday(shop, clock)
    shop.extras.save(customer_id, "birthday", BORN)
    assert shop.recipient_tasks.open_rows() == []
    if change == "withdrawn":
        say(shop, customer_id, **{BIRTHDAY: WITHDRAWN})
    else:
        shop.extras.save(customer_id, "birthday", "13/05/1990" if change == "corrected" else "")
    (task,) = shop.recipient_tasks.open_rows()
    assert (task.recipient, task.fields) == ("Hoa Giao Tận Nhà", ("birthday",))


def test_nothing_is_kept_about_a_record_that_was_merged_away(shop):
    kept, absorbed = add_customer(shop), _with_birthday(shop, CustomerDetails("Chị Hạnh"))
    shop.merging.merge(kept, absorbed)
    assert "merged into another" in _refusal(shop, absorbed, "13/05/1990").message
