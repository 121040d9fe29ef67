"""The version in force on the day of receipt governs for good; what was promised before stays promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.errors import UserError
from desktop.models.choices import Channel, ClockStart, PurposeNeed, RecipientKind, RequestKind, RetentionKind, TimeUnit
from desktop.services.policies import PurposeRow, preset_rules, preset_summaries
from desktop.services.rights_requests import RequestIntake
from tests.builders import add_customer, complaint, intake
from tests.services.helpers import page


def _add(services, **changes):
    """A version from today on, or from the day that is said."""
    rules = services.policies.in_force(services.office.today())
    services.policies.add_version(replace(rules, **{"effective_from": services.office.today(), **changes}))


@pytest.mark.parametrize("amount", [5, 60])
def test_a_complaint_stays_under_the_version_of_its_day(services, clock, amount):
    first = complaint(services)
    promised = first.promise
    clock.move(days=1)
    _add(services, complaint_amount=amount)
    assert page(services, first.row.id).promise == promised
    later = services.complaints.receive(intake(clock.today, first.row.person.customer_id))
    assert later.promise.target == clock.today + timedelta(days=amount)
    backdated = services.complaints.receive(intake(clock.today - timedelta(days=1), first.row.person.customer_id))
    assert backdated.promise.target == promised.target


def test_a_version_of_the_future_governs_nothing_before_its_day(services, clock):
    _add(services, effective_from=clock.today + timedelta(days=10), complaint_amount=5)
    assert services.policies.in_force(clock.today + timedelta(days=9)).complaint_amount == 30
    assert services.policies.in_force(clock.today + timedelta(days=10)).complaint_amount == 5
    assert complaint(services).promise.limit.amount == 30


def test_a_day_before_the_first_version_falls_under_the_first(services):
    assert services.policies.in_force(date(2020, 1, 1)).effective_from == date(2026, 1, 1)


def test_no_version_is_dated_back_or_laid_upon_another(services, clock):
    with pytest.raises(UserError) as dated_back:
        _add(services, effective_from=clock.today - timedelta(days=1))
    _add(services, complaint_amount=20)
    with pytest.raises(UserError) as same_day:
        _add(services, complaint_amount=40)
    assert (dated_back.value.field, same_day.value.field) == ("effective_from", "effective_from")
    assert [rules.complaint_amount for rules in services.policies.versions()] == [20, 30]


def test_limits_out_of_bounds_are_refused_and_nothing_is_added(services):
    last_contact = RetentionKind.AFTER_LAST_CONTACT
    refusals = [
        ("complaint_amount", {"complaint_amount": 0}),
        ("complaint_amount", {"complaint_amount": -3}),
        ("complaint_amount", {"complaint_amount": 366}),
        ("complaint_unit", {"complaint_unit": TimeUnit.HOURS}),
        ("retention_months", {"retention_kind": last_contact, "retention_months": 0}),
        ("retention_months", {"retention_kind": last_contact, "retention_months": 241}),
        ("purposes", {"purposes": (PurposeRow("", " ", "", PurposeNeed.OPTIONAL),)}),
    ]
    for field, changes in refusals:
        with pytest.raises(UserError) as refused:
            _add(services, **changes)
        assert refused.value.field == field, changes
    assert len(services.policies.versions()) == 1


def test_a_limit_that_ends_beyond_every_known_calendar_is_refused(services):
    with pytest.raises(UserError) as refused:
        _add(services, complaint_unit=TimeUnit.MONTHS, complaint_amount=365)
    assert refused.value.field == "complaint_amount"


def test_both_presets_carry_the_rules_of_their_policies():
    delivery, in_store = (preset_rules(code, date(2026, 1, 1)) for code in ("delivery", "in_store"))
    assert (delivery.complaint_amount, delivery.complaint_unit) == (30, TimeUnit.DAYS)
    assert (delivery.complaint_start, delivery.retention_kind) == (ClockStart.RECEIPT, RetentionKind.UNTIL_REQUEST)
    assert RecipientKind.SHIPPING_PARTNER in {row.kind for row in delivery.sharing}
    assert (in_store.complaint_amount, in_store.complaint_unit) == (10, TimeUnit.WORKING_DAYS)
    assert in_store.complaint_start is ClockStart.RECEIPT_AND_EVIDENCE
    assert (in_store.retention_kind, in_store.retention_months) == (RetentionKind.AFTER_LAST_CONTACT, 12)
    assert in_store.joint_liability
    assert [row.kind for row in in_store.sharing] == [RecipientKind.STATE_AGENCY]
    assert [summary.code for summary in preset_summaries()] == ["delivery", "in_store"]


def test_purposes_fields_and_recipients_are_kept_with_the_version(services, clock):
    rules = services.policies.in_force(clock.today)
    needs = {purpose.code: purpose.need for purpose in rules.purposes}
    assert len(needs) == 5
    assert needs["purchase_care"] is PurposeNeed.NEEDED
    assert needs["advertising"] is needs["fraud_prevention"] is PurposeNeed.OPTIONAL
    assert {row.code for row in rules.fields} == {"name", "phone", "address", "email"}
    own = PurposeRow("", "Mời dự tiệc tri ân", "Inviting to a thank-you party", PurposeNeed.OPTIONAL)
    _add(services, purposes=(*rules.purposes, own))
    newest = services.policies.versions()[0]
    assert [purpose.name_vi for purpose in newest.purposes][-1] == own.name_vi
    assert len({purpose.code for purpose in newest.purposes}) == 6
    assert (newest.fields, newest.sharing) == (rules.fields, rules.sharing)


def test_an_example_shows_what_a_rule_means(services):
    delivery, in_store = (preset_rules(code, date(2026, 1, 1)) for code in ("delivery", "in_store"))
    rolled = services.policies.example(delivery, date(2026, 1, 17))
    assert (rolled.target, rolled.last_day) == (date(2026, 2, 16), date(2026, 2, 23))
    over_tet = services.policies.example(in_store, date(2026, 2, 13))
    assert over_tet.target == over_tet.last_day == date(2026, 3, 6)
    assert (
        over_tet.explain()
        == "10 working days from 13/02/2026, Tết 16–20/02 not counted, under section\u00a08 of the shop's policy."
    )


def test_a_shorter_retention_reaches_known_customers_at_once(in_store, clock):
    customer_id = add_customer(in_store)
    _add(in_store, retention_months=6)
    assert in_store.customers.page(customer_id).delete_on == date(2027, 5, 21)


def test_a_longer_retention_reaches_nobody_who_has_not_agreed(in_store, clock):
    customer_id = add_customer(in_store)
    clock.move(days=1)
    _add(in_store, retention_months=36)
    assert in_store.customers.page(customer_id).delete_on == date(2027, 11, 21)
    _add(in_store, effective_from=clock.today + timedelta(days=1), retention_kind=RetentionKind.UNTIL_REQUEST)
    clock.move(days=2)
    assert in_store.customers.page(customer_id).delete_on == date(2027, 11, 21)


def test_a_limit_of_the_law_can_be_changed_with_its_source(services):
    acknowledged = services.policies.legal_clocks()[0]
    assert (acknowledged.amount, acknowledged.unit) == (3, TimeUnit.WORKING_DAYS)
    services.policies.save_legal_clock(replace(acknowledged, amount=5))
    assert complaint(services).acknowledgement.target == date(2026, 11, 30)


def test_the_stricter_of_promise_and_law_counts(services):
    result = services.policies.legal_clocks()[1]
    services.policies.save_legal_clock(replace(result, amount=15, source_vi="Luật thử nghiệm", source_en="Trial Law"))
    page = complaint(services)
    assert page.promise.target == date(2026, 12, 21)
    assert page.counting is page.law
    assert page.counting.target == date(2026, 12, 6)
    assert "Trial Law" in page.counting.explain()


@pytest.mark.parametrize(("amount", "source"), [(-1, "Luật"), (366, "Luật"), (10, " ")])
def test_a_limit_of_the_law_needs_a_source_and_a_sound_figure(services, amount, source):
    result = services.policies.legal_clocks()[1]
    with pytest.raises(UserError) as refused:
        services.policies.save_legal_clock(replace(result, amount=amount, source_vi=source))
    assert refused.value.field == "complaint_result"


def test_the_limits_of_requests_and_incidents_are_settings_too(services, clock):
    rows = {row.code: row for row in services.policies.legal_clocks()}
    assert {code: (row.amount, row.unit.value, row.extension) for code, row in rows.items()} == {
        "complaint_acknowledged": (3, "working_days", 0), "complaint_result": (0, "days", 0),
        "request_acknowledged": (2, "working_days", 0),
        "request_answer": (10, "days", 10), "request_answer_with_others": (15, "days", 10),
        "request_delete": (20, "days", 20), "request_delete_with_others": (30, "days", 20),
        "request_stop": (15, "days", 15), "request_stop_with_others": (20, "days", 15),
        "incident_attack": (24, "hours", 0), "incident_breach": (72, "hours", 0),
    }  # fmt: skip
    services.policies.save_legal_clock(replace(rows["request_answer"], amount=7, extension=0))
    page = services.requests.receive(
        RequestIntake(RequestKind.QUESTION, Channel.PHONE, clock.today, "Ai giữ?", add_customer(services))
    )
    assert (page.deadline.target, page.may_extend) == (date(2026, 11, 28), False)
    with pytest.raises(UserError, match="counted in hours"):
        services.policies.save_legal_clock(replace(rows["incident_breach"], unit=TimeUnit.DAYS))
    with pytest.raises(UserError, match="between 0 and 720"):
        services.policies.save_legal_clock(replace(rows["incident_breach"], amount=721))
