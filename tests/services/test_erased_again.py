"""Somebody erased at their own request is recognised by phone or email, and entered anew only where they came back by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails, DuplicateFound, ErasedBefore
from desktop.services.erasures import Chosen
from desktop.services.opening import ShopFolder
from tests import builders
from tests.builders import HANH
from tests.conftest import Clock
from tests.services.helpers import reopened

TAM = CustomerDetails("Lê Minh Tâm", "0977 013 365", "tam@example.com")


@pytest.fixture
def gone(services: Services) -> Services:
    """Hạnh asked for deletion and was erased today."""
    erase(services, builders.add_customer(services))
    return services


def erase(services: Services, customer_id: int) -> None:
    services.erasures.note_wish(customer_id, services.office.today())
    assert services.erasures.erase(Chosen((customer_id,))).erased == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (CustomerDetails("Somebody", "+84 912.003.365"), "phone"),
        (CustomerDetails("Somebody", "", "HANH@Example.com"), "email"),
        (CustomerDetails("Somebody", "0912003365", "hanh@example.com"), "phone"),
    ],
)
def test_phone_and_email_are_recognised_however_they_are_typed(gone, typed, field):
    with pytest.raises(ErasedBefore, match="was done on 21/11/2026") as problem:
        gone.customers.add(typed)
    assert problem.value.field == field
    assert gone.customers.count() == 0


def test_name_and_address_alone_say_nothing(gone):
    assert gone.customers.add(replace(HANH, phone="", email=""))


def test_whoever_comes_back_by_themselves_is_entered_anew_and_logged(gone):
    customer_id = gone.customers.add(HANH, new_relationship=True)
    page = gone.customers.page(customer_id)
    assert page.asked_deletion_on is None
    assert "customer.entered_anew" in [entry.action for entry in gone.audit.about(page.public_id)]


def test_a_new_customer_is_not_logged_as_come_back(gone):
    page = gone.customers.page(gone.customers.add(TAM, new_relationship=True))
    assert [entry.action for entry in gone.audit.about(page.public_id)] == ["customer.added"]


def test_a_changed_number_is_looked_at_and_an_unchanged_one_is_not(gone):
    tam, back = gone.customers.add(TAM), gone.customers.add(HANH, new_relationship=True)
    gone.customers.edit(back, replace(HANH, address="99 Phù Đổng"))
    with pytest.raises(ErasedBefore):
        gone.customers.edit(tam, replace(TAM, phone=HANH.phone), even_if_known=True)
    assert gone.customers.page(tam).details.phone == "0977013365"
    gone.customers.edit(tam, replace(TAM, phone=HANH.phone), even_if_known=True, new_relationship=True)
    assert gone.customers.page(tam).details.phone == "0912003365"


def test_who_is_in_the_register_again_is_offered_first(gone):
    gone.customers.add(HANH, new_relationship=True)
    with pytest.raises(DuplicateFound):
        gone.customers.add(HANH)
    with pytest.raises(ErasedBefore):
        gone.customers.add(HANH, even_if_known=True)


def test_who_was_erased_when_their_time_was_over_is_not_kept_away(in_store, clock: Clock):
    customer_id = builders.add_customer(in_store)
    clock.now += date(2027, 11, 21) - clock.today
    in_store.clock_guard.confirm()
    assert in_store.erasures.erase(Chosen((customer_id,))).erased == 1
    assert in_store.customers.add(HANH)


def test_an_outsider_is_recognised_at_intake(gone):
    intake = builders.intake(gone.office.today(), None, outsider=HANH)
    with pytest.raises(ErasedBefore) as problem:
        gone.complaints.receive(intake)
    assert problem.value.field == "phone"
    assert gone.complaints.rows() == []
    page = gone.complaints.receive(replace(intake, new_relationship=True))
    assert "customer.entered_anew" in [entry.action for entry in gone.audit.about(page.public_id)]


def test_the_next_start_still_knows(folder: ShopFolder, gone: Services):
    gone.office.database.close()
    with reopened(folder) as services, pytest.raises(ErasedBefore):
        services.customers.add(HANH)


def test_the_sentence_tells_of_nobody(gone):
    with pytest.raises(ErasedBefore) as problem:
        gone.customers.add(HANH)
    assert not any(value in str(problem.value) for value in ("Hạnh", "3365", "003 365", "example.com"))
