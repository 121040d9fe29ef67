"""An authority's clock runs in hours from the notice, through nights and holidays; nothing is closed half done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.models.incident import Incident, IncidentAuthority
from tests.models.calendars import quick

NIGHT = datetime(2027, 2, 5, 15, 40, tzinfo=UTC)  # 22:40, the night before Tết
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def authority(hours: int, sent_at: datetime | None = None) -> IncidentAuthority:
    return IncidentAuthority(name="Công an", hours=hours, law="luật", sent_at=sent_at)


@quick
@given(moments, st.integers(1, 720))
def test_the_limit_ends_so_many_hours_after_the_notice_whatever_the_day(noticed_at, hours):
    deadline = authority(hours).deadline(noticed_at)
    assert deadline is not None
    assert deadline.due - noticed_at == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hours", "sent_after", "now_after", "late"),
    [
        (24, None, 24, False), (24, None, 25, True), (24, 24, 900, False), (24, 25, 900, True), (72, 71, 71, False), (0, None, 900, False),
    ],
)  # fmt: skip
def test_late_is_what_was_told_or_is_still_untold_after_the_limit(hours, sent_after, now_after, late):
    sent_at = None if sent_after is None else NIGHT + timedelta(hours=sent_after)
    assert authority(hours, sent_at).is_late(NIGHT, NIGHT + timedelta(hours=now_after)) is late


def test_without_a_limit_there_is_no_clock():
    assert authority(0).deadline(NIGHT) is None


@pytest.mark.parametrize(
    ("happened", "noticed", "field"), [(None, 0, ""), (0, 0, ""), (-5, 0, ""), (1, 0, "noticed_at"), (None, 61, "noticed_at")]
)
def test_moments_follow_each_other_and_none_lies_in_the_future(happened, noticed, field):
    made = Incident(
        noticed_at=NIGHT + timedelta(minutes=noticed),
        happened_at=None if happened is None else NIGHT + timedelta(minutes=happened),
    )
    if field:
        with pytest.raises(UserError) as e:
            made.check_moments(NIGHT + timedelta(hours=1))
        assert e.value.field == field
    else:
        made.check_moments(NIGHT + timedelta(hours=1))


@pytest.mark.parametrize(
    ("change", "untold", "sentence"),
    [
        ({"cause": ""}, 0, "write the cause"),
        ({"lesson": ""}, 0, "what the shop has learned"),
        ({"authorities": [IncidentAuthority(name="Công an", hours=0)]}, 0, "Not told yet: Công an"),
        ({}, 1, "Not all customers have been told"),
    ],
)
def test_what_is_missing_before_closing_is_said(change, untold, sentence):
    values = {"cause": "a", "lesson": "b", "nobody_told": "", "authorities": [], **change}
    with pytest.raises(UserError, match=sentence):
        Incident(**values).close(date(2027, 2, 9), untold)


def test_with_everything_said_or_a_reason_why_not_it_is_closed():
    for untold, why in ((0, ""), (3, "đã mã hóa")):
        made = Incident(cause="a", lesson="b", nobody_told=why, authorities=[])
        made.close(date(2027, 2, 9), untold)
        assert not made.is_open
