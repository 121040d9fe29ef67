"""What is planned beside each customer is what the rule says of them, whatever happened."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.i18n import VIETNAM, local_day
from desktop.models.choices import Channel, ConsentDecision, ConsentMeans, Direction, HoldKind, RequestKind, RetentionKind
from desktop.models.contact import Contact
from desktop.models.customer import Customer
from desktop.models.policy import TERMS, PolicyVersion
from desktop.models.retention import RetentionRule, planned_deletion, strictest
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.office import entry_count
from desktop.services.policies import version_on
from desktop.services.retention import Due, Moved
from desktop.services.standing import all_versions, binding
from tests.builders import HANH, add_customer, intake
from tests.services import requests
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
            rule = strictest(binding(session.get_one(PolicyVersion, row.policy_version_id), now, versions))
            last = max(own, default=None)
            found[row.id] = (last, planned_deletion(rule, row.entered_on, last).day)
        return found


def speak(services: Services, customer_id: int, at: datetime, direction: Direction = Direction.FROM_CUSTOMER) -> None:
    services.customers.log_contact(customer_id, at, direction, Channel.PHONE, "")


def known(services: Services, name: str, last: date) -> int:
    """A customer who was last in touch on a day; by hand, because the register has no past of its own."""
    customer_id = services.customers.add(CustomerDetails(name))
    speak(services, customer_id, datetime.combine(last, time(9), VIETNAM))
    return customer_id


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


@pytest.mark.parametrize("seed", range(15))
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


# ---- what is due ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def due(in_store) -> Services:
    """Twelve months after these days data goes; today is Saturday 21/11/2026."""
    for name, last in (
        ("Quá hạn", date(2025, 10, 1)), ("Hôm qua", date(2025, 11, 20)), ("Hôm nay", date(2025, 11, 21)),
        ("Chủ nhật", date(2025, 11, 22)), ("Tuần sau", date(2025, 11, 23)), ("Tháng ba", date(2026, 3, 31)),
        ("Năm sau nữa", date(2026, 11, 20)),
    ):  # fmt: skip
        known(in_store, name, last)
    return in_store


def names(found: list[Due]) -> list[str]:
    return [one.name for one in found]


def test_weeks_and_months_count_only_days_to_come(due):
    upcoming = due.retention.upcoming()
    assert (upcoming.overdue, upcoming.held) == (2, 0)
    assert [(week.begins, week.people) for week in upcoming.weeks][:3] == [
        (date(2026, 11, 16), 2), (date(2026, 11, 23), 1), (date(2026, 11, 30), 0),
    ]  # fmt: skip
    assert {month.begins: month.people for month in upcoming.months if month.people} == {
        date(2026, 11, 1): 3, date(2027, 3, 1): 1,
    }  # fmt: skip


def test_behind_each_number_stands_its_list(due, clock):
    retention, monday = due.retention, date(2026, 11, 16)
    assert names(retention.due(None, clock.today)) == ["Quá hạn", "Hôm qua"]
    assert names(retention.due(clock.today, monday + timedelta(weeks=1))) == ["Hôm nay", "Chủ nhật"]
    assert names(retention.due(date(2027, 3, 1), date(2027, 4, 1))) == ["Tháng ba"]
    assert retention.due(None, clock.today)[0].delete_on == date(2026, 10, 1)
    assert names(retention.due(None, date.max, most=3)) == ["Quá hạn", "Hôm qua", "Hôm nay"]


def test_what_is_held_is_counted_apart_and_comes_back_when_the_hold_ends(due, clock):
    overdue = due.retention.due(None, clock.today)[0]
    hold = due.holds.add(overdue.id, HoldKind.FRAUD, "nghi dùng tiền giả", clock.today + timedelta(days=30))
    upcoming = due.retention.upcoming()
    assert (upcoming.overdue, upcoming.held) == (1, 1)
    assert [one.is_held for one in due.retention.due(None, clock.today)] == [True, False]
    due.holds.release(hold)
    assert due.retention.upcoming().overdue == 2


def test_a_wish_is_late_only_after_the_limit_of_the_law_has_passed(due, clock):
    one = next(x for x in due.retention.due(None, date.max) if x.name == "Năm sau nữa")
    due.erasures.note_wish(one.id, clock.today)
    limit = clock.today + timedelta(days=20)  # Friday 11/12/2026
    clock.move(days=20)
    assert due.customers.page(one.id).delete_by == limit
    mine = next(x for x in due.retention.due(None, clock.today) if x.id == one.id)
    assert (mine.last_day, mine.is_late(clock.today)) == (limit, False)
    before = due.retention.upcoming().overdue
    clock.move(days=1)
    assert next(x for x in due.retention.due(None, clock.today) if x.id == one.id).is_late(clock.today)
    assert due.retention.upcoming().overdue == before + 1


def test_customer_list_request_and_paper_name_one_last_day(due, clock):
    one = next(x for x in due.retention.due(None, date.max) if x.name == "Năm sau nữa")
    request = requests.known(due, RequestKind.DELETE, one.id)
    clock.move(days=3)
    deadline = due.requests.page(request.row.id).deadline
    assert deadline is not None
    mine = next(x for x in due.retention.due(None, clock.today) if x.id == one.id)
    assert {mine.last_day, due.customers.page(one.id).delete_by} == {deadline.last_day}


def test_a_wish_never_keeps_data_longer_than_the_policy_does(due, clock):
    sunday = next(x for x in due.retention.due(None, date.max) if x.name == "Chủ nhật")
    due.erasures.note_wish(sunday.id, clock.today)
    assert due.customers.page(sunday.id).delete_by == sunday.delete_on


def test_lateness_counts_from_the_end_of_a_hold_that_began_in_time(due, clock):
    on_time = next(x for x in due.retention.due(None, date.max) if x.name == "Hôm nay")
    due.holds.add(on_time.id, HoldKind.LAW, "sổ kế toán", clock.today + timedelta(days=9))
    clock.move(days=12)
    mine = next(x for x in due.retention.due(None, clock.today) if x.id == on_time.id)
    assert (clock.today - mine.last_day).days == 2, "held for ten days, free on the first of these"


def test_a_hold_that_has_run_out_holds_nothing(due, clock):
    overdue = due.retention.due(None, clock.today)[0]
    due.holds.add(overdue.id, HoldKind.QUESTIONS, "đang trả lời", clock.today)
    assert due.retention.upcoming().held == 1
    clock.move(days=1)
    assert due.retention.upcoming().held == 0


def test_an_open_complaint_holds_until_it_is_closed(due, clock):
    overdue = due.retention.due(None, clock.today)[0]
    received = due.complaints.receive(intake(date(2025, 10, 1), overdue.id))
    assert due.retention.due(None, clock.today)[0].is_held
    due.complaints.withdraw(received.row.id, "đã dàn xếp")
    assert not due.retention.due(None, clock.today)[0].is_held


def test_under_the_other_preset_nothing_is_due(services):
    known(services, "Khách", date(2020, 1, 1))
    upcoming = services.retention.upcoming()
    assert (upcoming.overdue, sum(month.people for month in upcoming.months)) == (0, 0)


# ---- holds ---------------------------------------------------------------------------------------------------------------


def test_a_hold_is_listed_while_it_lasts_and_stands_on_the_page(in_store, clock):
    customer_id = add_customer(in_store)
    last_day = clock.today + timedelta(days=10)
    hold = in_store.holds.add(customer_id, HoldKind.LAW, "  Công văn 12/CA ", last_day)
    (row,) = in_store.holds.rows(customer_id)
    assert (row.kind, row.reason, row.since, row.until) == (HoldKind.LAW, "Công văn 12/CA", clock.today, last_day)
    assert "Công văn 12/CA" in in_store.customers.page(customer_id).delete_reason
    in_store.holds.release(hold)
    assert in_store.holds.rows(customer_id) == []
    assert not in_store.customers.page(customer_id).on_hold
    with pytest.raises(UserError, match="ended already"):
        in_store.holds.release(hold)


@pytest.mark.parametrize(
    ("reason", "days", "field"), [("", 5, "reason"), ("  ", 5, "reason"), ("x" * 501, 5, "reason"), ("vì luật", -1, "until"), ("vì luật", None, "until")]
)  # fmt: skip
def test_a_hold_without_reason_or_end_is_refused(in_store, clock, reason, days, field):
    customer_id = add_customer(in_store)
    until = None if days is None else clock.today + timedelta(days=days)
    with pytest.raises(UserError) as refused:
        in_store.holds.add(customer_id, HoldKind.LAW, reason, until)
    assert refused.value.field == field
    assert in_store.holds.rows(customer_id) == []


def test_merging_unites_holds(in_store, clock):
    kept_id, absorbed = add_customer(in_store), in_store.customers.add(CustomerDetails("Nguyễn Thị Hạnh", "0912003377"))
    in_store.holds.add(absorbed, HoldKind.FRAUD, "đang điều tra", clock.today + timedelta(days=3))
    in_store.merging.merge(kept_id, absorbed)
    assert [row.reason for row in in_store.holds.rows(kept_id)] == ["đang điều tra"]


# ---- another retention ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "moved"), [(6, Moved(2, 0)), (12, Moved(0, 0)), (36, Moved(0, 2)), (None, Moved(0, 2)), (1, Moved(2, 0))]
)
def test_a_preview_counts_whom_another_retention_moves(in_store, months, moved):
    known(in_store, "Một", date(2026, 1, 5))
    known(in_store, "Hai", date(2026, 3, 5))
    assert in_store.retention.preview(RetentionRule(months)) == moved


def test_a_preview_tells_what_the_version_then_does(in_store, clock):
    for place in range(3):
        known(in_store, f"Khách {place}", date(2026, 1, 5))
    before = kept(in_store)
    told = in_store.retention.preview(RetentionRule(6))
    change_policy(in_store, retention_months=6)
    after = kept(in_store)
    assert told.sooner == sum(after[one][1] < before[one][1] for one in before) == 3
    assert in_store.retention.preview(RetentionRule(6)) == Moved(0, 0)


def test_under_a_policy_without_end_any_end_moves_everybody(services):
    add_customer(services)
    assert services.retention.preview(RetentionRule(240)) == Moved(1, 0)
    assert services.retention.preview(RetentionRule(None)) == Moved(0, 0)
