"""When data has to go: the strictest version that binds, from the last contact or the day of entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.choices import RetentionKind
from desktop.models.policy import PolicyVersion
from desktop.models.retention import RetentionRule, planned_deletion, strictest
from tests.models.calendars import quick

ENTERED = date(2026, 1, 31)


def version(months: int | None, clause: str = "3") -> PolicyVersion:
    kind = RetentionKind.UNTIL_REQUEST if months is None else RetentionKind.AFTER_LAST_CONTACT
    return PolicyVersion(retention_kind=kind, retention_months=months or 0, retention_clause=clause)


def rule_over(months: Iterable[int | None]) -> RetentionRule:
    """What binds whoever was under versions with these retentions."""
    return strictest(map(version, months))


@pytest.mark.parametrize(
    ("months", "last_contact", "day"),
    [
        ([12], date(2026, 9, 30), date(2027, 9, 30)),
        ([12], None, date(2027, 1, 31)),
        ([1], None, date(2026, 2, 28)),
        ([1], date(2028, 1, 31), date(2028, 2, 29)),
        ([12], date(2028, 2, 29), date(2029, 2, 28)),
        ([12, 6], date(2026, 9, 30), date(2027, 3, 30)),
        ([6, 12], date(2026, 9, 30), date(2027, 3, 30)),
        ([None, 12], date(2026, 9, 30), date(2027, 9, 30)),
        ([12, None], date(2026, 9, 30), date(2027, 9, 30)),
        ([None], date(2026, 9, 30), None),
        ([None, None], None, None),
    ],
)
def test_the_strictest_version_names_the_day(months, last_contact, day):
    assert planned_deletion(rule_over(months), ENTERED, last_contact).day == day


@pytest.mark.parametrize(
    ("months", "last_contact", "sentence"),
    [
        (12, date(2026, 9, 30), "12 months after the last contact on 30/09/2026, under section\u00a03 of the shop's policy."),
        (6, None, "No contact is on record, so the 6 months run from the day of entry, 31/01/2026, under section\u00a03 of the shop's policy."),
        (None, None, "Kept until the customer asks for deletion, under section\u00a03 of the shop's policy."),
    ],
)  # fmt: skip
def test_the_plan_says_why(months, last_contact, sentence):
    assert planned_deletion(rule_over([months]), ENTERED, last_contact).sentence() == sentence


@quick
@given(st.lists(st.one_of(st.none(), st.integers(1, 240)), min_size=1), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_one_more_version_never_keeps_data_longer(months, contact):
    before = planned_deletion(rule_over(months[:-1] or months), ENTERED, contact).day
    after = planned_deletion(rule_over(months), ENTERED, contact).day
    assert (after or date.max) <= (before or date.max)


@quick
@given(st.integers(1, 240), st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_a_later_contact_never_brings_the_deletion_nearer(months, one, other):
    first, second = sorted((one, other))
    plans = [planned_deletion(rule_over([months]), ENTERED, day).day for day in (first, second)]
    assert plans[0] <= plans[1]
