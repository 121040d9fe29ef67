"""What is planned beside each customer is what the rule says of them, whatever happened."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.i18n import VIETNAM, local_day
from desktop.models.choices import Channel, ConsentDecision, ConsentMeans, Direction, RetentionKind
from desktop.models.contact import Contact
from desktop.models.customer import Customer
from desktop.models.policy import TERMS, PolicyVersion
from desktop.models.retention import planned_deletion
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.office import entry_count
from desktop.services.policies import version_on
from desktop.services.standing import all_versions, binding
from tests.builders import HANH, add_customer
from tests.services.helpers import reopened

Plan = tuple[date | None, date | None]


def kept(services: Services) -> dict[int, Plan]:
    """Last contact and planned deletion as they stand beside each customer of the register."""
    with services.office.reading() as session:
        rows = session.scalars(select(Customer).where(Customer.merged_into_id.is_(None)))
        return {row.id: (row.last_contact_on, row.delete_on) for row in rows}


def expected(services: Services) -> dict[int, Plan]:
    """The same worked out one by one from what is on record."""
    with services.office.reading() as session:
        versions, now = all_versions(session), version_on(session, services.office.today())
        rows = session.scalars(select(Customer).where(Customer.merged_into_id.is_(None))).all()
        found: dict[int, Plan] = {}
        for row in rows:
            contacts = session.scalars(select(Contact).where(Contact.customer_id == row.id))
            own = [local_day(one.happened_at) for one in contacts if one.direction is Direction.FROM_CUSTOMER]
            bound = binding(session.get_one(PolicyVersion, row.policy_version_id), now, versions)
            last = max(own, default=None)
            found[row.id] = (last, planned_deletion(bound, row.entered_on, last).day)
        return found


def speak(services: Services, customer_id: int, at: datetime, direction: Direction = Direction.FROM_CUSTOMER) -> None:
    services.customers.log_contact(customer_id, at, direction, Channel.PHONE, "")


def change_policy(services: Services, **changes: object) -> None:
    """A version like the newest but for these points."""
    rules = services.policies.versions()[0]
    services.policies.add_version(replace(rules, effective_from=services.office.today(), **changes))  # type: ignore[arg-type]


def test_the_customers_own_acts_count_and_the_shops_do_not(in_store):
    customer_id = add_customer(in_store)
    speak(in_store, customer_id, datetime(2026, 9, 30, 9, tzinfo=VIETNAM))
    speak(in_store, customer_id, datetime(2026, 11, 20, 9, tzinfo=VIETNAM), Direction.FROM_SHOP)
    in_store.customers.edit(customer_id, replace(HANH, address="27 Thông Reo"))
    assert kept(in_store) == {customer_id: (date(2026, 9, 30), date(2027, 9, 30))} == expected(in_store)


@pytest.mark.parametrize(
    ("at", "day"), [(time(0, 0), date(2026, 9, 30)), (time(23, 59), date(2026, 9, 30)), (time(6, 59), date(2026, 9, 30))]
)
def test_the_day_of_a_contact_is_the_vietnamese_one(in_store, at, day):
    customer_id = add_customer(in_store)
    speak(in_store, customer_id, datetime.combine(date(2026, 9, 30), at, VIETNAM))
    assert kept(in_store)[customer_id][0] == day


def test_a_version_for_a_later_day_moves_nobody_before_that_day(in_store, folder, clock):
    customer_id = add_customer(in_store)
    rules = in_store.policies.versions()[0]
    later = clock.today + timedelta(days=10)
    in_store.policies.add_version(replace(rules, effective_from=later, retention_months=6))
    assert kept(in_store)[customer_id][1] == date(2027, 11, 21)
    in_store.office.database.close()
    clock.move(days=10)
    with reopened(folder) as again:
        assert kept(again) == {customer_id: (None, date(2027, 5, 21))} == expected(again)


def test_opening_again_under_the_same_version_changes_nothing(in_store, folder):
    add_customer(in_store)
    in_store.office.database.close()
    lengths: list[int] = []
    for _start in range(2):
        with reopened(folder) as again, again.office.reading() as session:
            lengths.append(entry_count(session))
    assert lengths[0] == lengths[1]


@pytest.mark.parametrize("seed", range(25))
def test_after_any_history_the_kept_plan_is_what_the_rule_says(in_store, folder, clock, seed):
    chance = random.Random(seed)
    merges: list[str] = []
    acts = {"enter": 4, "speak": 8, "shorten": 1, "lengthen": 1, "agree": 3, "merge": 2, "part": 1, "wait": 3}
    for number, act in enumerate(chance.choices(list(acts), list(acts.values()), k=45)):
        _do(in_store, clock, chance, merges, act, number)
        assert kept(in_store) == expected(in_store), f"after {act}, step {number}"


def _do(services: Services, clock, chance: random.Random, merges: list[str], act: str, number: int) -> None:
    people = list(kept(services))
    if act == "enter" or not people:
        services.customers.add(CustomerDetails(f"Khách {number}", f"0912{number:06}"))
    elif act == "speak":
        at = clock.now - timedelta(days=chance.randrange(700), hours=chance.randrange(24))
        speak(services, chance.choice(people), at, chance.choice(list(Direction)))
    elif act in ("shorten", "lengthen"):
        clock.move(days=1)
        _change(services, chance, longer=act == "lengthen")
    elif act == "agree":
        _agree(services, chance.choice(people), chance)
    elif act == "merge" and len(people) > 1:
        merges.append(services.merging.merge(*chance.sample(people, 2)))
    elif act == "part" and merges:
        _part(services, merges.pop())
    else:
        clock.move(days=chance.randrange(1, 20))


def _change(services: Services, chance: random.Random, *, longer: bool) -> None:
    months = chance.randrange(13, 60) if longer else chance.randrange(1, 12)
    kind = RetentionKind.UNTIL_REQUEST if longer and chance.random() < 0.3 else RetentionKind.AFTER_LAST_CONTACT
    change_policy(services, retention_kind=kind, retention_months=months if kind is RetentionKind.AFTER_LAST_CONTACT else 0)


def _agree(services: Services, customer_id: int, chance: random.Random) -> None:
    """To the longer retention where it is asked, or taken back where it was given."""
    today = services.office.today()
    for topic in [state for state in services.consents.states(customer_id) if state.code.startswith(TERMS)]:
        decision = chance.choice([ConsentDecision.GIVEN, ConsentDecision.WITHDRAWN])
        try:
            services.consents.record(customer_id, Answers(today, ConsentMeans.PHONE, {topic.code: decision}))
        except UserError:
            continue


def _part(services: Services, merge: str) -> None:
    """A merge may only be undone on a record that was not itself merged since."""
    try:
        services.merging.undo(merge)
    except UserError:
        return
